"""Forms of reports: one by its id, filled in, handed in, returned or accepted, and its versions.

In: a form, what is written in it, and the version that was seen. Out: the form as it is now.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.dependencies import Editor, Here, Reader
from service.api.etags import ETAG, NOT_MODIFIED, IfMatch, tagged
from service.api.moments import Day
from service.api.problems import problems, shown
from service.api.report_views import (
    CONTENT,
    EXAMPLE,
    VERSION_EXAMPLE,
    Report,
    ReportVersions,
    view_content,
    view_report,
)
from service.auth.actors import Actor
from service.installation import Installation
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.reports.filling import Content, Decision, Seen, decide_report, fill_report, read_versions
from service.store.reports.reading import read_report

router = APIRouter(prefix="/v1/reports", tags=["reports"])

# Letters of one answer: some pages.
LONGEST_ANSWER = 20_000
# Organisations that one form names, and letters of a name.
MOST_ORGANISATIONS = 500
LONGEST_NAME = 300
# No country has more organisations.
MOST_REACHED = 10_000_000

Answer = Annotated[str, Field(max_length=LONGEST_ANSWER, pattern=r"^[^\x00]*$")]
Organisation = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")]


class Given(BaseModel):
    """What a form says from now on; what is left out is empty. `hand_in` hands it in, else it stays, or becomes again, a draft."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [CONTENT | {"hand_in": True}]})

    reached: Annotated[int, Field(ge=0, le=MOST_REACHED)] | None = Field(
        None, description="How many organisations were reached; as many as are named where it is left out."
    )
    organisations: list[Organisation] = Field([], max_length=MOST_ORGANISATIONS, description="Which organisations were reached.")
    done: Answer = Field("", description="What was done.")
    share: Annotated[int, Field(ge=0, le=100)] | None = Field(None, description="The share that is done, in percent.")
    remarks: Answer = Field("", description="Remarks on the plan.")
    proposals: Answer = Field("", description="What is proposed for the plan.")
    assessment: Answer = Field("", description="One's own assessment: a mark, or words.")
    day: Day | None = Field(None, description="The day of the report; the day on which it is handed in where it is left out.")
    hand_in: bool = Field(False, description="Whether the report is handed in.")

    def content(self) -> Content:
        """Give what is to be written."""
        return Content(**self.model_dump(exclude={"hand_in"}))


@dataclass(frozen=True, slots=True)
class Decided:
    """Whether a form that was handed in is accepted or returned, and what is said of it; a return needs a note."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    decision: Decision
    note: Annotated[Answer, Field(examples=["Назовите предприятия"])] = ""


def with_tag(description: str) -> Any:
    """Describe an answer with a form and its ETag."""
    answer = shown(200, description, EXAMPLE)
    answer[200]["headers"] = ETAG
    return answer


@router.get(
    "/{report}",
    operation_id="get_report",
    summary="Get a form",
    description="The ETag is the form's version, for writing in it.",
    response_model=Report,
    responses=with_tag("The form.") | NOT_MODIFIED | problems(404),
)
async def get_report(request: Request, here: Here, actor: Reader, report: UUID) -> Response:
    """Give a form."""
    async with here.pool.connection() as connection:
        row = await read_report(connection, report)
    view = view_report(row, date.today())
    return tagged(request, view, tag=f'"{view["version"]}"')


@router.put(
    "/{report}",
    operation_id="put_report",
    summary="Fill in a form",
    description="Writes what the body says in place of what stood there; all former versions are kept. One that was accepted is returned"
    " first (409 `report_accepted`). A name of an organisation beyond the number that was reached gives 422 `report_count_too_small`.",
    response_model=Report,
    responses=with_tag("The form as it is now.") | problems(404, 409, 412, 422, 428),
)
async def put_report(here: Here, actor: Editor, report: UUID, given: Given, if_match: IfMatch) -> JSONResponse:
    """Fill in a form."""
    return answer_form(await fill(here, actor, report, given, if_match))


async def fill(here: Installation, actor: Actor, report: UUID, given: Given, if_match: str) -> Json:
    """Write in a form and give it as it is now; raises what `fill_report` does."""
    today = date.today()
    seen = Seen(report=report, if_match=if_match, person=actor.person)
    async with here.pool.connection() as connection, connection.transaction():
        await fill_report(connection, seen, given.content(), hand_in=given.hand_in, today=today)
        view = view_report(await read_report(connection, report), today)
        action = "report.hand_in" if given.hand_in else "report.fill"
        await write_audit(connection, actor, action, f"reports/{report}", version=view["version"], plan=view["plan"])
    return view


@router.post(
    "/{report}/decision",
    operation_id="decide_report",
    summary="Accept a report, or return it",
    description="Of one that was handed in (409 `report_not_handed_in`); an accepted one may still be returned. A return needs a note.",
    response_model=Report,
    responses=with_tag("The form as it is now.") | problems(404, 409, 412, 422, 428),
)
async def post_decision(here: Here, actor: Editor, report: UUID, given: Decided, if_match: IfMatch) -> JSONResponse:
    """Decide on a report."""
    return answer_form(await decide(here, actor, report, given, if_match))


async def decide(here: Installation, actor: Actor, report: UUID, given: Decided, if_match: str) -> Json:
    """Accept or return a report and give it as it is now; raises what `decide_report` does."""
    seen = Seen(report=report, if_match=if_match, person=actor.person)
    async with here.pool.connection() as connection, connection.transaction():
        await decide_report(connection, seen, given.decision, given.note)
        view = view_report(await read_report(connection, report), date.today())
        await write_audit(connection, actor, f"report.{given.decision}", f"reports/{report}", version=view["version"], plan=view["plan"])
    return view


def answer_form(view: Json) -> JSONResponse:
    """Answer with a form and its version."""
    return JSONResponse(view, headers={"ETag": f'"{view["version"]}"'})


@router.get(
    "/{report}/history",
    operation_id="get_report_history",
    summary="Get the versions of a form",
    description="The newest first, each as somebody left it.",
    response_model=ReportVersions,
    responses=shown(200, "The versions.", {"items": [VERSION_EXAMPLE]}) | problems(404),
)
async def get_report_history(here: Here, actor: Reader, report: UUID) -> JSONResponse:
    """Give the versions of a form."""
    async with here.pool.connection() as connection:
        rows = await read_versions(connection, report)
    return JSONResponse({"items": [view_content(row) for row in rows]})
