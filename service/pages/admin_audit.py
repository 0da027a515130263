"""Administration of the audit log: who did and read what, and whether the log is whole.

In: filters and a cursor in the query; a form with a head that was noted before. Out: the page, the newest entries first. Actions are named
by `service.pages.audit_names`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from service.access.chain import ChainReport, Head, read_head, verify_chain
from service.api.audit import AuditPage, AuditQuery, list_entries
from service.api.dependencies import Here
from service.errors import BadRequest
from service.installation import Installation
from service.pages.access import AuditingVisitor, Visitor
from service.pages.admin import administration_parts
from service.pages.audit_names import ACTIONS, DETAILS, action_name, names_of
from service.pages.rendering import show
from service.pages.texts import _
from service.store.audit import EntryFilter, list_audit
from service.store.people import list_people

router = APIRouter(include_in_schema=False)

# Entries on a page: they are 100 kB of HTML at most.
PAGE = 100
# Things that have a page of their own.
LINKED = re.compile(r"(?:documents|plans|measures|lines|comparisons)/[0-9a-f-]{36}")
NAMES = ("actor", "action", "object", "from", "to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form asks for: `values` as typed, the query, and what of it was not understood."""

    values: Mapping[str, str]
    query: AuditQuery
    faults: tuple[str, ...] = field(default=())


@router.get("/admin/audit")
async def audit_page(request: Request, here: Here, visitor: AuditingVisitor) -> Response:
    """Show the log."""
    return await show_log(request, here, visitor)


CheckedHead = Annotated[str, Form(max_length=200)]


@router.post("/admin/audit")
async def check_log(request: Request, here: Here, visitor: AuditingVisitor, head: CheckedHead = "") -> Response:
    """Compute every hash of the log anew and say what is wrong; a noted head shows also a log that was written anew as a whole."""
    try:
        noted = read_head(head) if head.strip() else None
    except ValueError:
        return await show_log(request, here, visitor, status=422, head_fault=True, typed_head=head)
    async with here.pool.connection() as connection:
        report = await verify_chain(connection, noted)
    return await show_log(request, here, visitor, report=report, typed_head=head)


async def show_log(request: Request, here: Installation, visitor: Visitor, *, status: int = 200, **told: Any) -> Response:
    """Show the log with what is told of a check of it."""
    asked = read_asked(request)
    page, faults = await read_page(here, visitor, asked)
    async with here.pool.connection() as connection:
        people = await list_people(connection)
        newest = await list_audit(connection, EntryFilter(), before=None, limit=1)
    values: dict[str, Any] = {"report": None, "head_fault": False, "typed_head": ""}
    return show(
        request,
        "admin_audit.html",
        status=422 if faults else status,
        parts=administration_parts(visitor),
        values=asked.values,
        faults=faults,
        entries=page.items,
        next=page.next,
        people=people,
        actions=names_of(ACTIONS),
        action_name=action_name,
        linked=LINKED.fullmatch,
        said={entry.seq: said_of(entry.details) for entry in page.items},
        head=Head(newest[0]["seq"], newest[0]["hash"]) if newest else None,
        fault_texts=fault_texts(told.get("report")),
        **(values | told),
    )


async def read_page(here: Installation, visitor: Visitor, asked: Asked) -> tuple[AuditPage, tuple[str, ...]]:
    """Read a page of the log; a cursor of another list is told."""
    if asked.faults:
        return AuditPage([], None), asked.faults
    try:
        return await list_entries(here, visitor.actor, asked.query), ()
    except BadRequest as problem:
        return AuditPage([], None), (problem.detail(),)


def read_asked(request: Request) -> Asked:
    """Read the filters of the query."""
    given = request.query_params
    values = {name: given.get(name, "").strip()[:500] for name in NAMES}
    faults = tuple(_("Дата записывается так: 2025-03-31.") for name in ("from", "to") if values[name] and day_of(values[name]) is None)
    until = day_of(values["to"])
    query = AuditQuery(
        actor=values["actor"] or None,
        action=values["action"] or None,
        thing=values["object"].strip("/") or None,
        since=begin_of(day_of(values["from"])),
        until=begin_of(until + timedelta(days=1)) if until else None,
        cursor=given.get("cursor") or None,
        limit=PAGE,
    )
    return Asked(values=values, query=query, faults=faults[:1])


def day_of(text: str) -> date | None:
    """Read a day; None where the text is none, or one that has no day after it."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date.min < found < date.max - timedelta(days=1) else None


def begin_of(day: date | None) -> datetime | None:
    """Give the first moment of a day, in the server's zone."""
    return datetime.combine(day, time.min).astimezone() if day else None


def said_of(details: Mapping[str, Any]) -> str:
    """Write the details of an entry in a line."""
    names = names_of(DETAILS)
    return "; ".join(f"{names.get(name, name)}: {written(value)}" for name, value in details.items() if value not in ([], {}, None))


def written(value: Any) -> str:
    """Write one of the details; texts stand without quotes, those of a list one after another."""
    if isinstance(value, list):
        return ", ".join(written(part) for part in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def fault_texts(report: ChainReport | None) -> list[str]:
    """Say what is wrong with the chain."""
    texts = {
        "missing": _("Записи № {seq} нет."),
        "changed": _("Запись № {seq} или та, что перед ней, изменена."),
        "tail_cut": _("Отмеченной записи № {seq} нет: конец журнала удалён."),
        "head_differs": _("Запись № {seq} не та, что была отмечена: журнал написан заново."),
    }
    return [texts[fault.kind].format(seq=fault.seq) for fault in (report.faults if report else ())]
