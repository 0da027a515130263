"""Outputs of a check of reports: JSON, a readable table, measures as CSV, a workbook.

In: `Checked`. Out: bytes of one file. `FULFILMENT_EXPORTERS` is the one list. To add one, write a module with such a function, add a line
here and a test to `tests/fulfilment/test_outputs.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from extractor.exporters.fulfilment.checked import Checked
from extractor.exporters.fulfilment.csv import write_csv
from extractor.exporters.fulfilment.json import write_json
from extractor.exporters.fulfilment.terminal import write_table
from extractor.exporters.fulfilment.xlsx import write_xlsx


@dataclass(frozen=True, slots=True)
class FulfilmentExporter:
    """A kind of output, as `ComparisonExporter` has it."""

    name: str
    ending: str
    write: Callable[[Checked], bytes]
    is_text: bool = True


FULFILMENT_EXPORTERS: tuple[FulfilmentExporter, ...] = (
    FulfilmentExporter("json", "json", write_json),
    FulfilmentExporter("table", "txt", write_table),
    FulfilmentExporter("csv", "csv", write_csv),
    FulfilmentExporter("xlsx", "xlsx", write_xlsx, is_text=False),
)
