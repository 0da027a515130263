"""What was read from a document: its records, its issues, its text.

In: a document's id. Out: the records as one JSON object (`docs/records.md`), with corrections; what was not understood; the blocks to
which evidence points.
"""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from extractor.evidence import Evidence
from extractor.exporters.json import to_json
from extractor.records import Issue, Records, Requisites
from service.api.dependencies import Here, Reader
from service.api.document_access import finished_document
from service.api.etags import NOT_MODIFIED, tagged
from service.api.problems import problems, shown
from service.store.documents import find_blocks, find_issues
from service.store.records import document_records

router = APIRouter(prefix="/v1/documents", tags=["documents"])

EXAMPLE_EVIDENCE = Evidence(text="по ходу дела", block=3, start=0, end=12, rule="unread", page=1, row=2, column=4)
EXAMPLE_ISSUE = Issue(code="deadline_unknown", severity="warning", message="Срок «по ходу дела» не разобран.", evidence=EXAMPLE_EVIDENCE)
EXAMPLE_REQUISITES = Requisites(kind="order", issuer="Администрация города", date="2025-01-15", number="17", title="Об утверждении плана")
EXAMPLE_RECORDS = to_json(Records(document=EXAMPLE_REQUISITES, issues=(EXAMPLE_ISSUE,)))
EXAMPLE_ISSUES = {"items": EXAMPLE_RECORDS["issues"]}
EXAMPLE_BLOCKS = {
    "items": [
        {"kind": "paragraph", "block": 1, "page": 1, "text": "ПЛАН", "centred": True, "right": False, "bold": True, "level": None},
        {
            "kind": "table",
            "block": 2,
            "rows": 1,
            "columns": 1,
            "cells": [{"row": 1, "column": 1, "row_span": 1, "column_span": 1, "page": 1, "text": "Мероприятие", "bold": True}],
        },
    ]
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueList:
    """The issues of a document, in the order in which they were met."""

    items: list[Issue]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphBlock:
    """A paragraph, and how it is printed where the format shows it; `level` is its heading level."""

    kind: Literal["paragraph"]
    block: int
    page: int | None
    text: str
    centred: bool
    right: bool
    bold: bool
    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell by its top left corner; a merged cell is there once with its spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    page: int | None
    text: str
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table; parts on several pages are joined."""

    kind: Literal["table"]
    block: int
    rows: int
    columns: int
    cells: list[TableCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlocks:
    """The text of a document: paragraphs and tables in reading order; evidence counts blocks, rows and columns from 1."""

    items: list[ParagraphBlock | TableBlock]


WithIds = Annotated[bool, Query(description="Whether each plan, measure, clause and activity carries its `id`.")]


@router.get(
    "/{document}/records",
    operation_id="get_document_records",
    summary="Get a document's records",
    description="Everything that was read, in the record format, with corrections applied. 409 while the document is not processed.",
    response_model=Records,
    responses={**shown(200, "The records.", EXAMPLE_RECORDS), **NOT_MODIFIED, **problems(404, 409, 410)},
)
async def get_records(request: Request, document: UUID, here: Here, actor: Reader, ids: WithIds = False) -> Response:
    """Give the records."""
    async with here.pool.connection() as connection:
        await finished_document(connection, document)
        return tagged(request, await document_records(connection, document, ids=ids))


@router.get(
    "/{document}/issues",
    operation_id="get_document_issues",
    summary="Get a document's issues",
    description="What was not understood or was corrected, each with its place.",
    response_model=IssueList,
    responses={**shown(200, "The issues.", EXAMPLE_ISSUES), **NOT_MODIFIED, **problems(404, 409, 410)},
)
async def get_issues(request: Request, document: UUID, here: Here, actor: Reader) -> Response:
    """Give the issues."""
    async with here.pool.connection() as connection:
        await finished_document(connection, document)
        return tagged(request, {"items": await find_issues(connection, document)})


@router.get(
    "/{document}/text",
    operation_id="get_document_text",
    summary="Get a document's text",
    description="Paragraphs and tables as they were read: what evidence points to, also for formats without pages.",
    response_model=TextBlocks,
    responses={**shown(200, "The blocks.", EXAMPLE_BLOCKS), **NOT_MODIFIED, **problems(404, 409, 410)},
)
async def get_text(request: Request, document: UUID, here: Here, actor: Reader) -> Response:
    """Give the text."""
    async with here.pool.connection() as connection:
        await finished_document(connection, document)
        return tagged(request, {"items": await find_blocks(connection, document) or []})
