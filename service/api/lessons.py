"""Lessons: what people taught by correcting, kept as data of the installation, visible and removable.

In: filters, ids, a wording with its meaning. Out: lessons with where they come from. What they would change is offered
(`service.api.offers`).
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.dependencies import Editor, Here, Reader
from service.api.document_access import finished_document
from service.api.lesson_views import EXAMPLE_LESSON, EXAMPLE_NEW, Confirmation, Lesson, LessonPage, NewLesson, check_wording, lesson_view
from service.api.problems import problems, shown
from service.api.record_queries import MAX_PAGE
from service.api.record_queries import Text as Name
from service.errors import Conflict, NotFound
from service.store.audit import write_audit
from service.store.columns import name_key
from service.store.connection import Connection
from service.store.cursors import LONGEST_CURSOR, id_in, next_cursor
from service.store.lessons import Kind, LessonFilter, Row, find_lesson, list_lessons, set_confirmed, set_removed, teach
from service.store.lessons import NewLesson as Kept

router = APIRouter(prefix="/v1/lessons", tags=["lessons"])


class LessonQuery(BaseModel):
    """What lessons are narrowed by."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind | None = Field(None, description="The kind of lesson.")
    issuer: Name | None = Field(None, description="The body whose documents they are for.")
    document: UUID | None = Field(None, description="The document in which they were taught.")
    confirmed: bool | None = Field(None, description="Whether somebody has confirmed them.")
    removed: bool = Field(False, description="Removed lessons instead of those that are offered.")
    cursor: str | None = Field(None, max_length=LONGEST_CURSOR, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Lessons on a page.")

    def filter(self) -> LessonFilter:
        """Give the filter as the store takes it."""
        issuer = name_key(self.issuer) if self.issuer else None
        return LessonFilter(kind=self.kind, issuer=issuer, document=self.document, confirmed=self.confirmed, removed=self.removed)


@router.get(
    "",
    operation_id="list_lessons",
    summary="List what was taught",
    response_model=LessonPage,
    responses=shown(200, "A page of lessons.", {"items": [EXAMPLE_LESSON], "next": None}) | problems(400, 422),
)
async def list_all(here: Here, actor: Reader, query: Annotated[LessonQuery, Query()]) -> JSONResponse:
    """Give a page of lessons, the newest first."""
    before = id_in(query.cursor, "lesson") if query.cursor else None
    async with here.pool.connection() as connection:
        rows = await list_lessons(connection, query.filter(), before=before, limit=query.limit + 1)
    following = next_cursor(rows, query.limit, lesson="id")
    return JSONResponse({"items": [lesson_view(row) for row in rows[: query.limit]], "next": following})


@router.post(
    "",
    operation_id="add_lesson",
    summary="Teach a wording",
    description="What corrections teach by themselves can be taught directly as well. It is offered for the documents of the same issuer.",
    status_code=201,
    response_model=Lesson,
    responses=shown(201, "The lesson.", EXAMPLE_LESSON) | problems(404, 409, 410, 422),
)
async def add(here: Here, actor: Editor, new: Annotated[NewLesson, Body(examples=[EXAMPLE_NEW])]) -> JSONResponse:
    """Keep a lesson."""
    taught = check_wording(new.taught())
    async with here.pool.connection() as connection, connection.transaction():
        await finished_document(connection, new.document)
        lesson = await teach(connection, Kept(taught=taught, document=new.document, author=actor.person))
        if lesson is None:
            raise Conflict("lesson_elsewhere")
        row = await known_lesson(connection, lesson)
        await write_audit(connection, actor, "lesson.add", f"lessons/{lesson}", kind=taught.kind)
    return JSONResponse(lesson_view(row), 201, {"Location": f"/v1/lessons/{lesson}"})


async def known_lesson(connection: Connection, lesson: UUID) -> Row:
    """Give a lesson; raises `NotFound`."""
    row = await find_lesson(connection, lesson)
    if row is None:
        raise NotFound
    return row


@router.get(
    "/{lesson}",
    operation_id="get_lesson",
    summary="Get a lesson",
    response_model=Lesson,
    responses=shown(200, "The lesson.", EXAMPLE_LESSON) | problems(404),
)
async def get(lesson: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give a lesson, also one that was removed."""
    async with here.pool.connection() as connection:
        return JSONResponse(lesson_view(await known_lesson(connection, lesson)))


@router.put(
    "/{lesson}/confirmation",
    operation_id="put_lesson_confirmation",
    summary="Confirm a lesson",
    description="Confirmed lessons are offered before others of the same field.",
    response_model=Lesson,
    responses=shown(200, "The lesson.", EXAMPLE_LESSON | {"confirmed_by": "Иванова Мария"}) | problems(404, 422),
)
async def confirm(lesson: UUID, here: Here, actor: Editor, given: Confirmation) -> JSONResponse:
    """Note that a lesson is right, or take that back."""
    async with here.pool.connection() as connection, connection.transaction():
        await known_lesson(connection, lesson)
        await set_confirmed(connection, lesson, actor.person if given.confirmed else None)
        row = await known_lesson(connection, lesson)
        await write_audit(connection, actor, "lesson.confirm", f"lessons/{lesson}", confirmed=given.confirmed)
    return JSONResponse(lesson_view(row))


@router.delete(
    "/{lesson}",
    operation_id="delete_lesson",
    summary="Remove a lesson",
    description="It is offered no more. What was corrected by it stays, and documents that were read with it are read with it further.",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The lesson is removed."}, **problems(404)},
)
async def remove(lesson: UUID, here: Here, actor: Editor) -> Response:
    """Let a lesson be offered no more."""
    async with here.pool.connection() as connection, connection.transaction():
        await known_lesson(connection, lesson)
        await set_removed(connection, lesson, actor.person)
        await write_audit(connection, actor, "lesson.delete", f"lessons/{lesson}")
    return Response(status_code=204)
