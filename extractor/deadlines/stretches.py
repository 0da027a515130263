"""Stretches of time: from a point to a point, open at either end, with the years that the context settles.

In: points as printed. Out: `Span`s and their EDTF values.
"""

from dataclasses import dataclass, replace

from extractor.deadlines.completion import LEAD_MONTHS, Context
from extractor.deadlines.points import Point


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
    if not turns and start.year is not None and end.year is not None and start.year > end.year:
        start, end = over_the_edge(start, end, context)
    if turns and start.year is not None and start.year == end.year:
        end = replace(end, year=start.year + 1)
    if (start.year is None) != (end.year is None):
        known = start.year if start.year is not None else end.year
        assert known is not None
        start, end = replace(start, year=known - (turns and start.year is None)), replace(end, year=known + (turns and end.year is None))
    return start, end


def over_the_edge(start: Point, end: Point, context: Context) -> tuple[Point, Point]:
    """Give the ends of a range that reaches over one end of a school year: "август-сентябрь" begins before it."""
    leads = context.first is not None and start.months_covered()[0] + LEAD_MONTHS >= context.first.month
    return (replace(start, year=end.year), end) if leads else (start, replace(end, year=start.year))
