"""Dates as clerks string them together: one, a range, a list, with "до", "с … по …", "в течение".

In: a wording's tokens and a place among them. Out: `Dates`, a tuple of `Span`s with the place after them. A bare number
takes the month or quarter of the date after it ("18, 19 и 25 сентября"), a bare month or quarter the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractor.deadlines.completion import Context
from extractor.deadlines.items import Item, read_items
from extractor.deadlines.points import Point, sibling_part
from extractor.deadlines.stretches import Span
from extractor.deadlines.tokens import Token


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
    """Give the point that a bare number stands for beside the next one: a day of its month, a quarter, a decade or half of a month."""
    if following is None or following.month is None:
        return None
    here = replace(following, start=item.start, end=item.end)
    if here.day is not None:
        return replace(here, day=item.number)
    if here.part is not None and (part := sibling_part(here.part, item.number)):
        return replace(here, part=part)
    first, most = (33, 4) if 33 <= following.month <= 36 else (40, 2)
    if following.month >= 33 and item.number <= most:
        return replace(here, month=first + item.number - 1)
    return here if following.month <= 12 and here.part is None and item.number <= 5 else None


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
        bare = bool(result) and link == "list" and not prefix and span.lower is span.upper
        result.append(like(span, result[-1]) if bare else span)
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
    spans = in_school_year(spans)
    year, month = None, 13
    filled = list[Span]()
    for printed in reversed(spans):
        span, last = printed, printed.upper or printed.lower
        assert last
        covered = last.months_covered()[0]
        if last.year is not None and not last.school:
            year, month = (last.year, covered) if last.month else (None, 13)
        elif year is not None and last.year is None and last.month and covered <= month and span.lower in (None, last):
            dated = replace(last, year=year)
            span = replace(span, lower=span.lower and dated, upper=span.upper and dated)
        filled.append(span)
    return led_by_year(filled[::-1], context)


def in_school_year(spans: list[Span]) -> list[Span]:
    """Let "2022/2023 учебный год, сентябрь" be a month of that school year, which is no deadline of its own."""
    school = next((span for span in spans if span.lower is span.upper and span.lower and span.lower.school and span.lower.year), None)
    rest = [span for span in spans if span is not school]
    if school is None or not school.lower or not rest or any(span.has_year() or span.is_year() for span in rest):
        return spans
    context = Context(date(school.lower.year or 1, 9, 1), date((school.lower.year or 1) + 1, 8, 31))
    dated = [span.settled(context) for span in rest]
    dated[0] = replace(dated[0], start=min(dated[0].start, school.start))
    return [*dated[:-1], replace(dated[-1], end=max(dated[-1].end, school.end))]


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
    for printed in spans:
        span, last = printed, result[-1].upper or result[-1].lower if result else None
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
