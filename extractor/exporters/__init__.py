"""Exporters: records out as JSON, NDJSON, CSV, XLSX or DOCX; `EXPORTERS` is the one list.

In: documents' names with their records. Out: bytes of one file. To add one, write a module with such a function and add a
line here.
"""

from extractor.exporters.csv import write_csv
from extractor.exporters.docx import write_docx
from extractor.exporters.exporter import Exporter
from extractor.exporters.json import write_json
from extractor.exporters.ndjson import write_ndjson
from extractor.exporters.rows import Named
from extractor.exporters.xlsx import write_xlsx

EXPORTERS: tuple[Exporter[Named], ...] = (
    Exporter("json", "json", write_json),
    Exporter("ndjson", "ndjson", write_ndjson),
    Exporter("csv", "csv", write_csv),
    Exporter("xlsx", "xlsx", write_xlsx, is_text=False),
    Exporter("docx", "docx", write_docx, is_text=False),
)
