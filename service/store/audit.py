"""The audit log: who did what to which thing; rows are only ever added.

In: a connection and the entry. Out: a row that the database numbers and chains to the one before (`migrations`, trigger `audit_chain`);
pages of entries.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.auth.actors import Actor
from service.store.connection import Connection


async def write_audit(connection: Connection, actor: Actor | UUID | None, action: str, thing: str, **details: object) -> None:
    """Add an entry in the connection's transaction: `action` like "document.upload", `thing` like "documents/<id>".

    Write it last in a transaction: the log is locked from here to the commit. `actor` is None for the service itself; of an actor
    the key that it used is kept too.
    """
    await connection.execute(
        "INSERT INTO audit (actor, action, object, details) VALUES (%s, %s, %s, %s)", entry(actor, action, thing, details)
    )


async def note_read(connection: Connection, actor: Actor, action: str, thing: str, **details: object) -> None:
    """Add the entry of a read, on a connection without a transaction.

    It is not waited for until it stands on the disk, as nobody could read for 3 ms a time: a power cut can lose the last 0.6 s.
    """
    await connection.execute(
        "WITH soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))"
        " INSERT INTO audit (actor, action, object, details) SELECT %s, %s, %s, %s FROM soon",
        entry(actor, action, thing, details),
    )


def entry(actor: Actor | UUID | None, action: str, thing: str, details: dict[str, object]) -> Sequence[str]:
    """Give the columns of an entry."""
    if isinstance(actor, Actor):
        details = details | ({"key": actor.key} if actor.key else {})
        actor = actor.person
    written = json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)
    return [str(actor) if actor else "service", action, thing, written]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries are wanted; `until` is exclusive, `thing` is an object or the beginning of its path, None stands for any."""

    actor: str | None = None
    action: str | None = None
    thing: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_audit(connection: Connection, wanted: EntryFilter, *, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Give entries, the newest first, from below the number `before`."""
    rows = await connection.execute(
        "SELECT seq, at, actor, login, action, object, details, encode(hash, 'hex') AS hash"
        " FROM audit LEFT JOIN people ON people.id::text = actor"
        " WHERE (%(before)s::bigint IS NULL OR seq < %(before)s) AND (%(actor)s::text IS NULL OR actor = %(actor)s)"
        " AND (%(action)s::text IS NULL OR action = %(action)s)"
        " AND (%(thing)s::text IS NULL OR object = %(thing)s OR starts_with(object, %(thing)s || '/'))"
        " AND (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR at < %(until)s)"
        " ORDER BY seq DESC LIMIT %(limit)s",
        asdict(wanted) | {"before": before, "limit": limit},
    )
    return await rows.fetchall()
