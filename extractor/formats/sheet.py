"""Sheets: XLSX with openpyxl; XLS and ODS as the XLSX that LibreOffice makes of them.

In: a workbook's bytes. Out: a `Document`: the visible sheets in order; ruled rows are tables, other rows paragraphs with a
line for each cell. Hidden sheets, rows and columns are not part of the document; formulas count as their stored values.
"""

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from extractor.document import Block, Cell, Document, Paragraph, Table
from extractor.errors import DamagedFile, TooLarge
from extractor.formats.docx.package import open_package
from extractor.formats.office.conversion import convert
from extractor.formats.recognition import find_kind
from extractor.months import MONTHS
from extractor.text import PrintedLine, flow

# A plan of 2,000 rows and 20 columns has 40,000 cells; a sheet formatted down to its last row has millions of empty ones.
MAX_CELLS = 2_000_000
# Without rules, so many filled cells side by side make a row of a table.
TABLE_CELLS_LEAST = 3
# Alignments that a centred heading has.
CENTRED = ("center", "centerContinuous", "distributed")


def read(content: bytes) -> Document:
    """Read a workbook; raises `DamagedFile`, `TooLarge`, `DangerousFile` or `MissingProgram`."""
    kind = find_kind(content)
    if kind != "xlsx":
        content = convert(content, kind, "xlsx")
    blocks: list[Block] = []
    for sheet in visible_sheets(content):
        for part in sheet_parts(sheet):
            blocks.append(build_block(part, len(blocks) + 1))
    return Document(format=kind, blocks=tuple(blocks))


