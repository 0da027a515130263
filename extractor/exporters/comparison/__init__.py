"""Outputs of a comparison: JSON, a readable table, the comparison table as DOCX and XLSX, tracked changes, the protocol.

In: `Compared`. Out: bytes of one file. `COMPARISON_EXPORTERS` is the one list. To add one, write a module with such a function, add a line
here and a test to `tests/comparison_outputs/`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from extractor.exporters.comparison.docx import write_docx
from extractor.exporters.comparison.json import write_json
from extractor.exporters.comparison.protocol import write_protocol
from extractor.exporters.comparison.terminal import write_table
from extractor.exporters.comparison.tracked import write_tracked
from extractor.exporters.comparison.versions import Compared
from extractor.exporters.comparison.xlsx import write_xlsx


@dataclass(frozen=True, slots=True)
class ComparisonExporter:
    """A kind of output: its name on the command line, the ending of its files, and how it is written.

    What is not text is never printed on a terminal.
    """

    name: str
    ending: str
    write: Callable[[Compared], bytes]
    is_text: bool = True


# An ending stands for the first exporter that has it.
COMPARISON_EXPORTERS: tuple[ComparisonExporter, ...] = (
    ComparisonExporter("json", "json", write_json),
    ComparisonExporter("table", "txt", write_table),
    ComparisonExporter("docx", "docx", write_docx, is_text=False),
    ComparisonExporter("xlsx", "xlsx", write_xlsx, is_text=False),
    ComparisonExporter("tracked", "docx", write_tracked, is_text=False),
    ComparisonExporter("protocol", "docx", write_protocol, is_text=False),
)
