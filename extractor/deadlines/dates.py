"""Dates as clerks string them together: one, a range, a list, with "до", "с … по …", "в течение".

In: a wording's tokens and a place among them. Out: `Dates`, a tuple of `Span`s with the place after them. A bare number
takes the month or quarter of the date after it ("18, 19 и 25 сентября"), a bare month or quarter the year.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.deadlines.completion import Context
from extractor.deadlines.points import Point, is_kind, read_point
from extractor.deadlines.tokens import Token

# No cell lists more dates than this; what follows is read as a list of its own.
LONGEST_LIST = 400
# A longer run of bare numbers and marks is no list of days of a month.
LONGEST_RUN = 80
IN_RUN = frozenset(("number", ",", "-", "and", "through", "/"))
BEFORE = re.compile(
    r"(?:(?:в )?срок\w*(?: исполнения| выполнения)?(?: -|:|,)? ?)?(?:но )?(?:до|не (?:позднее|позже)(?: чем)?(?:"
    r" до)?|ранее|ко?|по|до наступления) +(?=[\d\"а-яiіl|])"
)
FROM = re.compile(
    r"(?:в (?:период|срок|сроки)(?: времени)? |на период |период |на срок |начиная |сроком )?(?:со?|после|не"
    r" ранее(?: чем)?|от) +(?=[\d\"а-яiіl|])"
)
PLAIN = re.compile(
    r"(?:(?:(?:в|за|на) ?(?:течении|течение|теч\.?)|на протяжении) (?:всего )?|(?:в|на|за)(?: весь)? период |на"
    r" срок |во? |на |за |весь |с )(?=[\d\"а-яiіl|])"
    r"|(?:срок\w*|дата|даты|период)(?: -|:) ?(?=[\d\"а-яiіl|])"
)
PREFIXES = (("before", BEFORE), ("from", FROM), ("plain", PLAIN))


@dataclass(frozen=True, slots=True)
class Item:
    """A point in a list, or a bare number that waits for its month (`point` None): its prefix and the link before it."""

    start: int
    end: int
    prefix: str
    link: str
    point: Point | None
    number: int = 0
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A time as printed: from `lower` to `upper`; one of them is None where the time is open."""

    start: int
    end: int
    lower: Point | None
    upper: Point | None

    def settled(self, context: Context) -> "Span":
        """Give the span with its years settled by the context; a range over New Year goes on in the next year."""
        lower, upper = self.lower, self.upper
        if lower is None or upper is None:
            point = lower or upper
            assert point
            opened = point.settled(context) if upper else settled_start(point, context)
            return replace(self, lower=lower and opened, upper=upper and opened)
        if lower is upper:
            one = lower.settled(context)
            return replace(self, lower=one, upper=one)
        first, last = settled_range(lower, upper, context)
        return replace(self, lower=first, upper=last)

    def edtf(self) -> str:
        """Give the value of a settled span: `../2021-07-01`, `2023-03-01/2023-04-15`, `2019`."""
        if self.lower is self.upper:
            return self.lower.edtf() if self.lower else ".."
        first = self.lower.edtf().partition("/")[0] if self.lower else ".."
        last = self.upper.edtf().rpartition("/")[2] if self.upper else ".."
        return first if first == last else f"{first}/{last}"

    def has_year(self) -> bool:
        """Tell whether a year is printed in the span."""
        return any(point is not None and point.year is not None for point in (self.lower, self.upper))

    def is_year(self) -> bool:
        """Tell whether the span names years and nothing finer."""
        return all(point is None or (point.month is None and not point.school) for point in (self.lower, self.upper))


def settled_start(point: Point, context: Context) -> Point:
    """Give the beginning of an open time; it may lie before the plan's period ("с 2005 года")."""
    return point if point.year is not None else point.settled(context)


def settled_range(lower: Point, upper: Point, context: Context) -> tuple[Point, Point]:
    """Give both ends of a range with their years; a range that reaches into the plan's period is no misprint."""
    turns = bool(lower.month and upper.month) and lower.months_covered()[0] > upper.months_covered()[0]
    if lower.year is None and upper.year is not None and lower.month:
        end = upper.settled(context)
        assert end.year is not None
        return replace(lower, year=end.year - turns), end
    if lower.year is not None and upper.year is None and upper.month:
        start = lower.settled(context)
        assert start.year is not None
        return start, replace(upper, year=start.year + turns)
    if lower.year is not None and upper.year is not None:
        end = upper.settled(context)
        kept = context.last and context.first and lower.year <= context.first.year and upper.year >= context.first.year
        return (lower, upper) if kept else (lower.settled(context), end)
    start, end = lower.settled(context), upper.settled(context)
    if turns and start.year is not None and start.year == end.year:
        end = replace(end, year=start.year + 1)
    if (start.year is None) != (end.year is None):
        known = start.year if start.year is not None else end.year
        assert known is not None
        start, end = replace(start, year=known - (turns and start.year is None)), replace(end, year=known + (turns and end.year is None))
    return start, end


