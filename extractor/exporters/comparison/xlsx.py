"""XLSX: the comparison table in its standard form, with the section and the class of each difference in columns of their own to filter by.

In: `Compared`. Out: the workbook's bytes. Changed words are marked as in DOCX, within the cell. No cell is ever a formula.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from extractor.exporters.comparison.entries import Entry, entries_of
from extractor.exporters.comparison.lines import Line
from extractor.exporters.comparison.markup import FORBIDDEN
from extractor.exporters.comparison.notices import notices
from extractor.exporters.comparison.pieces import around
from extractor.exporters.comparison.remarks import class_names
from extractor.exporters.comparison.titles import document_name
from extractor.exporters.comparison.versions import Compared
from extractor.exporters.xlsx import CELL_LENGTH_LIMIT
from extractor.messages import message

COLUMNS = (
    "docx_number", "column_unit", "column_old_edition", "column_new_edition", "column_note", "column_section", "column_change",
)  # fmt: skip
WIDTHS = (6, 18, 44, 44, 28, 22, 16)
TYPE, SIZE, TITLE_SIZE = "Times New Roman", 11, 14
# Points a line takes at this size, and the greatest height of a row (Excel's specification).
LINE_HEIGHT, GREATEST_HEIGHT = 14.5, 409.0
MARKS: Mapping[str, Mapping[str, Any]] = {
    "same": {}, "removed": {"strike": True, "color": "C00000"}, "added": {"b": True, "u": "single", "color": "006100"},
}  # fmt: skip


def write_xlsx(compared: Compared) -> bytes:
    """Write the workbook: a title, the names of both versions and what is to be known first, then the table."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = message("comparison_sheet")
    for line in opening(compared):
        sheet.append([printable(line)])
    sheet.append([])
    sheet.append([message(code) for code in COLUMNS])
    top = sheet.max_row
    for number, entry in enumerate(entries_of(compared), 1):
        sheet.append(entry_cells(number, entry))
    style_cells(sheet, top)
    set_up_page(sheet, top)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opening(compared: Compared) -> Iterator[str]:
    """Yield the lines above the table."""
    yield message("comparison_title")
    yield f"{message('column_old_edition')}: {document_name(compared.old)} ({compared.old.name})"
    yield f"{message('column_new_edition')}: {document_name(compared.new)} ({compared.new.name})"
    yield from notices(compared)
    if compared.hidden:
        yield message("compare_hidden", count=compared.hidden)
    yield message("comparison_legend") if entries_of(compared) else message("compare_equal")


def entry_cells(number: int, entry: Entry) -> list[Any]:
    """Give the cells of one difference."""
    old, new = rich_text(entry.old), rich_text(entry.new)
    return [
        number,
        printable(entry.unit),
        old,
        new,
        printable("\n".join(entry.remarks)),
        printable(entry.group),
        class_names(entry.classes),
    ]


def printable(text: str) -> str:
    """Give a text without signs that the format forbids, no longer than a cell may be."""
    return FORBIDDEN.sub("", text)[:CELL_LENGTH_LIMIT]


def rich_text(lines: tuple[Line, ...]) -> Any:
    """Give the text of a cell, marked word by word, no longer than a cell may be."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    parts: list[Any] = []
    room = CELL_LENGTH_LIMIT
    for text, kind in cell_stretches(lines):
        kept = FORBIDDEN.sub("", text)[:room]
        room -= len(kept)
        if kept:
            parts.append(TextBlock(InlineFont(rFont=TYPE, sz=SIZE, **MARKS[kind]), kept))
    return CellRichText(parts) if parts else message("comparison_absent")


def cell_stretches(lines: tuple[Line, ...]) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a cell's text, each with its mark; white space around words is unmarked."""
    for place, line in enumerate(lines):
        yield "\n" * bool(place) + (f"{line.label}: " if line.label else ""), "same"
        for piece in line.pieces:
            opening_space, words, closing_space = around(piece.text)
            yield from ((opening_space, "same"), (words, piece.kind), (closing_space, "same"))


def style_cells(sheet: Any, top: int) -> None:
    """Wrap and rule the table, keep wordings from being run as formulas, freeze the header under filters."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="808080")
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
            cell.font = Font(name=TYPE, size=SIZE, bold=cell.row == top)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if cell.row == top else "left")
            cell.border = Border(left=line, right=line, top=line, bottom=line) if cell.row >= top else Border()
        sheet.row_dimensions[cells[0].row].height = height_of(cells, WIDTHS if cells[0].row >= top else [sum(WIDTHS)])
    for place in range(1, top):
        sheet.merge_cells(start_row=place, end_row=place, start_column=1, end_column=len(COLUMNS))
    for heading, width in zip(sheet[top], WIDTHS, strict=True):
        heading.fill = PatternFill("solid", fgColor="D9D9D9")
        sheet.column_dimensions[heading.column_letter].width = width
    sheet["A1"].font = Font(name=TYPE, bold=True, size=TITLE_SIZE)
    sheet.row_dimensions[1].height = LINE_HEIGHT * TITLE_SIZE / SIZE
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{sheet.cell(sheet.max_row, len(COLUMNS)).coordinate}"


def height_of(cells: Sequence[Any], widths: Sequence[int]) -> float:
    """Reckon the height of a row: not every program fits rows to marked text by itself."""
    texts = ("" if cell.value is None else str(cell.value) for cell in cells)
    lines = (sum(len(wrap(line, width)) or 1 for line in text.split("\n")) for text, width in zip(texts, widths, strict=False))
    return min(GREATEST_HEIGHT, LINE_HEIGHT * max(lines))


def set_up_page(sheet: Any, top: int) -> None:
    """Print across on A4, all columns on the width of the page, the header on every page, page numbers at the foot."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.right.text = message("protocol_page", page="&P", pages="&N")
