"""XLSX: measures as one sheet a document, with headings, filters and wrapped text.

In: documents' names with their records. Out: the workbook's bytes.
"""

import io
import re
from collections.abc import Iterable

from extractor.exporters.rows import HEADINGS, measure_rows
from extractor.records import Records

# Excel's own limits (ECMA-376, part 1, 18.2.19; the cell limit from Excel's specification).
SHEET_NAME_LIMIT = 31
CELL_LENGTH_LIMIT = 32_767
WIDTHS = {"Мероприятие": 60, "Ответственные": 40, "Результат": 40, "Раздел": 30, "План": 30, "Механизм": 40}
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(documents: Iterable[tuple[str, Records]]) -> bytes:
    """Write a workbook: one sheet a document, the first row frozen under filters."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)
    for source, records in documents:
        sheet = book.create_sheet(sheet_name(source, book.sheetnames))
        sheet.append(HEADINGS)
        for row in measure_rows(source, records):
            sheet.append([value[:CELL_LENGTH_LIMIT] for value in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.data_type = "s" if cell.value is not None else cell.data_type
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for place, heading in enumerate(HEADINGS, 1):
            sheet.cell(1, place).font = Font(bold=True)
            sheet.column_dimensions[sheet.cell(1, place).column_letter].width = WIDTHS.get(heading, 16)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    if not book.sheetnames:
        book.create_sheet("Нет мероприятий")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(source: str, taken: list[str]) -> str:
    """Give a sheet name that the format allows and no other sheet has."""
    base = FORBIDDEN.sub(" ", source).strip() or "Документ"
    name, number = base[:SHEET_NAME_LIMIT], 1
    while name.lower() in {other.lower() for other in taken}:
        number += 1
        mark = f" ({number})"
        name = base[: SHEET_NAME_LIMIT - len(mark)] + mark
    return name
