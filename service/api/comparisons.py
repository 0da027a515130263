"""Comparisons of two documents, the auditors' sign-offs on their differences, and both as files.

In: two documents' ids, or a plan whose versions they are. Out: the comparison in the record format with the sign-offs beside it. To
add a kind of file, add a line to `extractor.exporters.comparison.COMPARISON_EXPORTERS` and one to `FILES`.
"""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from extractor.comparison.signing import items_of, void_sign_offs
from extractor.exporters.comparison import COMPARISON_EXPORTERS
from extractor.exporters.comparison.json import to_json
from extractor.exporters.comparison.protocol import write_protocol
from extractor.exporters.comparison.versions import Compared
from service.api.comparison_views import (
    EXAMPLE,
    EXAMPLE_SIGN_OFF,
    ComparisonQuery,
    ComparisonView,
    NewSignOffView,
    PlanComparisonQuery,
    SignOffView,
    sign_off_view,
    subject_of,
)
from service.api.dependencies import Auditor, Here, Reader
from service.api.document_access import finished_document
from service.api.downloads import binary, download
from service.api.lines import document_of
from service.api.problems import Described, problems, shown
from service.comparing import compare_documents, newest_sign_offs
from service.errors import NotFound
from service.messages import message
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.documents import Row
from service.store.lines import line_of, list_versions
from service.store.sign_offs import NewSignOff, add_sign_off, list_sign_offs

router = APIRouter(prefix="/v1", tags=["versions"])

# The message that names a file, and its ending, by the kind; JSON is the route's own answer.
FILES = {
    "docx": ("file_comparison", "docx"),
    "xlsx": ("file_comparison", "xlsx"),
    "tracked": ("file_tracked", "docx"),
    "protocol": ("file_protocol", "docx"),
    "table": ("file_comparison", "txt"),
}


def answers() -> Described:
    """Describe the answers of a comparison: JSON or a file."""
    described = shown(200, "The comparison, or the file.", EXAMPLE)
    described[200]["content"] |= binary(("docx", "xlsx", "txt"))
    return described


@router.get(
    "/comparisons/{old}/{new}",
    operation_id="compare_documents",
    summary="Compare two documents",
    description="What is different in the second beside the first: measures, clauses, headings, requisites, with corrections applied. "
    "`items` names each difference with the key under which it is signed.",
    response_model=ComparisonView,
    responses={**answers(), **problems(404, 409, 410, 422)},
)
async def compare_two(old: UUID, new: UUID, here: Here, actor: Reader, query: Annotated[ComparisonQuery, Query()]) -> Response:
    """Compare two documents."""
    async with here.pool.connection() as connection:
        return await answer_comparison(connection, (old, new), query)


@router.get(
    "/plans/{plan}/compare",
    operation_id="compare_plan",
    summary="Compare two versions of a plan",
    description="`from` and `to` are documents of the plan's line: the plan's own and the version before it, where they are not given.",
    response_model=ComparisonView,
    responses={**answers(), **problems(404, 409, 410, 422)},
)
async def compare_plan(plan: UUID, here: Here, actor: Reader, query: Annotated[PlanComparisonQuery, Query()]) -> Response:
    """Compare two versions of a plan."""
    async with here.pool.connection() as connection:
        own = await document_of(connection, plan)
        newer = query.to or own
        older = query.since or await version_before(connection, newer)
        return await answer_comparison(connection, (older, newer), query)


async def version_before(connection: Connection, document: UUID) -> UUID:
    """Give the version before a document's in its line; raises `NotFound` where there is none."""
    line = await line_of(connection, document)
    documents = [row["document"] for row in await list_versions(connection, line)] if line else []
    place = documents.index(document) if document in documents else 0
    if not place:
        raise NotFound("no_version_before")
    before: UUID = documents[place - 1]
    return before


async def answer_comparison(connection: Connection, pair: tuple[UUID, UUID], query: ComparisonQuery) -> Response:
    """Answer a comparison of two documents as JSON or as a file."""
    old, new = [await finished_document(connection, document) for document in pair]
    compared = await compare_documents(connection, old, new, query.selection)
    rows = await list_sign_offs(connection, *pair)
    if query.format == "json":
        return JSONResponse(comparison_view(pair, compared, rows))
    content = await asyncio.to_thread(write_file, compared, rows, query.format)
    name, ending = FILES[query.format]
    return download(f"{message(name)}.{ending}", content)


def write_file(compared: Compared, rows: list[Row], kind: str) -> bytes:
    """Write a comparison as a file; the protocol has the sign-offs."""
    if kind == "protocol":
        return write_protocol(compared, sign_offs=newest_sign_offs(rows))
    return next(exporter for exporter in COMPARISON_EXPORTERS if exporter.name == kind).write(compared)


def comparison_view(pair: tuple[UUID, UUID], compared: Compared, rows: list[Row]) -> dict[str, Any]:
    """Give a comparison as `ComparisonView` describes it."""
    items = items_of(compared.whole)
    void = {sign_off.key for sign_off in void_sign_offs(items, newest_sign_offs(rows))}
    return {
        **to_json(compared),
        "documents": {"old": str(pair[0]), "new": str(pair[1])},
        "items": [{"key": item.key, "family": item.family, "subject": subject_of(item)} for item in items],
        "sign_offs": [sign_off_view(row, is_void=row["key"] in void) for row in rows],
    }


@router.post(
    "/comparisons/{old}/{new}/sign-offs",
    operation_id="sign_off",
    summary="Sign off a difference",
    description="Marks one difference as seen, accepted or in question. A newer mark stands above the older ones, which are kept. When a "
    "document is read again differently, marks on what is no longer found are shown as void.",
    status_code=201,
    response_model=SignOffView,
    responses={**shown(201, "The mark.", EXAMPLE_SIGN_OFF), **problems(404, 409, 410, 422)},
)
async def sign_off(old: UUID, new: UUID, here: Here, actor: Auditor, given: NewSignOffView) -> JSONResponse:
    """Add a mark."""
    async with here.pool.connection() as connection, connection.transaction():
        compared = await compare_documents(connection, await finished_document(connection, old), await finished_document(connection, new))
        item = next((item for item in items_of(compared.whole) if item.key == given.key), None)
        if item is None:
            raise NotFound("no_such_difference")
        mark = NewSignOff(old=old, new=new, key=given.key, subject=subject_of(item), mark=given.mark, note=given.note, person=actor.person)
        made = await add_sign_off(connection, mark)
        row = next(row for row in await list_sign_offs(connection, old, new) if row["id"] == made)
        await write_audit(connection, actor, "comparison.sign", f"comparisons/{old}/{new}", key=given.key, mark=given.mark)
    return JSONResponse(sign_off_view(row, is_void=False), 201)
