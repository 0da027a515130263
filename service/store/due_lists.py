"""Lists of due days: a page of what is due between two days, by unit, person, plan and status, in the order of the days.

In: a `DueList` and the position of the last row that was seen. Out: rows with their measures. One of the filters leads: its rows stand in
an index in the order of the list, and the other filters are asked of each. Where a person leads and hardly any of the first rows have the
unit as well, the measures that have both are gathered, as are all for who sees few documents. Measured at 1,000,000 measures by
`python -m service.benchmark.due`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import LiteralString
from uuid import UUID

from psycopg import sql

from service.store.columns import Json, keys
from service.store.connection import Connection
from service.store.due_days import person_name, unit_name
from service.store.families import MEASURES
from service.store.filters import Condition, both, conditions
from service.store.shares import LEAST_SEEN, seen_share

DAY = timedelta(days=1)
# The status of a measure that is never overdue.
DONE = "done"
FOUND = "(SELECT DISTINCT ON (day, place, deadline) * FROM ({parts}) AS parts ORDER BY day, place, deadline LIMIT %s) AS found"
PAGE = """
SELECT found.day, found.place, found.deadline, found.nominal, found.steps, found.status, m.id, m.document, m.plan, m.version, m.body
FROM {found} JOIN measures m ON m.place = found.place ORDER BY found.day, found.place, found.deadline
"""
# A form of the measure is still to be handed in by the day.
AWAITED = """EXISTS (SELECT FROM reports r WHERE r.measure = m.id AND r.plan = m.plan AND r.due = found.day AND r.is_asked
    AND r.state IN ('empty', 'draft', 'returned'))"""
# What an event of a calendar says, without the rest of the record.
FEED = f"""
SELECT found.day, found.deadline, found.nominal, found.steps, m.id, m.document, m.version, parts.*, {AWAITED} AS is_awaited,
    coalesce(d.finished_at, d.uploaded_at) AT TIME ZONE 'UTC' AS stamp
FROM {{found}} JOIN measures m ON m.place = found.place JOIN documents d ON d.id = m.document,
LATERAL jsonb_to_record(m.body) AS parts (number text, text text, section jsonb, deadlines jsonb, responsible jsonb)
ORDER BY found.day, found.place, found.deadline
"""  # noqa: S608 - constants
PART = "(SELECT d.* FROM {source} WHERE {fits} ORDER BY {order} LIMIT %s)"
# The days of names. `OFFSET 0` keeps the planner from beginning with the days: it would read all of them for a common name, a second at
# 1,000,000 measures.
NAMED = "{names} CROSS JOIN LATERAL (SELECT * FROM due_days WHERE (day, place, deadline) = (n.day, n.place, n.deadline) OFFSET 0) AS d"
# The first rows of a name, in the order of the index on names.
FIRST_NAMES = "(SELECT n.* FROM due_names n WHERE {fits} ORDER BY n.day, n.place, n.deadline LIMIT %s) AS n"
SOME_NAME = (
    "EXISTS (SELECT FROM due_names o WHERE o.name = ANY(%s)"
    " AND (o.day, o.place, o.deadline) = ({table}.day, {table}.place, {table}.deadline) OFFSET 0)"
)
# Days of a person that are asked for a unit before those that have both are gathered: a page of them where one in ten has.
WALK = 500
OF_MEASURES = "d.place = ANY(ARRAY(SELECT place FROM measures WHERE {fits}))"
NOTHING = sql.SQL("SELECT * FROM due_days WHERE {}").format(sql.Literal(False))
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
    """What leads: days that a condition fits, or those of a name."""

    condition: Condition
    is_name: bool = False

    @property
    def table(self) -> sql.Identifier:
        """The table whose index is in the order of the list."""
        return sql.Identifier("n" if self.is_name else "d")


@dataclass(frozen=True, slots=True)
class Slice:
    """Days with one status, or with any (None); `is_undone` leaves out what is done."""

    first: date | None
    last: date | None
    status: str | None
    is_undone: bool = False


async def list_due(connection: Connection, asked: DueList, *, after: DuePosition | None, limit: int) -> list[Json]:
    """Give the rows after a position, at most `limit`; call it, and those below, inside `service.store.lists.reading`."""
    if asked.plans:
        return await run(connection, PAGE, asked, after, limit)
    is_short = await seen_share(connection, MEASURES) <= LEAST_SEEN
    if not is_short and not (asked.units and asked.persons):
        return await run(connection, PAGE, asked, after, limit)
    walks = list(parts(asked, after, limit, window=WALK))
    # Of several that were cut short, one may have rows before those of another; who sees few documents would walk over all others.
    rows = await read(connection, PAGE, walks, limit) if len(walks) == 1 and not is_short else []
    return rows if len(rows) == limit else await read(connection, PAGE, list(gathering(asked, after, limit)), limit)


async def feed_rows(connection: Connection, asked: DueList, *, limit: int) -> list[Json]:
    """Give the first rows as a calendar shows them."""
    return await run(connection, FEED, asked, None, limit)


async def is_named(connection: Connection, asked: DueList, documents: Collection[UUID]) -> bool:
    """Tell whether measures of documents may be in a list, by one of its units, persons or plans."""
    found = await connection.execute(
        "SELECT EXISTS (SELECT FROM measures WHERE document = ANY(%s) AND (units && %s::text[] OR persons && %s::text[] OR plan = ANY(%s)))"
        " AS found",
        [list(documents), keys(asked.units), keys(asked.persons), list(asked.plans)],
    )
    return bool((await found.fetchone() or {})["found"])


async def run(connection: Connection, statement: LiteralString, asked: DueList, after: DuePosition | None, limit: int) -> list[Json]:
    """Run a statement over the rows that fit."""
    return await read(connection, statement, list(parts(asked, after, limit)), limit)


async def read(connection: Connection, statement: LiteralString, found_by: Sequence[Condition], limit: int) -> list[Json]:
    """Run a statement over the first rows of parts."""
    found = sql.SQL(FOUND).format(parts=sql.SQL(" UNION ALL ").join([one.text for one in found_by] or [NOTHING]))
    values = [value for one in found_by for value in one.values]
    return await (await connection.execute(sql.SQL(statement).format(found=found), [*values, limit])).fetchall()


def parts(asked: DueList, after: DuePosition | None, limit: int, window: int | None = None) -> Iterator[Condition]:
    """Yield the first rows of each value of the leading filter in each slice, which have an index of their own."""
    chosen, rest = leads(asked)
    for lead, days in product(chosen, slices(asked)):
        standing = [] if asked.plans else [Condition(STANDING)]
        yield part(lead, list(within(days, lead, after)), [*others(rest, lead), *standing], limit=limit, window=window)


def gathering(asked: DueList, after: DuePosition | None, limit: int) -> Iterator[Condition]:
    """Yield the first rows of all measures that have the persons and the units, in each slice."""
    named = {name: values for name, values in (("unit", asked.units), ("person", asked.persons)) if values}
    fits = both(conditions(named))
    lead = Lead(Condition(sql.SQL(OF_MEASURES).format(fits=fits.text), fits.values))
    yield from (part(lead, list(within(days, lead, after)), [Condition(STANDING)], limit=limit) for days in slices(asked))


def part(lead: Lead, days: Sequence[Condition], each: Sequence[Condition], *, limit: int, window: int | None = None) -> Condition:
    """Give the first rows of a lead on days; of a name's rows at most `window` are asked for `each`."""
    names, values, fits = sql.SQL("due_names n").format(), (), both([lead.condition, *days, *each])
    if window:
        first, fits = both([lead.condition, *days]), both(each)
        names, values = sql.SQL(FIRST_NAMES).format(fits=first.text), (*first.values, window)
    source = sql.SQL(NAMED).format(names=names) if lead.is_name else sql.SQL("due_days d").format()
    order = sql.SQL("{0}.day, {0}.place, {0}.deadline").format(lead.table)
    return Condition(sql.SQL(PART).format(source=source, fits=fits.text, order=order), (*values, *fits.values, limit))


