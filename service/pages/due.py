"""What is due: days with the measures that must be ready by them, what has passed undone, and the way to a calendar program.

In: days, filters. Out: a page of days in their order; without any wish it begins today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.dependencies import Here
from service.api.due import DueQuery, Found, find_due
from service.api.due_views import rule_text, view_due
from service.errors import BadRequest, Invalid
from service.pages.access import ReadingVisitor
from service.pages.record_lists import PAGE, given_values, read_query
from service.pages.rendering import show
from service.pages.texts import _
from service.store.columns import Json
from service.store.overviews import plan_titles

router = APIRouter(include_in_schema=False)

WEEK = timedelta(days=6)
MONTH = timedelta(days=30)
QUARTER = timedelta(days=91)
# Before every deadline that there is.
BEGINNING = "1900-01-01"


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day with what is due on it."""

    day: str
    weekday: str
    items: list[Json]


@router.get("/due")
async def due(request: Request, here: Here, visitor: ReadingVisitor) -> Response:
    """Show what is due."""
    today = date.today()
    query, faults = read_due_query(request, today)
    try:
        found: Found | None = await find_due(here, query, today)
    except (BadRequest, Invalid) as problem:
        found, faults = None, [*faults, problem.detail()]
    items = await view_due(here.pool, found.rows, today) if found else []
    async with here.pool.connection() as connection:
        titles = await plan_titles(connection, {UUID(item["measure"]["plan"]) for item in items} | set(query.plan))
    return show(
        request,
        "due.html",
        status=Invalid.status if faults else 200,
        query=query,
        faults=faults,
        found=found,
        days=list(by_day(items)),
        plans={str(plan): title for plan, title in titles.items()},
        spans=spans(today),
        subject=subject_of(query),
        rule=rule_text(found.setting.rule) if found else "",
        today=today,
    )


def read_due_query(request: Request, today: date) -> tuple[DueQuery, list[str]]:
    """Read what is asked for, by itself what is due from today on; what is wrong in it is left out and told."""
    given = given_values(request, DueQuery)
    if not given.keys() - {"unit", "person", "plan", "cursor"}:
        given["from"] = today.isoformat()
    return read_query(DueQuery, given | {"limit": PAGE})


def by_day(items: list[Json]) -> Iterator[ListedDay]:
    """Part what is due by its days."""
    names = _("понедельник вторник среда четверг пятница суббота воскресенье").split()
    for day, members in groupby(items, key=lambda item: str(item["day"])):
        yield ListedDay(day, names[date.fromisoformat(day).weekday()], list(members))


def spans(today: date) -> list[tuple[str, Mapping[str, str | None]]]:
    """Give the spans of days that are one click away: their names, and what they change of the query."""
    nothing: dict[str, str | None] = {"from": None, "to": None, "overdue": None, "cursor": None}
    first = today.isoformat()
    return [
        (_("Просрочено"), nothing | {"overdue": "true"}),
        (_("Ближайшие 7 дней"), nothing | {"from": first, "to": (today + WEEK).isoformat()}),
        (_("30 дней"), nothing | {"from": first, "to": (today + MONTH).isoformat()}),
        (_("Квартал"), nothing | {"from": first, "to": (today + QUARTER).isoformat()}),
        (_("Все сроки"), nothing | {"from": BEGINNING}),
    ]


def subject_of(query: DueQuery) -> dict[str, Any] | None:
    """Give the one unit, person or plan that the list is of, for a calendar link."""
    named = {"unit": query.unit, "person": query.person, "plan": list(map(str, query.plan))}
    chosen = [(kind, value) for kind, values in named.items() for value in values]
    return {"kind": chosen[0][0], "subject": chosen[0][1]} if len(chosen) == 1 else None
