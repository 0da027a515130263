"""Plans: their title, appendix and period; their measures are a list of their own.

In: filters, an id, corrections. Out: plans as the API shows them; `record_routes` says how.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.api.dependencies import Editor, Here, Reader
from service.api.record_queries import PlanQuery
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
from service.api.schemas import StoredPlan
from service.store.edits import Edit
from service.store.families import PLANS

router = APIRouter(prefix="/v1/plans", tags=["records"])


@router.get("", **list_of(PLANS, StoredPlan))
async def list_plans(request: Request, here: Here, actor: Reader, query: Annotated[PlanQuery, Query()]) -> Response:
    """Give a page of plans, or all that fit as lines."""
    return await answer_list(request, here, PLANS, query)


@router.get("/{plan}", **one_of(PLANS, StoredPlan))
async def get_plan(request: Request, here: Here, actor: Reader, plan: UUID) -> Response:
    """Give a plan."""
    return await answer_one(request, here, PLANS, plan)


@router.patch("/{plan}", **edit_of(PLANS, StoredPlan))
async def edit_plan(here: Here, actor: Editor, plan: UUID, values: Values, if_match: IfMatch = None) -> Response:
    """Correct fields of a plan."""
    return await answer_edit(here, actor, Edit(family=PLANS, record=plan, values=values, if_match=if_match or "", author=actor.person))


@router.get("/{plan}/history", **history_of(PLANS))
async def get_plan_history(here: Here, actor: Reader, plan: UUID) -> Response:
    """Give the edits of a plan."""
    return await answer_history(here, PLANS, plan)
