"""Exporters: records out as JSON, NDJSON, CSV or XLSX; `EXPORTERS` is the one list.

In: documents' names with their records. Out: bytes of one file. To add one, write a module and add a line here.
"""

import json as jsonlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.exporters import csv, json, ndjson, rows, xlsx
from extractor.records import Records

Named = Sequence[tuple[str, Records]]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A kind of output: its name on the command line, which is its file extension too, and how it is written."""

    name: str
    write: Callable[[Named], bytes]


def json_bytes(documents: Named) -> bytes:
    """Write one document as an object, several as a list of objects with their "source"."""
    if len(documents) == 1:
        return json.write_json(documents[0][1]).encode()
    listed = [{"source": source, **json.to_json(records)} for source, records in documents]
    return (jsonlib.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode()


def ndjson_bytes(documents: Named) -> bytes:
    """Write a line a document."""
    return "".join(ndjson.write_ndjson(source, records) for source, records in documents).encode()


def csv_bytes(documents: Named) -> bytes:
    """Write a row a measure over all documents."""
    return csv.write_csv(row for source, records in documents for row in rows.measure_rows(source, records)).encode()


EXPORTERS: tuple[Exporter, ...] = (
    Exporter("json", json_bytes),
    Exporter("ndjson", ndjson_bytes),
    Exporter("csv", csv_bytes),
    Exporter("xlsx", xlsx.write_xlsx),
)
