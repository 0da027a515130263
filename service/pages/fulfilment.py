"""«Исполнение»: a plan beside its reports: what is reported of each measure, where, and what people decide of it.

In: a plan, filters, decisions as forms send them. Out: the page; what a form changes goes through the API's own functions.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator

from service.api import fulfilment as api
from service.api.dependencies import Here
from service.api.fulfilment_views import FulfilmentQuery, LinkGiven, ReportGiven, report_view
from service.api.record_queries import LONGEST_TEXT
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.plan_shares import MOST_GROUPS, Share, parts_of
from service.pages.record_lists import PAGE
from service.pages.rendering import see_other, show
from service.pages.sessions import safe_target
from service.pages.texts import _
from service.store.columns import Json
from service.store.connection import Connection
from service.store.documents import Row, list_documents
from service.store.families import PLANS
from service.store.fulfilment import Decision, list_reports
from service.store.lines import line_of
from service.store.overviews import MOST_MEASURES
from service.store.records import read_record

router = APIRouter(include_in_schema=False)

# Documents that are offered as reports, and statements that are offered for a measure or shown as outside the plan.
MOST_OFFERED, MOST_STATEMENTS = 20, 500
# Letters of a section that is chosen.
SHOWN_LETTERS = 80
# What is filtered by: the states, and what is late and not told of.
LATE = "late"
# The colours of the pictures are those of a measure's own status.
SHADES = {"done": "done", "ongoing": "partly", "not_done": "not_done", "none": "none"}


class Asked(BaseModel):
    """What is shown: measures in a state, of a unit or a section, as of a day; `add` asks for a link, `find` for documents."""

    as_of: date | None = None
    state: Literal["", "done", "ongoing", "not_done", "none", "late"] = ""
    unit: str = Field("", max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")
    section: str = Field("", max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")
    page: int = Field(1, ge=1, le=MOST_MEASURES)
    add: UUID | None = None
    find: str | None = Field(None, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")

    @field_validator("as_of", "add", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """Take an empty field for none."""
        return value or None

    @property
    def query(self) -> FulfilmentQuery:
        """The same as the API has it."""
        states = {"": [], LATE: ["none"]}.get(self.state, [self.state])
        late = {"overdue": True} if self.state == LATE else {}
        named = {name: value for name in ("unit", "section") if (value := getattr(self, name).strip())}
        return FulfilmentQuery.model_validate({"as_of": self.as_of and self.as_of.isoformat(), "state": states, **late, **named})


class Placing(BaseModel):
    """Whether a document reports of the plan."""

    document: UUID
    decision: Decision


class Deciding(BaseModel):
    """What is said of a link, seen in a version; an empty decision takes back what was said."""

    measure: UUID
    statement: UUID
    decision: Literal["", "confirmed", "rejected"] = ""
    version: int = Field(0, ge=0, lt=2**31)
    back: str = Field("", max_length=4_000)


@router.get("/plans/{plan}/fulfilment")
async def fulfilment(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID, asked: Annotated[Asked, Query()]) -> Response:
    """Show a plan beside its reports."""
    async with here.pool.connection() as connection:
        beside = await api.read_beside(connection, plan, asked.as_of)
        found = await api.fulfilment_view(connection, beside, asked.query)
        reports = await list_reports(connection, beside.document["id"])
        offered = await offered_documents(connection, beside.document["id"], reports, asked.find)
        row, line = await read_record(connection, PLANS, plan), await line_of(connection, beside.document["id"])
    statements = {one["id"]: one for one in found["statements"]}
    page = found["measures"][PAGE * (asked.page - 1) : PAGE * asked.page]
    return show(
        request,
        "plan_fulfilment.html",
        plan=row,
        document=beside.document,
        line=line,
        view="fulfilment",
        asked=asked,
        found=found,
        measures=page,
        pages=-(-len(found["measures"]) // PAGE),
        statements=statements,
        outside=[statements[one] for one in found["outside"]][:MOST_STATEMENTS],
        offered_statements=offered_statements(found) if asked.add else [],
        names={str(beside.document["id"]): _("сам план"), **{str(one["id"]): one["title"] or one["name"] for one in reports}},
        reports=[report_view(one) for one in reports],
        offered=offered,
        pictures=list(pictures(found)),
        section_choices=section_choices(found),
        **wordings(),
    )


async def offered_documents(connection: Connection, own: UUID, reports: Sequence[Row], words: str | None) -> list[Row]:
    """Give the documents that a search finds, the newest where it is empty, which are not beside the plan; none where nobody asks."""
    if words is None:
        return []
    known = {own, *(one["id"] for one in reports)}
    found = await list_documents(connection, {"status": ["done"], "q": words.strip() or None}, MOST_OFFERED)
    return [row for row in found if row["id"] not in known]


def offered_statements(found: Json) -> list[Json]:
    """Give what a measure may be linked to, what is linked to none first."""
    outside = set(found["outside"])
    return sorted(found["statements"], key=lambda one: one["id"] not in outside)[:MOST_STATEMENTS]


def pictures(found: Json) -> Iterator[tuple[str, str, list[tuple[Json, list[Share]]]]]:
    """Yield the code and heading of each way to count, with the bars of its names; one that has a single nameless bar says nothing."""
    headings = {"sections": _("По разделам"), "units": _("По исполнителям"), "months": _("По месяцам срока")}
    for code, heading in headings.items():
        if any(share["name"] for share in found[code]):
            yield code, heading, [(share, bar_of(share)) for share in found[code][:MOST_GROUPS]]


def section_choices(found: Json) -> list[tuple[str, str]]:
    """Give the sections to choose from, each with how it is shown."""
    names = [share["name"] for share in found["sections"] if share["name"]][:MOST_GROUPS]
    return [("", _("любой")), *((name, name[:SHOWN_LETTERS]) for name in names)]


def bar_of(share: Json) -> list[Share]:
    """Give the parts of a bar."""
    return list(parts_of(Counter({shade: share[state] for state, shade in SHADES.items()}), share["total"] or 1))


def wordings() -> dict[str, Any]:
    """Give the names of states and reasons."""
    return {
        "shades": SHADES,
        "states": {
            "done": _("выполнено"), "ongoing": _("выполняется"), "not_done": _("не выполнено"), "none": _("сведений нет"),
        },
        "reasons": {"act": _("назван акт плана"), "similarity": _("похожее название"), "hand": _("вручную")},
    }  # fmt: skip


@router.post("/plans/{plan}/fulfilment/reports")
async def place(here: Here, visitor: EditingVisitor, plan: UUID, placing: Annotated[Placing, Form()]) -> Response:
    """Put a report beside the plan, or reject it."""
    await api.put_report(plan, placing.document, here, visitor.actor, ReportGiven(decision=placing.decision))
    return see_other(f"/plans/{plan}/fulfilment#reports")


@router.post("/plans/{plan}/fulfilment/links")
async def decide(here: Here, visitor: EditingVisitor, plan: UUID, deciding: Annotated[Deciding, Form()]) -> Response:
    """Confirm, reject or make a link and go back to its measure."""
    named = api.NamedLink(plan, deciding.measure, deciding.statement)
    given = LinkGiven(decision=deciding.decision or None)
    await api.put_link(named, here, visitor.actor, given, f'"{deciding.version}"')
    return see_other(f"{safe_target(deciding.back or f'/plans/{plan}/fulfilment')}#m-{deciding.measure}")
