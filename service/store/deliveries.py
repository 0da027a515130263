"""Deliveries: what is to be told to which receiver, and every try of it.

In: a connection; changes and webhooks. Out: rows that wait, in the order of the changes; those of one subject (a document, or a thing that
belongs to none) wait for each other. Who sends one holds it for `HOLD_SECONDS` and renews that; nothing is lost when it is killed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from service.errors import NotFound
from service.store.connection import Connection

Row = dict[str, Any]

# Seconds for which a delivery is held; it is renewed every second, so this is a worker that has died or lost the database.
HOLD_SECONDS = 5.0
# Deliveries of a receiver that wait at a time; further changes become deliveries when there is room, and wait in `changes` until then.
MOST_WAITING = 5_000
# Changes that are looked at in one go.
BATCH = 1_000
# Days for which deliveries and their tries are kept.
LOG_DAYS = 30
FORGET = f"DELETE FROM webhook_deliveries WHERE status <> 'waiting' AND finished_at < now() - interval '{LOG_DAYS} days'"  # noqa: S608

# One transaction: the deliveries, and the position that says that they are made.
LAGGING = """
SELECT id, types, position FROM webhooks w WHERE disabled_at IS NULL AND position < (SELECT max(position) FROM changes)
AND (SELECT count(*) FROM (SELECT FROM webhook_deliveries d WHERE d.webhook = w.id AND d.status = 'waiting' LIMIT %(most)s) AS counted)
< %(most)s FOR UPDATE OF w SKIP LOCKED
"""
MAKE = """
WITH next AS (SELECT * FROM changes WHERE position > %(position)s ORDER BY position LIMIT %(limit)s),
made AS (
    INSERT INTO webhook_deliveries (webhook, event, position, subject, type, at, data)
    SELECT %(id)s, id, position, coalesce(document::text, object), type, at,
        jsonb_build_object('id', split_part(object, '/', 2), 'object', object, 'document', document) || details
    FROM next WHERE %(types)s::text[] = '{}' OR type = ANY(%(types)s) ORDER BY position
)
UPDATE webhooks SET position = (SELECT max(position) FROM next) WHERE id = %(id)s
"""
# The first of each subject alone may be sent; both conditions on its time are looked at again when its row is locked.
CLAIM = """
WITH first AS (
    SELECT DISTINCT ON (d.webhook, d.subject) d.id FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
    WHERE d.status = 'waiting' AND w.disabled_at IS NULL ORDER BY d.webhook, d.subject, d.id
), due AS (
    SELECT d.id FROM webhook_deliveries d WHERE d.id IN (SELECT id FROM first) AND d.status = 'waiting'
    AND d.due_at <= now() AND (d.held_until IS NULL OR d.held_until < now()) ORDER BY d.due_at, d.id LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE webhook_deliveries d SET held_until = now() + make_interval(secs => %s) FROM due, webhooks w
WHERE d.id = due.id AND w.id = d.webhook RETURNING d.id, d.webhook, d.event, d.type, d.at, d.data, d.tries, w.url, w.secret,
    CASE WHEN w.old_secret_until > now() THEN w.old_secret END AS old_secret
"""
LIST = sql.SQL(
    "SELECT d.id, d.event, d.type, d.at, d.data, d.status, d.tries, d.due_at, d.created_at, d.finished_at, t.at AS tried_at, t.seconds,"
    " t.status AS answer_status, t.answer, t.fault FROM webhook_deliveries d LEFT JOIN LATERAL"
    " (SELECT * FROM webhook_tries WHERE delivery = d.id ORDER BY id DESC LIMIT 1) t ON true WHERE d.webhook = %(webhook)s"
)
# Nothing has got through for so long although something was tried all the time.
IS_FAILING = """
SELECT (SELECT min(at) FROM webhook_tries WHERE delivery = %(delivery)s) < now() - make_interval(days => %(days)s) AND NOT EXISTS (
    SELECT FROM webhook_deliveries WHERE webhook = %(webhook)s AND status = 'delivered'
    AND finished_at > now() - make_interval(days => %(days)s)
) AS is_failing
"""


async def make_deliveries(connection: Connection) -> bool:
    """Make deliveries of the changes that webhooks have not been told of; tells whether there were any."""
    async with connection.transaction():
        lagging = await (await connection.execute(LAGGING, {"most": MOST_WAITING})).fetchall()
        for webhook in lagging:
            await connection.execute(MAKE, webhook | {"limit": BATCH})
    return bool(lagging)


async def claim_deliveries(connection: Connection, limit: int) -> list[Row]:
    """Take deliveries that are due, to send them now."""
    return await (await connection.execute(CLAIM, [limit, HOLD_SECONDS])).fetchall()


async def renew_holds(connection: Connection, deliveries: Collection[int]) -> None:
    """Go on holding deliveries that are being sent; what was let go meanwhile stays free."""
    await connection.execute(
        "UPDATE webhook_deliveries SET held_until = now() + make_interval(secs => %s) WHERE id = ANY(%s) AND held_until > now()",
        [HOLD_SECONDS, list(deliveries)],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try of a delivery: what was answered, how long it took; `wait` is the seconds until the next, None where it was the last."""

    delivery: int
    status: int | None
    answer: str
    fault: str | None
    seconds: float
    is_delivered: bool
    wait: float | None


async def note_try(connection: Connection, made: Try) -> None:
    """Write a try into the log, and what becomes of its delivery, in the caller's transaction."""
    await connection.execute(
        "INSERT INTO webhook_tries (delivery, at, seconds, status, answer, fault)"
        " SELECT id, now() - make_interval(secs => %(seconds)s), %(seconds)s, %(status)s, %(answer)s, %(fault)s"
        " FROM webhook_deliveries WHERE id = %(delivery)s",
        {"delivery": made.delivery, "seconds": made.seconds, "status": made.status, "answer": made.answer, "fault": made.fault},
    )
    status = "delivered" if made.is_delivered else "waiting" if made.wait is not None else "given_up"
    await connection.execute(
        "UPDATE webhook_deliveries SET status = %(status)s, tries = tries + 1, held_until = NULL,"
        " due_at = now() + make_interval(secs => %(wait)s), finished_at = CASE WHEN %(status)s <> 'waiting' THEN now() END"
        " WHERE id = %(delivery)s AND status = 'waiting'",
        {"status": status, "wait": made.wait or 0.0, "delivery": made.delivery},
    )


async def is_failing(connection: Connection, webhook: UUID, delivery: int, days: int) -> bool:
    """Tell whether a delivery has been tried for so many days, and no other of its receiver has got through meanwhile."""
    row = await (await connection.execute(IS_FAILING, {"webhook": webhook, "delivery": delivery, "days": days})).fetchone()
    return bool(row and row["is_failing"])


async def add_delivery(connection: Connection, webhook: UUID, event: UUID, kind: str, data: dict[str, Any]) -> int:
    """Add a delivery that belongs to no change, and give its number."""
    row = await connection.execute(
        "INSERT INTO webhook_deliveries (webhook, event, subject, type, at, data) VALUES (%s, %s, %s, %s, now(), %s) RETURNING id",
        [webhook, event, str(event), kind, Jsonb(data)],
    )
    return int((await row.fetchone() or {})["id"])


async def repeat_delivery(connection: Connection, webhook: UUID, delivery: int) -> int:
    """Add a delivery once more, under the id of its event, and give its number; raises `NotFound`."""
    row = await connection.execute(
        "INSERT INTO webhook_deliveries (webhook, event, position, subject, type, at, data)"
        " SELECT webhook, event, position, subject, type, at, data FROM webhook_deliveries WHERE webhook = %s AND id = %s RETURNING id",
        [webhook, delivery],
    )
    found = await row.fetchone()
    if found is None:
        raise NotFound
    return int(found["id"])


async def list_deliveries(connection: Connection, webhook: UUID, *, before: int | None, statuses: Sequence[str], limit: int) -> list[Row]:
    """Give deliveries of a receiver, the newest first, each with its last try."""
    condition = sql.SQL(
        " AND (%(before)s::bigint IS NULL OR d.id < %(before)s) AND (%(statuses)s::text[] = '{}' OR d.status = ANY(%(statuses)s))"
        " ORDER BY d.id DESC LIMIT %(limit)s"
    )
    given = {"webhook": webhook, "before": before, "statuses": list(statuses), "limit": limit}
    return await (await connection.execute(LIST + condition, given)).fetchall()


async def read_delivery(connection: Connection, webhook: UUID, delivery: int) -> Row:
    """Give a delivery; raises `NotFound`."""
    rows = await connection.execute(LIST + sql.SQL(" AND d.id = %(delivery)s"), {"webhook": webhook, "delivery": delivery})
    found = await rows.fetchone()
    if found is None:
        raise NotFound
    return found


async def list_tries(connection: Connection, delivery: int) -> list[Row]:
    """Give the tries of a delivery, the first first."""
    rows = await connection.execute(
        "SELECT at, seconds, status, answer, fault FROM webhook_tries WHERE delivery = %s ORDER BY id", [delivery]
    )
    return await rows.fetchall()
