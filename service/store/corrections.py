"""Corrections: the newest edit of each field, where its value still differs from what was read.

In: a connection and records. Out: each one's corrections, with the value that was read, the author and the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Correction:
    """The newest edit of a field; it stands while its value is not the one that was read."""

    edit: int
    family: str
    record: UUID
    field: str
    value: Any
    extracted: Any
    author: str
    at: datetime

    @property
    def stands(self) -> bool:
        """Whether the field shows this value rather than the one that was read."""
        return bool(self.value != self.extracted)

    def as_json(self) -> dict[str, Any]:
        """Give what a record says of it."""
        return {"extracted": self.extracted, "author": self.author, "at": self.at.isoformat()}


async def document_corrections(connection: Connection, document: UUID) -> list[Correction]:
    """Give the newest edit of every field of a document, its plans and their records."""
    rows = await connection.execute(
        "SELECT DISTINCT ON (record, field) edits.id AS edit, family, record, field, value, extracted, people.name AS author, at"
        " FROM edits JOIN people ON people.id = author WHERE document = %s ORDER BY record, field, edits.id DESC",
        [document],
    )
    return [Correction(**row) async for row in rows]


async def newest_correction(connection: Connection, document: UUID) -> int:
    """Give the number of the newest edit of a document or of one of its records, 0 where there is none."""
    rows = await connection.execute("SELECT coalesce(max(id), 0) AS newest FROM edits WHERE document = %s", [document])
    row = await rows.fetchone()
    return int(row["newest"]) if row else 0


async def newest_edits(connection: Connection, record: UUID) -> dict[str, Correction]:
    """Give the newest edit of each field of a record, whether it stands or was taken back."""
    return {edit.field: edit for edit in await edits_of(connection, [record])}


async def record_corrections(connection: Connection, records: Sequence[UUID]) -> dict[UUID, dict[str, Correction]]:
    """Give the corrections that stand, by record and field."""
    found: dict[UUID, dict[str, Correction]] = {}
    for edit in await edits_of(connection, records):
        if edit.stands:
            found.setdefault(edit.record, {})[edit.field] = edit
    return found


async def edits_of(connection: Connection, records: Sequence[UUID]) -> list[Correction]:
    """Give the newest edit of each field of records."""
    rows = await connection.execute(
        "SELECT DISTINCT ON (record, field) edits.id AS edit, family, record, field, value, extracted, people.name AS author, at"
        " FROM edits JOIN people ON people.id = author WHERE record = ANY(%s) ORDER BY record, field, edits.id DESC",
        [list(records)],
    )
    return [Correction(**row) async for row in rows]
