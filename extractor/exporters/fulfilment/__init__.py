"""Outputs of a check of reports: JSON, a readable table, measures as CSV, a workbook.

In: `Checked`. Out: bytes of one file. `FULFILMENT_EXPORTERS` is the one list. To add one, write a module with such a function, add a line
here and a test to `tests/fulfilment/test_outputs.py`.
"""

from extractor.exporters.exporter import Exporter
from extractor.exporters.fulfilment.checked import Checked
from extractor.exporters.fulfilment.csv import write_csv
from extractor.exporters.fulfilment.json import write_json
from extractor.exporters.fulfilment.terminal import write_table
from extractor.exporters.fulfilment.xlsx import write_xlsx

FULFILMENT_EXPORTERS: tuple[Exporter[Checked], ...] = (
    Exporter("json", "json", write_json),
    Exporter("table", "txt", write_table),
    Exporter("csv", "csv", write_csv),
    Exporter("xlsx", "xlsx", write_xlsx, is_text=False),
)
