"""The queue: documents that wait, in the same database as everything else (procrastinate's tables).

In: the id of a document, on the caller's connection, so that its row and its job are written in one transaction. Out: the job's
number, and where it stands. Two jobs of one document never run at a time: they share a lock.
"""

from typing import Any, Literal
from uuid import UUID

from procrastinate import App, JobContext, PsycopgConnector

from service.jobs.retrying import Retrying
from service.store.connection import Connection

QUEUE = "documents"
TASK = "extract_document"
CONSOLIDATE = "consolidate_document"
Priority = Literal["interactive", "taught", "bulk", "again"]
# Somebody waits for an interactive document and for one that is read again by what they taught; nobody waits for one that is read
# again by a newer extractor.
PRIORITIES: dict[Priority, int] = {"interactive": 10, "taught": 5, "bulk": 0, "again": -10}
# Jobs over documents that have records, which they keep until there are new ones.
READ_AGAIN = frozenset({PRIORITIES["taught"], PRIORITIES["again"]})


def make_queue() -> App:
    """Make the queue; it works on a pool that it is opened with (`open_async(pool)`)."""
    queue = App(connector=PsycopgConnector())
    queue.task(name=TASK, queue=QUEUE, pass_context=True, retry=Retrying())(extract_document)
    queue.task(name=CONSOLIDATE, queue=QUEUE, pass_context=True, retry=Retrying())(consolidate)
    return queue


async def extract_document(context: JobContext, document: str) -> None:
    """Process a document."""
    from service.jobs.processing import process_document

    await process_document(context, UUID(document))


async def consolidate(context: JobContext, document: str) -> None:
    """Compute the versions that hang on a document."""
    from service.jobs.consolidating import consolidate_document

    await consolidate_document(context, UUID(document))


def lock_name(document: UUID) -> str:
    """Give the name of the lock that all jobs of a document share."""
    return f"document:{document}"


async def defer_document(queue: App, connection: Connection, document: UUID, priority: Priority) -> int:
    """Put a document into the queue within the connection's transaction, and give the job's number."""
    task = queue.configure_task(TASK, connection=connection, priority=PRIORITIES[priority], lock=lock_name(document), queue=QUEUE)
    return await task.defer_async(document=str(document))


async def defer_consolidation(queue: App, connection: Connection, document: UUID) -> None:
    """Have the versions that hang on a document computed anew, unless that waits already.

    One at a time in the whole installation: they take little, and two of one base would wait for each other's rows.
    """
    waiting = await one_row(
        connection,
        "SELECT FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' AND lock = %s AND args ->> 'document' = %s LIMIT 1",
        [CONSOLIDATE, CONSOLIDATE, str(document)],
    )
    if waiting is None:
        task = queue.configure_task(CONSOLIDATE, connection=connection, priority=PRIORITIES["interactive"], lock=CONSOLIDATE, queue=QUEUE)
        await task.defer_async(document=str(document))


async def cancel_job(queue: App, connection: Connection, job: int) -> None:
    """Take a job out of the queue, or have it stopped within a second where it runs; nothing happens where it has ended."""
    del queue
    await connection.execute("SELECT procrastinate_cancel_job_v1(%s, true, false)", [job])


async def queue_place(connection: Connection, job: int) -> int | None:
    """Give a job's place in the queue: 1 is the next; None where it runs or has ended."""
    row = await one_row(
        connection,
        "SELECT (SELECT count(*) FROM procrastinate_jobs other WHERE other.status = 'todo' AND"
        " (other.priority > job.priority OR (other.priority = job.priority AND other.id <= job.id))) AS place"
        " FROM procrastinate_jobs job WHERE job.id = %s AND job.status = 'todo'",
        [job],
    )
    return row["place"] if row else None


async def queue_length(connection: Connection) -> int:
    """Count the documents that wait; those that are only read again do not keep anybody from uploading, so they don't count."""
    row = await one_row(
        connection, "SELECT count(*) AS length FROM procrastinate_jobs WHERE status = 'todo' AND priority > %s", [PRIORITIES["again"]]
    )
    return row["length"] if row else 0


async def one_row(connection: Connection, statement: Any, values: list[Any]) -> dict[str, Any] | None:
    """Give the first row of an answer."""
    return await (await connection.execute(statement, values)).fetchone()
