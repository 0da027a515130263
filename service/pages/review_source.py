"""The source of a review page: a document's text as it was read, a stretch of lines at a time.

In: blocks and where records stand in them. Out: `Piece`s for the template: paragraphs, and parts of tables, whose text leads to the
records and shows one marked span.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from service.store.columns import Json
from service.store.connection import Connection
from service.store.places import block_lines, read_blocks, record_places

# Lines of one stretch: more than a screen has, and some 40 KB of HTML in a table of long cells.
LINES = 30

# A paragraph as (block, 0), a row of a table as (block, row).
Line = tuple[int, int]
# The block, row, column (0 outside of tables), start and end of what is to be marked.
Mark = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one text: the record that was read there, whether it is marked, and whether the mark begins with it."""

    text: str
    record: Json | None
    marked: bool
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a stretch, its spans cut to it."""

    column: int
    row_span: int
    column_span: int
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A row of a table, with the record that was read in it."""

    row: int
    record: Json | None
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph, or a part of a table."""

    block: Json
    spans: Sequence[Span] = ()
    rows: Sequence[SourceRow] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Lines from `start` up to and without `end` of `total`, as pieces."""

    start: int
    end: int
    total: int
    pieces: Sequence[Piece] = field(default_factory=tuple)

    @property
    def before(self) -> int | None:
        """Where the stretch before begins."""
        return max(0, self.start - LINES) if self.start else None


async def read_stretch(connection: Connection, document: UUID, *, start: int | None, mark: Mark | None) -> Stretch:
    """Read a stretch from a line on, or around what is to be marked."""
    lines = list(find_lines(await block_lines(connection, document)))
    begin = min(max(0, start if start is not None else line_of(lines, mark) - LINES // 3), max(0, len(lines) - 1))
    chosen = lines[begin : begin + LINES]
    if not chosen:
        return Stretch(start=0, end=0, total=0)
    places = await record_places(connection, document, first=chosen[0][0], last=chosen[-1][0])
    blocks = await read_blocks(connection, document, chosen[0], chosen[-1])
    pieces = list(find_pieces(blocks, chosen, Records(places), mark))
    return Stretch(start=begin, end=begin + len(chosen), total=len(lines), pieces=pieces)


def find_lines(blocks: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Yield the lines of blocks, given by their numbers and rows."""
    for block, rows in blocks:
        yield from ((block, row) for row in range(1, rows + 1)) if rows else ((block, 0),)


def line_of(lines: Sequence[Line], mark: Mark | None) -> int:
    """Give the number of the line that a mark stands in; 0 where there is none."""
    if not mark:
        return 0
    wanted = (mark[0], mark[1] if len(mark) > 1 else 0)
    return next((number for number, line in enumerate(lines) if line >= wanted), 0)


class Records:
    """The records of a stretch, by where they stand."""

    def __init__(self, places: Sequence[Json]) -> None:
        """Sort the places by their lines."""
        self.by_line: dict[Line, list[Json]] = {}
        for place in places:
            self.by_line.setdefault((place["block"], place["row"] or 0), []).append(place)

    def of(self, block: int, row: int) -> list[Json]:
        """Give the records that were read in a line."""
        return self.by_line.get((block, row), [])

    def in_cell(self, block: int, row: int, column: int) -> list[Json]:
        """Give the records whose wording stands in a cell."""
        return [place for place in self.of(block, row) if place["column"] == column]


def find_pieces(blocks: Mapping[int, Json], lines: Sequence[Line], records: Records, mark: Mark | None) -> Iterator[Piece]:
    """Yield the pieces of a stretch; `blocks` are by their numbers."""
    for number, group in groupby(lines, key=lambda line: line[0]):
        block, rows = blocks[number], [row for _, row in group]
        if block["kind"] == "table":
            yield Piece(block=block, rows=list(table_rows(block, rows[0], rows[-1], records, mark)))
        else:
            marked = span_of(mark, (number, 0, 0))
            yield Piece(block=block, spans=split_text(block["text"], records.of(number, 0), marked))


def table_rows(table: Json, first: int, last: int, records: Records, mark: Mark | None) -> Iterator[SourceRow]:
    """Yield the rows of a table from the first to the last; cells that reach into them are cut to them."""
    by_row: dict[int, list[Json]] = {}
    for cell in table["cells"]:
        if cell["row"] <= last and cell["row"] + cell["row_span"] > first:
            by_row.setdefault(max(cell["row"], first), []).append(cell)
    for row in range(first, last + 1):
        cells = sorted(by_row.get(row, ()), key=lambda cell: cell["column"])
        shown = [show_cell(table["block"], cell, min(cell["row"] + cell["row_span"] - 1, last) - row + 1, records, mark) for cell in cells]
        yield SourceRow(row=row, record=next(iter(records.of(table["block"], row)), None), cells=shown)


def show_cell(block: int, cell: Json, row_span: int, records: Records, mark: Mark | None) -> Cell:
    """Show a cell with what was read in it."""
    place = (block, cell["row"], cell["column"])
    return Cell(
        column=cell["column"],
        row_span=row_span,
        column_span=cell["column_span"],
        spans=split_text(cell["text"], records.in_cell(*place), span_of(mark, place)),
    )


def span_of(mark: Mark | None, place: tuple[int, int, int]) -> tuple[int, int] | None:
    """Give the span that is marked at a place."""
    if mark is None or (*mark, 0, 0)[:3] != place:
        return None
    return (mark[3], mark[4]) if len(mark) == 5 else (0, 2**31)


def split_text(text: str, records: Sequence[Mapping[str, Any]], marked: tuple[int, int] | None) -> list[Span]:
    """Split a text where records and the mark begin and end; a stretch of two records is the first one's."""
    borders = {0, len(text), *(marked or ())} | {record[side] for record in records for side in ("start", "end")}
    ends = sorted(border for border in borders if 0 <= border <= len(text))
    found: list[Span] = []
    for start, end in pairwise(ends):
        record = next((one for one in records if one["start"] <= start and end <= one["end"]), None)
        is_marked = bool(marked and marked[0] <= start and end <= marked[1])
        is_first = is_marked and not any(span.marked for span in found)
        found.append(Span(text[start:end], dict(record) if record else None, is_marked, is_first))
    return found
