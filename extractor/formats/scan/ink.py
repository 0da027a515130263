"""Ink: the printed letters and lines of a page, dark on white paper.

In: a page's pixels. Out: grey pixels of the same size: the paper is white whatever its shade, coloured stamps and
handwriting are gone, specks and grain are smoothed. To clean another fault of scans, add a step to `read_ink`.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.formats.scan.picture import Pixels

# Pixels from the edge of the picture at which ink touches it, and the share of the page's side that its rim may take.
AT_EDGE, RIM = 2, 0.05
# Difference of the channels from which ink is coloured: scanners give grey print differences up to 30.
COLOURED = 50
# Difference of the channels from which a pixel of a page with coloured ink belongs to its stroke.
TINTED = 28
# Brightness of the brightest channel up to which black print shows through coloured ink.
BLACK_INK = 90
# Pixels of a straight stroke that is a ruled line; the edge of a round stamp is straight over no more than a hundred.
STRAIGHT = 150
# Brightness under which a pixel of white paper is ink.
DARK = 190
# Share of coloured ink up to which it is stamps and handwriting; a page with more is printed in colour.
MOST_COLOURED = 0.3
# Pixels: the shade of the paper is looked at in squares of this side.
COARSE = 8
# Squares: no stroke of print is as thick as this many.
SHADE = 9
# Paper darker than this is a dark area with light print.
BLACK_PAPER = 100
# Points: ink that is smaller both ways is a speck; a full stop of small print has 0.8.
SPECK = 0.35
# Points about ink that belong to it: the shades of its edge.
HALO = 0.5
# Pixels: the side of a square without white that is no stroke of a letter (7 points).
SOLID = 30
# Share of its box that the outline of a dark bar fills.
BAR = 0.85
# Spread of the paper's brightness from which a page has grain.
GRAIN = 12.0


def read_ink(pixels: Pixels) -> Pixels:
    """Give the printed ink of a page, dark on white."""
    return clear_rim(turn_dark_areas(smooth_grain(whiten_paper(drop_coloured(pixels)))))


def drop_coloured(pixels: Pixels) -> Pixels:
    """Give the grey page without coloured ink, which is bright in one of its channels; black print is dark in all."""
    if pixels.ndim == 2:
        return pixels
    brightest, darkest = channel_extremes(pixels)
    ink = darkest < DARK
    coloured = ink & (brightest - darkest > COLOURED)
    if not coloured.any():
        return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    if coloured.sum() > MOST_COLOURED * ink.sum():
        return darkest
    faint = (brightest - darkest > TINTED) & (brightest > BLACK_INK)
    straight = find_straight(ink)
    brightest[faint] = 255
    return np.where(straight, darkest, brightest)


def find_straight(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which pixels belong to long straight strokes: a stamp's ink over a ruled line leaves no gap in it."""
    mask = ink.astype(np.uint8)
    across = cv2.morphologyEx(cv2.dilate(mask, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, STRAIGHT), np.uint8))
    down = cv2.morphologyEx(cv2.dilate(mask, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((STRAIGHT, 1), np.uint8))
    return cv2.max(across, down).astype(np.bool_)


def channel_extremes(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Give the brightest and the darkest channel of each pixel."""
    red, green, blue = cv2.split(pixels)
    return cv2.max(cv2.max(red, green), blue).astype(np.uint8), cv2.min(cv2.min(red, green), blue).astype(np.uint8)


def whiten_paper(grey: Pixels) -> Pixels:
    """Divide a page by the shade of its paper; light print on a dark area is turned to dark print."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // COARSE), max(1, height // COARSE)), interpolation=cv2.INTER_AREA)
    shade = cv2.dilate(small, np.ones((SHADE, SHADE), np.uint8))
    shade = cv2.medianBlur(shade.astype(np.uint8), 2 * (SHADE // 2) + 1)
    paper = cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, cv2.max(paper, np.full_like(paper, BLACK_PAPER)), scale=255.0).astype(np.uint8)


def turn_dark_areas(grey: Pixels) -> Pixels:
    """Turn light print on a dark bar (the header row of a coloured table) to dark print; other dark areas become paper."""
    _, dark = cv2.threshold(grey, BLACK_PAPER + 40, 255, cv2.THRESH_BINARY_INV)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((SOLID, SOLID), np.uint8))
    if not solid.any():
        return grey
    cleaned = grey.copy()
    outlines, _ = cv2.findContours(cv2.dilate(solid, np.ones((5, 5), np.uint8)), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        part = cleaned[y : y + height, x : x + width]
        is_bar = cv2.contourArea(outline) >= BAR * width * height and width > 2 * SOLID
        part[:] = cv2.bitwise_not(part) if is_bar else 255
    return cleaned


def clear_rim(grey: Pixels) -> Pixels:
    """Make paper of what lies along the edge of the picture: the shade of the lid, the side of the sheet, holes."""
    height, width = grey.shape
    count, places, stats, _ = cv2.connectedComponentsWithStats(is_ink(grey), connectivity=8)
    x0, y0, wide, high = (stats[:, index] for index in (cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    at_side = ((x0 <= AT_EDGE) | (x0 + wide >= width - AT_EDGE)) & (wide <= RIM * width)
    at_end = ((y0 <= AT_EDGE) | (y0 + high >= height - AT_EDGE)) & (high <= RIM * height)
    rim = at_side | at_end
    rim[0] = False
    if count < 2 or not rim.any():
        return grey
    mask = cv2.dilate(np.take(rim, places.astype(np.int32)).astype(np.uint8), np.ones((7, 7), np.uint8))
    return np.where(mask > 0, np.uint8(255), grey)


def smooth_grain(grey: Pixels) -> Pixels:
    """Smooth a page whose paper has grain."""
    return cv2.GaussianBlur(grey, (3, 3), 0).astype(np.uint8) if grain_of(grey) > GRAIN else grey


def grain_of(grey: Pixels) -> float:
    """Give the spread of brightness of the paper's pixels about that of their neighbours."""
    part = grey[::, : max(1, grey.shape[1] // 4)]
    rest = cv2.absdiff(part, cv2.blur(part, (5, 5)))[part > DARK]
    return float(rest.mean()) * 1.25 if rest.size else 0.0


def clear_paper(grey: Pixels, scale: float) -> Pixels:
    """Make paper white wherever no ink stands near: grain and specks go."""
    ink = drop_specks(is_ink(grey), scale)
    wide = 2 * round(HALO * scale) + 1
    near = cv2.dilate(ink, np.ones((wide, wide), np.uint8))
    return cv2.bitwise_or(grey, cv2.bitwise_not(near)).astype(np.uint8)


def drop_specks(ink: Pixels, scale: float) -> Pixels:
    """Give the ink without pieces that are smaller than a speck."""
    _, places, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = SPECK * scale
    kept = np.where((stats[:, cv2.CC_STAT_AREA] >= 2 * least * least) & (stats[:, 2:4].max(axis=1) > least), 255, 0)
    kept[0] = 0
    return np.take(kept, places.astype(np.int32)).astype(np.uint8)


def is_ink(grey: Pixels) -> Pixels:
    """Give 255 where a page has ink and 0 elsewhere."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, found = cv2.threshold(grey, min(max(level, 110.0), float(DARK)), 255, cv2.THRESH_BINARY_INV)
    return found.astype(np.uint8)
