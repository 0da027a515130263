"""Suggestions: what a document may be a version of, and what people decide of it.

In: documents' ids and decisions. Out: the suggestions, the likeliest first.
"""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from service.amending.joining import join_confirmed
from service.api.dependencies import Editor, Here, Reader
from service.api.document_access import visible_document
from service.api.line_views import EXAMPLE_SUGGESTION, Decision, SuggestionList, suggestion_view
from service.api.problems import problems, shown
from service.errors import NotFound
from service.store.audit import write_audit
from service.store.lines import decide, hold_lines, line_of, list_suggestions

router = APIRouter(prefix="/v1", tags=["versions"])


@router.get(
    "/documents/{document}/suggestions",
    operation_id="list_suggestions",
    summary="List what a document may be a version of",
    response_model=SuggestionList,
    responses={**shown(200, "The suggestions, the likeliest first.", {"items": [EXAMPLE_SUGGESTION]}), **problems(404, 410)},
)
async def suggestions(document: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give the suggestions for a document, also those that were decided."""
    async with here.pool.connection() as connection:
        await visible_document(connection, document)
        return JSONResponse({"items": [suggestion_view(row) for row in await list_suggestions(connection, document)]})


@router.put(
    "/documents/{document}/suggestions/{other}",
    operation_id="decide_suggestion",
    summary="Confirm or reject a suggestion",
    description="Confirmed, the document joins the other one's line, which begins one where it has none.",
    response_model=SuggestionList,
    responses={**shown(200, "The suggestions.", {"items": [EXAMPLE_SUGGESTION | {"decision": "confirmed"}]}), **problems(404, 410, 422)},
)
async def decide_one(document: UUID, other: UUID, here: Here, actor: Editor, given: Decision) -> JSONResponse:
    """Decide a suggestion; one that was confirmed is taken back by taking the document out of its line."""
    async with here.pool.connection() as connection, connection.transaction():
        await visible_document(connection, document)
        await visible_document(connection, other)
        await hold_lines(connection)
        suggestion = await decide(connection, document, other, given.decision, actor.person)
        if suggestion is None:
            raise NotFound
        line = await line_of(connection, document)
        if given.decision == "confirmed" and (line is None or line != await line_of(connection, other)):
            await join_confirmed(connection, document, other, suggestion["reason"], actor.person)
        answer = {"items": [suggestion_view(row) for row in await list_suggestions(connection, document)]}
        await write_audit(connection, actor, "line.decide", f"documents/{document}", other=other, decision=given.decision)
    return JSONResponse(answer)
