"""Uploads: files become documents that wait for their turn.

In: a form with one or many files, or ZIPs of them. Out: for each file its document, the document that has the same content, or why it
was refused.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import Annotated, Any, cast, get_args

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from service.admission import Outcome, Upload, admit, check_room, keep_files, log_uploads
from service.answers import Priority, UploadedFile
from service.api.dependencies import Here, Uploader
from service.api.document_views import EXAMPLE_DOCUMENT, document_view
from service.api.problems import problems
from service.auth.actors import Actor
from service.errors import BadRequest, ContentTooLarge, Invalid, Problem, UnsupportedMedia
from service.forms import MAX_REQUEST_BYTES, Form, read_form
from service.installation import Installation
from service.store.connection import Connection
from service.store.documents import find_documents
from service.store.idempotency import find_answer, keep_answer
from service.uploads import find_candidates

router = APIRouter(prefix="/v1", tags=["documents"])

PATH = "/v1/documents"
# Seconds after which a small document has records.
POLL_SECONDS = 1
# Seconds after which what a killed process left of an upload is nobody's.
LEFT_SECONDS = 86_400
# Seconds between two pieces of a body; a client that sends nothing for longer has gone or wants to hold the connection.
SILENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What became of each file, in the order in which they were sent."""

    documents: list[UploadedFile]


EXAMPLE = {
    "documents": [{"name": EXAMPLE_DOCUMENT["name"], "archive": None, "outcome": "accepted", "document": EXAMPLE_DOCUMENT, "problem": None}]
}
DESCRIPTION = """Sends files to be processed in the background. The kind of a file is found by its content, not by its name.

A ZIP is unpacked, each file in it is a document. A file whose content is there already is answered with that document. With
`Idempotency-Key` an upload can be repeated safely: the same key and content get the same answer for 24 hours."""
FORM = {
    "type": "object",
    "required": ["files"],
    "additionalProperties": False,
    "properties": {
        "files": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "format": "binary"},
            "description": "Documents of 100 MB each at most, 200 of them, or ZIPs of up to 500 documents; 1 GB in all.",
        },
        "metadata": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "A JSON object that is kept with each document.",
        },
        "priority": {
            "type": "string",
            "enum": ["interactive", "bulk"],
            "default": "interactive",
            "description": "`bulk` waits until nobody else waits.",
        },
    },
}
BODY = {
    "required": True,
    "content": {"multipart/form-data": {"schema": FORM, "encoding": {"files": {"contentType": "application/octet-stream"}}}},
}
LOCATION = {"Location": {"description": "The document, where there is one.", "schema": {"type": "string"}}}
ACCEPTED: dict[str, Any] = {
    "description": "At least one file is accepted and waits.",
    "content": {"application/json": {"example": EXAMPLE}},
    "headers": LOCATION | {"Retry-After": {"description": "Seconds until it makes sense to ask.", "schema": {"type": "integer"}}},
}
DUPLICATES: dict[str, Any] = {
    "model": Uploaded,
    "description": "Nothing is new: documents with the same content are there already.",
    "content": {"application/json": {"example": {"documents": [EXAMPLE["documents"][0] | {"outcome": "duplicate"}]}}},
    "headers": LOCATION,
}


@router.post(
    "/documents",
    operation_id="upload_documents",
    summary="Upload documents",
    description=DESCRIPTION,
    status_code=202,
    response_model=Uploaded,
    responses={202: ACCEPTED, 200: DUPLICATES, **problems(400, 409, 413, 415, 422, 429)},
    openapi_extra={"requestBody": BODY},
)
async def upload_documents(
    request: Request,
    here: Here,
    actor: Uploader,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=255, pattern="^[!-~]+$", description="Of your own making, such as a UUID.", examples=["order-2025-02-03-17"]),
    ] = None,
) -> JSONResponse:
    """Receive the files, keep them, and write their rows and jobs."""
    check_length(request)
    async with here.pool.connection() as connection:
        await check_room(here, connection)
    upload = await take_in(request, here, actor, idempotency_key)
    async with here.pool.connection() as connection, connection.transaction():
        answer = await answer_once(here, connection, upload)
    return JSONResponse(answer["body"], answer["status"], answer["headers"])


