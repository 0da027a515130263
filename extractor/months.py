"""Months and weekdays: Russian names of months as patterns and as numbers, the codes of weekdays.

In: nothing (`MONTH`, `MONTH_START` go into the patterns of the stages), or a month's name in the matching form. Out: its number.
"""

# As in RFC 5545, Monday first.
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MONTHS = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь")
# A whole name in any case.
MONTH = r"(?:(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)(?:[ьяюе]|ем)|(?:март|август)(?:[ауе]|ом)?|ма(?:[йяюе]|ем))(?![а-я])"
# How a name or its abbreviation begins: "сент.", "февральский".
MONTH_START = r"(?:янв|фев|март|апр|ма[йяюе]|июн|июл|авг|сен|окт|ноя|дек)"


def month_number(name: str) -> int:
    """Give 1 to 12 for a month's name in any case; raises StopIteration for any other word."""
    return next(number for number, month in enumerate(MONTHS, 1) if name.startswith(month.rstrip("ьй")))
