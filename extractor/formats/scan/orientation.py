"""Orientation: which way a page's text runs, and by how much the paper lay askew.

In: a page's ink. Out: `runs_across` tells whether lines of text run across the page; `find_skew` gives the
angle. Whether the page stands on its head is seen from what is recognised (`reading`).
"""

import cv2
import numpy as np

from extractor.formats.scan.picture import Pixels

# Pixels per point of the reduced page that is looked at: lines of text are 5 to 10 pixels high.
SMALL_SCALE = 1.0
# Pixels of the reduced page: a longer straight stroke is a ruled line and not a letter.
RULE = 24
# Pixels: skew of up to four degrees moves a line of text by less than its height over this width.
TILE = 96
# Degrees; paper lies more askew only when it was laid so on purpose.
MOST_SKEW = 5.0
# Degrees by which the angle is sought, each step about the best of the step before.
STEPS = (0.5, 0.1, 0.02)


def reduce_ink(ink: Pixels, scale: float) -> Pixels:
    """Give the ink (255 or 0) at `SMALL_SCALE`, as shades."""
    share = SMALL_SCALE / scale
    size = (max(1, round(ink.shape[1] * share)), max(1, round(ink.shape[0] * share)))
    return cv2.resize(ink, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def runs_across(small: Pixels) -> bool:
    """Tell whether the lines of text run across the page; ruled lines are left out, tiles vote by their contrast."""
    letters = drop_rules(small).astype(np.float32)
    across = along = 0.0
    for y in range(0, letters.shape[0], TILE):
        for x in range(0, letters.shape[1], TILE):
            tile = letters[y : y + TILE, x : x + TILE]
            across += float(tile.mean(axis=1).var())
            along += float(tile.mean(axis=0).var())
    return across >= along


def drop_rules(small: Pixels) -> Pixels:
    """Take the ruled lines off a reduced page."""
    _, strokes = cv2.threshold(small, 60, 255, cv2.THRESH_BINARY)
    for size in ((RULE, 1), (1, RULE)):
        rules = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))
        small = np.where(cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0, 0, small).astype(np.uint8)
    return small


def find_skew(small: Pixels) -> float:
    """Give the angle in degrees by which to turn the page counter-clockwise so that its lines are level."""
    best = 0.0
    reach = MOST_SKEW
    for step in STEPS:
        count = round(reach / step)
        angles = [best + index * step for index in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (levelness(small, angle), -abs(angle)))
        reach = step
    return best


def levelness(small: Pixels, angle: float) -> float:
    """Tell how sharply the rows of ink stand apart when the page is turned by an angle."""
    rows = straighten(small, angle, 0).sum(axis=1, dtype=np.float64)
    steps = np.diff(rows)
    return float((steps * steps).sum())


def straighten(pixels: Pixels, angle: float, paper: int = 255) -> Pixels:
    """Turn pixels counter-clockwise by a small angle about their middle; what comes in from outside is paper."""
    if angle == 0:
        return pixels
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,))
    return turned.astype(np.uint8)


def turn_upright(pixels: Pixels, turn: int) -> Pixels:
    """Give the page with its text upright; `turn` is how far that is turned counter-clockwise against the shown page."""
    match turn:
        case 90:
            return cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE).astype(np.uint8)
        case 180:
            return cv2.rotate(pixels, cv2.ROTATE_180).astype(np.uint8)
        case 270:
            return cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE).astype(np.uint8)
        case _:
            return pixels
