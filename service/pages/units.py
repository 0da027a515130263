"""Units and persons: who is named by measures, and what each has to do.

In: the beginning of a name, a name. Out: the list of names; a unit's or a person's page with what is due, and with all its measures
by plan.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.api.dependencies import Here
from service.api.record_queries import LONGEST_TEXT, MeasureQuery
from service.errors import NotFound
from service.pages.access import ReadingVisitor
from service.pages.record_lists import RecordList, read_list
from service.pages.rendering import show
from service.store.columns import name_key
from service.store.families import MEASURES
from service.store.names import list_persons, list_units

router = APIRouter(include_in_schema=False)

# Names of a page.
PAGE = 100

Text = Annotated[str, Query(max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")]


@router.get("/units")
async def units(request: Request, here: Here, visitor: ReadingVisitor, q: Text = "", after: Text = "") -> Response:
    """Show the units and persons whose names begin so."""
    async with here.pool.connection() as connection:
        found = await list_units(connection, start=q, after=after, limit=PAGE + 1)
        persons = [] if after else await list_persons(connection, start=q, limit=PAGE)
    following = found[PAGE - 1].key if len(found) > PAGE else None
    return show(request, "units.html", q=q, units=found[:PAGE], persons=persons, following=following)


@router.get("/units/{name:path}")
async def unit(request: Request, here: Here, visitor: ReadingVisitor, name: str, view: str = "due") -> Response:
    """Show a unit's page."""
    return await name_page(request, here, "unit", name, view)


@router.get("/persons/{name:path}")
async def person(request: Request, here: Here, visitor: ReadingVisitor, name: str, view: str = "due") -> Response:
    """Show a person's page."""
    return await name_page(request, here, "person", name, view)


async def name_page(request: Request, here: Any, kind: str, name: str, view: str) -> Response:
    """Show what somebody has to do: what is due from today on by its day, or all by plan."""
    if not name_key(name) or len(name) > LONGEST_TEXT or "\0" in name:
        raise NotFound
    own: dict[str, Any] = {kind: [name]}
    if view != "plans":
        view = "due"
        own |= {"sort": "deadline", **({} if request.query_params.get("due_from") else {"due_from": date.today().isoformat()})}
    found = await read_list(request, here, MEASURES, MeasureQuery, **own)
    return show(request, "unit.html", status=found.status, kind=kind, name=printed_name(found, kind, name), view=view, found=found)


def printed_name(found: RecordList[MeasureQuery], kind: str, name: str) -> str:
    """Give the name as the measures that were found print it."""
    field = "name" if kind == "unit" else "person"
    printed = (party[field] for item in found.items for party in item["responsible"] if party[field])
    return next((text for text in printed if name_key(text) == name_key(name)), name)
