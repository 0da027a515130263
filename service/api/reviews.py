"""Reviews: a record is accepted, or rejected, by who has compared it with the source.

In: a record and a mark. Out: the mark as it holds now. It is lost when the record is corrected or read otherwise.
"""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi import Path as PathParameter
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from service.api.dependencies import Editor, Here, Reader
from service.api.etags import IfMatch
from service.api.problems import problems, shown
from service.store.audit import write_audit
from service.store.families import FAMILIES, FamilyName
from service.store.records import read_record
from service.store.reviews import Mark, Review, put_review, reviews_of

router = APIRouter(prefix="/v1/{family}/{record}/review", tags=["records"])

EXAMPLE = {"mark": "accepted", "author": "Иванова Мария", "at": "2026-11-30T09:00:00+00:00"}
UNMARKED: dict[str, Any] = {"mark": None, "author": None, "at": None}


@dataclass(frozen=True, slots=True)
class Named:
    """The record that an address names."""

    family: Annotated[FamilyName, PathParameter(description="The family of the record.")]
    record: UUID


Record = Annotated[Named, Depends()]


class MarkGiven(BaseModel):
    """A mark for a record; null takes it back."""

    model_config = ConfigDict(extra="forbid")

    mark: Mark | None = Field(description="What is said of the record.", examples=["accepted"])


class ReviewNote(BaseModel):
    """What was said of the record as it is now, by whom and when; nulls where nothing was."""

    mark: Mark | None
    author: str | None
    at: AwareDatetime | None


@router.get(
    "",
    operation_id="get_review",
    summary="Get what a reviewer said of a record",
    description="The mark that holds for the record's present version.",
    response_model=ReviewNote,
    responses=shown(200, "The mark.", EXAMPLE) | problems(404, 409, 410),
)
async def get_review(here: Here, actor: Reader, named: Record) -> JSONResponse:
    """Give a record's mark."""
    return JSONResponse(await view_review(here, named))


@router.put(
    "",
    operation_id="put_review",
    summary="Accept or reject a record",
    description="`If-Match` names the version that was compared with the source. A record that is corrected or read otherwise loses"
    " its mark.",
    response_model=ReviewNote,
    responses=shown(200, "The mark.", EXAMPLE) | problems(404, 409, 410, 412, 422, 428),
)
async def put_mark(here: Here, actor: Editor, named: Record, given: MarkGiven, if_match: IfMatch) -> JSONResponse:
    """Mark a record."""
    family, record = FAMILIES[named.family], named.record
    async with here.pool.connection() as connection, connection.transaction():
        await put_review(connection, Review(family=family, record=record, mark=given.mark, if_match=if_match, person=actor.person))
        await write_audit(connection, actor, f"{family.singular}.review", f"{family.name}/{record}", mark=given.mark)
    return JSONResponse(await view_review(here, named))


async def view_review(here: Here, named: Named) -> dict[str, Any]:
    """Give a record's mark as `ReviewNote` describes it."""
    async with here.pool.connection() as connection:
        row = await read_record(connection, FAMILIES[named.family], named.record)
        found = await reviews_of(connection, [(named.record, row["version"])])
    note = found.get(named.record)
    return {**note, "at": note["at"].isoformat()} if note else UNMARKED
