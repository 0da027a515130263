"""Upkeep: rows that nobody needs any more.

In: a connection, now and then in each worker. Out: fewer rows. To add a table, add a statement to `STATEMENTS`.
"""

from service.store import changes, deliveries
from service.store.connection import Connection
from service.store.files import FileStore
from service.store.retention import erase_all

STATEMENTS = (
    # Ended jobs (those that succeeded go at once), kept a day for whoever looks into a failure.
    "DELETE FROM procrastinate_jobs job WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS"
    " (SELECT FROM procrastinate_events WHERE job_id = job.id AND at > now() - interval '1 day')",
    # Workers that are gone without a word; a live one writes every 2 s.
    "DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - interval '1 hour'",
    changes.FORGET,
    deliveries.FORGET,
)


async def tidy(connection: Connection, files: FileStore) -> None:
    """Delete what nobody needs any more, and what the installation's rules keep no longer (`service.store.retention`)."""
    for statement in STATEMENTS:
        await connection.execute(statement.encode())
    await erase_all(connection, files, None)
