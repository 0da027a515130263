"""Version lines: which documents are versions of one plan, since when each is in force, and who put it there.

In: a connection and values. Out: rows as dicts. A line is made with its first two versions and goes with the last but one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from psycopg.sql import SQL

from service.store.changes import note_change, note_document
from service.store.connection import Connection
from service.store.identity import new_id
from service.store.search import search_form

# What documents are looked for by: that they hold a plan, or that they report of one.
Holding = Literal["plans", "reports"]
HOLDING: Mapping[Holding, SQL] = {
    "plans": SQL("EXISTS (SELECT FROM plans WHERE plans.document = d.id)"),
    "reports": SQL(
        "(d.kind = 'report' OR EXISTS (SELECT FROM measures m WHERE m.document = d.id AND m.status IS NOT NULL)"
        " OR (EXISTS (SELECT FROM activities a WHERE a.document = d.id) AND NOT EXISTS (SELECT FROM plans p WHERE p.document = d.id)))"
    ),
}
Reason = Literal["first", "act", "similarity", "hand", "computed"]
Row = dict[str, Any]

VERSIONS = SQL(
    "SELECT v.line, v.document, v.in_force, v.reason, v.placed_at, placer.login AS placed_by, d.name, d.sha256, d.status,"
    " d.requisites ->> 'title' AS title, d.requisites ->> 'number' AS number, d.date, d.extractor_version, d.uploaded_at, d.computed_from"
    " FROM line_versions v JOIN documents d ON d.id = v.document LEFT JOIN people placer ON placer.id = v.placed_by"
    " WHERE d.status <> 'deleted' AND "
)
# A version whose day is not known stands by the day of its upload; of one day a whole edition stands above the computed version.
IN_ORDER = SQL(" ORDER BY coalesce(v.in_force, d.uploaded_at::date), d.computed_from IS NULL AND v.reason <> 'first', d.seq")


# Held while the service puts documents together, so that two that are read at a time do not each begin a line; any number of its own.
LINES_LOCK = 7_200_020
# Documents that are looked at for alike titles: the newest of the issuer, and as many by their words.
LOOKED_AT = 200
# Documents that an act which came after them may belong to.
MOST_NAMING = 20
NAMING = """
WITH words AS (SELECT plainto_tsquery('russian', %(number)s)
    && (plainto_tsquery('russian', %(figures)s) || plainto_tsquery('russian', %(words)s)) AS query),
named AS (SELECT d.id FROM documents d, words WHERE d.search @@ words.query AND d.issuer_key = %(issuer)s
    UNION SELECT c.document FROM clauses c, words
    WHERE c.search @@ words.query AND c.issuer_key = %(issuer)s AND c.kind IN ('amendment', 'approval'))
