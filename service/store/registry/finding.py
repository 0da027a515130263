"""Finding: entries of the registry, their names, where they were seen, and what people did with them.

In: a connection; beginnings of names, ids. Out: rows. Lists go along indexes, a page at a time; an entry whose names no document bears any
more is not listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.sql import SQL

from extractor.registry import Family
from service.errors import NotFound
from service.store.columns import name_key
from service.store.connection import Connection
from service.store.families import DOCUMENTS
from service.store.shares import LEAST_SEEN, seen_share

Row = dict[str, Any]
# No key has this letter, the last of Unicode's basic plane, so that a key with it stands after all that begin like it.
LAST_LETTER = "\uffff"

# Documents that an entry's page names, the newest first, names of one entry and operations that it shows.
MOST_SEEN, MOST_NAMES, MOST_OPERATIONS = 20, 200, 100
# Filters of lists whose values are entries.
ENTRY_FILTERS = frozenset({"unit_id", "person_id"})
# Documents of one name that are counted: about 10 ms.
MOST_COUNTED = 1_000

# An entry that was merged is the one that has its names now; a chain of merges has no circle, UNION would end one.
LIVE = SQL(
    "WITH RECURSIVE up AS (SELECT id, merged_into FROM registry_entries WHERE id = %(entry)s"
    " UNION SELECT e.id, e.merged_into FROM registry_entries e JOIN up ON e.id = up.merged_into)"
    " SELECT e.* FROM up JOIN registry_entries e USING (id) WHERE e.merged_into IS NULL AND (e.kind = 'person') = %(person)s"
)
IS_SEEN = SQL("EXISTS (SELECT FROM registry_names n JOIN registry_sightings s ON s.name = n.id WHERE n.entry = e.id)")
# The same for who sees few documents: they see no name that those do not bear, and would walk over the entries of all others.
IS_SEEN_BY_FEW = SQL("e.id = ANY(ARRAY(SELECT entry FROM registry_names))")
NUMBERS = (
    "WITH RECURSIVE up AS (SELECT id, merged_into FROM registry_entries WHERE id = ANY(%s)"
    " UNION SELECT e.id, e.merged_into FROM registry_entries e JOIN up ON e.id = up.merged_into)"
    " SELECT n.id FROM registry_names n JOIN up ON n.entry = up.id ORDER BY n.id"
)
BY_ENTRY = SQL(
    "SELECT e.*, e.name AS named, e.sort_key AS position_key, e.id::text AS position_id FROM registry_entries e"
    " WHERE e.merged_into IS NULL AND {kind} AND ({after} OR (e.sort_key, e.id) > (%(key)s, %(id)s::uuid))"
    " AND (%(kind)s::text IS NULL OR e.kind = %(kind)s) AND {seen} ORDER BY e.sort_key, e.id LIMIT %(limit)s"
)
BY_NAME = SQL(
    "SELECT e.*, n.text AS named, n.key AS position_key, n.id::text AS position_id FROM registry_names n"
    " JOIN registry_entries e ON e.id = n.entry WHERE n.family = %(family)s AND n.key >= %(first)s AND n.key < %(last)s"
    " AND ({after} OR (n.key, n.id) > (%(key)s, %(id)s::bigint))"
    " AND (%(kind)s::text IS NULL OR e.kind = %(kind)s) AND {seen}"
    " AND NOT EXISTS (SELECT FROM registry_names o WHERE o.entry = e.id AND o.key >= %(first)s AND o.key < %(last)s"
    " AND (o.key, o.id) < (n.key, n.id)) ORDER BY n.key, n.id LIMIT %(limit)s"
)
# Ids of documents grow with time, so the newest and the oldest sightings of a name stand at the ends of its stretch of the index.
NEWEST = "(SELECT document, records FROM registry_sightings WHERE name = n.id ORDER BY document DESC LIMIT %(most)s)"
OLDEST = "(SELECT document, records FROM registry_sightings WHERE name = n.id ORDER BY document LIMIT %(most)s)"
NAMES = SQL(
    "SELECT n.id, n.text, n.rule, n.score, author.login AS author, coalesce(sum(s.records), 0)::int AS records,"
    " count(s.document)::int AS documents FROM registry_names n LEFT JOIN LATERAL {newest} AS s ON true"
    " LEFT JOIN people author ON author.id = n.author WHERE n.entry = %(entry)s GROUP BY n.id, n.text, n.rule, n.score, author.login"
    " ORDER BY records DESC, n.id LIMIT %(limit)s"
).format(newest=SQL(NEWEST))
SEEN = SQL(
    "SELECT d.id, d.name, d.requisites ->> 'title' AS title, d.date, sum(s.records)::int AS records FROM registry_names n"
    " JOIN LATERAL {newest} AS s ON true JOIN documents d ON d.id = s.document WHERE n.entry = %(entry)s"
    " GROUP BY d.id, d.name, d.requisites, d.date ORDER BY d.id DESC LIMIT %(most)s"
).format(newest=SQL(NEWEST))
SPAN = SQL(
    "SELECT min(d.date) AS first, max(d.date) AS last, count(DISTINCT d.id)::int AS documents FROM registry_names n"
    " JOIN LATERAL ({newest} UNION {oldest}) AS s ON true JOIN documents d ON d.id = s.document WHERE n.entry = %(entry)s"
).format(newest=SQL(NEWEST), oldest=SQL(OLDEST))
PARENT = """
SELECT e.id, e.name, e.kind FROM registry_names n JOIN registry_entries e ON e.id = n.entry
WHERE n.form_key = %s AND n.family = 'unit' AND e.id <> %s ORDER BY n.id LIMIT 1
"""
CHILDREN = """
SELECT DISTINCT e.id, e.name, e.kind FROM registry_names n JOIN registry_entries e ON e.parent_key = n.form_key
WHERE n.entry = %s AND e.merged_into IS NULL AND e.id <> n.entry ORDER BY e.name, e.id LIMIT %s
"""
OPERATIONS = SQL(
    "SELECT o.id, o.kind, o.entry, target.name AS entry_name, o.source, other.name AS source_name, o.names,"
    " ARRAY(SELECT text FROM registry_names WHERE id = ANY(o.names) ORDER BY id) AS texts, person.login AS person, o.at,"
    " undoer.login AS undone_by, o.undone_at FROM registry_operations o JOIN registry_entries target ON target.id = o.entry"
    " LEFT JOIN registry_entries other ON other.id = o.source JOIN people person ON person.id = o.person"
    " LEFT JOIN people undoer ON undoer.id = o.undone_by WHERE (%(entry)s::uuid IS NULL OR %(entry)s IN (o.entry, o.source))"
    " AND (%(before)s::bigint IS NULL OR o.id < %(before)s) ORDER BY o.id DESC LIMIT %(limit)s"
)
SUGGESTIONS = SQL(
    "SELECT g.id, g.rule, g.score, g.decision, g.decided_at, g.version, decider.login AS decided_by, a.family,"
    " a.entry AS entry, a.text AS text, a.form AS form, ae.name AS entry_name, ae.municipality, ae.issuer,"
    " b.entry AS other, b.text AS other_text, b.form AS other_form,"
    " be.name AS other_name, be.municipality AS other_municipality, be.issuer AS other_issuer FROM registry_suggestions g"
    " JOIN registry_names a ON a.id = g.name JOIN registry_names b ON b.id = g.other JOIN registry_entries ae ON ae.id = a.entry"
    " JOIN registry_entries be ON be.id = b.entry LEFT JOIN people decider ON decider.id = g.decided_by WHERE "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryList:
    """Which entries are wanted: of a family, of a kind, whose name begins with `start`, of a municipality; None and "" stand for any."""

    family: Family
    start: str = ""
    kind: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class EntryPosition:
    """Where a list goes on: the key and the id of the last row."""

    key: str
    id: str


async def list_entries(connection: Connection, wanted: EntryList, *, after: EntryPosition | None, limit: int) -> list[Row]:
    """Give entries by their names, each once; `named` is the name that was found."""
    first = name_key(wanted.start)
    seen = IS_SEEN if await seen_share(connection, DOCUMENTS) > LEAST_SEEN else IS_SEEN_BY_FEW
    statement = (BY_NAME if first else BY_ENTRY).format(
        kind=SQL("e.kind = 'person'" if wanted.family == "person" else "e.kind <> 'person'"),
        after=SQL("true" if after is None else "false"),
        seen=seen + SQL(" AND e.municipality = %(municipality)s" if wanted.municipality else ""),
    )
    values = {
        "family": wanted.family, "first": first, "last": first + LAST_LETTER, "kind": wanted.kind, "municipality": wanted.municipality,
        "key": after.key if after else None, "id": after.id if after else None, "limit": limit,
    }  # fmt: skip
    return await (await connection.execute(statement, values)).fetchall()


async def find_entry(connection: Connection, entry: UUID, family: Family) -> Row:
    """Give an entry, or the one that it was merged into; raises `NotFound`."""
    row = await (await connection.execute(LIVE, {"entry": entry, "person": family == "person"})).fetchone()
    if row is None:
        raise NotFound
    return row


async def with_numbers(connection: Connection, filters: Mapping[str, Any]) -> dict[str, Any]:
    """Give filters with the numbers of names in place of entries; an entry that was merged stands for the one that has its names."""
    found = dict(filters)
    for name in ENTRY_FILTERS & filters.keys():
        rows = await (await connection.execute(NUMBERS, [list(filters[name])])).fetchall()
        found[name] = [row["id"] for row in rows]
    return found


async def find_by_name(connection: Connection, family: Family, text: str, limit: int) -> list[Row]:
    """Give the entries that have a name, each once: in each municipality it may be another."""
    rows = await connection.execute(
        "SELECT DISTINCT e.* FROM registry_names n JOIN registry_entries e ON e.id = n.entry WHERE n.family = %s AND n.key = %s"
        " ORDER BY e.sort_key, e.id LIMIT %s",
        [family, name_key(text), limit],
    )
    return await rows.fetchall()


async def entry_names(connection: Connection, entry: UUID) -> list[Row]:
    """Give the names of an entry, those of most records first, with how many of the newest `MOST_COUNTED` documents bear each."""
    return await (await connection.execute(NAMES, {"entry": entry, "most": MOST_COUNTED, "limit": MOST_NAMES})).fetchall()


async def entry_documents(connection: Connection, entry: UUID) -> list[Row]:
    """Give the newest documents that name an entry."""
    return await (await connection.execute(SEEN, {"entry": entry, "most": MOST_SEEN})).fetchall()


async def entry_span(connection: Connection, entry: UUID) -> Row:
    """Give the dates of the first and the last document that name an entry, and how many do: exactly up to `MOST_COUNTED`."""
    return await (await connection.execute(SPAN, {"entry": entry, "most": MOST_COUNTED})).fetchone() or {}


async def entry_parent(connection: Connection, row: Row) -> Row | None:
    """Give the body of which an entry is part; None where its name tells none, or nobody has named that."""
    if row["parent_key"] is None:
        return None
    return await (await connection.execute(PARENT, [row["parent_key"], row["id"]])).fetchone()


async def entry_parts(connection: Connection, entry: UUID, limit: int) -> list[Row]:
    """Give the departments and posts of a body."""
    return await (await connection.execute(CHILDREN, [entry, limit])).fetchall()


async def list_operations(connection: Connection, *, entry: UUID | None, before: int | None, limit: int) -> list[Row]:
    """Give what people did, the newest first."""
    return await (await connection.execute(OPERATIONS, {"entry": entry, "before": before, "limit": limit})).fetchall()


async def find_operation(connection: Connection, operation: int) -> Row:
    """Give an operation; raises `NotFound`."""
    rows = await list_operations(connection, entry=None, before=operation + 1, limit=1)
    if not rows or rows[0]["id"] != operation:
        raise NotFound
    return rows[0]


async def list_suggested(connection: Connection, *, family: Family | None, before: tuple[float, int] | None, limit: int) -> list[Row]:
    """Give what nobody has decided, the likeliest first; names that stand in one entry by now need no decision."""
    statement = SUGGESTIONS + SQL(
        "g.decision IS NULL AND a.entry <> b.entry AND (%(family)s::text IS NULL OR a.family = %(family)s)"
        " AND (%(score)s::real IS NULL OR (g.score, g.id) < (%(score)s::real, %(id)s)) ORDER BY g.score DESC, g.id DESC LIMIT %(limit)s"
    )
    score, last = before or (None, None)
    return await (await connection.execute(statement, {"family": family, "score": score, "id": last, "limit": limit})).fetchall()


async def entry_suggestions(connection: Connection, entry: UUID, limit: int) -> list[Row]:
    """Give what may be the same as an entry and nobody has decided."""
    statement = SUGGESTIONS + SQL(
        "g.decision IS NULL AND a.entry <> b.entry AND g.id IN (SELECT s.id FROM registry_names n JOIN registry_suggestions s"
        " ON n.id IN (s.name, s.other) WHERE n.entry = %s) ORDER BY g.score DESC, g.id DESC LIMIT %s"
    )
    return await (await connection.execute(statement, [entry, limit])).fetchall()


async def find_suggestion(connection: Connection, suggestion: int) -> Row:
    """Give a suggestion, decided or not; raises `NotFound`."""
    row = await (await connection.execute(SUGGESTIONS + SQL("g.id = %s"), [suggestion])).fetchone()
    if row is None:
        raise NotFound
    return row


async def record_parties(connection: Connection, measure: UUID) -> list[Row]:
    """Give the names that a measure's parties bear, in printed order, with their entries."""
    rows = await connection.execute(
        "SELECT n.text, e.id, e.kind, e.name FROM measures m, unnest(m.parties) WITH ORDINALITY AS party (name, place)"
        " JOIN registry_names n ON n.id = party.name JOIN registry_entries e ON e.id = n.entry WHERE m.id = %s ORDER BY party.place",
        [measure],
    )
    return await rows.fetchall()
