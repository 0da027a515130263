"""Points of time: a day, a month, a quarter, a half, a part of a month, a season, a year, a school year.

In: tokens and a place among them. Out: a `Point` as printed, with None for what is left out, and the place after it. To
add a kind of point, write a function and put it into `POINTS`; the first that answers stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractor.deadlines.completion import Context
from extractor.deadlines.edtf import PARTS, bounds
from extractor.deadlines.tokens import LONGEST, Token

# The first and last day of the parts of a month: its decades, its halves.
PARTS_OF_MONTH = ((1, 10), (11, 20), (21, 31), (1, 15), (16, 31))
# How many parts a word counts, and how many stand before them in `PARTS_OF_MONTH`; weeks have no days that are known.
COUNTED = {"decade": (3, 0), "half_month": (2, 3)}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of time as printed: `month` may be a code of EDTF for a part of the year (21-41).

    `part` counts from 1 in `PARTS_OF_MONTH`; `last` says that the last day is meant; `school` that the year begins in September;
    `months` that the first months of the year up to `month` are meant; `shift` counts years after the plan's.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    part: int | None = None
    last: bool = False
    school: bool = False
    months: bool = False
    shift: int | None = None

    def months_covered(self) -> tuple[int, int]:
        """Give the first and last month that the point covers."""
        if self.school:
            return 9, 20
        if self.months:
            return 1, self.month or 12
        return PARTS.get(self.month, (self.month, self.month)) if self.month else (1, 12)

    def settled(self, context: Context) -> "Point":
        """Give the point with the year that the context settles."""
        if self.year is not None:
            month = self.month if self.month and self.month <= 12 else None
            return replace(self, year=context.corrected(self.year, month))
        if self.shift is not None:
            return replace(self, year=context.shifted(self.shift))
        return replace(self, year=context.year(*self.months_covered()))

    def edtf(self) -> str:
        """Give the value: `2021-03-01`, `2021-33`, `XXXX-12`, `2019-09/2020-08`."""
        year = f"{self.year:04}" if self.year is not None else "XXXX"
        if self.school:
            return f"{year}-09/{self.year + 1}-08" if self.year is not None else "XXXX-09/XXXX-08"
        if self.last:
            return self.last_day(year)
        if self.part and self.month:
            first, last = PARTS_OF_MONTH[self.part - 1]
            return f"{year}-{self.month:02}-{first:02}/{year}-{self.month:02}-{min(last, self.month_length()):02}"
        if self.months and self.month:
            return f"{year}-01/{year}-{self.month:02}"
        return year + (f"-{self.month:02}" if self.month else "") + (f"-{self.day:02}" if self.day else "")

    def month_length(self) -> int:
        """Give the number of days of the month, 28 for a February of no known year."""
        if self.year is None:
            return 28 if self.month == 2 else LONGEST[self.month or 1]
        return int((bounds(f"{self.year:04}-{self.month:02}")[1] or "28")[-2:])

    def last_day(self, year: str) -> str:
        """Give the last day that the point covers."""
        month = self.months_covered()[1]
        if month > 12:
            return f"{year}-12"
        return f"{year}-{month:02}-{replace(self, month=month).month_length():02}"


# EDTF's code of the season that goes on into the next year.
WINTER = 24
Found = tuple[Point, int]


def is_kind(tokens: Sequence[Token], place: int, *kinds: str) -> bool:
    """Tell whether the token at a place is of one of the kinds."""
    return place < len(tokens) and tokens[place].kind in kinds


def full_date(tokens: Sequence[Token], place: int) -> Found | None:
    """01.03.2021 г."""
    if not is_kind(tokens, place, "date"):
        return None
    token = tokens[place]
    end = place + 1 + is_kind(tokens, place + 1, "year_word")
    day, month, year = token.value
    return Point(token.start, tokens[end - 1].end, day, month, year), end


def day_and_month(tokens: Sequence[Token], place: int) -> Found | None:
    """«1» марта 2021 года"""
    if is_kind(tokens, place, "daymonth"):
        day, month = tokens[place].value
        return with_year(tokens, place, place + 1, Point(tokens[place].start, tokens[place].end, day, month))
    if not is_kind(tokens, place, "number"):
        return None
    day, after = tokens[place].value[0], place + 1
    if is_kind(tokens, after, "word") and tokens[after].text.startswith("числ"):
        after += 1
    if not is_kind(tokens, after, "month") or not 1 <= day <= LONGEST[tokens[after].value[0]]:
        return None
    return with_year(tokens, place, after + 1, Point(tokens[place].start, tokens[after].end, day, tokens[after].value[0]))


def month(tokens: Sequence[Token], place: int) -> Found | None:
    """март 2021 года"""
    if is_kind(tokens, place, "monthyear"):
        after = place + 1 + is_kind(tokens, place + 1, "year_word")
        number, printed_year = tokens[place].value
        return Point(tokens[place].start, tokens[after - 1].end, None, number, printed_year), after
    if not is_kind(tokens, place, "month"):
        return None
    after = place + 1 + (is_kind(tokens, place + 1, "months"))
    return with_year(tokens, place, after, Point(tokens[place].start, tokens[after - 1].end, None, tokens[place].value[0]))


def quarter_or_half(tokens: Sequence[Token], place: int) -> Found | None:
    """II квартал 2021 года"""
    unit = place + 1 + is_kind(tokens, place + 1, "-")  # "II-кв."
    of_year = is_kind(tokens, unit, "half_month") and is_kind(tokens, unit + 1, "year", "year_word")
    if not is_kind(tokens, place, "number") or not (of_year or is_kind(tokens, unit, "quarter", "half")):
        return None
    first, most = (33, 4) if tokens[unit].kind == "quarter" else (40, 2)
    number = tokens[place].value[0]
    if number == -1:
        number = most
    if not 1 <= number <= most:
        return None
    return with_year(tokens, place, unit + 1, Point(tokens[place].start, tokens[unit].end, None, first + number - 1))


def months_of_year(tokens: Sequence[Token], place: int) -> Found | None:
    """9 месяцев 2021 года"""
    if not is_kind(tokens, place, "number") or not is_kind(tokens, place + 1, "months"):
        return None
    count = tokens[place].value[0]
    if count not in (3, 6, 9, 12) or not (is_kind(tokens, place + 2, "year") or count == 9):
        return None
    return with_year(tokens, place, place + 2, Point(tokens[place].start, tokens[place + 1].end, None, count, months=True))


def part_of_month(tokens: Sequence[Token], place: int) -> Found | None:
    """первая декада марта 2021 года"""
    if not is_part(tokens, place) or not is_kind(tokens, place + 2, "month"):
        return None
    point = Point(tokens[place].start, tokens[place + 2].end, None, tokens[place + 2].value[0], part=part_number(tokens, place))
    return with_year(tokens, place, place + 3, point)


def month_and_part(tokens: Sequence[Token], place: int) -> Found | None:
    """март 2021 года, вторая декада"""
    found = month(tokens, place)
    if not found:
        return None
    at = found[1] + is_kind(tokens, found[1], ",", "(", "-")
    if not is_part(tokens, at) or is_kind(tokens, at + 2, "month") or (number := part_number(tokens, at)) is None:
        return None
    return replace(found[0], end=tokens[at + 1].end, part=number), at + 2


def is_part(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a part of a month is named here: `третья декада`, `2-я половина`, `последняя неделя`."""
    return is_kind(tokens, place, "number") and is_kind(tokens, place + 1, "week", *COUNTED)