def check_length(request: Request) -> None:
    """Refuse a body that announces itself as too large, or that is packed, before any of it is read."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_REQUEST_BYTES:
        raise ContentTooLarge("request_too_large", limit=MAX_REQUEST_BYTES // 1_000_000)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedMedia("form_expected")


@asynccontextmanager
async def receiving_folder(incoming: Path) -> AsyncIterator[Path]:
    """Give a folder for one upload, which goes with all that is left in it."""
    folder = await asyncio.to_thread(lambda: Path(tempfile.mkdtemp(dir=cleared(incoming))))
    try:
        yield folder
    finally:
        await asyncio.to_thread(rmtree, folder, ignore_errors=True)


@cache
def cleared(incoming: Path) -> Path:
    """Make the folder in which uploads arrive; what killed processes left there is removed, once a process."""
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in incoming.iterdir():
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            rmtree(left, ignore_errors=True)
    return incoming


async def take_in(request: Request, here: Installation, actor: Actor, key: str | None) -> Upload:
    """Receive the form and bring its files into the store."""
    async with receiving_folder(here.settings.home / "incoming") as folder:
        form = await receive(request, folder)
        priority, metadata = read_priority(form.fields.get("priority", "interactive")), read_metadata(form.fields.get("metadata", "{}"))
        candidates = await find_candidates(form, folder)
        await keep_files(here, candidates)
    return Upload(actor=actor, candidates=candidates, metadata=metadata, priority=priority, key=key)


async def receive(request: Request, folder: Path) -> Form:
    """Read the form; raises a problem where there is no file in it."""
    try:
        form = await read_form(request.headers.get("content-type"), patiently(request.stream()), folder)
    except (ClientDisconnect, TimeoutError):
        raise BadRequest("multipart_broken") from None
    if not form.files:
        raise Invalid("files_missing")
    return form


async def patiently(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the pieces of a body; raises TimeoutError where the client has fallen silent."""
    with suppress(StopAsyncIteration):
        while True:
            async with asyncio.timeout(SILENCE_SECONDS):
                piece = await anext(pieces)
            yield piece


def read_priority(text: str) -> Priority:
    """Read the priority."""
    if text not in get_args(Priority):
        raise Invalid("priority_invalid")
    return cast(Priority, text)


def read_metadata(text: str) -> dict[str, Any]:
    """Read the metadata: a JSON object of what PostgreSQL can hold, without NUL, lone surrogates or infinite numbers."""
    try:
        metadata = json.loads(text)
        written = json.dumps(metadata, ensure_ascii=False, allow_nan=False)
        written.encode()
    except (ValueError, RecursionError):
        raise Invalid("metadata_invalid") from None
    if not isinstance(metadata, dict) or "\\u0000" in written:
        raise Invalid("metadata_invalid")
    return metadata


async def answer_once(here: Installation, connection: Connection, upload: Upload) -> dict[str, Any]:
    """Admit the upload and give status, headers and body, or those that the same upload got before."""
    claim = upload.claim
    if claim and (before := await find_answer(connection, claim)):
        return before
    outcomes = await admit(here, connection, upload)
    answer = await write_answer(connection, outcomes)
    if claim:
        await keep_answer(connection, claim, answer["status"], answer)
    await log_uploads(connection, upload, outcomes)
    return answer


async def write_answer(connection: Connection, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Give status, headers and body; raises the problem where nothing came of the upload."""
    rows = await find_documents(connection, [outcome.document for outcome in outcomes if outcome.document])
    views = {row["id"]: document_view(row) for row in rows}
    items = [item(outcome, views) for outcome in outcomes]
    if not views:
        raise refusal(outcomes, items)
    accepted = any(outcome.outcome == "accepted" for outcome in outcomes)
    headers = {"Location": next(iter(views.values()))["links"]["self"]} if len(outcomes) == 1 else {}
    headers |= {"Retry-After": str(POLL_SECONDS)} if accepted else {}
    return {"status": 202 if accepted else 200, "headers": headers, "body": {"documents": items}}


def item(outcome: Outcome, views: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    """Give what became of one file as `UploadedFile` describes it."""
    candidate = outcome.candidate
    return {
        "name": candidate.name,
        "archive": candidate.archive,
        "outcome": outcome.outcome,
        "document": views.get(outcome.document),
        "problem": candidate.problem.body(PATH) if candidate.problem else None,
    }


def refusal(outcomes: Sequence[Outcome], items: list[dict[str, Any]]) -> Problem:
    """Give the problem of the only file, or one that tells of all."""
    only = outcomes[0].candidate.problem
    return only if only and len(outcomes) == 1 else Invalid("nothing_accepted", extra={"documents": items})
