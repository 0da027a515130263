"""API keys: secrets by which systems act for a person.

In: a name, scopes, an expiry. Out: the key, shown once; lists without secrets.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from service.api.dependencies import Here, SignedIn
from service.api.moments import Moment
from service.api.problems import problems, shown
from service.auth.actors import Actor, Scope
from service.errors import Forbidden, Invalid
from service.store import api_keys
from service.store.audit import write_audit

router = APIRouter(prefix="/v1/keys", tags=["keys"])

EXAMPLE: dict[str, Any] = {
    "id": "0197c2f1-0d5a-7e21-8b11-2c3d4e5f6a7b",
    "person": "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e",
    "login": "ivanova",
    "name": "Выгрузка в СЭД",
    "scopes": ["read"],
    "created_at": "2026-11-30T09:00:00Z",
    "expires_at": "2027-11-30T09:00:00Z",
    "last_used_at": None,
    "revoked_at": None,
}
TOKEN_EXAMPLE = "plv_0197c2f10d5a7e218b112c3d4e5f6a7b_…"  # noqa: S105 - it shows the form


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to make; without `expires_at` it holds until it is revoked."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=200, examples=["Выгрузка в СЭД"])]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=10, examples=[["read"]])]
    expires_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A key without its secret."""

    id: UUID
    person: UUID
    login: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeyView(KeyView):
    """A key that was just made; `token` can't be read again."""

    token: str


@dataclass(frozen=True, slots=True)
class KeyList:
    """Keys, the newest first."""

    items: list[KeyView]


@router.get(
    "",
    operation_id="list_keys",
    summary="Keys",
    responses=shown(200, "Keys, the newest first.", {"items": [EXAMPLE]}),
)
async def list_keys(here: Here, actor: SignedIn) -> KeyList:
    """Give one's own keys; with the scope `manage`, everybody's."""
    async with here.pool.connection() as connection:
        return KeyList([KeyView(**row) for row in await api_keys.list_keys(connection, whose(actor))])


@router.post(
    "",
    operation_id="add_key",
    summary="Make a key",
    status_code=201,
    responses=shown(201, "The key with its token, which is not shown again.", EXAMPLE | {"token": TOKEN_EXAMPLE}),
)
async def add_key(response: Response, here: Here, actor: SignedIn, key: NewKey) -> NewKeyView:
    """Make a key that acts for the person who is signed in, with no more scopes than they have.

    A key can't make keys, so that one that leaked can't outlive its revocation.
    """
    check_new_key(actor, key)
    async with here.pool.connection() as connection, connection.transaction():
        added, token = await api_keys.add_key(
            connection, person=actor.person, name=key.name, scopes=frozenset(key.scopes), expires_at=key.expires_at
        )
        row = await api_keys.read_api_key(connection, added, actor.person)
        await write_audit(connection, actor, "key.add", f"keys/{added}", name=key.name, scopes=sorted(key.scopes))
    response.headers["Location"] = f"/v1/keys/{added}"
    return NewKeyView(**row, token=token)


@router.get(
    "/{key}",
    operation_id="get_key",
    summary="One key",
    responses=problems(404) | shown(200, "The key without its secret.", EXAMPLE),
)
async def get_key(here: Here, actor: SignedIn, key: UUID) -> KeyView:
    """Give one of one's own keys; with the scope `manage`, anybody's."""
    async with here.pool.connection() as connection:
        return KeyView(**await api_keys.read_api_key(connection, key, whose(actor)))


@router.delete("/{key}", operation_id="revoke_key", summary="Revoke a key", status_code=204, responses=problems(404))
async def revoke_key(here: Here, actor: SignedIn, key: UUID) -> None:
    """Revoke one of one's own keys; with the scope `manage`, anybody's. It stays in the list.

    A key without that scope can revoke itself alone.
    """
    async with here.pool.connection() as connection, connection.transaction():
        await api_keys.read_api_key(connection, key, whose(actor))
        if actor.key and actor.key != key and "manage" not in actor.scopes:
            raise Forbidden("session_needed")
        await api_keys.revoke_key(connection, key)
        await write_audit(connection, actor, "key.revoke", f"keys/{key}")


def whose(actor: Actor) -> UUID | None:
    """Give the person whose keys the actor may see; None for everybody's."""
    return None if "manage" in actor.scopes else actor.person


def check_new_key(actor: Actor, key: NewKey) -> None:
    """Raise where the actor may not make this key, or its expiry has passed."""
    if actor.key:
        raise Forbidden("session_needed")
    beyond = set(key.scopes) - actor.scopes
    if beyond:
        raise Forbidden("scopes_beyond_role", scopes=", ".join(sorted(beyond)))
    if key.expires_at and key.expires_at <= datetime.now(UTC):
        raise Invalid("expiry_past")
