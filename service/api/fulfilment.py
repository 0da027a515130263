"""Plans beside their reports: which reports tell of a plan, what they say of its measures, and what people decide of single links.

In: a plan, a day, reports, decisions. Out: what became of each measure with the evidence on both sides, as JSON or as a file. Each
decision is written into the log in its transaction.
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, Response

from extractor.exporters.fulfilment import FULFILMENT_EXPORTERS
from extractor.fulfilment import Pair
from service.api.dependencies import Editor, Here, Reader
from service.api.document_access import finished_document
from service.api.downloads import binary, download
from service.api.etags import ETAG, IfMatch
from service.api.fulfilment_views import (
    EXAMPLE,
    EXAMPLE_DECIDED,
    EXAMPLE_REPORT,
    DecidedLink,
    FulfilmentQuery,
    FulfilmentView,
    LinkGiven,
    ReportGiven,
    ReportList,
    fulfilment_parts,
    is_wanted,
    outcome_views,
    report_view,
    statement_views,
    subject_of,
    void_view,
)
from service.api.lines import document_of
from service.api.problems import Described, problems, shown
from service.checking import Check, check_plan
from service.errors import Conflict, NotFound
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.connection import Connection
from service.store.documents import Row
from service.store.fulfilment import (
    MOST_REPORTS,
    NewDecision,
    decide_report,
    due_bounds,
    list_decisions,
    list_reports,
    placed,
    put_decision,
)

router = APIRouter(prefix="/v1/plans/{plan}/fulfilment", tags=["fulfilment"])

FILES = {exporter.name: exporter for exporter in FULFILMENT_EXPORTERS}
# What a route that reads two documents' records may answer.
OF_DOCUMENTS = problems(404, 409, 410, 422)
LINK = shown(200, "The link.", EXAMPLE_DECIDED)
LINK[200]["headers"] = ETAG


@dataclass(frozen=True, slots=True)
class Beside:
    """A plan with its document, the reports beside it on a day, what was found, and what people decided."""

    plan: UUID
    document: Row
    day: date
    reports: list[Row]
    found: Check
    decisions: list[Row]

    @property
    def decided(self) -> Check:
        """What was found, with what people decided."""
        return self.found.decided(self.decisions)


@dataclass(frozen=True, slots=True)
class NamedLink:
    """The plan, the measure and the statement that an address names."""

    plan: UUID
    measure: UUID
    statement: UUID


def answers() -> Described:
    """Describe the answers of a check: JSON or a file."""
    described = shown(200, "The plan beside its reports, or the file.", EXAMPLE)
    described[200]["content"] |= binary(("xlsx", "csv", "txt"))
    return described


@router.get(
    "",
    operation_id="get_fulfilment",
    summary="Check a plan against its reports",
    description="What became of each measure by the reports that stand beside the plan, and by its own column of completion: reported "
    "`done`, `ongoing`, `not_done`, or `none` where nothing is told. Links have a score, the words in common, quantities against those of "
    "the plan, and what people decided. Files are made of all measures. 409 `fulfilment_too_large` where it would take too long.",
    response_model=FulfilmentView,
    responses={**answers(), **OF_DOCUMENTS},
)
async def get_fulfilment(plan: UUID, here: Here, actor: Reader, query: Annotated[FulfilmentQuery, Query()]) -> Response:
    """Check a plan."""
    async with here.pool.connection() as connection:
        beside = await read_beside(connection, plan, query.as_of)
        if query.format == "json":
            return JSONResponse(await fulfilment_view(connection, beside, query))
    return await answer_file(beside, query.format)


async def read_beside(connection: Connection, plan: UUID, as_of: date | None = None) -> Beside:
    """Check a plan as of a day against the reports beside it; raises `NotFound`, `Gone` or `Conflict`."""
    document = await finished_document(connection, await document_of(connection, plan))
    reports = placed(await list_reports(connection, document["id"]), as_of)
    found = await check_plan(connection, plan, document, reports)
    return Beside(plan, document, as_of or date.today(), reports, found, await list_decisions(connection, document["id"]))


async def fulfilment_view(connection: Connection, beside: Beside, query: FulfilmentQuery) -> Json:
    """Give a check as `FulfilmentView` describes it."""
    bounds = await due_bounds(connection, beside.plan)
    decided = await asyncio.to_thread(lambda: beside.decided)
    pairs = beside.found.pairs(beside.decisions)
    rows = {pair: row for row, pair in zip(beside.decisions, pairs, strict=True) if pair}
    outcomes = outcome_views(beside.found, decided, rows, bounds, beside.day)
    return {
        "plan": str(beside.plan),
        "document": str(beside.document["id"]),
        "as_of": beside.day.isoformat(),
        "reports": [report_view(row) for row in beside.reports],
        "measures": [view for view in outcomes if is_wanted(view, query)],
        "statements": statement_views(decided),
        **fulfilment_parts(decided),
        "void": [void_view(row) for row in void_rows(beside, pairs)],
    }


def void_rows(beside: Beside, pairs: list[Pair | None]) -> list[Row]:
    """Give the decisions on this plan's reports whose measure or statement is gone; those on another plan's measures are none of them."""
    papers = {paper["id"] for paper in beside.found.papers}
    return [row for row, pair in zip(beside.decisions, pairs, strict=True) if pair is None and row["decision"] and row["report"] in papers]


async def answer_file(beside: Beside, kind: str) -> Response:
    """Write a check as a file, in a thread as a large workbook takes seconds."""
    exporter = FILES[kind]
    content = await asyncio.to_thread(lambda: exporter.write(beside.decided.checked))
    return download(f"fulfilment.{exporter.ending}", content)


@router.get(
    "/reports",
    operation_id="list_fulfilment_reports",
    summary="List the reports of a plan",
    description="Those that stand beside it, those that the service suggests by title, years, issuer and act (`decision` null), and those "
    "that were rejected. They hold for every version of the plan's line.",
    response_model=ReportList,
    responses={**shown(200, "The reports, in the order of their days.", {"items": [EXAMPLE_REPORT]}), **problems(404, 410)},
)
async def get_reports(plan: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give the reports of a plan."""
    async with here.pool.connection() as connection:
        return JSONResponse(await reports_of(connection, await document_of(connection, plan)))


