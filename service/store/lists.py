"""Lists: a page of the records that fit filters, quickly whether the filters fit nearly all rows or hardly any.

In: a family, filters, an order, a position to go on from. Out: rows and the position of the last. PostgreSQL's own plan for "filter,
order, first 51" is a bet on how common and how evenly spread the rows are that fit; two filters that never meet make it read the
whole table. Here the first rows in order are tried, a bounded number of them; where too few fit, those that fit are gathered through
the indexes of the filters and sorted, first those of the newest documents that should have enough of them, then all. Measured at
1,000,000 rows by `python -m service.benchmark.store`.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql
from psycopg.errors import QueryCanceled

from service.errors import Invalid
from service.store.columns import Json
from service.store.connection import Connection
from service.store.families import NEWEST, Family, Sort
from service.store.filters import Condition, both, conditions
from service.store.saving import ROOM
from service.store.search import query_form
from service.store.shares import LEAST_SEEN, estimate, seen_share

# Rows in order that are tried first: about 1 ms.
FIRST_WALK = 1_000
# Rows that are tried where the first ones promise a full page of them: about 10 ms, what gathering costs at that density.
LONG_WALK = 20_000
# Rows that are tried, and rows that are gathered, where many fit but none of the newest: a document of 2,000 measures without the word
# that is looked for, say. To gather so many takes as long as to walk this far.
LONGEST_WALK = 160_000
MOST_GATHERED = 60_000
# Pages that the newest rows are expected to have where not all that fit are gathered: what fits is not spread evenly.
SPARE = 2
# With a search each row's words are fetched from beside the table, ten times the work.
SEARCH_SHARE = 4
# Newest rows that are ranked where a list is sorted by relevance.
MOST_RANKED = 1_000
# Counting further tells a person nothing.
MOST_COUNTED = 10_001
# Milliseconds that one list may take: a hundred times what the slowest measured one does.
TIME_LIMIT = "10000"
# The places of 300,000 rows; with less, PostgreSQL notes whole pages and then reads each row's words again.
MEMORY = "32MB"

CASTS: Mapping[str, sql.SQL] = {
    "bigint": sql.SQL("%s::bigint"), "date": sql.SQL("%s::date"), "text": sql.SQL("%s::text"), "real": sql.SQL("%s::real"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Position:
    """Where a list goes on: the sort key of the last row (None: it had none, or the order is by place alone) and its place."""

    key: Any
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list: its family, filters by name, and order; `bare` rows have nothing but their position, `ranked` ones come by relevance."""

    family: Family
    filters: Mapping[str, Any]
    sort: Sort = NEWEST
    descending: bool = False
    bare: bool = False
    ranked: bool = False

    @property
    def order(self) -> sql.Composed:
        """The order of the rows."""
        names = [name for name in (self.sort.column, "place") if name]
        direction = sql.SQL(" DESC") if self.descending else sql.SQL("")
        return sql.SQL(", ").join(sql.Identifier(name) + direction for name in names)

    @property
    def order_is_place(self) -> bool:
        """Whether the newest row comes first."""
        return self.sort.column is None and not self.descending

    @property
    def columns(self) -> sql.Composed:
        """What is read of a row; `key` is its sort key."""
        key = sql.Identifier(self.sort.column) if self.sort.column else sql.SQL("NULL")
        if self.bare:
            return sql.SQL("place, {} AS key").format(key)
        own = sql.SQL("measure_count") if self.family.name == "plans" else sql.SQL("plan")
        return sql.SQL("id, document, {}, version, body, place, {} AS key").format(own, key)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a list with one order: `base` are conditions that the order's own index has, `rest` those that each row is asked."""

    base: tuple[Condition, ...]
    rest: tuple[Condition, ...]
    after: Position | None = None


@asynccontextmanager
async def reading(connection: Connection) -> AsyncIterator[None]:
    """Read lists in a transaction that never reads a whole table, and never for long; raises `Invalid` where it would.

    Prepared plans for any value are as wrong as estimates of rare ones, and compiling a plan takes longer than running it.
    """
    try:
        async with connection.transaction():
            await connection.execute(
                "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),"
                " set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', %s, true),"
                " set_config('statement_timeout', %s, true)",
                [MEMORY, TIME_LIMIT],
            )
            yield
    except QueryCanceled:
        raise Invalid("list_too_slow") from None


