"""Computed versions: documents without a file, whose records are what amending acts make of a base.

In: a connection, a base and what was computed. Out: rows of documents and of what stands beside them. The version of one base and day keeps
its id however often it is computed, so that marks, sign-offs and addresses stay; one that is not computed any more is a deleted document.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from service.store.changes import note_document
from service.store.connection import Connection
from service.store.documents import announce, set_deleted
from service.store.families import CLAUSES, MEASURES, PLANS, Family
from service.store.hiding import hide_here
from service.store.identity import new_id
from service.store.reports.asking import move_reports
from service.store.rows import read_rows
from service.store.saving import save_records

Json = dict[str, Any]
# The format of documents that no file has.
FORMAT = "computed"
FAMILIES: dict[str, Family] = {"measure": MEASURES, "clause": CLAUSES, "plan": PLANS}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedVersion:
    """A version to be stored: `sources` are which of its blocks are which document's, `links` what changed its fields."""

    base: UUID
    as_of: date
    name: str
    records: Json
    blocks: Sequence[Json]
    sources: Sequence[Json]
    links: Sequence[Json]
    extractor: str

    @property
    def digest(self) -> str:
        """A digest of its content, in place of a file's."""
        content = [str(self.base), self.as_of.isoformat(), self.records, list(self.links)]
        return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


async def hold_versions(connection: Connection, base: UUID) -> list[Json]:
    """Lock a base and its computed versions, also deleted ones, until the transaction ends, and give the versions, the oldest first."""
    await connection.execute(
        "SELECT FROM documents WHERE id = %(base)s OR computed_from = %(base)s ORDER BY id FOR NO KEY UPDATE", {"base": base}
    )
    rows = await connection.execute(
        "SELECT v.document, v.as_of, d.status, d.sha256, d.seq, d.extractor_version FROM computed_versions v"
        " JOIN documents d ON d.id = v.document WHERE v.base = %s ORDER BY v.as_of",
        [base],
    )
    return await rows.fetchall()


async def save_version(connection: Connection, new: ComputedVersion, known: Json | None) -> UUID:
    """Store a version in the caller's transaction, in place of the one of that day where there is one; an equal one stays as it is."""
    if known and known["status"] == "done" and (known["sha256"], known["extractor_version"]) == (new.digest, new.extractor):
        return UUID(str(known["document"]))
    document, seq = (known["document"], known["seq"]) if known else await add_document(connection, new)
    await connection.execute(
        "UPDATE documents SET status = 'done', name = %s, sha256 = %s, extractor_version = %s, tried_version = %s, finished_at = now(),"
        " deleted_at = NULL, deleted_by = NULL WHERE id = %s",
        [new.name, new.digest, new.extractor, new.extractor, document],
    )
    await connection.execute(
        "INSERT INTO extractions (id, document, extractor_version, records, blocks, seconds) VALUES (%s, %s, %s, %s, %s, 0)"
        " ON CONFLICT (document, extractor_version)"
        " DO UPDATE SET records = excluded.records, blocks = excluded.blocks, finished_at = now()",
        [new_id(), document, new.extractor, Jsonb(new.records), Jsonb(list(new.blocks))],
    )
    await save_records(connection, document=document, seq=seq, records=new.records)
    await hide_here(connection, document)
    links = await with_records(connection, document, new.links)
    await connection.execute(
        "INSERT INTO computed_versions (document, base, as_of, sources, links) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (document) DO UPDATE SET sources = excluded.sources, links = excluded.links",
        [document, new.base, new.as_of, Jsonb(list(new.sources)), Jsonb(links)],
    )
    await note_document(connection, "document.computed", document, base=str(new.base), as_of=new.as_of.isoformat())
    await announce(connection, document)
    return UUID(str(document))


