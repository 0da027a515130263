"""Reading reports: lists of forms, and what comes together of them by unit, by leader and for the whole plan.

In: a plan or a measure, filters. Out: rows with what each form is about; sums; all remarks and proposals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import sql

from service.errors import NotFound
from service.store.columns import Json, name_key
from service.store.connection import Connection
from service.store.filters import Condition, both
from service.store.reports.filling import State
from service.store.reports.renewing import MOST_FORMS

# A measure that went over to no later version is gone too.
SOURCE = "reports r LEFT JOIN measures m ON m.id = r.measure AND m.plan = r.plan LEFT JOIN people ON people.id = r.author"
FORMS = """
SELECT r.id, r.document, r.plan, r.measure, r.place, r.occurrence, r.due, r.about, r.is_asked, m.id IS NULL AS is_gone, r.state, r.version,
    r.reached, r.share, r.day, r.texts, r.note, people.name AS author, r.at FROM {source} WHERE {fits} {order}
"""
ORDER = "ORDER BY r.place, r.due NULLS LAST, r.id LIMIT {limit}"
NAMES = "SELECT DISTINCT about ->> {name} AS name FROM reports r WHERE r.plan = %s"
ASKED = "r.is_asked AND m.id IS NOT NULL"
HANDED_IN = "r.state IN ('handed_in', 'accepted')"
SUMS = """
SELECT grouping(r.about ->> 'unit') = 0 AS by_unit, grouping(r.about ->> 'leader') = 0 AS by_leader,
    coalesce(r.about ->> 'unit', r.about ->> 'leader') AS name,
    count(*) FILTER (WHERE {asked}) AS asked, count(*) FILTER (WHERE {handed_in}) AS handed_in,
    count(*) FILTER (WHERE r.state = 'accepted') AS accepted, count(*) FILTER (WHERE {asked} AND NOT {handed_in}) AS missing,
    count(*) FILTER (WHERE {asked} AND NOT {handed_in} AND r.due < %s) AS overdue,
    coalesce(sum(r.reached) FILTER (WHERE {handed_in}), 0)::bigint AS reached
FROM {source} WHERE {fits} GROUP BY GROUPING SETS ((r.about ->> 'unit'), (r.about ->> 'leader'), ())
ORDER BY min(r.place), name
"""
COUNTED = ("asked", "handed_in", "accepted", "missing", "overdue", "reached")
NOTED = "{handed_in} AND (r.texts ->> 'remarks' <> '' OR r.texts ->> 'proposals' <> '')"
FAR = "'infinity'::date"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """Which forms are wanted: of a plan or a measure; days are inclusive, values of one filter are "any of"."""

    today: date
    plan: UUID | None = None
    measure: UUID | None = None
    units: Sequence[str] = ()
    leaders: Sequence[str] = ()
    states: Sequence[State] = ()
    overdue: bool | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class ReportPosition:
    """Where a list goes on: the place, day and id of the last form."""

    place: int
    due: date | None
    id: UUID


@dataclass(frozen=True, slots=True)
class Summary:
    """What comes together: sums of the whole, by unit and by leader, and the forms that have remarks or proposals."""

    whole: Json
    units: list[Json] = field(default_factory=list)
    leaders: list[Json] = field(default_factory=list)
    noted: list[Json] = field(default_factory=list)


async def list_reports(connection: Connection, asked: ReportList, *, after: ReportPosition | None = None, limit: int) -> list[Json]:
    """Give the forms after a position, as the plan is printed, each measure's by day."""
    conditions = await conditions_of(connection, asked)
    if after:
        key = f"(r.place, coalesce(r.due, {FAR}), r.id) > (%s, coalesce(%s::date, {FAR}), %s)"
        conditions.append(Condition(sql.SQL(key), (after.place, after.due, after.id)))
    return await find_forms(connection, conditions, limit)


async def find_forms(connection: Connection, conditions: Sequence[Condition], limit: int) -> list[Json]:
    """Give the first forms that fit."""
    fits = both(conditions)
    statement = sql.SQL(FORMS).format(source=sql.SQL(SOURCE), fits=fits.text, order=sql.SQL(ORDER).format(limit=sql.Literal(limit)))
    return await (await connection.execute(statement, fits.values)).fetchall()


async def read_report(connection: Connection, report: UUID) -> Json:
    """Give one form; raises `NotFound`."""
    found = await find_forms(connection, [Condition(sql.SQL("r.id = %s"), (report,))], 1)
    if not found:
        raise NotFound
    return found[0]


async def summarise(connection: Connection, asked: ReportList) -> Summary:
    """Bring together what was reported on a plan."""
    conditions = await conditions_of(connection, asked)
    fits = both(conditions)
    parts = {"asked": sql.SQL(ASKED), "handed_in": sql.SQL(HANDED_IN), "source": sql.SQL(SOURCE), "fits": fits.text}
    rows = await (await connection.execute(sql.SQL(SUMS).format(**parts), [asked.today, *fits.values])).fetchall()
    noted = Condition(sql.SQL(NOTED).format(handed_in=sql.SQL(HANDED_IN)), ())
    return Summary(
        next(row for row in rows if not row["by_unit"] and not row["by_leader"]),
        by_name([row for row in rows if row["by_unit"]]),
        by_name([row for row in rows if row["by_leader"]]),
        await find_forms(connection, [*conditions, noted], MOST_FORMS),
    )


def by_name(rows: Sequence[Json]) -> list[Json]:
    """Bring together the sums of one name in several spellings, under the first."""
    found: dict[str, Json] = {}
    for row in rows:
        known = found.setdefault(name_key(row["name"] or ""), row)
        if known is not row:
            known.update({name: known[name] + row[name] for name in COUNTED})
    return list(found.values())


async def conditions_of(connection: Connection, asked: ReportList) -> list[Condition]:
    """Give the conditions of a list."""
    given: tuple[tuple[Any, str, tuple[Any, ...]], ...] = (
        (asked.plan, "r.plan = %s", (asked.plan,)),
        (asked.measure, "r.measure = %s", (asked.measure,)),
        (asked.states, "r.state = ANY(%s)", (list(asked.states),)),
        (asked.first, "r.due >= %s", (asked.first,)),
        (asked.last, "r.due <= %s", (asked.last,)),
    )
    found = [Condition(sql.SQL(text), values) for value, text, values in given if value]
    for name, names in (("unit", asked.units), ("leader", asked.leaders)):
        if names and asked.plan:
            spellings = await spelt(connection, asked.plan, name, names)
            found.append(Condition(sql.SQL("r.about ->> {} = ANY(%s)").format(sql.Literal(name)), (spellings,)))
    if asked.overdue is not None:
        late = sql.SQL("{asked} AND NOT {handed_in} AND r.due IS NOT NULL AND r.due < %s").format(
            asked=sql.SQL(ASKED), handed_in=sql.SQL(HANDED_IN)
        )
        found.append(Condition(late if asked.overdue else sql.SQL("NOT ({})").format(late), (asked.today,)))
    return found


async def spelt(connection: Connection, plan: UUID, name: str, wanted: Sequence[str]) -> list[str]:
    """Give the spellings of names as the forms of a plan have them; they are compared without case, ё and kinds of dash."""
    rows = await connection.execute(sql.SQL(NAMES).format(name=sql.Literal(name)), [plan])
    keys = set(map(name_key, wanted))
    return [row["name"] for row in await rows.fetchall() if row["name"] and name_key(row["name"]) in keys]
