"""Exports: the records of a document or of one plan as a file.

In: an id and a format. Out: the file, with corrected values. To add a format, add a line to `extractor.exporters.EXPORTERS`, its name to
`ExportKind` (`service.answers`), its media type to `service.api.downloads`.
"""

import asyncio
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import TypeAdapter

from extractor.exporters import EXPORTERS
from extractor.records import Records
from service.answers import ExportKind
from service.api.dependencies import Here, Reader
from service.api.downloads import LONGEST_NAME, download, files
from service.api.problems import problems
from service.store.columns import Json
from service.store.connection import Connection
from service.store.documents import find_document
from service.store.records import document_records, plan_records

router = APIRouter(tags=["exports"])

RECORDS = TypeAdapter(Records)
EXAMPLES: dict[str, Any] = {
    "json": {"document": {"kind": "plan", "title": "План ремонта мостов"}, "plans": []},
    "ndjson": '{"source": "plan.docx", "document": {"kind": "plan"}}\n',
    "csv": "Файл,План,Раздел\r\nplan.docx,План ремонта мостов,Дороги\r\n",
}

FILE = files(get_args(ExportKind), EXAMPLES)
Format = Annotated[ExportKind, Query(description="The kind of file.", examples=["xlsx"])]


@dataclass(frozen=True, slots=True)
class Export:
    """What is written: a file's name without its ending, the document's name, and the records as JSON."""

    name: str
    source: str
    records: Json


@router.get(
    "/v1/documents/{document}/export",
    operation_id="export_document",
    summary="Export a document's records",
    description="JSON and NDJSON have everything; CSV and XLSX (a sheet a plan) the measures, DOCX the plans as standard tables.",
    response_class=Response,
    responses=FILE | problems(404, 409, 410),
)
async def export_document(document: UUID, here: Here, actor: Reader, format: Format = "xlsx") -> Response:
    """Give a document's records as a file."""
    async with here.pool.connection() as connection:
        records = await document_records(connection, document)
        export = await make_export(connection, document, records)
    return await answer_file(export, format)


@router.get(
    "/v1/plans/{plan}/export",
    operation_id="export_plan",
    summary="Export one plan",
    description="The plan with its measures; the formats are those of a document's export.",
    response_class=Response,
    responses=FILE | problems(404, 409, 410),
)
async def export_plan(plan: UUID, here: Here, actor: Reader, format: Format = "xlsx") -> Response:
    """Give a plan as a file."""
    async with here.pool.connection() as connection:
        document, records = await plan_records(connection, plan)
        export = await make_export(connection, document, records)
    return await answer_file(export, format)


async def make_export(connection: Connection, document: UUID, records: Json) -> Export:
    """Give what an export is written from."""
    row = await find_document(connection, document)
    source = row["name"] if row else str(document)
    return Export(PurePath(source).stem[:LONGEST_NAME] or "plan", source, records)


async def answer_file(export: Export, kind: str) -> Response:
    """Write the file in a thread, as a large workbook takes seconds, and answer it as a download."""
    content = await asyncio.to_thread(write_export, export, kind)
    return download(f"{export.name}.{kind}", content)


def write_export(export: Export, kind: str) -> bytes:
    """Write an export as a kind of file."""
    exporter = next(exporter for exporter in EXPORTERS if exporter.name == kind)
    return exporter.write([(export.source, RECORDS.validate_python(export.records))])
