"""Outputs of a comparison: JSON, a readable table, the comparison table as DOCX and XLSX, tracked changes, the protocol.

In: `Compared`. Out: bytes of one file. `COMPARISON_EXPORTERS` is the one list. To add one, write a module with such a function, add a line
here and a test to `tests/comparison_outputs/`.
"""

from extractor.exporters.comparison.docx import write_docx
from extractor.exporters.comparison.json import write_json
from extractor.exporters.comparison.protocol import write_protocol
from extractor.exporters.comparison.terminal import write_table
from extractor.exporters.comparison.tracked import write_tracked
from extractor.exporters.comparison.versions import Compared
from extractor.exporters.comparison.xlsx import write_xlsx
from extractor.exporters.exporter import Exporter

# An ending stands for the first exporter that has it.
COMPARISON_EXPORTERS: tuple[Exporter[Compared], ...] = (
    Exporter("json", "json", write_json),
    Exporter("table", "txt", write_table),
    Exporter("docx", "docx", write_docx, is_text=False),
    Exporter("xlsx", "xlsx", write_xlsx, is_text=False),
    Exporter("tracked", "docx", write_tracked, is_text=False),
    Exporter("protocol", "docx", write_protocol, is_text=False),
)
