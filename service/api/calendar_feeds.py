"""Calendar feeds: what a calendar link gives.

In: the secret of a link, no cookie and no key. Out: iCalendar with an all-day event for each day on which something is due, from three
months ago to the horizon; 304 while nothing has changed. A recurring deadline is an event each time, not an RRULE: the working-day rule
moves some of its days, and programs differ on the last day of each quarter.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.access.recognition import authorise, make_actor
from service.api.dependencies import Here, address_of
from service.api.due_views import rule_text, view_rule
from service.api.etags import has_tag, not_modified
from service.api.icalendar import Calendar, Event, write_calendar
from service.api.kept_calendars import Kept, KeptCalendars, make_kept
from service.api.problems import problems
from service.auth.actors import Actor
from service.errors import NotFound
from service.messages import message
from service.store.audit import note_read
from service.store.calendar_links import find_link
from service.store.changes import kept_positions
from service.store.columns import Json
from service.store.connection import Connection
from service.store.due_days import is_renewing
from service.store.due_lists import DueList, feed_rows
from service.store.due_setting import DueSetting, read_setting
from service.store.families import PLANS
from service.store.lists import reading
from service.store.records import read_record
from service.store.reports.telling import SOON_DAYS

router = APIRouter(tags=["calendars"])

MEDIA_TYPE = "text/calendar; charset=utf-8"
# Calendar programs give up at some 10,000 events.
MOST_EVENTS = 10_000
# What was due longer ago is looked up in the list.
PAST = timedelta(days=92)
# Letters of an event's name; the whole wording stands in its description.
LONGEST_SUMMARY = 150
EXAMPLE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Planovik//Planovik//RU\r\nEND:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a calendar shows: its name, the days that are asked for, the setting, and the address of the service and of the feed itself."""

    name: str
    asked: DueList
    setting: DueSetting
    base: str
    source: str | None = None


@router.get(
    "/calendars/{token}.ics",
    operation_id="get_calendar_feed",
    summary="What is due, for a calendar program",
    description="The address itself is the secret: nothing else is asked for. A link that was revoked, or whose owner may no longer read,"
    " gives 404 as a guessed one does.",
    response_class=Response,
    responses={
        200: {"description": "The calendar.", "content": {"text/calendar": {"schema": {"type": "string"}, "example": EXAMPLE}}},
        304: {"description": "The calendar is the one that If-None-Match names."},
        **problems(404, 429),
    },
)
async def get_calendar_feed(request: Request, here: Here, token: str) -> Response:
    """Give the calendar of a link, as far as its owner may read at this time."""
    async with here.pool.connection() as connection:
        link = await find_link(connection, token)
    actor = make_actor(link) if link else None
    if link is None or actor is None or "read" not in actor.scopes:
        request.app.state.rates.count_stranger(address_of(request))
        raise NotFound
    request.app.state.rates.count(str(link["link"]))
    authorise(actor, "read")
    async with here.pool.connection() as connection:
        feed = await make_feed(connection, link, str(request.base_url))
        kept = await current_feed(
            connection, request.app.state.calendars, replace(feed, source=feed_address(feed.base, token)), link, actor
        )
        await note_read(connection, actor, "get_calendar_feed", f"calendars/{link['link']}")
    answer = Response(kept.content, media_type=MEDIA_TYPE, headers={"ETag": kept.tag, "Cache-Control": "private, no-cache"})
    return not_modified(answer) if has_tag(request, kept.tag) else answer


async def current_feed(connection: Connection, calendars: KeptCalendars, feed: Feed, link: Mapping[str, Any], actor: Actor) -> Kept:
    """Give a link's feed: the one that is kept where nothing has changed, else one that is written now."""
    key = (feed.name, feed.asked, feed.source, feed.setting.stamp, actor.role, actor.grants)
    kept = await calendars.find(connection, link["link"], key)
    if kept:
        return kept
    # What changes from here on is seen as a change when the feed is asked for again.
    _, position = await kept_positions(connection)
    rows = await feed_days(connection, feed)
    made = make_kept(key, feed.asked, position, rows, await write_feed(feed, rows))
    # Days that a new setting is still to move are no changes.
    return made if await is_renewing(connection, feed.setting.stamp) else calendars.keep(link["link"], made)


