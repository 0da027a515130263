"""Consolidated versions: what is known of a line's bases, their acts and the versions that are computed of them.

In: a connection, a line, a day. Out: what the routes of `consolidations` and the pages show.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from extractor.exporters.comparison.versions import Compared
from service.amending.reading import Numbered, number_instructions, stamp_of
from service.api.consolidation_views import act_view, change_view, instruction_view
from service.comparing import compare_documents
from service.errors import NotFound
from service.jobs.versions import EXTRACTOR_VERSION
from service.messages import message
from service.store.amending import acts_of, bases_of, marks_of
from service.store.computed import find_computed, find_consolidations
from service.store.connection import Connection, seeing_everything
from service.store.documents import Row, find_document
from service.store.lines import list_versions
from service.store.records import document_records

Json = dict[str, Any]
# Whole editions of one line that are compared with the computed version of their day, the newest first; each comparison is kept.
MOST_EDITIONS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """The version of a line on a day: its row, its base, what stands beside it where it is computed, and the line's versions."""

    version: Row
    base: UUID
    computed: Json | None
    versions: Sequence[Row]


async def find_consolidated(connection: Connection, line: UUID, day: date) -> Found:
    """Find the version that the acts make on a day; raises `NotFound` where nothing is known, or nothing was in force."""
    versions = await list_versions(connection, line)
    bases = await amended_in(connection, versions)
    if not bases:
        raise NotFound("no_acts")
    own = [row for row in versions if row["document"] in bases or row["computed_from"] in bases]
    standing = [row for row in own if row["in_force"] is None or row["in_force"] <= day]
    if not standing:
        raise NotFound("not_in_force")
    version = max(standing, key=lambda row: (row["in_force"] or date.min, row["computed_from"] is not None))
    computed = (await find_computed(connection, [version["document"]])).get(version["document"])
    return Found(version, version["computed_from"] or version["document"], computed, versions)


async def amended_in(connection: Connection, versions: Sequence[Row]) -> list[UUID]:
    """Give the documents of a line that acts change, the oldest first."""
    uploaded = [row["document"] for row in versions if row["computed_from"] is None]
    amended = {row["base"] for row in await acts_of(connection, uploaded)}
    return [document for document in uploaded if document in amended]


async def consolidated_view(connection: Connection, line: UUID, found: Found, day: date) -> Json:
    """Give a version as `Consolidated` describes it."""
    document = str(found.version["document"])
    checks = [check async for check in edition_checks(connection, found)]
    return {
        "line": str(line),
        "as_of": day.isoformat(),
        "base": str(found.base),
        "document": document,
        "in_force": found.version["in_force"] and found.version["in_force"].isoformat(),
        "is_computed": found.computed is not None,
        **await state_view(connection, found.base),
        "changes": [change_view(link) for link in found.computed["links"]] if found.computed else [],
        "sources": found.computed["sources"] if found.computed else [],
        "findings": [check for check in checks if check["differences"]],
        "links": {
            **{name: f"/v1/documents/{document}/{name}" for name in ("records", "text", "export")},
            **({"changes": f"/v1/comparisons/{found.base}/{document}"} if found.computed else {}),
        },
    }


async def state_view(connection: Connection, base: UUID) -> Json:
    """Give the acts of a base, what became of their instructions, and whether that is made of everything as it is now."""
    acts = await acts_of(connection, [base])
    known = (await find_consolidations(connection, [base])).get(base)
    marks = await marks_of(connection, [act["act"] for act in acts])
    # Whoever sees only some of the acts is told what holds of all.
    async with seeing_everything(connection):
        stamp = await stamp_of(connection, base, EXTRACTOR_VERSION)
    is_current = known is not None and known["stamp"] == stamp
    problem = known["problem"] if known else None
    return {
        "state": ("failed" if problem else "current") if is_current else "waiting",
        "problem": problem,
        "acts": [act_view(act) for act in acts],
        "instructions": [instruction_view(base, one, marks) for one in known["instructions"]] if known else [],
        "notices": known["notices"] if known else [],
    }


async def edition_checks(connection: Connection, found: Found) -> AsyncIterator[Json]:
    """Yield for each whole edition of the base how many differences it has to the computed version of its day, the newest first."""
    own = [row for row in found.versions if row["document"] == found.base or row["computed_from"] == found.base]
    editions = [row for row in found.versions if row["computed_from"] is None and row["reason"] == "act" and row["in_force"]]
    for edition in sorted(editions, key=lambda row: row["in_force"], reverse=True)[:MOST_EDITIONS]:
        before = [row for row in own if row["computed_from"] and row["in_force"] <= edition["in_force"]]
        if not before or edition["document"] == found.base:
            continue
        computed = await find_document(connection, before[-1]["document"])
        other = await find_document(connection, edition["document"])
        assert computed
        assert other
        compared = await compare_documents(connection, computed, other)
        yield {
            "edition": str(edition["document"]),
            "name": edition["name"],
            "in_force": edition["in_force"].isoformat(),
            "computed": str(before[-1]["document"]),
            "differences": differences(compared),
            "comparison": f"/v1/comparisons/{before[-1]['document']}/{edition['document']}",
        }


def differences(compared: Compared) -> int:
    """Count the differences of two plans; the act around an edition has points of its own, so points count only where no plan is."""
    whole = compared.whole
    has_plan = compared.old.records.plans or compared.new.records.plans
    return len(whole.changes) + len(whole.headings) if has_plan else len(whole.clauses.changes)


async def document_instructions(connection: Connection, act: UUID) -> list[Json]:
    """Give the instructions of a document with their targets, once for each base; those whose base is not stored wait for it."""
    records = await document_records(connection, act)
    marks = await marks_of(connection, [act])
    bases = await bases_of(connection, act)
    known = await find_consolidations(connection, bases)
    outcomes: dict[str, list[Json]] = {}
    for base in bases:
        acts = {row["act"] for row in await acts_of(connection, [base])}
        for one in known[base]["instructions"] if base in known and act in acts and await is_there(connection, base) else ():
            if one["act"] == str(act):
                outcomes.setdefault(one["key"], []).append(instruction_view(base, one, marks))
    found = []
    for one in number_instructions(records["amendments"]):
        views = outcomes.get(one.key) or [instruction_view(None, without_base(act, one, records), marks)]
        found += [view | {"target": one.target} for view in views]
    return found


def without_base(act: UUID, one: Numbered, records: Json) -> Json:
    """Give an instruction that is for no stored document: one for the act itself, or one that waits."""
    own, target = records["document"], one.target
    is_own = target["number"] and (target["date"], target["number"]) == (own["date"], own["number"])
    code = "amendment_of_itself" if is_own else "amendment_base_missing"
    issue = {"code": code, "message": message(code, point=one.instruction["number"] or "")}
    parts = {name: one.instruction[name] for name in ("number", "action", "place", "old", "new", "evidence")}
    return {"act": str(act), "key": one.key, "reading": one.reading, "state": "refused" if is_own else "waiting", "issue": issue, **parts}


async def is_there(connection: Connection, document: UUID) -> bool:
    """Tell whether a document was not deleted."""
    row = await find_document(connection, document)
    return row is not None and row["status"] != "deleted"
