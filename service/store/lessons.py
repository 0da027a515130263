"""Lessons: what people taught by correcting how documents were read, kept as data of the installation.

In: a wording with its meaning, and where it was taught. Out: rows with their author, time and issuer; which of them were accepted for a
document, as the extractor takes them. A lesson is offered for documents of its issuer (`service.store.offers`) and never applied by
itself; of a document without an issuer it is that document's alone. One that is removed is offered no more, and stays as history.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from psycopg.sql import SQL
from psycopg.types.json import Jsonb

from extractor.wordings import Wordings, make_wordings, wording_key
from service.store.connection import Connection
from service.store.identity import new_id

Kind = Literal["header", "alias", "split"]
Decision = Literal["accepted", "declined"]
Row = dict[str, Any]
# Bytes of a SHA-256 that tell one set of wordings from another.
DIGEST_BYTES = 12
# Lessons of one issuer that are looked at for offers, the newest; no body has as many wordings of its own.
MOST_LESSONS = 1_000


@dataclass(frozen=True, slots=True)
class Taught:
    """A wording of a field and what it means: {"role"} of a header, {"name"} of an alias, {"parts"} of a split."""

    kind: Kind
    field: str
    wording: str
    meaning: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLesson:
    """What was taught, in which document and by whom; `edit` is the correction that taught it, where it was one."""

    taught: Taught
    document: UUID
    author: UUID
    edit: int | None = None


async def teach(connection: Connection, new: NewLesson) -> UUID | None:
    """Keep a lesson, and give its id; one that is known already is not kept twice. None where it is of a document that one may not see."""
    added = await connection.execute(
        "INSERT INTO lessons (id, kind, field, issuer, issuer_key, document, edit, wording, wording_key, meaning, author)"
        " SELECT %(id)s, %(kind)s, %(field)s, requisites ->> 'issuer', issuer_key, id, %(edit)s, %(wording)s, %(key)s, %(meaning)s,"
        " %(author)s FROM documents WHERE id = %(document)s ON CONFLICT DO NOTHING RETURNING id",
        values_of(new) | {"id": new_id(), "edit": new.edit, "wording": new.taught.wording, "author": new.author},
    )
    row = await added.fetchone()
    return row["id"] if row else await known_lesson(connection, new)


def values_of(new: NewLesson) -> Row:
    """Give what tells lessons apart."""
    taught = new.taught
    known = {"kind": taught.kind, "field": taught.field, "key": wording_key(taught.wording), "meaning": Jsonb(dict(taught.meaning))}
    return known | {"document": new.document}


async def known_lesson(connection: Connection, new: NewLesson) -> UUID | None:
    """Give the lesson that says the same for the same issuer."""
    found = await connection.execute(
        "SELECT l.id FROM lessons l JOIN documents d ON d.id = %(document)s WHERE l.kind = %(kind)s AND field = %(field)s"
        " AND coalesce(l.issuer_key, l.document::text) = coalesce(d.issuer_key, d.id::text) AND wording_key = %(key)s"
        " AND meaning = %(meaning)s AND removed_at IS NULL",
        values_of(new),
    )
    row = await found.fetchone()
    return row["id"] if row else None


# Two meanings of one wording: nobody can say which is meant, so neither is offered.
AMBIGUOUS = SQL(
    "(l.removed_at IS NULL AND EXISTS (SELECT FROM lessons o WHERE o.kind = l.kind AND o.field = l.field AND o.wording_key = l.wording_key"
    " AND coalesce(o.issuer_key, o.document::text) = coalesce(l.issuer_key, l.document::text) AND o.meaning <> l.meaning"
    " AND o.removed_at IS NULL))"
)
SELECT = SQL(
    "SELECT l.id, l.kind, l.field, l.issuer, l.document, l.edit, l.wording, l.wording_key, l.meaning, l.at, l.confirmed_at, l.removed_at,"
    " author.name AS author, confirmer.name AS confirmed_by, remover.name AS removed_by, {} AS ambiguous, d.name AS document_name,"
    " edits.record, edits.family FROM lessons l JOIN people author ON author.id = l.author JOIN documents d ON d.id = l.document"
    " LEFT JOIN people confirmer ON confirmer.id = l.confirmed_by LEFT JOIN people remover ON remover.id = l.removed_by"
    " LEFT JOIN edits ON edits.id = l.edit WHERE "
).format(AMBIGUOUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFilter:
    """Which lessons are wanted; None stands for any, `issuer` is a key."""

    kind: Kind | None = None
    issuer: str | None = None
    document: UUID | None = None
    confirmed: bool | None = None
    removed: bool = False


async def list_lessons(connection: Connection, wanted: LessonFilter, *, before: UUID | None, limit: int) -> list[Row]:
    """Give lessons, the newest first, from below the id `before`."""
    fits = SQL(
        "(%(kind)s::text IS NULL OR l.kind = %(kind)s) AND (%(issuer)s::text IS NULL OR l.issuer_key = %(issuer)s)"
        " AND (%(document)s::uuid IS NULL OR l.document = %(document)s) AND (l.removed_at IS NOT NULL) = %(removed)s"
        " AND (%(confirmed)s::boolean IS NULL OR (l.confirmed_at IS NOT NULL) = %(confirmed)s)"
        " AND (%(before)s::uuid IS NULL OR l.id < %(before)s) ORDER BY l.id DESC LIMIT %(limit)s"
    )
    return await (await connection.execute(SELECT + fits, asdict(wanted) | {"before": before, "limit": limit})).fetchall()


async def find_lesson(connection: Connection, lesson: UUID) -> Row | None:
    """Give a lesson, also one that was removed."""
    return await (await connection.execute(SELECT + SQL("l.id = %s"), [lesson])).fetchone()


async def lessons_for(connection: Connection, document: UUID) -> list[Row]:
    """Give the lessons that may be offered for a document: its issuer's, each with one meaning, the confirmed ones first."""
    fits = SQL(
        "l.removed_at IS NULL AND NOT {} AND coalesce(l.issuer_key, l.document::text) = (SELECT coalesce(issuer_key, id::text)"
        " FROM documents WHERE id = %s) ORDER BY l.confirmed_at IS NULL, l.id DESC LIMIT %s"
    ).format(AMBIGUOUS)
    return await (await connection.execute(SELECT + fits, [document, MOST_LESSONS])).fetchall()


