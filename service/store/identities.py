"""Identities: who an identity provider says people are, and sign-ins that have begun.

In: a connection and values. Out: rows of `identities` as dicts. Only issuer and subject identify; an identity without a person waits for an
administrator. A sign-in that has begun is taken up once.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from service.auth.tokens import digest, is_same, new_secret
from service.errors import Conflict, NotFound
from service.store.connection import Connection
from service.store.identity import new_id

# A person needs a minute or two at the provider, with a second factor some more.
BEGUN_KEPT = timedelta(minutes=10)
# Identities that wait: a provider may have more accounts than the installation has people.
WAITING_KEPT = timedelta(days=30)
MOST_WAITING = 200

Identity = dict[str, Any]
COLUMNS = "identities.id, issuer, subject, person, is_mapped, identities.login, identities.name, email, seen_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in that has begun: `state` goes through the provider and `browser` into a cookie; `target` is where to go afterwards."""

    state: str
    browser: str
    nonce: str
    verifier: str
    target: str


async def begin(connection: Connection, target: str) -> Begun:
    """Begin a sign-in, and drop those that nobody went on with."""
    begun = Begun(state=new_secret(), browser=new_secret(), nonce=new_secret(), verifier=new_secret(), target=target)
    await connection.execute("DELETE FROM sign_ins_begun WHERE begun_at < now() - %s", [BEGUN_KEPT])
    await connection.execute(
        "INSERT INTO sign_ins_begun (state, browser, nonce, verifier, target) VALUES (%s, %s, %s, %s, %s)",
        [digest(begun.state), digest(begun.browser), begun.nonce, begun.verifier, begun.target],
    )
    return begun


async def take_up(connection: Connection, *, state: str, browser: str) -> Begun | None:
    """Give a sign-in to the browser that began it, and to nobody again; None where there is none, or it took too long."""
    rows = await connection.execute(
        "DELETE FROM sign_ins_begun WHERE state = %s RETURNING browser, nonce, verifier, target, begun_at > now() - %s AS is_fresh",
        [digest(state), BEGUN_KEPT],
    )
    found = await rows.fetchone()
    if not found or not found["is_fresh"] or not is_same(bytes(found["browser"]), digest(browser)):
        return None
    return Begun(state=state, browser=browser, nonce=found["nonce"], verifier=found["verifier"], target=found["target"])


async def note_identity(connection: Connection, *, issuer: str, subject: str, **said: str) -> Identity:
    """Note that an identity was seen, with the `login`, `name` and `email` that the provider gives it now; gives its row."""
    await connection.execute(
        "DELETE FROM identities WHERE person IS NULL AND (seen_at < now() - %s OR id IN"
        " (SELECT id FROM identities WHERE person IS NULL ORDER BY seen_at DESC OFFSET %s))",
        [WAITING_KEPT, MOST_WAITING - 1],
    )
    rows = await connection.execute(
        "INSERT INTO identities (id, issuer, subject, login, name, email)"  # noqa: S608 - the columns are a constant
        " VALUES (%(id)s, %(issuer)s, %(subject)s, %(login)s, %(name)s, %(email)s)"
        " ON CONFLICT (issuer, subject) DO UPDATE SET login = excluded.login, name = excluded.name, email = excluded.email, seen_at = now()"
        f" RETURNING {COLUMNS}",
        {"id": new_id(), "issuer": issuer, "subject": subject} | said,
    )
    return await rows.fetchone() or {}


async def list_identities(connection: Connection) -> list[Identity]:
    """Give all identities, those that wait first, then the newest."""
    rows = await connection.execute(
        f"SELECT {COLUMNS} FROM identities ORDER BY person IS NOT NULL, seen_at DESC"  # noqa: S608 - the columns are a constant
    )
    return await rows.fetchall()


async def link(connection: Connection, identity: UUID, person: UUID, *, is_mapped: bool = False) -> Identity:
    """Tie an identity to a person; raises `NotFound`, or `Conflict` where it is somebody else's."""
    rows = await connection.execute(
        f"UPDATE identities SET person = %(person)s, is_mapped = %(is_mapped)s"  # noqa: S608 - the columns are a constant
        f" WHERE id = %(identity)s AND coalesce(person, %(person)s) = %(person)s RETURNING {COLUMNS}",
        {"identity": identity, "person": person, "is_mapped": is_mapped},
    )
    found = await rows.fetchone()
    if found:
        return found
    known = await connection.execute("SELECT FROM identities WHERE id = %s", [identity])
    raise Conflict("identity_taken") if await known.fetchone() is not None else NotFound


async def remove(connection: Connection, identity: UUID) -> Identity:
    """Forget an identity and give what it was; it may come again as one that waits. Raises `NotFound`."""
    rows = await connection.execute(f"DELETE FROM identities WHERE id = %s RETURNING {COLUMNS}", [identity])  # noqa: S608
    found = await rows.fetchone()
    if not found:
        raise NotFound
    return found


async def has_linked_administrator(connection: Connection) -> bool:
    """Tell whether an administrator may sign in through the provider."""
    rows = await connection.execute(
        "SELECT FROM identities JOIN people ON people.id = person WHERE role = 'administrator' AND disabled_at IS NULL LIMIT 1"
    )
    return await rows.fetchone() is not None
