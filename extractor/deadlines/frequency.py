"""Frequencies: how often a work is due, as an RFC 5545 recurrence.

In: a wording's form and an offset in it. Out: a `Frequency` or None. To add a shape, write a function with a real
wording as its docstring and put it into `FREQUENCIES`; the first that answers stands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractor.deadlines.tokens import classify
from extractor.months import MONTH_START, WEEKDAY_CODES

# How many units of the second kind make one of the first: 2 раза в год is every 6 months, 2 раза в месяц every 2 weeks.
FINER = {"YEARLY": ("MONTHLY", 12), "MONTHLY": ("WEEKLY", 4), "WEEKLY": ("DAILY", 7), "DAILY": ("DAILY", 1), "HOURLY": ("HOURLY", 1)}
LONGEST_MONTH = 31
LENGTH = {"YEARLY": 365, "MONTHLY": 30, "WEEKLY": 7, "DAILY": 1, "HOURLY": 0}
NUMBER = r"(?:\d{1,2}(?!\d)|один|одного|одной|одну|одна|дв(?:а|е|ух)|тр(?:и|ех)|четыре(?:х)?|пят[ьи]|шест[ьи]|сем[ьи]|десят[ьи])"
UNITS = {
    "учебн\\w+ год\\w*": ("YEARLY", 1), "календарн\\w+ год\\w*": ("YEARLY", 1),
    "полуг\\w*|пол[ -]?года": ("MONTHLY", 6), "год(?:а|у)?(?!\\w)|лет(?!\\w)|г(?!\\w)": ("YEARLY", 1),
    "квартал(?:а|ы|ов|у)?(?!\\w)|кв\\.?(?!\\w)": ("MONTHLY", 3), "(?:учебн\\w+ )?четверт\\w*": ("MONTHLY", 3),
    "триместр\\w*": ("MONTHLY", 4), "семестр\\w*": ("MONTHLY", 6), "месяц(?:а|ев|е|у)?(?!\\w)|мес\\.?(?!\\w)": ("MONTHLY", 1),
    "недел\\w*|нед\\.": ("WEEKLY", 1), "декад\\w*": ("DAILY", 10),
    "(?:рабоч\\w+ |календарн\\w+ )?(?:день|дня|дней|дн\\.|сут\\w+)": ("DAILY", 1),
    "смен\\w+": ("DAILY", 1), "час(?:а|ов)?(?!\\w)": ("HOURLY", 1), "сезон\\w*": ("MONTHLY", 3),
}  # fmt: skip
UNIT = "|".join(UNITS)
UNIT_PATTERNS = tuple((re.compile(pattern), value) for pattern, value in UNITS.items())


@dataclass(frozen=True, slots=True)
class Frequency:
    """A recurrence: `unit` and `interval` as in RFC 5545, the weekdays and the days of the month it falls on."""

    start: int
    end: int
    unit: str
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    rule: str = ""
    plain: bool = False

    def length(self) -> int:
        """Give the time between two recurrences in days, roughly."""
        return LENGTH[self.unit] * self.interval

    def rrule(self, months: tuple[int, ...] = (), days: tuple[int, ...] = ()) -> str:
        """Write the recurrence rule with the months and days of the month it is bound to."""
        parts = [f"FREQ={self.unit}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += ["BYMONTH=" + ",".join(map(str, months))] if months else []
        parts += ["BYMONTHDAY=" + ",".join(map(str, days or self.days))] if days or self.days else []
        parts += ["BYDAY=" + ",".join(self.weekdays)] if self.weekdays else []
        return ";".join(parts)


ADVERBS = (
    (re.compile(r"еже ?полуг\w*|по ?полугод\w*"), "MONTHLY", 6),
    (re.compile(r"еже[ -]?го(?:д ?н\w*|дн\w*|д\b|тн\w*)|из года в год|погодно|по годам"), "YEARLY", 1),
    (re.compile(r"еже[ -]?к ?в\w*(?: ?но)?|поквартально|по кварталам|раз в квартал|(?:во )?все кварталы"), "MONTHLY", 3),
    (re.compile(r"еже[ -]?ме\w*(?: чно)?|помесячно|по месяцам"), "MONTHLY", 1),
    (re.compile(r"еже[ -]?не\w*(?: льно)?|понедельно|по неделям"), "WEEKLY", 1),
    (re.compile(r"еже[ -]?де?кад\w*|подекадно"), "DAILY", 10),
    (re.compile(r"еже[ -]?д ?н\w*(?: но)?|ежесуточно|ежесменно|каждодневно|изо дня в день"), "DAILY", 1),
    (re.compile(r"ежечасно"), "HOURLY", 1),
    (re.compile(r"ежесеместр\w*"), "MONTHLY", 6),
    (re.compile(r"по (?:не)?четным (?:дням|числам)"), "DAILY", 2),
    (re.compile(r"ежечетвертн\w*"), "MONTHLY", 3),
)
TIMES = re.compile(
    rf"(?:(?:но|и) )?(?:не (?:реже|менее|чаще|более)(?: чем)? |минимум |как минимум |до |по )?"
    rf"(?:(?P<count>{NUMBER})(?:-?[хйя](?!\w))? ?(?:(?:-|или|\.\.) ?{NUMBER}(?:-?[хй](?!\w))? ?)?)?(?:раз(?:а|ов|у)?"
    rf"|р\.?(?= ?(?:в |/))) ?(?:в|на|за|во|/) ?"
    rf"(?:течени[ие] |кажд\w+ )?(?:(?P<every>{NUMBER})(?:-?(?:ый|ой|й|го|х|м))?(?: ?- ?{NUMBER})? ?(?=[а-я]))?(?P<unit>{UNIT})"
)
WORKS = re.compile(
    rf"(?:не (?:реже|менее|более)(?: чем)? )?(?P<count>{NUMBER})(?:-?[хйя](?!\w))? (?!раз)[а-я]{{4,}} в "
    r"(?P<unit>год|полугодие|квартал|месяц|неделю)(?!\w)"
)
TWICE = re.compile(
    rf"(?:не (?:реже|менее)(?: чем)? )?(?P<word>однажды|дважды|трижды) (?:в|за) (?:течение )?(?:кажд\w+"
    rf" )?(?P<unit>{UNIT})"
)
EACH = re.compile(
    rf"(?:в |во |на |за |через )?(?:начал[ео] |кон(?:це|ец) |течение |по итогам )?кажд\w+ (?!рабочий день)"
    rf"(?:(?P<every>{NUMBER})(?:-?(?:ый|ой|й|го|х|е))? )?(?P<unit>{UNIT})"
)
WEEKDAY = r"(?:понедельник\w*|вторник\w*|сред(?:а|у|ы|ам|е|ой)|четверг\w*|пятниц\w*|суббот\w*|воскресень\w*|пн|вт|ср|чт|пт|сб|вс)(?!\w)\.?"
ORDINAL = (
    r"(?:(?:перв|втор|трет|четверт|пят)(?:ый|ой|ий|ая|ья|ую|ью|ое|ье|ого|ьего|ом|ьем|ые|ьи|ых|ым|ьим)|последн(?:ий|яя|юю|ее|его|ей|им)|[1-5]"
    r"(?:-?(?:ый|ой|ий|й|я|ю|ая|ую|го|е|ое))?|iv|i{1,3})(?!\w)"
)
LIST = r"(?: ?, ?и | ?[,и/-] ?| )"
NTH_WEEKDAY = re.compile(
    rf"(?:во? |на |по )?(?:кажд\w+ )?(?P<numbers>{ORDINAL}(?:(?: ?, ?| и ){ORDINAL}){{0,4}}) (?:рабоч\w+"
    rf" )?(?P<days>{WEEKDAY}(?:(?: ?, ?| и ){WEEKDAY}){{0,6}})(?: каждого)?(?: ?(?:месяца|(?P<span>квартала|полугодия)))?"
    rf"(?! [а-я]*{MONTH_START})"
)
WEEKDAYS = re.compile(
    rf"(?:(?:во? |на |по )?(?:кажд\w+ )?(?:рабоч\w+ )?(?P<days>{WEEKDAY}(?:{LIST}(?:и |по |кажд\w+"
    rf" )?{WEEKDAY}){{0,6}})(?: еженедельно| каждой недели| недели)?)"
    r"|(?:во? |по )?(?:все )?(?P<work>каждый рабочий день|кроме (?:субботы и воскресенья|выходн\w+(?: и праздничн\w+)?(?: дн\w+)?)"
    r"|рабочи[ехмй]+ дн\w+|будн\w+(?: дн\w+)?)|(?:во? |по )?(?P<free>выходн\w+(?:"
    r" и (?:нерабоч\w+ )?праздничн\w+)?(?: дн\w+)?)"
)
# "окружающей среды", "городскую среду": what is around us is no Wednesday.
SURROUNDINGS = re.compile(r"(?<!кажд)(?:ой|ей|ую|юю|ая) \|сред")
SUFFIX = r"(?: ?-? ?(?:ого|го|е|ое|му|м|х))?"
DAY_OF_MONTH = re.compile(
    rf"(?:в срок )?(?:со? (?P<first>\d{{1,2}}){SUFFIX} (?=по ))?(?:до|не (?:позднее|позже)|к|по|с|на)?"
    rf" ?\"?(?P<days>\d{{1,2}}(?!\d){SUFFIX}\"?(?:(?: ?, ?| и | ?- ?)(?:до )?\d{{1,2}}(?!\d){SUFFIX}){{0,10}})"
    rf" ?(?:-?(?:ого|го|е) )?"
    r"(?:числ\w+|(?:рабочего )?дня|число|(?=кажд\w+ месяца|ежемесячно))(?P<tail>(?:,? ?(?:каждого|текущего"
    r"|следующего|следующих|следующим|следующее|первого|второго|третьего|последнего|очередного|отчетного|отчетным"
    r"|истекшим|истекшего|истекающего|окончания|прошедшим|предыдущего|за|после|месяца|месяцем|месяцев|квартала"
    r"|кварталом|полугодия|полугодием|периода|периодом|года|годом)(?!\w))*)"
)
DASHED = re.compile(r"\d ?- ?\d")
# "ежемесячно до 5-го": the ending says that it is a day of the month.
BARE_DAY = re.compile(r"(?:до|не (?:позднее|позже)|ко?) (?P<day>\d{1,2})-?(?:го|му)(?= ?(?:[,;.)(]|$))")
LAST_DAY = re.compile(
    r"(?:(?:в |до |на |не позднее )?(?:кажд\w+ )?(?:последн|(?P<first>перв))\w+ (?:рабоч\w+ |календарн\w+ )?(?:день|дня|число|числа|дни)"
    r"(?: каждого| текущего| отчетного| следующего)?|(?:до|к) конц[ау] каждого) (?P<unit>месяца|квартала|года)"
)


def read_number(text: str | None) -> int:
    """Give the number of figures, a Roman or a word; 1 where none is printed."""
    if not text:
        return 1
    figures = re.match(r"\d+", text)
    if figures:
        return int(figures.group())
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    if text in roman:
        return roman[text]
    value = classify(text)[1]
    return value[0] if value else 5


def read_unit(text: str) -> tuple[str, int]:
    """Give the unit and interval of a word for a stretch of time."""
    return next(value for pattern, value in UNIT_PATTERNS if pattern.match(text))


def spread(count: int, every: int, unit: str, interval: int) -> tuple[str, int]:
    """Give the recurrence of so many times in so many units: 2 in a year is every 6 months."""
    interval *= max(every, 1)
    while count > 1 and interval % count:
        finer, units = FINER[unit]
        if finer == unit:
            return unit, max(interval // count, 1)
        if interval >= count:
            return unit, interval // count
        unit, interval = finer, interval * units
        if interval >= count:
            return unit, interval // count
    return (unit, interval // count) if count > 1 else (unit, interval)


def every_so_often(form: str, at: int) -> Frequency | None:
    """ежеквартально"""
    for pattern, unit, interval in ADVERBS:
        if found := pattern.match(form, at):
            return Frequency(at, found.end(), unit, interval, plain=True)
    return None


def times_in_span(form: str, at: int) -> Frequency | None:
    """не реже 2 раз в год"""
    if not (found := TIMES.match(form, at)):
        return None
    unit, interval = spread(read_number(found["count"]), read_number(found["every"]), *read_unit(found["unit"]))
    return Frequency(at, found.end(), unit, interval)


def works_in_span(form: str, at: int) -> Frequency | None:
    """4 заседания в год"""
    if not (found := WORKS.match(form, at)):
        return None
    unit, interval = spread(read_number(found["count"]), 1, *read_unit(found["unit"]))
    return Frequency(at, found.end(), unit, interval)


def twice_in_span(form: str, at: int) -> Frequency | None:
    """дважды в год"""
    if not (found := TWICE.match(form, at)):
        return None
    count = {"однажды": 1, "дважды": 2, "трижды": 3}[found["word"]]
    unit, interval = spread(count, 1, *read_unit(found["unit"]))
    return Frequency(at, found.end(), unit, interval)


def each_span(form: str, at: int) -> Frequency | None:
    """каждый квартал"""
    if not (found := EACH.match(form, at)):
        return None
    unit, interval = read_unit(found["unit"])
    return Frequency(at, found.end(), unit, interval * read_number(found["every"]), plain=True)


def on_weekdays_of_month(form: str, at: int) -> Frequency | None:
    """в первую и третью пятницу месяца"""
    if not (found := NTH_WEEKDAY.match(form, at)):
        return None
    numbers = [read_number(text) for text in re.findall(ORDINAL, found["numbers"])]
    days = read_weekdays(found["days"])
    interval = {None: 1, "квартала": 3, "полугодия": 6}[found["span"]]
    return Frequency(at, found.end(), "MONTHLY", interval, tuple(f"{number}{day}" for number in numbers for day in days))


def on_weekdays(form: str, at: int) -> Frequency | None:
    """по понедельникам и четвергам"""
    if not (found := WEEKDAYS.match(form, at)) or SURROUNDINGS.search(form[max(0, at - 8) : at] + "|" + form[at : at + 4]):
        return None
    days = WEEKDAY_CODES[:5] if found["work"] else WEEKDAY_CODES[5:] if found["free"] else read_weekdays(found["days"])
    return Frequency(at, found.end(), "WEEKLY", 1, days)


WEEKDAY_STEMS = (("по", "пн"), ("вт",), ("ср",), ("че", "чт"), ("пя", "пт"), ("су", "сб"), ("во", "вс"))


def read_weekdays(text: str) -> tuple[str, ...]:
    """Give the codes of the weekdays in a list or a range."""
    found = [(weekday_number(day.group()), day.start()) for day in re.finditer(WEEKDAY, text)]
    numbers = [number for number, _ in found]
    if len(numbers) == 2 and re.search(r"\w\.? ?- ?\w|\w по \w", text) and numbers[0] < numbers[1]:
        numbers = list(range(numbers[0], numbers[1] + 1))
    return tuple(WEEKDAY_CODES[number] for number in dict.fromkeys(numbers))


def weekday_number(word: str) -> int:
    """Give a weekday's number from 0, Monday."""
    return next(number for number, stems in enumerate(WEEKDAY_STEMS) if word[:2] in stems)


