"""Plans and their reports: which report stands beside which plan, and what people say of single links between them.

In: a connection and values. Out: rows as dicts. Reports are known by the plan's document, and hold for every version of its line; links by
the ids of a measure and a statement (an activity, or a row of a marked plan), which a newer reading of a document keeps.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from psycopg.sql import SQL

from service.errors import Stale
from service.store.changes import note_change, note_document
from service.store.connection import Connection
from service.store.edits import names_version

Row = dict[str, Any]
Reason = Literal["act", "similarity", "hand"]
Decision = Literal["confirmed", "rejected"]
# Reports that are looked at beside a plan: monthly ones of five years.
MOST_REPORTS = 60
# Of two versions' rows for one report that counts which a person decided, the plan's own before the other. A report of an unknown day
# stands by that of its upload.
REPORTS = """
SELECT * FROM (
    SELECT DISTINCT ON (r.report) r.report AS id, r.reason, r.score, r.decision, r.decided_at, decider.login AS decided_by,
        d.name, d.version, d.extractor_version, d.kind, d.seq, d.requisites ->> 'title' AS title,
        coalesce(d.date, d.uploaded_at::date) AS day
    FROM fulfilment_reports r JOIN documents d ON d.id = r.report LEFT JOIN people decider ON decider.id = r.decided_by
    WHERE r.report <> %(plan)s AND d.status <> 'deleted' AND d.extractor_version IS NOT NULL AND (r.plan = %(plan)s OR r.plan IN (
        SELECT other.document FROM line_versions own JOIN line_versions other USING (line) WHERE own.document = %(plan)s))
    ORDER BY r.report, r.decision IS NULL, r.plan = %(plan)s DESC, r.decided_at DESC NULLS LAST
) AS found ORDER BY day, seq
"""


# Both documents by their names and titles, and the first plan of the one.
PAIRS = SQL(
    "SELECT r.decision, d.name, d.requisites ->> 'title' AS title, first.id AS plan, p.name AS plan_name,"
    " p.requisites ->> 'title' AS plan_title FROM fulfilment_reports r JOIN documents d ON d.id = r.report"
    " JOIN documents p ON p.id = r.plan"
    " CROSS JOIN LATERAL (SELECT id FROM plans WHERE document = r.plan ORDER BY place LIMIT 1) AS first WHERE d.status <> 'deleted' AND "
)


async def list_reports(connection: Connection, plan: UUID) -> list[Row]:
    """Give the reports that stand beside a plan's document, are suggested, or were rejected, in the order of their days."""
    return await (await connection.execute(REPORTS, {"plan": plan})).fetchall()


async def list_open_reports(connection: Connection, limit: int) -> list[Row]:
    """Give what is suggested and nobody has decided yet, of the newest reports first."""
    statement = PAIRS + SQL("r.decision IS NULL ORDER BY r.report DESC, r.plan LIMIT %s")
    return await (await connection.execute(statement, [limit])).fetchall()


async def plans_of_report(connection: Connection, report: UUID, limit: int) -> list[Row]:
    """Give the plans that a document reports of, or may report of, the surest first."""
    statement = PAIRS + SQL("r.report = %s AND r.decision IS DISTINCT FROM 'rejected' ORDER BY r.decision, r.score DESC, r.plan LIMIT %s")
    return await (await connection.execute(statement, [report, limit])).fetchall()


def placed(reports: list[Row], day: date | None = None) -> list[Row]:
    """Give those that stand beside the plan; of a day, those that had been made by then."""
    return [row for row in reports if row["decision"] == "confirmed" and (day is None or row["day"] <= day)]


async def suggest_report(connection: Connection, plan: UUID, report: UUID, *, reason: Reason, score: float) -> None:
    """Note that a report may tell of a plan; what a person has decided stands."""
    await connection.execute(
        "INSERT INTO fulfilment_reports (plan, report, reason, score) VALUES (%s, %s, %s, %s) ON CONFLICT (plan, report)"
        " DO UPDATE SET reason = excluded.reason, score = excluded.score WHERE fulfilment_reports.decision IS NULL",
        [plan, report, reason, score],
    )


async def decide_report(connection: Connection, plan: UUID, report: UUID, decision: Decision, person: UUID) -> None:
    """Put a report beside a plan, or say that it does not belong there; of a suggestion the reason and the score stay."""
    await connection.execute(
        "INSERT INTO fulfilment_reports (plan, report, reason, score, decision, decided_by, decided_at)"
        " VALUES (%s, %s, 'hand', 1, %s, %s, now()) ON CONFLICT (plan, report)"
        " DO UPDATE SET decision = excluded.decision, decided_by = excluded.decided_by, decided_at = now()",
        [plan, report, decision, person],
    )
    change = "document.placed" if decision == "confirmed" else "document.taken_out"
    await note_document(connection, change, report, plan=str(plan))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """What a person says of a link, None to take it back; `subject` is what it is about, `if_match` the header as it came."""

    measure: UUID
    statement: UUID
    plan: UUID
    report: UUID
    decision: Decision | None
    subject: str
    if_match: str
    person: UUID


async def put_decision(connection: Connection, new: NewDecision) -> int:
    """Note a decision and give its version, 0 where none stands; raises `Stale` where another was made meanwhile."""
    known = await connection.execute(
        "SELECT version, decision FROM fulfilment_decisions WHERE measure = %s AND statement = %s FOR UPDATE", [new.measure, new.statement]
    )
    row = await known.fetchone()
    version: int = row["version"] if row else 0
    if not names_version(new.if_match, version if row and row["decision"] else 0):
        raise Stale
    written = await connection.execute(
        "INSERT INTO fulfilment_decisions AS known (measure, statement, plan, report, decision, subject, person)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (measure, statement) DO UPDATE SET decision = excluded.decision,"
        " subject = excluded.subject, person = excluded.person, at = now(), version = known.version + 1 WHERE known.version = %s",
        [new.measure, new.statement, new.plan, new.report, new.decision, new.subject, new.person, version],
    )
    if not written.rowcount:
        raise Stale
    await note_change(connection, "link.decided", f"measures/{new.measure}", document=new.plan, decision=new.decision)
    return version + 1 if new.decision else 0


async def list_decisions(connection: Connection, plan: UUID) -> list[Row]:
    """Give what people say of links to the measures of a document, also what was taken back."""
    rows = await connection.execute(
        "SELECT f.measure, f.statement, f.report, f.decision, f.subject, f.at, f.version, p.login AS person FROM fulfilment_decisions f"
        " JOIN people p ON p.id = f.person WHERE f.plan = %s ORDER BY f.at, f.measure, f.statement",
        [plan],
    )
    return await rows.fetchall()


async def due_bounds(connection: Connection, plan: UUID) -> dict[UUID, tuple[date, date]]:
    """Give for each measure of a plan that falls due the first and the last day on which it does."""
    rows = await connection.execute(
        "SELECT measure, min(day) AS first, max(day) AS last FROM due_days WHERE plan = %s GROUP BY measure", [plan]
    )
    return {row["measure"]: (row["first"], row["last"]) for row in await rows.fetchall()}
