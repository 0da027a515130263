"""Ruled tables for the PDF renderer: merged cells, headers that are repeated, rows that go over a page end.

In: a `Sheet` and a `Grid`. Out: rules and text on its pages. A cell that is cut by a page end goes on in the next page's part of
its row; a cell merged over several rows flows through the height of all of them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpora.source import Cell, Grid

if TYPE_CHECKING:
    from corpora.render.pdf import Sheet

SIZE, LEADING = 9.5, 11.5
PAD = 3.0
# Lines that must fit before a row is cut by a page end; a single line alone is moved with its row.
LEAST_PART = 2


@dataclass(slots=True)
class Open:
    """A cell whose last row is not drawn yet: the lines still to print and where its part on this page begins."""

    cell: Cell
    lines: list[str]
    top: float
    bold: bool


@dataclass(slots=True)
class Pen:
    """What draws this table: the edges of its columns in points."""

    sheet: "Sheet"
    grid: Grid
    edges: list[float]

    def wrapped(self, cell: Cell) -> list[str]:
        """Give a cell's lines at the width of its columns."""
        width = self.edges[cell.column + cell.column_span] - self.edges[cell.column] - 2 * PAD
        bold = self.is_bold(cell)
        return [line for part in cell.printed for line in self.sheet.wrap(part, width, bold=bold, size=SIZE)]

    def is_bold(self, cell: Cell) -> bool:
        """Tell whether a cell is printed bold: headers and full-width headings are."""
        return cell.row < self.grid.header_rows or cell.level is not None

    def draw(self, part: Open, *, last: bool) -> None:
        """Rule the part of a cell on this page down to the sheet's top and print the lines that fit."""
        sheet, cell = self.sheet, part.cell
        left, right = self.edges[cell.column], self.edges[cell.column + cell.column_span]
        sheet.canvas.rect(left, sheet.height - sheet.top, right - left, sheet.top - part.top)
        fitting = len(part.lines) if last else int((sheet.top - part.top - 2 * PAD) / LEADING + 0.01)
        for place, line in enumerate(part.lines[:fitting]):
            indent = (right - left - sheet.text_width(line, bold=True, size=SIZE)) / 2 if part.bold else PAD
            sheet.write(line, left + indent, part.top + PAD + place * LEADING, bold=part.bold, size=SIZE)
        part.lines = part.lines[fitting:]


def draw_grid(sheet: "Sheet", grid: Grid, *, left: float, width: float) -> None:
    """Draw a table over as many pages as it takes; `left` and `width` are in points."""
    edges = [left]
    for share in grid.widths:
        edges.append(edges[-1] + width * share / sum(grid.widths))
    pen = Pen(sheet, grid, edges)
    by_row: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    draw_rows(pen, range(len(grid.rows)), by_row)


def draw_rows(pen: Pen, places: range, by_row: dict[int, list[Cell]]) -> None:
    """Draw rows one below the other."""
    opened: list[Open] = []
    for place in places:
        if pen.grid.rows[place].break_before:
            next_page(pen, opened, by_row)
        cells = [Open(cell, pen.wrapped(cell), pen.sheet.top, pen.is_bold(cell)) for cell in by_row.get(place, [])]
        if pen.sheet.room < row_height(pen, place, [*opened, *cells]) and not can_be_cut(pen, place):
            next_page(pen, opened, by_row)
            for part in cells:
                part.top = pen.sheet.top
        opened = draw_row(pen, place, [*opened, *cells], by_row)


def row_height(pen: Pen, place: int, opened: list[Open]) -> float:
    """Give the height a row still needs below the sheet's top: its cells that end here must have room for their lines."""
    ending = [part for part in opened if part.cell.row + part.cell.row_span - 1 == place]
    needed = [len(part.lines) * LEADING + 2 * PAD - (pen.sheet.top - part.top) for part in ending]
    return max([LEADING + 2 * PAD, *needed])


def can_be_cut(pen: Pen, place: int) -> bool:
    """Tell whether a row may begin on this page and end on the next."""
    cuttable = "whole" not in pen.sheet.words and place >= pen.grid.header_rows and pen.grid.rows[place].mark != "="
    return cuttable and pen.sheet.room >= LEAST_PART * LEADING + 2 * PAD


def draw_row(pen: Pen, place: int, opened: list[Open], by_row: dict[int, list[Cell]]) -> list[Open]:
    """Draw a row to its end, over page ends where it must be; gives the cells that go on below it."""
    while (height := row_height(pen, place, opened)) > pen.sheet.room and pen.sheet.room > LEADING + 2 * PAD:
        pen.sheet.top += pen.sheet.room
        next_page(pen, opened, by_row)
    pen.sheet.top += height
    for part in opened:
        if part.cell.row + part.cell.row_span - 1 == place:
            pen.draw(part, last=True)
    return [part for part in opened if part.cell.row + part.cell.row_span - 1 > place]


def next_page(pen: Pen, opened: list[Open], by_row: dict[int, list[Cell]]) -> None:
    """End the table's part on this page, turn it, and draw the header again where the table wants it."""
    for part in opened:
        if pen.sheet.top > part.top:
            pen.draw(part, last=False)
    pen.sheet.turn_page()
    if "repeat" in pen.grid.options:
        draw_header(pen, by_row)
    for part in opened:
        part.top = pen.sheet.top


def draw_header(pen: Pen, by_row: dict[int, list[Cell]]) -> None:
    """Draw the header rows; they fit on a page."""
    opened: list[Open] = []
    for place in range(pen.grid.header_rows):
        opened += [Open(cell, pen.wrapped(cell), pen.sheet.top, True) for cell in by_row.get(place, [])]
        opened = draw_row(pen, place, opened, by_row)
