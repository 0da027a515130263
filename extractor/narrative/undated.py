"""The time a statement is about; a month or a day without a year takes the year it stands under.

In: a shaded sentence and the time it stands under (EDTF): "В феврале состоялась …" under "за 2021 год" is February 2021.
Out: an EDTF value or None. A new wording without a year is a rule in `RULES`.
"""

import re
from collections.abc import Callable

from extractor.months import month_number
from extractor.narrative.periods import (
    MONTH,
    NOT_THE_TIME,
    QUARTER,
    SCHOOL_YEAR,
    Mention,
    find_relative,
    find_times,
    ordinal,
    with_border,
)
from extractor.records import ActivityStatus

# A day after these belongs to a feast, an act or a border, not to the work.
BOUND_DAY = re.compile(r"(?:\b(?:от|к|ко|на|до|по|с|со|и|или|дню|дня|днем|празднику|праздника|после|перед|накануне|посвящ[а-я]+|-)|,|№) ?$")
ONE_YEAR = re.compile(r"(\d{4})(?:-\d\d(?:-\d\d)?)?(?:/(\d{4})(?:-\d\d(?:-\d\d)?)?)?")
FIRST_SCHOOL_MONTH = 9

Year = Callable[[int], str]


def day_range(found: re.Match[str], year: Year) -> str:
    """с 10 по 20 июня"""
    month = month_number(found.group(3))
    return f"{year(month)}-{month:02}-{int(found.group(1)):02}/{year(month)}-{month:02}-{int(found.group(2)):02}"


def day_to_day(found: re.Match[str], year: Year) -> str:
    """с 15 мая по 15 июня"""
    first, last = month_number(found.group(2)), month_number(found.group(4))
    return f"{year(first)}-{first:02}-{int(found.group(1)):02}/{year(last)}-{last:02}-{int(found.group(3)):02}"


def month_to_month(found: re.Match[str], year: Year) -> str:
    """с марта по май"""
    first, last = month_number(found.group(1) or found.group(2)), month_number(found.group(3))
    return f"{year(first)}-{first:02}/{year(last)}-{last:02}"


def day(found: re.Match[str], year: Year) -> str:
    """12 июля прошла игра"""
    month = month_number(found.group(2))
    return f"{year(month)}-{month:02}-{int(found.group(1)):02}"


def month(found: re.Match[str], year: Year) -> str:
    """в начале сентября"""
    number = month_number(found.group(1))
    return f"{year(number)}-{number:02}"


def quarter(found: re.Match[str], year: Year) -> str:
    """в четвертом квартале"""
    number = min(ordinal(found.group(1)), 4)
    return f"{year(number * 3)}-{32 + number}"


def half_year(found: re.Match[str], year: Year) -> str:
    """в первом полугодии"""
    number = min(ordinal(found.group(1)), 2)
    return f"{year(number * 6)}-{39 + number}"


def months_passed(found: re.Match[str], year: Year) -> str:
    """за 9 месяцев"""
    last = min(int(found.group(1)), 12)
    return f"{year(1)}-01/{year(last)}-{last:02}"


NO_YEAR = r"\b(?! (?:19|20)\d)"
WITHIN = r"(?:(?:перв[а-я]+|втор[а-я]+|третьей|начале|середине|конце|течение|период|декаде|прошлом|текущем|этом) ){0,2}"
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Year], str]], ...] = (
    (re.compile(rf"(?:\bс (?=\d+ по))?(?<![\d.,-])(\d{{1,2}})(?: по | ?- ?)(\d{{1,2}}) {MONTH}{NO_YEAR}"), day_range),
    (re.compile(rf"\bс (\d{{1,2}}) {MONTH} по (\d{{1,2}}) {MONTH}{NO_YEAR}"), day_to_day),
    (re.compile(rf"\b(?:с {MONTH} по|(?:в|за|на) {MONTH} ?-) ?{MONTH}{NO_YEAR}"), month_to_month),
    (re.compile(rf"(?<![\d.,])([1-9]|[12]\d|3[01]) {MONTH}{NO_YEAR}"), day),
    (re.compile(rf"\b(?:в|во|за|на) {WITHIN}{MONTH}{NO_YEAR}"), month),
    (re.compile(rf"\b(?:в|во|за|на) {QUARTER} квартал[а-я]*{NO_YEAR}"), quarter),
    (re.compile(rf"\b(?:в|во|за|на) (i{{1,2}}|[12]|перв[а-я]+|втор[а-я]+)(?:-?(?:е|ое|м|ом|го))? полугоди[а-я]+{NO_YEAR}"), half_year),
    (re.compile(rf"\bза (\d{{1,2}})(?:-?ти)? месяц[а-я]*{NO_YEAR}"), months_passed),
)  # fmt: skip
NAMED = re.compile(rf"{MONTH}\b|квартал|полугоди|месяц")


def year_reader(above: str | None) -> Year | None:
    """Give how a month finds its year under `above`; None where `above` names none, or several calendar years."""
    if school := SCHOOL_YEAR.fullmatch(above or ""):
        return lambda month: school.group(1 if month >= FIRST_SCHOOL_MONTH else 2)
    one = ONE_YEAR.fullmatch(above or "")
    if one is None or one.group(2) not in (None, one.group(1)):
        return None
    return lambda _: one.group(1)


def read_period(shaded: str, span: tuple[int, int], above: str | None, status: ActivityStatus, *, told: str | None) -> str | None:
    """Read the time of the statement at `span`; `above` is the time it stands under, `told` the one that is reported on."""
    (start, end), borders = span, status == "planned"
    for times in (find_times(shaded, borders=borders), find_undated(shaded, above, borders=borders)):
        inside = [time for time in times if start <= time.start < end]
        before = [time for time in times if time.start < start]
        if inside or before:
            return (inside or before[::-1])[0].edtf
    return find_relative(shaded, told) or above


def find_undated(shaded: str, above: str | None, *, borders: bool = False) -> list[Mention]:
    """Give the times without a year that the words name, in order, with the year of `above`; `borders` as in `find_times`."""
    year = year_reader(above)
    if year is None or not NAMED.search(shaded):
        return []
    found: list[Mention] = []
    for pattern, read in RULES:
        for match in pattern.finditer(shaded):
            mention = Mention(match.start(), match.end(), read(match, year))
            mention = with_border(shaded, mention) if borders else mention
            if all(mention.end <= other.start or mention.start >= other.end for other in found) and is_free(shaded, mention, read is day):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def is_free(shaded: str, mention: Mention, is_day: bool) -> bool:
    """Tell whether the time is that of the work, not of a feast, an act or a comparison."""
    before = shaded[max(0, mention.start - 60) : mention.start]
    return mention.edtf.startswith("..") or not (BOUND_DAY if is_day else NOT_THE_TIME).search(before)
