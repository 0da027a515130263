"""Rough tables: what the table finders of plain text build, before the block's number is known.

In: cells with their printed lines. Out: `Table` with final text. A finder takes a list of lines and gives it back in
pieces: lists of lines that are no table, and rough tables, in order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractor.document import Cell, Line, Table
from extractor.formats.txt.emphasis import strip_emphasis
from extractor.formats.txt.lines import SourceLine
from extractor.text import PrintedLine, flow

# No printed plan has more columns (a calendar schedule has about 60); wider "tables" are other content.
MAX_COLUMNS = 150
# A table's grid is held in memory; 10,000 rows of 60 columns pass.
MAX_PLACES = 600_000
# Joining lines copies the text above; a cell or paragraph longer than any real one is joined in one go.
MAX_FLOW_LINES = 400

CellLines = tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class RoughCell:
    """A cell with its printed lines; `row` and `column` count from 0."""

    row: int
    column: int
    lines: CellLines = ()
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class RoughTable:
    """A table whose cells are placed."""

    cells: tuple[RoughCell, ...]
    row_count: int
    column_count: int


Piece = list[SourceLine] | RoughTable
Finder = Callable[[list[SourceLine]], list[Piece]]


def flow_bounded(lines: Sequence[PrintedLine]) -> tuple[str, tuple[Line, ...]]:
    """Join printed lines as `flow` does, in bounded time."""
    if len(lines) > MAX_FLOW_LINES:
        lines = [PrintedLine(" ".join(line.text for line in lines), page=lines[0].page)]
    return flow(lines)


def build_table(rough: RoughTable, block: int) -> Table:
    """Build the table numbered `block`."""
    cells = tuple(build_cell(cell, block) for cell in rough.cells)
    return Table(block=block, cells=cells, row_count=rough.row_count, column_count=rough.column_count)


def build_cell(rough: RoughCell, block: int) -> Cell:
    """Build a cell with its final text."""
    plain, bold = strip_cell_emphasis(rough.lines)
    text, lines = flow_bounded(plain)
    return Cell(
        bold=bold,
        text=text,
        block=block,
        lines=lines,
        row=rough.row + 1,
        column=rough.column + 1,
        row_span=rough.row_span,
        column_span=rough.column_span,
    )


def strip_cell_emphasis(lines: CellLines) -> tuple[CellLines, bool]:
    """Give a cell's lines without emphasis marks, and whether all of its text was bold."""
    if not any("**" in line.text for line in lines):
        return lines, False
    stripped = [(line, *strip_emphasis(line.text.strip())) for line in lines]
    return tuple(replace(line, text=text) for line, text, _, _ in stripped), all(bold for _, _, bold, _ in stripped)


def text_of(lines: CellLines | None) -> str:
    """Give a cell's text for comparing: white space is single."""
    return " ".join(" ".join(line.text for line in lines).split()) if lines else ""


def split_at_tables(lines: list[SourceLine], tables: Sequence[tuple[int, int, RoughTable]]) -> list[Piece]:
    """Give lines back in pieces around the tables, each given as (start, end, table) with half-open line indexes."""
    pieces: list[Piece] = []
    done = 0
    for start, end, table in tables:
        pieces += [lines[done:start], table]
        done = end
    pieces.append(lines[done:])
    return [piece for piece in pieces if isinstance(piece, RoughTable) or piece]
