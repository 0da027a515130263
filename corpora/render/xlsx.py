"""XLSX: the document as a clerk types it into a sheet: a row for each paragraph, ruled tables with merged cells.

In: a `Layout`. Out: bytes. Whole numbers are typed as numbers; points of `@clauses` keep their numbers as text.
"""

from io import BytesIO
from typing import Any

from corpora.source import Block, Grid, Layout, Prose, printed_lines

ALIGNED = {"centre": "center", "heading": "center", "right": "right"}
# Columns of a sheet without tables: a position at the left, a name at the right.
LEAST_COLUMNS = 4
# Characters over the whole width.
SHEET_WIDTH = 120.0


def render(layout: Layout) -> bytes:
    """Give the file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    width = max([LEAST_COLUMNS, *(len(grid.roles) for grid in layout.grids)])
    row = 1
    for block in layout.blocks:
        row = write_block(sheet, block, row, width)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_block(sheet: Any, block: Block, row: int, width: int) -> int:
    """Write one block from a row on; gives the next free row."""
    if isinstance(block, Grid):
        return write_grid(sheet, block, row)
    if block.kind in ("columns", "signature"):
        return write_side_by_side(sheet, block, row, width)
    if block.kind in ("menu", "break"):
        return row
    for place, line in enumerate(block.lines):
        write_paragraph(sheet, line, block, row + place, width)
    return row + len(block.lines) + 1


def write_paragraph(sheet: Any, line: str, block: Prose, row: int, width: int) -> None:
    """Write a paragraph into a cell over the whole width."""
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, 1, "\n".join(printed_lines(line)))
    cell.alignment = Alignment(horizontal=ALIGNED.get(block.kind, "left"), wrap_text=True)
    cell.font = Font(bold="bold" in block.options or block.kind == "heading")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def write_side_by_side(sheet: Any, block: Prose, row: int, width: int) -> int:
    """Write blocks side by side: the first at the left, the last in the last columns."""
    for place, line in enumerate(block.lines):
        parts = line.split("|")
        for index, part in enumerate(parts):
            sheet.cell(row + place, 1 + index * (width // len(parts)), "\n".join(printed_lines(part)).strip())
    return row + len(block.lines) + 1


def write_grid(sheet: Any, grid: Grid, row: int) -> int:
    """Write a ruled table; gives the row after the empty one below it."""
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side(style="thin")
    for cell in grid.cells:
        place = sheet.cell(row + cell.row, cell.column + 1)
        text = "\n".join(cell.printed)
        place.value = int(text) if text.isdecimal() else text or None
        place.alignment = Alignment(wrap_text=True, vertical="top")
        place.font = Font(bold=cell.row < grid.header_rows or cell.level is not None)
    for down in range(len(grid.rows)):
        for across in range(len(grid.roles)):
            sheet.cell(row + down, across + 1).border = Border(left=thin, right=thin, top=thin, bottom=thin)
    join_spans(sheet, grid, row)
    return row + len(grid.rows) + 1


def join_spans(sheet: Any, grid: Grid, row: int) -> None:
    """Merge the sheet's cells as the table's are, and give the columns their widths."""
    from openpyxl.utils import get_column_letter

    for cell in grid.cells:
        if cell.row_span > 1 or cell.column_span > 1:
            sheet.merge_cells(
                start_row=row + cell.row,
                end_row=row + cell.row + cell.row_span - 1,
                start_column=cell.column + 1,
                end_column=cell.column + cell.column_span,
            )
    for index, share in enumerate(grid.widths):
        sheet.column_dimensions[get_column_letter(index + 1)].width = SHEET_WIDTH * share / sum(grid.widths)
