"""Dates of events that deadlines count from, as people enter them.

In: a plan; an event's code and day. Out: the events that the plan's deadlines wait for, with the dates that they have; changed due days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from extractor.deadlines.events import EventKind, read_event
from service.due.frames import EventDate
from service.errors import NotFound
from service.store.changes import note_change
from service.store.columns import Json
from service.store.connection import Connection
from service.store.due_days import Act, read_act, renew_days
from service.store.families import PLANS
from service.store.records import read_record

# Events of one plan that are shown: a plan of 5,000 rows may name as many.
MOST_EVENTS = 500
# Wordings of an event that are shown.
MOST_WORDINGS = 5
DEADLINES = """
SELECT m.place, deadline ->> 'text' AS text FROM measures m, jsonb_array_elements(m.body -> 'deadlines') AS deadline
WHERE m.plan = %s AND 'relative' = ANY(m.deadline_kinds) AND deadline ->> 'kind' = 'relative'
AND deadline ->> 'start' IS NULL AND deadline ->> 'end' IS NULL ORDER BY m.place
"""
ENTERED = """
SELECT event, day, people.name AS author, at FROM event_dates JOIN people ON people.id = author WHERE document = %s
"""


@dataclass(frozen=True, slots=True)
class Entered:
    """A date as a person entered it."""

    day: date
    author: str
    at: datetime


@dataclass(slots=True)
class AwaitedEvent:
    """An event that deadlines of a plan count from: its words, how many deadlines, and its date.

    `default` is the date that the act itself gives; `entered` goes before it.
    """

    code: str
    kind: EventKind
    text: str
    deadlines: int = 0
    wordings: list[str] = field(default_factory=list)
    default: EventDate | None = None
    entered: Entered | None = None

    @property
    def day(self) -> date | None:
        """The day that deadlines are counted from, None while it is not known."""
        return self.entered.day if self.entered else self.default.day if self.default else None


async def awaited_events(connection: Connection, plan: UUID) -> list[AwaitedEvent]:
    """Give the events that a plan's deadlines count from, in the order in which they come first; raises `NotFound`."""
    document = (await read_record(connection, PLANS, plan))["document"]
    act = await read_act(connection, document)
    rows = await (await connection.execute(DEADLINES, [plan])).fetchall()
    entered = {row["event"]: Entered(row["day"], row["author"], row["at"]) async for row in await connection.execute(ENTERED, [document])}
    return list(gather(rows, act, entered).values())[:MOST_EVENTS] if act else []


def gather(rows: Sequence[Json], act: Act, entered: dict[str, Entered]) -> dict[str, AwaitedEvent]:
    """Gather the events of deadlines by their codes."""
    found: dict[str, AwaitedEvent] = {}
    for row in rows:
        event = read_event(row["text"], act.kind)
        one = found.setdefault(event.code, AwaitedEvent(event.code, event.kind, event.text))
        one.deadlines += 1
        if row["text"] not in one.wordings and len(one.wordings) < MOST_WORDINGS:
            one.wordings.append(row["text"])
        one.entered = entered.get(event.code)
        one.default = act.own.get(event.code)
    return found


async def awaited_event(connection: Connection, plan: UUID, code: str) -> AwaitedEvent:
    """Give one event of a plan; raises `NotFound` where no deadline counts from it."""
    found = next((event for event in await awaited_events(connection, plan) if event.code == code), None)
    if found is None:
        raise NotFound
    return found


async def put_event_date(connection: Connection, plan: UUID, code: str, day: date, author: UUID) -> UUID:
    """Enter the date of an event in the caller's transaction, for all plans of the document, which is given; raises `NotFound`."""
    document = await lock_plan(connection, plan, code)
    await connection.execute(
        "INSERT INTO event_dates (document, event, day, author) VALUES (%s, %s, %s, %s) ON CONFLICT (document, event)"
        " DO UPDATE SET day = excluded.day, author = excluded.author, at = now()",
        [document, code, day, author],
    )
    await renew_days(connection, document)
    await note_change(connection, "event.entered", f"plans/{plan}/events/{code}", document=document, day=day.isoformat())
    return document


async def take_event_date(connection: Connection, plan: UUID, code: str) -> bool:
    """Take back the date of an event; False where none was entered. Raises `NotFound`."""
    document = await lock_plan(connection, plan, code)
    done = await connection.execute("DELETE FROM event_dates WHERE document = %s AND event = %s", [document, code])
    if done.rowcount:
        await renew_days(connection, document)
        await note_change(connection, "event.taken_back", f"plans/{plan}/events/{code}", document=document)
    return done.rowcount > 0


async def lock_plan(connection: Connection, plan: UUID, code: str) -> UUID:
    """Keep a plan's document from being saved or edited meanwhile, and give it; raises `NotFound`."""
    document: UUID = (await read_record(connection, PLANS, plan))["document"]
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])
    await awaited_event(connection, plan, code)
    return document
