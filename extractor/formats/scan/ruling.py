"""Ruled lines of a scanned page: long straight strokes become the edges of a grid.

In: a page's ink, upright and level. Out: `Edge`s in layout space as the PDF reader's own drawn lines give them, and the
mask of the strokes, which are taken off the page before its letters are recognised.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.formats.pdf.ruling import Edge, close_open_ends, join_edges
from extractor.formats.scan.picture import Pixels

# Points: strokes of letters are shorter; a dash of large print has 14, the lowest row of a table 12.
LONG_ACROSS, LONG_DOWN = 22.0, 17.0
# Points: a gap in a stroke that bad print leaves; the narrowest column that a row may span is wider.
BREAK = 9.0
# Points: the same for a gap that ends in the middle of a cell, where no border can end.
LONG_BREAK = 60.0
# Points about a line within which another one ends at it.
AT_LINE = 4.0
# Points by which the pieces of a broken line may stand apart sideways.
ASIDE = 2.0
# Points by which a stroke's edge is ragged.
WAVER = 0.7
# Points: a thicker bar is an area.
THICK = 5.0
# Points by which a line's end may miss the line that bounds it.
REACH = 7.0
# Points: the same at a corner of the table.
CORNER = 14.0
# Points: an upright stroke of this length between two level lines parts the cells of a low row.
LOW_ROW = 9.0
# Points: a shorter stroke in line with a long one may be the stem of a letter; a longer one is what bad print left of it.
STUB = 10.5
# Points by which such a stroke's ends may miss the two lines.
TOUCHING = 1.0


def find_strokes(ink: Pixels, scale: float) -> tuple[Pixels, Pixels]:
    """Give the masks (255 or 0) of the long level strokes and of the long upright ones."""
    across, turned = long_strokes(ink, scale, LONG_ACROSS), transposed(ink)
    down = long_strokes(turned, scale, LONG_DOWN)
    return across, transposed(cv2.max(down, short_strokes(turned, transposed(across), down, scale)).astype(np.uint8))


def short_strokes(turned: Pixels, across: Pixels, down: Pixels, scale: float) -> Pixels:
    """Give the mask of the borders in a low row and of broken borders: short strokes in line with long ones."""
    strokes = long_strokes(turned, scale, LOW_ROW)
    count, places, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    reach = round(TOUCHING * scale)
    kept = np.zeros(count, np.uint8)
    for index, (x, y, width, height, _) in enumerate(stats[1:], 1):
        if width > 3 * height and width < 2 * LONG_DOWN * scale:
            before = across[y : y + height, max(0, x - reach) : x + reach]
            after = across[y : y + height, max(0, x + width - reach) : x + width + reach]
            in_line = down[max(0, y - 2 * reach) : y + height + 2 * reach]
            bounds = (before.any() and after.any()) or width >= STUB * scale
            kept[index] = 255 if bounds and in_line.any() else 0
    return np.take(kept, places.astype(np.int32)).astype(np.uint8)


def transposed(pixels: Pixels) -> Pixels:
    """Swap rows and columns."""
    return cv2.transpose(pixels).astype(np.uint8)


def long_strokes(ink: Pixels, scale: float, length: float) -> Pixels:
    """Give the mask of level strokes at least as long as `length` points; ragged edges don't break a stroke."""
    waver = 2 * round(WAVER * scale / 2) + 1
    closed = cv2.dilate(ink, np.ones((waver, 1), np.uint8))
    strokes = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, max(3, round(length * scale))), np.uint8))
    thick = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((round(THICK * scale) + waver, 1), np.uint8))
    return cv2.subtract(strokes, thick).astype(np.uint8)


def find_scanned_edges(across: Pixels, down: Pixels, scale: float) -> list[Edge]:
    """Find the edges of grids from the masks of strokes."""
    level = [Edge(True, *bar) for bar in measure_strokes(across, scale)]
    upright = [Edge(False, *bar) for bar in measure_strokes(transposed(down), scale)]
    return close_open_ends(join_edges(reach_out(join_edges(bridge(level, upright) + bridge(upright, level)))))


def measure_strokes(mask: Pixels, scale: float) -> list[tuple[float, float, float]]:
    """Give (level, start, end) in points of each level stroke of a mask."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [
        (float(centre[1]) / scale, float(x) / scale, float(x + width) / scale)
        for (x, _, width, height, _), centre in zip(stats[1:], centres[1:], strict=True)
        if width > height
    ]


def bridge(edges: Sequence[Edge], across: Sequence[Edge]) -> list[Edge]:
    """Add the pieces that are missing in lines which bad print broke: a gap that no lines across bound on both sides."""
    bridged = list(edges)
    ordered = sorted(edges)
    for index, edge in enumerate(ordered):
        below = next((other for other in following(ordered, index) if abs(other.level - edge.level) <= ASIDE), None)
        if below is not None and is_break(edge, below, across):
            bridged.append(Edge(edge.horizontal, (edge.level + below.level) / 2, edge.end, below.start))
    return bridged


def following(edges: Sequence[Edge], index: int) -> list[Edge]:
    """Give the lines near the level of a line that start after its end, the nearest first."""
    edge = edges[index]
    near = [other for other in edges if abs(other.level - edge.level) <= ASIDE and other.start > edge.end]
    return sorted(near, key=lambda other: other.start)


def is_break(edge: Edge, below: Edge, across: Sequence[Edge]) -> bool:
    """Tell whether the gap between two pieces of a line is a fault of print; a gap that spans whole cells is not."""
    gap = below.start - edge.end
    if gap <= BREAK:
        return True
    level = (edge.level + below.level) / 2
    ends = [
        any(abs(other.level - end) <= AT_LINE and other.start - AT_LINE <= level <= other.end + AT_LINE for other in across)
        for end in (edge.end, below.start)
    ]
    return gap <= LONG_BREAK and not all(ends)


def reach_out(edges: Sequence[Edge]) -> list[Edge]:
    """Lengthen lines to the lines across that their ends nearly meet."""
    across = {flag: [edge for edge in edges if edge.horizontal != flag] for flag in (True, False)}
    return [
        edge._replace(start=meet(edge.start, edge.level, across[edge.horizontal]), end=meet(edge.end, edge.level, across[edge.horizontal]))
        for edge in edges
    ]


def meet(end: float, level: float, across: Sequence[Edge]) -> float:
    """Give the level of the nearest line across that a line's end nearly meets, else the end itself."""
    near = [other.level for other in across if is_met(end, level, other)]
    return min(near, key=lambda found: abs(found - end)) if near else end


def is_met(end: float, level: float, other: Edge) -> bool:
    """Tell whether a line's end nearly meets a line across; at a corner, where that ends as well, a wider gap is a fault."""
    corner = min(abs(other.start - level), abs(other.end - level)) <= REACH
    reach = CORNER if corner else REACH
    return abs(other.level - end) <= reach and other.start - REACH <= level <= other.end + REACH


def erase(grey: Pixels, masks: Sequence[Pixels], scale: float) -> Pixels:
    """Take strokes off a page: their pixels become paper."""
    wide = 2 * round(WAVER * scale / 2) + 1
    mask = cv2.dilate(cv2.max(masks[0], masks[1]), np.ones((wide, wide), np.uint8))
    cleaned = grey.copy()
    cleaned[mask > 0] = 255
    return cleaned
