"""EDTF values: the first and last day that one covers.

In: an Extended Date/Time Format value (ISO 8601-2:2019, levels 0-2). Out: two ISO 8601 days, both inclusive. To add a
part of a year, add its code to `PARTS`.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache

# ISO 8601-2:2019, 4.8: the months that a code in the place of the month covers; 24 (winter) goes on into the next year.
PARTS: dict[int, tuple[int, int]] = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip


@lru_cache(maxsize=10_000)
def bounds(edtf: str) -> tuple[str | None, str | None]:
    """Give the first and last day (ISO 8601, inclusive) that a value covers; None where open, unspecified or no date."""
    first, slash, last = edtf.partition("/")
    start, end = days(first), days(last if slash else first)
    return (start[0].isoformat() if start else None), (end[1].isoformat() if end else None)


def days(value: str) -> tuple[date, date] | None:
    """Give the first and last day of one side of an interval, None where it is open or has unspecified digits."""
    pieces = value.strip("~?%").split("-")
    if not all(piece.isascii() and piece.isdigit() for piece in pieces):
        return None
    year, month, day = [*(int(piece) for piece in pieces), 0, 0][:3]
    try:
        return (date(year, month, day),) * 2 if day else months(year, *month_range(month))
    except (KeyError, ValueError, OverflowError):
        return None


def month_range(month: int) -> tuple[int, int]:
    """Give the first and last month that the place of the month covers: a month, a part of the year, or all of it."""
    if not month:
        return 1, 12
    return (month, month) if month <= 12 else PARTS[month]


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """Give the first and last day of a stretch of months; a month over 12 is one of the next year."""
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    return date(year, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
