"""Retention: how long things are kept, and their end.

In: a connection, rules, the file store. Out: what is over its time, counted or erased. The audit log is kept for ever, and so is whatever
is under a legal hold. To add a subject, add a line to `SUBJECTS`.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from service.auth.actors import Actor
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.connection import Connection
from service.store.files import FileStore

# Documents that are erased in one transaction.
BATCH = 500
# A file without a document may be that of an upload whose row comes in a moment.
GRACE = timedelta(days=1)

# Days of a document's kind go before those of all documents; without either nothing ends.
RULE: LiteralString = (
    "JOIN LATERAL (SELECT days FROM retention_rules r WHERE r.subject = {subject} AND r.document_kind IN (coalesce(d.kind, ''), '')"
    " ORDER BY r.document_kind DESC LIMIT 1) rule ON true"
)
OVER_IN_DOCUMENTS: LiteralString = (
    "SELECT {} FROM documents d {} " + RULE + " WHERE {} AND {moment} < now() - make_interval(days => rule.days) AND d.legal_hold IS NULL"  # noqa: S608 - constants
)
# Runs that are remembered.
RUNS = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that ends: its table and the moment that days are counted from; `default` holds for rows that are of no document."""

    table: LiteralString
    moment: LiteralString
    condition: LiteralString = "true"
    default: int | None = None

    @property
    def is_of_documents(self) -> bool:
        """Whether rules may name a kind of document, and a hold keeps it."""
        return self.default is None


SUBJECTS: Mapping[str, Subject] = {
    # The file, the text, what was read and what was corrected of a deleted document; that there was one stays.
    "deleted_documents": Subject("documents", "d.deleted_at", "d.status = 'deleted' AND d.source_erased_at IS NULL"),
    # The file of a document whose records stay.
    "sources": Subject(
        "documents", "d.uploaded_at", "d.status = 'done' AND d.source_erased_at IS NULL AND d.computed_from IS NULL AND d.size > 0"
    ),
    # What an older extractor read of a document that a newer one has read.
    "old_extractions": Subject("extractions", "e.finished_at", "e.extractor_version <> d.extractor_version"),
    # Repeated uploads are recognised for a day.
    "idempotency_keys": Subject("idempotency_keys", "created_at", default=1),
    "sessions": Subject("sessions", "expires_at", default=0),
    # Sign-ins are slowed down by the failures of the last hours.
    "sign_in_failures": Subject("sign_in_failures", "at", default=1),
}

# Of these the log has an entry when any went; rows that only served sign-ins and uploads are not worth one.
TOLD = ("deleted_documents", "sources", "old_extractions", "files")


async def list_retention(connection: Connection) -> list[Json]:
    """Give the rules that people set."""
    rows = await connection.execute(
        "SELECT subject, document_kind, days, people.login AS set_by, set_at FROM retention_rules LEFT JOIN people ON people.id = set_by"
        " ORDER BY subject, document_kind"
    )
    return await rows.fetchall()


async def set_retention(connection: Connection, subject: str, kind: str, days: int, person: UUID) -> None:
    """Set the days of a subject, for one kind of document or for all ("")."""
    await connection.execute(
        "INSERT INTO retention_rules (subject, document_kind, days, set_by) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (subject, document_kind) DO UPDATE SET days = excluded.days, set_by = excluded.set_by, set_at = now()",
        [subject, kind, days, person],
    )


async def drop_retention(connection: Connection, subject: str, kind: str) -> bool:
    """Remove a rule; False where there is none."""
    done = await connection.execute("DELETE FROM retention_rules WHERE subject = %s AND document_kind = %s", [subject, kind])
    return done.rowcount == 1


async def last_run(connection: Connection) -> Json | None:
    """Give when rules were applied last, by whom, and what went."""
    return await (await connection.execute("SELECT at, actor, counts FROM retention_runs ORDER BY id DESC LIMIT 1")).fetchone()


async def hold_document(connection: Connection, document: UUID, reason: str | None, person: UUID) -> None:
    """Put a document under a legal hold, or with None lift it."""
    await connection.execute(
        "UPDATE documents SET legal_hold = %s, held_by = %s, held_at = CASE WHEN %s::text IS NULL THEN NULL ELSE now() END WHERE id = %s",
        [reason, None if reason is None else person, reason, document],
    )


