"""People: who may sign in, and in which role. Nobody is deleted, as the audit log names them; they are disabled.

In: values. Out: people without their passwords.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from service.api.dependencies import Here, Manager
from service.api.problems import problems, shown
from service.auth.actors import Actor, Role
from service.auth.passwords import LONGEST, SHORTEST, check_password, hash_password
from service.store import people
from service.store.api_keys import revoke_keys
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.sessions import end_sessions, forget_failures

router = APIRouter(prefix="/v1/people", tags=["people"])

# Letters of any alphabet, digits and what e-mail addresses are written with.
LOGIN = r"^[\w.@+-]+$"

EXAMPLE: dict[str, Any] = {
    "id": "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e",
    "login": "ivanova",
    "name": "Иванова Мария",
    "role": "clerk",
    "created_at": "2026-11-30T09:00:00Z",
    "disabled_at": None,
}

Name = Annotated[str, Field(min_length=1, max_length=200, examples=["Иванова Мария"])]
Password = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST, examples=["сирень у пятого подъезда"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person to add; they are told the password and change it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    login: Annotated[str, Field(min_length=1, max_length=100, pattern=LOGIN, examples=["ivanova"])]
    name: Name
    role: Role
    password: Password


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What is to be changed of a person; what is null or missing stays."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    name: Name | None = None
    role: Role | None = None
    disabled: bool | None = None
    password: Password | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person."""

    id: UUID
    login: str
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeopleList:
    """Everybody, by login."""

    items: list[PersonView]


@router.get(
    "",
    operation_id="list_people",
    summary="Everybody",
    responses={
        200: {"description": "All people, the disabled ones too.", "content": {"application/json": {"example": {"items": [EXAMPLE]}}}}
    },
)
async def list_people(here: Here, actor: Manager) -> PeopleList:
    """Give everybody, by login."""
    async with here.pool.connection() as connection:
        return PeopleList([PersonView(**row) for row in await people.list_people(connection)])


@router.post(
    "",
    operation_id="add_person",
    summary="Add a person",
    status_code=201,
    responses=problems(409) | shown(201, "The person, with their address in Location.", EXAMPLE),
)
async def add_person(response: Response, here: Here, actor: Manager, person: NewPerson) -> PersonView:
    """Add a person who may sign in at once."""
    check_password(person.password, login=person.login)
    password_hash = await hash_password(person.password)
    async with here.pool.connection() as connection, connection.transaction():
        added = await people.insert_person(connection, login=person.login, name=person.name, role=person.role, password_hash=password_hash)
        found = await people.read_person(connection, added)
        await write_audit(connection, actor, "person.add", f"people/{added}", login=found["login"], role=person.role)
    response.headers["Location"] = f"/v1/people/{added}"
    return PersonView(**found)


@router.get(
    "/{person}",
    operation_id="get_person",
    summary="One person",
    responses=problems(404) | shown(200, "The person.", EXAMPLE),
)
async def get_person(here: Here, actor: Manager, person: UUID) -> PersonView:
    """Give a person."""
    async with here.pool.connection() as connection:
        return PersonView(**await people.read_person(connection, person))


@router.patch(
    "/{person}",
    operation_id="change_person",
    summary="Change a person",
    responses=problems(404, 409) | shown(200, "The person as they are now.", EXAMPLE),
)
async def change_person(here: Here, actor: Manager, person: UUID, change: PersonChange) -> PersonView:
    """Change the name or role, disable or enable, or set a new password.

    A disabled person and one with a new password is signed out everywhere, and their keys are revoked. The last administrator can't be
    disabled or given another role.
    """
    async with here.pool.connection() as connection:
        found = await people.read_person(connection, person)
    password_hash = await new_hash(change.password, found["login"])
    async with here.pool.connection() as connection, connection.transaction():
        await people.change_person(connection, person, name=change.name, role=change.role, disabled=change.disabled)
        if password_hash:
            await people.set_password(connection, person, password_hash)
            await forget_failures(connection, found["login"])
        if password_hash or change.disabled:
            await end_sessions(connection, person)
            await revoke_keys(connection, person)
        found = await people.read_person(connection, person)
        await log_change(connection, actor, person, change)
    return PersonView(**found)


async def new_hash(password: str | None, login: str) -> str | None:
    """Give the hash of a password that is to be set; raises `Invalid` where it is too weak."""
    if password is None:
        return None
    check_password(password, login=login)
    return await hash_password(password)


async def log_change(connection: Connection, actor: Actor, person: UUID, change: PersonChange) -> None:
    """Write what was changed; of a password only that it was."""
    said = {"name": change.name, "role": change.role, "disabled": change.disabled, "password": change.password and "…"}
    changed = {name: value for name, value in said.items() if value is not None}
    await write_audit(connection, actor, "person.change", f"people/{person}", **changed)
