"""Amending acts: which act changes which document, and what people say of single instructions.

In: a connection and values. Out: rows as dicts. Documents are known to each other by the date and number of the acts that they are and
that they change (`act_names`), so that it does not matter which of them comes first.
"""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from typing import Any, Literal
from uuid import UUID

from service.store.changes import note_document
from service.store.connection import Connection

Row = dict[str, Any]
Role = Literal["own", "target"]
Mark = Literal["confirmed", "rejected"]
# Documents of one act, or acts that change one, which are looked at: a plan that was changed every month for eight years has a hundred.
MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class ActName:
    """An act that a document is (`own`) or changes (`target`); the number without spaces, the issuer as a key."""

    role: Role
    day: str
    number: str
    kind: str | None
    issuer_key: str | None


async def put_names(connection: Connection, document: UUID, names: Iterable[ActName]) -> None:
    """Note which acts a document is and changes, in place of what was known."""
    await connection.execute("DELETE FROM act_names WHERE document = %s", [document])
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO act_names (document, role, day, number, kind, issuer_key) VALUES (%s, %s, %s, %s, %s, %s)",
            [(document, *astuple(name)) for name in names],
        )


async def find_named(connection: Connection, role: Role, day: Any, number: str) -> list[Row]:
    """Give the read documents that are an act, or that change it: id, the act's kind and issuer there, their own issuer."""
    rows = await connection.execute(
        "SELECT DISTINCT d.id, n.kind, n.issuer_key AS named_issuer, d.issuer_key FROM act_names n JOIN documents d ON d.id = n.document"
        " WHERE n.day = %s AND n.number = %s AND n.role = %s AND d.status = 'done' AND d.computed_from IS NULL ORDER BY d.id LIMIT %s",
        [day, number, role, MOST_FOUND],
    )
    return await rows.fetchall()


async def names_of(connection: Connection, document: UUID, role: Role) -> list[Row]:
    """Give the acts that a document is or changes."""
    rows = await connection.execute(
        "SELECT n.day, n.number, n.kind, n.issuer_key, d.issuer_key AS own_issuer FROM act_names n JOIN documents d ON d.id = n.document"
        " WHERE n.document = %s AND n.role = %s ORDER BY n.day, n.number",
        [document, role],
    )
    return await rows.fetchall()


async def put_act(connection: Connection, base: UUID, act: UUID, reason: Literal["act", "hand"], person: UUID | None = None) -> bool:
    """Note that an act changes a base; False where that is known. What a person says stands above what the service found."""
    done = await connection.execute(
        "INSERT INTO amending_acts (base, act, reason, placed_by) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (base, act) DO UPDATE SET reason = excluded.reason, placed_by = excluded.placed_by, placed_at = now()"
        " WHERE excluded.reason = 'hand' AND amending_acts.reason = 'act'",
        [base, act, reason, person],
    )
    if done.rowcount:
        await note_document(connection, "document.placed", act, base=str(base), reason=reason)
    return done.rowcount > 0


async def take_act(connection: Connection, base: UUID, act: UUID, person: UUID) -> bool:
    """Say that an act does not change a base, so that the service does not join them again; False where they were not joined."""
    done = await connection.execute("DELETE FROM amending_acts WHERE base = %s AND act = %s", [base, act])
    if not done.rowcount:
        return False
    await connection.execute(
        "INSERT INTO line_suggestions (document, other, reason, score, decision, decided_by, decided_at)"
        " VALUES (%s, %s, 'act', 1, 'rejected', %s, now())"
        " ON CONFLICT (document, other) DO UPDATE SET decision = 'rejected', decided_by = excluded.decided_by, decided_at = now()",
        [act, base, person],
    )
    await note_document(connection, "document.taken_out", act, base=str(base))
    return True


async def acts_of(connection: Connection, bases: Collection[UUID]) -> list[Row]:
    """Give the acts of bases, the oldest first; deleted ones, and those that are not read yet, are left out."""
    rows = await connection.execute(
        "SELECT a.base, a.act, a.reason, a.placed_at, placer.login AS placed_by, d.name, d.date, d.requisites ->> 'number' AS number,"
        " d.requisites ->> 'title' AS title, d.kind, d.version FROM amending_acts a JOIN documents d ON d.id = a.act"
        " LEFT JOIN people placer ON placer.id = a.placed_by WHERE a.base = ANY(%s) AND d.status <> 'deleted' AND d.requisites IS NOT NULL"
        " ORDER BY d.date NULLS LAST, d.seq",
        [list(bases)],
    )
    return await rows.fetchall()


async def bases_of(connection: Connection, act: UUID) -> list[UUID]:
    """Give the documents that an act changes, also deleted ones."""
    rows = await connection.execute("SELECT base FROM amending_acts WHERE act = %s ORDER BY base", [act])
    return [row["base"] for row in await rows.fetchall()]


async def touched_bases(connection: Connection, document: UUID) -> list[UUID]:
    """Give the bases whose versions hang on a document: itself where acts change it, and those that it changes."""
    rows = await connection.execute(
        "SELECT DISTINCT base FROM amending_acts WHERE base = %(document)s OR act = %(document)s"
        " UNION SELECT base FROM consolidations WHERE base = %(document)s ORDER BY base",
        {"document": document},
    )
    return [row["base"] for row in await rows.fetchall()]


async def list_waiting(connection: Connection, limit: int) -> list[Row]:
    """Give amending acts whose base is not in the store, the newest first, with the act that they change."""
    rows = await connection.execute(
        "SELECT d.id AS document, d.name, d.requisites ->> 'title' AS title, n.day, n.number FROM act_names n"
        " JOIN documents d ON d.id = n.document WHERE n.role = 'target' AND d.status = 'done'"
        " AND NOT EXISTS (SELECT FROM amending_acts a JOIN documents b ON b.id = a.base WHERE a.act = d.id AND b.status <> 'deleted')"
        " ORDER BY d.seq DESC LIMIT %s",
        [limit],
    )
    return await rows.fetchall()


async def marks_of(connection: Connection, acts: Collection[UUID]) -> dict[UUID, dict[str, Row]]:
    """Give what people said of acts' instructions, by act and key."""
    rows = await connection.execute(
        "SELECT act, key, mark, reading, people.name AS person, at FROM instruction_marks JOIN people ON people.id = person"
        " WHERE act = ANY(%s)",
        [list(acts)],
    )
    found: dict[UUID, dict[str, Row]] = {}
    for row in await rows.fetchall():
        found.setdefault(row["act"], {})[row["key"]] = row
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionMark:
    """What a person says of an instruction of an act, of which `reading` was read; None takes a mark back."""

    act: UUID
    key: str
    mark: Mark | None
    reading: str
    person: UUID


async def put_mark(connection: Connection, said: InstructionMark) -> None:
    """Note what a person says of an instruction."""
    if said.mark is None:
        await connection.execute("DELETE FROM instruction_marks WHERE act = %s AND key = %s", [said.act, said.key])
        return
    await connection.execute(
        "INSERT INTO instruction_marks (act, key, mark, reading, person) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (act, key)"
        " DO UPDATE SET mark = excluded.mark, reading = excluded.reading, person = excluded.person, at = now()",
        [said.act, said.key, said.mark, said.reading, said.person],
    )
