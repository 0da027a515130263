"""Events of a plan: what its deadlines count from, with the days that are known, and a form for each.

In: a plan, the day of an event as a form sends it. Out: the page; due days follow at once.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, TypeAdapter

from service.api.dependencies import Here
from service.api.document_access import finished_document
from service.api.due_views import rule_text
from service.api.moments import Day
from service.api.plan_events import enter_date, take_date, view_event
from service.errors import Invalid
from service.installation import Installation
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.faults import checked, fault_of
from service.pages.rendering import see_other, show
from service.store.due_setting import read_setting
from service.store.event_dates import awaited_events
from service.store.families import PLANS
from service.store.lines import line_of
from service.store.records import read_record

router = APIRouter(include_in_schema=False)

DAY = TypeAdapter[date](Day)


class DayForm(BaseModel):
    """What is typed: the day of an event, or the wish to take it back."""

    event: Annotated[str, Field(max_length=100)]
    day: Annotated[str, Field(max_length=100)] = ""
    take: str = ""


@router.get("/plans/{plan}/events")
async def events_page(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID, done: str = "") -> Response:
    """Show the events of a plan; `done` says that a day was just changed."""
    return await show_events(request, here, plan, done=done)


async def show_events(request: Request, here: Installation, plan: UUID, *, status: int = 200, **told: Any) -> Response:
    """Show the events with what is told of a form: its `fault`, or that it is `done`."""
    async with here.pool.connection() as connection:
        row = await read_record(connection, PLANS, plan)
        document = await finished_document(connection, row["document"])
        events = [view_event(event) for event in await awaited_events(connection, plan)]
        line = await line_of(connection, row["document"])
        rule = rule_text((await read_setting(connection, date.today())).rule)
    shown: dict[str, Any] = {"plan": row, "document": document, "line": line, "view": "events", "events": events, "rule": rule}
    return show(request, "plan_events.html", status=status, **({"done": "", "fault": None} | shown | told))


@router.post("/plans/{plan}/events")
async def put_day(request: Request, here: Here, visitor: EditingVisitor, plan: UUID, typed: Annotated[DayForm, Form()]) -> Response:
    """Enter the day of an event, or take it back."""
    if typed.take:
        await take_date(here, visitor.actor, plan, typed.event)
        return see_other(f"/plans/{plan}/events?done=1")
    try:
        day = checked(DAY, typed.day)
    except Invalid as problem:
        return await show_events(request, here, plan, status=problem.status, fault=fault_of(problem))
    await enter_date(here, visitor.actor, plan, typed.event, day)
    return see_other(f"/plans/{plan}/events?done=1")