def by_day_of_month(form: str, at: int) -> Frequency | None:
    """до 10 числа месяца, следующего за отчетным"""
    if not (found := DAY_OF_MONTH.match(form, at)):
        return None
    tail = found["tail"]
    if re.search(r"дня$|день$", form[at : found.start("tail")]) and "месяц" not in tail and "квартал" not in tail:
        return None
    days = tuple(number for text in re.findall(r"\d+", found["days"]) if 1 <= (number := int(text)) <= LONGEST_MONTH)
    first = int(found["first"] or days[0]) if days and (found["first"] or (len(days) == 2 and DASHED.search(found["days"]))) else None
    if first is not None:
        days = tuple(range(first, days[-1] + 1)) or days
    interval = 3 if "квартал" in tail else 6 if "полугод" in tail else 1
    return Frequency(at, found.end(), "MONTHLY", interval, days=days) if days else None


def by_bare_day(form: str, at: int) -> Frequency | None:
    """до 5-го"""
    found = BARE_DAY.match(form, at)
    return Frequency(at, found.end(), "MONTHLY", days=(int(found["day"]),)) if found and 1 <= int(found["day"]) <= LONGEST_MONTH else None


def on_last_day(form: str, at: int) -> Frequency | None:
    """последний рабочий день месяца"""
    if not (found := LAST_DAY.match(form, at)):
        return None
    return Frequency(at, found.end(), "MONTHLY", {"м": 1, "к": 3, "г": 12}[found["unit"][0]], days=(1 if found["first"] else -1,))


