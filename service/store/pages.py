"""Pages: a list cut into pages that follow each other by cursors.

In: a listing and the cursor of the page before. Out: a `Page` with its rows, and the cursor of the next.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from service.errors import BadRequest
from service.store.columns import Json
from service.store.connection import Pool
from service.store.cursors import LARGEST, fingerprint, read_cursor, write_cursor
from service.store.lists import Listing, Position, check_query, count_rows, read_page, read_ranked, reading
from service.store.matching import is_storable
from service.store.registry.finding import with_numbers

# Rows that are read at a time where all are wanted: the JSON of as many is about 1 MB.
BULK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows in order, the cursor of the next page (None on the last), and how many rows fit in all where that was asked."""

    rows: list[Json]
    cursor: str | None
    count: int | None = None


async def find_page(pool: Pool, listing: Listing, *, cursor: str | None, limit: int, count: bool = False) -> Page:
    """Give a page; raises `BadRequest` for a cursor of another list, `Invalid` for a search without words."""
    after = read_position(listing, cursor) if cursor else None
    async with pool.connection() as connection, reading(connection):
        if "q" in listing.filters:
            await check_query(connection, listing.filters["q"])
        read = read_ranked if listing.ranked else read_page
        asked = replace(listing, filters=await with_numbers(connection, listing.filters))
        rows = await read(connection, asked, after=after, limit=limit + 1)
        counted = await count_rows(connection, listing.family, asked.filters) if count else None
    shown = rows[:limit]
    more = write_position(listing, shown, after) if len(rows) > limit else None
    return Page(rows=shown, cursor=more, count=counted)


async def stream_pages(pool: Pool, listing: Listing, *, cursor: str | None) -> AsyncIterator[list[Json]]:
    """Yield all rows, some hundred at a time; no connection is held while a slow client reads."""
    page = await find_page(pool, listing, cursor=cursor, limit=BULK)
    yield page.rows
    while page.cursor:
        page = await find_page(pool, listing, cursor=page.cursor, limit=BULK)
        yield page.rows


def mark(listing: Listing) -> str:
    """Give the fingerprint of a list."""
    order = {"sort": "relevance" if listing.ranked else listing.sort.column, "descending": listing.descending}
    return fingerprint({"family": listing.family.name, "filters": dict(listing.filters), **order})


def write_position(listing: Listing, rows: list[Json], after: Position | None) -> str:
    """Write the cursor of the rows that follow."""
    last = rows[-1]
    if listing.ranked:
        key, place = (after.key if after else 0) + len(rows), last["newest"]
    else:
        key, place = last["key"], last["place"]
    return write_cursor({"k": key, "p": place, "f": mark(listing)})


def read_position(listing: Listing, cursor: str) -> Position:
    """Read the cursor of a list; raises `BadRequest` for one that is another list's, or was changed."""
    values = read_cursor(cursor)
    place, key = values.get("p"), values.get("k")
    if values.get("f") != mark(listing) or type(place) is not int or not -LARGEST <= place <= 0:
        raise BadRequest("cursor_invalid")
    if not is_key("bigint" if listing.ranked else listing.sort.type, key, nullable=not listing.ranked):
        raise BadRequest("cursor_invalid")
    return Position(key, place)


def is_key(kind: str, key: Any, *, nullable: bool) -> bool:
    """Tell whether a sort key is of the type of its column."""
    if key is None:
        return nullable
    if kind == "date":
        return is_day(key)
    if kind == "text":
        return isinstance(key, str) and is_storable(key)
    if kind == "real":
        return type(key) in (float, int) and 0 <= key <= 1
    return type(key) is int and 0 <= key <= LARGEST


def is_day(key: Any) -> bool:
    """Tell whether a value is a day in ISO 8601."""
    try:
        return isinstance(key, str) and bool(date.fromisoformat(key))
    except ValueError:
        return False
