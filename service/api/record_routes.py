"""Routes of records: what the routes of every family do, and how they are described.

In: a family, a request. Out: lists as JSON or NDJSON, one record, its edits, its history. `records` has the addresses.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Body, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import TypeAdapter

from service.api.etags import ETAG, NOT_MODIFIED, tagged
from service.api.problems import problems, shown
from service.api.record_queries import RecordQuery
from service.api.record_views import chosen_fields, view_record, view_records
from service.api.schemas import EDITS_EXAMPLE, EXAMPLES, AnyFields, EditHistory, RecordPage
from service.auth.actors import Actor
from service.installation import Installation
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.connection import Connection
from service.store.corrections import held_fields
from service.store.edits import Edit, edit_record, find_record, read_history
from service.store.families import Family
from service.store.field_marks import FieldMark
from service.store.lists import Listing
from service.store.pages import find_page, stream_pages
from service.store.records import read_record
from service.store.undoing import Undoing
from service.store.values import ValueRefused

NDJSON = "application/x-ndjson"
# Counting stops above this.
MOST_SHOWN = 10_000
# What an entry of a corrected list must have; the rest is read or taken from the record.
REQUIRED = frozenset({"text", "value", "unit", "amount"})

# What changes a record.
Given = TypeVar("Given", Edit, FieldMark, Undoing)
Values = Annotated[dict[str, Any], Body(description="The fields to change with their new values; null empties a field.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was done with some fields of a record, and the version that it gave."""

    action: str
    family: Family
    record: UUID
    version: int
    fields: Sequence[str]


def list_of(family: Family, record: Any) -> dict[str, Any]:
    """Describe the list of a family."""
    name, items = family.name, [EXAMPLES[family.name]]
    page = shown(200, f"A page of {name}, or all of them as lines.", {"items": items, "next": "eyJrIjpudWxsfQ", "count": None})
    page[200]["content"][NDJSON] = {"schema": {"type": "string"}, "example": json.dumps(items[0], ensure_ascii=False)}
    page[200]["headers"] = {"Link": {"description": "The next page (RFC 8288).", "schema": {"type": "string"}}}
    return {
        "operation_id": f"list_{name}",
        "summary": f"List {name}",
        "description": "The newest document's first, in it as printed. A repeated filter is any of its values; different ones all hold."
        f" `Accept: {NDJSON}` streams all rows from the cursor on, one a line; `limit` and `count` say nothing then.",
        "response_model": RecordPage[Annotated[record, AnyFields()]],
        "responses": page | problems(400, 422),
    }


def one_of(family: Family, record: Any) -> dict[str, Any]:
    """Describe the getting of a record."""
    answer = shown(200, "The record.", EXAMPLES[family.name])
    answer[200]["headers"] = ETAG
    return {
        "operation_id": f"get_{family.singular}",
        "summary": f"Get one of the {family.name}",
        "description": "As printed, or as corrected: `corrections` has what was read. The ETag is the record's version, for edits.",
        "response_model": record,
        "responses": answer | NOT_MODIFIED | problems(404, 410),
    }


def edit_of(family: Family, record: Any) -> dict[str, Any]:
    """Describe the correcting of a record."""
    properties = {name: inlined(TypeAdapter(family.hint(name)).json_schema()) for name in family.editable}
    schema = {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1}
    answer = shown(200, "The record as it is now.", EXAMPLES[family.name])
    answer[200]["headers"] = ETAG
    field = "text" if "text" in family.editable else "title"
    content = {"application/json": {"schema": schema, "example": {field: "Починить мост через реку"}}}
    return {
        "operation_id": f"edit_{family.singular}",
        "summary": f"Correct one of the {family.name}",
        "description": "A JSON object of fields with their new values; the others stay. What was read is kept beside, and a value set back"
        ' to it is no correction any more. Deadlines and parties may be given by their wording alone, `{"text": …}`, and are then read.',
        "response_model": record,
        "responses": answer | problems(404, 409, 410, 412, 413, 422, 428),
        "openapi_extra": {"requestBody": {"content": content, "required": True}},
    }


def history_of(family: Family) -> dict[str, Any]:
    """Describe the history of a record."""
    return {
        "operation_id": f"get_{family.singular}_history",
        "summary": f"Get the edits of one of the {family.name}",
        "description": "The newest first, those that were taken back too; also of a record that a newer extraction no longer has.",
        "response_model": EditHistory,
        "responses": shown(200, "The edits.", EDITS_EXAMPLE) | problems(404, 409, 410),
    }