def feed_address(base: str, secret: str) -> str:
    """Give the address of a link."""
    return f"{base}calendars/{secret}.ics"


async def make_feed(connection: Connection, link: Mapping[str, Any], base: str) -> Feed:
    """Make the feed of a link; raises `NotFound` where its plan is gone."""
    today = date.today()
    asked = DueList(today=today, first=today - PAST, **chosen(link["kind"], link["subject"]))
    subject = await plan_title(connection, UUID(link["subject"])) if link["kind"] == "plan" else link["subject"]
    setting = await read_setting(connection, today)
    return Feed(name=message(f"calendar_name_{link['kind']}", subject=subject), asked=asked, setting=setting, base=base)


def chosen(kind: str, subject: str) -> dict[str, Any]:
    """Give the filter of a link."""
    return {"plans": [UUID(subject)]} if kind == "plan" else {f"{kind}s": [subject]}


async def plan_title(connection: Connection, plan: UUID) -> str:
    """Give a plan's title; raises `NotFound`."""
    return (await read_record(connection, PLANS, plan))["body"].get("title") or message("calendar_unnamed_plan")


async def feed_content(connection: Connection, feed: Feed) -> bytes:
    """Write a feed of what is due now."""
    return await write_feed(feed, await feed_days(connection, feed))


async def feed_days(connection: Connection, feed: Feed) -> list[Json]:
    """Read the days of a feed, one more than it shows."""
    async with reading(connection):
        return await feed_rows(connection, feed.asked, limit=MOST_EVENTS + 1)


async def write_feed(feed: Feed, rows: Sequence[Json]) -> bytes:
    """Write a feed of its days."""
    about = message("calendar_about", rule=rule_text(feed.setting.rule), horizon=f"{feed.setting.horizon:%d.%m.%Y}")
    cut = " " + message("calendar_cut", limit=MOST_EVENTS) if len(rows) > MOST_EVENTS else ""
    calendar = Calendar(name=feed.name, description=about + cut, events=events(rows[:MOST_EVENTS], feed.base), source=feed.source)
    return await asyncio.to_thread(write_calendar, calendar)


def events(rows: Sequence[Json], base: str) -> Iterator[Event]:
    """Yield the events of days; many days are found by the same rule, whose words are put together once."""
    told: dict[tuple[Any, ...], str] = {}
    for row in rows:
        key = (row["nominal"], *row["steps"])
        if key not in told:
            told[key] = str(view_rule(row["steps"], row["nominal"])["text"])
        yield event_of(row, told[key], base)


def event_of(row: Json, rule: str, base: str) -> Event:
    """Make the event of a day.

    It keeps its UID as long as its measure and its deadline stay: a deadline that is corrected or moved is the same event on another day.
    """
    deadlines = row["deadlines"] or []
    deadline = deadlines[row["deadline"]] if row["deadline"] < len(deadlines) else {}
    day = f"-{row['nominal']:%Y%m%d}" if deadline.get("rrule") else ""
    parties = [part for party in row["responsible"] or [] for part in (party["name"], party["person"]) if part]
    awaited = message("calendar_report") if row["is_awaited"] else ""
    told = (awaited, row["text"], deadline.get("text"), rule, ", ".join(dict.fromkeys(parties)))
    return Event(
        uid=f"{row['id']}-{row['deadline'] + 1}{day}@planovik",
        day=row["day"],
        summary=" ".join(part for part in (row["number"], row["text"]) if part)[:LONGEST_SUMMARY],
        description="\n".join(part for part in told if part),
        url=f"{base}documents/{row['document']}?tab=measures&record={row['id']}#r-{row['id']}",
        stamp=row["stamp"],
        sequence=row["version"] - 1,
        categories=row["section"] or [],
        alarm_days=SOON_DAYS if row["is_awaited"] else None,
    )