def part_number(tokens: Sequence[Token], place: int) -> int | None:
    """Give the part of a month that a number and the word after it name, None for a week."""
    number, (most, before) = tokens[place].value[0], COUNTED.get(tokens[place + 1].kind, (0, 0))
    number = most if number == -1 else number
    return before + number if 1 <= number <= most else None


def sibling_part(part: int, number: int) -> int | None:
    """Give the part of another number among those that are counted with a part: the first decade beside the third."""
    most, before = next((most, before) for most, before in COUNTED.values() if before < part <= before + most)
    return before + number if 1 <= number <= most else None


def edge(tokens: Sequence[Token], place: int) -> Found | None:
    """конец марта 2021 года"""
    if not is_kind(tokens, place, "edge"):
        return None
    at_end = tokens[place].value[0] == 3
    found = read_point(tokens, place + 1)
    if found and (found[0].day or found[0].part):
        return None
    if found and tokens[place].text == "начала" and not found[0].school:
        return replace(found[0], start=tokens[place].start, day=1, month=found[0].months_covered()[0]), found[1]
    if found:
        return replace(found[0], start=tokens[place].start, last=at_end and tokens[place].text in ("конца", "концу")), found[1]
    if at_end and (tail := this_year(tokens, place + 1)):
        return Point(tokens[place].start, tokens[tail[1] - 1].end, 31, 12, shift=tail[0]), tail[1]
    return None


def season(tokens: Sequence[Token], place: int) -> Found | None:
    """весна 2021 года"""
    if not is_kind(tokens, place, "season"):
        return None
    after = place + 1
    if is_kind(tokens, after, "word") and tokens[after].text.startswith(("период", "врем", "сезон")):
        after += 1
    elif tokens[place].text.endswith(("ий", "его", "не", "ее")) and not (
        is_kind(tokens, after, "-", "and", ",") and is_kind(tokens, after + 1, "season")
    ):
        return None
    alone = not place or not is_kind(tokens, place - 1, "-")  # "осенне-зимний период 2024-2025" is a range
    if tokens[place].value[0] == WINTER and alone and (found := split_year(tokens, after)):
        return Point(tokens[place].start, found[0].end, None, WINTER, found[0].year), found[1]
    return with_year(tokens, place, after, Point(tokens[place].start, tokens[after - 1].end, None, tokens[place].value[0]))


