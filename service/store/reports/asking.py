"""Asking: the plans whose units are asked to report, and how a plan's forms go over to the version of it that stands.

In: a plan, the first day; a base with its standing version. Out: rows of `report_plans`, forms with their plans and measures.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from service.errors import NotFound
from service.store.changes import note_change
from service.store.columns import Json
from service.store.connection import Connection
from service.store.families import PLANS
from service.store.matching import matching_key
from service.store.records import read_record
from service.store.reports.renewing import ask_no_more, renew_reports

FIND = """
SELECT a.plan, a.document, a.title, a.since, people.name AS asked_by, a.asked_at, a.ended_at, p.id IS NOT NULL AS stands
FROM report_plans a JOIN people ON people.id = a.asked_by LEFT JOIN plans p ON p.id = a.plan WHERE a.plan = %s
"""
PUT = """
INSERT INTO report_plans (plan, document, title, since, asked_by) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (plan)
DO UPDATE SET title = excluded.title, since = excluded.since, asked_by = excluded.asked_by, asked_at = now(), ended_at = NULL
"""
# The plan of one title whose reports are asked for, in any version that acts make of the document.
STANDING_PLAN = """
SELECT a.plan FROM report_plans a JOIN documents d ON d.id = a.document, (
    SELECT coalesce(o.computed_from, o.id) AS base, coalesce(p.body ->> 'title', '') AS title
    FROM plans p JOIN documents o ON o.id = p.document WHERE p.id = %s
) AS own WHERE coalesce(d.computed_from, d.id) = own.base AND a.title = own.title
"""
OTHERS = """
SELECT a.plan, a.document, a.title FROM report_plans a JOIN documents d ON d.id = a.document
WHERE %(base)s IN (d.id, d.computed_from) AND d.id <> %(standing)s
    AND EXISTS (SELECT FROM documents s WHERE s.id = %(standing)s AND %(base)s IN (s.id, s.computed_from))
"""
STANDING = "SELECT id, body ->> 'title' AS title FROM plans WHERE document = %s ORDER BY place"
MEASURES = "SELECT id, body ->> 'number' AS number, body ->> 'text' AS text, body -> 'section' AS section FROM measures WHERE plan = %s"
FORMS = "SELECT DISTINCT ON (measure) measure, about FROM reports WHERE plan = %s ORDER BY measure, id"
MOVE_PLAN = "UPDATE report_plans SET plan = %(to)s, document = %(document)s WHERE plan = %(plan)s"
MOVE_FORMS = "UPDATE reports SET plan = %(to)s, document = %(document)s WHERE plan = %(plan)s"
MOVE_FORM = "UPDATE reports SET measure = %s WHERE plan = %s AND measure = %s"


async def find_asked(connection: Connection, plan: UUID) -> Json | None:
    """Give what is known of a plan that was ever asked for reports; `stands` tells whether the plan is still there."""
    return await (await connection.execute(FIND, [plan])).fetchone()


async def read_asked(connection: Connection, plan: UUID) -> Json | None:
    """Give what is known of a plan's reports, None where it was never asked for any; raises `NotFound` where there is no such plan.

    Of a plan that amending acts changed, the reports stand with the version that stands.
    """
    found = await find_asked(connection, plan)
    if found is None:
        await read_record(connection, PLANS, plan)
        row = await (await connection.execute(STANDING_PLAN, [plan])).fetchone()
        found = await find_asked(connection, row["plan"]) if row else None
    return found


async def known_asked(connection: Connection, plan: UUID) -> Json:
    """Give what is known of a plan's reports; raises `NotFound` where it was never asked for any."""
    found = await read_asked(connection, plan)
    if found is None:
        raise NotFound("reports_not_asked")
    return found


async def ask_for_reports(connection: Connection, plan: UUID, since: date, person: UUID) -> None:
    """Ask the units of a plan to report on what is due from a day on, in the caller's transaction; raises `NotFound`."""
    asked = await read_asked(connection, plan)
    plan = asked["plan"] if asked and asked["stands"] else plan
    document = await lock_plan(connection, plan)
    title = (await read_record(connection, PLANS, plan))["body"].get("title") or ""
    await connection.execute(PUT, [plan, document, title, since, person])
    await renew_reports(connection, document)
    await note_change(connection, "report.asked", f"plans/{plan}", document=document, since=since.isoformat())


async def end_reports(connection: Connection, plan: UUID) -> bool:
    """Ask for a plan's reports no more; False where nobody was asked. What was written stays. Raises `NotFound`."""
    found = await read_asked(connection, plan)
    if found is None or found["ended_at"]:
        return False
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [found["document"]])
    await connection.execute("UPDATE report_plans SET ended_at = now() WHERE plan = %s", [found["plan"]])
    rows = await connection.execute("SELECT id FROM reports WHERE plan = %s", [found["plan"]])
    await ask_no_more(connection, [row["id"] for row in await rows.fetchall()])
    await note_change(connection, "report.ended", f"plans/{found['plan']}", document=found["document"])
    return True


async def lock_plan(connection: Connection, plan: UUID) -> UUID:
    """Keep a plan's document from being saved meanwhile, and give it; raises `NotFound`."""
    document: UUID = (await read_record(connection, PLANS, plan))["document"]
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])
    return document


async def move_reports(connection: Connection, base: UUID, standing: UUID) -> None:
    """Let the reports of a base go over to the version of it that stands, in the caller's transaction.

    A measure is known there by its wording, or by its number under its heading; the forms of one that is not there stay as they are,
    and find it again when a later version has it. A whole edition that stands takes nothing over: it is a plan of its own.
    """
    plans = await (await connection.execute(STANDING, [standing])).fetchall()
    asked = await (await connection.execute(OTHERS, {"base": base, "standing": standing})).fetchall()
    for one, plan in pairs(asked, plans, (lambda row: matching_key(row["title"] or ""),)):
        measures = await (await connection.execute(MEASURES, [plan["id"]])).fetchall()
        forms = await (await connection.execute(FORMS, [one["plan"]])).fetchall()
        where = {"plan": one["plan"], "to": plan["id"], "document": standing}
        for statement in (MOVE_PLAN, MOVE_FORMS):
            await connection.execute(statement, where)
        for form, measure in pairs([row | row["about"] for row in forms], measures, (by_wording, by_number)):
            await connection.execute(MOVE_FORM, [measure["id"], plan["id"], form["measure"]])
    if asked:
        await renew_reports(connection, standing)


Key = Callable[[Mapping[str, Any]], Hashable]


def by_wording(row: Mapping[str, Any]) -> Hashable:
    """Give a measure's wording as it is compared."""
    return matching_key(row["text"])


def by_number(row: Mapping[str, Any]) -> Hashable:
    """Give a measure's number under its heading, None where it has none."""
    return (row["number"], *(row["section"] or [])) if row["number"] else None


def pairs(old: Sequence[Json], new: Sequence[Json], keys: Sequence[Key]) -> list[tuple[Json, Json]]:
    """Give the pairs of rows that are one by the first key that tells, each row once."""
    found, free, left = list[tuple[Json, Json]](), list(new), list(old)
    for key in keys:
        waiting: dict[Hashable, list[Json]] = {}
        for row in free:
            waiting.setdefault(key(row), []).append(row)
        for row in list(left):
            if key(row) is not None and waiting.get(key(row)):
                other = waiting[key(row)].pop(0)
                found.append((row, other))
                left.remove(row)
                free.remove(other)
    return found
