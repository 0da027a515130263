"""Editing of records and the reasons of their values.

In: a record, and the form that came back. Out: the form, with what is wrong beside each field; why each value was read as it was, and who
changed it. With `bare` the answer is the part of a page that scripts put into the review page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response

from service.api.dependencies import Here
from service.api.problems import wrong
from service.api.record_routes import answer_edit
from service.api.reviews import Record
from service.api.wordings import DeadlineWording, PartyWording, read_wording
from service.errors import Stale
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.rendering import show
from service.pages.review_actions import back_to
from service.pages.review_forms import given_values, make_inputs
from service.pages.review_records import read_row
from service.pages.review_values import field_label, reading_of, value_words, words_of
from service.pages.texts import _
from service.store.columns import Json
from service.store.connection import Connection
from service.store.edits import Edit, read_context, read_history
from service.store.families import FAMILIES, Family
from service.store.records import read_record

router = APIRouter(prefix="/documents/{document:uuid}", include_in_schema=False)

Bare = Annotated[bool, Query()]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form comes back: the answer's status, what is wrong by field ("" for the whole), and what was typed."""

    status: int
    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


NO_REFUSAL = Refusal(200)
# What is wrong with a value of another shape; the form has an example beside the field, which says more than a pattern.
UNLIKE = frozenset({"string_pattern_mismatch", "date_parsing"})


@router.get("/edit/{family}/{record}")
async def edit_form(request: Request, here: Here, visitor: EditingVisitor, named: Record, bare: Bare = False) -> Response:
    """Show the form of a record."""
    return await show_form(request, here, named, bare=bare)


@router.post("/edit/{family}/{record}")
async def save_form(request: Request, here: Here, visitor: EditingVisitor, document: UUID, named: Record) -> Response:
    """Correct a record by what the form has, or show the form again with what is wrong."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    family = FAMILIES[named.family]
    edit = Edit(
        family=family,
        record=named.record,
        values=given_values(family, form),
        if_match=f'"{form.get("version", "")}"',
        author=visitor.actor.person,
    )
    try:
        await answer_edit(here, visitor.actor, edit)
    except RequestValidationError as refused:
        return await show_form(request, here, named, Refusal(422, faults_of(refused), form))
    except Stale as stale:
        return await show_form(request, here, named, Refusal(stale.status, {"": stale.detail()}, form))
    return back_to(document, named.family, named.record)


@router.post("/reading/deadlines")
async def deadline_words(visitor: EditingVisitor, wording: DeadlineWording) -> PlainTextResponse:
    """Say what a wording of deadlines is read as, while it is typed."""
    return await reading_words("deadlines", wording.text, wording.period)


@router.post("/reading/responsible")
async def party_words(visitor: EditingVisitor, wording: PartyWording) -> PlainTextResponse:
    """Say what a wording of responsible parties is read as, while it is typed."""
    return await reading_words("responsible", wording.text)


async def reading_words(field: str, text: str, period: str | None = None) -> PlainTextResponse:
    """Answer the readings of a wording in words."""
    found = await read_wording(field, text, period)
    return PlainTextResponse("; ".join(reading_of(field, entry) or words_of(field, entry) for entry in found))


def faults_of(refused: RequestValidationError) -> dict[str, str]:
    """Give what is wrong, by field."""
    faults: dict[str, str] = {}
    for error in refused.errors():
        place = error["loc"]
        told = _("Такое значение не подходит. Запишите его как в примере.") if error["type"] in UNLIKE else None
        faults.setdefault(str(place[1]) if len(place) > 1 else "", told or wrong("", error["type"], error.get("ctx"))["message"])
    return faults


async def show_form(request: Request, here: Here, named: Record, refusal: Refusal = NO_REFUSAL, *, bare: bool = False) -> Response:
    """Show the form with values and faults."""
    family = FAMILIES[named.family]
    row = await read_row(here, family, named.record)
    async with here.pool.connection() as connection:
        period = await find_period(connection, family, named.record)
    inputs = make_inputs(family, row.record, refusal.faults, refusal.typed)
    values: dict[str, Any] = {"row": row, "inputs": inputs, "faults": refusal.faults, "period": period, "bare": bare}
    return show(request, "review_edit.html", status=refusal.status, document={"id": row.record["document"]}, **values)


async def find_period(connection: Connection, family: Family, record: UUID) -> str | None:
    """Give the period that completes days without a year, as a correction has it."""
    stored = await read_record(connection, family, record)
    return (await read_context(connection, family, stored)).period


@router.get("/why/{family}/{record}")
async def why(request: Request, here: Here, visitor: ReadingVisitor, named: Record, bare: Bare = False) -> Response:
    """Show by which rule and where each value was read, and all that was changed since."""
    family = FAMILIES[named.family]
    row = await read_row(here, family, named.record)
    async with here.pool.connection() as connection:
        history = await read_history(connection, family, named.record)
    entries = [{**entry, "label": field_label(family, entry["field"]), "words": history_words(entry)} for entry in history]
    return show(request, "review_why.html", row=row, history=entries, document={"id": row.record["document"]}, bare=bare)


def history_words(entry: Json) -> str:
    """Give the value of an edit as text."""
    return value_words(entry["field"], entry["value"]) or _("пусто")
