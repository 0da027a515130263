"""XLSX: measures as one sheet a plan, with headings, filters and wrapped text.

In: documents' names with their records. Out: the workbook's bytes. A document with one plan or none has one sheet under its own name.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.exporters.rows import WIDTHS, Named, headings, measure_rows
from extractor.messages import message
from extractor.records import Plan, Records

# Excel's own limits (ECMA-376, part 1, 18.2.19; the cell limit from Excel's specification).
SHEET_NAME_LIMIT = 31
CELL_LENGTH_LIMIT = 32_767
# Colours (RRGGBB): a grey that a printer leaves light, and lines that do not compete with the text.
HEADING, LINES = "E7E9EC", "BFC4CA"
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(documents: Named) -> bytes:
    """Write a workbook: one sheet a plan, the first row frozen under filters."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for source, records in documents:
        for name, plans in sheets(source, records):
            sheet = book.create_sheet(sheet_name(name, book.sheetnames))
            sheet.append(headings())
            for row in measure_rows(source, replace(records, plans=plans)):
                sheet.append([value[:CELL_LENGTH_LIMIT] for value in row])
            style_sheet(sheet)
    if not book.sheetnames:
        book.create_sheet(message("sheet_empty"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheets(source: str, records: Records) -> list[tuple[str, tuple[Plan, ...]]]:
    """Give a document's sheets, each with its name and plans."""
    if len(records.plans) < 2:
        return [(source, records.plans)]
    return [(plan.title or source, (plan,)) for plan in records.plans]


def style_sheet(sheet: Any, widths: Sequence[float] = WIDTHS) -> None:
    """Wrap the text, keep wordings from being run as formulas, set widths, freeze the headings under filters, fit a page's width."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color=LINES)
    wrapped, ruled = Alignment(wrap_text=True, vertical="top"), Border(left=line, right=line, top=line, bottom=line)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.value is not None else cell.data_type
            cell.alignment, cell.border = wrapped, ruled
    for heading, width in zip(sheet[1], widths, strict=True):
        heading.font, heading.fill = Font(bold=True), PatternFill("solid", start_color=HEADING)
        sheet.column_dimensions[heading.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def sheet_name(source: str, taken: list[str]) -> str:
    """Give a sheet name that the format allows and no other sheet has."""
    whole = FORBIDDEN.sub(" ", source).strip() or message("kind_other")
    name, number = whole[:SHEET_NAME_LIMIT], 1
    while name.lower() in {other.lower() for other in taken}:
        number += 1
        mark = f" ({number})"
        name = whole[: SHEET_NAME_LIMIT - len(mark)] + mark
    return name
