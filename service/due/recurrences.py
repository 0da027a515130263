"""Recurrences: the times of an RFC 5545 rule within some days.

In: a rule without DTSTART, where it begins to count, the days that bound it, the days that are asked for. Out: `Occurrence`s. A rule
without days, «ежеквартально», covers each whole quarter and is due on its last day. What goes on all the time has one occurrence and no
due day.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from dateutil.rrule import rrule, rrulestr

from service.due.frames import Occurrence, Span
from service.due.steps import last_of
from service.due.workdays import DAY

# Parts of a rule that name days; without them it covers whole months or years.
DAYS = ("BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO")
# A weekly rule of more days than these, or of none, goes on all the time, as a daily one does: each time is no line of its own.
MOST_WEEKDAYS = 2
DAYS_OF_WEEK = 7
# A rule without an end is asked for this much at most; twice a week is then the most times that there are.
LONGEST = timedelta(days=20 * 366)
MOST_TIMES = 2_200
# Recurrences that are kept: each takes 0.2 ms to expand for a year. One that has no time in 8,000 years, «30 февраля», takes 0.2 to 1 s.
MOST_KEPT = 1_024


def recurring(text: str, anchor: date, bounds: Span, window: Span) -> tuple[Occurrence, ...]:
    """Give the times of a rule: `anchor` says where its intervals begin to count, `bounds` are its own days or its plan's."""
    last = min(bounds.last, window.last)
    first = max(bounds.first, window.first, last - LONGEST if last - date.min > LONGEST else date.min)
    asked = Span(first, last)
    return kept_times(text, anchor, bounds, asked) if asked.first <= asked.last else ()


@lru_cache(maxsize=MOST_KEPT)
def kept_times(text: str, anchor: date, bounds: Span, asked: Span) -> tuple[Occurrence, ...]:
    """Give the times of a rule; the measures of a plan share a few of them."""
    return tuple(times(text, anchor, bounds, asked))


def times(text: str, anchor: date, bounds: Span, asked: Span) -> Iterator[Occurrence]:
    """Yield the times of a rule; one that is none has no time."""
    if is_steady(text):
        yield Occurrence(asked.first, asked.last, "steady")
        return
    try:
        rule = rrulestr(text, dtstart=datetime(anchor.year, 1, 1))
    except (ValueError, TypeError, OverflowError):
        return
    if any(part in text for part in DAYS):
        step = "weekday" if "BYDAY" in text else "each_day"
        yield from (Occurrence(day, day, "day", (step,)) for day in days_of(rule, asked))
    else:
        yield from periods(text, rule, bounds, asked)


def is_steady(text: str) -> bool:
    """Tell whether a rule goes on all the time: by days, or on most days of each week."""
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    frequency, interval = parts.get("FREQ"), parts.get("INTERVAL", "1")
    if frequency == "WEEKLY":
        return not 1 <= len(parts.get("BYDAY", ",,").split(",")) <= MOST_WEEKDAYS
    return frequency in ("HOURLY", "MINUTELY", "SECONDLY") or (frequency == "DAILY" and interval.isdigit() and int(interval) < DAYS_OF_WEEK)


def days_of(rule: rrule, asked: Span) -> list[date]:
    """Give the days of a rule within some days."""
    days: list[date] = []
    for moment in rule.xafter(datetime.combine(asked.first, datetime.min.time()), count=MOST_TIMES, inc=True):
        if moment.date() > asked.last:
            break
        days.append(moment.date())
    return days


def periods(text: str, rule: rrule, bounds: Span, asked: Span) -> Iterator[Occurrence]:
    """Yield the months or years that a rule without days covers, up to the next time where it names no months."""
    firsts = days_of(rule, Span(date(max(asked.first.year - 1, 1), 1, 1), date(min(asked.last.year + 1, date.max.year), 12, 31)))
    for time in lengths(text, firsts):
        if time.first <= asked.last and time.last >= asked.first:
            step = last_of(time.first, time.last) if time.last <= bounds.last else "period_end"
            yield Occurrence(max(time.first, bounds.first), min(time.last, bounds.last), "period", (step,))


def lengths(text: str, firsts: list[date]) -> Iterator[Span]:
    """Yield each time from its first to its last day; months of a year that follow each other are one time: «ежегодно, II квартал»."""
    yearly = text.startswith("FREQ=YEARLY")
    if "BYMONTH" not in text:
        for first, following in pairwise([*firsts, date.max]):
            yield Span(first, date(first.year, 12, 31) if yearly else following - DAY)
        return
    begin: date | None = None
    for first, following in pairwise([*firsts, date.max]):
        begin = begin or first
        if not yearly or following != month_end(first) + DAY or following.year != first.year:
            yield Span(begin, month_end(first))
            begin = None


def month_end(day: date) -> date:
    """Give the last day of a month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
