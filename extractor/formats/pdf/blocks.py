"""From pages to blocks: furniture goes, tables join over pages, lines become paragraphs, everything gets its number.

In: all `PageContent`s. Out: the document's blocks in reading order.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.document import Block, Cell, Paragraph, Table
from extractor.formats.pdf.furniture import OpenPage, drop_furniture
from extractor.formats.pdf.joining import JoinedCell, JoinedTable, is_continued, join_tables
from extractor.formats.pdf.lines import write_printed
from extractor.formats.pdf.page_tables import PADDING, PageTable
from extractor.formats.pdf.pages import PageContent
from extractor.formats.pdf.paragraphs import Placed, group_paragraphs, is_centred_group, is_right_group
from extractor.formats.pdf.printed import Measure, TextLine
from extractor.formats.pdf.zones import Zone
from extractor.text import flow

# Points: the left margin of official papers (30 mm).
USUAL_MARGIN = 85.0
# Points: the right margin that is assumed where too few lines show it (official papers have 28 to 57).
SIDE_MARGIN = 60.0
# Share of the text's width from which a line is one that may have been wrapped.
WIDE_LINE = 0.6
# Wide lines from which they show the right margin.
ENOUGH_WIDE = 3
# Lines of footnotes that may stand between two parts of a table.
MOST_NOTES = 8
CONTINUED = re.compile(r"(?:продолжение|окончание)\s+(?:таблиц|приложени|формы)", re.IGNORECASE)


@dataclass(slots=True)
class Parts:
    """The parts of one table that were met so far, and the lines put off until it ends (footnotes)."""

    tables: list[PageTable]
    notes: list[Zone] = field(default_factory=list)


Item = Zone | PageTable | Parts


def build_blocks(pages: Sequence[PageContent]) -> tuple[Block, ...]:
    """Build the document's blocks from its pages."""
    furniture = drop_furniture([open_page_of(page) for page in pages])
    heights = {page.page: page.height for page in pages}
    items = list(join_parts(list(page_items(pages, furniture)), heights))
    measures, pitches = page_measures(pages, items), usual_pitches(items)
    blocks: list[Block] = []
    run: list[Placed] = []
    for item in items:
        if isinstance(item, Zone) and not item.narrow:
            run.extend(Placed(line, measures[line.page], pitches.get(round(line.size), 0.0)) for line in item.lines)
            continue
        blocks.extend(write_paragraphs(run, len(blocks)))
        run = []
        if isinstance(item, Zone):
            blocks.extend(write_paragraphs(place_narrow(item, pitches, measures), len(blocks)))
        elif isinstance(item, Parts):
            blocks.append(write_table(join_tables(item.tables), len(blocks) + 1))
    blocks.extend(write_paragraphs(run, len(blocks)))
    return tuple(blocks)


def open_page_of(page: PageContent) -> OpenPage:
    """Give a page's lines outside tables from the top down."""
    lines = sorted((line for zone in page.zones for line in zone.lines), key=lambda line: (line.turned, line.y))
    return OpenPage(page.page, page.height, lines)


def page_items(pages: Sequence[PageContent], furniture: set[int]) -> Iterator[Zone | PageTable]:
    """Yield zones without furniture and tables in reading order."""
    for page in pages:
        for index in range(len(page.tables) + 1):
            for zone in page.zones:
                lines = [line for line in zone.lines if id(line) not in furniture]
                if zone.after == index and lines:
                    yield replace(zone, lines=lines)
            if index < len(page.tables):
                yield page.tables[index]


def join_parts(items: Sequence[Zone | PageTable], heights: dict[int, float]) -> Iterator[Item]:
    """Yield the items with the parts of each table together; footnotes between parts come after the table."""
    index = 0
    while index < len(items):
        item = items[index]
        if isinstance(item, Zone):
            yield item
            index += 1
            continue
        parts = Parts([item])
        index += 1
        while (found := next_part(items, index, parts.tables[-1], heights)) is not None:
            parts.notes.extend(zone for zone in items[index:found] if isinstance(zone, Zone) and not is_caption(zone))
            lower = items[found]
            assert isinstance(lower, PageTable)
            parts.tables.append(lower)
            index = found + 1
        yield parts
        yield from parts.notes


def next_part(items: Sequence[Zone | PageTable], start: int, upper: PageTable, heights: dict[int, float]) -> int | None:
    """Give the index of the item that continues a table: nothing stands between but footnotes and «Продолжение таблицы»."""
    size = table_size(upper)
    for index in range(start, min(start + 3, len(items))):
        item = items[index]
        if isinstance(item, PageTable):
            return index if is_continued(upper, item, (heights[upper.page], heights[item.page])) else None
        if not (is_caption(item) or is_footnote(item, upper, size)):
            return None
    return None