async def read_page(connection: Connection, listing: Listing, *, after: Position | None, limit: int) -> list[Json]:
    """Give at most `limit` rows after a position, in order; call it inside `reading`."""
    rows: list[Json] = []
    for stretch in stretches(listing, after):
        rows += await read_stretch(connection, listing, stretch, limit - len(rows))
        if len(rows) >= limit:
            break
    return rows


def stretches(listing: Listing, after: Position | None) -> list[Stretch]:
    """Split a list where its order changes: the rows without a sort key come last, by place, whatever the direction."""
    found = conditions(listing.filters)
    if listing.sort.column is None:
        leading = next(((condition,) for condition in found if condition.leads), ())
        base = (*leading, *([beyond(listing, after)] if after else []))
        return [Stretch(base, tuple(condition for condition in found if condition not in leading), after)]
    column = sql.Identifier(listing.sort.column)
    keyed = beyond(listing, after) if after and after.key is not None else Condition(sql.SQL("{} IS NOT NULL").format(column))
    keyless = Condition(sql.SQL("{} IS NULL").format(column))
    first = [] if after and after.key is None else [Stretch((keyed,), tuple(found))]
    rest = (beyond(replace(listing, sort=NEWEST), after),) if after and after.key is None else ()
    return [*first, Stretch((keyless, *rest), tuple(found))]


def beyond(listing: Listing, after: Position) -> Condition:
    """Give the condition that a row comes after a position."""
    sign = sql.SQL("<") if listing.descending else sql.SQL(">")
    if listing.sort.column is None:
        return Condition(sql.SQL("place {} %s::bigint").format(sign), (after.place,))
    cast = CASTS[listing.sort.type]
    text = sql.SQL("({}, place) {} ({}, %s::bigint)").format(sql.Identifier(listing.sort.column), sign, cast)
    return Condition(text, (after.key, after.place))


async def read_stretch(connection: Connection, listing: Listing, stretch: Stretch, limit: int) -> list[Json]:
    """Give the first rows of a stretch that fit: from the first rows in order, else from all that fit."""
    seen = await seen_share(connection, listing.family)
    if not stretch.rest and seen == 1:
        return await walk(connection, listing, stretch, limit, limit)
    share = seen / (SEARCH_SHARE if "q" in listing.filters else 1)
    rows = await walk(connection, listing, stretch, int(FIRST_WALK * share), limit) if seen > LEAST_SEEN else []
    if len(rows) >= limit:
        return rows
    expected = await estimate(connection, listing.family, both((*stretch.base, *stretch.rest)))
    is_common = expected > MOST_GATHERED
    if seen > LEAST_SEEN and (is_common or len(rows) * LONG_WALK >= limit * FIRST_WALK):
        for window in (LONG_WALK, *((LONGEST_WALK,) if is_common else ())):
            rows = await walk(connection, listing, stretch, int(window * share), limit)
            if len(rows) >= limit:
                return rows
    if listing.order_is_place and expected > SPARE * limit:
        rows = await gather(connection, listing, await nearest(connection, stretch, SPARE * limit / expected), limit)
        if len(rows) >= limit:
            return rows
    return await gather(connection, listing, stretch, limit)


async def walk(connection: Connection, listing: Listing, stretch: Stretch, window: int, limit: int) -> list[Json]:
    """Give what fits of the first `window` rows in order; reading stops at the `limit`-th that fits."""
    base, rest = both(stretch.base), both(stretch.rest)
    statement = sql.SQL(
        "SELECT {columns} FROM (SELECT * FROM {table} WHERE {base} ORDER BY {order} LIMIT %s) AS walked"
        " WHERE {rest} ORDER BY {order} LIMIT %s"
    ).format(columns=listing.columns, table=sql.Identifier(listing.family.name), base=base.text, order=listing.order, rest=rest.text)
    return await (await connection.execute(statement, [*base.values, window, *rest.values, limit])).fetchall()


