"""Version lines: which documents are versions of one plan, what is suggested, and putting them together by hand.

In: forms. Out: pages; what a form changes goes through the API's own functions, which write it into the log.
"""

from collections import Counter
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator

from service.api import lines as api
from service.api import suggestions
from service.api.dependencies import Here
from service.api.line_views import MAX_VERSIONS, Decision, InForce, NewLine
from service.api.record_queries import LONGEST_TEXT
from service.errors import Invalid
from service.installation import Installation
from service.pages.access import EditingVisitor, ReadingVisitor, Visitor
from service.pages.rendering import see_other, show
from service.pages.texts import _
from service.placing import day_of
from service.store.amending import acts_of, list_waiting
from service.store.computed import find_consolidations
from service.store.connection import Connection
from service.store.cursors import LONGEST_CURSOR, id_in, next_cursor
from service.store.documents import find_documents, list_documents
from service.store.lines import Row, line_of, list_lines, list_open_suggestions, list_versions
from service.store.overviews import plans_of

router = APIRouter(include_in_schema=False)

# Lines of a page, and suggestions above them.
PAGE, MOST_SUGGESTIONS = 50, 20
# Documents that are offered for a line.
MOST_OFFERED = 30


class Chosen(BaseModel):
    """Documents for a line, and its title, the first document's where it is empty; `line` is the one that they join."""

    documents: list[UUID] = Field([], max_length=MAX_VERSIONS)
    title: str = Field("", max_length=2_000, pattern=r"^[^\x00]*$")
    line: UUID | None = None

    @field_validator("line", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """Take an empty field for none."""
        return value or None


class Offer(BaseModel):
    """Which documents are offered: found by these words, beside one that is chosen already, for a new line or for one that there is."""

    q: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")] = ""
    document: UUID | None = None
    line: UUID | None = None

    @field_validator("document", "line", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """Take an empty field for none."""
        return value or None


class Placed(BaseModel):
    """What becomes of a version: since when it is in force, or that it leaves the line."""

    in_force: date | None = None
    leave: bool = False

    @field_validator("in_force", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """Take an empty field for an unknown day."""
        return value or None


class Decided(BaseModel):
    """What a person decides of a suggestion."""

    document: UUID
    other: UUID
    decision: Literal["confirmed", "rejected"]


@router.get("/lines")
async def lines(
    request: Request, here: Here, visitor: ReadingVisitor, cursor: Annotated[str | None, Query(max_length=LONGEST_CURSOR)] = None
) -> Response:
    """Show the lines, and above them what is to be decided."""
    async with here.pool.connection() as connection:
        rows = await list_lines(connection, before=id_in(cursor, "line") if cursor else None, limit=PAGE + 1)
        open_ones = [] if cursor else await list_open_suggestions(connection, MOST_SUGGESTIONS)
        waiting = [] if cursor else await list_waiting(connection, MOST_SUGGESTIONS)
    following = next_cursor(rows, PAGE, line="id")
    shown: dict[str, Any] = {"lines": rows[:PAGE], "suggestions": open_ones, "waiting": waiting}
    return show(request, "lines.html", following=following, cursor=cursor, **shown)


@router.get("/lines/new")
async def new_line(request: Request, here: Here, visitor: EditingVisitor, offer: Annotated[Offer, Query()]) -> Response:
    """Show documents that may be put together."""
    return await show_offer(request, here, offer)


async def show_offer(request: Request, here: Installation, offer: Offer, *, fault: str | None = None) -> Response:
    """Show the documents that a search finds, the newest without one, with the one that is chosen already above them."""
    async with here.pool.connection() as connection:
        found = await list_documents(connection, {"status": ["done"], "q": offer.q.strip() or None}, MOST_OFFERED)
        chosen = await find_documents(connection, [offer.document]) if offer.document else []
        line = await api.known_line(connection, offer.line) if offer.line else None
        plans = await plans_of(connection, [row["id"] for row in (*chosen, *found)])
    others = [row for row in found if row["id"] != offer.document]
    status = Invalid.status if fault else 200
    return show(request, "line_new.html", status=status, offer=offer, line=line, chosen=chosen, others=others, plans=plans, fault=fault)


@router.post("/lines")
async def add_line(request: Request, here: Here, visitor: EditingVisitor, chosen: Annotated[Chosen, Form()]) -> Response:
    """Put documents together, or into a line that there is."""
    if len(chosen.documents) < (1 if chosen.line else 2):
        fault = _("Отметьте документы: для новой цепочки версий нужны хотя бы два.")
        return await show_offer(request, here, Offer(line=chosen.line), fault=fault)
    if chosen.line:
        await join_line(here, visitor, chosen.line, chosen.documents)
        return see_other(f"/lines/{chosen.line}")
    made = await api.add(here, visitor.actor, NewLine(documents=chosen.documents, title=chosen.title.strip() or None))
    return see_other(made.headers["location"].removeprefix("/v1"))


async def join_line(here: Installation, visitor: Visitor, line: UUID, documents: list[UUID]) -> None:
    """Put documents into a line, each in force since its own day; those that stand there already keep theirs."""
    async with here.pool.connection() as connection:
        known = {row["document"] for row in await list_versions(connection, line)}
        days = {row["id"]: day_of(row["requisites"] or {}) for row in await find_documents(connection, documents)}
    for document in documents:
        if document not in known:
            await api.put(line, document, here, visitor.actor, InForce(in_force=days.get(document)))


@router.post("/lines/suggestions")
async def decide(here: Here, visitor: EditingVisitor, decided: Annotated[Decided, Form()]) -> Response:
    """Confirm or reject a suggestion; what was confirmed is shown with its line."""
    await suggestions.decide_one(decided.document, decided.other, here, visitor.actor, Decision(decision=decided.decision))
    async with here.pool.connection() as connection:
        line = await line_of(connection, decided.document) if decided.decision == "confirmed" else None
    return see_other(f"/lines/{line}" if line else "/lines")


@router.get("/lines/{line}")
async def one_line(request: Request, here: Here, visitor: ReadingVisitor, line: UUID) -> Response:
    """Show a line with its versions, the oldest first."""
    async with here.pool.connection() as connection:
        found, versions = await api.known_line(connection, line), await list_versions(connection, line)
        plans = await plans_of(connection, [row["document"] for row in versions])
        acts = await counted_acts(connection, [row["document"] for row in versions if row["computed_from"] is None])
        waiting = await list_waiting(connection, MOST_OFFERED) if visitor.may("edit") else []
    in_force = api.in_force_on(versions, date.today())
    shown: dict[str, Any] = {"line": found, "versions": versions, "plans": plans, "acts": acts, "waiting": waiting}
    return show(request, "line.html", in_force=in_force[0]["document"] if in_force else None, **shown)


async def counted_acts(connection: Connection, documents: list[UUID]) -> list[Row]:
    """Give the acts that change documents, each with how many of its instructions were applied, refused and rejected."""
    known = await find_consolidations(connection, documents)
    states = Counter((base, one["act"], one["state"]) for base, found in known.items() for one in found["instructions"])
    return [
        act | {state: states[act["base"], str(act["act"]), state] for state in ("applied", "refused", "rejected")}
        for act in await acts_of(connection, documents)
    ]


@router.get("/lines/{line}/compare")
async def compare(line: UUID, visitor: ReadingVisitor, old: UUID, new: UUID) -> Response:
    """Go to the comparison of two versions that a form names."""
    return see_other(f"/comparisons/{old}/{new}")


@router.post("/lines/{line}/versions/{document}")
async def place(line: UUID, document: UUID, here: Here, visitor: EditingVisitor, placed: Annotated[Placed, Form()]) -> Response:
    """Change since when a version is in force, or take it out of the line."""
    if placed.leave:
        await api.take(line, document, here, visitor.actor)
    else:
        await api.put(line, document, here, visitor.actor, InForce(in_force=placed.in_force))
    return see_other(f"/lines/{line}")