def is_caption(zone: Zone) -> bool:
    """Продолжение таблицы 2."""
    return len(zone.lines) <= 2 and CONTINUED.match(zone.lines[0].text) is not None


def is_footnote(zone: Zone, upper: PageTable, size: float) -> bool:
    """Tell whether a zone is the small print under a table on its page."""
    return zone.lines[0].page == upper.page and len(zone.lines) <= MOST_NOTES and all(line.size < 0.95 * size for line in zone.lines)


def table_size(table: PageTable) -> float:
    """Give the usual letter size in a table."""
    sizes = Counter(round(line.size, 1) for cell in table.cells for line in cell.lines)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def page_measures(pages: Sequence[PageContent], items: Sequence[Item]) -> dict[int, Measure]:
    """Find the width that open text may fill on each page, from all pages of the same size."""
    lines: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
    edges: dict[tuple[int, int], list[float]] = defaultdict(list)
    shape = {page.page: (round(page.width), round(page.height)) for page in pages}
    for item in items:
        if isinstance(item, Zone) and not item.narrow:
            for line in item.lines:
                lines[shape[line.page]].append(line)
    for page in pages:
        edges[shape[page.page]].extend(edge for table in page.tables for edge in (table.columns[0], table.columns[-1]))
    measured = {size: measure_lines(found, size[0], edges[size]) for size, found in lines.items()}
    return {page: measured.get(size, Measure(0.0, float(size[0]))) for page, size in shape.items()}


def measure_lines(lines: Sequence[TextLine], width: float, edges: Sequence[float]) -> Measure:
    """Give the left and right edge of text: its wide lines show them, else the tables' `edges` or the usual margins."""
    whole = [line for line in lines if not line.spread] or lines
    starts, ends = sorted(line.x0 for line in whole), sorted(line.x1 for line in whole)
    left, right = starts[len(starts) // 50], ends[-1 - len(ends) // 50]
    usual = min(left, USUAL_MARGIN)
    if sum(line.x1 - line.x0 >= WIDE_LINE * (width - 2 * usual) for line in whole) >= ENOUGH_WIDE:
        return Measure(left, right)
    if edges:
        return Measure(min(left, min(edges) + PADDING), max(right, max(edges) - PADDING))
    return Measure(usual, max(right, width - max(SIDE_MARGIN, usual)))


def usual_pitches(items: Sequence[Item]) -> dict[int, float]:
    """Find the usual distance of baselines for each letter size."""
    steps: dict[int, Counter[float]] = defaultdict(Counter)
    for item in items:
        if isinstance(item, Zone):
            for above, below in zip(item.lines, item.lines[1:], strict=False):
                step = below.y - above.y
                if round(above.size) == round(below.size) and 0 < step < 2.6 * above.size:
                    steps[round(above.size)][round(2 * step) / 2] += 1
    return {size: min(step for step, count in found.items() if 2 * count >= max(found.values())) for size, found in steps.items()}


def place_narrow(zone: Zone, pitches: dict[int, float], measures: dict[int, Measure]) -> list[Placed]:
    """Place the lines of a column beside another: they fill the column's own width, or what it leaves free."""
    right = max(line.x1 for line in zone.lines)
    if zone.limit is not None and not zone.lines[0].turned:
        right = max(right, min(zone.limit, measures[zone.lines[0].page].right))
    measure = Measure(min(line.x0 for line in zone.lines), right)
    return [Placed(line, measure, pitches.get(round(line.size), 0.0), stamp=zone.limit is not None) for line in zone.lines]


def write_paragraphs(run: Sequence[Placed], written: int) -> list[Paragraph]:
    """Write the paragraphs of a run of lines; `written` blocks stand before them."""
    paragraphs: list[Paragraph] = []
    for group in group_paragraphs(run):
        lines = [placed.line for placed in group]
        text, offsets = flow(write_printed(lines, [placed.measure for placed in group]))
        if text:
            paragraphs.append(
                Paragraph(
                    text=text,
                    block=written + len(paragraphs) + 1,
                    lines=offsets,
                    centred=is_centred_group(group),
                    right=not is_centred_group(group) and is_right_group(group),
                    bold=all(line.bold for line in lines),
                )
            )
    return paragraphs


def write_table(table: JoinedTable, block: int) -> Table:
    """Write a joined table as the block numbered `block`."""
    cells = tuple(write_cell(cell, block) for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)))
    return Table(block=block, cells=cells, row_count=table.row_count, column_count=len(table.columns) - 1)


def write_cell(cell: JoinedCell, block: int) -> Cell:
    """Write a cell; rows and columns count from 1."""
    text, lines = flow(write_printed(cell.lines, cell.measures))
    return Cell(
        text=text,
        block=block,
        lines=lines,
        row=cell.row + 1,
        column=cell.column + 1,
        row_span=cell.row_span,
        column_span=cell.column_span,
        bold=bool(cell.lines) and all(line.bold for line in cell.lines),
    )