def leads(asked: DueList) -> tuple[list[Lead], list[list[str]]]:
    """Give the values of the filter that leads, the one that leaves fewest rows as a rule, and the names that the others ask for."""
    units = [unit_name(key) for key in keys(asked.units) or [""]] if asked.units else []
    persons = [person_name(key) for key in keys(asked.persons) or [""]] if asked.persons else []
    if asked.plans:
        return [Lead(Condition(sql.SQL("d.plan = %s"), (plan,))) for plan in asked.plans], [persons, units]
    if persons or units:
        chosen = [Lead(Condition(sql.SQL("n.name = %s"), (name,)), is_name=True) for name in persons or units]
        return chosen, [units] if persons else []
    return [Lead(Condition(sql.SQL("true")))], []


def others(rest: Sequence[list[str]], lead: Lead) -> Iterator[Condition]:
    """Yield the conditions of the names that do not lead."""
    yield from (Condition(sql.SQL(SOME_NAME).format(table=lead.table), (names,)) for names in rest if names)


def slices(asked: DueList) -> Iterator[Slice]:
    """Yield the slices that together are what is asked for."""
    yesterday = min(asked.last or date.max, asked.today - DAY)
    statuses = asked.statuses or (None,)
    if asked.overdue:
        yield from (Slice(asked.first, yesterday, status, is_undone=True) for status in statuses if status != DONE)
    elif asked.overdue is None:
        yield from (Slice(asked.first, asked.last, status) for status in statuses)
    else:
        yield from (Slice(max(asked.first or date.min, asked.today), asked.last, status) for status in statuses)
        if DONE in statuses or not asked.statuses:
            yield Slice(asked.first, yesterday, DONE)


def within(days: Slice, lead: Lead, after: DuePosition | None) -> Iterator[Condition]:
    """Yield the conditions of a slice, and that a row comes after the last one that was seen."""
    if days.first:
        yield Condition(sql.SQL("{}.day >= %s").format(lead.table), (days.first,))
    if days.last:
        yield Condition(sql.SQL("{}.day <= %s").format(lead.table), (days.last,))
    if days.status:
        yield Condition(sql.SQL("{}.status = %s").format(lead.table), (days.status,))
    elif days.is_undone:
        yield Condition(sql.SQL("{}.status IS DISTINCT FROM %s").format(lead.table), (DONE,))
    if after:
        key = sql.SQL("({0}.day, {0}.place, {0}.deadline) > (%s, %s, %s)").format(lead.table)
        yield Condition(key, (after.day, after.place, after.deadline))