SELECT d.id, e.records FROM named JOIN documents d USING (id)
JOIN extractions e ON e.document = d.id AND e.extractor_version = d.extractor_version
WHERE d.status = 'done' AND d.id <> %(document)s AND d.computed_from IS NULL
AND EXISTS (SELECT FROM plans WHERE plans.document = d.id)
AND NOT EXISTS (SELECT FROM line_versions v WHERE v.document = d.id) ORDER BY d.seq LIMIT %(limit)s
"""


async def hold_lines(connection: Connection) -> None:
    """Let nobody else put documents together before this transaction ends; take it before any row of a line or a suggestion."""
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", [LINES_LOCK])


async def find_line(connection: Connection, line: UUID) -> Row | None:
    """Give a line."""
    return await (await connection.execute("SELECT id, title, created_at FROM lines WHERE id = %s", [line])).fetchone()


async def line_of(connection: Connection, document: UUID) -> UUID | None:
    """Give the line that a document stands in."""
    row = await (await connection.execute("SELECT line FROM line_versions WHERE document = %s", [document])).fetchone()
    return row["line"] if row else None


async def list_lines(connection: Connection, *, before: UUID | None, limit: int) -> list[Row]:
    """Give lines, the newest first, each with the number of its versions; `before` is the id of the last one seen."""
    rows = await connection.execute(
        "SELECT l.id, l.title, l.created_at, (SELECT count(*) FROM line_versions v JOIN documents d ON d.id = v.document"
        " WHERE v.line = l.id AND d.status <> 'deleted') AS versions FROM lines l"
        " WHERE %(before)s::uuid IS NULL OR l.id < %(before)s ORDER BY l.id DESC LIMIT %(limit)s",
        {"before": before, "limit": limit},
    )
    return await rows.fetchall()


async def list_versions(connection: Connection, line: UUID) -> list[Row]:
    """Give the versions of a line, the oldest first."""
    return await (await connection.execute(VERSIONS + SQL("v.line = %s") + IN_ORDER, [line])).fetchall()


async def add_line(connection: Connection, title: str) -> UUID:
    """Add a line without versions."""
    line = new_id()
    await connection.execute("INSERT INTO lines (id, title) VALUES (%s, %s)", [line, title])
    await note_change(connection, "line.added", f"lines/{line}")
    return line


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A document's place in a line: since when it is in force, why it stands there, and who put it there (None: the service)."""

    line: UUID
    document: UUID
    in_force: date | None
    reason: Reason
    person: UUID | None = None


async def put_version(connection: Connection, version: Version) -> None:
    """Put a document into a line, or change since when it is in force; it leaves the line that it stood in."""
    await connection.execute(
        "INSERT INTO line_versions (document, line, in_force, reason, placed_by) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (document) DO UPDATE SET line = excluded.line, in_force = excluded.in_force, reason = excluded.reason,"
        " placed_by = excluded.placed_by, placed_at = now()",
        [version.document, version.line, version.in_force, version.reason, version.person],
    )
    await note_document(connection, "document.placed", version.document, line=str(version.line), reason=version.reason)


async def take_version(connection: Connection, line: UUID, document: UUID, person: UUID) -> bool:
    """Take a document out of a line, so that the service does not put it back; False where it does not stand there."""
    done = await connection.execute("DELETE FROM line_versions WHERE document = %s AND line = %s", [document, line])
    await connection.execute(
        "INSERT INTO line_suggestions (document, other, reason, score, decision, decided_by, decided_at)"
        " SELECT %(document)s, document, 'act', 1, 'rejected', %(person)s, now() FROM line_versions WHERE line = %(line)s AND %(done)s"
        " ON CONFLICT (document, other) DO UPDATE SET decision = 'rejected', decided_by = excluded.decided_by, decided_at = now()",
        {"document": document, "person": person, "line": line, "done": done.rowcount > 0},
    )
    if done.rowcount:
        await note_document(connection, "document.taken_out", document, line=str(line))
    return done.rowcount > 0


async def rejected_of(connection: Connection, document: UUID) -> frozenset[UUID]:
    """Give the documents of which a person has said that this one is no version beside them."""
    rows = await connection.execute(
        "SELECT other AS id FROM line_suggestions WHERE document = %(document)s AND decision = 'rejected'"
        " UNION SELECT document FROM line_suggestions WHERE other = %(document)s AND decision = 'rejected'",
        {"document": document},
    )
    return frozenset(row["id"] for row in await rows.fetchall())


async def find_naming(connection: Connection, document: UUID, *, issuer: str, number: str, dates: tuple[str, str]) -> list[Row]:
    """Give documents of a body that stand in no line and whose title or clauses name an act, the oldest first, with their records."""
    given = {"document": document, "issuer": issuer, "number": search_form(number), "limit": MOST_NAMING}
    return await (await connection.execute(NAMING, given | {"figures": dates[0], "words": dates[1]})).fetchall()


