"""The picture of a page: what rendering and image files give and every stage of recognition works on.

In: nothing. Out: the types. Pixels are rows from the top, 8 bits each: grey (height × width) or colour (height × width × 3,
red first).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

POINTS_PER_INCH = 72.0
# Dots per inch at which pages are read: at 200 small print loses letters, at 400 nothing is gained (measured).
RESOLUTION = 300.0
# Pixels of a rendered page: A3 at 300 dots per inch has 17 million; a larger page is rendered more coarsely.
MAX_PIXELS = 36_000_000


# Points of the long side that are believed (A2); scans saved as one point a pixel have 3,500, and a mistaken page has 100 metres.
LARGEST_PAGE = 1_750.0
# Points: the long side of the sheet that a larger page is taken for.
A4_LONG = 842.0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is shown; `scale` is its pixels per point of paper, `zoom` the file's points per point of paper."""

    pixels: Pixels
    scale: float
    zoom: float = 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        return self.pixels.shape[1] / self.scale, self.pixels.shape[0] / self.scale


def paper_zoom(width: float, height: float) -> float:
    """Give how many points of a file's page make a point of the sheet of paper that it shows."""
    longest = max(width, height)
    return longest / A4_LONG if longest > LARGEST_PAGE else 1.0


def fitting_scale(width: float, height: float) -> float:
    """Give the pixels per point at which a page of this size in points is rendered."""
    usual = RESOLUTION / POINTS_PER_INCH
    return float(min(usual, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5))
