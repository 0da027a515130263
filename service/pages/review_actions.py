"""What a person does on the page of a document: cancel, retry, delete, mark a record or a field, take an edit back, decide an offer.

In: forms. Out: the API's own actions, and the way back to the page.
"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from service.api.dependencies import Here
from service.api.document_access import visible_document
from service.api.document_actions import cancel, delete, retry
from service.api.field_reviews import FieldOfRecord, UndoGiven, put_field_mark, undo_edit
from service.api.lesson_views import OfferDecision
from service.api.offers import OfferOfRecord, decide_offer
from service.api.record_routes import answer_edit
from service.api.reviews import MarkGiven, Record, put_mark
from service.errors import NotFound
from service.pages.access import EditingVisitor, UploadingVisitor
from service.pages.rendering import see_other, show
from service.store.edits import Edit, read_history
from service.store.families import FAMILIES, FamilyName
from service.store.lessons import Decision
from service.store.reviews import Mark

router = APIRouter(prefix="/documents/{document:uuid}", include_in_schema=False)


class MarkForm(BaseModel):
    """A mark for the version of a record that was seen; an empty one takes it back."""

    version: int
    mark: Mark | Literal[""] = ""


class FieldForm(BaseModel):
    """What is said of one field of the version that was seen: accepted, rejected, or (empty) given back to what is read."""

    version: int
    mark: Mark | Literal[""] = ""


class UndoForm(BaseModel):
    """Which edit is taken back; without one the newest."""

    version: int
    edit: int | None = None


class OfferForm(BaseModel):
    """What is decided of an offer."""

    version: int
    decision: Decision


class RestoreForm(BaseModel):
    """Which value of a record's history is set again: that of an edit, or the one that was read before it."""

    version: int
    edit: int
    read: bool = False


def back_to(document: UUID, family: FamilyName | None = None, record: UUID | None = None) -> Response:
    """Send a browser to a document's page, to a record where one is named."""
    tab = "documents" if family == "plans" else family
    return see_other(f"/documents/{document}" + (f"?tab={tab}&record={record}#r-{record}" if record else ""))


@router.post("/cancel")
async def cancel_document(here: Here, visitor: UploadingVisitor, document: UUID) -> Response:
    """Cancel a document's processing."""
    await cancel(document, here, visitor.actor)
    return back_to(document)


@router.post("/retry")
async def retry_document(here: Here, visitor: UploadingVisitor, document: UUID) -> Response:
    """Process a document again."""
    await retry(document, here, visitor.actor)
    return back_to(document)


@router.get("/delete")
async def ask_delete(request: Request, here: Here, visitor: UploadingVisitor, document: UUID) -> Response:
    """Ask whether the document is to be deleted."""
    async with here.pool.connection() as connection:
        row = await visible_document(connection, document)
    return show(request, "review_delete.html", document=row)


@router.post("/delete")
async def delete_document(here: Here, visitor: UploadingVisitor, document: UUID) -> Response:
    """Delete a document."""
    await delete(document, here, visitor.actor)
    return back_to(document)


@router.post("/review/{family}/{record}")
async def mark_record(here: Here, visitor: EditingVisitor, document: UUID, named: Record, form: Annotated[MarkForm, Form()]) -> Response:
    """Accept or reject a record, or take the mark back."""
    await put_mark(here, visitor.actor, named, MarkGiven(mark=form.mark or None), f'"{form.version}"')
    return back_to(document, named.family, named.record)


@router.post("/field/{family}/{record}/{field}")
async def mark_field(
    here: Here, visitor: EditingVisitor, document: UUID, named: FieldOfRecord, form: Annotated[FieldForm, Form()]
) -> Response:
    """Confirm, reject or give back one field."""
    await put_field_mark(here, visitor.actor, named, MarkGiven(mark=form.mark or None), f'"{form.version}"')
    return back_to(document, named.family, named.record)


@router.post("/undo/{family}/{record}")
async def undo(here: Here, visitor: EditingVisitor, document: UUID, named: Record, form: Annotated[UndoForm, Form()]) -> Response:
    """Take an edit back."""
    await undo_edit(here, visitor.actor, named, UndoGiven(edit=form.edit), f'"{form.version}"')
    return back_to(document, named.family, named.record)


@router.post("/offer/{lesson}/{family}/{record}")
async def decide_on_offer(
    here: Here, visitor: EditingVisitor, document: UUID, named: OfferOfRecord, form: Annotated[OfferForm, Form()]
) -> Response:
    """Do what a lesson offers, or say that it is not wanted."""
    await decide_offer(here, visitor.actor, named, OfferDecision(decision=form.decision), f'"{form.version}"')
    return back_to(document, named.family, named.record)


@router.post("/restore/{family}/{record}")
async def restore(here: Here, visitor: EditingVisitor, document: UUID, named: Record, form: Annotated[RestoreForm, Form()]) -> Response:
    """Set a field to a value of its history: the one that an edit gave, or the one that was read."""
    family = FAMILIES[named.family]
    async with here.pool.connection() as connection:
        history = await read_history(connection, family, named.record)
    edit = next((entry for entry in history if entry["id"] == form.edit), None)
    if edit is None:
        raise NotFound
    values = {edit["field"]: edit["extracted" if form.read else "value"]}
    await answer_edit(
        here,
        visitor.actor,
        Edit(family=family, record=named.record, values=values, if_match=f'"{form.version}"', author=visitor.actor.person),
    )
    return back_to(document, named.family, named.record)