def split_year(tokens: Sequence[Token], place: int) -> Found | None:
    """2024-2025 гг."""
    if not is_kind(tokens, place, "year") or not is_kind(tokens, place + 1, "-", "/") or not is_kind(tokens, place + 2, "year", "number"):
        return None
    first, second = tokens[place].value[0], tokens[place + 2].value[0]
    after = place + 3 + is_kind(tokens, place + 3, "year_word")
    return (Point(tokens[place].start, tokens[after - 1].end, None, None, first), after) if (first + 1) % 100 == second % 100 else None


def school_year(tokens: Sequence[Token], place: int) -> Found | None:
    """2020-2021 учебный год"""
    if not is_kind(tokens, place, "year"):
        return None
    after = place + 1
    if is_kind(tokens, after, "-", "/", "and"):
        after += 1
    if not is_kind(tokens, after, "year", "number"):
        return None
    first, second = tokens[place].value[0], tokens[after].value[0]
    split = is_kind(tokens, place + 1, "/") and tokens[after].kind == "year"
    if (second % 100) != (first + 1) % 100 or not (split or is_kind(tokens, after + 1, "school")):
        return None
    after += 1 + is_kind(tokens, after + 1, "school")
    after += is_kind(tokens, after, "year_word")
    return Point(tokens[place].start, tokens[after - 1].end, None, None, first, school=True), after


def year(tokens: Sequence[Token], place: int) -> Found | None:
    """2021 год"""
    if not is_kind(tokens, place, "year"):
        return None
    after = place + 1
    while is_kind(tokens, after, "year_word"):
        after += 1
    return Point(tokens[place].start, tokens[after - 1].end, None, None, tokens[place].value[0]), after


def with_year(tokens: Sequence[Token], place: int, after: int, point: Point) -> Found:
    """Give the point with the year that is printed after it, if any: `2021 г.`, `текущего года`, `года, следующего за отчетным`."""
    closed = is_kind(tokens, after + 2, "year_word") or after + 2 == len(tokens)
    comma = is_kind(tokens, after, ",") and is_kind(tokens, after + 1, "year") and closed
    if is_kind(tokens, after + comma, "year") and not school_year(tokens, after + comma):
        found = year(tokens, after + comma)
        assert found
        if not is_range_of_years(tokens, found[1]):
            return replace(point, end=found[0].end, year=found[0].year), found[1]
    tail = this_year(tokens, after)
    if tail:
        return replace(point, end=tokens[tail[1] - 1].end, shift=tail[0]), tail[1]
    return point, after


def is_range_of_years(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a range of years goes on here (`март 2021 - 2023 годов`)."""
    return is_kind(tokens, place, "-") and is_kind(tokens, place + 1, "year") and not is_kind(tokens, place - 1, "year_word")


THIS_YEAR = ("текущ", "отчетн", "планов", "планируем", "соответствующ", "очередн", "финансов", "календарн", "этого", "данного", "сего")
NEXT_YEAR = ("следующ", "последующ", "будущ")


def this_year(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """Give how many years after the plan's `текущего года` or `года, следующего за отчетным` is, and the place after it."""
    at, shift = place, 0
    while is_kind(tokens, at, "word") and tokens[at].text.startswith(THIS_YEAR + NEXT_YEAR):
        shift |= tokens[at].text.startswith(NEXT_YEAR)
        at += 1
    if not is_kind(tokens, at, "year_word"):
        return None
    at += 1
    follows = at + is_kind(tokens, at, ",")
    if is_kind(tokens, follows, "word") and tokens[follows].text.startswith(NEXT_YEAR):
        shift, at = 1, follows + 1
        while is_kind(tokens, at, "word", "year_word") and (
            tokens[at].text.startswith((*THIS_YEAR, "за")) or tokens[at].kind == "year_word"
        ):
            at += 1
    return shift, at


POINTS: tuple[Callable[[Sequence[Token], int], Found | None], ...] = (
    full_date,
    day_and_month,
    month_and_part,
    month,
    quarter_or_half,
    months_of_year,
    part_of_month,
    edge,
    season,
    school_year,
    year,
)


def read_point(tokens: Sequence[Token], place: int) -> Found | None:
    """Read the point of time that begins at a place, or None."""
    for rule in POINTS:
        if found := rule(tokens, place):
            return found
    return None