def visible_sheets(content: bytes) -> list[Any]:
    """Open the workbook and give its visible sheets."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    package = open_package(content)
    for name in package.names:
        if name.endswith(".xml"):
            package.content(name)  # checks sizes and ratios before the library unpacks
    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise DamagedFile from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if sum(sheet.max_row * sheet.max_column for sheet in sheets) > MAX_CELLS:
        raise TooLarge("too_many_cells", limit=MAX_CELLS)
    return sheets


class Grid:
    """A sheet's visible cells as texts with their spans; rows and columns are counted among the visible ones from 0."""

    def __init__(self, sheet: Any) -> None:
        """Number the visible rows and columns and place the merged ranges among them."""
        self.rows = [n for n in range(1, sheet.max_row + 1) if not sheet.row_dimensions[n].hidden]
        hidden = hidden_columns(sheet)
        self.columns = [n for n in range(1, sheet.max_column + 1) if n not in hidden]
        self.sheet = sheet
        self.spans = dict(self.merged_ranges())
        self.covered = {
            (row + down, column + right)
            for (row, column), (height, width) in self.spans.items()
            for down in range(height)
            for right in range(width)
        } - set(self.spans)

    def merged_ranges(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """Yield each merged range's place and its height and width in visible rows and columns."""
        for merged in self.sheet.merged_cells.ranges:
            rows = [i for i, n in enumerate(self.rows) if merged.min_row <= n <= merged.max_row]
            columns = [i for i, n in enumerate(self.columns) if merged.min_col <= n <= merged.max_col]
            if rows and columns:
                yield (rows[0], columns[0]), (len(rows), len(columns))

    def place(self, row: int, column: int) -> Any:
        """Give the sheet's own cell."""
        return self.sheet.cell(self.rows[row], self.columns[column])

    def text(self, row: int, column: int) -> str:
        """Give a cell's text; of a merged range that begins in a hidden row or column, the range's value."""
        cell = self.sheet.cell(self.rows[row], self.columns[column])
        if cell.value is None and (row, column) in self.spans:
            for merged in self.sheet.merged_cells.ranges:
                if cell.coordinate in merged:
                    cell = self.sheet.cell(merged.min_row, merged.min_col)
        return value_text(cell.value, str(cell.number_format or ""))

    def is_ruled(self, row: int) -> bool:
        """Tell whether a filled cell of the row has rules at its left and above or below: more than a line to sign on."""
        filled = [n for place, n in enumerate(self.columns) if self.text(row, place).strip()]
        borders = [self.sheet.cell(self.rows[row], n).border for n in filled]
        return any(has_line(b.left) and (has_line(b.top) or has_line(b.bottom)) for b in borders if b)


def has_line(side: Any) -> bool:
    """Tell whether a border's side is drawn."""
    return bool(side is not None and side.style)


def hidden_columns(sheet: Any) -> set[int]:
    """Give the numbers of the hidden columns; a dimension may stand for a run of them."""
    dimensions = [dimension for dimension in sheet.column_dimensions.values() if dimension.hidden]
    return {n for dimension in dimensions for n in range(dimension.min or 0, min(dimension.max or 0, sheet.max_column) + 1)}


def value_text(value: object, number_format: str) -> str:
    """Print a value as the sheet shows it: dates by day or month, numbers with a comma."""
    if isinstance(value, datetime.date):
        return date_text(value, number_format.lower())
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        shown = f"{value * 100:g}%" if "%" in number_format else f"{value:.10g}"
        return shown.replace(".", ",")
    return "" if value is None else str(value)


def date_text(value: datetime.date, number_format: str) -> str:
    """Print a date by the day, or by the month where the sheet shows no day."""
    if "d" not in number_format and "m" in number_format:
        return f"{MONTHS[value.month - 1]} {value.year}"
    return value.strftime("%d.%m.%Y")


def sheet_parts(sheet: Any) -> Iterator[tuple[Grid, list[int], bool]]:
    """Yield runs of rows: (grid, rows, is a table); empty rows divide paragraphs and stay inside tables."""
    grid = Grid(sheet)
    run: list[int] = []
    for row in range(len(grid.rows)):
        filled = [column for column in range(len(grid.columns)) if (row, column) not in grid.covered and grid.text(row, column).strip()]
        covered = any((row, column) in grid.covered for column in range(len(grid.columns)))
        if is_table_row(grid, row, filled, run):
            run.append(row)
        elif not filled:
            if run and covered:
                run.append(row)
        else:
            if run:
                yield grid, run, True
                run = []
            yield grid, [row], False
    if run:
        yield grid, run, True


def is_table_row(grid: Grid, row: int, filled: list[int], run: list[int]) -> bool:
    """Tell whether a row belongs to a table: ruled, or with several filled cells, or a wide heading inside a table."""
    if grid.is_ruled(row):
        return bool(filled) or bool(run)
    return len(filled) >= TABLE_CELLS_LEAST


def build_block(part: tuple[Grid, list[int], bool], block: int) -> Block:
    """Build the table or the paragraph of a run of rows."""
    grid, rows, table = part
    if table:
        return build_table(grid, rows, block)
    lines = [PrintedLine(line) for column in range(len(grid.columns)) for line in grid.text(rows[0], column).split("\n")]
    text, printed = flow(lines)
    cells = [grid.place(rows[0], column) for column in range(len(grid.columns)) if grid.text(rows[0], column).strip()]
    return Paragraph(
        text=text,
        lines=printed,
        block=block,
        centred=all(cell.alignment.horizontal in CENTRED for cell in cells),
        right=all(cell.alignment.horizontal == "right" for cell in cells),
        bold=all(bool(cell.font.b) for cell in cells),
    )


def build_table(grid: Grid, rows: list[int], block: int) -> Table:
    """Build a table of the columns that hold something in these rows."""
    used = [c for c in range(len(grid.columns)) if any((r, c) in grid.covered or grid.text(r, c).strip() for r in rows)]
    first, last = rows[0], rows[-1]
    places = range(used[0], used[-1] + 1)
    cells = []
    for row in range(first, last + 1):
        for column in places:
            if (row, column) in grid.covered:
                continue
            height, width = grid.spans.get((row, column), (1, 1))
            text, lines = flow(PrintedLine(line) for line in grid.text(row, column).split("\n"))
            cells.append(
                Cell(
                    text=text,
                    lines=lines,
                    block=block,
                    row=row - first + 1,
                    column=column - places.start + 1,
                    row_span=min(height, last - row + 1),
                    column_span=min(width, places.stop - column),
                    bold=bool(grid.sheet.cell(grid.rows[row], grid.columns[column]).font.b),
                )
            )
    return Table(block=block, cells=tuple(cells), row_count=last - first + 1, column_count=len(places))
