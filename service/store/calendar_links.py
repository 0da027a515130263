"""Calendar links: addresses that give what is due to whoever knows them, for a calendar program that can't sign in.

In: a connection and values. Out: rows of `calendar_links` as dicts without the secret's digest. A link opens no more than its owner may
read at the time, and nothing once it is revoked.
"""

from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from psycopg.sql import SQL

from service.auth.tokens import digest, new_secret
from service.errors import NotFound
from service.store.connection import Connection
from service.store.grants import OF_PERSON
from service.store.identity import new_id

LinkKind = Literal["unit", "person", "plan"]
# The last use is written at most this often, so that reading costs no write.
USED_EVERY = timedelta(minutes=1)
FIND = SQL(
    "SELECT l.id AS link, kind, subject, people.id, login, people.role, {},"
    " coalesce(last_used_at < now() - %(every)s, true) AS is_to_be_noted FROM calendar_links l JOIN people ON people.id = l.person"
    " WHERE secret = %(secret)s AND revoked_at IS NULL AND disabled_at IS NULL"
).format(OF_PERSON)
COLUMNS = "l.id, l.person, login, kind, subject, l.created_at, last_used_at, revoked_at"


async def add_link(connection: Connection, *, person: UUID, kind: LinkKind, subject: str) -> tuple[UUID, str]:
    """Add a link; gives its id and its secret of 256 bits, which can't be read again."""
    link, secret = new_id(), new_secret()
    await connection.execute(
        "INSERT INTO calendar_links (id, person, kind, subject, secret) VALUES (%s, %s, %s, %s, %s)",
        [link, person, kind, subject, digest(secret)],
    )
    return link, secret


async def find_link(connection: Connection, secret: str) -> dict[str, Any] | None:
    """Give a live link with its owner's role and grants, and note that it is used; None for a guessed and for a revoked one alike."""
    rows = await connection.execute(FIND, {"secret": digest(secret), "every": USED_EVERY})
    found = await rows.fetchone()
    if found and found["is_to_be_noted"]:
        await connection.execute("UPDATE calendar_links SET last_used_at = now() WHERE id = %s", [found["link"]])
    return found


async def list_links(connection: Connection, person: UUID | None) -> list[dict[str, Any]]:
    """Give the links of a person, or of everybody, the newest first."""
    rows = await connection.execute(
        f"SELECT {COLUMNS} FROM calendar_links l JOIN people ON people.id = l.person"  # noqa: S608 - the columns are a constant
        " WHERE %(person)s::uuid IS NULL OR l.person = %(person)s ORDER BY l.id DESC",
        {"person": person},
    )
    return await rows.fetchall()


async def read_link(connection: Connection, link: UUID, person: UUID | None) -> dict[str, Any]:
    """Give a link of a person, or of anybody; raises `NotFound`."""
    found = next((row for row in await list_links(connection, person) if row["id"] == link), None)
    if found is None:
        raise NotFound
    return found


async def revoke_link(connection: Connection, link: UUID) -> None:
    """Revoke a link; it stays in the list."""
    await connection.execute("UPDATE calendar_links SET revoked_at = coalesce(revoked_at, now()) WHERE id = %s", [link])
