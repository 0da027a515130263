"""Rescue: jobs whose worker is gone, and documents that wait for nothing.

In: a connection, every few seconds in each worker; several at a time do no harm. Out: jobs back in the queue, documents with a
job again, or failed where that has been tried too often.
"""

import logging
from typing import Any

from procrastinate import App
from psycopg.types.json import Jsonb

from service.jobs.limits import MAX_SECONDS
from service.jobs.queue import defer_document
from service.jobs.retrying import MAX_DEATHS
from service.jobs.states import CHANNEL
from service.messages import message
from service.store.changes import note_document
from service.store.connection import Connection

logger = logging.getLogger(__name__)

# Seconds between two heartbeats of a worker.
BEAT_SECONDS = 2.0
# Seconds between two looks for workers that have none: with the silence and the worker's look at the queue 10 at most.
LOOK_SECONDS = 1.0
# A worker that was silent for this long is dead: it has missed three beats.
SILENT_SECONDS = 8.0
# A job that runs this long has ended without the queue's knowing: its child was killed at the limit, saving takes seconds.
OVERDUE_SECONDS = MAX_SECONDS + 60
# A worker's own job that it does not run was ended while the database was away; for this long it may be about to begin or end.
FORGOTTEN_SECONDS = 10.0
# Documents that are put right in one look.
MAX_DOCUMENTS = 500

STALLED = """
SELECT job.id, job.attempts, job.args ->> 'document' AS document FROM procrastinate_jobs job
LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
CROSS JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id AND type = 'started') started
WHERE job.status = 'doing' AND (
    worker.id IS NULL
    OR worker.last_heartbeat < now() - make_interval(secs => %(silent)s)
    OR started.at < now() - make_interval(secs => %(overdue)s)
    OR (worker.id = %(own)s AND NOT job.id = ANY(%(running)s) AND started.at < now() - make_interval(secs => %(forgotten)s))
) FOR UPDATE OF job SKIP LOCKED
"""
# Back to the queue: `retry_job` counts the try, and ends a job that was to be cancelled.
RETRY = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
FINISH = "SELECT procrastinate_finish_job_v1(%s, 'failed', false)"
# A document of a job that waits, waits.
WAITING = """
WITH changed AS (
    UPDATE documents document SET status = 'queued', progress = NULL FROM procrastinate_jobs job
    WHERE document.status = 'processing' AND job.id = document.job AND job.status = 'todo' RETURNING document.id
) SELECT pg_notify(%s, id::text) FROM changed
"""
WITHOUT_JOB = """
SELECT document.id, document.priority, job.status AS job_status FROM documents document
LEFT JOIN procrastinate_jobs job ON job.id = document.job
WHERE document.status IN ('queued', 'processing') AND (job.id IS NULL OR job.status NOT IN ('todo', 'doing'))
ORDER BY document.seq LIMIT %s FOR UPDATE OF document SKIP LOCKED
"""
FAIL = """
UPDATE documents SET status = 'failed', progress = NULL, problem = %s, finished_at = now() WHERE id = %s RETURNING pg_notify(%s, id::text)
"""
QUEUE_AGAIN = """
UPDATE documents SET status = 'queued', progress = NULL, job = %s WHERE id = %s RETURNING pg_notify(%s, id::text)
"""


async def rescue_jobs(connection: Connection, *, own: int | None, running: set[int]) -> int:
    """Put the jobs of dead workers back into the queue, and those that worker `own` has forgotten; gives how many."""
    values = {"silent": SILENT_SECONDS, "overdue": OVERDUE_SECONDS, "forgotten": FORGOTTEN_SECONDS, "own": own, "running": list(running)}
    async with connection.transaction():
        stalled = await (await connection.execute(STALLED, values)).fetchall()
        for job in stalled:
            logger.warning("job %s of document %s is rescued after %s tries", job["id"], job["document"], job["attempts"] + 1)
            await connection.execute(RETRY if job["attempts"] < MAX_DEATHS else FINISH, [job["id"]])
        if stalled:
            await connection.execute(WAITING, [CHANNEL])
    return len(stalled)


async def rescue_documents(connection: Connection, queue: App) -> int:
    """Put right the documents that wait without a job: a new job, or failed where the job was given up; gives how many."""
    async with connection.transaction():
        await connection.execute(WAITING, [CHANNEL])
        found = await (await connection.execute(WITHOUT_JOB, [MAX_DOCUMENTS])).fetchall()
        for document in found:
            await put_right(connection, queue, document)
    return len(found)


async def put_right(connection: Connection, queue: App, document: dict[str, Any]) -> None:
    """Put one document right that waits for a job that is gone, or that ended without it."""
    if document["job_status"] == "failed":
        problem = {"code": "processing_failed", "message": message("processing_failed")}
        await connection.execute(FAIL, [Jsonb(problem), document["id"], CHANNEL])
        await note_document(connection, "document.failed", document["id"], code=problem["code"])
        return
    job = await defer_document(queue, connection, document["id"], document["priority"])
    await connection.execute(QUEUE_AGAIN, [job, document["id"], CHANNEL])