def over(name: str) -> sql.Composed:
    """Give the condition of what of a subject is over its time, after its table and `WHERE`."""
    subject = SUBJECTS[name]
    if not subject.is_of_documents:
        days = sql.SQL("coalesce((SELECT r.days FROM retention_rules r WHERE r.subject = {}), {})").format(
            sql.Literal(name), sql.Literal(subject.default)
        )
        return sql.SQL("{} < now() - make_interval(days => {})").format(sql.SQL(subject.moment), days)
    inner = sql.SQL(OVER_IN_DOCUMENTS).format(
        sql.SQL("e.id" if subject.table == "extractions" else "d.id"),
        sql.SQL("JOIN extractions e ON e.document = d.id" if subject.table == "extractions" else ""),
        sql.SQL(subject.condition),
        subject=sql.Literal(name),
        moment=sql.SQL(subject.moment),
    )
    return sql.SQL("id IN ({})").format(inner)


async def count_over(connection: Connection, name: str) -> int:
    """Count what of a subject is over its time."""
    statement = sql.SQL("SELECT count(*) AS count FROM {} WHERE {}").format(sql.Identifier(SUBJECTS[name].table), over(name))
    row = await (await connection.execute(statement)).fetchone()
    return row["count"] if row else 0


async def count_all(connection: Connection, files: FileStore) -> dict[str, int]:
    """Count what would go now; `files` are those that no document has, also after the documents that would go."""
    counts = {name: await count_over(connection, name) for name in SUBJECTS}
    return counts | {"files": sum([len(found) async for found in unused_files(connection, files)])}


async def erase_all(connection: Connection, files: FileStore, actor: Actor | None) -> dict[str, int]:
    """Erase what is over its time, and note the run; what is interrupted goes on with the next. `actor` is None for the service itself."""
    counts = {name: await erase(connection, name) for name in SUBJECTS}
    counts["files"] = 0
    async for addresses in unused_files(connection, files):
        for address in addresses:
            await files.remove(address)
        counts["files"] += len(addresses)
    async with connection.transaction():
        await connection.execute("INSERT INTO retention_runs (actor, counts) VALUES (%s, %s)", [actor_name(actor), Jsonb(counts)])
        await connection.execute("DELETE FROM retention_runs WHERE id <= (SELECT max(id) - %s FROM retention_runs)", [RUNS])
        if any(counts[name] for name in TOLD):
            await write_audit(connection, actor, "retention.apply", "retention", **counts)
    return counts


def actor_name(actor: Actor | None) -> str:
    """Give who applied rules, as people know them."""
    return actor.login if actor else "service"


async def erase(connection: Connection, name: str) -> int:
    """Erase what of a subject is over its time; the files of documents go as those that no document has."""
    subject = SUBJECTS[name]
    if subject.table != "documents":
        done = await connection.execute(sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(subject.table), over(name)))
        return done.rowcount
    count = 0
    while True:
        async with connection.transaction():
            statement = sql.SQL(
                "UPDATE documents SET source_erased_at = now() WHERE id IN (SELECT id FROM documents WHERE {} LIMIT {}) RETURNING id"
            ).format(over(name), sql.Literal(BATCH))
            rows = await (await connection.execute(statement)).fetchall()
            if name == "deleted_documents":
                await forget_content(connection, [row["id"] for row in rows])
        count += len(rows)
        if len(rows) < BATCH:
            return count


async def forget_content(connection: Connection, documents: list[UUID]) -> None:
    """Erase what a deleted document said; its row stays, for the log to point to."""
    for table in ("extractions", "corrections", "edits", "hidden_originals"):
        await connection.execute(sql.SQL("DELETE FROM {} WHERE document = ANY(%s)").format(sql.Identifier(table)), [documents])
    await connection.execute(
        "UPDATE documents SET requisites = NULL, issues = '[]', metadata = '{}', masked = NULL, persons = NULL, printed_names = NULL,"
        " search = NULL, masked_search = NULL WHERE id = ANY(%s)",
        [documents],
    )


async def unused_files(connection: Connection, files: FileStore) -> AsyncIterator[list[str]]:
    """Yield, some at a time, the files whose source no document has any more, and which are older than an upload takes."""
    found = await connection.execute("SELECT EXISTS (SELECT FROM documents) AS has_any")
    if not (await found.fetchone() or {}).get("has_any"):
        return  # the file store of another installation, or a database that is to be restored
    youngest = datetime.now(UTC) - GRACE
    old = [one.address async for one in files.find() if one.at < youngest]
    for some in chunks(old):
        sources = list({address[:64] for address in some})
        rows = await connection.execute(
            "SELECT DISTINCT sha256 FROM documents WHERE sha256 = ANY(%s) AND source_erased_at IS NULL", [sources]
        )
        used = {row["sha256"] for row in await rows.fetchall()}
        unused = [address for address in some if address[:64] not in used]
        if unused:
            yield unused


def chunks(addresses: list[str]) -> list[list[str]]:
    """Cut a list into batches."""
    return [addresses[start : start + BATCH] for start in range(0, len(addresses), BATCH)]
