"""The audit log: who did and read what.

In: filters. Out: entries, the newest first, page by page.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from service.api.dependencies import Auditor, Here
from service.api.moments import Moment
from service.api.problems import shown
from service.store.audit import EntryFilter, list_audit
from service.store.cursors import LONGEST_CURSOR, next_cursor, number_in
from service.store.hidden import hidden_value

# Entries; a page of them is 400 KB at most in practice.
LARGEST_PAGE = 1_000

router = APIRouter(prefix="/v1/audit", tags=["audit"])

EXAMPLE: dict[str, Any] = {
    "seq": 1027,
    "at": "2026-11-30T09:00:00.125Z",
    "actor": "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e",
    "login": "ivanova",
    "action": "document.upload",
    "object": "documents/0197c2f2-3c4d-7a5b-8c6d-7e8f9a0b1c2d",
    "details": {"name": "план.docx"},
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry; `actor` is a person's id, or "service"; `login` is theirs now."""

    seq: int
    at: datetime
    actor: str
    login: str | None
    action: str
    object: str
    details: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first; `next` is the cursor of the next page, null on the last."""

    items: list[EntryView]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """What a client asks of the log."""

    actor: Annotated[str | None, Query(max_length=100, description="A person's id, or service.")] = None
    action: Annotated[str | None, Query(max_length=100, description="An action, such as document.upload.")] = None
    thing: Annotated[str | None, Query(alias="object", max_length=500, description="A thing and all below it, such as documents/<id>.")] = (
        None
    )
    since: Annotated[Moment | None, Query(alias="from", description="The earliest time, inclusive.")] = None
    until: Annotated[Moment | None, Query(alias="to", description="The latest time, exclusive.")] = None
    cursor: Annotated[str | None, Query(max_length=LONGEST_CURSOR, description="`next` of the page before.")] = None
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Entries on a page.")] = 100


@router.get(
    "",
    operation_id="list_audit",
    summary="The audit log",
    responses=shown(200, "A page of entries.", {"items": [EXAMPLE], "next": "eyJiZWZvcmUiOjEwMjd9"}),
)
async def list_entries(here: Here, _: Auditor, query: Annotated[AuditQuery, Depends()]) -> AuditPage:
    """Give entries, the newest first. Reading the log is an entry too."""
    wanted = EntryFilter(actor=query.actor, action=query.action, thing=query.thing, since=query.since, until=query.until)
    before = number_in(query.cursor, "before") if query.cursor else None
    async with here.pool.connection() as connection:
        rows = await list_audit(connection, wanted, before=before, limit=query.limit + 1)
        details = await hidden_value(connection, [json.loads(row["details"]) for row in rows])
    following = next_cursor(rows, query.limit, before="seq")
    return AuditPage([EntryView(**row | {"details": told}) for row, told in zip(rows[: query.limit], details, strict=False)], following)
