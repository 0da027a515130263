"""The document as every reader hands it over: blocks of final text with their places.

In: nothing (readers in `formats/` build it). Out: `Document`, a tuple of paragraphs and tables in reading order.
Text is final: white space is single, words broken at a line end are whole again, hidden text is gone. Nothing after
the reader changes a character, so an offset found anywhere is an offset of the source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.evidence import Box, Evidence

# Where a page's text comes from: its text layer, or recognition of its picture.
Source = Literal["text", "ocr"]
DoubtCode = Literal["ocr_low_confidence", "ocr_repaired", "page_not_read"]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line inside a passage: `start` inclusive, `end` exclusive offsets in the passage's text.

    `hard` says that the author ended the line here (a paragraph, a forced break, a line left short on purpose);
    a line that the layout merely wrapped is not hard. The last line of a passage is hard.
    """

    start: int
    end: int
    hard: bool = True
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Text of one block or one cell with its place; `block`, `row` and `column` count from 1."""

    text: str
    block: int
    lines: tuple[Line, ...] = ()
    row: int | None = None
    column: int | None = None

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """Give the evidence for `text[start:end]`: its page is the first line's, its box covers the lines on that page."""
        touched = [line for line in self.lines if line.start < max(end, start + 1) and line.end > start]
        page = touched[0].page if touched else None
        boxes = [line.box for line in touched if line.box is not None and line.page == page]
        box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)) if boxes else None
        return Evidence(
            text=self.text[start:end],
            block=self.block,
            start=start,
            end=end,
            rule=rule,
            page=page,
            row=self.row,
            column=self.column,
            box=box,
        )

    def hard_spans(self) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) of each stretch between hard line ends; the whole text where no lines are known."""
        start = 0
        for line in self.lines:
            if line.hard and line.end > start:
                yield start, line.end
                start = line.end + (self.text[line.end : line.end + 1] == " ")
        if start < len(self.text):
            yield start, len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Passage):
    """A paragraph outside tables. Computed list numbers ("1.", "а)", "2.1.") are part of its text.

    `centred`, `right` and `bold` tell how it is printed where the format shows it; `level` is its heading level
    (1 is the outermost) where the format marks headings.
    """

    centred: bool = False
    right: bool = False
    bold: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Passage):
    """A table cell; `row` and `column` are those of its top left corner, a merged cell is there once with its spans."""

    row_span: int = 1
    column_span: int = 1
    bold: bool = False

    def covers(self, row: int, column: int) -> bool:
        """Tell whether the cell stands on this row and column (counted from 1)."""
        assert self.row is not None
        assert self.column is not None
        return self.row <= row < self.row + self.row_span and self.column <= column < self.column + self.column_span


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table in reading order of its cells; parts on several pages are joined, repeated headers dropped.

    Rows and columns count from 1 over the whole joined table. `grid[row - 1][column - 1]` is the cell that covers the
    place, or None where the source has no cell.
    """

    block: int
    cells: tuple[Cell, ...]
    row_count: int
    column_count: int

    @cached_property
    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Every place of the table with the cell that covers it."""
        places: list[list[Cell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            assert cell.row is not None
            assert cell.column is not None
            for row in range(cell.row - 1, min(cell.row - 1 + cell.row_span, self.row_count)):
                for column in range(cell.column - 1, min(cell.column - 1 + cell.column_span, self.column_count)):
                    places[row][column] = cell
        return tuple(tuple(row) for row in places)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that a reader was not sure of: a word read with little confidence, a repaired word, a page not read.

    `confidence` is from 0 to 1; `seen` is what was recognised before the repair. The pipeline makes issues of doubts.
    """

    code: DoubtCode
    page: int
    evidence: Evidence | None = None
    confidence: float | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a reader made of the bytes: blocks numbered from 1 in reading order (`blocks[n - 1].block == n`).

    `pages` is the number of pages where the format has pages. A text box (a letterhead, an
    "УТВЕРЖДАЮ" stamp) is a block at the place of its anchor. `sources` tells for each page where its text comes from,
    None for a page that was not asked for; `doubts` is what the reader was not sure of.
    """

    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    sources: tuple[Source | None, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
