"""What a printed line is, and the width that lines may fill: the types that later stages share."""

from typing import NamedTuple

from extractor.evidence import Box
from extractor.formats.pdf.structure import Place


class TextLine(NamedTuple):
    """A line of print in layout space; `y` is its baseline, `lead` the width of what it could not have been broken before.

    `page` counts from 1; `box` is on the page as it is shown; `tag` is the marked-content number of its first word;
    `runs` counts its words; `turned` is 0, 90 or 270 where its letters run against the layout, as its coordinates then do.
    `place` is where a tagged PDF's structure puts it. `spread` tells that a wide gap parts it: a signature, a date beside a number.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int
    box: Box
    lead: float
    runs: int
    tag: int
    turned: int = 0
    spread: bool = False
    place: Place | None = None


class Measure(NamedTuple):
    """The width that lines may fill: the inner left and right edge of a column or of the page's text."""

    left: float
    right: float


NO_WIDTH = Measure(0.0, 0.0)


class Mark(NamedTuple):
    """A word that recognition was not sure of, or that was repaired after it.

    `box` is on the page as it is shown, `confidence` from 0 to 1, `seen` what was recognised before the repair.
    """

    text: str
    box: Box
    confidence: float
    seen: str | None = None
