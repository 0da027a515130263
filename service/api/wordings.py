"""Readings of wordings: what the extractor makes of a deadline or of parties that a person types, before it is saved.

In: a wording, and the plan's period. Out: the values that a correction with this wording alone would get. To add a wording that is read,
add its field to `service.store.values.COMPLETIONS` and a route here.
"""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from extractor.records import DeadlineKind, PartyRole
from service.api.dependencies import Editor
from service.api.problems import shown
from service.store.columns import Json
from service.store.families import MEASURES
from service.store.values import EDTF, LONGEST_WORDING, Context, ValueRefused, read_value

router = APIRouter(prefix="/v1/readings", tags=["records"])

# A wording that is not saved yet stands nowhere; what is read takes this place, and the answer leaves it out.
NOWHERE = {"text": "", "block": 1, "start": 0, "end": 0, "rule": "typed", "page": None, "row": None, "column": None, "box": None}
Typed = Annotated[str, Field(min_length=1, max_length=LONGEST_WORDING, pattern=r"\S")]
DEADLINE_EXAMPLE: dict[str, Any] = {
    "text": "до 1 мая", "kind": "calendar", "edtf": "../2026-05-01", "rrule": None, "offset": None, "start": None, "end": "2026-05-01",
}  # fmt: skip
PARTY_EXAMPLE = {"text": "Отделу дорог (Дубов А.А.)", "name": "Отдел дорог", "person": "Дубов А.А.", "role": "executor"}


class DeadlineWording(BaseModel):
    """A wording of deadlines as typed; `period` is the plan's, as EDTF, and completes days without a year."""

    model_config = ConfigDict(extra="forbid")

    text: Typed = Field(description="The wording.", examples=["до 1 мая"])
    period: str | None = Field(None, max_length=40, pattern=f"^(?:{EDTF.pattern})$", description="The plan's period.", examples=["2026"])


class PartyWording(BaseModel):
    """A wording of responsible parties as typed."""

    model_config = ConfigDict(extra="forbid")

    text: Typed = Field(description="The wording.", examples=["Отделу дорог (Дубов А.А.)"])


class ReadDeadline(BaseModel):
    """A deadline as the record format has it, without its place."""

    text: str
    kind: DeadlineKind
    edtf: str | None
    rrule: str | None
    offset: str | None
    start: str | None
    end: str | None


class ReadParty(BaseModel):
    """A party as the record format has it, without its place."""

    text: str
    name: str | None
    person: str | None
    role: PartyRole


class DeadlineReading(BaseModel):
    """The deadlines that a wording holds; one that says nothing of time is of the kind `unknown`."""

    items: list[ReadDeadline]


class PartyReading(BaseModel):
    """The parties that a wording holds."""

    items: list[ReadParty]


@router.post(
    "/deadline",
    operation_id="read_deadline",
    summary="Read a wording of a deadline",
    description="What a correction with this wording alone would get. Nothing is saved.",
    response_model=DeadlineReading,
    responses=shown(200, "The deadlines.", {"items": [DEADLINE_EXAMPLE]}),
)
async def read_deadline(actor: Editor, wording: DeadlineWording) -> JSONResponse:
    """Read a deadline."""
    return await answer_reading("deadlines", wording.text, wording.period)


@router.post(
    "/party",
    operation_id="read_party",
    summary="Read a wording of responsible parties",
    description="What a correction with this wording alone would get. Nothing is saved.",
    response_model=PartyReading,
    responses=shown(200, "The parties.", {"items": [PARTY_EXAMPLE]}),
)
async def read_party(actor: Editor, wording: PartyWording) -> JSONResponse:
    """Read parties."""
    return await answer_reading("responsible", wording.text)


async def answer_reading(field: str, text: str, period: str | None = None) -> JSONResponse:
    """Answer what a field gets by a wording alone."""
    found = await read_wording(field, text, period)
    return JSONResponse({"items": [{name: value for name, value in entry.items() if name != "evidence"} for entry in found]})


async def read_wording(field: str, text: str, period: str | None = None) -> list[Json]:
    """Give what a field gets by a wording alone; it is read beside the event loop."""
    context = Context(evidence=NOWHERE, period=period)
    try:
        found: list[Json] = await asyncio.to_thread(read_value, MEASURES, field, [{"text": text}], context)
    except ValueRefused as refused:
        raise RequestValidationError([{**error, "loc": ("body", "text")} for error in refused.errors]) from None
    return found
