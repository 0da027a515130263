"""One page at a time: everything that the reader keeps of a page once pdfium has let it go.

In: a PDF document. Out: `PageContent`s in order: the zones of open text and the ruled tables, whether they were read from
the text layer or recognised from the page's picture, and the words that recognition was not sure of. Pages are recognised
several at a time; no more are held than are being worked on.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from os import cpu_count
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.document import Source
from extractor.errors import ExtractionError, MissingProgram, TookTooLong, TooLarge
from extractor.evidence import Box
from extractor.formats.pdf.aligned import FIRST_PAGE, PageEnd, find_aligned_edges, is_aligned
from extractor.formats.pdf.characters import Word, read_words
from extractor.formats.pdf.covering import Covers
from extractor.formats.pdf.drawing import Drawing, read_drawing
from extractor.formats.pdf.frame import Frame
from extractor.formats.pdf.judging import find_fault, is_picture, worth
from extractor.formats.pdf.native import Handle, handle_of
from extractor.formats.pdf.opening import open_page
from extractor.formats.pdf.page_tables import PageTable, find_page_tables
from extractor.formats.pdf.printed import Mark
from extractor.formats.pdf.row_starts import find_row_edges
from extractor.formats.pdf.ruling import Edge, find_edges
from extractor.formats.pdf.structure import Place, read_places
from extractor.formats.pdf.tagging import tag_lines
from extractor.formats.pdf.zones import Zone, find_zones

if TYPE_CHECKING:
    from extractor.formats.scan.picture import PagePicture

NO_FRAME = Frame(1, 0, 0, 0, 1, 0, 0.0, 0.0)
# Pages recognised in one file: at two seconds each on a core this takes minutes; a longer scan is a book.
MAX_RECOGNISED = 400


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's zones and tables in layout space, where they come from, and the marks of recognition.

    `failure` is what kept a page from being recognised; `end` is what it hands on to the next page.
    """

    page: int
    width: float
    height: float
    zones: list[Zone]
    tables: list[PageTable]
    source: Source = "text"
    marks: list[Mark] = field(default_factory=list)
    failure: ExtractionError | None = None
    end: PageEnd = FIRST_PAGE


@dataclass(frozen=True, slots=True)
class Layer:
    """The words and edges of a page with the frame they lie in; `drawing` is what the page draws besides.

    `places` tells where a tagged PDF puts its text, by marked-content number; `source`, `marks` and `failure` are as in
    `PageContent`.
    """

    page: int
    words: list[Word] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    frame: Frame = NO_FRAME
    drawing: Drawing = field(default_factory=Drawing)
    places: dict[int, Place] = field(default_factory=dict)
    source: Source = "text"
    marks: list[Mark] = field(default_factory=list)
    failure: ExtractionError | None = None


class Step(NamedTuple):
    """A page that is still to be recognised, and how."""

    page: int
    recognise: Callable[[], Layer]


def read_pages(document: Any, wanted: Sequence[int]) -> Iterator[PageContent]:
    """Read the pages with the wanted indices (from 0) one by one; a broken page is empty."""
    fonts: dict[Handle, bool] = {}
    return lay_out_pages(begin_page(document, index, fonts) for index in wanted)


def lay_out_pages(begun: Iterable[Layer | Step]) -> Iterator[PageContent]:
    """Yield the pages of layers in order, each with what the one before hands on."""
    above, last = FIRST_PAGE, 0
    for layer in finish_layers(begun):
        page = lay_out(layer, above if layer.page == last + 1 else FIRST_PAGE)
        above, last = page.end, page.page
        yield page


def finish_layers(begun: Iterable[Layer | Step]) -> Iterator[Layer]:
    """Yield layers in order; pages that are still to be recognised are, as many at a time as there are cores."""
    lanes = cpu_count() or 1
    waiting: deque[Layer | Future[Layer]] = deque()
    recognised = 0
    with ThreadPoolExecutor(lanes) as pool:
        for layer in begun:
            if isinstance(layer, Layer):
                waiting.append(layer)
            else:
                recognised += 1
                waiting.append(pool.submit(layer.recognise) if recognised <= MAX_RECOGNISED else Layer(layer.page, failure=TooLarge()))
            while len(waiting) > lanes:
                yield settle(waiting.popleft())
        while waiting:
            yield settle(waiting.popleft())


def settle(layer: Layer | Future[Layer]) -> Layer:
    """Wait for a layer."""
    return layer if isinstance(layer, Layer) else layer.result()


def begin_page(document: Any, index: int, fonts: dict[Handle, bool]) -> Layer | Step:
    """Read a page's text layer; gives what is still to be done where the layer is not to be trusted."""
    with open_page(document, index) as opened:
        if opened is None:
            return Layer(index + 1)
        page, textpage = opened
        layer = read_layer(document, page, textpage, fonts, index + 1)
        if find_fault(layer.drawing, layer.words, layer.frame.width * layer.frame.height) is None:
            return layer
        from extractor.formats.scan.rendering import render_page

        return Step(index + 1, partial(recognise_better, render_page(page), layer))


def read_layer(document: Any, page: Any, textpage: Any, fonts: dict[Handle, bool], number: int) -> Layer:
    """Read a page's text layer and its rules."""
    drawing = read_drawing(handle_of(page))
    crop, rotation = visible_box(page), page.get_rotation()
    words, frame = read_words(handle_of(textpage), Covers(document, page, drawing), crop, rotation, fonts)
    return Layer(number, words, find_edges(drawing, frame), frame, drawing, read_places(handle_of(page)))


def lay_out(layer: Layer, above: PageEnd = FIRST_PAGE) -> PageContent:
    """Find a page's tables and zones; `above` is what the page before hands on."""
    frame, number = layer.frame, layer.page
    tables, outside = find_page_tables(layer.edges, layer.words, frame, number)
    aligned, end = find_aligned_edges(outside, [edge for edge in layer.edges if edge.horizontal], above)
    aligned += find_row_edges(tables)
    if aligned:
        tables, outside = find_page_tables([*layer.edges, *aligned], layer.words, frame, number)
        tables = [replace(table, drawn=not is_aligned(table, aligned)) for table in tables]
    zones = find_zones(outside, [table.rows[0] for table in tables], frame, number)
    tables, zones = tag_lines(tables, zones, layer.places)
    return PageContent(number, frame.width, frame.height, zones, tables, layer.source, layer.marks, layer.failure, end)


def recognise_better(picture: "PagePicture", layer: Layer) -> Layer:
    """Recognise a page from its picture; gives the text layer where that is worth more."""
    trusted = not is_picture(layer.drawing, layer.words, layer.frame.width * layer.frame.height)
    recognised = recognise_page(picture, layer.page)
    if trusted and (recognised.failure or worth(layer.words) > worth(recognised.words)):
        return layer
    return recognised


def recognise_page(picture: "PagePicture", number: int) -> Layer:
    """Recognise a page from its picture; a page that can't be recognised is blank and has a failure."""
    from extractor.formats.scan.reading import read_scan

    try:
        scan = read_scan(picture)
    except (MissingProgram, TookTooLong) as error:
        return Layer(number, failure=error)
    return Layer(number, [found.word for found in scan.words], scan.edges, scan.frame, source="ocr", marks=scan.marks)


def visible_box(page: Any) -> Box:
    """Give the part of the page that is shown, in page space: the crop box within the media box (ISO 32000-1, 14.11.2)."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom, right, top = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else tuple(media)
