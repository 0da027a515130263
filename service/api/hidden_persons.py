"""Hidden persons: people who at their request are named nowhere any more, and where they are named until then.

In: a surname with initials, and why. Out: places; rules, each of which may be lifted. Names come in bodies and never in addresses, which
logs keep; the audit log has a rule's number alone.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from extractor.masking import Person
from extractor.persons import SURNAME, surname_nominative
from service.api.dependencies import Here, Manager
from service.api.problems import problems, shown
from service.auth.actors import Actor
from service.errors import NotFound
from service.installation import Installation
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.hidden import add_rule, find_places, lift_rule, list_rules
from service.store.hiding import apply_rules, lift_in_documents

router = APIRouter(prefix="/v1/hidden-persons", tags=["persons"])

EXAMPLE_PLACE = {"relation": "extractions", "field": "records", "document": "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64", "rows": 1}
EXAMPLE_RULE: Json = {
    "id": "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b65", "surname": "Дубов", "initials": "А.А.", "reason": "Заявление № 12 от 03.02.2026",
    "created_by": "ivanova", "created_at": "2026-02-03T09:15:00+00:00", "lifted_by": None, "lifted_at": None,
}  # fmt: skip


class Named(BaseModel):
    """A person by the surname in the nominative and the initials."""

    model_config = ConfigDict(extra="forbid")

    surname: str = Field(min_length=2, max_length=60, pattern=f"^{SURNAME}$", examples=["Дубов"])
    initials: str = Field(max_length=8, pattern=r"^[А-ЯЁ]\.(?:[А-ЯЁ]\.)?$", examples=["А.А."])

    def person(self) -> Person:
        """Give the person as documents are searched for."""
        return Person(surname_nominative(self.surname, None, None), self.initials)


class NewRule(Named):
    """A person who is to be named nowhere, and on what ground."""

    reason: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*\S[^\x00]*$", examples=["Заявление № 12 от 03.02.2026"])


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a person is named: a kind of data and its part, the document (null: of none), and in how many entries."""

    relation: str
    field: str
    document: UUID | None
    rows: int


@dataclass(frozen=True, slots=True)
class PlaceList:
    """All places, by documents."""

    items: list[PlaceView]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A person who is hidden, until the rule was lifted."""

    id: UUID
    surname: str
    initials: str
    reason: str
    created_by: str
    created_at: AwareDatetime
    lifted_by: str | None
    lifted_at: AwareDatetime | None


@dataclass(frozen=True, slots=True)
class RuleList:
    """Rules, the newest first."""

    items: list[Rule]


@router.get(
    "",
    operation_id="list_hidden_persons",
    summary="List hidden persons",
    response_model=RuleList,
    responses=shown(200, "The rules, the newest first.", {"items": [EXAMPLE_RULE]}),
)
async def list_all(here: Here, actor: Manager) -> RuleList:
    """Give the rules, also those that were lifted."""
    async with here.pool.connection() as connection:
        return RuleList([Rule(**row) for row in await list_rules(connection)])


@router.post(
    "/search",
    operation_id="find_person",
    summary="Find where a person is named",
    description="Everywhere in documents, also deleted ones: records, text, corrections, names of files; and in the registry and the log.",
    response_model=PlaceList,
    responses={**shown(200, "The places.", {"items": [EXAMPLE_PLACE]}), **problems(422)},
)
async def search(here: Here, actor: Manager, person: Named) -> JSONResponse:
    """Find a person; the log tells that somebody was looked for, and not who."""
    return JSONResponse({"items": await places_of(here, actor, person.person())})


async def places_of(here: Installation, actor: Actor, person: Person) -> list[dict[str, Any]]:
    """Give the places as JSON."""
    async with here.pool.connection() as connection:
        found = await find_places(connection, person)
        await write_audit(connection, actor, "person.find", "hidden-persons", places=len(found))
    return [
        {"relation": one.relation, "field": one.field, "document": str(one.document) if one.document else None, "rows": one.rows}
        for one in found
    ]


@router.post(
    "",
    operation_id="add_hidden_person",
    summary="Hide a person everywhere",
    description="From now on a sign stands in place of the name, for everybody, also in documents that come later; files that name the"
    " person are not given out. The log only grows, so its entries stay and are shown without the name.",
    status_code=201,
    response_model=Rule,
    responses={**shown(201, "The rule.", EXAMPLE_RULE), **problems(422)},
)
async def hide(here: Here, actor: Manager, new: NewRule) -> JSONResponse:
    """Hide a person."""
    rule = await hide_person(here, actor, new)
    async with here.pool.connection() as connection:
        row = next(row for row in await list_rules(connection) if row["id"] == rule)
    shown_row = {name: value.isoformat() if name.endswith("_at") and value else value for name, value in row.items()}
    return JSONResponse(shown_row | {"id": str(rule)}, 201, {"Location": f"/v1/hidden-persons/{rule}"})


async def hide_person(here: Installation, actor: Actor, new: NewRule) -> UUID:
    """Make the rule, and apply it to what is stored."""
    async with here.pool.connection() as connection:
        rule = await add_rule(connection, new.person(), new.reason, actor.person)
        changed = await apply_rules(connection)
        await write_audit(connection, actor, "person.hide", f"hidden-persons/{rule}", documents=changed)
    return rule


@router.delete(
    "/{rule}",
    operation_id="delete_hidden_person",
    summary="Lift a rule",
    description="What stood in the documents stands there again, and their files are given out, unless another rule holds.",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The person is not hidden any more."}, **problems(404)},
)
async def lift(here: Here, actor: Manager, rule: UUID) -> Response:
    """Lift a rule."""
    await lift_person(here, actor, rule)
    return Response(status_code=204)


async def lift_person(here: Installation, actor: Actor, rule: UUID) -> None:
    """End a rule, and put back what it hid; raises `NotFound`."""
    async with here.pool.connection() as connection:
        if not await lift_rule(connection, rule, actor.person):
            raise NotFound
        documents = await lift_in_documents(connection)
        await write_audit(connection, actor, "person.show", f"hidden-persons/{rule}", documents=documents)
