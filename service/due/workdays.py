"""Workdays: the Russian production calendar of a five-day week, and the working-day rule.

In: years as data (`russia.toml`, and what an installation puts in). Out: whether a day is worked and why it is not, the working day beside
it, so many working days on. To add a year, add a section to `russia.toml`, with its source.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import count, islice
from typing import Literal

# What is done with a deadline that runs out on a day off: nothing; the next working day (Civil Code, article 193); the one before.
Rule = Literal["none", "next", "previous"]
# Why a day is off: a holiday of article 112, a day off moved there, a day that the installation declared, or a Saturday or Sunday.
Reason = Literal["holiday", "moved", "declared", "weekend"]

DAY = timedelta(days=1)
SATURDAY = 5
# Labour Code, article 112, as in force since 2013; days off on those of January are moved by the Government alone.
NEW_YEAR = tuple((1, day) for day in range(1, 9))
HOLIDAYS = (*NEW_YEAR, (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4))
# Days in which a working day is surely found: no stretch of days off is as long.
LONGEST_BREAK = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingYear:
    """A year as it was decreed: `moved` are days off and the days that they were moved to, `declared` further days off."""

    source: str
    moved: Mapping[date, date] = field(default_factory=dict)
    declared: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar: years by their number; one that is not there follows article 112 alone."""

    years: Mapping[int, WorkingYear]
    known: dict[int, Mapping[date, Reason | None]] = field(default_factory=dict, compare=False, repr=False)

    def reason(self, day: date) -> Reason | None:
        """Tell why a day is off; None for a working day."""
        if day.year not in self.known:
            self.known[day.year] = exceptions(day.year, self.years.get(day.year))
        found = self.known[day.year]
        return found[day] if day in found else "weekend" if day.weekday() >= SATURDAY else None

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return self.reason(day) is None

    def nearest(self, day: date, step: timedelta) -> date:
        """Give the first working day from a day on, forwards or backwards; the day itself at the calendar's ends."""
        try:
            return next((found for n in range(LONGEST_BREAK) if self.is_working(found := day + n * step)), day)
        except OverflowError:
            return day

    def after(self, day: date, number: int) -> date:
        """Give the day that many working days after a day, before it where the number is negative; raises OverflowError."""
        step = DAY if number >= 0 else -DAY
        days = (found for n in count(1) if self.is_working(found := day + n * step))
        return next(islice(days, abs(number) - 1, None)) if number else day


def exceptions(year: int, decreed: WorkingYear | None) -> dict[date, Reason | None]:
    """Give the days of a year that are not what their weekday says: why they are off, or None for a weekend that is worked."""
    holidays = [date(year, month, day) for month, day in HOLIDAYS]
    moved = decreed.moved if decreed else {}
    found: dict[date, Reason | None] = {day: None for day in moved if day.year == year}
    found |= dict.fromkeys(decreed.declared if decreed else (), "declared")
    found |= {day: "moved" for day in moved.values() if day.year == year}
    found |= dict.fromkeys(holidays, "holiday")
    for holiday in holidays:
        if holiday.weekday() >= SATURDAY and (holiday.month, holiday.day) not in NEW_YEAR and holiday not in moved:
            found[working_after(holiday, found)] = "moved"
    return found


def working_after(day: date, found: Mapping[date, Reason | None]) -> date:
    """Give the first day after a holiday that is neither off already nor a weekend (article 112, part 2)."""
    return next(day for n in range(1, LONGEST_BREAK) if (day := day + DAY).weekday() < SATURDAY and found.get(day) is None)


@cache
def decreed_years() -> Mapping[int, WorkingYear]:
    """Load the years of `russia.toml`."""
    read = tomllib.loads(files(__package__).joinpath("russia.toml").read_text(encoding="utf-8"))
    return {
        int(year): WorkingYear(source=section["source"], moved={date.fromisoformat(day): to for day, to in section["moved"].items()})
        for year, section in read.items()
    }
