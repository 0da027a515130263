"""Reports of a plan: asking for them, the list of its forms, what comes together of them, and all of it as a file.

In: a plan or a measure, filters. Out: forms, sums, files. A single form is filled in by `service.api.report_forms`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ConfigDict, Field

from service.api.dependencies import Editor, Here, Reader
from service.api.downloads import LONGEST_NAME, download, files
from service.api.moments import Day
from service.api.problems import problems, shown
from service.api.record_queries import MAX_PAGE, AnyOf, DueDays, Names
from service.api.record_routes import next_link
from service.api.report_files import FILES, Papers
from service.api.report_views import (
    ASKED_EXAMPLE,
    EXAMPLE,
    SUMMARY_EXAMPLE,
    Asked,
    ReportList,
    ReportPage,
    ReportSummary,
    view_asked,
    view_report,
    view_summary,
)
from service.auth.actors import Actor
from service.errors import BadRequest, Invalid
from service.file_names import clean_name
from service.installation import Installation
from service.messages import message
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.connection import Connection
from service.store.cursors import LARGEST, LONGEST_CURSOR, fingerprint, read_cursor, write_cursor
from service.store.families import MEASURES
from service.store.pages import is_day
from service.store.records import read_record
from service.store.reports import reading
from service.store.reports.asking import ask_for_reports, end_reports, known_asked, read_asked
from service.store.reports.filling import State
from service.store.reports.reading import ReportPosition, list_reports, summarise
from service.store.reports.renewing import MOST_FORMS

router = APIRouter(prefix="/v1", tags=["reports"])

# Forms of one file: a workbook of so many takes some 14 s on a busy machine.
MOST_EXPORTED = 5_000


class SummaryQuery(DueDays):
    """Which forms are brought together."""

    unit: Names = Field([], description="Forms of this unit, as the plan names it, in any case.")
    leader: Names = Field([], description="Forms of what this person or position leads or controls.")

    def asked(self, plan: UUID, today: date) -> reading.ReportList:
        """Give the list that is asked for."""
        return reading.ReportList(today=today, plan=plan, units=self.unit, leaders=self.leader, first=self.first, last=self.last)


class ReportQuery(SummaryQuery):
    """Which forms are listed."""

    state: AnyOf[State] = Field([], description="Forms in these states; `empty` ones have not been begun.")
    overdue: bool | None = Field(None, description="Only forms whose day has, or has not, passed without them.")
    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Forms on a page.")
    cursor: str | None = Field(None, max_length=LONGEST_CURSOR, description="`next` of the page before, with the same filters.")

    def asked(self, plan: UUID, today: date) -> reading.ReportList:
        """Give the list that is asked for."""
        return reading.ReportList(
            today=today, plan=plan, units=self.unit, leaders=self.leader, first=self.first, last=self.last,
            states=self.state, overdue=self.overdue,
        )  # fmt: skip

    @property
    def mark(self) -> str:
        """The fingerprint of the filters, for cursors."""
        return fingerprint(self.model_dump(exclude={"limit", "cursor"}))


class ExportQuery(SummaryQuery):
    """Which forms are exported, and as what."""

    format: Literal["json", "xlsx", "docx"] = Field("xlsx", description="The kind of file.")


@dataclass(frozen=True, slots=True)
class Since:
    """From which due day on a plan asks for reports; without it from today."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    since: Annotated[Day | None, Field(examples=["2026-01-01"])] = None


@dataclass(frozen=True, slots=True)
class FoundReports:
    """A page of forms, the cursor of the next, and since when they are asked for (None: they never were)."""

    rows: Sequence[Json]
    cursor: str | None
    asked: Json | None


@router.get(
    "/plans/{plan}/reports",
    operation_id="list_plan_reports",
    summary="The reports of a plan",
    description="A form for each measure, unit and due day, as the plan is printed. Of a plan that amending acts changed these are those of"
    " the version that stands. Forms whose measure is gone stay in the list, `excluded`, as long as something is written in them.",
    response_model=ReportPage,
    responses={**shown(200, "A page of forms.", {"items": [EXAMPLE], "next": None, "asked": ASKED_EXAMPLE}), **problems(400, 404, 422)},
)
async def list_plan_reports(request: Request, here: Here, actor: Reader, plan: UUID, query: Annotated[ReportQuery, Query()]) -> Response:
    """Give a page of a plan's forms."""
    today = date.today()
    found = await find_reports(here, plan, query, today)
    items = [view_report(row, today) for row in found.rows]
    body = {"items": items, "next": found.cursor, "asked": view_asked(found.asked)}
    return JSONResponse(body, headers=next_link(request, found.cursor))


async def find_reports(here: Installation, plan: UUID, query: ReportQuery, today: date) -> FoundReports:
    """Find a page of forms; raises `NotFound`, and `BadRequest` for a cursor of another list."""
    after = read_position(query) if query.cursor else None
    async with here.pool.connection() as connection:
        asked = await read_asked(connection, plan)
        wanted = query.asked(asked["plan"] if asked else plan, today)
        rows = await list_reports(connection, wanted, after=after, limit=query.limit + 1)
    cursor = write_position(query, rows[query.limit - 1]) if len(rows) > query.limit else None
    return FoundReports(rows[: query.limit], cursor, asked)


def write_position(query: ReportQuery, last: Json) -> str:
    """Write the cursor of the forms that follow one."""
    return write_cursor({"p": last["place"], "d": last["due"], "i": last["id"], "f": query.mark})


