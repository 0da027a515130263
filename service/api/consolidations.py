"""Consolidated versions: a plan as its amending acts make it on a day, the acts, and what people say of their instructions.

In: ids of lines, documents and instructions, days. Out: computed versions, which are documents of their line like any other. Each change is
written into the log in its transaction, and has the versions computed anew by a job.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response

from service.amending.reading import number_instructions
from service.api.consolidating import amended_in, consolidated_view, document_instructions, find_consolidated, state_view
from service.api.consolidation_views import (
    ACT,
    EXAMPLE_ACT,
    EXAMPLE_CONSOLIDATED,
    EXAMPLE_OUTCOME,
    ActList,
    ActPlaced,
    Consolidated,
    DocumentInstructions,
    InstructionList,
    MarkGiven,
    act_view,
)
from service.api.dependencies import Editor, Here, Reader
from service.api.document_access import finished_document
from service.api.lines import known_line
from service.api.problems import Described, problems, shown
from service.api.record_queries import Day
from service.errors import Conflict, NotFound
from service.jobs.queue import defer_consolidation
from service.store.amending import InstructionMark, acts_of, bases_of, put_act, put_mark, take_act
from service.store.audit import write_audit
from service.store.computed import forget_stamps
from service.store.connection import Connection
from service.store.lines import hold_lines, list_versions
from service.store.records import document_records

router = APIRouter(prefix="/v1", tags=["versions"])

# Seconds after which a version is computed as a rule: a second until a worker sees what changed, and some tenths for the job.
SECONDS = 2
EXAMPLE_TARGET: dict[str, object] = {
    "kind": "resolution", "issuer": None, "date": "2021-01-12", "number": "7", "title": None, "amended_by": [],
}  # fmt: skip
Key = Annotated[str, Path(pattern=r"^[0-9a-f]{16}-\d{1,6}$", description="The instruction's key.", examples=["9caa305a90cb4f79-1"])]


def accepted() -> Described:
    """Describe the answer of what a job does."""
    location = {"Location": {"description": "Where the version will be.", "schema": {"type": "string"}}}
    wait = {"Retry-After": {"description": "Seconds after which to look.", "schema": {"type": "integer"}}}
    return {202: {"description": "A job computes the versions anew.", "headers": location | wait}}


@router.get(
    "/lines/{line}/consolidated",
    operation_id="get_consolidated",
    summary="Get a plan as its acts make it",
    description="The version of a day (today's where none is given) that the base and its amending acts make, with the point of the act "
    "that changed each field, what could not be applied and why, and how whole editions differ. The version is a document: its records, "
    "text, exports and comparisons are those of any document. 404 `no_acts` where no act of the line is known, `not_in_force` before the "
    "base.",
    response_model=Consolidated,
    responses={**shown(200, "The version.", EXAMPLE_CONSOLIDATED), **problems(404, 409, 422)},
)
async def get_consolidated(
    line: UUID, here: Here, actor: Reader, as_of: Annotated[Day | None, Query(description="A day.", examples=["2021-06-01"])] = None
) -> JSONResponse:
    """Give a computed version."""
    day = as_of or date.today()
    async with here.pool.connection() as connection:
        await known_line(connection, line)
        found = await find_consolidated(connection, line, day)
        return JSONResponse(await consolidated_view(connection, line, found, day))


@router.post(
    "/lines/{line}/consolidate",
    operation_id="consolidate_line",
    summary="Compute a line's versions anew",
    description="Not needed as a rule: what is uploaded, corrected, marked or deleted has it done by itself.",
    status_code=202,
    response_class=Response,
    responses={**accepted(), **problems(404)},
)
async def consolidate_line(line: UUID, here: Here, actor: Editor) -> Response:
    """Have the versions of all bases of a line computed."""
    async with here.pool.connection() as connection, connection.transaction():
        await known_line(connection, line)
        bases = await amended_in(connection, await list_versions(connection, line))
        if not bases:
            raise NotFound("no_acts")
        await forget_stamps(connection, bases)
        for base in bases:
            await defer_consolidation(here.queue, connection, base)
        await write_audit(connection, actor, "line.consolidate", f"lines/{line}")
    return Response(status_code=202, headers={"Location": f"/v1/lines/{line}/consolidated", "Retry-After": str(SECONDS)})


@router.get(
    "/lines/{line}/instructions",
    operation_id="list_line_instructions",
    summary="List the instructions of a line's acts",
    description="Every instruction of the acts that change documents of the line: applied, refused and why, or rejected by a person.",
    response_model=InstructionList,
    responses={**shown(200, "The instructions.", {"items": [EXAMPLE_OUTCOME]}), **problems(404)},
)
async def line_instructions(line: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give the instructions of a line."""
    async with here.pool.connection() as connection:
        await known_line(connection, line)
        bases = await amended_in(connection, await list_versions(connection, line))
        return JSONResponse({"items": [one for base in bases for one in (await state_view(connection, base))["instructions"]]})


