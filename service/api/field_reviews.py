"""Marks of single fields, and edits taken back.

In: a record, one of its fields or of its edits, and the version that was seen. Out: the record as it is now. Both are edits: they stand in
the history of the record with who and when.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as PathParameter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from service.answers import StoredActivity, StoredClause, StoredMeasure, StoredPlan, StoredRequisites
from service.api.dependencies import Editor, Here
from service.api.etags import ETAG, IfMatch
from service.api.problems import problems, shown
from service.api.record_routes import answer_change
from service.api.reviews import MarkGiven, Named, Record
from service.api.schemas import EXAMPLES
from service.store.families import FAMILIES
from service.store.field_marks import FieldMark, mark_field
from service.store.undoing import Undoing, undo

router = APIRouter(prefix="/v1/{family}/{record}", tags=["records"])

AnyRecord = StoredMeasure | StoredClause | StoredActivity | StoredPlan | StoredRequisites
ANSWER = shown(200, "The record as it is now.", EXAMPLES["measures"])
ANSWER[200]["headers"] = ETAG


@dataclass(frozen=True, slots=True)
class NamedField(Named):
    """The field of a record that an address names."""

    field: Annotated[str, PathParameter(max_length=40, description="A field of the record that may be corrected.")]


FieldOfRecord = Annotated[NamedField, Depends()]


class UndoGiven(BaseModel):
    """Which edit of the record's history is taken back; null: the newest one that was not, with all fields that it changed."""

    model_config = ConfigDict(extra="forbid")

    edit: int | None = Field(None, ge=1, lt=2**63, description="The number of an edit in the record's history.", examples=[7])


@router.put(
    "/review/{field}",
    operation_id="put_field_review",
    summary="Confirm, reject or give back one field of a record",
    description="`accepted`: the value is right, also against what the newest extraction reads, and stays over later ones. `rejected`: it"
    " is wrong, and is taken out. null: the field is again what is read. What was read is kept beside.",
    response_model=AnyRecord,
    responses=ANSWER | problems(404, 409, 410, 412, 422, 428),
)
async def put_field_mark(here: Here, actor: Editor, named: FieldOfRecord, given: MarkGiven, if_match: IfMatch) -> Response:
    """Mark a field."""
    mark = FieldMark(
        family=FAMILIES[named.family], record=named.record, field=named.field, mark=given.mark, if_match=if_match, person=actor.person
    )
    return await answer_change(here, actor, mark, mark_field, action=f"field_{given.mark or 'given_back'}")


@router.post(
    "/undo",
    operation_id="undo_edit",
    summary="Take an edit of a record back",
    description="The field is what it was before the edit. Taking back is an edit itself; one that is taken back by its number stands"
    " again. 409 `edit_covered` where a later edit of the same field stands on it, `nothing_to_undo` where no edit is left.",
    response_model=AnyRecord,
    responses=ANSWER | problems(404, 409, 410, 412, 422, 428),
)
async def undo_edit(here: Here, actor: Editor, named: Record, given: UndoGiven, if_match: IfMatch) -> Response:
    """Take an edit back."""
    wanted = Undoing(family=FAMILIES[named.family], record=named.record, edit=given.edit, if_match=if_match, person=actor.person)
    return await answer_change(here, actor, wanted, undo, action="undo")
