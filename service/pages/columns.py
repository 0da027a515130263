"""Columns of a document's tables: what each was taken for, and what a person says that it holds.

In: a document, a form with roles. Out: the page of its tables; the API's own lessons, and the document that is read again. What lessons of
the same body offer for its tables is decided here as well.
"""

from collections.abc import Mapping
from typing import Any, get_args
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from extractor.columns import Role
from service.api.dependencies import Here
from service.api.document_access import finished_document
from service.api.offers import open_offers
from service.api.tables import ColumnRole, ColumnRoles, put_roles
from service.messages import message
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.rendering import see_other, show
from service.store.families import DOCUMENTS
from service.store.lessons import read_tables
from service.store.offers import Offer
from service.store.records import read_record

router = APIRouter(prefix="/documents/{document:uuid}", include_in_schema=False)

# Columns of the forms of one page: more than 30 tables of real plans have.
MOST_COLUMNS = 400


@router.get("/columns")
async def columns(request: Request, here: Here, visitor: ReadingVisitor, document: UUID) -> Response:
    """Show the tables of a document with their columns."""
    async with here.pool.connection() as connection:
        row = await finished_document(connection, document)
        tables, is_read = await read_tables(connection, document)
        found = await open_offers(connection, DOCUMENTS, [await read_record(connection, DOCUMENTS, document)])
    offers: Mapping[tuple[int | None, int | None], Offer] = {(offer.block, offer.column): offer for _, offer in found}
    shown, count = [], 0
    for table in tables:
        count += len(table["columns"])
        if count <= MOST_COLUMNS:
            shown.append(table)
    roles = {role: message(f"role_{role}") for role in get_args(Role)}
    values: dict[str, Any] = {"tables": shown, "is_cut": len(shown) < len(tables), "is_read": is_read, "offers": offers, "roles": roles}
    return show(request, "columns.html", document=row, **values)


@router.post("/columns/{block}")
async def explain(request: Request, here: Here, visitor: EditingVisitor, document: UUID, block: int) -> Response:
    """Keep what columns of a table hold; a column whose choice was not changed stays."""
    form = await request.form()
    said = {name.removeprefix("role-"): str(value) for name, value in form.items() if name.startswith("role-")}
    changed = [
        ColumnRole(column=int(column), role=role or None)  # type: ignore[arg-type]
        for column, role in said.items()
        if column.isdecimal() and role != form.get(f"was-{column}")
    ]
    if changed:
        await put_roles(document, block, here, visitor.actor, ColumnRoles(columns=changed))
    return see_other(f"/documents/{document}/columns#t-{block}")
