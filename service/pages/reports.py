"""Reports of a plan: the forms with their state, what comes together of them, and a form to fill in.

In: a plan or a form, filters, what is typed. Out: pages; what a form changes goes through the API's own functions. Of two who write in one
form the second sees what they typed beside what stands there now.
"""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from service.api.dependencies import Here
from service.api.moments import Day
from service.api.report_forms import Decided, Given, decide, fill
from service.api.report_views import view_content, view_report, view_summary
from service.api.reports import ReportQuery, SummaryQuery, ask, end, find_reports
from service.errors import BadRequest, Conflict, Invalid, NotFound, Stale
from service.installation import Installation
from service.pages.access import EditingVisitor, ReadingVisitor
from service.pages.faults import checked, fault_of, told_faults
from service.pages.record_lists import PAGE, given_values, read_query
from service.pages.rendering import see_other, show
from service.pages.texts import _
from service.store.columns import Json
from service.store.connection import Connection
from service.store.documents import find_document
from service.store.families import PLANS
from service.store.lines import line_of
from service.store.records import read_record
from service.store.reports.asking import known_asked, read_asked
from service.store.reports.filling import TEXTS, read_versions
from service.store.reports.reading import ReportList, read_report, summarise

router = APIRouter(include_in_schema=False)

# What a form may bring: more than the API takes of one answer, so that a fault is told and not the form refused.
LONGEST_TYPED = 200_000
DAY = TypeAdapter[date](Day)
Typed = Annotated[str, Field(max_length=LONGEST_TYPED)]


class AskForm(BaseModel):
    """From which day on reports are asked for, or the wish to ask no more."""

    since: Annotated[str, Field(max_length=100)] = ""
    end: str = ""


class ReportForm(BaseModel):
    """What is typed in a form: `act` is the button, `version` the one that was seen; organisations stand one a line."""

    act: Literal["draft", "hand_in", "accepted", "returned"]
    version: Annotated[str, Field(max_length=20)]
    reached: Typed = ""
    organisations: Typed = ""
    done: Typed = ""
    share: Typed = ""
    remarks: Typed = ""
    proposals: Typed = ""
    assessment: Typed = ""
    day: Typed = ""
    note: Typed = ""

    def given(self) -> Given:
        """Give what is typed as the API takes it; raises `ValidationError`."""
        named = [line.strip() for line in self.organisations.splitlines() if line.strip()]
        texts = {name: getattr(self, name).replace("\r\n", "\n").strip() for name in TEXTS}
        rest = {name: getattr(self, name).strip() or None for name in ("reached", "share", "day")}
        return Given.model_validate({"organisations": named, "hand_in": self.act == "hand_in", **texts, **rest})


@router.get("/plans/{plan}/reports")
async def plan_reports(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID, done: str = "") -> Response:
    """Show the forms of a plan; `done` says that something was just changed."""
    return await show_forms(request, here, plan, done=done)


async def show_forms(request: Request, here: Installation, plan: UUID, *, status: int = 200, **told: Any) -> Response:
    """Show the forms with what is told of a form: its `fault`, or that it is `done`."""
    today = date.today()
    query, faults = read_query(ReportQuery, given_values(request, ReportQuery) | {"limit": PAGE})
    try:
        found = await find_reports(here, plan, query, today)
    except BadRequest as problem:
        query, faults = query.model_copy(update={"cursor": None}), [*faults, problem.detail()]
        found = await find_reports(here, plan, query, today)
    async with here.pool.connection() as connection:
        around = await plan_around(connection, plan, found.asked)
        sums = await summarise(connection, ReportList(today=today, plan=found.asked["plan"])) if found.asked else None
    shown = {
        "query": query,
        "faults": faults,
        "asked": found.asked,
        "forms": [view_report(row, today) for row in found.rows],
        "next": found.cursor,
        "sums": sums and sums.whole,
        "today": today,
    }
    values = {"done": "", "fault": None} | around | shown | told
    return show(request, "reports.html", status=Invalid.status if faults else status, **values)


async def plan_around(connection: Connection, plan: UUID, asked: Json | None) -> Json:
    """Give what stands around a plan's reports: the plan's own frame, or its name alone where the plan is gone."""
    try:
        row = await read_record(connection, PLANS, asked["plan"] if asked else plan)
    except NotFound:
        title = asked["title"] if asked else ""
        return {"frame": "reports_gone.html", "plan": {"id": plan}, "name": title, "view": "reports"}
    document = await find_document(connection, row["document"])
    line = await line_of(connection, row["document"])
    return {"frame": "plan_frame.html", "plan": row, "document": document, "line": line, "view": "reports"}


