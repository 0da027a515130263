"""The registry's own page: names that may be of one body or person, side by side, and what was done; each is undone there.

In: decisions, names that leave, further names. Out: the API's own actions, and the way back to a page.
"""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from extractor.registry import Family
from service.api.dependencies import Here
from service.api.line_views import Decision
from service.api.registry import Number, decide_one, read_likely, undo_one
from service.api.registry_routes import change_by, merge_entry, name_entry, split_entry
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.rendering import see_other, show
from service.store.cursors import LONGEST_CURSOR, next_cursor
from service.store.registry.finding import list_operations, list_suggested

router = APIRouter(include_in_schema=False)

# Suggestions and operations of a page.
PAGE, OPERATIONS = 30, 20


class Decided(BaseModel):
    """A decision on a suggestion as it was seen."""

    version: int
    decision: Literal["confirmed", "rejected"]


class Changed(BaseModel):
    """A change of an entry as it was seen: names that leave, a further name, or an entry to merge with."""

    version: int
    names: list[int] = Field([], max_length=200)
    text: str = Field("", max_length=300)
    other: UUID | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """The entry and the action that an address names."""

    family: Family
    entry: UUID
    action: Literal["merge", "split", "names"]


@router.get("/registry")
async def registry(
    request: Request, here: Here, visitor: ReadingVisitor, cursor: Annotated[str, Query(max_length=LONGEST_CURSOR)] = ""
) -> Response:
    """Show what nobody has decided, the likeliest first, and what was done last."""
    async with here.pool.connection() as connection:
        rows = await list_suggested(connection, family=None, before=read_likely(cursor) if cursor else None, limit=PAGE + 1)
        operations = [] if cursor else await list_operations(connection, entry=None, before=None, limit=OPERATIONS)
    following = next_cursor(rows, PAGE, score="score", id="id")
    return show(request, "registry.html", suggestions=rows[:PAGE], operations=operations, cursor=cursor, following=following)


@router.post("/registry/suggestions/{suggestion}")
async def decide(here: Here, visitor: EditingVisitor, suggestion: Number, form: Annotated[Decided, Form()]) -> Response:
    """Confirm or reject a suggestion."""
    await decide_one(here, visitor.actor, suggestion, Decision(decision=form.decision), f'"{form.version}"')
    return see_other("/registry")


@router.post("/registry/operations/{operation}/undo")
async def undo(here: Here, visitor: EditingVisitor, operation: Number) -> Response:
    """Take an operation back."""
    await undo_one(here, visitor.actor, operation)
    return see_other("/registry")


@router.post("/registry/{family}/{entry}/{action}")
async def change(here: Here, visitor: EditingVisitor, named: Annotated[Named, Depends()], form: Annotated[Changed, Form()]) -> Response:
    """Merge an entry with another, split it, or give it a further name; shows the entry that has the names now."""
    asked = change_by(named.family, named.entry, visitor.actor, f'"{form.version}"')
    if named.action == "merge" and form.other:
        shown = await merge_entry(here, visitor.actor, asked, form.other)
    elif named.action == "split":
        shown = await split_entry(here, visitor.actor, asked, form.names)
    else:
        shown = await name_entry(here, visitor.actor, asked, form.text)
    return see_other(f"/{named.family}s/{shown}?view=facts")
