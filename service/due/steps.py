"""Steps: the rules by which a day was found, as short texts that are stored beside it.

In: what a rule knows. Out: a step, "quarter_end", "event:2024-03-12:act", "moved_next:holiday"; and its code and values again. What each
says to people stands in the message catalogues, `due_<code>`.
"""

from datetime import date, timedelta

from service.due.frames import EventDate
from service.due.workdays import DAY, Reason, Rule

# Days that a wording names themselves, or that an event falls on: no term runs out, so the working-day rule does not move them.
FIXED = frozenset({"named_day", "weekday", "on_event"})
# Whole stretches of months that have a name of their own for their last day.
STRETCHES = {1: "month_end", 3: "quarter_end", 6: "half_end", 12: "year_end"}


def last_of(start: date, end: date) -> str:
    """Name the last day of a period: of a month, a quarter, a half-year, a year, or of any other."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    is_whole = start.day == 1 and (end + DAY).day == 1 and months in STRETCHES and (start.month - 1) % months == 0
    return STRETCHES[months] if is_whole else "period_end"


def from_event(event: EventDate) -> str:
    """Name the day that is counted from."""
    return f"event:{event.day.isoformat()}:{event.source}"


def moved(rule: Rule, reason: Reason) -> str:
    """Name the move to the working day before or after a day off."""
    return f"moved_{rule}:{reason}"


def read_step(step: str) -> tuple[str, list[str]]:
    """Give a step's code and its values."""
    code, *values = step.split(":")
    return code, values


def direction(rule: Rule) -> timedelta:
    """Give the step from a day off towards the working day that a rule asks for."""
    return -DAY if rule == "previous" else DAY
