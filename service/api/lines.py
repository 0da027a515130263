"""Version lines: the versions of a plan through time, and who put each there.

In: ids of lines and documents, days. Out: lines with their versions, the oldest first. Each change is written into the log in its
transaction.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from service.api.dependencies import Editor, Here, Reader
from service.api.document_access import finished_document
from service.api.document_views import written_time
from service.api.line_views import EXAMPLE_LINE, InForce, Line, LinePage, NewLine, line_view
from service.api.problems import problems, shown
from service.errors import Conflict, NotFound
from service.placing import day_of
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.cursors import LONGEST_CURSOR, id_in, next_cursor
from service.store.documents import find_document
from service.store.lines import Row, Version, add_line, find_line, hold_lines, line_of, list_lines, list_versions, put_version, take_version

router = APIRouter(prefix="/v1", tags=["versions"])

MAX_PAGE = 200


@router.get(
    "/lines",
    operation_id="list_lines",
    summary="List version lines",
    response_model=LinePage,
    responses={**shown(200, "A page of lines.", {"items": [EXAMPLE_LINE | {"versions": 2}], "next": None}), **problems(400)},
)
async def list_all(
    here: Here,
    actor: Reader,
    cursor: Annotated[str | None, Query(max_length=LONGEST_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Lines on a page.")] = 50,
) -> JSONResponse:
    """Give a page of lines, the newest first."""
    async with here.pool.connection() as connection:
        rows = await list_lines(connection, before=id_in(cursor, "line") if cursor else None, limit=limit + 1)
    following = next_cursor(rows, limit, line="id")
    items = [{**row, "id": str(row["id"]), "created_at": written_time(row["created_at"])} for row in rows[:limit]]
    return JSONResponse({"items": items, "next": following})


@router.post(
    "/lines",
    operation_id="add_line",
    summary="Make a version line",
    description="Puts documents together as versions of one plan; each is in force since its own date. A document leaves its former line.",
    status_code=201,
    response_model=Line,
    responses={**shown(201, "The line.", EXAMPLE_LINE), **problems(404, 409, 410, 422)},
)
async def add(here: Here, actor: Editor, new: NewLine) -> JSONResponse:
    """Make a line by hand."""
    async with here.pool.connection() as connection, connection.transaction():
        rows = [uploaded(await finished_document(connection, document)) for document in dict.fromkeys(new.documents)]
        await hold_lines(connection)
        line = await add_line(connection, new.title or rows[0]["requisites"].get("title") or rows[0]["name"])
        for row in rows:
            await put_version(connection, by_hand(line, row["id"], day_of(row["requisites"]), actor.person))
        answer = line_view(await known_line(connection, line), await list_versions(connection, line))
        await write_audit(connection, actor, "line.add", f"lines/{line}", documents=[str(document) for document in new.documents])
    return JSONResponse(answer, 201, {"Location": f"/v1/lines/{line}"})


def uploaded(row: Row) -> Row:
    """Give a document that a person may place; raises `Conflict` for a computed version, which stands where its base does."""
    if row["computed_from"]:
        raise Conflict("document_computed")
    return row


def by_hand(line: UUID, document: UUID, day: date | None, person: UUID) -> Version:
    """Give a version that a person puts into a line."""
    return Version(line=line, document=document, in_force=day, reason="hand", person=person)


@router.get(
    "/lines/{line}",
    operation_id="get_line",
    summary="Get a version line",
    description="The versions of a plan, the oldest first; with `as_of` the one that was in force on that day alone.",
    response_model=Line,
    responses={**shown(200, "The line.", EXAMPLE_LINE), **problems(404)},
)
async def get_one(
    line: UUID, here: Here, actor: Reader, as_of: Annotated[date | None, Query(description="A day.", examples=["2025-06-01"])] = None
) -> JSONResponse:
    """Give a line."""
    async with here.pool.connection() as connection:
        found, versions = await known_line(connection, line), await list_versions(connection, line)
    return JSONResponse(line_view(found, in_force_on(versions, as_of) if as_of else versions))


def in_force_on(versions: list[Row], day: date) -> list[Row]:
    """Give the newest version that was in force on a day; one whose day is not known never is."""
    return [version for version in versions if version["in_force"] and version["in_force"] <= day][-1:]


@router.put(
    "/lines/{line}/versions/{document}",
    operation_id="put_version",
    summary="Put a document into a line",
    description="Also changes since when it is in force. A document leaves its former line.",
    response_model=Line,
    responses={**shown(200, "The line.", EXAMPLE_LINE), **problems(404, 409, 410, 422)},
)
async def put(line: UUID, document: UUID, here: Here, actor: Editor, given: InForce) -> JSONResponse:
    """Put a version into a line by hand."""
    async with here.pool.connection() as connection, connection.transaction():
        found = await known_line(connection, line)
        uploaded(await finished_document(connection, document))
        await put_version(connection, by_hand(line, document, given.in_force, actor.person))
        answer = line_view(found, await list_versions(connection, line))
        await write_audit(connection, actor, "line.put", f"lines/{line}", document=document, in_force=given.in_force)
    return JSONResponse(answer)


@router.delete(
    "/lines/{line}/versions/{document}",
    operation_id="take_version",
    summary="Take a document out of a line",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The document stands in no line."}, **problems(404, 409)},
)
async def take(line: UUID, document: UUID, here: Here, actor: Editor) -> Response:
    """Take a version out of a line."""
    async with here.pool.connection() as connection, connection.transaction():
        row = await find_document(connection, document)
        if row:
            uploaded(row)
        if not await take_version(connection, line, document, actor.person):
            raise NotFound
        await write_audit(connection, actor, "line.take", f"lines/{line}", document=document)
    return Response(status_code=204)


@router.get(
    "/plans/{plan}/versions",
    operation_id="list_plan_versions",
    summary="List the versions of a plan",
    description="The line that the plan's document stands in; 404 with the code `no_versions` where it stands in none.",
    response_model=Line,
    responses={**shown(200, "The line.", EXAMPLE_LINE), **problems(404)},
)
async def plan_versions(plan: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give the line of a plan's document."""
    async with here.pool.connection() as connection:
        line = await line_of(connection, await document_of(connection, plan))
        if line is None:
            raise NotFound("no_versions")
        return JSONResponse(line_view(await known_line(connection, line), await list_versions(connection, line)))


async def document_of(connection: Connection, plan: UUID) -> UUID:
    """Give the document of a plan; raises `NotFound`."""
    row = await (await connection.execute("SELECT document FROM plans WHERE id = %s", [plan])).fetchone()
    if row is None:
        raise NotFound
    document: UUID = row["document"]
    return document


async def known_line(connection: Connection, line: UUID) -> Row:
    """Give a line; raises `NotFound`."""
    row = await find_line(connection, line)
    if row is None:
        raise NotFound
    return row