@router.post("/plans/{plan}/reports")
async def put_asking(request: Request, here: Here, visitor: EditingVisitor, plan: UUID, typed: Annotated[AskForm, Form()]) -> Response:
    """Ask for reports, or ask no more."""
    if typed.end:
        await end(here, visitor.actor, plan)
        return see_other(f"/plans/{plan}/reports?done=1")
    try:
        since = checked(DAY, typed.since)
    except Invalid as problem:
        return await show_forms(request, here, plan, status=problem.status, fault=fault_of(problem))
    asked = await ask(here, visitor.actor, plan, since)
    return see_other(f"/plans/{asked['plan']}/reports?done=1")


@router.get("/plans/{plan}/reports/summary")
async def summary(request: Request, here: Here, visitor: ReadingVisitor, plan: UUID) -> Response:
    """Show what comes together."""
    today = date.today()
    query, faults = read_query(SummaryQuery, given_values(request, SummaryQuery))
    async with here.pool.connection() as connection:
        asked = await known_asked(connection, plan)
        found = view_summary(asked["plan"], await summarise(connection, query.asked(asked["plan"], today)), today)
        around = await plan_around(connection, plan, asked)
    shown = {"query": query, "faults": faults, "asked": asked, "found": found, "today": today}
    return show(request, "report_summary.html", status=Invalid.status if faults else 200, **around, **shown)


@router.get("/reports/{report}")
async def report_page(request: Request, here: Here, visitor: ReadingVisitor, report: UUID, done: str = "") -> Response:
    """Show a form with its versions."""
    return await show_form(request, here, report, done=done)


async def show_form(request: Request, here: Installation, report: UUID, *, status: int = 200, **told: Any) -> Response:
    """Show a form with what is told: `faults`, what was `typed`, that it is `done`."""
    async with here.pool.connection() as connection:
        form = view_report(await read_report(connection, report), date.today())
        versions = [view_content(row) for row in await read_versions(connection, report)]
        asked = await read_asked(connection, UUID(form["plan"]))
    typed = ReportForm(
        act="draft",
        version=str(form["version"]),
        organisations="\n".join(form["organisations"]),
        **{name: "" if form[name] is None else str(form[name]) for name in (*TEXTS, "reached", "share", "day")},
    )
    shown: dict[str, Any] = {"form": form, "versions": versions, "asked": asked, "typed": typed, "faults": [], "done": "", "stale": False}
    return show(request, "report.html", status=status, **(shown | told))


@router.post("/reports/{report}")
async def put_form(request: Request, here: Here, visitor: EditingVisitor, report: UUID, typed: Annotated[ReportForm, Form()]) -> Response:
    """Write in a form, hand it in, accept or return it; or say what is wrong with what is typed."""
    tag = f'"{typed.version}"'
    try:
        if typed.act in ("accepted", "returned"):
            await decide(here, visitor.actor, report, Decided(typed.act, typed.note.strip()), tag)
        else:
            await fill(here, visitor.actor, report, typed.given(), tag)
    except ValidationError as error:
        return await show_form(request, here, report, status=Invalid.status, typed=typed, faults=list(told_faults(error, field_names())))
    except (Stale, Invalid, Conflict) as problem:
        # What was typed goes into the version that stands now, once its author has seen that one.
        is_stale = isinstance(problem, Stale)
        told = _("Пока вы заполняли форму, её сохранил другой человек. Ничего не потеряно: сравните и сохраните ещё раз.")
        faults = [told if is_stale else problem.detail()]
        return await show_form(request, here, report, status=problem.status, typed=typed, faults=faults, stale=is_stale)
    return see_other(f"/reports/{report}?done={typed.act}")


def field_names() -> dict[str, str]:
    """Name the fields of a form as the page does."""
    return {
        "reached": _("Сколько организаций охвачено"),
        "organisations": _("Какие организации"),
        "done": _("Что сделано"),
        "share": _("Доля выполненного, в процентах"),
        "remarks": _("Замечания"),
        "proposals": _("Предложения"),
        "assessment": _("Самооценка"),
        "day": _("Дата отчёта"),
    }
