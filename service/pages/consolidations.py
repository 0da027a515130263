"""Consolidated versions: a plan as its acts make it on a day, what became of each instruction, and the instructions of one act.

In: a line or an act, a day, a person's word on an instruction. Out: pages; what a form changes goes through the API's own functions, which
write it into the log.
"""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator

from extractor.consolidation.spots import place_text
from extractor.records import Step
from service.api import consolidations as api
from service.api.consolidating import consolidated_view, document_instructions, edition_checks, find_consolidated
from service.api.consolidation_views import ActPlaced, MarkGiven
from service.api.dependencies import Here
from service.api.document_access import finished_document
from service.api.lines import known_line
from service.errors import NotFound
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.rendering import see_other, show
from service.pages.sessions import safe_target
from service.pages.texts import _
from service.store.columns import Json
from service.store.connection import Connection
from service.store.documents import find_documents
from service.store.lines import line_of
from service.store.overviews import plan_measures, plans_of

router = APIRouter(include_in_schema=False)

# Measures of a page, some 60 kB of HTML, and changes and instructions that are listed.
PAGE, MOST_LISTED = 100, 500
# Letters of a wording: a page shows it whole, as a person compares it with the act.
SHOWN_LETTERS = 4_000


class Asked(BaseModel):
    """The day of the version, today where none is given, and the page of its measures."""

    as_of: date | None = None
    page: int = Field(1, ge=1, le=1_000)

    @field_validator("as_of", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """Take an empty field for today."""
        return value or None


class Marking(BaseModel):
    """What a person says of an instruction; `back` is the page that it was said on."""

    mark: Literal["confirmed", "rejected", ""] = ""
    back: str = Field("", max_length=500)


class Joining(BaseModel):
    """The act that joins a line, or that leaves it."""

    act: UUID
    leave: bool = False


@router.get("/lines/{line}/consolidated")
async def consolidated(request: Request, here: Here, visitor: ReadingVisitor, line: UUID, asked: Annotated[Asked, Query()]) -> Response:
    """Show a plan as its acts make it on a day."""
    day = asked.as_of or date.today()
    async with here.pool.connection() as connection:
        found_line = await known_line(connection, line)
        try:
            found = await find_consolidated(connection, line, day)
        except NotFound as missing:
            return show(request, "consolidated_missing.html", status=404, line=found_line, day=day, why=missing.detail())
        view = await consolidated_view(connection, line, found, day)
        checks = [check async for check in edition_checks(connection, found)]
        plans = await read_plans(connection, UUID(view["document"]))
    acts = {act["document"]: act for act in view["acts"]}
    measures = [(plan, measure) for plan, own in plans for measure in own]
    return show(
        request,
        "consolidated.html",
        line=found_line,
        found=view,
        day=day,
        asked=asked,
        acts=acts,
        checks=checks,
        changes=by_record(view["changes"]),
        gone=[change for change in view["changes"] if change["id"] is None][:MOST_LISTED],
        instructions=[with_place(one) for one in view["instructions"]][:MOST_LISTED],
        plans=[plan for plan, _own in plans],
        measures=measures[PAGE * (asked.page - 1) : PAGE * asked.page],
        pages=-(-len(measures) // PAGE),
        **wordings(),
    )


async def read_plans(connection: Connection, document: UUID) -> list[tuple[Json, list[Json]]]:
    """Give the plans of a document with their measures."""
    found = (await plans_of(connection, [document])).get(document, [])
    return [(plan, await plan_measures(connection, plan["id"], SHOWN_LETTERS)) for plan in found]


def by_record(changes: list[Json]) -> dict[str, list[Json]]:
    """Give the changes of each record of the version, by its id."""
    found: dict[str, list[Json]] = {}
    for change in changes:
        if change["id"]:
            found.setdefault(change["id"], []).append(change)
    return found


def with_place(found: Json) -> Json:
    """Give an instruction with its place in words."""
    return found | {"where": place_text([Step(**step) for step in found["place"]])}


def wordings() -> dict[str, Any]:
    """Give the names of actions, states and fields."""
    return {
        "actions": {
            "replace_words": _("заменить слова"), "add_words": _("дополнить словами"), "remove_words": _("исключить слова"),
            "restate": _("изложить в новой редакции"), "insert": _("дополнить"), "exclude": _("исключить"),
            "repeal": _("признать утратившим силу"),
        },
        "states": {
            "applied": _("применено"), "refused": _("не применено"), "rejected": _("отклонено человеком"),
            "waiting": _("ждёт базового документа"),
        },
        "field_names": {
            "text": _("Мероприятие"), "deadlines": _("Срок"), "responsible": _("Исполнители"), "result": _("Результат"),
            "mechanism": _("Механизм"), "audience": _("Для кого"), "place": _("Место"), "note": _("Примечание"), "title": _("Название"),
            "items": _("Подпункты"), "kind": _("Вид"),
        },
    }  # fmt: skip


@router.get("/documents/{document}/instructions")
async def instructions(request: Request, here: Here, visitor: ReadingVisitor, document: UUID) -> Response:
    """Show what an act orders, and what became of it."""
    async with here.pool.connection() as connection:
        row = await finished_document(connection, document)
        found = [with_place(one) for one in await document_instructions(connection, document)]
        bases = {UUID(one["base"]) for one in found if one["base"]}
        names = {str(base["id"]): base for base in await find_documents(connection, list(bases))}
        lines = {str(base): await line_of(connection, base) for base in bases}
    return show(request, "instructions.html", document=row, instructions=found[:MOST_LISTED], bases=names, lines=lines, **wordings())


@router.post("/documents/{document}/instructions/{key}")
async def mark(document: UUID, key: api.Key, here: Here, visitor: EditingVisitor, marking: Annotated[Marking, Form()]) -> Response:
    """Confirm or reject an instruction."""
    await api.mark_instruction(document, key, here, visitor.actor, MarkGiven(mark=marking.mark or None))
    return see_other(f"{safe_target(marking.back or f'/documents/{document}/instructions')}#i-{key}")


@router.post("/lines/{line}/acts")
async def join(line: UUID, here: Here, visitor: EditingVisitor, joining: Annotated[Joining, Form()]) -> Response:
    """Join an act to a line, or take it out."""
    if joining.leave:
        await api.leave_act(line, joining.act, here, visitor.actor)
    else:
        await api.join_act(line, joining.act, here, visitor.actor, ActPlaced())
    return see_other(f"/lines/{line}#acts")


@router.post("/lines/{line}/consolidate")
async def consolidate(line: UUID, here: Here, visitor: EditingVisitor) -> Response:
    """Have the versions of a line computed anew."""
    await api.consolidate_line(line, here, visitor.actor)
    return see_other(f"/lines/{line}/consolidated")
