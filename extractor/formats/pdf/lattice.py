"""Cells of a grid: pdfplumber's table model over our own edges.

In: `Edge`s, joined where they touch. Out: the boxes of the smallest cells, grouped into tables. A cell is the smallest
rectangle with four crossings for corners, joined by lines; cells that share a corner are one table.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.evidence import Box
from extractor.formats.pdf.ruling import Edge

# Points: edges that miss each other by this still meet (pdfplumber's own default).
TOLERANCE = 3.0
# Crossings on a page: pdfplumber's search takes time with their square; 31 days by 60 rows make 2,000; more is a drawing.
MAX_CROSSINGS = 3_000
SETTINGS = {"snap_tolerance": TOLERANCE, "join_tolerance": TOLERANCE, "intersection_tolerance": TOLERANCE}


@dataclass(frozen=True, slots=True)
class Ruled:
    """What pdfplumber's finder asks of a page: its edges and its box."""

    edges: list[dict[str, Any]]
    bbox: Box


def find_cells(edges: Sequence[Edge]) -> list[list[Box]]:
    """Find the cells that edges bound, grouped into tables; none where the page is a drawing."""
    upright = [edge for edge in edges if not edge.horizontal]
    if not upright or len(upright) == len(edges) or count_crossings(edges, upright) > MAX_CROSSINGS:
        return []
    from pdfplumber.table import TableFinder

    box = (0.0, 0.0, max(edge.level for edge in upright), max(edge.end for edge in upright))
    return [list(table.cells) for table in TableFinder(Ruled([plumber_edge(edge) for edge in edges], box), SETTINGS).tables]


def count_crossings(edges: Sequence[Edge], upright: Sequence[Edge]) -> int:
    """Count where level edges cross upright ones."""
    standing = sorted(upright, key=lambda edge: edge.level)
    places = [edge.level for edge in standing]
    total = 0
    for edge in edges:
        if edge.horizontal:
            near = standing[bisect_left(places, edge.start - TOLERANCE) : bisect_right(places, edge.end + TOLERANCE)]
            total += sum(other.start - TOLERANCE <= edge.level <= other.end + TOLERANCE for other in near)
    return total


def plumber_edge(edge: Edge) -> dict[str, Any]:
    """Give an edge as pdfplumber writes it."""
    length = edge.end - edge.start
    if edge.horizontal:
        ends = {"x0": edge.start, "x1": edge.end, "top": edge.level, "bottom": edge.level}
        return {"object_type": "line", "orientation": "h", "width": length, "height": 0, **ends}
    ends = {"x0": edge.level, "x1": edge.level, "top": edge.start, "bottom": edge.end}
    return {"object_type": "line", "orientation": "v", "width": 0, "height": length, **ends}
