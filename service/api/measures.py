"""Measures: what plans say is to be done, until when and by whom.

In: filters, an id, corrections. Out: measures as the API shows them; `record_routes` says how.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.api.dependencies import Editor, Here, Reader
from service.api.record_queries import MeasureQuery
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
from service.api.schemas import StoredMeasure
from service.store.edits import Edit
from service.store.families import MEASURES

router = APIRouter(prefix="/v1/measures", tags=["records"])


@router.get("", **list_of(MEASURES, StoredMeasure))
async def list_measures(request: Request, here: Here, actor: Reader, query: Annotated[MeasureQuery, Query()]) -> Response:
    """Give a page of measures, or all that fit as lines."""
    return await answer_list(request, here, MEASURES, query)


@router.get("/{measure}", **one_of(MEASURES, StoredMeasure))
async def get_measure(request: Request, here: Here, actor: Reader, measure: UUID) -> Response:
    """Give a measure."""
    return await answer_one(request, here, MEASURES, measure)


@router.patch("/{measure}", **edit_of(MEASURES, StoredMeasure))
async def edit_measure(here: Here, actor: Editor, measure: UUID, values: Values, if_match: IfMatch = None) -> Response:
    """Correct fields of a measure."""
    return await answer_edit(
        here, actor, Edit(family=MEASURES, record=measure, values=values, if_match=if_match or "", author=actor.person)
    )


@router.get("/{measure}/history", **history_of(MEASURES))
async def get_measure_history(here: Here, actor: Reader, measure: UUID) -> Response:
    """Give the edits of a measure."""
    return await answer_history(here, MEASURES, measure)
