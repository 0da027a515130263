"""Upkeep: rows that nobody needs any more.

In: a connection, now and then in each worker. Out: fewer rows. To add a table, add a statement to `STATEMENTS`.
"""

from service.store import changes, deliveries
from service.store.connection import Connection

STATEMENTS = (
    # Ended jobs (those that succeeded go at once), kept a day for whoever looks into a failure.
    "DELETE FROM procrastinate_jobs job WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS"
    " (SELECT FROM procrastinate_events WHERE job_id = job.id AND at > now() - interval '1 day')",
    # Workers that are gone without a word; a live one writes every 2 s.
    "DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - interval '1 hour'",
    # Repeated uploads are recognised for a day.
    "DELETE FROM idempotency_keys WHERE created_at < now() - interval '1 day'",
    "DELETE FROM sessions WHERE expires_at < now()",
    # Sign-ins are slowed down by the failures of the last hours.
    "DELETE FROM sign_in_failures WHERE at < now() - interval '1 day'",
    changes.FORGET,
    deliveries.FORGET,
)


async def tidy(connection: Connection) -> None:
    """Delete what nobody needs any more."""
    for statement in STATEMENTS:
        await connection.execute(statement.encode())
