"""Rules on a page: drawn lines become the edges of a grid.

In: a page's `Drawing` and its frame. Out: `Edge`s in layout space, straightened and joined: lines that stand a hair apart
are one, dashes and dots are whole lines, and open ends of a grid (no outer border, a table cut by the page end) are
closed. To repair another fault of drawn grids, add a step to `find_edges`.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from extractor.evidence import Box
from extractor.formats.pdf.drawing import Drawing, Rule
from extractor.formats.pdf.frame import Frame

# Points: parallel lines closer than this are one line (double borders, borders of neighbour cells).
SNAP = 2.6
# Points: a gap in a line that is bridged (dashes are up to 4 points apart).
JOIN = 4.5
# Points: a joined line shorter than this bounds no cell with text.
SHORTEST = 7.0
# Points by which a line's end may miss the line that it meets.
TOUCH = 3.0
# A row of fewer dots is not a rule (dots of a leader are letters, not drawings).
MIN_DOTS = 8
# Joined lines on a page; a calendar plan of 31 columns and 45 rows has about 80, a drawing has thousands.
MAX_EDGES = 1_500


class Edge(NamedTuple):
    """A straightened line in layout space: `level` is its y (horizontal) or x (vertical)."""

    horizontal: bool
    level: float
    start: float
    end: float


def find_edges(drawing: Drawing, frame: Frame) -> list[Edge]:
    """Find the edges of grids on a page; none where the page is a drawing."""
    rules = [place_rule(rule, frame) for rule in drawing.rules]
    rules.extend(dotted_edges([frame.box(*dot) for dot in drawing.dots]))
    rules = [rule for rule in rules if -1 <= rule.level <= (frame.height if rule.horizontal else frame.width) + 1]
    edges = join_edges(rules)
    if len(edges) > MAX_EDGES:
        return []
    return close_open_ends(edges)


def place_rule(rule: Rule, frame: Frame) -> Edge:
    """Give a drawn line in layout space."""
    if rule.horizontal:
        x0, y0 = frame.point(rule.start, rule.level)
        x1, y1 = frame.point(rule.end, rule.level)
    else:
        x0, y0 = frame.point(rule.level, rule.start)
        x1, y1 = frame.point(rule.level, rule.end)
    if abs(y1 - y0) < abs(x1 - x0):
        return Edge(True, y0, min(x0, x1), max(x0, x1))
    return Edge(False, x0, min(y0, y1), max(y0, y1))


def dotted_edges(dots: list[Box]) -> list[Edge]:
    """Give rows and columns of dots as lines."""
    if len(dots) < MIN_DOTS:
        return []
    rows, columns = defaultdict[int, list[Box]](list), defaultdict[int, list[Box]](list)
    for dot in dots:
        rows[round(dot[1])].append(dot)
        columns[round(dot[0])].append(dot)
    found = [Edge(True, (dot[1] + dot[3]) / 2, dot[0], dot[2]) for row in rows.values() if len(row) >= MIN_DOTS for dot in row]
    return found + [
        Edge(False, (dot[0] + dot[2]) / 2, dot[1], dot[3]) for column in columns.values() if len(column) >= MIN_DOTS for dot in column
    ]


def join_edges(rules: Iterable[Edge]) -> list[Edge]:
    """Join lines on one level that touch or nearly touch; the short rest is dropped."""
    joined: list[Edge] = []
    for level, group in group_levels(sorted(rules)):
        start, end = group[0].start, group[0].end
        for rule in group[1:]:
            if rule.start <= end + JOIN:
                end = max(end, rule.end)
            else:
                joined.append(Edge(group[0].horizontal, level, start, end))
                start, end = rule.start, rule.end
        joined.append(Edge(group[0].horizontal, level, start, end))
    return [edge for edge in joined if edge.end - edge.start >= SHORTEST]


def group_levels(rules: list[Edge]) -> Iterable[tuple[float, list[Edge]]]:
    """Group sorted lines that stand within `SNAP` of the group's first one; gives the mean level and the lines by start."""
    group: list[Edge] = []
    for rule in rules:
        if group and (rule.horizontal != group[0].horizontal or rule.level - group[0].level > SNAP):
            yield mean_level(group), sorted(group, key=lambda edge: edge.start)
            group = []
        group.append(rule)
    if group:
        yield mean_level(group), sorted(group, key=lambda edge: edge.start)


def mean_level(group: list[Edge]) -> float:
    """Give the middle of a group of parallel lines."""
    return (group[0].level + group[-1].level) / 2


def close_open_ends(edges: list[Edge]) -> list[Edge]:
    """Add the borders that a grid lacks: where several lines end together and nothing closes them."""
    added = [
        *missing_borders([e for e in edges if not e.horizontal], [e for e in edges if e.horizontal]),
        *missing_borders([e for e in edges if e.horizontal], [e for e in edges if not e.horizontal]),
    ]
    return join_edges([*edges, *added]) if added else edges


def missing_borders(lines: list[Edge], across: list[Edge]) -> list[Edge]:
    """Give the borders missing at the common ends of `lines`, which cross the lines `across`."""
    added = []
    for at_start in (True, False):
        ends = defaultdict[int, list[Edge]](list)
        for line in lines:
            end = line.start if at_start else line.end
            if crosses(line, across) >= 1 and not is_closed(line.level, end, across):
                ends[round(end / TOUCH)].append(line)
        for group in ends.values():
            if len(group) >= 2:
                level = sum(line.start if at_start else line.end for line in group) / len(group)
                levels = [line.level for line in group]
                added.append(Edge(not group[0].horizontal, level, min(levels), max(levels)))
    return added


def crosses(line: Edge, across: list[Edge]) -> int:
    """Count the lines that meet a line."""
    return sum(
        other.start - TOUCH <= line.level <= other.end + TOUCH and line.start - TOUCH <= other.level <= line.end + TOUCH for other in across
    )


def is_closed(level: float, end: float, across: list[Edge]) -> bool:
    """Tell whether a line stands at the end of another."""
    return any(abs(other.level - end) <= TOUCH and other.start - TOUCH <= level <= other.end + TOUCH for other in across)
