"""Identities: accounts of an identity provider, and which person each signs in.

In: an identity and a person. Out: identities; those without a person have tried to sign in and wait.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from service.api.dependencies import Here, Manager
from service.api.problems import problems, shown
from service.store import identities
from service.store.audit import write_audit
from service.store.people import check_administrator_left, hold_administrators, read_person
from service.store.sessions import end_sessions

router = APIRouter(prefix="/v1/identities", tags=["people"])

EXAMPLE: dict[str, Any] = {
    "id": "0197c2f4-7b3c-7e5d-9f60-2b3c4d5e6f70",
    "issuer": "https://id.example.org",
    "subject": "248289761001",
    "login": "ivanova",
    "name": "Иванова Мария",
    "email": "ivanova@example.org",
    "seen_at": "2026-11-30T09:00:00Z",
    "person": None,
    "is_mapped": False,
}


@dataclass(frozen=True, slots=True)
class Link:
    """Whom an identity is to sign in."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    person: Annotated[UUID, Field(examples=["0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityView:
    """An account of a provider, by issuer and subject; what else it says of itself is shown and proves nothing.

    `person` is null while it waits; `is_mapped` tells that the provider's groups decide the person's role.
    """

    id: UUID
    issuer: str
    subject: str
    login: str
    name: str
    email: str
    seen_at: datetime
    person: UUID | None
    is_mapped: bool


@dataclass(frozen=True, slots=True)
class IdentityList:
    """Identities, those that wait first."""

    items: list[IdentityView]


@router.get(
    "", operation_id="list_identities", summary="Accounts of the provider", responses=shown(200, "The accounts.", {"items": [EXAMPLE]})
)
async def list_identities(here: Here, actor: Manager) -> IdentityList:
    """Give all accounts that have come, those that wait for a person first. Waiting ones are forgotten after 30 days."""
    async with here.pool.connection() as connection:
        return IdentityList([IdentityView(**row) for row in await identities.list_identities(connection)])


@router.put(
    "/{identity}",
    operation_id="put_identity",
    summary="Link an account to a person",
    responses=problems(404, 409) | shown(200, "The account.", EXAMPLE | {"person": "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e"}),
)
async def link_identity(here: Here, actor: Manager, identity: UUID, link: Link) -> IdentityView:
    """Let an account sign a person in; their role here stays what it is."""
    async with here.pool.connection() as connection, connection.transaction():
        await read_person(connection, link.person)
        linked = await identities.link(connection, identity, link.person)
        await write_audit(connection, actor, "identity.link", f"people/{link.person}", issuer=linked["issuer"], subject=linked["subject"])
    return IdentityView(**linked)


@router.delete("/{identity}", operation_id="remove_identity", summary="Forget an account", status_code=204, responses=problems(404, 409))
async def remove_identity(here: Here, actor: Manager, identity: UUID) -> None:
    """Forget an account; the person's sessions end. The last administrator who can sign in keeps theirs."""
    async with here.pool.connection() as connection, connection.transaction():
        await hold_administrators(connection)
        removed = await identities.remove(connection, identity)
        await check_administrator_left(connection)
        if removed["person"]:
            await end_sessions(connection, removed["person"])
        thing = f"people/{removed['person']}" if removed["person"] else "people"
        await write_audit(connection, actor, "identity.remove", thing, issuer=removed["issuer"], subject=removed["subject"])
