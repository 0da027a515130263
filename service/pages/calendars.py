"""Calendars: the due days of a plan as a file, and the links by which calendar programs subscribe to what is due.

In: a plan's id and a year; a unit, a person or a plan. Out: iCalendar, as `service.api.calendar_feeds` writes it; the page of one's own
links, on which the address of a new one is shown once.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from service.api import calendars
from service.api.calendar_feeds import MEDIA_TYPE, MOST_EVENTS, Feed, feed_content, plan_title
from service.api.calendars import NewLink, make_link
from service.api.dependencies import Here
from service.api.record_queries import LONGEST_TEXT
from service.due.frames import year_span
from service.errors import Invalid, NotFound, Problem
from service.file_names import content_disposition
from service.installation import Installation
from service.messages import message
from service.pages.access import ReadingVisitor, Visitor
from service.pages.plans import Look
from service.pages.rendering import see_other, show
from service.pages.texts import _
from service.pages.timelines import nearest_year, years_of
from service.store.calendar_links import list_links, read_link
from service.store.connection import Connection
from service.store.due_days import plan_frame
from service.store.due_lists import DueList
from service.store.due_setting import read_setting
from service.store.families import PLANS
from service.store.overviews import plan_measures
from service.store.records import read_record

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Field(max_length=2_000)]


class LinkForm(BaseModel):
    """What is typed to make a link."""

    kind: Text = "unit"
    subject: Text = ""


class LinkQuery(LinkForm):
    """What the page is asked for: what stands in the form already, and `done`, what was just changed."""

    done: Text = ""


@router.get("/plans/{plan}/calendar.ics")
async def get_calendar(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID, look: Annotated[Look, Query()]) -> Response:
    """Give the due days of a plan in a year, the one nearest to today where none is named."""
    today = date.today()
    async with here.pool.connection() as connection:
        year = look.year or await year_of_plan(connection, plan, today)
        days = year_span(year)
        asked = DueList(today=today, first=days.first, last=days.last, plans=[plan])
        name = message("calendar_name_plan", subject=await plan_title(connection, plan))
        feed = Feed(name=name, asked=asked, setting=await read_setting(connection, today), base=str(request.base_url))
        content = await feed_content(connection, feed)
    headers = {"Content-Disposition": content_disposition(f"plan-{year}.ics")}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


async def year_of_plan(connection: Connection, plan: UUID, today: date) -> int:
    """Give the year of a plan that is nearest to today."""
    row = await read_record(connection, PLANS, plan)
    frame = await plan_frame(connection, row["document"], row["body"].get("period"), today)
    return nearest_year(years_of(await plan_measures(connection, plan), frame, today), today)


@router.get("/calendars")
async def links_page(request: Request, here: Here, visitor: ReadingVisitor, asked: Annotated[LinkQuery, Query()]) -> Response:
    """Show one's own links, and the form for a new one."""
    return await show_links(request, here, visitor, typed=asked, done=asked.done)


async def show_links(request: Request, here: Installation, visitor: Visitor, *, status: int = 200, **told: Any) -> Response:
    """Show the links with what is told of a form: its `fault`, the new `link`, or what was `done`."""
    async with here.pool.connection() as connection:
        links = await list_links(connection, visitor.actor.person)
        titles = {link["subject"]: await title_of(connection, link["subject"]) for link in links if link["kind"] == "plan"}
    values: dict[str, Any] = {"done": "", "fault": None, "link": None, "typed": LinkForm(), "most": MOST_EVENTS, "titles": titles}
    return show(request, "calendars.html", status=status, links=links, kinds=kind_names(), longest=LONGEST_TEXT, **(values | told))


async def title_of(connection: Connection, plan: str) -> str | None:
    """Give the title of a plan, None where it is gone."""
    try:
        return await plan_title(connection, UUID(plan))
    except (NotFound, ValueError):
        return None


def kind_names() -> dict[str, str]:
    """Give the names of what a link may show."""
    return {"unit": _("Исполнитель"), "person": _("Сотрудник"), "plan": _("План")}


@router.post("/calendars")
async def make(request: Request, here: Here, visitor: ReadingVisitor, typed: Annotated[LinkForm, Form()]) -> Response:
    """Make a link and show its address: it is kept nowhere, so an address to which the browser were sent could not show it."""
    try:
        new = TypeAdapter(NewLink).validate_python(typed.model_dump())
        made = await make_link(here, visitor.actor, new, str(request.base_url))
    except ValidationError:
        fault = message("calendar_subject_missing")
        return await show_links(request, here, visitor, status=Invalid.status, fault=fault, typed=typed)
    except Problem as problem:
        return await show_links(request, here, visitor, status=problem.status, fault=problem.detail(), typed=typed)
    return await show_links(request, here, visitor, status=201, link=made)


@router.post("/calendars/{calendar}/revoke")
async def revoke(here: Here, visitor: ReadingVisitor, calendar: UUID) -> Response:
    """Revoke one of one's own links."""
    async with here.pool.connection() as connection:
        await read_link(connection, calendar, visitor.actor.person)
    await calendars.revoke_calendar(here, visitor.actor, calendar)
    return see_other("/calendars?done=revoked")
