"""Lists of due days: a page of what is due between two days, by unit, person, plan and status, in the order of the days.

In: a `DueList` and the position of the last row that was seen. Out: rows with their measures. One of the filters leads: its rows stand in
an index in the order of the list, and the other filters are asked of each. Measured at 1,000,000 measures by
`python -m service.benchmark.due`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from service.store.columns import Json, keys
from service.store.connection import Connection
from service.store.due_days import person_name, unit_name
from service.store.filters import Condition, both

DAY = timedelta(days=1)
ORDER = sql.SQL("d.day, d.place, d.deadline")
KEY = sql.SQL("(d.day, d.place, d.deadline)")
FOUND = "(SELECT DISTINCT ON (day, place, deadline) * FROM ({parts}) AS parts ORDER BY day, place, deadline LIMIT %s) AS found"
PAGE = """
SELECT found.day, found.place, found.deadline, found.nominal, found.steps, found.status, m.id, m.document, m.plan, m.version, m.body
FROM {found} JOIN measures m ON m.place = found.place ORDER BY found.day, found.place, found.deadline
"""
# What an event of a calendar says, without the rest of the record.
FEED = """
SELECT found.day, found.deadline, found.nominal, found.steps, m.id, m.document, m.version, parts.*,
    coalesce(d.finished_at, d.uploaded_at) AT TIME ZONE 'UTC' AS stamp
FROM {found} JOIN measures m ON m.place = found.place JOIN documents d ON d.id = m.document,
LATERAL jsonb_to_record(m.body) AS parts (number text, text text, section jsonb, deadlines jsonb, responsible jsonb)
ORDER BY found.day, found.place, found.deadline
"""
MARK = """
SELECT md5(coalesce(string_agg(concat_ws(' ', m.id, m.version, found.day, found.deadline, found.nominal, found.steps), ','
    ORDER BY found.day, found.place, found.deadline), '')) AS mark
FROM {found} JOIN measures m ON m.place = found.place
"""
PART = "(SELECT d.* FROM {source} WHERE {fits} ORDER BY {order} LIMIT %s)"
NAMED = sql.SQL("due_names n JOIN due_days d ON (d.day, d.place, d.deadline) = (n.day, n.place, n.deadline)")
# The names are asked in the index on names itself, so that its order is that of the list.
NAMED_ORDER = sql.SQL("n.day, n.place, n.deadline")
NAMED_KEY = sql.SQL("(n.day, n.place, n.deadline)")
SOME_NAME = sql.SQL(
    "EXISTS (SELECT FROM due_names o WHERE o.name = ANY(%s) AND (o.day, o.place, o.deadline) = (d.day, d.place, d.deadline))"
)
# A plan that amending acts changed has a newer computed version, whose days count.
STANDING = sql.SQL("(d.plan IS NULL OR d.plan NOT IN (SELECT id FROM plans WHERE document IN (SELECT id FROM documents WHERE superseded)))")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """What is asked for: days from `first` to `last` (inclusive, None where open); values of one filter are "any of"."""

    today: date
    first: date | None = None
    last: date | None = None
    units: Sequence[str] = ()
    persons: Sequence[str] = ()
    plans: Sequence[UUID] = ()
    statuses: Sequence[str] = ()
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class DuePosition:
    """Where a list goes on: the day, place and deadline of the last row."""

    day: date
    place: int
    deadline: int


@dataclass(frozen=True, slots=True)
class Lead:
    """The filter that leads: where rows are read from, the condition of its index, and that index's key."""

    source: sql.Composable
    condition: Condition
    key: sql.Composable
    order: sql.Composable


async def list_due(connection: Connection, asked: DueList, *, after: DuePosition | None, limit: int) -> list[Json]:
    """Give the rows after a position, at most `limit`; call it, and those below, inside `service.store.lists.reading`."""
    return await run(connection, PAGE, asked, after, limit)


async def feed_rows(connection: Connection, asked: DueList, *, limit: int) -> list[Json]:
    """Give the first rows as a calendar shows them."""
    return await run(connection, FEED, asked, None, limit)


