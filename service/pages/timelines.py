"""Timelines: the deadlines of a plan in one year, a row a measure, a column a month; and what has no day beside them.

In: measures of `service.store.overviews`, their plan's frame, a year, today. Out: a `Timeline` for the template, which is a table to a
screen reader.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from service.due.frames import Frame, Occurrence, Span, day_of, year_span
from service.due.occurrences import occurrences, unmoved
from service.store.columns import Json

MONTHS = tuple(range(1, 13))
# Kinds of deadlines that have no day, in the order in which they are listed; what has none of any kind is listed last.
DAYLESS = ("relative", "continuous", "on_demand", "scheduled", "unknown")
ALWAYS = Span(date.min, date.max)
# Years around today that are offered where a plan names none.
MOST_YEARS = 15
# Months that are kept: a row asks for the same twelve as the one before.
MOST_KEPT = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of a row: whether a deadline runs in it, the days that fall due, whether one of them has passed undone."""

    is_covered: bool
    is_steady: bool
    days: tuple[int, ...]
    is_late: bool


EMPTY = Cell(False, False, (), False)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A measure with the times that touch a year, and the day before which what was due is late."""

    measure: Json
    year: int
    occurrences: tuple[Occurrence, ...]
    late: date

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Give its twelve months."""
        return tuple(cell_of(self.occurrences, self.year, month, self.late) for month in MONTHS)

    @property
    def first(self) -> date:
        """Give the first day that falls due, or on which something ends."""
        return min(one.due or one.end for one in self.occurrences)

    @property
    def due(self) -> frozenset[tuple[date, date]]:
        """Give the days of the year that fall due as they are shown, each with the day to which it is moved."""
        shown = ((shown_day(one.due, one.end, self.year), one.due) for one in self.occurrences if one.due)
        return frozenset((day, due) for day, due in shown if day.year == self.year)

    @property
    def is_late(self) -> bool:
        """Tell whether one of its days has passed undone."""
        return any(due < self.late for _day, due in self.due)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A year: its rows in the order of their days, measures without a day by kind, those of other years, and the years there are."""

    year: int
    years: tuple[int, ...]
    rows: tuple[TimelineRow, ...]
    dayless: dict[str, tuple[Json, ...]]
    elsewhere: tuple[Json, ...]


def make_timeline(measures: Sequence[Json], frame: Frame, *, year: int | None, today: date) -> Timeline:
    """Make the timeline of a year, or of the one that is nearest to today."""
    years = years_of(measures, frame, today)
    chosen = year if year is not None else nearest_year(years, today)
    rows = sorted(timeline_rows(measures, chosen, frame, today), key=lambda row: row.first)
    shown = {row.measure["id"] for row in rows}
    rest = [measure for measure in measures if measure["id"] not in shown]
    elsewhere = tuple(measure for measure in rest if any(has_days(deadline, frame) for deadline in measure["deadlines"]))
    return Timeline(chosen, years, tuple(rows), dayless_of(measures, frame), elsewhere)


def nearest_year(years: Iterable[int], today: date) -> int:
    """Give the year that is shown where none is asked for."""
    return min(years, key=lambda year: abs(year - today.year))


def has_days(deadline: Json, frame: Frame) -> bool:
    """Tell whether a deadline stands somewhere on a timeline."""
    return bool(deadline.get("rrule")) or bool(unmoved(deadline, frame, ALWAYS))


def dayless_of(measures: Sequence[Json], frame: Frame) -> dict[str, tuple[Json, ...]]:
    """Give the measures with deadlines without days by kind, those without any deadline as "none"."""
    found: dict[str, list[Json]] = {}
    for measure in measures:
        kinds = {deadline["kind"] for deadline in measure["deadlines"] if not has_days(deadline, frame)}
        for kind in kinds if measure["deadlines"] else {"none"}:
            found.setdefault(kind if kind in (*DAYLESS, "none") else "unknown", []).append(measure)
    return {kind: tuple(found[kind]) for kind in (*DAYLESS, "none") if kind in found}


def years_of(measures: Iterable[Json], frame: Frame, today: date) -> tuple[int, ...]:
    """Give the years that deadlines and the plan's period name, at most so many around today; this year where none is named."""
    days = [
        day for measure in measures for deadline in measure["deadlines"] for name in ("start", "end") if (day := day_of(deadline[name]))
    ]
    events = [event.day for event in frame.events.values()]
    named = {day.year for day in (*days, *events, frame.first, frame.last) if day}
    if not named:
        return (today.year,)
    years = sorted(range(min(named), max(named) + 1), key=lambda year: abs(year - today.year))[:MOST_YEARS]
    return tuple(sorted(years))


def timeline_rows(measures: Iterable[Json], year: int, frame: Frame, today: date) -> Iterator[TimelineRow]:
    """Yield the rows of a year, as printed."""
    span = year_span(year)
    for measure in measures:
        found = tuple(one for deadline in measure["deadlines"] for one in occurrences(deadline, frame, span))
        if found:
            yield TimelineRow(measure, year, found, late_before(measure, today))


def late_before(measure: Json, today: date) -> date:
    """Give the day before which what was due is late: never where it is done."""
    return date.min if measure["status"] == "done" else today


def cell_of(found: Sequence[Occurrence], year: int, month: int, late: date) -> Cell:
    """Give a month of a row."""
    here = month_span(year, month)
    covering = [one for one in found if one.touches(here)]
    if not covering:
        return EMPTY
    due = sorted({(day, one.due) for one in covering if one.due and here.first <= (day := shown_day(one.due, one.end, year)) <= here.last})
    steady = all(one.reach == "steady" for one in covering)
    return Cell(True, steady, tuple(dict.fromkeys(day.day for day, _ in due)), any(moved < late for _, moved in due))


def shown_day(due: date, nominal: date, year: int) -> date:
    """Give the day that stands on the timeline of a year: one that was moved into the next year, or the one before, stands unmoved."""
    return due if due.year == year or nominal.year != year else nominal


@lru_cache(maxsize=MOST_KEPT)
def month_span(year: int, month: int) -> Span:
    """Give the days of a month."""
    first = date(year, month, 1)
    return Span(first, date.fromordinal((date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1))