async def find_by_act(connection: Connection, day: str, number: str | None, document: UUID) -> list[Row]:
    """Give the other documents of the act with this date and number (any number where None is given)."""
    rows = await connection.execute(
        "SELECT id, requisites, issuer_key, kind FROM documents WHERE status = 'done' AND computed_from IS NULL"
        " AND date = %(day)s AND id <> %(document)s"
        " AND (%(number)s::text IS NULL OR lower(regexp_replace(requisites ->> 'number', '\\s', '', 'g')) = %(number)s) LIMIT 20",
        {"day": day, "number": number and "".join(number.lower().split()), "document": document},
    )
    return await rows.fetchall()


async def find_alike(connection: Connection, document: UUID, *, issuer: str | None, words: str, holding: Holding = "plans") -> list[Row]:
    """Give other documents, the newest first: of this issuer, and those whose title has the words (`to_tsquery`)."""
    rows = await connection.execute(
        SQL(
            "WITH alike AS ((SELECT id, seq FROM documents WHERE issuer_key = %(issuer)s ORDER BY seq DESC LIMIT %(limit)s)"
            " UNION (SELECT id, seq FROM documents WHERE search @@ to_tsquery('russian', %(words)s) ORDER BY seq DESC LIMIT %(limit)s))"
            " SELECT d.id, d.requisites, d.issuer_key, d.kind FROM alike JOIN documents d USING (id) WHERE d.status = 'done'"
            " AND d.id <> %(document)s AND d.computed_from IS NULL AND {} ORDER BY d.seq DESC"
        ).format(HOLDING[holding]),
        {"issuer": issuer, "words": words, "document": document, "limit": LOOKED_AT},
    )
    return await rows.fetchall()


async def suggest(connection: Connection, document: UUID, other: UUID, *, reason: Literal["act", "similarity"], score: float) -> None:
    """Note that two documents may be versions of one plan; what a person has decided stands."""
    await connection.execute(
        "INSERT INTO line_suggestions (document, other, reason, score) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (document, other) DO UPDATE SET score = excluded.score, reason = excluded.reason",
        [document, other, reason, score],
    )


async def list_suggestions(connection: Connection, document: UUID) -> list[Row]:
    """Give what is suggested for a document, the likeliest first."""
    rows = await connection.execute(
        "SELECT s.other, s.reason, s.score, s.decision, s.decided_at, decider.login AS decided_by, d.name,"
        " d.requisites ->> 'title' AS title, v.line FROM line_suggestions s JOIN documents d ON d.id = s.other"
        " LEFT JOIN people decider ON decider.id = s.decided_by LEFT JOIN line_versions v ON v.document = s.other"
        " WHERE s.document = %s AND d.status <> 'deleted' ORDER BY s.score DESC, s.other",
        [document],
    )
    return await rows.fetchall()


async def list_open_suggestions(connection: Connection, limit: int) -> list[Row]:
    """Give what nobody has decided yet, of the newest documents first, with both documents' names and titles."""
    rows = await connection.execute(
        "SELECT s.document, s.other, s.reason, s.score, d.name, d.requisites ->> 'title' AS title, o.name AS other_name,"
        " o.requisites ->> 'title' AS other_title FROM line_suggestions s JOIN documents d ON d.id = s.document"
        " JOIN documents o ON o.id = s.other LEFT JOIN line_versions v ON v.document = s.document"
        " WHERE s.decision IS NULL AND v.line IS NULL AND d.status <> 'deleted' AND o.status <> 'deleted'"
        " ORDER BY s.document DESC, s.score DESC, s.other LIMIT %s",
        [limit],
    )
    return await rows.fetchall()


async def decide(connection: Connection, document: UUID, other: UUID, decision: str, person: UUID) -> Mapping[str, Any] | None:
    """Note what a person decided of a suggestion and give it; None where there is none."""
    row = await connection.execute(
        "UPDATE line_suggestions SET decision = %s, decided_by = %s, decided_at = now() WHERE document = %s AND other = %s"
        " RETURNING reason, score",
        [decision, person, document, other],
    )
    return await row.fetchone()
