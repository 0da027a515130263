"""Ruled tables of one page: edges become cells with spans, words go to their cells.

In: the page's `Edge`s and `Word`s. Out: `PageTable`s, whose cells stand on the grid of all column and row edges (a cell
that crosses an edge spans it), and the words that belong to no table.
To reject another kind of drawing that is no table, add a test to `is_table`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from extractor.evidence import Box
from extractor.formats.pdf.characters import Word, turned_box, word_box
from extractor.formats.pdf.frame import Frame
from extractor.formats.pdf.lattice import TOLERANCE, find_cells
from extractor.formats.pdf.lines import find_lines
from extractor.formats.pdf.printed import NO_WIDTH, Measure, TextLine
from extractor.formats.pdf.ruling import Edge

# Points: grid lines closer than this are one; no column or row with text is narrower.
NARROWEST = 4.0
# Share of the page's height within which the rest of a table starts.
TOP = 0.2
# Points between a cell's border and its text, the default of Word and LibreOffice.
PADDING = 5.4


@dataclass(slots=True)
class PageCell:
    """A cell of a page's table: `row` and `column` from 0, its box and lines in layout space."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: list[TextLine] = field(default_factory=list)
    measure: Measure = NO_WIDTH

    @property
    def text(self) -> str:
        """The cell's printed text, for comparing cells."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class PageTable:
    """A table on one page: the edges of its columns and rows, and its cells by row and column.

    `drawn` is false where its columns are not ruled: their edges then stand beside the text, at its left.
    """

    page: int
    columns: list[float]
    rows: list[float]
    cells: list[PageCell]
    drawn: bool = True

    @property
    def box(self) -> Box:
        """The table's box in layout space."""
        return (self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def find_page_tables(edges: Sequence[Edge], words: Sequence[Word], frame: Frame, page: int) -> tuple[list[PageTable], list[Word]]:
    """Find a page's ruled tables with their text; gives the tables from the top down and the words outside them."""
    tables = drop_nested([grid_of(boxes, page) for boxes in find_cell_boxes(edges, frame)])
    outside = fill_tables(tables, words, frame, page)
    kept = [table for table in tables if is_table(table) or may_go_on(table, frame)]
    if len(kept) < len(tables):
        tables = [PageTable(table.page, table.columns, table.rows, [bare(cell) for cell in table.cells]) for table in kept]
        outside = fill_tables(tables, words, frame, page)
        kept = tables
    for table in kept:
        measure_cells(table)
    return kept, outside


def bare(cell: PageCell) -> PageCell:
    """Give a cell without its text."""
    return PageCell(cell.row, cell.column, cell.row_span, cell.column_span, cell.box)


def find_cell_boxes(edges: Sequence[Edge], frame: Frame) -> list[list[Box]]:
    """Find the cells that edges bound within a page, grouped into tables."""
    width, height = frame.width + TOLERANCE, frame.height + TOLERANCE
    return find_cells([edge for edge in edges if -TOLERANCE <= edge.level <= (height if edge.horizontal else width)])


def grid_of(boxes: Sequence[Box], page: int) -> PageTable:
    """Place cell boxes on the grid of their edges."""
    columns = grid_lines([x for box in boxes for x in (box[0], box[2])])
    rows = grid_lines([y for box in boxes for y in (box[1], box[3])])
    cells, taken = [], set[tuple[int, int]]()
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        column, row = nearest(columns, box[0]), nearest(rows, box[1])
        column_span, row_span = nearest(columns, box[2]) - column, nearest(rows, box[3]) - row
        places = {(r, c) for r in range(row, row + row_span) for c in range(column, column + column_span)}
        if places and not places & taken:
            taken |= places
            cells.append(PageCell(row, column, row_span, column_span, box))
    return PageTable(page, columns, rows, cells)


def grid_lines(levels: Sequence[float]) -> list[float]:
    """Give the distinct levels; those nearer than the narrowest column are one."""
    lines: list[float] = []
    for level in sorted(set(levels)):
        if not lines or level - lines[-1] >= NARROWEST:
            lines.append(level)
    return lines


def nearest(lines: Sequence[float], level: float) -> int:
    """Give the index of the grid line nearest to a level."""
    index = bisect_right(lines, level)
    if index and (index == len(lines) or level - lines[index - 1] <= lines[index] - level):
        return index - 1
    return index


def drop_nested(tables: list[PageTable]) -> list[PageTable]:
    """Keep one of two tables that lie in each other: the one with more cells, so that a frame holds no table down."""
    kept: list[PageTable] = []
    for table in sorted(tables, key=lambda table: -len(table.cells)):
        if not any(overlap(table.box, other.box) for other in kept):
            kept.append(table)
    return sorted(kept, key=lambda table: (table.rows[0], table.columns[0]))


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than their borders."""
    return min(one[2], other[2]) - max(one[0], other[0]) > TOLERANCE and min(one[3], other[3]) - max(one[1], other[1]) > TOLERANCE


def fill_tables(tables: Sequence[PageTable], words: Sequence[Word], frame: Frame, page: int) -> list[Word]:
    """Put words into the cells that hold their middle; gives the words outside all tables."""
    places = [{(r, c): cell for cell in table.cells for r, c in places_of(cell)} for table in tables]
    by_cell = defaultdict[int, list[Word]](list)
    cells: dict[int, PageCell] = {}
    outside = []
    for word in words:
        cell = cell_at(tables, places, word)
        if cell is None:
            outside.append(word)
        else:
            by_cell[id(cell)].append(word)
            cells[id(cell)] = cell
    for key, cell_words in by_cell.items():
        cells[key].lines = find_lines(cell_words, frame, page)
    return outside


def places_of(cell: PageCell) -> list[tuple[int, int]]:
    """Give the grid places of a cell."""
    return [(r, c) for r in range(cell.row, cell.row + cell.row_span) for c in range(cell.column, cell.column + cell.column_span)]


def cell_at(tables: Sequence[PageTable], places: Sequence[dict[tuple[int, int], PageCell]], word: Word) -> PageCell | None:
    """Give the cell that holds the middle of a word's letters."""
    if word.turned:
        x0, top, x1, bottom = word_box(word)
        x, y = (x0 + x1) / 2, (top + bottom) / 2
    else:
        x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.size
    for table, cells in zip(tables, places, strict=True):
        columns, rows = table.columns, table.rows
        if columns[0] <= x <= columns[-1] and rows[0] <= y <= rows[-1]:
            cell = cells.get((bisect_right(rows, y) - 1, bisect_right(columns, x) - 1))
            if cell is not None:
                return cell
    return None


def is_table(table: PageTable) -> bool:
    """Tell a table from a frame, a box or a form's underlines: at least two cells hold text."""
    return sum(bool(cell.lines) for cell in table.cells) >= 2


def may_go_on(table: PageTable, frame: Frame) -> bool:
    """Tell whether a table may be the rest of one from the page before: three columns at the page's top, some text."""
    at_top = table.page > 1 and table.rows[0] < TOP * frame.height
    return at_top and len(table.columns) > 3 and any(cell.lines for cell in table.cells)


def measure_cells(table: PageTable) -> None:
    """Find the width that lines may fill in each cell, from the padding of the table's text."""
    padding = min(PADDING, max(0.0, usual_padding(table)))
    for cell in table.cells:
        turned = cell.lines[0].turned if cell.lines else 0
        left, _, right, _ = turned_box(cell.box, -turned % 360)
        cell.measure = Measure(left + padding, max([right - padding, *(line.x1 for line in cell.lines if line.turned == turned)]))


def usual_padding(table: PageTable) -> float:
    """Give the usual distance of left-aligned text from its cell's border."""
    gaps = sorted(min(line.x0 for line in cell.lines) - cell.box[0] for cell in table.cells if cell.lines and not cell.lines[0].turned)
    return median(gaps[: max(1, len(gaps) // 2)]) if gaps else PADDING