async def reports_of(connection: Connection, document: UUID) -> Json:
    """Give the reports of a plan's document as `ReportList` describes them."""
    return {"items": [report_view(row) for row in await list_reports(connection, document)]}


@router.put(
    "/reports/{document}",
    operation_id="put_fulfilment_report",
    summary="Put a report beside a plan, or reject it",
    description="A document that was suggested, or any other. One that is rejected is not suggested again.",
    response_model=ReportList,
    responses={**shown(200, "The reports of the plan.", {"items": [EXAMPLE_REPORT]}), **OF_DOCUMENTS},
)
async def put_report(plan: UUID, document: UUID, here: Here, actor: Editor, given: ReportGiven) -> JSONResponse:
    """Decide whether a document reports of a plan."""
    async with here.pool.connection() as connection, connection.transaction():
        own = await document_of(connection, plan)
        row = await finished_document(connection, document)
        if document == own or row["computed_from"]:
            raise Conflict("report_of_itself")
        others = [one for one in placed(await list_reports(connection, own)) if one["id"] != document]
        if given.decision == "confirmed" and len(others) >= MOST_REPORTS:
            raise Conflict("too_many_reports", limit=MOST_REPORTS)
        await decide_report(connection, own, document, given.decision, actor.person)
        answer = await reports_of(connection, own)
        await write_audit(connection, actor, "fulfilment.report", f"plans/{plan}", document=document, decision=given.decision)
    return JSONResponse(answer)


@router.put(
    "/links/{measure}/{statement}",
    operation_id="decide_link",
    summary="Confirm, reject or make a link",
    description="Says that a statement (an activity, or a row of a marked plan) tells of a measure, or that it does not; null takes that "
    'back. It holds while both are there, whatever newer readings find. If-Match names the `version` of the link, `"0"` where nobody '
    "has decided yet; 412 where somebody has meanwhile.",
    response_model=DecidedLink,
    responses=LINK | OF_DOCUMENTS | problems(412, 428),
)
async def put_link(named: Annotated[NamedLink, Depends()], here: Here, actor: Editor, given: LinkGiven, if_match: IfMatch) -> JSONResponse:
    """Decide a link."""
    async with here.pool.connection() as connection, connection.transaction():
        beside = await read_beside(connection, named.plan)
        report, subject = about(beside, named, is_taken_back=given.decision is None)
        new = NewDecision(
            measure=named.measure,
            statement=named.statement,
            plan=beside.document["id"],
            report=report,
            decision=given.decision,
            subject=subject,
            if_match=if_match,
            person=actor.person,
        )
        version = await put_decision(connection, new)
        await write_audit(
            connection, actor, "fulfilment.link", f"measures/{named.measure}", statement=named.statement, decision=given.decision
        )
    view = {"measure": str(named.measure), "statement": str(named.statement), "decision": given.decision, "version": version}
    return JSONResponse(view, headers={"ETag": f'"{version}"'})


def about(beside: Beside, named: NamedLink, *, is_taken_back: bool) -> tuple[UUID, str]:
    """Give the report of a statement and what a decision is about; raises `NotFound` where one is gone, unless one is taken back."""
    asked = {"measure": named.measure, "statement": named.statement}
    [pair] = beside.found.pairs([asked])
    if pair:
        return beside.found.papers[beside.found.found.statements[pair[1]].report]["id"], subject_of(beside.found, pair)
    known = next((row for row in beside.decisions if is_taken_back and asked.items() <= row.items()), None)
    if known is None:
        raise NotFound
    return known["report"], known["subject"]
