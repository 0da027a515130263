"""Documents: the list, each one's state, what was read from it, and what may be done with it.

In: ids and filters. Out: documents as `document_views` shows them, their records, issues and text.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from service.answers import FINISHED, Document, DocumentStatus, Status
from service.api.dependencies import NOT_LOGGED, Here, Reader
from service.api.document_access import visible_document
from service.api.document_views import (
    EXAMPLE_DOCUMENT,
    EXAMPLE_STATUS,
    document_view,
    status_view,
)
from service.api.etags import NOT_MODIFIED, tagged
from service.api.problems import problems, shown
from service.errors import Forbidden
from service.jobs.queue import queue_place
from service.store.columns import keys
from service.store.connection import Connection
from service.store.cursors import LONGEST_CURSOR, next_cursor, number_in
from service.store.documents import (
    Row,
    list_documents,
)
from service.store.search import query_form

router = APIRouter(prefix="/v1/documents", tags=["documents"])

# Documents of a page of the list: 200 with their requisites are about 300 KB.
MAX_PAGE = 200
# Contents that are asked for at a time: 50 digests make an address of 3,600 letters, and proxies take 8,000.
MOST_DIGESTS = 50
# Seconds after which asking for the status makes sense again.
POLL_SECONDS = 1

# Pydantic would also take a number of seconds for a day or a time.
WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].+)?", re.IGNORECASE)


def written_out(value: object) -> object:
    """Give the value back; raises ValueError where it is no written day."""
    if isinstance(value, str) and not WRITTEN_DAY.fullmatch(value):
        raise ValueError("no day")
    return value


Day = Annotated[date, BeforeValidator(written_out)]
Time = Annotated[AwareDatetime, BeforeValidator(written_out)]
Name = Annotated[str, Field(min_length=1, max_length=500)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=[EXAMPLE_DOCUMENT["sha256"]])]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """Documents, the newest first; `next` is the cursor of the next page, null on the last."""

    items: list[Document]
    next: str | None


class DocumentFilters(BaseModel):
    """What the list is narrowed by; a repeated parameter is "any of"."""

    model_config = ConfigDict(extra="forbid")

    status: list[Status] = Field([], description="Deleted documents are listed by this filter alone, for those who may read the log.")
    kind: list[Name] = Field([], description="The kind of document, such as `resolution`.")
    issuer: list[Name] = Field([], description="The issuing body, in any case and spelling of ё.")
    municipality: list[Name] = Field([], description="The municipality.")
    uploaded_by: Name | None = Field(None, description="A login, or `me`.")
    sha256: list[Digest] = Field(
        [], max_length=MOST_DIGESTS, description="Digests of contents: which of them are there already, asked before they are sent."
    )
    date_from: Day | None = Field(None, description="The first day of the document's own date.")
    date_to: Day | None = Field(None, description="The last day of the document's own date, inclusive.")
    uploaded_from: Time | None = Field(None, description="The earliest time of the upload.")
    uploaded_to: Time | None = Field(None, description="The time before which it was uploaded.")
    has_issue: bool | None = Field(None, description="Whether something was not understood.")
    extractor_version: Name | None = Field(None, description="The version of the extractor that gave the records.")
    computed: bool | None = Field(None, description="Versions that the service computed from amending acts, instead of what was uploaded.")
    q: Name | None = Field(None, description="Words that the title, issuer or number has, in any Russian form.")
    cursor: str | None = Field(None, max_length=LONGEST_CURSOR, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Documents on a page.")


@router.get(
    "",
    operation_id="list_documents",
    summary="List documents",
    description="The newest first, page by page; without deleted ones. A filter that is given several times is any of its values.",
    response_model=DocumentPage,
    responses={**shown(200, "A page of documents.", {"items": [EXAMPLE_DOCUMENT], "next": "eyJzZXEiOjUxfQ"}), **problems(400, 422)},
)
async def list_all(here: Here, actor: Reader, filters: Annotated[DocumentFilters, Query()]) -> JSONResponse:
    """Give a page of documents."""
    if "deleted" in filters.status and "audit" not in actor.scopes:
        raise Forbidden
    async with here.pool.connection() as connection:
        rows = await list_documents(connection, conditions(filters, actor.login), filters.limit + 1)
    items = [document_view(row) for row in rows[: filters.limit]]
    return JSONResponse({"items": items, "next": next_cursor(rows, filters.limit, seq="seq")})


def conditions(filters: DocumentFilters, login: str) -> dict[str, Any]:
    """Give the filters by the names and in the forms that the store knows."""
    given = {name: value for name, value in filters if value not in (None, []) and name not in ("cursor", "limit")}
    for name in ("issuer", "municipality"):
        if name in given:
            given[name] = keys(given[name])
    if filters.uploaded_by == "me":
        given["uploaded_by"] = login
    if filters.q:
        given["q"] = query_form(filters.q)
    return given | ({"before": number_in(filters.cursor, "seq")} if filters.cursor else {})


@router.get(
    "/{document}",
    operation_id="get_document",
    summary="Get a document",
    description="What was uploaded, how far it is, and its requisites. The ETag of a document that is done is its version, for edits.",
    response_model=Document,
    responses={**shown(200, "The document.", EXAMPLE_DOCUMENT), **NOT_MODIFIED, **problems(404, 410)},
)
async def get_one(request: Request, document: UUID, here: Here, actor: Reader) -> Response:
    """Give a document."""
    async with here.pool.connection() as connection:
        row = await visible_document(connection, document)
        view = document_view(row, await place_of(connection, row))
    return tagged(request, view, tag=f'"{row["version"]}"' if row["status"] == "done" else None)


async def place_of(connection: Connection, row: Row) -> int | None:
    """Give the place of a document that waits."""
    return await queue_place(connection, row["job"]) if row["status"] == "queued" and row["job"] else None


@router.get(
    "/{document}/status",
    operation_id="get_document_status",
    summary="Get a document's status",
    description="For those who wait: asked every second, it costs little. `Retry-After` is there as long as the document is not finished.",
    response_model=DocumentStatus,
    responses={**shown(200, "The status.", EXAMPLE_STATUS), **NOT_MODIFIED, **problems(404, 410)},
    openapi_extra=NOT_LOGGED,
)
async def get_status(request: Request, document: UUID, here: Here, actor: Reader) -> Response:
    """Give how far a document is."""
    async with here.pool.connection() as connection:
        row = await visible_document(connection, document)
        view = status_view(row, await place_of(connection, row))
    return tagged(request, view, headers={} if row["status"] in FINISHED else {"Retry-After": str(POLL_SECONDS)})