async def add_document(connection: Connection, new: ComputedVersion) -> tuple[UUID, int]:
    """Add the row of a version; it belongs to whoever uploaded its base."""
    found = await connection.execute(
        "INSERT INTO documents (id, sha256, size, name, priority, uploaded_by, status, format, computed_from)"
        " SELECT %s, %s, 0, %s, priority, uploaded_by, 'done', %s, id FROM documents WHERE id = %s RETURNING id, seq",
        [new_id(), new.digest, new.name, FORMAT, new.base],
    )
    row = await found.fetchone()
    assert row
    return row["id"], row["seq"]


async def with_records(connection: Connection, document: UUID, links: Sequence[Json]) -> list[Json]:
    """Give links with the ids of the records that they changed; what is no longer there has none."""
    ids = {name: [str(row["id"]) for row in await read_rows(connection, family, document)] for name, family in FAMILIES.items()}
    return [
        {**link, "id": ids[link["record"]][link["index"]] if link["index"] is not None and link["record"] in ids else None}
        for link in links
    ]


async def remove_versions(connection: Connection, documents: Collection[UUID]) -> None:
    """Take versions that are computed no more out of all lists; sign-offs and edits stay as history, the texts of others do not."""
    for document in documents:
        await connection.execute("DELETE FROM line_versions WHERE document = %s", [document])
        await connection.execute("DELETE FROM extractions WHERE document = %s", [document])
        await connection.execute("UPDATE computed_versions SET sources = '[]', links = '[]' WHERE document = %s", [document])
        await set_deleted(connection, document, None)


async def mark_superseded(connection: Connection, base: UUID, standing: UUID) -> None:
    """Note which of a base and its versions lists show: the one that stands, and no other."""
    await connection.execute(
        "UPDATE documents SET superseded = (id <> %(standing)s) WHERE (id = %(base)s OR computed_from = %(base)s)"
        " AND superseded <> (id <> %(standing)s)",
        {"base": base, "standing": standing},
    )
    await move_reports(connection, base, standing)


async def find_computed(connection: Connection, documents: Collection[UUID]) -> dict[UUID, Json]:
    """Give what stands beside computed versions, by document: their base and day, sources and links."""
    rows = await connection.execute(
        "SELECT document, base, as_of, sources, links FROM computed_versions WHERE document = ANY(%s)", [list(documents)]
    )
    return {row["document"]: row for row in await rows.fetchall()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidated:
    """What became of the instructions for a base: `stamp` names the state that it was computed from, `problem` why it could not be."""

    base: UUID
    stamp: str
    instructions: Sequence[Json]
    notices: Sequence[Json]
    problem: Json | None = None


async def put_consolidation(connection: Connection, found: Consolidated) -> None:
    """Note what became of the instructions for a base."""
    await connection.execute(
        "INSERT INTO consolidations (base, stamp, instructions, notices, problem) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (base)"
        " DO UPDATE SET stamp = excluded.stamp, instructions = excluded.instructions, notices = excluded.notices,"
        " problem = excluded.problem, computed_at = now()",
        [
            found.base,
            found.stamp,
            Jsonb(list(found.instructions)),
            Jsonb(list(found.notices)),
            Jsonb(found.problem) if found.problem else None,
        ],
    )


async def find_consolidations(connection: Connection, bases: Collection[UUID]) -> dict[UUID, Json]:
    """Give what became of the instructions for bases, by base."""
    rows = await connection.execute(
        "SELECT base, stamp, instructions, notices, problem, computed_at FROM consolidations WHERE base = ANY(%s)", [list(bases)]
    )
    return {row["base"]: row for row in await rows.fetchall()}


async def drop_consolidation(connection: Connection, base: UUID) -> None:
    """Forget what became of the instructions for a base that is no more."""
    await connection.execute("DELETE FROM consolidations WHERE base = %s", [base])


async def forget_stamps(connection: Connection, bases: Collection[UUID]) -> None:
    """Have the versions of bases computed anew, also where nothing they are made of has changed."""
    await connection.execute("UPDATE consolidations SET stamp = '' WHERE base = ANY(%s)", [list(bases)])
