"""What is due: the days of deadlines between two days, in their order.

In: days, filters, a cursor. Out: a page of days, each with its measure, its deadline and the rule that gave it; overdue is what has passed
undone. The days are computed when records are saved or corrected (`service.store.due_days`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from extractor.records import DeadlineKind, MeasureStatus
from service.answers import StoredMeasure
from service.api.dependencies import Here, Reader
from service.api.due_views import view_due, view_setting
from service.api.problems import problems, shown
from service.api.record_queries import MAX_PAGE, AnyOf, DueDays, Ids, Names
from service.api.record_routes import next_link
from service.api.schemas import EXAMPLES, AnyFields
from service.due.workdays import Rule
from service.errors import BadRequest
from service.installation import Installation
from service.store.columns import Json
from service.store.cursors import LARGEST, LONGEST_CURSOR, fingerprint, read_cursor, write_cursor
from service.store.due_days import is_renewing
from service.store.due_lists import DueList, DuePosition, list_due
from service.store.due_setting import DueSetting, read_setting
from service.store.lists import reading
from service.store.pages import is_day

router = APIRouter(prefix="/v1/due", tags=["due"])

SMALLINT = 2**15 - 1


class DueQuery(DueDays):
    """What is asked for."""

    unit: Names = Field([], description="A body, unit, position or group that is responsible, as its record names it, in any case.")
    person: Names = Field([], description="A responsible person, as `Дубов А.А.` or by surname.")
    plan: Ids = Field([], description="Measures of these plans.")
    status: AnyOf[MeasureStatus] = Field([], description="What the plan's mark of completion says.")
    overdue: bool | None = Field(None, description="Only what has, or has not, passed undone.")
    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Days on a page.")
    cursor: str | None = Field(None, max_length=LONGEST_CURSOR, description="`next` of the page before, with the same filters.")

    def asked(self, today: date) -> DueList:
        """Give the list that is asked for."""
        return DueList(
            today=today, first=self.first, last=self.last, units=self.unit, persons=self.person, plans=self.plan,
            statuses=self.status, overdue=self.overdue,
        )  # fmt: skip

    @property
    def mark(self) -> str:
        """The fingerprint of the filters, for cursors."""
        return fingerprint(self.model_dump(exclude={"limit", "cursor"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDeadline:
    """The deadline that is due: its number in the measure, from 1, and its values as in the record."""

    number: int
    text: str | None
    kind: DeadlineKind | None
    edtf: str | None
    rrule: str | None
    offset: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """One rule: a stable code, and what it says."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """The rules by which the day was found, in their order."""

    text: str
    steps: list[DueStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A day on which a deadline is due; `nominal` is the day before the working-day rule moved it."""

    day: date
    nominal: date
    overdue: bool
    deadline: DueDeadline
    rule: DueRule
    measure: Annotated[StoredMeasure, AnyFields()]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """The working-day rule of the installation."""

    rule: Rule
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """Days in order.

    `horizon` is the last day that recurrences without an end are expanded for; `renewing` says that the setting has changed and some
    days are still to be computed by it.
    """

    items: list[DueDay]
    next: str | None
    today: date
    horizon: date
    working_days: WorkingDays
    renewing: bool


SHOWN = ("id", "document", "plan", "version", "links", "number", "text", "section", "responsible", "status", "corrections", "confirmed")
EXAMPLE: dict[str, Any] = {
    "items": [
        {
            "day": "2026-06-15",
            "nominal": "2026-06-12",
            "overdue": False,
            "deadline": {"number": 1, "text": "до 12 июня", "kind": "calendar", "edtf": "../2026-06-12", "rrule": None, "offset": None},
            "rule": {
                "text": "срок назван: 12.06.2026; перенесён на следующий рабочий день: 12.06.2026 — нерабочий праздничный день",
                "steps": [
                    {"code": "until_day", "text": "срок назван: 12.06.2026"},
                    {"code": "moved_next", "text": "перенесён на следующий рабочий день: 12.06.2026 — нерабочий праздничный день"},
                ],
            },
            "measure": {name: EXAMPLES["measures"][name] for name in SHOWN},
        }
    ],
    "next": None,
    "today": "2026-06-01",
    "horizon": "2028-12-31",
    "working_days": {"rule": "next", "text": "Срок, который истекает в нерабочий день, переносится на следующий рабочий день."},
    "renewing": False,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of days, the cursor of the next, and what they were computed with."""

    rows: list[Json]
    cursor: str | None
    setting: DueSetting
    renewing: bool


@router.get(
    "",
    operation_id="list_due",
    summary="What is due",
    description="The days of deadlines between two days, the earliest first. A recurring deadline has each of its days, up to its own end,"
    " its plan's, or the horizon; one that is relative to an event has its day once the event's date is known"
    " (`/v1/plans/{plan}/events`). A repeated filter is any of its values; different ones all hold.",
    response_model=DuePage,
    responses={**shown(200, "A page of days.", EXAMPLE), **problems(400, 422)},
)
async def get_due(request: Request, here: Here, actor: Reader, query: Annotated[DueQuery, Query()]) -> Response:
    """Give a page of what is due."""
    today = date.today()
    found = await find_due(here, query, today)
    items = await view_due(here.pool, found.rows, today)
    body = {"items": items, "next": found.cursor, **view_setting(found.setting, today, renewing=found.renewing)}
    return JSONResponse(body, headers=next_link(request, found.cursor))


async def find_due(here: Installation, query: DueQuery, today: date) -> Found:
    """Find a page of days; raises `BadRequest` for a cursor of another list."""
    after = read_position(query) if query.cursor else None
    async with here.pool.connection() as connection, reading(connection):
        rows = await list_due(connection, query.asked(today), after=after, limit=query.limit + 1)
        setting = await read_setting(connection, today)
        renewing = await is_renewing(connection, setting.stamp)
    cursor = write_position(query, rows[: query.limit]) if len(rows) > query.limit else None
    return Found(rows[: query.limit], cursor, setting, renewing)


def write_position(query: DueQuery, rows: Sequence[Json]) -> str:
    """Write the cursor of the days that follow."""
    last = rows[-1]
    return write_cursor({"d": last["day"], "p": last["place"], "n": last["deadline"], "f": query.mark})


def read_position(query: DueQuery) -> DuePosition:
    """Read the cursor of a list; raises `BadRequest` for one that is another list's, or was changed."""
    values = read_cursor(query.cursor or "")
    day, place, number = values.get("d"), values.get("p"), values.get("n")
    is_whole = type(place) is int and -LARGEST <= place <= 0 and type(number) is int and 0 <= number <= SMALLINT
    if values.get("f") != query.mark or not is_day(day) or not is_whole:
        raise BadRequest("cursor_invalid")
    return DuePosition(date.fromisoformat(str(day)), int(str(place)), int(str(number)))
