"""Grants: roles for the documents of one issuer or municipality, beside a person's role for everything.

In: a person and what they are to see. Out: their grants. They hold for their keys too, from the next request on.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from service.api.dependencies import Here, Manager
from service.api.problems import problems, shown
from service.auth.actors import GrantedRole, Place
from service.store import grants
from service.store.audit import write_audit
from service.store.people import read_person

router = APIRouter(prefix="/v1/people/{person}/grants", tags=["people"])

EXAMPLE: dict[str, Any] = {
    "id": "0197c2f3-6a2b-7d4c-8e5f-1a2b3c4d5e6f",
    "role": "clerk",
    "place": "municipality",
    "name": "Сосновский район",
    "granted_at": "2026-11-30T09:00:00Z",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """A role to give; case, ё and spaces of the name do not matter."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    role: GrantedRole
    place: Place
    name: Annotated[str, Field(min_length=1, max_length=500, examples=["Сосновский район"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """A role for the documents of an issuer or municipality."""

    id: UUID
    role: GrantedRole
    place: Place
    name: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class GrantList:
    """A person's grants, the oldest first."""

    items: list[GrantView]


@router.get(
    "",
    operation_id="list_grants",
    summary="A person's grants",
    responses=problems(404) | shown(200, "The grants.", {"items": [EXAMPLE]}),
)
async def list_grants(here: Here, actor: Manager, person: UUID) -> GrantList:
    """Give what a person may do with the documents of single issuers and municipalities."""
    async with here.pool.connection() as connection:
        await read_person(connection, person)
        return GrantList([GrantView(**row) for row in await grants.list_grants(connection, person)])


@router.post(
    "",
    operation_id="add_grant",
    summary="Give a role for a part",
    status_code=201,
    responses=problems(404, 409) | shown(201, "The grant, with its address in Location.", EXAMPLE),
)
async def add_grant(response: Response, here: Here, actor: Manager, person: UUID, grant: NewGrant) -> GrantView:
    """Give a person a role for the documents of one issuer or municipality; a `member` has no other rights."""
    async with here.pool.connection() as connection, connection.transaction():
        await read_person(connection, person)
        new = grants.NewGrant(role=grant.role, place=grant.place, name=grant.name, giver=actor.person)
        added = await grants.add_grant(connection, person, new)
        await write_audit(connection, actor, "grant.add", f"people/{person}", role=grant.role, place=grant.place, name=added["name"])
    response.headers["Location"] = f"/v1/people/{person}/grants/{added['id']}"
    return GrantView(**added)


@router.delete("/{grant}", operation_id="remove_grant", summary="Take a grant back", status_code=204, responses=problems(404))
async def remove_grant(here: Here, actor: Manager, person: UUID, grant: UUID) -> None:
    """Take a role for a part back; open streams of events end within 15 seconds."""
    async with here.pool.connection() as connection, connection.transaction():
        taken = await grants.remove_grant(connection, person, grant)
        await write_audit(
            connection, actor, "grant.remove", f"people/{person}", role=taken["role"], place=taken["place"], name=taken["name"]
        )