def inlined(schema: Any, definitions: Json | None = None) -> Any:
    """Give a schema with the definitions that it refers to in their places, as a client may send it."""
    if isinstance(schema, list):
        return [inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    known = schema.get("$defs", definitions or {})
    if "$ref" in schema:
        return inlined(known[schema["$ref"].rsplit("/", 1)[1]], known)
    made = {key: inlined(part, known) for key, part in schema.items() if key not in {"$defs", "required", "title"}}
    required = [name for name in schema.get("required", []) if name in REQUIRED]
    return made | ({"required": required} if required and isinstance(schema.get("properties"), dict) else {})


async def answer_list(request: Request, here: Installation, family: Family, query: RecordQuery) -> Response:
    """Answer a page as JSON, or all rows as NDJSON where the client asks for that."""
    listing, fields = query.listing(family), chosen_fields(family, query.fields)
    if NDJSON in request.headers.get("accept", ""):
        return await answer_lines(here, listing, cursor=query.cursor, fields=fields)
    page = await find_page(here.pool, listing, cursor=query.cursor, limit=query.limit, count=query.count)
    items = await view_records(here.pool, family, page.rows, query=query.q, fields=fields) if page.rows else []
    count = None if page.count is None else {"value": min(page.count, MOST_SHOWN), "exact": page.count <= MOST_SHOWN}
    return JSONResponse({"items": items, "next": page.cursor, "count": count}, headers=next_link(request, page.cursor))


def next_link(request: Request, cursor: str | None) -> dict[str, str]:
    """Give the header with the address of the next page."""
    if cursor is None:
        return {}
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return {"Link": f'<{request.url.path}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'}


async def answer_lines(here: Installation, listing: Listing, *, cursor: str | None, fields: frozenset[str] | None) -> Response:
    """Answer all rows as lines; the first rows are read before the answer begins, so that what is wrong gets its own status."""
    pages = stream_pages(here.pool, listing, cursor=cursor)
    first = await anext(pages)
    return StreamingResponse(lines(here, listing, first, pages, fields), media_type=NDJSON)


async def lines(
    here: Installation, listing: Listing, first: list[Json], pages: AsyncIterator[list[Json]], fields: frozenset[str] | None
) -> AsyncIterator[bytes]:
    """Write rows as lines of JSON."""
    rows = first
    while rows:
        items = await view_records(here.pool, listing.family, rows, query=None, fields=fields)
        yield "".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n" for item in items).encode()
        rows = await anext(pages, [])


async def answer_one(request: Request, here: Installation, family: Family, record: UUID) -> Response:
    """Answer one record with its version as its ETag."""
    async with here.pool.connection() as connection:
        row = await find_record(connection, family, record)
        held = await held_fields(connection, record)
    return tagged(request, view_record(family, row, held), tag=f'"{row["version"]}"')


async def answer_edit(here: Installation, actor: Actor, edit: Edit) -> Response:
    """Correct a record and answer its next version."""
    return await answer_change(here, actor, edit, edit_record, action="edit")


async def answer_change(
    here: Installation, actor: Actor, given: Given, work: Callable[[Connection, Given], Awaitable[Sequence[str]]], *, action: str
) -> Response:
    """Do to a record what is asked for, log the fields that changed, and answer its next version."""
    family, record = given.family, given.record
    async with here.pool.connection() as connection, connection.transaction():
        try:
            changed = await work(connection, given)
        except ValueRefused as refused:
            raise in_body(refused) from None
        row = await read_record(connection, family, record)
        view = view_record(family, row, await held_fields(connection, record))
        if changed:
            change = Change(action=action, family=family, record=record, version=row["version"], fields=changed)
            await log_change(connection, actor, change)
    return JSONResponse(view, headers={"ETag": f'"{row["version"]}"'})


def in_body(refused: ValueRefused) -> RequestValidationError:
    """Give the problem of values that a body has."""
    return RequestValidationError([{**error, "loc": ("body", *error["loc"])} for error in refused.errors])


async def log_change(connection: Connection, actor: Actor, change: Change) -> None:
    """Write the entry of a change of a record."""
    family, details = change.family, {"fields": list(change.fields), "version": change.version}
    await write_audit(connection, actor, f"{family.singular}.{change.action}", f"{family.name}/{change.record}", **details)


async def answer_history(here: Installation, family: Family, record: UUID) -> Response:
    """Answer the edits of a record, the newest first."""
    async with here.pool.connection() as connection:
        edits = await read_history(connection, family, record)
    return JSONResponse({"items": [{**edit, "at": edit["at"].isoformat()} for edit in edits]})