@router.put(
    "/lines/{line}/acts/{act}",
    operation_id="put_act",
    summary="Join an amending act to a line by hand",
    description="For an act that the service did not find by date and number. Where it names one act, and another than the base, as a scan "
    "may say, it is applied to this base all the same.",
    response_model=ActList,
    responses={**shown(200, "The acts of the line.", {"items": [EXAMPLE_ACT]}), **problems(404, 409, 410, 422)},
)
async def join_act(line: UUID, act: UUID, here: Here, actor: Editor, given: ActPlaced) -> JSONResponse:
    """Join an act to a base."""
    async with here.pool.connection() as connection, connection.transaction():
        await known_line(connection, line)
        row = await finished_document(connection, act)
        uploaded = [version["document"] for version in await list_versions(connection, line) if version["computed_from"] is None]
        base = given.base or next((document for document in uploaded if document != act), None)
        if base is None or base not in uploaded:
            raise NotFound("no_base")
        if row["computed_from"]:
            raise Conflict("document_computed")
        await hold_lines(connection)
        await put_act(connection, base, act, "hand", actor.person)
        await defer_consolidation(here.queue, connection, base)
        await write_audit(connection, actor, "line.put_act", f"lines/{line}", act=act, base=base)
        return JSONResponse({"items": [act_view(one) for one in await acts_of(connection, uploaded)]})


@router.delete(
    "/lines/{line}/acts/{act}",
    operation_id="take_act",
    summary="Take an amending act out of a line",
    description="It is applied no more, and the service does not join it again.",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The act changes nothing of the line."}, **problems(404)},
)
async def leave_act(line: UUID, act: UUID, here: Here, actor: Editor) -> Response:
    """Take an act away from all bases of a line."""
    async with here.pool.connection() as connection, connection.transaction():
        await known_line(connection, line)
        bases = set(await bases_of(connection, act)) & {version["document"] for version in await list_versions(connection, line)}
        taken = [base for base in sorted(bases) if await take_act(connection, base, act, actor.person)]
        if not taken:
            raise NotFound
        for base in taken:
            await defer_consolidation(here.queue, connection, base)
        await write_audit(connection, actor, "line.take_act", f"lines/{line}", act=act)
    return Response(status_code=204)


@router.get(
    "/documents/{document}/instructions",
    operation_id="list_document_instructions",
    summary="List a document's instructions",
    description="What an amending act orders, of which act, and what became of it for each base; `waiting` where no base is stored.",
    response_model=DocumentInstructions,
    responses={
        **shown(200, "The instructions.", {"items": [EXAMPLE_OUTCOME | {"target": EXAMPLE_TARGET}]}),
        **problems(404, 409, 410),
    },
)
async def act_instructions(document: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give the instructions of a document."""
    async with here.pool.connection() as connection:
        await finished_document(connection, document)
        return JSONResponse({"items": await document_instructions(connection, document)})


@router.put(
    "/documents/{document}/instructions/{key}",
    operation_id="mark_instruction",
    summary="Confirm or reject an instruction",
    description="A rejected instruction is not applied, whatever a newer extraction reads in its wording; a confirmation holds while the "
    "same is read. Null takes a mark back. The versions are computed anew by a job.",
    response_model=DocumentInstructions,
    responses={
        **shown(200, "The document's instructions.", {"items": [EXAMPLE_OUTCOME | {"act": ACT, "target": EXAMPLE_TARGET}]}),
        **problems(404, 409, 410, 422),
    },
)
async def mark_instruction(document: UUID, key: Key, here: Here, actor: Editor, given: MarkGiven) -> JSONResponse:
    """Mark an instruction."""
    async with here.pool.connection() as connection, connection.transaction():
        await finished_document(connection, document)
        reading = await reading_of(connection, document, key)
        await put_mark(connection, InstructionMark(act=document, key=key, mark=given.mark, reading=reading, person=actor.person))
        await defer_consolidation(here.queue, connection, document)
        await write_audit(connection, actor, "instruction.mark", f"documents/{document}", key=key, mark=given.mark)
        return JSONResponse({"items": await document_instructions(connection, document)})


async def reading_of(connection: Connection, document: UUID, key: str) -> str:
    """Give a digest of what is read of an instruction; raises `NotFound`."""
    records = await document_records(connection, document)
    found = next((one for one in number_instructions(records["amendments"]) if one.key == key), None)
    if found is None:
        raise NotFound
    return found.reading
