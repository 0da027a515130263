"""API keys: secrets by which systems act for a person.

In: a connection and values. Out: rows of `api_keys` as dicts without the secret's digest.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.sql import SQL

from service.auth.actors import Scope
from service.auth.tokens import digest, new_secret, write_key
from service.errors import NotFound
from service.store.connection import Connection
from service.store.grants import OF_PERSON
from service.store.identity import new_id

# The last use is written at most this often, so that reading costs no write.
USED_EVERY = timedelta(minutes=1)
COLUMNS = "api_keys.id, person, login, api_keys.name, scopes, api_keys.created_at, expires_at, last_used_at, revoked_at"


async def add_key(
    connection: Connection, *, person: UUID, name: str, scopes: frozenset[Scope], expires_at: datetime | None = None
) -> tuple[UUID, str]:
    """Add a key; gives its id and the token, which can't be read again."""
    key, secret = new_id(), new_secret()
    await connection.execute(
        "INSERT INTO api_keys (id, person, name, secret, scopes, expires_at) VALUES (%s, %s, %s, %s, %s, %s)",
        [key, person, name, digest(secret), sorted(scopes), expires_at],
    )
    return key, write_key(key, secret)


async def find_key(connection: Connection, key: UUID) -> dict[str, Any] | None:
    """Give a live key with its digest, scopes and person, and note that it is used."""
    rows = await connection.execute(
        SQL(
            "SELECT api_keys.id AS key, secret, scopes, people.id, login, role, {},"
            " coalesce(last_used_at < now() - %(used_every)s, true) AS is_to_be_noted"
            " FROM api_keys JOIN people ON people.id = person"
            " WHERE api_keys.id = %(key)s AND revoked_at IS NULL AND coalesce(expires_at > now(), true) AND disabled_at IS NULL"
        ).format(OF_PERSON),
        {"key": key, "used_every": USED_EVERY},
    )
    return await rows.fetchone()


async def note_use(connection: Connection, key: UUID) -> None:
    """Note that a key was used now."""
    await connection.execute("UPDATE api_keys SET last_used_at = now() WHERE id = %s", [key])


async def list_keys(connection: Connection, person: UUID | None) -> list[dict[str, Any]]:
    """Give the keys of a person, or of everybody, the newest first."""
    rows = await connection.execute(
        f"SELECT {COLUMNS} FROM api_keys JOIN people ON people.id = person"  # noqa: S608 - the columns are a constant
        " WHERE %(person)s::uuid IS NULL OR person = %(person)s ORDER BY api_keys.id DESC",
        {"person": person},
    )
    return await rows.fetchall()


async def read_api_key(connection: Connection, key: UUID, person: UUID | None) -> dict[str, Any]:
    """Give a key of a person, or of anybody; raises `NotFound`."""
    rows = await connection.execute(
        f"SELECT {COLUMNS} FROM api_keys JOIN people ON people.id = person"  # noqa: S608 - the columns are a constant
        " WHERE api_keys.id = %(key)s AND (%(person)s::uuid IS NULL OR person = %(person)s)",
        {"key": key, "person": person},
    )
    found = await rows.fetchone()
    if not found:
        raise NotFound
    return found


async def revoke_key(connection: Connection, key: UUID) -> None:
    """Revoke a key; it stays in the list."""
    await connection.execute("UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = %s", [key])


async def revoke_keys(connection: Connection, person: UUID) -> None:
    """Revoke all keys of a person."""
    await connection.execute("UPDATE api_keys SET revoked_at = now() WHERE person = %s AND revoked_at IS NULL", [person])