FREQUENCIES: tuple[Callable[[str, int], Frequency | None], ...] = (
    every_so_often,
    times_in_span,
    works_in_span,
    twice_in_span,
    each_span,
    on_weekdays_of_month,
    on_weekdays,
    by_day_of_month,
    by_bare_day,
    on_last_day,
)


def is_each_year(frequency: Frequency) -> bool:
    """Tell whether a frequency only says that it goes on from year to year."""
    return frequency.unit == "YEARLY" and frequency.interval == 1


def combined(first: Frequency, second: Frequency) -> Frequency | None:
    """Give one recurrence for two wordings of it ("еженедельно по понедельникам"), or None where they are two."""
    bound, free = (second, first) if second.weekdays or second.days else (first, second)
    if (bound.weekdays or bound.days) and not (free.weekdays or free.days):
        kept = bound.weekdays or free.unit in ("WEEKLY", "DAILY")
        unit, interval = (bound.unit, bound.interval) if kept else (free.unit, free.interval)
        interval = max(interval, free.interval) if unit == free.unit else interval
        return Frequency(first.start, second.end, unit, interval, bound.weekdays, bound.days, first.rule)
    if is_each_year(first) or is_each_year(second) or first.length() == second.length():
        finer = min(first, second, key=Frequency.length)
        return Frequency(first.start, second.end, finer.unit, finer.interval, finer.weekdays, finer.days, finer.rule)
    return None
