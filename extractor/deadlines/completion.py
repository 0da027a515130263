"""Completion: the year, month or day that a wording leaves out.

In: the plan's period and the headings over the row. Out: `Context`, which gives the year of a month, corrects a
misprinted year where the period settles it, and knows the day or month that a heading names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.deadlines.edtf import bounds
from extractor.months import WEEKDAY_CODES

# A plan longer than this does not settle the year of a month.
LONGEST_PERIOD = 60
# Work on a plan may begin so many months before its period (a school plan's meetings in August).
LEAD_MONTHS = 3
PLAUSIBLE = range(1900, 2101)
WEEK = timedelta(7)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a wording: the period's first and last day, and the month of the heading with its day, or its first and last."""

    first: date | None = None
    last: date | None = None
    month: int | None = None
    days: tuple[tuple[int, int, int | None], ...] = ()

    def year(self, first_month: int, last_month: int | None = None) -> int | None:
        """Give the only year in which these months fall into the period, or None."""
        if not self.first or not self.last or self.last.year - self.first.year > LONGEST_PERIOD:
            return None
        last_month = min(last_month or first_month, 12)
        years = range(self.first.year, self.last.year + 1)
        inside = [
            y
            for y in years
            if (y, last_month) >= (self.first.year, self.first.month) and (y, first_month) <= (self.last.year, self.last.month)
        ]
        if len(inside) == 1:
            return inside[0]
        if inside:
            return None
        return self.first.year if len(years) == 1 else self.year_of_school_plan(first_month)

    def year_of_school_plan(self, month: int) -> int | None:
        """Give the year of a month between two school years: August comes before a plan from September to May, June after it."""
        if not self.first or not self.last or self.last.year != self.first.year + 1 or self.first.month <= self.last.month:
            return None
        return self.first.year if self.first.month - 1 == month else self.last.year

    def corrected(self, year: int, month: int | None = None) -> int:
        """Give the year that must be meant: itself, or the period's where it is a misprint that the period settles."""
        if not self.first or not self.last:
            return year
        early = month is not None and year == self.first.year and month + LEAD_MONTHS < self.first.month
        if year >= self.first.year and year in PLAUSIBLE and not early:
            return year
        settled = self.first.year if self.first.year == self.last.year else self.year(month) if month else None
        if settled is None and year not in PLAUSIBLE:
            settled = self.resembling(year)
        return settled or year

    def day_of_week(self, weekdays: Sequence[str]) -> date | None:
        """Give the day that a weekday (`MO` … `SU`) is in a period of one week, or None."""
        if not self.first or not self.last or len(weekdays) != 1 or self.last - self.first >= WEEK:
            return None
        days = (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))
        return next((day for day in days if WEEKDAY_CODES[day.weekday()] == weekdays[0]), None)

    def resembling(self, year: int) -> int | None:
        """Give the period's only year that differs from the printed one in one figure, or None."""
        if not self.first or not self.last:
            return None
        years = range(self.first.year, min(self.last.year, self.first.year + LONGEST_PERIOD) + 1)
        alike = [y for y in years if sum(a != b for a, b in zip(str(y), str(year), strict=False)) == 1]
        return alike[0] if len(alike) == 1 else None

    def shifted(self, years: int) -> int | None:
        """Give the year so many years after the period's, where the period is of one year."""
        if not self.first or not self.last or self.first.year != self.last.year:
            return None
        return self.first.year + years


def read_span(period: str | None) -> tuple[date | None, date | None]:
    """Give the first and last day of an EDTF period as dates."""
    start, end = bounds(period) if period else (None, None)
    return date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
