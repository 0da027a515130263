"""Occurrences: when a deadline falls, a recurring one each time, and on which day it is due.

In: a deadline of a record (JSON), its frame, the days that are asked for. Out: `Occurrence`s. What has no day (continuous, unclear,
relative to an event without a date) has none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from service.due.events import counted, is_counted_back
from service.due.frames import Frame, Occurrence, Span, day_of
from service.due.recurrences import recurring
from service.due.steps import FIXED, direction, last_of, moved
from service.due.workdays import Rule

Json = Mapping[str, Any]

# Days by which the working-day rule may carry a day into, or out of, the days that are asked for.
MARGIN = timedelta(days=31)
# «в последний рабочий день месяца» is a working day whatever the installation decides.
LAST_WORKING = re.compile(r"последн\w+\s+рабоч", re.IGNORECASE)
# Days of one measure that are kept: twenty years of twice a week.
MOST_DAYS = 2_500


def due_days(deadlines: Sequence[Json], frame: Frame, horizon: date) -> Iterator[tuple[int, Occurrence]]:
    """Yield the days on which the deadlines of a measure fall due, each with the deadline's number; recurrences up to the horizon.

    A deadline has each day once.
    """
    count = 0
    for number, deadline in enumerate(deadlines):
        window = Span(date.min, horizon if deadline.get("rrule") else date.max)
        seen: set[date] = set()
        for found in occurrences(deadline, frame, window):
            if found.due and found.due not in seen and found.end <= window.last and count < MOST_DAYS:
                seen.add(found.due)
                count += 1
                yield number, found


def occurrences(deadline: Json, frame: Frame, window: Span) -> tuple[Occurrence, ...]:
    """Give the times of a deadline that touch some days, with the days on which they are due."""
    rule = rule_of(deadline, frame)
    found = (settled(one, frame, rule) for one in unmoved(deadline, frame, wider(window)))
    return tuple(one for one in found if one.touches(window))


def rule_of(deadline: Json, frame: Frame) -> Rule:
    """Give the working-day rule of a deadline: its wording may ask for a working day itself, or lie before an event."""
    if LAST_WORKING.search(deadline.get("text") or ""):
        return "previous"
    return "previous" if frame.rule != "none" and is_counted_back(deadline) else frame.rule


def wider(window: Span) -> Span:
    """Give a window with the margins that days may be moved by."""
    first = window.first - MARGIN if window.first - date.min > MARGIN else date.min
    return Span(first, window.last + MARGIN if date.max - window.last > MARGIN else date.max)


def unmoved(deadline: Json, frame: Frame, window: Span) -> tuple[Occurrence, ...]:
    """Give the times of a deadline as its wording has them."""
    start, end = day_of(deadline.get("start")), day_of(deadline.get("end"))
    if deadline.get("rrule"):
        first, last = start or frame.first, end or frame.last
        anchor = first or frame.anchor
        return recurring(deadline["rrule"], anchor, Span(first or date(anchor.year, 1, 1), last or date.max), window)
    found = single(start, end) or (counted(deadline, frame) if deadline.get("kind") == "relative" else None)
    return (found,) if found else ()


def single(start: date | None, end: date | None) -> Occurrence | None:
    """Give the one time of a deadline with days."""
    if end is None:
        return Occurrence(start, date.max, "open") if start else None
    if start is None:
        return Occurrence(end, end, "day", ("until_day",))
    return Occurrence(start, end, "day", ("named_day",)) if start == end else Occurrence(start, end, "period", (last_of(start, end),))


def settled(one: Occurrence, frame: Frame, rule: Rule) -> Occurrence:
    """Give an occurrence with the day on which it is due."""
    if one.reach not in ("day", "period"):
        return one
    reason = frame.workdays.reason(one.end)
    if rule == "none" or reason is None or one.steps[-1] in FIXED:
        return replace(one, due=one.end)
    return replace(one, due=frame.workdays.nearest(one.end, direction(rule)), steps=(*one.steps, moved(rule, reason)))
