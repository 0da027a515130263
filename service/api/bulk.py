"""Bulk corrections: one request corrects many records, with a result for each.

In: records with the versions that were seen, and values for all or for each. Out: in the same order what became of each, as the single
edit would have answered it. With `Idempotency-Key` the request can be repeated safely.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from service.api.dependencies import Editor, Here
from service.api.problems import pointer, problems, shown, wrong
from service.api.record_routes import Change, log_change
from service.api.schemas import ID
from service.auth.actors import Actor
from service.errors import Invalid, Problem
from service.store.bulk import Outcome, edit_records
from service.store.connection import Connection
from service.store.edits import Edit
from service.store.families import FAMILIES, FamilyName
from service.store.idempotency import Claim, find_answer, keep_answer
from service.store.values import ValueRefused

router = APIRouter(prefix="/v1/corrections", tags=["records"])

PATH = "/v1/corrections"
# Records of one request: so many are corrected within some seconds, in which nobody else changes their documents.
MOST_ITEMS = 200

IdempotencyKey = Annotated[
    str | None,
    Header(max_length=255, pattern="^[!-~]+$", description="Of your own making, such as a UUID.", examples=["correction-2026-02-03-17"]),
]
FieldValues = Annotated[dict[str, Any], Field(description="Fields with their new values, as PATCH of one record takes them.")]


class Item(BaseModel):
    """A record with the version that was seen; `values` go over those of the whole request."""

    model_config = ConfigDict(extra="forbid")

    family: FamilyName = "measures"
    record: UUID
    version: int = Field(ge=1, lt=2**31, description="The record's version, its ETag without quotes.")
    values: FieldValues = {}


class Bulk(BaseModel):
    """Records to correct; `values` are for each of them."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"values": {"deadlines": [{"text": "до 1 мая"}]}, "items": [{"family": "measures", "record": ID, "version": 3}]}]
        },
    )

    values: FieldValues = {}
    items: list[Item] = Field(min_length=1, max_length=MOST_ITEMS)


class ItemResult(BaseModel):
    """What became of a record: the status and the body's `problem` that its own edit would have been answered with."""

    family: FamilyName
    record: UUID
    status: int = Field(ge=200, le=499)
    version: int | None = Field(description="The version after the edit; null where it was refused.")
    fields: list[str] = Field(description="The fields that changed.")
    problem: dict[str, Any] | None


class BulkResult(BaseModel):
    """What became of each record, in the order of the request; `corrected` is how many were taken."""

    corrected: int
    items: list[ItemResult]


EXAMPLE = {
    "corrected": 1,
    "items": [{"family": "measures", "record": ID, "status": 200, "version": 4, "fields": ["deadlines"], "problem": None}],
}


@router.post(
    "",
    operation_id="edit_records",
    summary="Correct many records",
    description=f"Up to {MOST_ITEMS} records, the same values for all or values for each. Each is taken or refused by itself, with the"
    " status that its own edit would have: 200, 403, 404, 409, 410, 412 or 422. The same `Idempotency-Key` and content get the same answer"
    " for 24 hours.",
    response_model=BulkResult,
    responses=shown(200, "What became of each record.", EXAMPLE) | problems(409, 413, 422),
)
async def correct_many(here: Here, actor: Editor, bulk: Bulk, idempotency_key: IdempotencyKey = None) -> JSONResponse:
    """Correct the records."""
    async with here.pool.connection() as connection, connection.transaction():
        return JSONResponse(await answer_once(connection, actor, bulk, idempotency_key))


async def answer_once(connection: Connection, actor: Actor, bulk: Bulk, key: str | None) -> dict[str, Any]:
    """Give the answer of the first request with a key, or do what is asked for and keep its answer."""
    if key is None:
        return await correct(connection, actor, bulk)
    sent = json.dumps(bulk.model_dump(mode="json"), sort_keys=True)
    claim = Claim(actor.person, key, sha256(f"{PATH}\n{sent}".encode()).hexdigest())
    known = await find_answer(connection, claim)
    if known is not None:
        return known
    answer = await correct(connection, actor, bulk)
    await keep_answer(connection, claim, 200, answer)
    return answer


async def correct(connection: Connection, actor: Actor, bulk: Bulk) -> dict[str, Any]:
    """Correct the records and tell what became of each.

    The log is written at the end: who writes it lets nobody else do so until the transaction ends.
    """
    outcomes = await edit_records(connection, [edit_of(item, bulk, actor) for item in bulk.items])
    items = [result(item, outcome) for item, outcome in zip(bulk.items, outcomes, strict=True)]
    for item in items:
        if item["fields"]:
            family, record = FAMILIES[item["family"]], UUID(item["record"])
            change = Change(action="edit", family=family, record=record, version=item["version"], fields=item["fields"])
            await log_change(connection, actor, change)
    return {"corrected": sum(item["status"] == 200 for item in items), "items": items}


def edit_of(item: Item, bulk: Bulk, actor: Actor) -> Edit:
    """Give the edit of one record."""
    values = {**bulk.values, **item.values}
    return Edit(family=FAMILIES[item.family], record=item.record, values=values, if_match=f'"{item.version}"', author=actor.person)


def result(item: Item, outcome: Outcome) -> dict[str, Any]:
    """Tell what became of one record; an edit that changes something makes the next version."""
    told: dict[str, Any] = {"family": item.family, "record": str(item.record)}
    if outcome.problem is not None:
        problem = as_problem(outcome.problem)
        return told | {"status": problem.status, "version": None, "fields": [], "problem": problem.body(f"/v1/{item.family}/{item.record}")}
    version = item.version + bool(outcome.fields)
    return told | {"status": 200, "version": version, "fields": list(outcome.fields), "problem": None}


def as_problem(refused: Problem | ValueRefused) -> Problem:
    """Give a refused value as the problem that the single edit answers."""
    if isinstance(refused, Problem):
        return refused
    return Invalid(extra={"errors": errors(refused.errors)})


def errors(found: Sequence[Any]) -> list[dict[str, str]]:
    """Give what is wrong with values, each with its place in the item."""
    return [wrong("/body" + pointer(error["loc"]), error["type"], error.get("ctx")) for error in found]