async def set_confirmed(connection: Connection, lesson: UUID, person: UUID | None) -> None:
    """Note who says that a lesson is right; None takes it back."""
    await connection.execute(
        "UPDATE lessons SET confirmed_by = %(person)s, confirmed_at = CASE WHEN %(person)s::uuid IS NOT NULL THEN now() END"
        " WHERE id = %(lesson)s",
        {"person": person, "lesson": lesson},
    )


async def set_removed(connection: Connection, lesson: UUID, person: UUID) -> None:
    """Let a lesson be offered no more; what was made of it stays."""
    await connection.execute(
        "UPDATE lessons SET removed_by = %s, removed_at = now() WHERE id = %s AND removed_at IS NULL", [person, lesson]
    )


async def decisions_of(connection: Connection, document: UUID) -> dict[tuple[UUID, UUID], Decision]:
    """Give what people decided of the lessons offered in a document, by lesson and record (or the document itself)."""
    rows = await connection.execute("SELECT lesson, target, decision FROM lesson_decisions WHERE document = %s", [document])
    return {(row["lesson"], row["target"]): row["decision"] async for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person decided of a lesson for a record, or for a document as a whole; None takes a decision back."""

    lesson: UUID
    target: UUID
    document: UUID
    decision: Decision | None
    person: UUID


async def decide(connection: Connection, decided: Decided) -> bool:
    """Keep a decision in place of the one before, and tell whether it is another."""
    before = await connection.execute(
        "DELETE FROM lesson_decisions WHERE lesson = %s AND target = %s RETURNING decision", [decided.lesson, decided.target]
    )
    row = await before.fetchone()
    if decided.decision is not None:
        await connection.execute(
            "INSERT INTO lesson_decisions (lesson, target, document, decision, person) VALUES (%s, %s, %s, %s, %s)",
            [decided.lesson, decided.target, decided.document, decided.decision, decided.person],
        )
    return (row["decision"] if row else None) != decided.decision


async def read_taught(connection: Connection, document: UUID) -> Wordings:
    """Give the headers that were accepted for a document, as the extractor takes them; of two meanings the one accepted last."""
    rows = await connection.execute(
        "SELECT wording, meaning ->> 'role' AS role FROM lesson_decisions d JOIN lessons ON lessons.id = lesson"
        " WHERE target = %s AND decision = 'accepted' AND kind = 'header' ORDER BY d.at, lesson",
        [document],
    )
    return taught_headers([(row["wording"], row["role"]) async for row in rows])


async def accepted_headers(connection: Connection, document: UUID) -> dict[UUID, str]:
    """Give the lessons of headers that were accepted for a document, with the keys of their wordings."""
    rows = await connection.execute(
        "SELECT lesson, wording_key FROM lesson_decisions JOIN lessons ON lessons.id = lesson"
        " WHERE target = %s AND decision = 'accepted' AND kind = 'header'",
        [document],
    )
    return {row["lesson"]: row["wording_key"] async for row in rows}


def taught_headers(headers: Sequence[tuple[str, str]]) -> Wordings:
    """Make the wordings of headers with their roles; the last of one wording holds."""
    return Wordings(headers={wording_key(wording): role for wording, role in headers})  # type: ignore[misc]


def digest(wordings: Wordings) -> str:
    """Give a mark of wordings that tells whether a document was read with them; empty for none."""
    if wordings == make_wordings():
        return ""
    plain = json.dumps([sorted(wordings.headers.items()), sorted(wordings.names.items()), sorted(wordings.splits.items())])
    return sha256(plain.encode()).hexdigest()[: 2 * DIGEST_BYTES]


async def read_tables(connection: Connection, document: UUID) -> tuple[list[Row], bool]:
    """Give what the columns of a document's tables were taken for, and whether it was read with all that is accepted for it."""
    rows = await connection.execute(
        "SELECT tables, wordings FROM extractions e JOIN documents d ON d.id = e.document AND d.extractor_version = e.extractor_version"
        " WHERE d.id = %s",
        [document],
    )
    row = await rows.fetchone()
    wanted = digest(await read_taught(connection, document))
    return (row["tables"], row["wordings"] == wanted) if row else ([], True)
