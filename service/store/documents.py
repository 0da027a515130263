"""Documents: their rows, from the upload to the deletion; what was extracted stands in `service.store.saving` and its siblings.

In: a connection and values. Out: rows as dicts, with the logins of who uploaded and deleted. A change of status is announced in
its transaction (`announce`); to add a filter of the list, add a line to `CONDITIONS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.sql import SQL, Composed
from psycopg.types.json import Jsonb

from service.store.changes import note_document
from service.store.connection import Connection
from service.store.former import keep_deleted
from service.store.identity import new_id

# The channel that tells of changed documents; the payload is a document's id.
CHANNEL = "planovik_documents"
# Statuses in which a document has a job.
WAITING = frozenset({"queued", "processing"})

Row = dict[str, Any]

SELECT = SQL(
    "SELECT d.id, d.seq, d.sha256, d.size, d.name, d.metadata, d.priority, d.uploaded_by, d.uploaded_at, d.status, d.job, d.progress,"
    " d.problem, d.extractor_version, d.format, d.pages, d.requisites, jsonb_array_length(d.issues) AS issue_count, d.version,"
    " d.source_restricted, d.source_erased_at,"
    " d.finished_at, d.deleted_at, d.computed_from, d.superseded, uploader.login AS uploader, uploader.name AS uploader_name,"
    " deleter.login AS deleter, deleter.name AS deleter_name"
    " FROM documents d JOIN people uploader ON uploader.id = d.uploaded_by LEFT JOIN people deleter ON deleter.id = d.deleted_by"
    " WHERE "
)
CONDITIONS: Mapping[str, SQL] = {
    "status": SQL("d.status = ANY(%(status)s)"),
    "kind": SQL("d.kind = ANY(%(kind)s)"),
    "issuer": SQL("d.issuer_key = ANY(%(issuer)s)"),
    "municipality": SQL("d.municipality_key = ANY(%(municipality)s)"),
    "uploaded_by": SQL("d.uploaded_by = (SELECT id FROM people WHERE login = %(uploaded_by)s)"),
    "sha256": SQL("d.sha256 = ANY(%(sha256)s)"),
    "date_from": SQL("d.date >= %(date_from)s"),
    "date_to": SQL("d.date <= %(date_to)s"),
    "uploaded_from": SQL("d.uploaded_at >= %(uploaded_from)s"),
    "uploaded_to": SQL("d.uploaded_at < %(uploaded_to)s"),
    "has_issue": SQL("(jsonb_array_length(d.issues) > 0) = %(has_issue)s"),
    "extractor_version": SQL("d.extractor_version = %(extractor_version)s"),
    "computed": SQL("(d.computed_from IS NOT NULL) = %(computed)s"),
    "q": SQL("d.search @@ websearch_to_tsquery('russian', %(q)s)"),
    "before": SQL("d.seq < %(before)s"),
    "after": SQL("d.seq > %(after)s"),
}
KEPT = SQL("d.status <> 'deleted'")
UPLOADED = SQL("d.computed_from IS NULL")


async def list_documents(connection: Connection, filters: Mapping[str, Any], limit: int) -> list[Row]:
    """Give documents that pass all filters (keys of `CONDITIONS`), the newest first; deleted and computed ones only by their filters.

    `before` and `after` are a `seq`: the documents are those that come next to it on that side.
    """
    given = {name: value for name, value in filters.items() if value is not None}
    conditions = [CONDITIONS[name] for name in given] + ([] if "status" in given else [KEPT]) + ([] if "computed" in given else [UPLOADED])
    order = SQL("ASC" if "after" in given else "DESC")
    query: Composed = SELECT + SQL(" AND ").join(conditions) + SQL(" ORDER BY d.seq {} LIMIT %(limit)s").format(order)
    found = await connection.execute(query, given | {"limit": limit})
    return sorted(await found.fetchall(), key=lambda row: -row["seq"])


async def count_statuses(connection: Connection, most: int) -> dict[str, int]:
    """Count the documents of each status but deleted ones, each up to `most`; a status that no document has is left out."""
    found = await connection.execute(
        "SELECT status, (SELECT count(*) FROM (SELECT FROM documents d WHERE d.status = one.status AND d.computed_from IS NULL"
        " LIMIT %s) AS counted) AS count"
        " FROM unnest(%s::text[]) AS one (status)",
        [most, ["queued", "processing", "done", "failed", "cancelled"]],
    )
    return {row["status"]: row["count"] for row in await found.fetchall() if row["count"]}


async def find_documents(connection: Connection, ids: Sequence[UUID]) -> list[Row]:
    """Give the documents with these ids, also deleted ones, in no order."""
    return await (await connection.execute(SELECT + SQL("d.id = ANY(%s)"), [list(ids)])).fetchall()


async def find_document(connection: Connection, document: UUID) -> Row | None:
    """Give a document, also a deleted one."""
    return next(iter(await find_documents(connection, [document])), None)


async def find_by_content(connection: Connection, sha256: str) -> UUID | None:
    """Give the id of the document with this content."""
    found = await connection.execute("SELECT id FROM documents WHERE sha256 = %s AND status <> 'deleted'", [sha256])
    row = await found.fetchone()
    return row["id"] if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """What is known of a document when it comes in; `size` in bytes, `person` is who uploads it."""

    sha256: str
    size: int
    name: str
    metadata: Mapping[str, Any]
    priority: str
    person: UUID


async def insert_document(connection: Connection, new: NewDocument) -> UUID | None:
    """Add a document that waits; None where one has this content. An upload of the same content that is being written is waited for."""
    found = await connection.execute(
        "INSERT INTO documents (id, sha256, size, name, metadata, priority, uploaded_by) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (sha256) WHERE status <> 'deleted' DO NOTHING RETURNING id",
        [new_id(), new.sha256, new.size, new.name, Jsonb(new.metadata), new.priority, new.person],
    )
    row = await found.fetchone()
    if row:
        await note_document(connection, "document.uploaded", row["id"])
    return row["id"] if row else None


async def lock_document(connection: Connection, document: UUID) -> Row | None:
    """Give the row of a document that nobody else changes before this transaction ends."""
    found = await connection.execute(
        "SELECT id, status, job, priority, uploaded_by, computed_from FROM documents WHERE id = %s FOR NO KEY UPDATE", [document]
    )
    return await found.fetchone()


async def set_queued(connection: Connection, document: UUID, job: int) -> None:
    """Note that a document waits for its job."""
    await connection.execute(
        "UPDATE documents SET status = 'queued', job = %s, progress = NULL, problem = NULL, finished_at = NULL WHERE id = %s",
        [job, document],
    )
    await announce(connection, document)


async def set_cancelled(connection: Connection, document: UUID) -> None:
    """Note that a document is not to be processed."""
    await connection.execute("UPDATE documents SET status = 'cancelled', progress = NULL, finished_at = now() WHERE id = %s", [document])
    await note_document(connection, "document.cancelled", document)
    await announce(connection, document)


async def set_deleted(connection: Connection, document: UUID, person: UUID | None) -> None:
    """Take a document and its records out of all lists; the row, the extractions, the corrections and the source stay as history.

    Without a person it was the service: a version is computed no more.
    """
    await connection.execute(
        "UPDATE documents SET status = 'deleted', progress = NULL, deleted_at = now(), deleted_by = %s WHERE id = %s", [person, document]
    )
    await keep_deleted(connection, document)
    for statement in REMOVE_RECORDS:
        await connection.execute(statement, [document])
    await note_document(connection, "document.deleted", document)
    await announce(connection, document)


REMOVE_RECORDS = (
    "DELETE FROM measures WHERE document = %s",
    "DELETE FROM clauses WHERE document = %s",
    "DELETE FROM activities WHERE document = %s",
    "DELETE FROM plans WHERE document = %s",
    "DELETE FROM registry_sightings WHERE document = %s",
)


async def announce(connection: Connection, document: UUID) -> None:
    """Tell all who listen that a document has changed, when the transaction is committed."""
    await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(document)])


async def find_issues(connection: Connection, document: UUID) -> list[dict[str, Any]]:
    """Give the issues of a document's newest extraction."""
    found = await connection.execute("SELECT issues FROM documents WHERE id = %s", [document])
    row = await found.fetchone()
    return row["issues"] if row else []


async def find_blocks(connection: Connection, document: UUID) -> list[dict[str, Any]] | None:
    """Give the text of a document, block by block, as its newest extraction read it; None before there is one."""
    found = await connection.execute(
        "SELECT e.blocks FROM extractions e JOIN documents d ON d.id = e.document AND d.extractor_version = e.extractor_version"
        " WHERE d.id = %s",
        [document],
    )
    row = await found.fetchone()
    return row["blocks"] if row else None
