"""Calendars: the due days of a plan as a file for a calendar program.

In: a plan's id and a year. Out: iCalendar (RFC 5545; the calendar's name is RFC 7986's): an all-day event on each day on which a
deadline of the year falls due, also each time of a recurring one. What has no day, or goes on all the time, the plan's page lists.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.api.dependencies import Here
from service.file_names import content_disposition
from service.pages.access import ReadingVisitor
from service.pages.occurrences import DAY, occurrences, plan_span
from service.pages.plans import Look, year_of
from service.store.columns import Json
from service.store.families import PLANS
from service.store.overviews import plan_measures
from service.store.records import read_record

router = APIRouter(include_in_schema=False)

PRODUCT = "-//Planovik//Planovik//RU"
# A plan of every working day for 5,000 measures would be a million events; calendar programs give up at some 10,000.
MOST_EVENTS = 10_000
# Letters of an event's name; the whole wording stands in its description.
LONGEST_SUMMARY = 150


@router.get("/plans/{plan}/calendar.ics")
async def get_calendar(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID, look: Annotated[Look, Query()]) -> Response:
    """Give the due days of a plan in a year, the one nearest to today where none is named."""
    async with here.pool.connection() as connection:
        row = await read_record(connection, PLANS, plan)
        measures = await plan_measures(connection, plan)
    chosen = year_of(measures, row["body"].get("period"), look, date.today())
    content = write_calendar(row["body"], measures, chosen, link=f"{request.base_url}plans/{plan}?view=timeline&year={chosen}")
    headers = {"Content-Disposition": content_disposition(f"plan-{chosen}.ics")}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def write_calendar(plan: Json, measures: Sequence[Json], year: int, *, link: str) -> bytes:
    """Write the calendar of a year; an event keeps its UID as long as its measure and its day stay, and links to the plan's page."""
    from icalendar import Calendar, Event

    calendar = Calendar.new(prodid=PRODUCT, name=plan.get("title") or "")
    written = datetime.now(UTC)
    for count, (measure, deadline, day) in enumerate(due_days(measures, plan.get("period"), year)):
        if count == MOST_EVENTS:
            break
        parties = ", ".join((*measure["units"], *measure["persons"]))
        calendar.add_component(
            Event.new(
                uid=f"{measure['id']}-{day:%Y%m%d}@planovik",
                summary=" ".join(part for part in (measure["number"], measure["text"]) if part)[:LONGEST_SUMMARY],
                description="\n".join(part for part in (measure["text"], deadline["text"], parties) if part),
                categories=list(measure["section"]),
                start=day,
                end=day + DAY,
                stamp=written,
                url=link,
            )
        )
    content: bytes = calendar.to_ical()
    return content


def due_days(measures: Sequence[Json], period: str | None, year: int) -> Iterator[tuple[Json, Json, date]]:
    """Yield each day of a year on which a deadline of a measure falls due, once for a measure."""
    span = plan_span(period)
    for measure in measures:
        seen: set[date] = set()
        for deadline in measure["deadlines"]:
            for found in occurrences(deadline, year, span):
                if found.is_due and found.end.year == year and found.end not in seen:
                    seen.add(found.end)
                    yield measure, deadline, found.end
