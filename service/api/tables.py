"""Tables: what the columns of a document's tables were taken for, and what somebody says that they hold.

In: a document, a table by the number of its block, roles by columns. Out: the tables with their columns. A header whose role was said is a
lesson for the documents of the same issuer, and this document is read again with it at once.
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Path as PathParameter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from extractor.columns import Role
from extractor.wordings import wording_key
from service.api.dependencies import Editor, Here, Reader
from service.api.document_access import finished_document
from service.api.problems import problems, shown
from service.auth.actors import Actor
from service.errors import Conflict, Invalid, NotFound
from service.installation import Installation
from service.jobs.queue import defer_document
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.connection import Connection
from service.store.lessons import Decided, NewLesson, Taught, accepted_headers, decide, read_tables, teach

router = APIRouter(prefix="/v1/documents", tags=["lessons"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column: its header, what it was taken for (null: the table is no plan) and why; `taught` where somebody said so."""

    column: int
    header: str
    role: Role | None
    rule: str
    taught: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedTable:
    """A table of the document by the number of its block."""

    block: int
    is_plan: bool
    columns: list[TableColumn]


class TableList(BaseModel):
    """The tables of a document; `pending` while it is not yet read with all that was said of its columns."""

    pending: bool
    items: list[ExplainedTable]


class ColumnRole(BaseModel):
    """What a column holds; null takes back what was said of it."""

    model_config = ConfigDict(extra="forbid")

    column: int = Field(ge=1, le=1_000, description="The column, counted from 1.", examples=[3])
    role: Role | None = Field(description="What it holds; `note` keeps its cells and reads nothing in them.", examples=["deadline"])


class ColumnRoles(BaseModel):
    """What some columns of a table hold; the others stay."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"columns": [{"column": 1, "role": "measure"}, {"column": 3, "role": "deadline"}]}]}
    )

    columns: list[ColumnRole] = Field(min_length=1, max_length=100)


Block = Annotated[int, PathParameter(ge=1, le=1_000_000, description="The number of the table's block, as in evidence.")]
EXAMPLE_TABLE = {
    "block": 3,
    "is_plan": True,
    "columns": [
        {"column": 1, "header": "О чём речь", "role": "measure", "rule": "о чём речь, taught", "taught": True},
        {"column": 2, "header": "Срок", "role": "deadline", "rule": "срок", "taught": False},
    ],
}
EXAMPLE = {"pending": False, "items": [EXAMPLE_TABLE]}


@router.get(
    "/{document}/tables",
    operation_id="list_tables",
    summary="List what the columns of a document's tables were taken for",
    response_model=TableList,
    responses=shown(200, "The tables.", EXAMPLE) | problems(404, 409, 410),
)
async def get_tables(document: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give the tables."""
    async with here.pool.connection() as connection:
        await finished_document(connection, document)
        return JSONResponse(await view_tables(connection, document))


async def view_tables(connection: Connection, document: UUID) -> Json:
    """Give a document's tables as `TableList` describes them."""
    tables, is_read = await read_tables(connection, document)
    return {"pending": not is_read, "items": tables}


@router.put(
    "/{document}/tables/{block}",
    operation_id="put_table_roles",
    summary="Say what columns of a table hold",
    description="Each header with its role becomes a lesson for the documents of the same issuer. This document is read again with it, with"
    " its corrections; until then `pending` is true.",
    status_code=202,
    response_model=TableList,
    responses=shown(202, "The tables; the document waits to be read again.", EXAMPLE | {"pending": True}) | problems(404, 409, 410, 422),
)
async def put_roles(document: UUID, block: Block, here: Here, actor: Editor, given: ColumnRoles) -> JSONResponse:
    """Keep what columns hold."""
    async with here.pool.connection() as connection, connection.transaction():
        await finished_document(connection, document)
        tables, _ = await read_tables(connection, document)
        headers = headers_of(tables, block, given)
        await say_roles(here, connection, document, headers, actor)
        return JSONResponse(await view_tables(connection, document), 202)


def headers_of(tables: list[Json], block: int, given: ColumnRoles) -> list[tuple[str, Role | None]]:
    """Give headers with the roles that were said; raises `NotFound`, and `Invalid` for a column without a header."""
    table = next((table for table in tables if table["block"] == block), None)
    if table is None:
        raise NotFound
    known = {column["column"]: column["header"] for column in table["columns"]}
    found = [(known.get(one.column), one.role, one.column) for one in given.columns]
    for header, _, column in found:
        if header is None or not wording_key(header):
            raise Invalid("column_without_header", column=column)
    return [(header, role) for header, role, _ in found if header]


async def say_roles(
    here: Installation, connection: Connection, document: UUID, headers: list[tuple[str, Role | None]], actor: Actor
) -> bool:
    """Teach headers, accept them for the document and let it be read again; tells whether anything is new."""
    changed = False
    accepted = await accepted_headers(connection, document)
    for header, role in headers:
        wanted: UUID | None = None
        if role is not None:
            taught = Taught("header", "header", header, {"role": role})
            wanted = await teach(connection, NewLesson(taught=taught, document=document, author=actor.person))
            if wanted is None:
                raise Conflict("lesson_elsewhere")
        others = [lesson for lesson, key in accepted.items() if key == wording_key(header) and lesson != wanted]
        for lesson, decision in [*((other, None) for other in others), *([(wanted, "accepted")] if wanted else [])]:
            decided = Decided(lesson=lesson, target=document, document=document, decision=decision, person=actor.person)  # type: ignore[arg-type]
            changed = await decide(connection, decided) or changed
    if changed:
        await defer_document(here.queue, connection, document, "taught")
        roles = {header[:80]: role for header, role in headers}
        await write_audit(connection, actor, "document.explain_columns", f"documents/{document}", roles=roles)
    return changed
