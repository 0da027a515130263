"""Units and persons of the registry: who is named by documents, under which names, and what each has to do.

In: the beginning of a name, an entry, a name as it is printed. Out: the list of entries; an entry's page with what is due, with all its
measures by plan, and with what is known of it. An address by a name leads to the entry that has it.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from extractor.registry import Family
from service.api.dependencies import Here
from service.api.record_queries import LONGEST_TEXT, MeasureQuery
from service.api.registry_routes import MOST_SUGGESTED, read_facts, read_position
from service.errors import NotFound
from service.pages.access import ReadingVisitor
from service.pages.record_lists import RecordList, read_list
from service.pages.rendering import see_other, show
from service.store.columns import name_key
from service.store.cursors import LONGEST_CURSOR, next_cursor
from service.store.families import MEASURES
from service.store.lists import reading
from service.store.registry.finding import (
    MOST_OPERATIONS,
    EntryList,
    Row,
    entry_suggestions,
    find_by_name,
    find_entry,
    list_entries,
    list_operations,
)

router = APIRouter(include_in_schema=False)

# Entries of a page.
PAGE = 100
# Entries that a search for one to merge with shows.
MOST_OTHERS = 30

Text = Annotated[str, Query(max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")]
Cursor = Annotated[str, Query(max_length=LONGEST_CURSOR)]


@router.get("/units")
async def units(request: Request, here: Here, visitor: ReadingVisitor, q: Text = "", cursor: Cursor = "") -> Response:
    """Show the units and persons who have a name that begins so."""
    after = read_position(cursor, by_name=bool(name_key(q))) if cursor else None
    async with here.pool.connection() as connection, reading(connection):
        found = await list_entries(connection, EntryList(family="unit", start=q), after=after, limit=PAGE + 1)
        persons = [] if cursor else await list_entries(connection, EntryList(family="person", start=q), after=None, limit=PAGE)
    return show(
        request,
        "units.html",
        q=q,
        units=found[:PAGE],
        persons=persons,
        following=next_cursor(found, PAGE, key="position_key", id="position_id"),
    )


@router.get("/units/{entry:uuid}")
async def unit(request: Request, here: Here, visitor: ReadingVisitor, entry: UUID, view: str = "due") -> Response:
    """Show a unit's page."""
    return await entry_page(request, here, "unit", entry, view)


@router.get("/persons/{entry:uuid}")
async def person(request: Request, here: Here, visitor: ReadingVisitor, entry: UUID, view: str = "due") -> Response:
    """Show a person's page."""
    return await entry_page(request, here, "person", entry, view)


async def entry_page(request: Request, here: Any, family: Family, entry: UUID, view: str) -> Response:
    """Show what an entry has to do, from today on by its day or all by plan; or what is known of it."""
    async with here.pool.connection() as connection:
        row = await find_entry(connection, entry, family)
    shown = {"family": family, "entry": row, "kind": family, "name": row["name"]}
    if view == "facts":
        return show(request, "entry.html", view=view, found=None, **shown, **await known_of(request, here, family, row))
    view = view if view == "plans" else "due"
    found = await entry_measures(request, here, {f"{family}_id": [row["id"]]}, view)
    return show(request, "entry.html", status=found.status, view=view, found=found, facts=None, **shown)


async def known_of(request: Request, here: Any, family: Family, row: Row) -> dict[str, Any]:
    """Give what is known of an entry, and the entries that a search for one to merge it with finds."""
    searched = request.query_params.get("with", "").replace("\0", "")[:LONGEST_TEXT]
    async with here.pool.connection() as connection, reading(connection):
        suggested = await entry_suggestions(connection, row["id"], MOST_SUGGESTED)
        operations = await list_operations(connection, entry=row["id"], before=None, limit=MOST_OPERATIONS)
        found = await list_entries(connection, EntryList(family=family, start=searched), after=None, limit=MOST_OTHERS) if searched else []
    others = [other for other in found if other["id"] != row["id"]]
    facts = await read_facts(here.pool, family, row["id"])
    return {"facts": facts, "suggested": suggested, "operations": operations, "others": others, "searched": searched}


async def entry_measures(request: Request, here: Any, own: dict[str, Any], view: str) -> RecordList[MeasureQuery]:
    """Read what somebody has to do."""
    if view == "due":
        own |= {"sort": "deadline", **({} if request.query_params.get("due_from") else {"due_from": date.today().isoformat()})}
    return await read_list(request, here, MEASURES, MeasureQuery, **own)


@router.get("/units/{name:path}")
async def named_unit(request: Request, here: Here, visitor: ReadingVisitor, name: str, view: str = "due") -> Response:
    """Lead from a unit's name to its page."""
    return await named_page(request, here, "unit", name, view)


@router.get("/persons/{name:path}")
async def named_person(request: Request, here: Here, visitor: ReadingVisitor, name: str, view: str = "due") -> Response:
    """Lead from a person's name to their page."""
    return await named_page(request, here, "person", name, view)


async def named_page(request: Request, here: Any, family: Family, name: str, view: str) -> Response:
    """Lead to the entry that has a name; where several have it, or none yet, show the measures that name it so."""
    if not name_key(name) or len(name) > LONGEST_TEXT or "\0" in name:
        raise NotFound
    async with here.pool.connection() as connection:
        entries = await find_by_name(connection, family, name, PAGE)
    if len(entries) == 1:
        query = f"?{request.url.query}" if request.url.query else ""
        return see_other(f"/{family}s/{entries[0]['id']}{query}")
    view = view if view == "plans" else "due"
    found = await entry_measures(request, here, {family: [name]}, view)
    printed = printed_name(found, family, name)
    return show(request, "unit.html", status=found.status, kind=family, name=printed, view=view, found=found, entries=entries)


def printed_name(found: RecordList[MeasureQuery], family: Family, name: str) -> str:
    """Give the name as the measures that were found print it."""
    field = "name" if family == "unit" else "person"
    printed = (party[field] for item in found.items for party in item["responsible"] if party[field])
    return next((text for text in printed if name_key(text) == name_key(name)), name)
