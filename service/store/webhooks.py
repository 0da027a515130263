"""Webhooks: receivers of changes, with what they want to hear of and the secrets that sign it.

In: a connection and values. Out: rows as dicts without the secrets. A webhook stands at a position of the changes: those up to it have
become deliveries (`service.store.deliveries`). One that is disabled stays where it is, and goes on from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg import sql

from service.errors import NotFound
from service.store.changes import kept_positions
from service.store.connection import Connection
from service.store.identity import new_id

Row = dict[str, Any]
Reason = Literal["by_hand", "gone", "failing"]

# Webhooks of an installation: each change is written once for each.
MOST_WEBHOOKS = 50
# Hours for which the old secret signs beside the new one.
OLD_SECRET_HOURS = 24

SELECT = sql.SQL(
    "SELECT w.id, w.url, w.description, w.types, w.created_at, people.login AS created_by, w.disabled_at, w.disabled_reason,"
    " CASE WHEN w.old_secret_until > now() THEN w.old_secret_until END AS old_secret_until,"
    " (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook = w.id AND d.status = 'waiting') AS waiting,"
    " (SELECT max(finished_at) FROM webhook_deliveries d WHERE d.webhook = w.id AND d.status = 'delivered') AS delivered_at"
    " FROM webhooks w JOIN people ON people.id = w.created_by WHERE "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """A receiver to add; no types are all types."""

    url: str
    description: str
    types: Sequence[str]
    secret: bytes
    person: UUID


async def add_webhook(connection: Connection, new: NewWebhook) -> UUID:
    """Add a receiver, which hears of what happens from now on."""
    _, newest = await kept_positions(connection)
    made = new_id()
    await connection.execute(
        "INSERT INTO webhooks (id, url, description, types, secret, position, created_by) VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [made, new.url, new.description, list(new.types), new.secret, newest, new.person],
    )
    return made


async def list_webhooks(connection: Connection) -> list[Row]:
    """Give the receivers, the newest first."""
    return await (await connection.execute(SELECT + sql.SQL("true ORDER BY w.id DESC"))).fetchall()


async def read_webhook(connection: Connection, webhook: UUID) -> Row:
    """Give a receiver; raises `NotFound`."""
    row = await (await connection.execute(SELECT + sql.SQL("w.id = %s"), [webhook])).fetchone()
    if row is None:
        raise NotFound
    return row


async def lock_webhook(connection: Connection, webhook: UUID) -> None:
    """Let nobody make deliveries of a receiver before this transaction ends; raises `NotFound`."""
    row = await connection.execute("SELECT FROM webhooks WHERE id = %s FOR UPDATE", [webhook])
    if row.rowcount == 0:
        raise NotFound


async def count_webhooks(connection: Connection) -> int:
    """Count the receivers."""
    row = await (await connection.execute("SELECT count(*) AS found FROM webhooks")).fetchone()
    return int(row["found"]) if row else 0


async def change_webhook(connection: Connection, webhook: UUID, values: dict[str, Any]) -> None:
    """Set columns of a receiver: `url`, `description`, `types`."""
    assigned = sql.SQL(", ").join(sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in values)
    await connection.execute(sql.SQL("UPDATE webhooks SET {} WHERE id = %(id)s").format(assigned), values | {"id": webhook})


async def disable_webhook(connection: Connection, webhook: UUID, reason: Reason) -> bool:
    """Send nothing more to a receiver; what waits stays. False where it was disabled before."""
    done = await connection.execute(
        "UPDATE webhooks SET disabled_at = now(), disabled_reason = %s WHERE id = %s AND disabled_at IS NULL", [reason, webhook]
    )
    return done.rowcount > 0


async def enable_webhook(connection: Connection, webhook: UUID) -> None:
    """Send to a receiver again, what waits at once and with all its tries."""
    await connection.execute("UPDATE webhooks SET disabled_at = NULL, disabled_reason = NULL WHERE id = %s", [webhook])
    await connection.execute("UPDATE webhook_deliveries SET due_at = now(), tries = 0 WHERE webhook = %s AND status = 'waiting'", [webhook])


async def remove_webhook(connection: Connection, webhook: UUID) -> None:
    """Remove a receiver with its deliveries."""
    await connection.execute("DELETE FROM webhooks WHERE id = %s", [webhook])


async def rotate_secret(connection: Connection, webhook: UUID, secret: bytes) -> None:
    """Give a receiver a new secret; the one that it has signs too for some hours."""
    await connection.execute(
        "UPDATE webhooks SET old_secret = secret, old_secret_until = now() + make_interval(hours => %s), secret = %s WHERE id = %s",
        [OLD_SECRET_HOURS, secret, webhook],
    )


async def go_back(connection: Connection, webhook: UUID, since: datetime) -> int:
    """Have all changes since a time told again, in their order; gives how many. What waits of them is told with them, not twice."""
    row = await connection.execute(
        "SELECT count(*) AS found, min(c.position) - 1 AS before FROM changes c, webhooks w"
        " WHERE w.id = %(webhook)s AND c.at >= %(since)s AND (w.types = '{}' OR c.type = ANY(w.types))",
        {"webhook": webhook, "since": since},
    )
    found = await row.fetchone()
    if not found or not found["found"]:
        return 0
    await connection.execute("UPDATE webhooks SET position = least(position, %s) WHERE id = %s", [found["before"], webhook])
    await connection.execute(
        "UPDATE webhook_deliveries SET status = 'replaced', finished_at = now()"
        " WHERE webhook = %s AND status = 'waiting' AND position > %s",
        [webhook, found["before"]],
    )
    return int(found["found"])
