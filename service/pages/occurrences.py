"""Occurrences: when in a year a deadline falls, a recurring one each time.

In: a deadline of a record (JSON), a year, the days of its plan. Out: `Occurrence`s. What has no day (relative, continuous, unclear)
has none and is shown beside the timeline. A recurrence without days, «ежеквартально», covers each whole quarter and is due on its last day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from dateutil.rrule import rrule, rrulestr

from extractor.deadlines import bounds
from service.store.columns import Json

Reach = Literal["day", "period", "open", "steady"]
DAY = timedelta(days=1)
# A recurrence of which each time is no line of its own: it goes on all the time.
STEADY = ("FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=DAILY", "FREQ=WEEKLY")
# Parts of a rule that name days; without them it covers whole months or years.
DAYS = ("BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO")
# Times of one rule in a year: every working day is 261.
MOST_TIMES = 400
# Recurrences that are kept: each takes 0.2 ms to expand.
MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time: the first and last day (inclusive); `reach` tells a day, a period, one without an end, or what goes on all the time."""

    start: date
    end: date
    reach: Reach

    @property
    def is_due(self) -> bool:
        """Tell whether something is to be ready on the last day."""
        return self.reach in ("day", "period")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both inclusive."""

    first: date
    last: date


def year_span(year: int) -> Span:
    """Give the days of a year."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def plan_span(period: str | None) -> tuple[date | None, date | None]:
    """Give the first and last day of a plan's period (EDTF), None where it has none."""
    start, end = bounds(period) if period else (None, None)
    return day_of(start), day_of(end)


def day_of(text: str | None) -> date | None:
    """Read a day in ISO 8601; None for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def occurrences(deadline: Json, year: int, period: tuple[date | None, date | None]) -> tuple[Occurrence, ...]:
    """Give when in a year a deadline falls; `period` are the days of its plan, which bound a recurrence without days of its own."""
    start, end = day_of(deadline.get("start")), day_of(deadline.get("end"))
    whole = year_span(year)
    if deadline.get("rrule"):
        first, last = start or period[0], end or period[1]
        within = Span(max(first or whole.first, whole.first), min(last or whole.last, whole.last))
        return kept_times(deadline["rrule"], first or whole.first, within) if within.first <= within.last else ()
    return (found,) if (found := single(start, end)) and found.start <= whole.last and found.end >= whole.first else ()


def single(start: date | None, end: date | None) -> Occurrence | None:
    """Give the one time of a deadline with days."""
    if end:
        return Occurrence(start or end, end, "day" if start in (None, end) else "period")
    return Occurrence(start, date.max, "open") if start else None


@lru_cache(maxsize=MOST_KEPT)
def kept_times(text: str, anchor: date, within: Span) -> tuple[Occurrence, ...]:
    """Give the times of a recurrence; the measures of a plan share a few of them."""
    return tuple(times(text, anchor, within))


def times(text: str, anchor: date, within: Span) -> Iterator[Occurrence]:
    """Yield the times of a recurrence within some days; a rule that is none has no time."""
    if text.startswith(STEADY):
        yield Occurrence(within.first, within.last, "steady")
        return
    try:
        rule = rrulestr(text, dtstart=datetime(anchor.year, 1, 1))
    except ValueError:
        return
    if any(part in text for part in DAYS):
        yield from (Occurrence(day, day, "day") for day in days_of(rule, within))
    else:
        yield from periods(text, rule, within)


def days_of(rule: rrule, within: Span) -> list[date]:
    """Give the days of a rule within some days."""
    found = rule.xafter(datetime.combine(within.first, datetime.min.time()), count=MOST_TIMES, inc=True)
    days: list[date] = []
    for moment in found:
        if moment.date() > within.last:
            break
        days.append(moment.date())
    return days


def periods(text: str, rule: rrule, within: Span) -> Iterator[Occurrence]:
    """Yield the months or years that a rule without days covers, up to the next time where it names no months."""
    begin = date(within.first.year - 1, 1, 1)
    firsts = days_of(rule, Span(begin, date(within.last.year + 1, 12, 31)))
    yearly = text.startswith("FREQ=YEARLY")
    for first, following in pairwise([*firsts, date.max]):
        end = year_span(first.year).last if yearly and "BYMONTH" not in text else month_end(first) if "BYMONTH" in text else following - DAY
        if first <= within.last and end >= within.first:
            yield Occurrence(max(first, within.first), min(end, within.last), "period")


def month_end(day: date) -> date:
    """Give the last day of a month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
