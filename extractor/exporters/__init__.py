"""Exporters: records out as JSON, NDJSON, CSV, XLSX or DOCX; `EXPORTERS` is the one list.

In: documents' names with their records. Out: bytes of one file. To add one, write a module with such a function and add a
line here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from extractor.exporters.csv import write_csv
from extractor.exporters.docx import write_docx
from extractor.exporters.json import write_json
from extractor.exporters.ndjson import write_ndjson
from extractor.exporters.rows import Named
from extractor.exporters.xlsx import write_xlsx


@dataclass(frozen=True, slots=True)
class Exporter:
    """A kind of output: its name on the command line, which is its file extension too, and how it is written.

    What is not text is never printed on a terminal.
    """

    name: str
    write: Callable[[Named], bytes]
    is_text: bool = True


EXPORTERS: tuple[Exporter, ...] = (
    Exporter("json", write_json),
    Exporter("ndjson", write_ndjson),
    Exporter("csv", write_csv),
    Exporter("xlsx", write_xlsx, is_text=False),
    Exporter("docx", write_docx, is_text=False),
)
