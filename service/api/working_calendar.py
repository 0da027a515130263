"""The working calendar: which days are worked, and what is done with a deadline that runs out on a day off.

In: a rule, a year as it was decreed. Out: the setting, a year's days off with their reasons. Due days are computed anew by the workers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.dependencies import Here, Manager, Reader
from service.api.due_views import rule_text
from service.api.moments import Day
from service.api.problems import problems, shown
from service.auth.actors import Actor
from service.due.workdays import Reason, Rule, WorkingYear
from service.errors import Invalid, NotFound
from service.installation import Installation
from service.store.audit import write_audit
from service.store.due_days import is_renewing
from service.store.due_setting import DueSetting, put_year, read_setting, set_rule, take_year

router = APIRouter(prefix="/v1/working-calendar", tags=["due"])

# Years that there is a calendar of; the Labour Code is of 2001.
FIRST_YEAR, LAST_YEAR = 1990, 2100
# A year has some ten moves; a hundred would be another week.
MOST_DAYS = 100
SOURCE = "Постановление Правительства РФ от 24.09.2025 № 1466"
EXAMPLE: dict[str, Any] = {
    "rule": "next",
    "text": "Срок, который истекает в нерабочий день, переносится на следующий рабочий день (статья 193 ГК РФ).",
    "horizon": "2028-12-31",
    "renewing": False,
    "years": [{"year": 2026, "source": SOURCE, "own": False}],
}
YEAR_EXAMPLE: dict[str, Any] = {
    "year": 2026,
    "source": SOURCE,
    "own": False,
    "working_days": 247,
    "days_off": [{"day": "2026-01-09", "reason": "moved"}],
    "worked_weekends": [],
}


def known_year(year: int) -> int:
    """Give the year of the path; raises `NotFound` for one that there is no calendar of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    return year


YearNumber = Annotated[int, Depends(known_year)]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """A year whose moves are known: where they are decreed, and whether the installation has put it in itself."""

    year: int
    source: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """The setting; a year that is not among `years` follows article 112 of the Labour Code alone.

    `renewing` says that some due days are still to be computed by the setting as it is now.
    """

    rule: Rule
    text: str
    horizon: date
    renewing: bool
    years: list[YearView]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """The working-day rule: days stay, or go to the next or the previous working day."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    rule: Annotated[Rule, Field(examples=["next"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """A working day of the week that is off, and why."""

    day: date
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class YearDays:
    """A year: the days from Monday to Friday that are off, and the weekends that are worked."""

    year: int
    source: str | None
    own: bool
    working_days: int
    days_off: list[DayOff]
    worked_weekends: list[date]


class Move(BaseModel):
    """A day off that was moved."""

    model_config = ConfigDict(extra="forbid")
    first: Day = Field(alias="from", examples=["2028-01-01"])
    to: Day = Field(examples=["2028-05-02"])


class NewYear(BaseModel):
    """A year as it was decreed; the holidays of article 112 need not be named."""

    model_config = ConfigDict(extra="forbid")
    source: str = Field(min_length=1, max_length=300, description="The act that decreed it.", examples=[SOURCE])
    moved: list[Move] = Field([], max_length=MOST_DAYS, description="Days off and the days that they were moved to.")
    declared: list[Day] = Field([], max_length=MOST_DAYS, description="Further days off, such as those of a region.")

    @model_validator(mode="after")
    def days_once(self) -> Self:
        """Refuse a day that is moved twice."""
        if len({move.first for move in self.moved}) < len(self.moved):
            raise PydanticCustomError("value_error", "a day is moved twice")
        return self


@router.get("", operation_id="get_working_calendar", summary="The working calendar", responses=shown(200, "The setting.", EXAMPLE))
async def get_working_calendar(here: Here, actor: Reader) -> CalendarView:
    """Give the working-day rule and the years whose moves are known."""
    return await calendar_view(here)


async def calendar_view(here: Installation) -> CalendarView:
    """Show the setting as it is now."""
    async with here.pool.connection() as connection:
        setting = await read_setting(connection, date.today())
        renewing = await is_renewing(connection, setting.stamp)
    years = setting.setting.workdays.years
    return CalendarView(
        rule=setting.rule,
        text=rule_text(setting.rule),
        horizon=setting.horizon,
        renewing=renewing,
        years=[YearView(year=year, source=years[year].source, own=year in setting.own) for year in sorted(years)],
    )


@router.put("", operation_id="put_working_rule", summary="Set the working-day rule", responses=shown(200, "The setting.", EXAMPLE))
async def put_working_rule(here: Here, actor: Manager, given: NewRule) -> CalendarView:
    """Decide what is done with a deadline that runs out on a day off; all due days are computed anew."""
    await change_rule(here, actor, given.rule)
    return await calendar_view(here)


async def change_rule(here: Installation, actor: Actor, rule: Rule) -> None:
    """Set the rule."""
    async with here.pool.connection() as connection, connection.transaction():
        await set_rule(connection, rule)
        await write_audit(connection, actor, "working_calendar.rule", "working-calendar", rule=rule)


@router.get(
    "/{year}",
    operation_id="get_working_year",
    summary="One year of the calendar",
    responses={**shown(200, "The year.", YEAR_EXAMPLE), **problems(404)},
)
async def get_working_year(here: Here, actor: Reader, year: YearNumber) -> YearDays:
    """Give a year: which days are off and why; without a source it follows article 112 of the Labour Code alone."""
    async with here.pool.connection() as connection:
        return year_days(await read_setting(connection, date.today()), year)


def year_days(setting: DueSetting, year: int) -> YearDays:
    """Show a year."""
    workdays = setting.setting.workdays
    first = date(year, 1, 1)
    days = [day for n in range(366) if (day := first + timedelta(days=n)).year == year]
    known = workdays.years.get(year)
    return YearDays(
        year=year,
        source=known.source if known else None,
        own=year in setting.own,
        working_days=sum(map(workdays.is_working, days)),
        days_off=[DayOff(day=day, reason=reason) for day in days if day.weekday() < 5 and (reason := workdays.reason(day))],
        worked_weekends=[day for day in days if day.weekday() >= 5 and workdays.is_working(day)],
    )


@router.put(
    "/{year}",
    operation_id="put_working_year",
    summary="Put in a year",
    responses={**shown(200, "The year.", YEAR_EXAMPLE | {"own": True}), **problems(404, 422)},
)
async def put_working_year(here: Here, actor: Manager, year: YearNumber, given: NewYear) -> YearDays:
    """Put in a year as it was decreed, in place of what the service comes with; all due days are computed anew."""
    moved, declared = {move.first: move.to for move in given.moved}, frozenset(given.declared)
    if any(day.year != year for day in (*moved, *moved.values(), *declared)):
        raise Invalid("year_differs", year=year)
    async with here.pool.connection() as connection, connection.transaction():
        await put_year(connection, year, WorkingYear(source=given.source, moved=moved, declared=declared))
        setting = await read_setting(connection, date.today())
        await write_audit(connection, actor, "working_calendar.put", f"working-calendar/{year}", source=given.source)
    return year_days(setting, year)


@router.delete("/{year}", operation_id="take_working_year", summary="Take out a year", status_code=204, responses=problems(404))
async def take_working_year(here: Here, actor: Manager, year: YearNumber) -> None:
    """Take out a year that was put in; what the service comes with holds again."""
    async with here.pool.connection() as connection, connection.transaction():
        if year not in (await read_setting(connection, date.today())).own:
            raise NotFound
        await take_year(connection, year)
        await write_audit(connection, actor, "working_calendar.take", f"working-calendar/{year}")
