"""Blocks of open text: what stands outside the grids is cut apart where white paper parts it.

In: the ink outside a page's tables. Out: boxes in pixels, each with the lines of one block, so that lines of two columns
or stamps side by side are recognised apart; and the drawings among them, which are no letters.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.formats.scan.picture import Pixels

PixelBox = tuple[int, int, int, int]
Mask = NDArray[np.bool_]

# Points of white paper that part two blocks: lines of one text stand 3 to 8 points apart.
ROW_GAP = 10.0
# Points of white paper that part two columns.
GUTTER = 16.0
# Points: a narrower piece beside text is its list numbers and not a column.
NARROWEST = 50.0
# Points: a lower block is a line across the page (a signature, a date beside a number).
LOWEST = 24.0
# Cuts within cuts; a page of text has three.
DEEPEST = 12
# Points: a connected stroke that is larger both ways is a coat of arms, a round stamp or a signature.
DRAWN = 34.0


def find_blocks(ink: Pixels, scale: float) -> list[PixelBox]:
    """Find the blocks of text in a page's ink (255 or 0), from the top down."""
    return list(cut_rows(ink.astype(np.bool_), (0, 0, ink.shape[1], ink.shape[0]), scale, DEEPEST))


def cut_rows(ink: Mask, box: PixelBox, scale: float, depth: int) -> Iterator[PixelBox]:
    """Cut a box where white rows part its ink, then each piece where white columns do."""
    x0, y0, x1, y1 = box
    for start, end in runs(np.any(ink[y0:y1, x0:x1], axis=1), ROW_GAP * scale):
        yield from cut_columns(ink, (x0, y0 + start, x1, y0 + end), scale, depth)


def cut_columns(ink: Mask, box: PixelBox, scale: float, depth: int) -> Iterator[PixelBox]:
    """Cut a box into columns where it has any, and these into rows again."""
    x0, y0, x1, y1 = box
    pieces = list(runs(np.any(ink[y0:y1, x0:x1], axis=0), GUTTER * scale))
    columns = [piece for piece in pieces if piece[1] - piece[0] >= NARROWEST * scale]
    if y1 - y0 < LOWEST * scale or len(columns) < 2 or len(columns) < len(pieces) or depth == 0:
        yield (x0 + pieces[0][0], y0, x0 + pieces[-1][1], y1)
        return
    for start, end in columns:
        yield from cut_rows(ink, (x0 + start, y0, x0 + end, y1), scale, depth - 1)


def runs(filled: Mask, gap: float) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of stretches of filled places; gaps shorter than `gap` are bridged."""
    places = np.flatnonzero(filled)
    if not places.size:
        return
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [int(places[0]), *(int(places[index + 1]) for index in breaks)]
    ends = [*(int(places[index]) + 1 for index in breaks), int(places[-1]) + 1]
    yield from zip(starts, ends, strict=True)


def drop_drawings(grey: Pixels, ink: Pixels, scale: float) -> Pixels:
    """Give the page without strokes that are too large for letters."""
    _, places, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large: Mask = np.all(stats[:, 2:4] > DRAWN * scale, axis=1)
    large[0] = False
    if not large.any():
        return grey
    mask = np.take(large, places.astype(np.int32)).astype(np.uint8)
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8)).astype(np.uint8)
    cleaned = grey.copy()
    cleaned[mask > 0] = 255
    return cleaned
