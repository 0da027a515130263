"""Activities: what narrative reports say was done, is going on or is planned.

In: filters, an id, corrections. Out: activities as the API shows them; `record_routes` says how.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.api.dependencies import Editor, Here, Reader
from service.api.record_queries import ActivityQuery
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
from service.api.schemas import StoredActivity
from service.store.edits import Edit
from service.store.families import ACTIVITIES

router = APIRouter(prefix="/v1/activities", tags=["records"])


@router.get("", **list_of(ACTIVITIES, StoredActivity))
async def list_activities(request: Request, here: Here, actor: Reader, query: Annotated[ActivityQuery, Query()]) -> Response:
    """Give a page of activities, or all that fit as lines."""
    return await answer_list(request, here, ACTIVITIES, query)


@router.get("/{activity}", **one_of(ACTIVITIES, StoredActivity))
async def get_activity(request: Request, here: Here, actor: Reader, activity: UUID) -> Response:
    """Give an activity."""
    return await answer_one(request, here, ACTIVITIES, activity)


@router.patch("/{activity}", **edit_of(ACTIVITIES, StoredActivity))
async def edit_activity(here: Here, actor: Editor, activity: UUID, values: Values, if_match: IfMatch = None) -> Response:
    """Correct fields of an activity."""
    return await answer_edit(
        here, actor, Edit(family=ACTIVITIES, record=activity, values=values, if_match=if_match or "", author=actor.person)
    )


@router.get("/{activity}/history", **history_of(ACTIVITIES))
async def get_activity_history(here: Here, actor: Reader, activity: UUID) -> Response:
    """Give the edits of an activity."""
    return await answer_history(here, ACTIVITIES, activity)
