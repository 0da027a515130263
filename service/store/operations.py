"""Operations: what an installation does and holds at this moment, for who looks after it.

In: a connection. Out: rows as dicts: jobs, workers, sizes. Numbers of rows are the server's estimates, as counting a million takes long.
To show the size of a further table, name it in `TABLES`.
"""

from typing import Any

from service.store.connection import Connection

Row = dict[str, Any]

TABLES = ("documents", "extractions", "plans", "measures", "clauses", "activities", "edits", "changes", "webhook_deliveries", "audit")


async def count_jobs(connection: Connection) -> dict[str, int]:
    """Count the jobs that wait ("todo") and run ("doing")."""
    rows = await connection.execute("SELECT status, count(*) AS jobs FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY 1")
    return {"todo": 0, "doing": 0} | {row["status"]: row["jobs"] for row in await rows.fetchall()}


async def list_jobs(connection: Connection, status: str, limit: int) -> list[Row]:
    """Give jobs that wait ("todo") or run ("doing"), the next ones first, each with its document."""
    rows = await connection.execute(
        "SELECT job.id, job.attempts, job.worker_id AS worker, job.scheduled_at, d.id AS document, d.name, d.status, d.progress,"
        " d.uploaded_at, (SELECT max(at) FROM procrastinate_events event WHERE job_id = job.id AND type = 'started') AS since"
        " FROM procrastinate_jobs job JOIN documents d ON d.id = (job.args ->> 'document')::uuid"
        " WHERE job.status = %s::procrastinate_job_status ORDER BY job.priority DESC, job.id LIMIT %s",
        [status, limit],
    )
    return await rows.fetchall()


async def list_workers(connection: Connection, silent: float) -> list[Row]:
    """Give the workers with when they were last heard of, the number of their jobs, and whether they are silent for so many seconds."""
    rows = await connection.execute(
        "SELECT worker.id, worker.last_heartbeat AS heard, worker.last_heartbeat < now() - make_interval(secs => %s) AS is_silent,"
        " (SELECT count(*) FROM procrastinate_jobs job WHERE job.status = 'doing' AND job.worker_id = worker.id) AS jobs"
        " FROM procrastinate_workers worker ORDER BY worker.id",
        [silent],
    )
    return await rows.fetchall()


async def read_sizes(connection: Connection) -> list[Row]:
    """Give each table's size in bytes with its indexes, and about how many rows it has; None before the server has counted them."""
    rows = await connection.execute(
        "SELECT relname AS table, nullif(reltuples, -1)::bigint AS rows, pg_total_relation_size(oid) AS bytes FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) ORDER BY array_position(%s, relname::text)",
        [list(TABLES), list(TABLES)],
    )
    return await rows.fetchall()


async def read_totals(connection: Connection) -> Row:
    """Give the size of the database and of all sources in bytes, and the server's version."""
    rows = await connection.execute(
        "SELECT pg_database_size(current_database()) AS database, current_setting('server_version') AS server,"
        " (SELECT coalesce(sum(size), 0)::bigint FROM documents) AS sources"
    )
    return await rows.fetchone() or {}