@dataclass(frozen=True, slots=True)
class Dates:
    """Spans strung together, with half-open offsets over all of them."""

    start: int
    end: int
    spans: tuple[Span, ...]


def read_dates(form: str, tokens: Sequence[Token], place: int, context: Context) -> Dates | None:
    """Read the dates that begin at a token, or None."""
    items = with_months(read_items(form, tokens, place), context)
    spans = with_years(join_ranges(items), context)
    return Dates(spans[0].start, spans[-1].end, tuple(spans)) if spans else None


def read_items(form: str, tokens: Sequence[Token], place: int) -> list[Item]:
    """Read points and bare numbers one after another as far as they go."""
    items, link = list[Item](), ""
    while place < len(tokens) and len(items) < LONGEST_LIST:
        item, after = read_item(form, tokens, place, link, items[-1] if items else None)
        if item is None:
            break
        items.append(item)
        link, place = read_link(tokens, after, item)
        if not link:
            break
    return items


def read_item(form: str, tokens: Sequence[Token], place: int, link: str, before: Item | None) -> tuple[Item | None, int]:
    """Read one point or bare number with the words that lead to it."""
    start = tokens[place].start
    prefix, at = read_prefix(form, tokens, place)
    if prefix and link == "range":
        return None, place
    found = read_point(tokens, at)
    if found:
        return Item(start, found[0].end, prefix, link, found[0]), found[1]
    if not is_kind(tokens, at, "number") or not 1 <= tokens[at].value[0] <= 31 or (link == "adjacent" and not prefix):
        return None, place
    if not link and not leads_to_month(tokens, at):
        return None, place
    token = tokens[at]
    return Item(start, token.end, prefix, link, None, token.value[0], token), at + 1


