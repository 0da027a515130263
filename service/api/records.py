"""Records: measures, clauses, activities, plans, and the requisites of documents.

In: filters, an id, corrections. Out: records as the API shows them; `record_routes` says how. All families have the same routes; only the
filters of a list are its family's own.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from service.answers import StoredActivity, StoredClause, StoredMeasure, StoredPlan, StoredRequisites
from service.api.dependencies import Editor, Here, Reader
from service.api.etags import IfMatch
from service.api.record_queries import ActivityQuery, ClauseQuery, MeasureQuery, PlanQuery
from service.api.record_routes import (
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
from service.store.edits import Edit
from service.store.families import ACTIVITIES, CLAUSES, DOCUMENTS, MEASURES, PLANS, Family


def record_router(family: Family, kind: Any) -> APIRouter:
    """Make the router of a family: one record, corrections, their history."""
    router = APIRouter(prefix=f"/v1/{family.name}", tags=["records"])

    @router.get(f"/{{{family.singular}}}", **one_of(family, kind))
    async def get_one(request: Request, here: Here, actor: Reader, record: Annotated[UUID, Path(alias=family.singular)]) -> Response:
        """Give a record."""
        return await answer_one(request, here, family, record)

    add_corrections(router, family, kind)
    return router


def add_corrections(router: APIRouter, family: Family, kind: Any) -> None:
    """Add the routes by which records are corrected, and which tell of it."""
    Record = Annotated[UUID, Path(alias=family.singular)]  # noqa: N806 - a type

    @router.patch(f"/{{{family.singular}}}", **edit_of(family, kind))
    async def edit_one(here: Here, actor: Editor, record: Record, values: Values, if_match: IfMatch) -> Response:
        """Correct fields of a record."""
        edit = Edit(family=family, record=record, values=values, if_match=if_match, author=actor.person)
        return await answer_edit(here, actor, edit)

    @router.get(f"/{{{family.singular}}}/history", **history_of(family))
    async def get_history(here: Here, actor: Reader, record: Record) -> Response:
        """Give the edits of a record."""
        return await answer_history(here, family, record)


plans = record_router(PLANS, StoredPlan)
measures = record_router(MEASURES, StoredMeasure)
clauses = record_router(CLAUSES, StoredClause)
activities = record_router(ACTIVITIES, StoredActivity)
requisites = APIRouter(prefix="/v1/documents", tags=["documents"])
add_corrections(requisites, DOCUMENTS, StoredRequisites)


@plans.get("", **list_of(PLANS, StoredPlan))
async def list_plans(request: Request, here: Here, actor: Reader, query: Annotated[PlanQuery, Query()]) -> Response:
    """Give a page of plans, or all that fit as lines."""
    return await answer_list(request, here, PLANS, query)


@measures.get("", **list_of(MEASURES, StoredMeasure))
async def list_measures(request: Request, here: Here, actor: Reader, query: Annotated[MeasureQuery, Query()]) -> Response:
    """Give a page of measures, or all that fit as lines."""
    return await answer_list(request, here, MEASURES, query)


@clauses.get("", **list_of(CLAUSES, StoredClause))
async def list_clauses(request: Request, here: Here, actor: Reader, query: Annotated[ClauseQuery, Query()]) -> Response:
    """Give a page of clauses, or all that fit as lines."""
    return await answer_list(request, here, CLAUSES, query)


@activities.get("", **list_of(ACTIVITIES, StoredActivity))
async def list_activities(request: Request, here: Here, actor: Reader, query: Annotated[ActivityQuery, Query()]) -> Response:
    """Give a page of activities, or all that fit as lines."""
    return await answer_list(request, here, ACTIVITIES, query)
