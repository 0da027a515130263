"""The registry as a whole: what may be one and nobody has decided, what people did, and what a measure's parties are.

In: decisions, numbers of operations. Out: suggestions and operations; each change is written into the log in its transaction.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response

from extractor.registry import Family
from service.api.dependencies import Editor, Here, Reader
from service.api.etags import IfMatch
from service.api.line_views import Decision
from service.api.problems import problems, shown
from service.api.registry_views import (
    ADDRESSES,
    EXAMPLE_OPERATION,
    EXAMPLE_PARTY,
    EXAMPLE_SUGGESTION,
    OperationPage,
    OperationView,
    PartyLinks,
    Suggested,
    SuggestedPage,
    link_view,
    operation_view,
    suggestion_view,
)
from service.errors import BadRequest
from service.store.audit import write_audit
from service.store.cursors import LARGEST, LONGEST_CURSOR, next_cursor, number_in, read_cursor
from service.store.edits import find_record
from service.store.families import MEASURES
from service.store.registry.changing import decide, undo
from service.store.registry.finding import find_suggestion, list_operations, list_suggested, record_parties

router = APIRouter(prefix="/v1", tags=["registry"])

MAX_PAGE = 200
Number = Annotated[int, Path(ge=1, le=LARGEST)]
Cursor = Annotated[str | None, Query(max_length=LONGEST_CURSOR, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE, description="Entries on a page.")]
ETAG = {"ETag": {"description": "The suggestion's version, for If-Match.", "schema": {"type": "string"}}}


@router.get(
    "/registry/suggestions",
    operation_id="list_registry_suggestions",
    summary="List what may be one",
    description="Names that may be of one body or person and that nobody has decided, the likeliest first.",
    response_model=SuggestedPage,
    responses={**shown(200, "A page of suggestions.", {"items": [EXAMPLE_SUGGESTION], "next": None}), **problems(400)},
)
async def suggestions(
    here: Here,
    actor: Reader,
    family: Annotated[Family | None, Query(description="Units or persons alone.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> JSONResponse:
    """Give a page of suggestions."""
    async with here.pool.connection() as connection:
        rows = await list_suggested(connection, family=family, before=read_likely(cursor) if cursor else None, limit=limit + 1)
    following = next_cursor(rows, limit, score="score", id="id")
    return JSONResponse({"items": [suggestion_view(row) for row in rows[:limit]], "next": following})


def read_likely(cursor: str) -> tuple[float, int]:
    """Read a cursor of suggestions; raises `BadRequest` where it is of another list."""
    score = read_cursor(cursor).get("score")
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise BadRequest("cursor_invalid")
    return score, number_in(cursor, "id")


@router.get(
    "/registry/suggestions/{suggestion}",
    operation_id="get_registry_suggestion",
    summary="Get what may be one",
    response_model=Suggested,
    responses={200: shown(200, "The suggestion.", EXAMPLE_SUGGESTION)[200] | {"headers": ETAG}, **problems(404)},
)
async def get_suggestion(here: Here, actor: Reader, suggestion: Number) -> JSONResponse:
    """Give a suggestion, decided or not."""
    async with here.pool.connection() as connection:
        row = await find_suggestion(connection, suggestion)
    return JSONResponse(suggestion_view(row), headers={"ETag": f'"{row["version"]}"'})


@router.put(
    "/registry/suggestions/{suggestion}",
    operation_id="decide_registry_suggestion",
    summary="Confirm or reject what may be one",
    description="Confirmed, the two entries are merged, which its operation undoes; rejected, nobody is asked again.",
    response_model=Suggested,
    responses={**shown(200, "The suggestion.", EXAMPLE_SUGGESTION | {"decision": "rejected"}), **problems(404, 409, 412, 422, 428)},
)
async def decide_one(here: Here, actor: Editor, suggestion: Number, given: Decision, if_match: IfMatch) -> JSONResponse:
    """Decide a suggestion."""
    async with here.pool.connection() as connection, connection.transaction():
        operation = await decide(connection, suggestion, given.decision, person=actor.person, if_match=if_match)
        row = await find_suggestion(connection, suggestion)
        thing = f"{ADDRESSES[row['family']]}/{row['entry']}"
        await write_audit(connection, actor, "registry.decide", thing, suggestion=suggestion, decision=given.decision, operation=operation)
    return JSONResponse(suggestion_view(row), headers={"ETag": f'"{row["version"]}"'})


@router.get(
    "/registry/operations",
    operation_id="list_registry_operations",
    summary="List what was done with the registry",
    response_model=OperationPage,
    responses={**shown(200, "A page of operations.", {"items": [EXAMPLE_OPERATION], "next": None}), **problems(400)},
)
async def operations(here: Here, actor: Reader, cursor: Cursor = None, limit: Limit = 50) -> JSONResponse:
    """Give a page of operations, the newest first."""
    before = number_in(cursor, "id") if cursor else None
    async with here.pool.connection() as connection:
        rows = await list_operations(connection, entry=None, before=before, limit=limit + 1)
    following = next_cursor(rows, limit, id="id")
    return JSONResponse({"items": [operation_view(row) for row in rows[:limit]], "next": following})


@router.post(
    "/registry/operations/{operation}/undo",
    operation_id="undo_registry_operation",
    summary="Undo a merge, a split or a name",
    description="Its names go back where they were; 409 where it was undone, or where they have gone elsewhere since.",
    response_model=OperationView,
    responses={**shown(200, "The operation.", EXAMPLE_OPERATION | {"undone_by": "ivanova"}), **problems(404, 409)},
)
async def undo_one(here: Here, actor: Editor, operation: Number) -> JSONResponse:
    """Take an operation back."""
    async with here.pool.connection() as connection, connection.transaction():
        row = await undo(connection, operation, actor.person)
        await write_audit(connection, actor, "registry.undo", f"units/{row['entry']}", operation=operation)
    return JSONResponse(operation_view(row))


@router.get(
    "/measures/{measure}/parties",
    operation_id="list_measure_parties",
    summary="List what a measure's parties are in the registry",
    response_model=PartyLinks,
    responses={**shown(200, "The names with their entries.", {"items": [EXAMPLE_PARTY]}), **problems(404, 410)},
)
async def measure_parties(here: Here, actor: Reader, measure: UUID) -> Response:
    """Give the entries of a measure's parties."""
    async with here.pool.connection() as connection:
        await find_record(connection, MEASURES, measure)
        rows = await record_parties(connection, measure)
    return JSONResponse({"items": [{"text": row["text"], "entry": link_view(row)} for row in rows]})
