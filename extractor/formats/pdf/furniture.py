"""Page furniture: what is printed on a page for the page's sake and belongs to no text.

In: the lines outside tables of every page. Out: the same lines without page numbers, running headers and footers and
e-signature stamps. To drop another kind of furniture, add a function to `DROPS`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.formats.pdf.printed import TextLine

# Share of the page's height at its top and bottom where running headers, footers and page numbers stand.
MARGIN = 0.13
# Points by which a running line's place may differ from page to page.
SAME_PLACE = 6.0
# Lines at the top and at the bottom of a page that may be running ones.
MOST_RUNNING = 4
# Lines of an e-signature stamp.
STAMP_LINES = 8

PAGE_NUMBER = re.compile(r"[-–—\s]*(?:(?:стр(?:аница|\.)?|лист)\s*)?\d{1,4}(?:\s*(?:из|/|of)\s*\d{1,4})?[-–—.\s]*", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
STAMP_OPENS = re.compile(r"(?:документ|подлинник).{0,40}подпис\w+|подлинник электронного документа|сведения о сертификате", re.IGNORECASE)
STAMP_LINE = re.compile(
    r"электронн\w+ подпис|сертификат|владелец|действител\w+ с|[0-9a-f]{16,}|серийный номер|дата подписани|кем выдан"
    r"|\d\d\.\d\d\.\d{4} по \d\d\.",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The lines of one page outside its tables, from the top down, with the page's height and that of its tables."""

    page: int
    height: float
    lines: Sequence[TextLine]


def drop_furniture(pages: Sequence[OpenPage]) -> set[int]:
    """Give the identities (`id`) of the lines that are furniture."""
    dropped: set[int] = set()
    for drop in DROPS:
        dropped |= drop(pages)
    return dropped


def find_page_numbers(pages: Sequence[OpenPage]) -> set[int]:
    """Find numbers that stand alone as the first or the last line of a page, in its margin."""
    return {
        id(line)
        for page in pages
        for line in outer_lines(page, 1)
        if PAGE_NUMBER.fullmatch(line.text) and (in_margin(line, page) or line.turned)
    }


def find_running_lines(pages: Sequence[OpenPage]) -> set[int]:
    """Find lines that stand in the margin of several pages at one place with one text, digits aside."""
    places: dict[tuple[str, bool], list[tuple[TextLine, float]]] = defaultdict(list)
    for page in pages:
        for line in outer_lines(page, MOST_RUNNING):
            if in_margin(line, page):
                at_top = line.y < page.height / 2
                place = line.y if at_top else page.height - line.y
                places[DIGITS.sub("#", line.text), at_top].append((line, place))
    dropped = set()
    for found in places.values():
        for line, place in found:
            same = {other.page for other, other_place in found if abs(other_place - place) <= SAME_PLACE}
            if len(same) >= max(2, min(3, len(pages))) or (len(same) == 2 and len(pages) <= 3):
                dropped.add(id(line))
    return dropped


def find_stamps(pages: Sequence[OpenPage]) -> set[int]:
    """Find the lines of e-signature stamps: «Документ подписан электронной подписью», certificate, owner, dates."""
    dropped = set()
    for page in pages:
        for index, line in enumerate(page.lines):
            if STAMP_OPENS.search(line.text) and len(line.text) < 80:
                near = [other for other in page.lines[index : index + STAMP_LINES] if STAMP_LINE.search(other.text)]
                if len(near) >= 2:
                    dropped |= {id(line), *(id(other) for other in near)}
    return dropped


def outer_lines(page: OpenPage, count: int) -> list[TextLine]:
    """Give the first and the last lines of a page."""
    if len(page.lines) <= 2 * count:
        return list(page.lines)
    return [*page.lines[:count], *page.lines[-count:]]


def in_margin(line: TextLine, page: OpenPage) -> bool:
    """Tell whether a line stands in the margin at the page's top or bottom."""
    return line.y < MARGIN * page.height or line.y > (1 - MARGIN) * page.height


DROPS: tuple[Callable[[Sequence[OpenPage]], set[int]], ...] = (find_page_numbers, find_running_lines, find_stamps)
