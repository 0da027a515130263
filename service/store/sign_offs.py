"""Sign-offs: auditors' marks on single differences between two documents.

In: a connection and values. Out: rows as dicts, the newest first. Marks are only added: a changed mind is a new row.
"""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from service.store.connection import Connection
from service.store.identity import new_id

Mark = Literal["seen", "accepted", "question"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignOff:
    """A mark on a difference: `key` finds it again (`extractor.comparison.signing`), `subject` says what it is about."""

    old: UUID
    new: UUID
    key: str
    subject: str
    mark: Mark
    note: str
    person: UUID


async def add_sign_off(connection: Connection, new: NewSignOff) -> UUID:
    """Add a mark."""
    made = new_id()
    await connection.execute(
        "INSERT INTO sign_offs (id, old, new, key, subject, mark, note, person) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        [made, new.old, new.new, new.key, new.subject, new.mark, new.note, new.person],
    )
    return made


async def list_sign_offs(connection: Connection, old: UUID, new: UUID) -> list[Row]:
    """Give all marks between two documents, the newest first."""
    rows = await connection.execute(
        "SELECT s.id, s.key, s.subject, s.mark, s.note, s.at, p.login AS person, p.name AS person_name FROM sign_offs s"
        " JOIN people p ON p.id = s.person WHERE s.old = %s AND s.new = %s ORDER BY s.at DESC, s.id DESC",
        [old, new],
    )
    return await rows.fetchall()
