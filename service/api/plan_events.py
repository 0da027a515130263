"""Events that a plan's deadlines count from: «со дня подписания», «после принятия закона».

In: a plan, an event's code, its date. Out: the events with what waits for them; due days follow the date at once. A date holds for all
plans of its document.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import ConfigDict, Field

from extractor.deadlines.events import EventKind
from service.api.dependencies import Editor, Here, Reader
from service.api.moments import Day
from service.api.problems import problems, shown
from service.auth.actors import Actor
from service.due.frames import Source
from service.installation import Installation
from service.store.audit import write_audit
from service.store.event_dates import AwaitedEvent, awaited_event, awaited_events, put_event_date, take_event_date

router = APIRouter(prefix="/v1/plans/{plan}/events", tags=["due"])

EXAMPLE: dict[str, Any] = {
    "code": "signing",
    "kind": "signing",
    "text": "подписания постановления",
    "wordings": ["в течение 10 рабочих дней со дня подписания постановления"],
    "deadlines": 3,
    "day": "2026-03-12",
    "source": "act",
    "default": "2026-03-12",
    "author": None,
    "at": None,
}
Code = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,40}$", description="The event's code, as the list has it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event: `text` is how wordings name it, empty where they name none; `deadlines` counts those of the plan that count from it.

    `source` tells where the day comes from: a person (`entered`), the act's own date (`act`), or its clause on its entry into force;
    `default` is what the act says.
    """

    code: str
    kind: EventKind
    text: str
    wordings: list[str]
    deadlines: int
    day: date | None
    source: Source | None
    default: date | None
    author: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class EventList:
    """The events of a plan, in the order in which its deadlines name them."""

    items: list[EventView]


@dataclass(frozen=True, slots=True)
class EventDay:
    """The date of an event."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    day: Annotated[Day, Field(examples=["2026-03-12"])]


def view_event(event: AwaitedEvent) -> EventView:
    """Show an event."""
    source: Source | None = "entered" if event.entered else event.default.source if event.default else None
    return EventView(
        code=event.code,
        kind=event.kind,
        text=event.text,
        wordings=event.wordings,
        deadlines=event.deadlines,
        day=event.day,
        source=source,
        default=event.default.day if event.default else None,
        author=event.entered.author if event.entered else None,
        at=event.entered.at if event.entered else None,
    )


@router.get(
    "",
    operation_id="list_plan_events",
    summary="Events that deadlines count from",
    responses={**shown(200, "The events.", {"items": [EXAMPLE]}), **problems(404)},
)
async def list_plan_events(here: Here, actor: Reader, plan: UUID) -> EventList:
    """Give the events that a plan's deadlines count from, with the dates that are known."""
    async with here.pool.connection() as connection:
        return EventList([view_event(event) for event in await awaited_events(connection, plan)])


@router.put(
    "/{event}",
    operation_id="put_plan_event",
    summary="Enter the date of an event",
    responses={**shown(200, "The event with its date.", EXAMPLE | {"source": "entered"}), **problems(404, 422)},
)
async def put_plan_event(here: Here, actor: Editor, plan: UUID, event: Code, given: EventDay) -> EventView:
    """Enter the date of an event, in place of an earlier one; the due days of its document are computed anew."""
    return view_event(await enter_date(here, actor, plan, event, given.day))


@router.delete(
    "/{event}", operation_id="take_plan_event", summary="Take back the date of an event", status_code=204, responses=problems(404)
)
async def take_plan_event(here: Here, actor: Editor, plan: UUID, event: Code) -> None:
    """Take back a date that was entered; what the act itself says holds again."""
    await take_date(here, actor, plan, event)


async def enter_date(here: Installation, actor: Actor, plan: UUID, event: str, day: date) -> AwaitedEvent:
    """Enter a date; raises `NotFound` where no deadline of the plan counts from the event."""
    async with here.pool.connection() as connection, connection.transaction():
        document = await put_event_date(connection, plan, event, day, actor.person)
        found = await awaited_event(connection, plan, event)
        await write_audit(connection, actor, "event.put", f"plans/{plan}/events/{event}", day=day, document=document)
    return found


async def take_date(here: Installation, actor: Actor, plan: UUID, event: str) -> None:
    """Take back a date; taking back what was not entered changes nothing."""
    async with here.pool.connection() as connection, connection.transaction():
        if await take_event_date(connection, plan, event):
            await write_audit(connection, actor, "event.take", f"plans/{plan}/events/{event}")
