"""Spans from an event: "в течение 10 дней со дня подписания", with their ISO 8601 duration.

In: a wording's form and an offset. Out: the end of the wording and the duration from the event, negative before it. To
add a shape, add a function to `SPANS` with a real wording as its docstring.
"""

import re
from collections.abc import Callable

from extractor.deadlines.clock import DATE_AFTER
from extractor.deadlines.frequency import NUMBER, read_number

COUNT = (
    rf"(?:(?P<count>{NUMBER}|\d{{1,3}}|двенадцати|четырнадцати|пятнадцати|двадцати|тридцати|двадцать|тридцать"
    rf"|пятнадцать|девяти|восьми)"
    r"(?: ?-?(?:ти|х|и|ми|дневн\w*))? ?(?:\([а-я ]+\) ?)?)"
)
LENGTH = (
    r"(?:(?:рабоч|календарн|банковск|раб\.|кал\.)\w* ?)?"
    r"(?P<unit>дн(?:ей|я|и|ю|\.)|день|сут\w+|недел\w+|месяц\w*|год(?:а|у)?(?!\w)|лет(?!\w)|час\w*|минут\w*)"
)
STEMS = {"дн": "D", "де": "D", "су": "D", "не": "W", "ме": "M", "го": "Y", "ле": "Y", "ча": "H", "ми": "m", "кв": "Q"}
WITHIN = re.compile(
    r"(?:в срок(?=,? не |,? до ),? ?)?(?:в ?течени[еия]|в теч\.?|не (?:позднее|позже|более|превышающ\w+)(?: чем)?(?: через)?"
    rf"|через|спустя|до|по истечении) {COUNT}{LENGTH}"
)
ONE = re.compile(
    r"(?:в ?течени[еия]|через|спустя|по истечении) (?:одного |одной |одних )?(?:рабочего |календарного )?"
    r"(?:(?P<unit>дня|суток|недел\w+|месяца|месяц|часа|день|неделю)(?! \d)|(?P<year>года)(?= (?:со? |после |от |до |дня )))"
)
ADJECTIVE = re.compile(
    r"(?:не (?:позднее|позже)(?: чем)? )?(?:в |\()?(?P<count>\d{1,3}|одно|двух|трех|четырех|пяти|шести|семи|восьми"
    r"|девяти|десяти|двенадцати|пятнадцати|двадцати|тридцати)"
    r" ?-? ?(?:ти|х|и|ми)? ?-? ?(?P<unit>дневн\w+|недельн\w+|месячн\w+|часово\w+|годичн\w+) срок\w*"
)
ADJECTIVE_ONE = re.compile(r"(?:не (?:позднее|позже)(?: чем)? )?в (?P<unit>месячный|недельный|суточный|годичный|квартальный) срок")
AHEAD = re.compile(
    rf"(?:(?P<sure>не (?:позднее|позже|менее),? чем )|не (?:позднее|позже|менее) )?за (?:{COUNT})?{LENGTH}(?(sure)| (?=до|перед))"
)
BARE = re.compile(rf"{COUNT}{LENGTH}(?= со? |$| после)")


def duration(count: int, unit: str, *, ahead: bool = False) -> str:
    """Write an ISO 8601 duration of so many units, negative where it is counted back from the event."""
    letter = STEMS[unit[:2]]
    if letter == "Q":
        count, letter = count * 3, "M"
    time = "T" if letter in "Hm" else ""
    return f"{'-' if ahead else ''}P{time}{count}{letter.upper()}"


def within(form: str, at: int) -> tuple[int, str] | None:
    """в течение 10 рабочих дней со дня подписания"""
    found = WITHIN.match(form, at)
    if not found or DATE_AFTER.match(form, found.end()):  # "до 12 часов 5 мая" is a time of a day
        return None
    ahead = form.startswith(" до ", found.end())
    return found.end(), duration(read_number(found["count"]), found["unit"], ahead=ahead)


def within_one(form: str, at: int) -> tuple[int, str] | None:
    """в течение месяца со дня получения"""
    found = ONE.match(form, at)
    return (found.end(), duration(1, found["unit"] or found["year"])) if found else None


def in_days_term(form: str, at: int) -> tuple[int, str] | None:
    """в трехдневный срок"""
    found = ADJECTIVE.match(form, at)
    if not found:
        return None
    count = 1 if found["count"] == "одно" else read_number(found["count"])
    return found.end(), duration(count, found["unit"])


def in_month_term(form: str, at: int) -> tuple[int, str] | None:
    """в месячный срок"""
    found = ADJECTIVE_ONE.match(form, at)
    return (found.end(), duration(1, found["unit"])) if found else None


def ahead_of(form: str, at: int) -> tuple[int, str] | None:
    """за 10 дней до заседания"""
    found = AHEAD.match(form, at)
    return (found.end(), duration(read_number(found["count"]), found["unit"], ahead=True)) if found else None


def bare_span(form: str, at: int) -> tuple[int, str] | None:
    """3 дня со дня обращения"""
    found = BARE.match(form, at)
    return (found.end(), duration(read_number(found["count"]), found["unit"])) if found else None


SPANS: tuple[Callable[[str, int], tuple[int, str] | None], ...] = (within, within_one, in_days_term, in_month_term, ahead_of, bare_span)