async def nearest(connection: Connection, stretch: Stretch, share: float) -> Stretch:
    """Give the first part of a stretch that is in ascending order of places, so much of it that a share of its rows is expected there."""
    if stretch.after:
        first = stretch.after.place
    else:
        row = await (await connection.execute("SELECT -last_value AS newest FROM documents_seq_seq")).fetchone()
        first = row["newest"] * ROOM if row else 0
    return replace(stretch, base=(*stretch.base, Condition(sql.SQL("place <= %s::bigint"), (int(first * (1 - share)),))))


async def gather(connection: Connection, listing: Listing, stretch: Stretch, limit: int) -> list[Json]:
    """Give the first of all rows that fit; without a limit inside, PostgreSQL goes by the indexes of the filters."""
    fits = both((*stretch.base, *stretch.rest))
    keys = [name for name in (listing.sort.column, "place") if name]
    statement = sql.SQL(
        "WITH fitting AS MATERIALIZED (SELECT {keys} FROM {table} WHERE {fits}),"
        " first AS MATERIALIZED (SELECT place FROM fitting ORDER BY {order} LIMIT %s)"
        " SELECT {columns} FROM {table} WHERE place IN (SELECT place FROM first) ORDER BY {order}"
    ).format(
        keys=sql.SQL(", ").join(map(sql.Identifier, keys)),
        table=sql.Identifier(listing.family.name),
        fits=fits.text,
        order=listing.order,
        columns=listing.columns,
    )
    return await (await connection.execute(statement, [*fits.values, limit])).fetchall()


async def read_ranked(connection: Connection, listing: Listing, *, after: Position | None, limit: int) -> list[Json]:
    """Give rows by relevance among the newest that fit; each has `newest`, the place of the newest of them.

    A position of this order is that place, its key how many rows were shown: so rows that come in between pages change nothing.
    """
    from_newest = Position(None, after.place - 1) if after else None
    newest = await read_page(connection, replace(listing, bare=True), after=from_newest, limit=MOST_RANKED)
    statement = sql.SQL(
        "SELECT {}, %s::bigint AS newest, ts_rank_cd(search, websearch_to_tsquery('russian', %s)) AS rank FROM {} WHERE place = ANY(%s)"
        " ORDER BY rank DESC, place OFFSET %s LIMIT %s"
    ).format(listing.columns, sql.Identifier(listing.family.name))
    places = [row["place"] for row in newest]
    values = [min(places, default=0), query_form(listing.filters["q"]), places, after.key if after else 0, limit]
    return await (await connection.execute(statement, values)).fetchall()


async def count_rows(connection: Connection, family: Family, filters: Mapping[str, Any]) -> int:
    """Count the rows that fit, up to `MOST_COUNTED`: of what is common there are so many among the newest rows."""
    fits, table = both(conditions(filters)), sql.Identifier(family.name)
    if "q" not in filters and await estimate(connection, family, fits) > MOST_GATHERED:
        newest = sql.SQL("(SELECT * FROM {} ORDER BY place LIMIT {}) AS walked").format(table, sql.Literal(LONGEST_WALK))
        counted = await count_in(connection, newest, fits)
        if counted == MOST_COUNTED:
            return counted
    return await count_in(connection, table, fits)


async def count_in(connection: Connection, source: sql.Composable, fits: Condition) -> int:
    """Count the rows of a source that fit, up to `MOST_COUNTED`."""
    statement = sql.SQL("SELECT count(*) AS count FROM (SELECT FROM {} WHERE {} LIMIT %s) AS found").format(source, fits.text)
    row = await (await connection.execute(statement, [*fits.values, MOST_COUNTED])).fetchone()
    return int(row["count"]) if row else 0


async def check_query(connection: Connection, query: str) -> None:
    """Raise `Invalid` for a search without a word to look up: only small words, or only words that must not be there."""
    row = await (await connection.execute("SELECT querytree(websearch_to_tsquery('russian', %s)) AS tree", [query_form(query)])).fetchone()
    if row is None or row["tree"] in {"", "T"}:
        raise Invalid("query_too_broad")
