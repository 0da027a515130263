"""Corrections: what fields are by a person's word, whatever the extractor reads.

In: a connection and records. Out: the fields that are held, each with its value, what is read there now, the author and the time. What is
held is the newest edit of a field that was not given back (`service.store.edits`); two values are the same that say the same, wherever
they were read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from service.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Correction:
    """A field that a person's word holds; `seen` is the reading that they knew, `reading` the one of the newest extraction."""

    edit: int
    family: str
    record: UUID
    field: str
    value: Any
    seen: Any
    reading: Any
    author: str
    at: datetime

    @property
    def differs(self) -> bool:
        """Whether the field says something else than what was read; if not, the reading was confirmed."""
        return bool(says(self.value) != says(self.reading))

    @property
    def disagrees(self) -> bool:
        """Whether the newest extraction reads what is neither the value nor what its author knew."""
        return says(self.reading) not in (says(self.value), says(self.seen))

    @property
    def shown(self) -> Any:
        """What the record says: the value, or a reading that says the same and has its own places in the source."""
        return self.value if self.differs else self.reading

    def as_json(self) -> dict[str, Any]:
        """Give what a record says of it."""
        return {"extracted": self.reading, "author": self.author, "at": self.at.isoformat(), "disagrees": self.disagrees}


def says(value: Any) -> Any:
    """Give what a value says, without the places at which it was read."""
    if isinstance(value, list):
        return [says(entry) for entry in value]
    return {key: part for key, part in value.items() if key != "evidence"} if isinstance(value, dict) else value


SELECT = (
    "SELECT edit, c.family, c.record, c.field, c.value, seen, reading, people.name AS author, at FROM corrections c"
    " JOIN edits ON edits.id = edit JOIN people ON people.id = author WHERE "
)


async def document_corrections(connection: Connection, document: UUID) -> list[Correction]:
    """Give every field that is held of a document, its plans and their records."""
    return [Correction(**row) async for row in await connection.execute(f"{SELECT} c.document = %s", [document])]


async def newest_correction(connection: Connection, document: UUID) -> int:
    """Give the number of the newest edit of a document or of one of its records, 0 where there is none."""
    rows = await connection.execute("SELECT coalesce(max(id), 0) AS newest FROM edits WHERE document = %s", [document])
    row = await rows.fetchone()
    return int(row["newest"]) if row else 0


async def record_corrections(connection: Connection, records: Sequence[UUID]) -> dict[UUID, dict[str, Correction]]:
    """Give the fields that are held, by record and field."""
    found: dict[UUID, dict[str, Correction]] = {}
    async for row in await connection.execute(f"{SELECT} c.record = ANY(%s)", [list(records)]):
        found.setdefault(row["record"], {})[row["field"]] = Correction(**row)
    return found


async def held_fields(connection: Connection, record: UUID) -> dict[str, Correction]:
    """Give the fields of a record that are held."""
    return (await record_corrections(connection, [record])).get(record, {})


async def hold_field(connection: Connection, correction: Correction, document: UUID) -> None:
    """Let an edit say what a field is, in place of an edit before."""
    await connection.execute(
        "INSERT INTO corrections (record, field, family, document, edit, value, seen, reading, differs, disagrees)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (record, field) DO UPDATE SET (edit, value, seen, reading, differs,"
        " disagrees) = (excluded.edit, excluded.value, excluded.seen, excluded.reading, excluded.differs, excluded.disagrees)",
        [
            *(correction.record, correction.field, correction.family, document, correction.edit),
            *map(Jsonb, (correction.value, correction.seen, correction.reading)),
            *(correction.differs, correction.disagrees),
        ],
    )


async def release_field(connection: Connection, record: UUID, field: str) -> None:
    """Give a field back to what is read."""
    await connection.execute("DELETE FROM corrections WHERE record = %s AND field = %s", [record, field])


async def renew_readings(connection: Connection, renewed: Sequence[Correction]) -> None:
    """Note what a newer extraction read in fields that are held."""
    rows = [(Jsonb(one.reading), one.differs, one.disagrees, one.record, one.field) for one in renewed]
    async with connection.cursor() as cursor:
        await cursor.executemany("UPDATE corrections SET reading = %s, differs = %s, disagrees = %s WHERE record = %s AND field = %s", rows)


def as_read(body: Mapping[str, Any], held: Mapping[str, Correction]) -> dict[str, Any]:
    """Give a record as it was read, without what people said of it."""
    return {**body, **{field: correction.reading for field, correction in held.items() if field in body}}