async def mark_rows(connection: Connection, asked: DueList, *, limit: int) -> str:
    """Give a mark of the first rows that changes when one of them, or its measure, does."""
    [row] = await run(connection, MARK, asked, None, limit)
    return str(row["mark"])


async def run(connection: Connection, statement: LiteralString, asked: DueList, after: DuePosition | None, limit: int) -> list[Json]:
    """Run a statement over the rows that fit."""
    parts, values = [], list[Any]()
    for lead, rest in leads(asked):
        conditions = both([lead.condition, *within(asked, lead, after), *rest])
        parts.append(sql.SQL(PART).format(source=lead.source, fits=conditions.text, order=lead.order))
        values += [*conditions.values, limit]
    found = sql.SQL(FOUND).format(parts=sql.SQL(" UNION ALL ").join(parts))
    return await (await connection.execute(sql.SQL(statement).format(found=found), [*values, limit])).fetchall()


def leads(asked: DueList) -> Iterator[tuple[Lead, list[Condition]]]:
    """Yield the values of the filter that leads, the one that leaves fewest rows as a rule, each with the conditions of the others."""
    units = [unit_name(key) for key in keys(asked.units) or [""]]
    persons = [person_name(key) for key in keys(asked.persons) or [""]]
    by_plan = Condition(sql.SQL("d.plan = ANY(%s)"), (list(asked.plans),))
    by_unit, by_person = Condition(SOME_NAME, (units,)), Condition(SOME_NAME, (persons,))
    others = {"plan": (asked.plans, by_plan), "person": (asked.persons, by_person), "unit": (asked.units, by_unit)}
    chosen = next((name for name, (given, _) in others.items() if given), None)
    rest = [condition for name, (given, condition) in others.items() if given and name != chosen]
    if chosen == "plan":
        yield from ((plain(Condition(sql.SQL("d.plan = %s"), (plan,))), [*rest, *by_status(asked)]) for plan in asked.plans)
    elif chosen:
        yield from ((named(name), [*rest, *by_status(asked)]) for name in (persons if chosen == "person" else units))
    elif asked.statuses:
        yield from ((plain(Condition(sql.SQL("d.status = %s"), (status,))), []) for status in asked.statuses)
    else:
        yield plain(Condition(sql.SQL("true"))), []


def plain(condition: Condition) -> Lead:
    """Give a lead of the days themselves."""
    return Lead(sql.SQL("due_days d"), condition, KEY, ORDER)


def named(name: str) -> Lead:
    """Give a lead of the days of a name."""
    return Lead(NAMED, Condition(sql.SQL("n.name = %s"), (name,)), NAMED_KEY, NAMED_ORDER)


def by_status(asked: DueList) -> list[Condition]:
    """Give the condition of the status."""
    return [Condition(sql.SQL("d.status = ANY(%s)"), (list(asked.statuses),))] if asked.statuses else []


def within(asked: DueList, lead: Lead, after: DuePosition | None) -> Iterator[Condition]:
    """Yield the conditions of the days: from, to, overdue or not, and after the last row that was seen; of a standing plan."""
    day = sql.SQL("n.day" if lead.key is NAMED_KEY else "d.day")
    last = min(asked.last or date.max, asked.today - DAY) if asked.overdue else asked.last
    if not asked.plans:
        yield Condition(STANDING)
    if asked.first:
        yield Condition(sql.SQL("{} >= %s").format(day), (asked.first,))
    if last:
        yield Condition(sql.SQL("{} <= %s").format(day), (last,))
    if after:
        yield Condition(sql.SQL("{} > (%s, %s, %s)").format(lead.key), (after.day, after.place, after.deadline))
    if asked.overdue is not None:
        late = sql.SQL("d.status IS DISTINCT FROM 'done'" if asked.overdue else "(d.day >= %s OR d.status = 'done')")
        yield Condition(late, () if asked.overdue else (asked.today,))
