"""Clauses: the numbered points of acts and minutes.

In: filters, an id, corrections. Out: clauses as the API shows them; `record_routes` says how.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.api.dependencies import Editor, Here, Reader
from service.api.record_queries import ClauseQuery
from service.api.record_routes import (
    IfMatch,
    Values,
    answer_edit,
    answer_history,
    answer_list,
    answer_one,
    edit_of,
    history_of,
    list_of,
    one_of,
)
from service.api.schemas import StoredClause
from service.store.edits import Edit
from service.store.families import CLAUSES

router = APIRouter(prefix="/v1/clauses", tags=["records"])


@router.get("", **list_of(CLAUSES, StoredClause))
async def list_clauses(request: Request, here: Here, actor: Reader, query: Annotated[ClauseQuery, Query()]) -> Response:
    """Give a page of clauses, or all that fit as lines."""
    return await answer_list(request, here, CLAUSES, query)


@router.get("/{clause}", **one_of(CLAUSES, StoredClause))
async def get_clause(request: Request, here: Here, actor: Reader, clause: UUID) -> Response:
    """Give a clause."""
    return await answer_one(request, here, CLAUSES, clause)


@router.patch("/{clause}", **edit_of(CLAUSES, StoredClause))
async def edit_clause(here: Here, actor: Editor, clause: UUID, values: Values, if_match: IfMatch = None) -> Response:
    """Correct fields of a clause."""
    return await answer_edit(here, actor, Edit(family=CLAUSES, record=clause, values=values, if_match=if_match or "", author=actor.person))


@router.get("/{clause}/history", **history_of(CLAUSES))
async def get_clause_history(here: Here, actor: Reader, clause: UUID) -> Response:
    """Give the edits of a clause."""
    return await answer_history(here, CLAUSES, clause)
