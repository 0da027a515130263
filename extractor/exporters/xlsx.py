"""XLSX: measures as one sheet a document, with headings, filters and wrapped text.

In: documents' names with their records. Out: the workbook's bytes.
"""

import io
import re
from typing import Any

from extractor.exporters.rows import WIDTHS, Named, headings, measure_rows
from extractor.messages import message

# Excel's own limits (ECMA-376, part 1, 18.2.19; the cell limit from Excel's specification).
SHEET_NAME_LIMIT = 31
CELL_LENGTH_LIMIT = 32_767
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(documents: Named) -> bytes:
    """Write a workbook: one sheet a document, the first row frozen under filters."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for source, records in documents:
        sheet = book.create_sheet(sheet_name(source, book.sheetnames))
        sheet.append(headings())
        for row in measure_rows(source, records):
            sheet.append([value[:CELL_LENGTH_LIMIT] for value in row])
        style_sheet(sheet)
    if not book.sheetnames:
        book.create_sheet(message("sheet_empty"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def style_sheet(sheet: Any) -> None:
    """Wrap the text, keep wordings from being run as formulas, set widths, freeze the headings under filters."""
    from openpyxl.styles import Alignment, Font

    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.value is not None else cell.data_type
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for heading, width in zip(sheet[1], WIDTHS, strict=True):
        heading.font = Font(bold=True)
        sheet.column_dimensions[heading.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def sheet_name(source: str, taken: list[str]) -> str:
    """Give a sheet name that the format allows and no other sheet has."""
    whole = FORBIDDEN.sub(" ", source).strip() or message("kind_other")
    name, number = whole[:SHEET_NAME_LIMIT], 1
    while name.lower() in {other.lower() for other in taken}:
        number += 1
        mark = f" ({number})"
        name = whole[: SHEET_NAME_LIMIT - len(mark)] + mark
    return name
