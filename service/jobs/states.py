"""States of documents: what a job writes of them.

In: a connection, a document and its job. Out: rows changed and a notification on each change, or nothing where the document is
no longer this job's: it was cancelled, deleted, or given to another job.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from extractor.wordings import NOTHING_TAUGHT, Wordings
from service.amending.joining import place_act
from service.jobs.versions import EXTRACTOR_VERSION
from service.placing import place_document
from service.store.changes import note_document
from service.store.connection import Connection
from service.store.hiding import hide_here
from service.store.identity import new_id
from service.store.lessons import digest, read_taught
from service.store.saving import save_records
from service.suggesting import find_reports

# The channel of notifications; their payload is the document's id.
CHANNEL = "planovik_documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A document in the hands of a job; `again` says that it has records and is read once more, `wordings` are what was taught for it."""

    document: UUID
    job: int
    again: bool
    sha256: str
    seq: int
    wordings: Wordings = NOTHING_TAUGHT


async def take(connection: Connection, document: UUID, job: int, *, again: bool) -> Assignment | None:
    """Begin: the document becomes "processing" (one that is read again stays "done"); None where it is not this job's."""
    statement = (
        "SELECT sha256, seq FROM documents WHERE id = %(document)s AND status = 'done'"
        if again
        else "UPDATE documents SET status = 'processing', progress = %(progress)s"
        " WHERE id = %(document)s AND job = %(job)s AND status IN ('queued', 'processing')"
        " RETURNING sha256, seq, pg_notify(%(channel)s, id::text)"
    )
    values = {"document": document, "job": job, "progress": Jsonb(progress_of("reading")), "channel": CHANNEL}
    row = await (await connection.execute(statement, values)).fetchone()
    if row is None:
        return None
    wordings = await read_taught(connection, document)
    return Assignment(document=document, job=job, again=again, sha256=row["sha256"], seq=row["seq"], wordings=wordings)


def progress_of(stage: str, page: int | None = None, pages: int | None = None) -> dict[str, Any]:
    """Give the value of `documents.progress`."""
    return {"stage": stage, "page": page, "pages": pages}


async def note_progress(connection: Connection, held: Assignment, progress: dict[str, Any]) -> None:
    """Write how far the job is."""
    await connection.execute(
        "WITH changed AS (UPDATE documents SET progress = %s WHERE id = %s AND job = %s AND status = 'processing' RETURNING id)"
        " SELECT pg_notify(%s, id::text) FROM changed",
        [Jsonb(progress), held.document, held.job, CHANNEL],
    )


async def is_held(connection: Connection, held: Assignment) -> bool:
    """Tell whether the document still waits for this job's answer, and keep it so until the transaction ends.

    Also where it is "queued" again: this worker was taken for dead, and its answer is as good as the one that is still to come.
    """
    row = await (await connection.execute("SELECT status, job FROM documents WHERE id = %s FOR NO KEY UPDATE", [held.document])).fetchone()
    if row is None:
        return False
    return bool(row["status"] == "done" if held.again else row["status"] in ("queued", "processing") and row["job"] == held.job)


async def save_answer(connection: Connection, held: Assignment, answer: dict[str, Any], seconds: float) -> bool:
    """Save what the child answered and end the document's wait, in one transaction; False where it was not wanted any more."""
    async with connection.transaction():
        if not await is_held(connection, held):
            return False
        if await add_extraction(connection, held, answer, seconds):
            await save_records(connection, document=held.document, seq=held.seq, records=answer["records"])
        await connection.execute(
            "UPDATE documents SET status = 'done', progress = NULL, problem = NULL, format = %s, pages = %s, extractor_version = %s,"
            " tried_version = %s, finished_at = now() WHERE id = %s",
            [answer["format"], answer["pages"], EXTRACTOR_VERSION, EXTRACTOR_VERSION, held.document],
        )
        await note_document(connection, "document.read_again" if held.again else "document.done", held.document)
        await place_document(connection, held.document, answer["records"])
        await place_act(connection, held.document, answer["records"])
        await find_reports(connection, held.document, answer["records"])
        await hide_here(connection, held.document)
        await notify(connection, held.document)
    return True


async def add_extraction(connection: Connection, held: Assignment, answer: dict[str, Any], seconds: float) -> bool:
    """Add the extraction's row, or put it in place of one by other wordings; False where another job has added it, whose records stand."""
    added = await connection.execute(
        "INSERT INTO extractions (id, document, extractor_version, records, blocks, tables, wordings, seconds)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (document, extractor_version) DO UPDATE SET (id, records, blocks, tables,"
        " wordings, seconds, finished_at) = (excluded.id, excluded.records, excluded.blocks, excluded.tables, excluded.wordings,"
        " excluded.seconds, now()) WHERE extractions.wordings <> excluded.wordings",
        [
            *(new_id(), held.document, EXTRACTOR_VERSION, *map(Jsonb, (answer["records"], answer["blocks"], answer["tables"]))),
            *(digest(held.wordings), seconds),
        ],
    )
    return added.rowcount == 1


async def note_failure(connection: Connection, held: Assignment, problem: dict[str, str]) -> None:
    """End the document's wait without records; one that was read again keeps the records that it has."""
    if held.again:
        return
    async with connection.transaction():
        failed = await connection.execute(
            "UPDATE documents SET status = 'failed', progress = NULL, problem = %s, finished_at = now()"
            " WHERE id = %s AND job = %s AND status = 'processing'",
            [Jsonb(problem), held.document, held.job],
        )
        if failed.rowcount:
            await note_document(connection, "document.failed", held.document, code=problem["code"])
            await notify(connection, held.document)


async def give_back(connection: Connection, held: Assignment) -> None:
    """Let the document wait again: its job will have another try."""
    await connection.execute(
        "WITH changed AS (UPDATE documents SET status = 'queued', progress = NULL"
        " WHERE id = %s AND job = %s AND status = 'processing' RETURNING id) SELECT pg_notify(%s, id::text) FROM changed",
        [held.document, held.job, CHANNEL],
    )


async def notify(connection: Connection, document: UUID) -> None:
    """Tell all who listen that a document has changed, once the transaction is committed."""
    await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(document)])
