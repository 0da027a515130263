"""Date and number of an act as printed: "«17» марта 2005 г. № 121", "от 17.03.2005 N 451-р".

In: printed lines. Out: the date as ISO 8601 and the number as printed; blanks ("«__» ____ 20__ г.") give nothing.
"""

import re
from datetime import date

from extractor.months import MONTH, month_number
from extractor.text import matching_form

# Runs of blanks are bounded: forms print some twenty underscores, hostile text prints thousands.
GAP = r"[ _]{0,40}"
YEAR = r"(?P<year{0}>(?:19|20) ?_{{0,4}}\d ?\d(?!\d)|\d\d(?= ?_{{0,4}}(?:г|$)))"
DATE = re.compile(
    rf"(?<![\d.])(?P<day1>[0-3]?\d){GAP}\"?{GAP}(?P<month1>{MONTH}){GAP},?{GAP}{YEAR.format(1)}"
    r"|(?<![\d.])(?P<day2>[0-3]?\d) ?\"? ?[./-] ?(?P<month2>[01]?\d) ?[./-] ?(?P<year2>(?:19|20)\d\d|\d\d)(?!\d|\.\d)"
    rf"|\"{GAP}(?P<day3>[0-3]?\d){GAP}\"[ _./]{{0,40}}(?P<month3>[01]\d)[ _./]{{0,40}}(?P<year3>(?:19|20)\d\d)(?!\d)"
)
NUMBER = re.compile(
    r"(?:№|(?<![a-zа-я])no?\.?(?![a-zа-я])) ?_*\"? ?"
    r"(?P<number>(?:[а-яa-z]{1,6}[-/. ]?)?\d[^\s,;)\"_]*(?: ?[-/] ?(?=[а-яa-z\d])[^\s,;)\"_]{1,12})?)"
)


def read_date(text: str) -> tuple[str, int, int] | None:
    """Give the first full date in the text as (ISO 8601, start, end); None where none is printed or a part is blank."""
    for found in DATE.finditer(matching_form(text)):
        parts = [(found.group(f"day{n}"), found.group(f"month{n}"), found.group(f"year{n}")) for n in (1, 2, 3)]
        day, month, year = next(part for part in parts if part[0])
        whole = calendar_date(day, month, year)
        if whole:
            return whole, found.start(), found.end()
    return None


def calendar_date(day: str, month: str, year: str) -> str | None:
    """Give the ISO date of printed day, month (digits or a word) and year (two or four digits)."""
    years = int(re.sub(r"[ _]", "", year))
    number = int(month) if month.isdigit() else month_number(month)
    try:
        return date(years + 2000 if years < 100 else years, number, int(day)).isoformat()
    except ValueError:
        return None


def read_number(text: str) -> tuple[str, int, int] | None:
    """Give the first number after № or N as (number as printed, start, end)."""
    found = NUMBER.search(matching_form(text))
    if not found:
        return None
    start, end = found.span("number")
    printed = text[start:end].rstrip('.:»"”')
    return re.sub(r"\s*([-/])\s*", r"\1", printed), start, start + len(printed)
