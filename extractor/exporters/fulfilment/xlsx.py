"""XLSX: a check of reports as a workbook: the measures, a sheet of shares for each way to count them, what no measure speaks of.

In: `Checked`. Out: the workbook's bytes. No cell is ever a formula.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from extractor.exporters.fulfilment.checked import (
    MEASURE_COLUMNS,
    OUTSIDE_COLUMNS,
    SHARE_COLUMNS,
    Checked,
    measure_rows,
    outside_rows,
    share_rows,
    share_tables,
)
from extractor.exporters.xlsx import CELL_LENGTH_LIMIT, sheet_name, style_sheet
from extractor.messages import message

MEASURE_WIDTHS, SHARE_WIDTHS, OUTSIDE_WIDTHS = (8, 50, 16, 60, 24), (50, 12, 12, 12, 12, 12), (30, 90)


def write_xlsx(checked: Checked) -> bytes:
    """Write the workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    add_sheet(book, "check_measures", MEASURE_COLUMNS, measure_rows(checked), MEASURE_WIDTHS)
    for code, shares in share_tables(checked):
        add_sheet(book, code, SHARE_COLUMNS, share_rows(shares), SHARE_WIDTHS)
    add_sheet(book, "check_outside", OUTSIDE_COLUMNS, outside_rows(checked), OUTSIDE_WIDTHS)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_sheet(book: Any, code: str, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
    """Add a sheet under the name of a message."""
    sheet = book.create_sheet(sheet_name(message(code), book.sheetnames))
    sheet.append([message(column) for column in columns])
    for row in rows:
        sheet.append([value[:CELL_LENGTH_LIMIT] for value in row])
    style_sheet(sheet, widths)
