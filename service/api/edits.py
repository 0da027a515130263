"""Corrections of a document's own particulars.

In: a document's id and new values of its requisites. Out: the requisites' next version; the records' filters follow.
"""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from service.api.dependencies import Editor, Here, Reader
from service.api.record_routes import IfMatch, Values, answer_edit, answer_history, edit_of, history_of
from service.api.schemas import StoredRequisites
from service.store.edits import Edit
from service.store.families import DOCUMENTS

router = APIRouter(prefix="/v1/documents", tags=["documents"])


@router.patch("/{document}", **edit_of(DOCUMENTS, StoredRequisites))
async def edit_document(here: Here, actor: Editor, document: UUID, values: Values, if_match: IfMatch = None) -> Response:
    """Correct requisites of a document."""
    return await answer_edit(
        here, actor, Edit(family=DOCUMENTS, record=document, values=values, if_match=if_match or "", author=actor.person)
    )


@router.get("/{document}/history", **history_of(DOCUMENTS))
async def get_document_history(here: Here, actor: Reader, document: UUID) -> Response:
    """Give the edits of a document's requisites."""
    return await answer_history(here, DOCUMENTS, document)