def leads_to_month(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a run of bare numbers may be days: it is short and ends at a month or at the end of the wording."""
    for token in tokens[place : place + LONGEST_RUN]:
        if token.kind not in IN_RUN:
            return True
    return len(tokens) - place < LONGEST_RUN


def read_prefix(form: str, tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """Give the sense of the words that lead to a date ("до", "с", "в течение") and the place after them."""
    start = tokens[place].start
    for sense, pattern in PREFIXES:
        if found := pattern.match(form, start):
            after = place
            while after < len(tokens) and tokens[after].start < found.end():
                after += 1
            return sense, after
    return "", place


def read_link(tokens: Sequence[Token], place: int, item: Item) -> tuple[str, int]:
    """Give what links an item to the next one: a range, a list, mere adjacency, or nothing."""
    if is_kind(tokens, place, "-") or (is_kind(tokens, place, "through") and item.prefix in ("from", "plain", "")):
        return "range", place + 1
    if is_kind(tokens, place, "before") and item.prefix == "from":
        return "range", place + 1
    if is_kind(tokens, place, "/") and item.point is not None and item.point.month is not None:
        return "list", place + 1
    if is_kind(tokens, place, ","):
        return "list", place + 1 + is_kind(tokens, place + 1, "and")
    if is_kind(tokens, place, "and"):
        return "list", place + 1
    if is_lost_dash(tokens, place, item):
        return "range", place
    return ("adjacent", place) if place < len(tokens) else ("", place)


def is_lost_dash(tokens: Sequence[Token], place: int, item: Item) -> bool:
    """Tell whether a dash was lost between two years: "2009 2011 годы"."""
    if item.point is None or not is_kind(tokens, place, "year") or not is_kind(tokens, place + 1, "year_word"):
        return False
    bare = is_kind(tokens, place - 1, "year") and item.point.month is None
    return (
        bare
        and tokens[place + 1].text in ("годы", "гг", "годов", "годах")
        and item.point.year is not None
        and tokens[place].value[0] > item.point.year
    )


def with_months(items: list[Item], context: Context) -> list[Item]:
    """Give bare numbers the month, quarter or half of the next date; cut the list where there is none."""
    filled, following = list[Item](), None
    for item in reversed(items):
        if item.point is not None:
            following = item.point
            filled.append(item)
        elif point := numbered(item, following) or day_under_heading(item, context, items):
            filled.append(replace(item, point=point))
        else:
            filled.clear()
            following = None
    filled.reverse()
    return filled if filled and filled[0].start == items[0].start else []


def numbered(item: Item, following: Point | None) -> Point | None:
    """Give the point that a bare number stands for beside the next one: a day of its month, a quarter, a decade."""
    if following is None or following.month is None:
        return None
    here = replace(following, start=item.start, end=item.end)
    if here.day is not None:
        return replace(here, day=item.number)
    if here.decade is not None and item.number <= 3:
        return replace(here, decade=item.number)
    first, most = (33, 4) if 33 <= following.month <= 36 else (40, 2)
    if following.month >= 33 and item.number <= most:
        return replace(here, month=first + item.number - 1)
    return here if following.month <= 12 and here.decade is None and item.number <= 5 else None


def day_under_heading(item: Item, context: Context, items: list[Item]) -> Point | None:
    """Give the day of the heading's month that a bare number stands for ("1-10" under "ЯНВАРЬ")."""
    if context.month is None or any(other.point is not None for other in items):
        return None
    return Point(item.start, item.end, item.number, context.month)


def join_ranges(items: list[Item]) -> list[Span]:
    """Join the ends of each range; give the spans in printed order."""
    spans = list[Span]()
    for item in items:
        point = item.point
        assert point
        if item.link == "range" and spans and spans[-1].lower:
            spans[-1] = Span(spans[-1].start, item.end, spans[-1].lower, point)
        else:
            before, after = item.prefix == "before", item.prefix == "from"
            spans.append(Span(item.start, item.end, None if before else point, None if after else point))
    return carried(spans, items)


def carried(spans: list[Span], items: list[Item]) -> list[Span]:
    """Carry what a date is bound to over a list: "до 1 июля и 1 декабря" is two such deadlines."""
    prefixes = {item.start: (item.prefix, item.link) for item in items}
    result = list[Span]()
    for span in spans:
        prefix, link = prefixes[span.start]
        if result and link == "list" and not prefix and span.lower is span.upper:
            span = like(span, result[-1])
        result.append(span)
    return result


def like(span: Span, before: Span) -> Span:
    """Give a bare point the "до" of the date before it, and a bare year its day: "до 1 февраля 2022, 2023 гг."."""
    point, model = span.upper, before.upper
    if point and model and model.day and model.year is not None and span.is_year():
        point = replace(model, start=point.start, end=point.end, year=point.year)
        span = replace(span, lower=point, upper=point)
    return replace(span, lower=None) if before.lower is None else span


def with_years(spans: list[Span], context: Context) -> list[Span]:
    """Let a month or a day without a year take the year printed after the list, or the year that opens it."""
    year, month = None, 13
    filled = list[Span]()
    for span in reversed(spans):
        last = span.upper or span.lower
        assert last
        covered = last.months_covered()[0]
        if last.year is not None and not last.school:
            year, month = (last.year, covered) if last.month else (None, 13)
        elif year is not None and last.year is None and last.month and covered <= month and span.lower in (None, last):
            dated = replace(last, year=year)
            span = replace(span, lower=span.lower and dated, upper=span.upper and dated)
        filled.append(span)
    return led_by_year(filled[::-1], context)


def led_by_year(spans: list[Span], context: Context) -> list[Span]:
    """Let "2021 год: март, июнь" be months of 2021: the year that opens the list is no deadline of its own."""
    if len(spans) < 2 or not spans[0].is_year() or spans[0].lower is not spans[0].upper:
        return forward(spans, context)
    opening, rest = spans[0], spans[1:]
    assert opening.lower
    if any(span.has_year() or span.is_year() for span in rest):
        return spans
    dated = [dated_span(span, opening.lower.year) for span in rest]
    return [replace(dated[0], start=opening.start), *dated[1:]]


def forward(spans: list[Span], context: Context) -> list[Span]:
    """Let a month after a dated one keep its year where the plan's period settles none ("март 2021, июнь, сентябрь")."""
    result = list[Span]()
    for span in spans:
        last = result[-1].upper or result[-1].lower if result else None
        now = span.lower or span.upper
        assert now
        if last and last.year and last.month and now.month and not span.has_year() and not now.settled(context).year:
            later = now.months_covered()[0] > last.months_covered()[0]
            span = dated_span(span, last.year) if later else span
        result.append(span)
    return result


def dated_span(span: Span, year: int | None) -> Span:
    """Give the span with a year for the points that have none."""
    lower = span.lower and replace(span.lower, year=year)
    upper = lower if span.upper is span.lower else span.upper and replace(span.upper, year=year)
    return replace(span, lower=lower, upper=upper)
