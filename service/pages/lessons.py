"""What was taught: the lessons of the installation, where each comes from, confirmed or removed.

In: a kind, a cursor, forms. Out: the page of lessons; what a form changes goes through the API's own functions.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from service.api import lessons as api
from service.api.dependencies import Here
from service.api.lesson_views import Confirmation, meaning_words
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.rendering import see_other, show
from service.store.cursors import id_in, next_cursor
from service.store.lessons import list_lessons

router = APIRouter(prefix="/lessons", include_in_schema=False)

PAGE = 50


@router.get("")
async def lessons(request: Request, here: Here, visitor: ReadingVisitor, query: Annotated[api.LessonQuery, Query()]) -> Response:
    """Show a page of lessons."""
    before = id_in(query.cursor, "lesson") if query.cursor else None
    async with here.pool.connection() as connection:
        rows = await list_lessons(connection, query.filter(), before=before, limit=PAGE + 1)
    following = next_cursor(rows, PAGE, lesson="id")
    shown = [row | {"words": meaning_words(row)} for row in rows[:PAGE]]
    return show(request, "lessons.html", lessons=shown, query=query, following=following)


@router.post("/{lesson}/confirm")
async def confirm(here: Here, visitor: EditingVisitor, lesson: UUID, confirmed: Annotated[bool, Form()]) -> Response:
    """Confirm a lesson, or take that back."""
    await api.confirm(lesson, here, visitor.actor, Confirmation(confirmed=confirmed))
    return see_other("/lessons")


@router.post("/{lesson}/remove")
async def remove(here: Here, visitor: EditingVisitor, lesson: UUID) -> Response:
    """Remove a lesson."""
    await api.remove(lesson, here, visitor.actor)
    return see_other("/lessons")
