"""Page turning: how a page that was scanned lying on its side, or upside down, is turned to be read.

In: where things were read on a page. Out: degrees clockwise, 0, 90, 180 or 270; boxes as they stand on the turned page.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from extractor.evidence import Box

Size = tuple[float, float]
# Letters of a word that is wider than high in any type; a word stands on one line, which words with blanks need not.
LONG_WORD = 4
# Lines that show in which direction a page is read.
FEWEST_LINES = 3


def turn_of(evidence: Sequence[Mapping[str, Any]]) -> int:
    """Tell how to turn a page by the shape of its words and the order of its lines; 0 where they do not say."""
    words = [found["box"] for found in evidence if len(found["text"]) >= LONG_WORD and not any(map(str.isspace, found["text"]))]
    is_lying = sum(y1 - y0 > x1 - x0 for x0, y0, x1, y1 in words) * 2 > len(words)
    lines: dict[tuple[int, int], float] = {}
    for found in sorted(evidence, key=line_of):
        lines.setdefault(line_of(found), found["box"][0 if is_lying else 1])
    if len(lines) < FEWEST_LINES:
        return 0
    goes_on = sum((later > earlier) - (later < earlier) for earlier, later in pairwise(lines.values())) > 0
    return (90 if goes_on else 270) if is_lying else (0 if goes_on else 180)


def line_of(found: Mapping[str, Any]) -> tuple[int, int]:
    """Give the line that something stands in: a paragraph, or a row of a table."""
    return found["block"], found["row"] or 0


def turned_size(size: Size, turn: int) -> Size:
    """Give the size of a page when it is turned."""
    return size[::-1] if turn in (90, 270) else size


def turned_box(box: Box, size: Size, turn: int) -> Box:
    """Give a box of a page of this size as it stands when the page is turned."""
    (x0, y0, x1, y1), (width, height) = box, size
    places: dict[int, Box] = {
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }
    return places.get(turn, box)
