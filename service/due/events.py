"""Events: the days of relative deadlines, and the dates of events that an act itself gives.

In: a deadline, the dates of events; an act's requisites and clauses. Out: the occurrence counted from its event; dates by codes of events.
A term begins on the day after the event (Civil Code, article 191); one in months ends on the same date, or on the last day of a shorter
month (article 192).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from extractor.deadlines.events import Event, read_event
from extractor.deadlines.force import force_day, force_wording
from service.due.frames import EventDate, Frame, Occurrence, day_of
from service.due.steps import from_event
from service.due.workdays import DAY

Json = Mapping[str, Any]

# ISO 8601, as the extractor and corrections write it; with more digits it is no term of a plan.
OFFSET = re.compile(r"(-?)P(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?")
HOURS_OF_DAY = 24


def counted(deadline: Json, frame: Frame) -> Occurrence | None:
    """Give the time of a relative deadline; None while its event has no date, or where its span can't be counted."""
    event = read_event(deadline["text"], frame.kind)
    known = frame.events.get(event.code)
    if known is None:
        return None
    if not deadline.get("offset"):
        return Occurrence(known.day, known.day, "day", (from_event(known), "on_event"))
    try:
        end, step = end_of_term(known.day, deadline["offset"], event, frame)
    except (ValueError, OverflowError):
        return None
    start = min(end, known.day + DAY) if end >= known.day else end
    return Occurrence(start, end, "period", (from_event(known), step))


def end_of_term(day: date, offset: str, event: Event, frame: Frame) -> tuple[date, str]:
    """Give the last day of a term and the step that counted it; raises ValueError for a span that is none, OverflowError."""
    read = OFFSET.fullmatch(offset)
    if not read:
        raise ValueError(offset)
    sign = -1 if read[1] else 1
    years, months, weeks, days, hours, _minutes = (sign * int(part or 0) for part in read.groups()[1:])
    if event.counts_working and days and not (years or months or weeks):
        return frame.workdays.after(day, days), f"working:{abs(days)}"
    whole = days + sign * (abs(hours) // HOURS_OF_DAY)
    return day + relativedelta(years=years, months=months, weeks=weeks, days=whole), f"count:{offset}"


def is_counted_back(deadline: Json) -> bool:
    """Tell whether a deadline lies before its event; it is never moved nearer to it."""
    return str(deadline.get("offset") or "").startswith("-")


def act_dates(requisites: Json, clauses: Iterable[str]) -> dict[str, EventDate]:
    """Give the dates of events that an act says itself: of its signing, and of its entry into force where that follows from it."""
    signed = day_of(requisites.get("date")) or day_of((requisites.get("approval") or {}).get("date"))
    found = {"signing": EventDate(signed, "act")} if signed else {}
    return found | force_date(requisites.get("kind"), clauses, found)


def force_date(kind: str | None, clauses: Iterable[str], known: Mapping[str, EventDate]) -> dict[str, EventDate]:
    """Give the date of an act's entry into force: "вступает в силу с 1 апреля 2024 года", "… со дня подписания"."""
    for text in clauses:
        if said := force_wording(text):
            day = day_of(force_day(said)) or getattr(known.get(read_event(said, kind).code), "day", None)
            if day:
                return {"entry_into_force": EventDate(day, "clause")}
    return {}
