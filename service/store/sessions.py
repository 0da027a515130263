"""Sessions: people who are signed in, and failed attempts to.

In: a connection and a token. Out: rows of `sessions`, found by the digest of their token; seconds to wait after failures.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.sql import SQL

from service.auth.tokens import digest, new_secret
from service.store.connection import Connection
from service.store.grants import OF_PERSON

# One sign-in lasts a day at most (NIST SP 800-63B-4, 2.2.3), and ends after a long break.
LIFETIME = timedelta(hours=24)
IDLE = timedelta(hours=4)
# The last use is written at most this often, so that reading costs no write.
SEEN_EVERY = timedelta(minutes=1)
# Failures that are remembered, and how many are free: a person mistypes, and many people share one address.
FAILURES_KEPT = timedelta(hours=1)
FREE_BY_LOGIN = 5
FREE_BY_ADDRESS = 30
# A longer wait would let a stranger keep somebody out; at one attempt a minute 12 characters are not guessed.
LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that has just begun; `token` goes into the cookie and `csrf` into the header of unsafe requests."""

    token: str
    csrf: str
    expires_at: datetime


async def begin_session(connection: Connection, person: UUID, *, id_token: str | None = None) -> NewSession:
    """Begin a session, and drop those that are over; `id_token` is what an identity provider said, which it wants back at the end."""
    await connection.execute("DELETE FROM sessions WHERE expires_at < now() OR seen_at < now() - %s", [IDLE])
    token, csrf = new_secret(), new_secret()
    row = await connection.execute(
        "INSERT INTO sessions (token, person, csrf, expires_at, id_token) VALUES (%s, %s, %s, now() + %s, %s) RETURNING expires_at",
        [digest(token), person, csrf, LIFETIME, id_token],
    )
    return NewSession(token, csrf, (await row.fetchone() or {})["expires_at"])


async def find_session(connection: Connection, token: str) -> dict[str, Any] | None:
    """Give a live session with its person's id, login, role and grants, and note that it was used."""
    rows = await connection.execute(
        SQL(
            "SELECT csrf, expires_at, people.id, login, name, role, {}, seen_at < now() - %(seen_every)s AS is_to_be_noted"
            " FROM sessions JOIN people ON people.id = person"
            " WHERE token = %(token)s AND expires_at > now() AND seen_at > now() - %(idle)s AND disabled_at IS NULL"
        ).format(OF_PERSON),
        {"token": digest(token), "idle": IDLE, "seen_every": SEEN_EVERY},
    )
    session = await rows.fetchone()
    if session and session["is_to_be_noted"]:
        await connection.execute("UPDATE sessions SET seen_at = now() WHERE token = %s", [digest(token)])
    return session


async def is_live(connection: Connection, token: str) -> bool:
    """Tell whether a session goes on, without noting that it was used."""
    rows = await connection.execute(
        "SELECT FROM sessions JOIN people ON people.id = person"
        " WHERE token = %s AND expires_at > now() AND seen_at > now() - %s AND disabled_at IS NULL",
        [digest(token), IDLE],
    )
    return await rows.fetchone() is not None


async def end_session(connection: Connection, token: str) -> str | None:
    """End one session; gives the provider's token that it began with, if one did."""
    row = await connection.execute("DELETE FROM sessions WHERE token = %s RETURNING id_token", [digest(token)])
    ended = await row.fetchone()
    return ended["id_token"] if ended else None


async def end_sessions(connection: Connection, person: UUID, *, but: str = "") -> None:
    """End all sessions of a person, except the one with the token `but`."""
    await connection.execute("DELETE FROM sessions WHERE person = %s AND token <> %s", [person, digest(but)])


async def seconds_to_wait(connection: Connection, login: str, address: str) -> int:
    """Give the seconds until the next attempt to sign in; it doubles with each failure beyond the free ones."""
    rows = await connection.execute(
        "SELECT count(*) - %s AS beyond, extract(epoch FROM now() - max(at)) AS passed FROM sign_in_failures"
        " WHERE login = %s AND at > now() - %s"
        " UNION ALL SELECT count(*) - %s, extract(epoch FROM now() - max(at)) FROM sign_in_failures WHERE address = %s AND at > now() - %s",
        [FREE_BY_LOGIN, login, FAILURES_KEPT, FREE_BY_ADDRESS, address, FAILURES_KEPT],
    )
    return max(wait_after(row["beyond"], row["passed"]) for row in await rows.fetchall())


def wait_after(beyond: int, passed: float | None) -> int:
    """Give the seconds left when the last of the failures was `passed` seconds ago; `beyond` counts those that are not free."""
    if beyond < 0 or passed is None:
        return 0
    wait = min(2**beyond, LONGEST_WAIT) if beyond < LONGEST_WAIT else LONGEST_WAIT
    return max(0, math.ceil(wait - float(passed)))


async def note_failure(connection: Connection, login: str, address: str) -> None:
    """Count a failed attempt, and drop those that no longer matter."""
    await connection.execute("DELETE FROM sign_in_failures WHERE at < now() - %s", [FAILURES_KEPT])
    await connection.execute("INSERT INTO sign_in_failures (login, address) VALUES (%s, %s)", [login, address])


async def forget_failures(connection: Connection, login: str) -> None:
    """Forget the failures of a login whose person has signed in."""
    await connection.execute("DELETE FROM sign_in_failures WHERE login = %s", [login])