def read_position(query: ReportQuery) -> ReportPosition:
    """Read the cursor of a list; raises `BadRequest` for one that is another list's, or was changed."""
    values = read_cursor(query.cursor or "")
    place, due = values.get("p"), values.get("d")
    if values.get("f") != query.mark or type(place) is not int or abs(place) > LARGEST or not (due is None or is_day(due)):
        raise BadRequest("cursor_invalid")
    try:
        return ReportPosition(place, date.fromisoformat(due) if due else None, UUID(values.get("i")))
    except (ValueError, AttributeError, TypeError):
        raise BadRequest("cursor_invalid") from None


@router.put(
    "/plans/{plan}/reports",
    operation_id="put_plan_reports",
    summary="Ask for the reports of a plan",
    description="Makes a form for each measure, responsible unit and due day from `since` on; a measure without a day has one form a unit."
    " The forms follow the plan from then on. With another day forms are added, or empty ones go.",
    response_model=Asked,
    responses={**shown(200, "Since when reports are asked for.", ASKED_EXAMPLE), **problems(404, 422)},
)
async def put_plan_reports(here: Here, actor: Editor, plan: UUID, given: Since) -> JSONResponse:
    """Ask for reports."""
    return JSONResponse(view_asked(await ask(here, actor, plan, given.since or date.today())))


async def ask(here: Installation, actor: Actor, plan: UUID, since: date) -> Json:
    """Ask for the reports of a plan, and give what is known of them; raises `NotFound`."""
    async with here.pool.connection() as connection, connection.transaction():
        await ask_for_reports(connection, plan, since, actor.person)
        found = await known_asked(connection, plan)
        await write_audit(connection, actor, "reports.ask", f"plans/{plan}", since=since)
    return found


@router.delete(
    "/plans/{plan}/reports",
    operation_id="take_plan_reports",
    summary="Ask for the reports of a plan no more",
    description="Empty forms go; what was written stays, and is there again when reports are asked for again.",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "No reports are asked for."}, **problems(404)},
)
async def take_plan_reports(here: Here, actor: Editor, plan: UUID) -> Response:
    """Ask for reports no more."""
    await end(here, actor, plan)
    return Response(status_code=204)


async def end(here: Installation, actor: Actor, plan: UUID) -> None:
    """Ask for the reports of a plan no more; raises `NotFound`."""
    async with here.pool.connection() as connection, connection.transaction():
        if await end_reports(connection, plan):
            await write_audit(connection, actor, "reports.end", f"plans/{plan}")


@router.get(
    "/plans/{plan}/reports/summary",
    operation_id="get_report_summary",
    summary="What comes together of a plan's reports",
    description="Forms handed in, missing and overdue, and the organisations reached: of the whole plan, of each unit, and of each leader"
    " (who leads the measure, or else controls the act); all remarks and proposals of forms that were handed in.",
    response_model=ReportSummary,
    responses={**shown(200, "The sums.", SUMMARY_EXAMPLE), **problems(404, 422)},
)
async def get_report_summary(here: Here, actor: Reader, plan: UUID, query: Annotated[SummaryQuery, Query()]) -> JSONResponse:
    """Give what comes together."""
    today = date.today()
    async with here.pool.connection() as connection:
        known = await known_asked(connection, plan)
        found = await summarise(connection, query.asked(known["plan"], today))
    return JSONResponse(view_summary(known["plan"], found, today))


@router.get(
    "/plans/{plan}/reports/export",
    operation_id="export_plan_reports",
    summary="Export a plan's reports",
    description=f"The sums, the remarks and proposals, and all forms. Of more than {MOST_EXPORTED} forms 422 `reports_too_many`.",
    response_class=Response,
    responses=files(FILES, {"json": SUMMARY_EXAMPLE | {"reports": [EXAMPLE]}}) | problems(404, 422),
)
async def export_plan_reports(here: Here, actor: Reader, plan: UUID, query: Annotated[ExportQuery, Query()]) -> Response:
    """Give the reports as a file."""
    kind = query.format
    async with here.pool.connection() as connection:
        papers = await make_papers(connection, plan, query, date.today())
    content = await asyncio.to_thread(FILES[kind], papers)
    name = clean_name(message("reports_file", title=papers.title or message("calendar_unnamed_plan"))[:LONGEST_NAME])
    return download(f"{name}.{kind}", content)


async def make_papers(connection: Connection, plan: UUID, query: SummaryQuery, today: date) -> Papers:
    """Give what a file of reports is written from; raises `NotFound`, and `Invalid` where there are too many."""
    known = await known_asked(connection, plan)
    wanted = query.asked(known["plan"], today)
    summary = view_summary(known["plan"], await summarise(connection, wanted), today)
    rows = await list_reports(connection, wanted, limit=MOST_EXPORTED + 1)
    if len(rows) > MOST_EXPORTED:
        raise Invalid("reports_too_many", limit=MOST_EXPORTED)
    return Papers(known["title"], today, summary, [view_report(row, today) for row in rows])


@router.get(
    "/measures/{measure}/reports",
    operation_id="list_measure_reports",
    summary="The reports of a measure",
    description="Its forms, by day; none where its plan asks for no reports.",
    response_model=ReportList,
    responses={**shown(200, "The forms.", {"items": [EXAMPLE]}), **problems(404)},
)
async def list_measure_reports(here: Here, actor: Reader, measure: UUID) -> JSONResponse:
    """Give a measure's forms; also of one that is gone, as long as there are any."""
    today = date.today()
    async with here.pool.connection() as connection:
        rows = await list_reports(connection, reading.ReportList(today=today, measure=measure), limit=MOST_FORMS)
        if not rows:
            await read_record(connection, MEASURES, measure)
    return JSONResponse({"items": [view_report(row, today) for row in rows]})
