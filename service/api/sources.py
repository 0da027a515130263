"""Sources: the files as they were uploaded.

In: a document's id, and a Range where only a part is wanted. Out: the bytes, always for saving and never for showing: an uploaded
HTML page must not run in the service's name.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse

from extractor.errors import ExtractionError
from extractor.formats.recognition import find_kind
from service.api.dependencies import Here, Reader
from service.api.document_access import source_document
from service.api.downloads import MEDIA_TYPES
from service.api.etags import NOT_MODIFIED, has_tag, not_modified
from service.api.problems import problems
from service.errors import NotFound, Problem
from service.file_names import content_disposition
from service.installation import Installation
from service.store.documents import Row

router = APIRouter(prefix="/v1/documents", tags=["documents"])

# Bytes that are held in memory for each download.
PIECE_BYTES = 1 << 20
# Bytes by which a kind is told, beside what the extractor has found.
HEAD_BYTES = 4096
OCTETS = "application/octet-stream"
# By the kinds of the extractor.
SOURCE_TYPES = MEDIA_TYPES | {
    "pdf": "application/pdf",
    "html": "text/html",
    "mht": "multipart/related",
    "rtf": "application/rtf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}
# First bytes, the extractor's format where it is known by now, the kind: for kinds whose directory stands further in.
COMPOUND = b"\xd0\xcf\x11\xe0"
PACKAGES = ((b"PK", "docx", "docx"), (b"PK", "sheet", "xlsx"), (COMPOUND, "office", "doc"), (COMPOUND, "sheet", "xls"))
# An OpenDocument begins with its own media type (OpenDocument 1.3, part 2, 3.3); a picture's type is in its first bytes.
OPEN_DOCUMENT = re.compile(rb"^PK.{28}mimetype(application/vnd\.oasis\.opendocument\.[a-z]+)PK", re.DOTALL)
PICTURES = {b"\x89PNG": "png", b"\xff\xd8": "jpeg", b"GIF8": "gif", b"BM": "bmp", b"RIFF": "webp", b"II": "tiff", b"MM": "tiff"}
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RangeUnsatisfiable(Problem):
    """The file ends before the range begins (RFC 9110, 15.5.17)."""

    status = 416
    code = "range_unsatisfiable"


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes from `start` up to and without `end`; `whole` says that they are not a part."""

    start: int
    end: int
    whole: bool = False


CONTENT: dict[str, Any] = {OCTETS: {"schema": {"type": "string", "format": "binary"}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7 …"}}},
    206: {"description": "The part that Range asks for.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    **NOT_MODIFIED,
    **problems(404, 410, 416),
}


@router.get(
    "/{document}/source",
    operation_id="get_document_source",
    summary="Download the source file",
    description="The file as it was uploaded, under its own name. A single byte range may be asked for.",
    response_class=StreamingResponse,
    responses=RESPONSES,
)
async def download_source(
    request: Request,
    document: UUID,
    here: Here,
    actor: Reader,
    wanted: Annotated[str | None, Header(alias="Range", max_length=100, description="Such as `bytes=0-1023`.")] = None,
) -> Response:
    """Give the file, or a part of it."""
    async with here.pool.connection() as connection:
        row = await source_document(connection, document)
    if row["computed_from"]:
        raise NotFound("source_computed")
    tag = f'"{row["sha256"]}"'
    span = find_span(wanted if request.headers.get("if-range", tag) == tag else None, row["size"])
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Content-Length": str(span.end - span.start),
        "Content-Disposition": content_disposition(row["name"]),
        "X-Content-Type-Options": "nosniff",
        **({} if span.whole else {"Content-Range": f"bytes {span.start}-{span.end - 1}/{row['size']}"}),
    }
    head = await read_head(here, row)
    kind = media_type(head, row["format"])
    answer = StreamingResponse(pieces(here, row, span), 200 if span.whole else 206, headers, kind)
    return not_modified(answer) if has_tag(request, tag) else answer


def find_span(wanted: str | None, size: int) -> Span:
    """Give the span of a single range; ranges of other forms are ignored, as RFC 9110, 14.2 has it. Raises `RangeUnsatisfiable`."""
    found = RANGE.fullmatch(wanted or "")
    if not found or not any(found.groups()):
        return Span(0, size, whole=True)
    first, last = found.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if first and last and int(last) < int(first):
        return Span(0, size, whole=True)
    if start >= end:
        raise RangeUnsatisfiable(headers={"Content-Range": f"bytes */{size}"}, limit=size)
    return Span(start, end)


async def read_head(here: Installation, row: Row) -> bytes:
    """Give the first bytes of a source; raises `NotFound` where the store has lost it."""
    try:
        return await here.files.read_part(row["sha256"], 0, min(HEAD_BYTES, row["size"]))
    except FileNotFoundError:
        raise NotFound("source_missing") from None


async def pieces(here: Installation, row: Row, span: Span) -> AsyncIterator[bytes]:
    """Yield the bytes of a span, piece by piece."""
    for start in range(span.start, span.end, PIECE_BYTES):
        yield await here.files.read_part(row["sha256"], start, min(start + PIECE_BYTES, span.end))


def media_type(head: bytes, found: str | None) -> str:
    """Give the media type by a file's first bytes and, for packages, by the format that the extractor has found in it."""
    if declared := OPEN_DOCUMENT.match(head):
        return declared[1].decode()
    for magic, file_format, package in PACKAGES:
        if head.startswith(magic) and found == file_format:
            return SOURCE_TYPES[package]
    try:
        kind = find_kind(head)
    except ExtractionError:
        return OCTETS
    picture = next((f"image/{name}" for magic, name in PICTURES.items() if head.startswith(magic)), OCTETS)
    return picture if kind == "picture" else SOURCE_TYPES.get(kind, OCTETS)
