"""Cells of a grid: where straight lines cross and bound rectangles.

In: `Edge`s, joined where they touch. Out: the boxes of the smallest cells, grouped into tables. The same model as
pdfplumber's table finder (a cell is the smallest rectangle with four crossings for corners, joined by lines; cells that
share a corner are one table), over lines that are whole already, so that a crossing belongs to one line each way.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from extractor.evidence import Box
from extractor.formats.pdf.ruling import Edge

# Points: edges that miss each other by this still meet (pdfplumber's own default).
TOLERANCE = 3.0
# Crossings on a page: 31 days by 60 rows make 2,000; more is a drawing.
MAX_CROSSINGS = 20_000


def find_cells(edges: Sequence[Edge]) -> list[list[Box]]:
    """Find the cells that edges bound, grouped into tables of two cells at least; none where the page is a drawing."""
    level = sorted((edge for edge in edges if edge.horizontal), key=lambda edge: edge.level)
    upright = sorted((edge for edge in edges if not edge.horizontal), key=lambda edge: edge.level)
    on_level, on_upright = find_crossings(level, upright)
    if sum(map(len, on_level)) > MAX_CROSSINGS:
        return []
    met = {(row, column) for row, columns in enumerate(on_level) for column in columns}
    cells: list[tuple[int, int, int, int]] = []
    for row, columns in enumerate(on_level):
        for place, column in enumerate(columns):
            corner = smallest_cell(row, column, columns[place + 1 :], on_upright[column], met)
            if corner is not None:
                cells.append((row, column, *corner))
    boxes = {cell: (upright[cell[1]].level, level[cell[0]].level, upright[cell[3]].level, level[cell[2]].level) for cell in cells}
    return [[boxes[cell] for cell in group] for group in group_cells(cells) if len(group) > 1]


def find_crossings(level: Sequence[Edge], upright: Sequence[Edge]) -> tuple[list[list[int]], list[list[int]]]:
    """Give for each level line the upright ones that it meets, from left to right, and for each upright line the level ones."""
    xs = [edge.level for edge in upright]
    on_level: list[list[int]] = []
    on_upright: list[list[int]] = [[] for _ in upright]
    for row, edge in enumerate(level):
        near = range(bisect_left(xs, edge.start - TOLERANCE), bisect_right(xs, edge.end + TOLERANCE))
        columns = [index for index in near if upright[index].start - TOLERANCE <= edge.level <= upright[index].end + TOLERANCE]
        on_level.append(columns)
        for column in columns:
            on_upright[column].append(row)
    return on_level, on_upright


def smallest_cell(row: int, column: int, to_right: Sequence[int], rows: Sequence[int], met: set[tuple[int, int]]) -> tuple[int, int] | None:
    """Give the lower and the right line of the smallest cell whose top left corner is a crossing; None where there is none."""
    for below in rows[bisect_right(rows, row) :]:
        for right in to_right:
            if (below, right) in met:
                return below, right
    return None


def group_cells(cells: Sequence[tuple[int, int, int, int]]) -> list[list[tuple[int, int, int, int]]]:
    """Group cells that share a corner, directly or through others."""
    at_corner = defaultdict[tuple[int, int], list[int]](list)
    for index, (top, left, bottom, right) in enumerate(cells):
        for corner in ((top, left), (top, right), (bottom, left), (bottom, right)):
            at_corner[corner].append(index)
    groups: list[list[tuple[int, int, int, int]]] = []
    seen = set[int]()
    for start in range(len(cells)):
        if start in seen:
            continue
        seen.add(start)
        waiting, group = [start], list[tuple[int, int, int, int]]()
        while waiting:
            cell = cells[waiting.pop()]
            group.append(cell)
            top, left, bottom, right = cell
            for corner in ((top, left), (top, right), (bottom, left), (bottom, right)):
                fresh = [index for index in at_corner.pop(corner, []) if index not in seen]
                seen.update(fresh)
                waiting += fresh
        groups.append(sorted(group))
    return groups
