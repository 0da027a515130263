"""Times in words: periods, deadlines and recurrences as a reader expects them.

In: EDTF (ISO 8601-2), a deadline as the record format has it, an RRULE (RFC 5545). Out: text in the user's language; what has no words here
stays as it is written. To name a further part of a year, add its code to `PART_NAMES`; a further recurrence, a line in `REPEATS`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from babel.dates import format_date, get_day_names, get_month_names

from extractor.messages import chosen_language
from service.pages.formats import day
from service.pages.texts import _
from service.store.columns import Json

POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)")
SCHOOL_YEAR = re.compile(r"(\d{4})-09/(\d{4})-08")
DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")
# Side of an interval that is open (ISO 8601-2, 4.4).
OPEN = frozenset({"", ".."})
DAYS_OF_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

PART_NAMES: Mapping[int, Callable[[], str]] = {
    21: lambda: _("весна"),
    22: lambda: _("лето"),
    23: lambda: _("осень"),
    24: lambda: _("зима"),
    33: lambda: _("I квартал"),
    34: lambda: _("II квартал"),
    35: lambda: _("III квартал"),
    36: lambda: _("IV квартал"),
    37: lambda: _("первая треть года"),
    38: lambda: _("вторая треть года"),
    39: lambda: _("последняя треть года"),
    40: lambda: _("I полугодие"),
    41: lambda: _("II полугодие"),
}
KINDS: Mapping[str, Callable[[], str]] = {
    "calendar": lambda: _("по календарю"),
    "recurring": lambda: _("повторяется"),
    "continuous": lambda: _("постоянно"),
    "on_demand": lambda: _("по мере необходимости"),
    "scheduled": lambda: _("по графику"),
    "relative": lambda: _("от события"),
    "unknown": lambda: _("не разобран"),
}
REPEATS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("YEARLY", "1"): lambda: _("каждый год"),
    ("YEARLY", "2"): lambda: _("раз в два года"),
    ("YEARLY", "3"): lambda: _("раз в три года"),
    ("YEARLY", "5"): lambda: _("раз в пять лет"),
    ("MONTHLY", "1"): lambda: _("каждый месяц"),
    ("MONTHLY", "2"): lambda: _("раз в два месяца"),
    ("MONTHLY", "3"): lambda: _("каждый квартал"),
    ("MONTHLY", "6"): lambda: _("каждые полгода"),
    ("WEEKLY", "1"): lambda: _("каждую неделю"),
    ("WEEKLY", "2"): lambda: _("раз в две недели"),
    ("DAILY", "1"): lambda: _("каждый день"),
}
SPANS: tuple[Callable[[], str], ...] = (lambda: _("г."), lambda: _("мес."), lambda: _("нед."), lambda: _("дн."), lambda: _("ч"))


def period(value: str | None) -> str:
    """Write an EDTF value: 2021–2023, апрель 2022, I полугодие 2023; an open side is shown by dots."""
    if not value:
        return ""
    school = SCHOOL_YEAR.fullmatch(value)
    if school:
        return _("{years} учебный год").format(years="–".join(school.groups()))
    first, slash, last = value.partition("/")
    if not slash:
        return point(first)
    narrow = all(side.isdigit() for side in (first, last))
    return ("–" if narrow else " – ").join("…" if side in OPEN else point(side) for side in (first, last))


def point(text: str) -> str:
    """Write one side of an EDTF interval; what leaves digits open stays as it is."""
    found = POINT.fullmatch(text)
    if not found:
        return text
    year, month, number, doubt = found.groups()
    told = day(f"{year}-{month}-{number}") if number else f"{month_name(int(month))} {year}" if month else year
    return f"{_('около')} {told}" if doubt else told


def month_name(number: int) -> str:
    """Name what stands in the place of the month: a month, or a part of the year."""
    named = PART_NAMES.get(number)
    return named() if named else str(get_month_names("wide", "stand-alone", chosen_language())[number])


def deadline_reading(deadline: Json) -> str:
    """Say what was made of a deadline: its days, or its kind with what is known of it."""
    told = ", ".join(part for part in (recurrence(deadline.get("rrule")), distance(deadline.get("offset")), days_of(deadline)) if part)
    if told and deadline["kind"] == "calendar":
        return told
    kind = KINDS[deadline["kind"]]()
    return f"{kind}: {told}" if told else kind


def days_of(deadline: Json) -> str:
    """Write the days of a deadline; a single day once."""
    start, end = deadline.get("start"), deadline.get("end")
    if start and end and start != end:
        return f"{day(start)} – {day(end)}"
    if end:
        return day(end) if start else _("до {day}").format(day=day(end))
    return _("с {day}").format(day=day(start)) if start else ""


def recurrence(rule: str | None) -> str:
    """Say how often and on which days a rule repeats."""
    if not rule:
        return ""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    often = REPEATS.get((parts.get("FREQ", ""), parts.get("INTERVAL", "1")))
    return ", ".join((often(), *repeated_days(parts))) if often else rule


def repeated_days(parts: Mapping[str, str]) -> Iterator[str]:
    """Yield the days, months and weekdays of a recurrence."""
    months, numbers = parts.get("BYMONTH", ""), parts.get("BYMONTHDAY", "")
    if months.isdigit() and numbers.isdigit():
        # 2000 is a leap year, so that the 29th of February is a day of it.
        yield format_date(date(2000, int(months), int(numbers)), "d MMMM", chosen_language())
    else:
        if months:
            yield run_of([int(month) for month in months.split(",")], month_name)
        if numbers:
            yield _("последний день") if numbers == "-1" else _("число: {numbers}").format(numbers=numbers.replace(",", ", "))
    if parts.get("BYDAY"):
        named = parts["BYDAY"].split(",")
        if all(name in DAYS_OF_WEEK for name in named):
            yield run_of([DAYS_OF_WEEK.index(name) for name in named], weekday_name)
        else:
            yield ", ".join(weekday_of_month(name) for name in named)


def run_of(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Name numbers, as a range where more than two follow each other."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{name(numbers[0])} – {name(numbers[-1])}"
    return ", ".join(name(number) for number in numbers)


def weekday_name(number: int) -> str:
    """Name a day of the week, 0 is Monday."""
    return str(get_day_names("wide", "stand-alone", chosen_language())[number])


def weekday_of_month(text: str) -> str:
    """Name a weekday with its place in the month: 2WE is среда (2-й раз в месяце), -1FR пятница (последний раз в месяце)."""
    name, place = weekday_name(DAYS_OF_WEEK.index(text[-2:])), text[:-2].lstrip("+")
    told = _("последний раз в месяце") if place == "-1" else _("{number}-й раз в месяце").format(number=place)
    return f"{name} ({told})" if place else name


def distance(duration: str | None) -> str:
    """Write an ISO 8601 duration: 10 дн., 1 мес.; one that leads back says so."""
    found = DURATION.fullmatch(duration or "")
    if not found:
        return duration or ""
    told = " ".join(f"{int(number)} {unit()}" for number, unit in zip(found.groups()[1:], SPANS, strict=True) if number)
    return _("за {span}").format(span=told) if found[1] else told
