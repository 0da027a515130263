"""Plans: their list, and one plan as a table, as a timeline, by section, by unit, as pictures and on paper.

In: filters, an id, the name of a view. Out: pages. To add a view of a plan, write its template, a function that gives what it shows
and a line in `VIEWS`.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from service.api.comparisons import version_before
from service.api.dependencies import Here
from service.api.document_access import finished_document
from service.api.due_views import rule_text
from service.api.lines import document_of
from service.api.record_queries import MeasureQuery, PlanQuery
from service.due.frames import Frame
from service.errors import NotFound
from service.pages.access import ReadingVisitor
from service.pages.plan_shares import MOST_GROUPS, groups, heat, late_measures, month_names, section_names, shares, unit_names
from service.pages.record_lists import PAGE, by_section, read_list
from service.pages.rendering import see_other, show
from service.pages.timelines import make_timeline, nearest_year, years_of
from service.store.columns import Json
from service.store.connection import Connection
from service.store.due_days import plan_frame
from service.store.families import MEASURES, PLANS
from service.store.fulfilment import list_open_reports
from service.store.lines import line_of
from service.store.overviews import MOST_MEASURES, SHOWN_LETTERS, plan_measures
from service.store.records import read_record

router = APIRouter(include_in_schema=False)

# Years that a timeline is drawn of: `date` ends soon after 9998, and no plan is older than printed Russian.
FIRST_YEAR, LAST_YEAR = 1700, 9998
# Reports that are shown as waiting.
MOST_WAITING = 10
# Letters of a wording on paper: no real one is longer.
PRINTED_LETTERS = 20_000


class Look(BaseModel):
    """How a plan is looked at: in which view, of which year, which page of it."""

    view: str = "table"
    year: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR)
    page: int = Field(1, ge=1, le=MOST_MEASURES)


class Versions(BaseModel):
    """Which versions of a plan are compared: documents of its line."""

    since: UUID | None = Field(None, alias="from")
    to: UUID | None = None


Shown = dict[str, Any]


@router.get("/plans")
async def plans(request: Request, here: Here, visitor: ReadingVisitor) -> Response:
    """Show the list of plans, and above the whole list the reports that wait to be put beside one."""
    found = await read_list(request, here, PLANS, PlanQuery)
    waiting = []
    if visitor.may("edit") and not request.query_params:
        async with here.pool.connection() as connection:
            waiting = await list_open_reports(connection, MOST_WAITING)
    return show(request, "plans.html", status=found.status, found=found, waiting=waiting)


@router.get("/plans/{plan}")
async def plan(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID, look: Annotated[Look, Query()]) -> Response:
    """Show a plan in one of its views."""
    async with here.pool.connection() as connection:
        row = await read_record(connection, PLANS, plan)
        document = await finished_document(connection, row["document"])
        shown: Shown = {"plan": row, "document": document, "line": await line_of(connection, row["document"])}
    if look.view not in VIEWS:
        found = await read_list(request, here, MEASURES, MeasureQuery, plan=[plan])
        return show(request, "plan.html", status=found.status, view="table", found=found, sections=by_section(found.items), **shown)
    async with here.pool.connection() as connection:
        measures = await plan_measures(connection, plan, PRINTED_LETTERS if look.view == "print" else SHOWN_LETTERS)
        frame = await plan_frame(connection, row["document"], row["body"].get("period"), date.today())
    made = VIEWS[look.view](measures, frame, look)
    return show(request, f"plan_{look.view}.html", view=look.view, is_cut=len(measures) == MOST_MEASURES, **shown, **made)


def timeline_view(measures: list[Json], frame: Frame, look: Look) -> Shown:
    """Give the deadlines of a year, a page of them."""
    timeline = make_timeline(measures, frame, year=look.year, today=date.today())
    rows = timeline.rows[PAGE * (look.page - 1) : PAGE * look.page]
    following = look.page + 1 if len(timeline.rows) > PAGE * look.page else None
    shown = {"rule": rule_text(frame.rule), "months": month_names(), "today": date.today()}
    return {"timeline": timeline, "rows": rows, "page": look.page, "following": following, **shown}


def sections_view(measures: list[Json], frame: Frame, look: Look) -> Shown:
    """Give the sections with their counts."""
    late = late_in(measures, frame, look)
    return {"groups": groups(measures, section_names, late)[:MOST_GROUPS]}


def units_view(measures: list[Json], frame: Frame, look: Look) -> Shown:
    """Give the units with their counts, the busiest first."""
    late = late_in(measures, frame, look)
    found = sorted(groups(measures, unit_names, late), key=lambda group: -group.measures)
    return {"groups": found[:MOST_GROUPS]}


def late_in(measures: list[Json], frame: Frame, look: Look) -> frozenset[object]:
    """Give the ids of what is late in the year that is looked at."""
    today = date.today()
    year = look.year if look.year is not None else nearest_year(years_of(measures, frame, today), today)
    return late_measures(measures, frame, year, today)


def load_view(measures: list[Json], frame: Frame, look: Look) -> Shown:
    """Give the load by month and unit, and the share of each status."""
    timeline = make_timeline(measures, frame, year=look.year, today=date.today())
    return {"timeline": timeline, "heat": heat(timeline), "shares": shares(measures), "months": month_names(), "total": len(measures)}


def print_view(measures: list[Json], frame: Frame, look: Look) -> Shown:
    """Give all measures on one page."""
    return {"sections": by_section(measures)}


VIEWS: dict[str, Callable[[list[Json], Frame, Look], Shown]] = {
    "timeline": timeline_view,
    "sections": sections_view,
    "units": units_view,
    "load": load_view,
    "print": print_view,
}


@router.get("/plans/{plan}/compare")
async def compare(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID, asked: Annotated[Versions, Query()]) -> Response:
    """Go to the comparison of a plan's version with the one before it, or say that there is none."""
    async with here.pool.connection() as connection:
        newer = asked.to or await document_of(connection, plan)
        older = asked.since or await version_before_or_none(connection, newer)
    if older is None:
        return show(request, "no_version.html", plan=plan, document=newer)
    return see_other(f"/comparisons/{older}/{newer}")


async def version_before_or_none(connection: Connection, document: UUID) -> UUID | None:
    """Give the version before a document's, None where it is the first or stands in no line."""
    try:
        return await version_before(connection, document)
    except NotFound:
        return None
