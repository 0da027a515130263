"""One page at a time: everything that the reader keeps of a page once pdfium has let it go.

In: a PDF document. Out: `PageContent`s in order: the zones of open text, the ruled tables, and whether the page is the
image of a paper with no text of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.evidence import Box
from extractor.formats.pdf.characters import Word, read_words
from extractor.formats.pdf.covering import Covers
from extractor.formats.pdf.drawing import Drawing, read_drawing
from extractor.formats.pdf.furniture import STAMP_OPENS
from extractor.formats.pdf.native import Handle, handle_of
from extractor.formats.pdf.opening import open_page
from extractor.formats.pdf.page_tables import PageTable, find_page_tables
from extractor.formats.pdf.ruling import find_edges
from extractor.formats.pdf.zones import Zone, find_zones

FEW_LETTERS = 30
"""A page image with fewer letters of text beside it is a scan."""
STAMP_LETTERS = 400
"""An e-signature stamp is the only text of many scans; it has fewer letters than this."""
IMAGE_SHARE = 0.5
"""Share of the page that the image of a paper covers at least."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's zones and tables in layout space; `scanned` where its text is in an image."""

    page: int
    width: float
    height: float
    zones: list[Zone]
    tables: list[PageTable]
    scanned: bool = False


def read_pages(document: Any) -> Iterator[PageContent]:
    """Read the pages one by one; a broken page is empty."""
    fonts: dict[Handle, bool] = {}
    for index in range(len(document)):
        with open_page(document, index) as opened:
            if opened is None:
                yield PageContent(index + 1, 0.0, 0.0, [], [])
            else:
                yield read_page(document, *opened, index + 1, fonts)


def read_page(document: Any, page: Any, textpage: Any, number: int, fonts: dict[Handle, bool]) -> PageContent:
    """Read one page."""
    drawing = read_drawing(handle_of(page))
    crop, rotation = visible_box(page), page.get_rotation()
    words, frame = read_words(handle_of(textpage), Covers(document, page, drawing), crop, rotation, fonts)
    tables, outside = find_page_tables(find_edges(drawing, frame), words, frame, number)
    zones = find_zones(outside, [table.rows[0] for table in tables], frame, number)
    scanned = is_scanned(drawing, words, frame.width * frame.height)
    return PageContent(number, frame.width, frame.height, zones, tables, scanned)


def visible_box(page: Any) -> Box:
    """Give the part of the page that is shown, in page space: the crop box within the media box (ISO 32000-1, 14.11.2)."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom, right, top = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else tuple(media)


def is_scanned(drawing: Drawing, words: list[Word], area: float) -> bool:
    """Tell whether a page is an image with no text, or with an e-signature stamp only."""
    covered = sum((right - left) * (top - bottom) for (left, bottom, right, top), *_ in drawing.pictures)
    if covered < IMAGE_SHARE * area:
        return False
    letters = sum(len(word.text) for word in words)
    if letters < FEW_LETTERS:
        return True
    return letters < STAMP_LETTERS and STAMP_OPENS.search(" ".join(word.text for word in words)) is not None
