"""Frames: what the deadlines of a plan are resolved in.

In: nothing. Out: `Frame`, the days of a plan, the dates of events, the working-day rule; `Span`s of days; `Occurrence`, one time of a
deadline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from extractor.deadlines import bounds
from service.due.workdays import Rule, Workdays, decreed_years

Reach = Literal["day", "period", "open", "steady"]
# Where the date of an event comes from: a person, the act's own requisites, or what the act says of its entry into force.
Source = Literal["entered", "act", "clause"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What an installation decides: the working-day rule, and its calendar."""

    rule: Rule
    workdays: Workdays


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class EventDate:
    """The day of an event, and who says so."""

    day: date
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds a deadline: `first` and `last` are the plan's days, `anchor` is where a recurrence begins that nothing else dates.

    `events` has the dates of events by their codes (`extractor.deadlines.events`), `kind` is that of the document.
    """

    anchor: date
    first: date | None = None
    last: date | None = None
    kind: str | None = None
    events: Mapping[str, EventDate] = field(default_factory=dict)
    rule: Rule = "none"
    workdays: Workdays = field(default_factory=lambda: Workdays(decreed_years()))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time: its first and last day (inclusive) as the wording has them.

    `reach` tells a day, a period, one without an end, or what goes on all the time. `due` is the day by which something is to be ready,
    moved where the working-day rule moves it; None where nothing is. `steps` are the rules that gave it (`service.due.steps`).
    """

    start: date
    end: date
    reach: Reach
    steps: tuple[str, ...] = ()
    due: date | None = None

    def touches(self, span: Span) -> bool:
        """Tell whether it runs, or falls due, in some days."""
        first, last = min(self.start, self.due or self.start), max(self.end, self.due or self.end)
        return first <= span.last and last >= span.first


def make_frame(period: str | None, *, anchor: date, kind: str | None = None, events: Mapping[str, EventDate], setting: Setting) -> Frame:
    """Make the frame of a plan with a period (EDTF)."""
    first, last = plan_span(period)
    return Frame(anchor=anchor, first=first, last=last, kind=kind, events=events, rule=setting.rule, workdays=setting.workdays)


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
