"""Exports: the records of a document or of one plan as a file.

In: an id and a format. Out: the file, with corrected values. To add a format, add a line to `extractor.exporters.EXPORTERS` and one to
`MEDIA_TYPES`.
"""

import asyncio
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import TypeAdapter

from extractor.exporters import EXPORTERS
from extractor.records import Records
from service.api.dependencies import Here, Reader
from service.api.problems import Described, problems
from service.file_names import content_disposition
from service.store.columns import Json
from service.store.connection import Connection
from service.store.documents import find_document
from service.store.records import document_records, plan_records

router = APIRouter(tags=["exports"])

MEDIA_TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Letters of a file's name: file systems take 255 bytes, and a letter of Cyrillic is two.
LONGEST_NAME = 100
RECORDS = TypeAdapter(Records)
EXAMPLES: dict[str, Any] = {
    "json": {"document": {"kind": "plan", "title": "План ремонта мостов"}, "plans": []},
    "ndjson": '{"source": "plan.docx", "document": {"kind": "plan"}}\n',
    "csv": "Файл,План,Раздел\r\nplan.docx,План ремонта мостов,Дороги\r\n",
}

Format = Annotated[Literal["json", "ndjson", "csv", "xlsx", "docx"], Query(description="The kind of file.", examples=["xlsx"])]


def files() -> Described:
    """Describe the answers of an export."""
    content: dict[str, Any] = {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA_TYPES.values()}
    content["application/json"] = {"schema": {"type": "object"}}
    for name, example in EXAMPLES.items():
        content[MEDIA_TYPES[name]]["example"] = example
    header = {"Content-Disposition": {"description": "The file's name (RFC 6266).", "schema": {"type": "string"}}}
    return {200: {"description": "The file.", "content": content, "headers": header}}


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
    responses=files() | problems(404, 409, 410),
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
    responses=files() | problems(404, 409, 410),
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
    headers = {"Content-Disposition": content_disposition(f"{export.name}.{kind}")}
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def write_export(export: Export, kind: str) -> bytes:
    """Write an export as a kind of file."""
    exporter = next(exporter for exporter in EXPORTERS if exporter.name == kind)
    return exporter.write([(export.source, RECORDS.validate_python(export.records))])
