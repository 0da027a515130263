"""Days named by their place in a month: "последнее воскресенье мая", "май (1-9)".

In: a wording's form, its tokens, an offset and the context. Out: `Dates`, or None where the month or the year is not
known: then the weekday recurs or the month stands alone. To add a shape, write a function and put it into `NAMED_DAYS`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from extractor.deadlines.completion import Context
from extractor.deadlines.dates import Dates
from extractor.deadlines.frequency import ORDINAL, WEEKDAY, read_number, read_weekdays
from extractor.deadlines.points import Point, is_kind, month
from extractor.deadlines.stretches import Span
from extractor.deadlines.tokens import LONGEST, Token
from extractor.months import WEEKDAY_CODES

WEEKDAY_OF = re.compile(
    rf"(?:во? |на )?(?P<numbers>{ORDINAL}(?:(?: ?, ?| и ){ORDINAL}){{0,4}}) (?P<day>{WEEKDAY})(?! ?(?:кажд\w+ )?(?:месяц|квартал|полугод))"
)
# In a plan of one week "среда" is a day of it; "по средам", "каждая среда" recur.
ONE_WEEKDAY = re.compile(
    r"(?:во? )?(?P<day>понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|пн|вт|ср|чт|пт|сб|вс)(?!\w)"
    r"(?![,./ -]*\d{1,2}(?:\.(?:0[1-9]|1[0-2])(?!\d)| [а-я]))"
)
# The days fill the rest of the wording: "май (1-9)", "Май ⏎ 9", "июнь, 3, 10 и 17".
DAYS_AFTER = re.compile(r"[ ,(]+(?:с )?(?P<days>\d{1,2}(?: ?(?:-|,|и|по) ?\d{1,2}){0,10})(?: ?числ[аео])?[ .)]*$")
# Under a heading that names the month: "до 5 числа" is a day of it unless it says that it recurs.
NUMBERS = re.compile(
    r"(?:(?P<until>до|не позднее|ко?) )?(?:с )?(?P<days>\d{1,2}(?: ?(?:-|по) ?\d{1,2})?) ?(?:(?:-?(?:го|ое|е))? ?числ[аоу]?(?![а-я])"
    r"|-?го(?= ?(?:[,;.)(]|$)))"
    r"(?! ?(?:кажд|ежемес|следующ|месяц|текущ|отчет))"
)


def on_weekday_of_named_month(form: str, tokens: Sequence[Token], places: Mapping[int, int], at: int, context: Context) -> Dates | None:
    """последнее воскресенье мая 2021 года"""
    found = WEEKDAY_OF.match(form, at)
    if not found:
        return None
    place = next((place for start, place in places.items() if found.end() <= start <= found.end() + 1), None)
    named = month(tokens, place) if place is not None else None
    point = named[0] if named else Point(at, found.end(), None, context.month) if context.month else None
    settled = point.settled(context) if point else None
    if settled is None or settled.month is None or settled.year is None:
        return None
    weekday, end = WEEKDAY_CODES.index(read_weekdays(found["day"])[0]), max(settled.end, found.end())
    numbers = [read_number(text) for text in re.findall(ORDINAL, found["numbers"])]
    days = [day for number in numbers if (day := nth_weekday(settled.year, settled.month, weekday, number))]
    points = [replace(settled, start=at, end=end, day=day) for day in days]
    return Dates(at, end, tuple(Span(at, end, point, point) for point in points)) if points else None


def nth_weekday(year: int, month: int, weekday: int, number: int) -> int | None:
    """Give the day of a month's nth weekday (0 is Monday; -1 is the last one), or None where the month has no such day."""
    length = monthrange(year, month)[1]
    days = [day for day in range(1, length + 1) if date(year, month, day).weekday() == weekday]
    return days[number - 1 if number > 0 else number] if number <= len(days) else None


def days_after_month(form: str, tokens: Sequence[Token], places: Mapping[int, int], at: int, context: Context) -> Dates | None:
    """май (1-9)"""
    place = places.get(at)
    if place is None or not is_kind(tokens, place, "month"):
        return None
    token = tokens[place]
    found = DAYS_AFTER.match(form, token.end)
    numbers = [int(text) for text in re.findall(r"\d+", found["days"])] if found else []
    if not found or not numbers or not all(1 <= number <= LONGEST[token.value[0]] for number in numbers):
        return None
    points = [Point(at, found.end(), number, token.value[0]).settled(context) for number in numbers]
    if len(points) == 2 and re.search(r"-|по", found["days"]) and numbers[0] < numbers[1]:
        return Dates(at, found.end(), (Span(at, found.end(), points[0], points[1]),))
    return Dates(at, found.end(), tuple(Span(at, found.end(), point, point) for point in points))


def on_numbers_of_month(form: str, tokens: Sequence[Token], places: Mapping[int, int], at: int, context: Context) -> Dates | None:
    """с 1 по 7 число"""
    found = NUMBERS.match(form, at)
    if not found or context.month is None:
        return None
    days = [int(text) for text in re.findall(r"\d+", found["days"])]
    points = [Point(at, found.end(), day, context.month).settled(context) for day in days if 1 <= day <= LONGEST[context.month]]
    if not points or len(points) != len(days) or points[0].year is None:
        return None
    return Dates(at, found.end(), (Span(at, found.end(), None if found["until"] else points[0], points[-1]),))


def on_day_of_planned_week(form: str, tokens: Sequence[Token], places: Mapping[int, int], at: int, context: Context) -> Dates | None:
    """среда"""
    found = ONE_WEEKDAY.match(form, at)
    day = context.day_of_week(read_weekdays(found["day"])) if found else None
    if not found or not day:
        return None
    point = Point(at, found.end(), day.day, day.month, day.year)
    return Dates(at, found.end(), (Span(at, found.end(), point, point),))


NamedDay = Callable[[str, Sequence[Token], Mapping[int, int], int, Context], Dates | None]
NAMED_DAYS: tuple[NamedDay, ...] = (
    on_weekday_of_named_month,
    days_after_month,
    on_numbers_of_month,
    on_day_of_planned_week,
)
