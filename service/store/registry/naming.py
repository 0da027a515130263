"""Naming: the numbers of names, new ones put into the entries that they belong to.

In: names in the form in which they are compared (`extractor.registry`). Out: their numbers. A new name is compared with those of its scope
that share a block with it, at most `MOST_COMPARED`; so a save costs the same however many names there are.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from psycopg.types.json import Jsonb

from extractor.registry import Known, Match, Name, Placing, blocks, place
from service.store.columns import name_key
from service.store.connection import Connection
from service.store.identity import new_id

Row = dict[str, Any]
# A scope's key as a name is filtered by: (family, scope, key of the text).
NameKey = tuple[str, str, str]

# Names that one new name is compared with; a municipality has some hundred names, of which a handful share a word that tells.
MOST_COMPARED = 100
# Taken for a scope while new names of it are placed, so that two savings do not both make an entry; any number of its own.
SCOPE_LOCK = 7_200_040
# Ids of entries that the service makes follow from their first name, so that a registry that is built anew has the same addresses.
ENTRY_IDS = UUID("3f1c9a52-6a0e-4a57-9b0d-6f4f0f7f6d11")
LONGEST_NAME = 500

FIND = """
SELECT n.id, n.family, n.scope, n.key FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked (family, scope, key)
JOIN registry_names n USING (family, scope, key)
"""
SIMILAR = """
SELECT asked.ordinal, near.* FROM jsonb_to_recordset(%(asked)s) AS asked (ordinal int, family text, scope text, blocks text[])
CROSS JOIN LATERAL (
    SELECT id, entry, text, kind, scope, form, aliases,
        cardinality(ARRAY(SELECT unnest(n.blocks) INTERSECT SELECT unnest(asked.blocks))) AS shared
    FROM registry_names n WHERE n.family = asked.family AND n.scope = asked.scope AND n.blocks && asked.blocks
    ORDER BY shared DESC, id LIMIT %(limit)s
) AS near
"""
NUMBERS = "SELECT nextval(pg_get_serial_sequence('registry_names', 'id')) AS number FROM generate_series(1, %s)"
ADD_NAMES = """
INSERT INTO registry_names (id, entry, family, scope, key, text, kind, form, form_key, aliases, blocks, rule, score, author)
OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_to_recordset(%s) AS row (id bigint, entry uuid, family text, scope text, key text, text text,
    kind text, form text[], form_key text, aliases text[], blocks text[], rule text, score real, author uuid)
"""
ADD_ENTRIES = """
INSERT INTO registry_entries (id, kind, name, sort_key, scope, municipality, issuer, parent_key)
SELECT * FROM jsonb_to_recordset(%s) AS row (id uuid, kind text, name text, sort_key text, scope text, municipality text, issuer text,
    parent_key text)
"""
ADD_SUGGESTIONS = """
INSERT INTO registry_suggestions (name, other, rule, score)
SELECT * FROM jsonb_to_recordset(%s) AS row (name bigint, other bigint, rule text, score real) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Context:
    """What an entry is known by besides its name: the municipality and the issuer of the document where it was first seen."""

    municipality: str | None = None
    issuer: str | None = None


def key_of(name: Name) -> NameKey:
    """Give what a name is found by."""
    return name.family, name.scope, name_key(name.text)


async def name_numbers(connection: Connection, names: Sequence[Name], context: Context) -> Mapping[NameKey, int]:
    """Give the number of each name, in the caller's transaction; new ones are added."""
    asked = {key_of(name): name for name in names if name_key(name.text)}
    known = await find_numbers(connection, list(asked))
    missing = {key: name for key, name in asked.items() if key not in known}
    if not missing:
        return known
    for scope in sorted({name.scope for name in missing.values()}):
        await connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [SCOPE_LOCK, scope])
    known = await find_numbers(connection, list(asked))
    missing = {key: name for key, name in missing.items() if key not in known}
    return known | await add_names(connection, list(missing.values()), context) if missing else known


async def find_numbers(connection: Connection, keys: Sequence[NameKey]) -> dict[NameKey, int]:
    """Give the numbers of names that are known."""
    columns = [list(column) for column in zip(*keys, strict=True)] or [[], [], []]
    rows = await (await connection.execute(FIND, columns)).fetchall()
    return {(row["family"], row["scope"], row["key"]): row["id"] for row in rows}


async def add_names(connection: Connection, names: Sequence[Name], context: Context) -> dict[NameKey, int]:
    """Add names of scopes that are locked, each as if it came after those before it; gives their numbers."""
    asked = [{"ordinal": ordinal, **compared(name)} for ordinal, name in enumerate(names)]
    rows = await (await connection.execute(SIMILAR, {"asked": Jsonb(asked), "limit": MOST_COMPARED})).fetchall()
    numbers = [row["number"] for row in await (await connection.execute(NUMBERS, [len(names)])).fetchall()]
    entries = await free_ids(connection, names)
    placed = await asyncio.to_thread(place_all, [New(*new) for new in zip(numbers, names, entries, strict=True)], rows)
    await write_entries(connection, [(one.entry, one.name) for one, placing in placed if placing.entry is None], context)
    await write_names(connection, [(one.number, one.name, placing.entry or one.entry, placing.match) for one, placing in placed])
    suggested = [(sorted((one.number, other)), match) for one, placing in placed for other, match in placing.suggested]
    if suggested:
        pairs = [{"name": first, "other": second, "rule": match.rule, "score": match.score} for (first, second), match in suggested]
        await connection.execute(ADD_SUGGESTIONS, [Jsonb(pairs)])
    return {key_of(name): number for name, number in zip(names, numbers, strict=True)}


@dataclass(frozen=True, slots=True)
class New:
    """A new name: its number, and the id of the entry that it has where it belongs to none that is there."""

    number: int
    name: Name
    entry: UUID


def compared(name: Name) -> Row:
    """Give what names that may be the same as a name have of it."""
    return {"family": name.family, "scope": name.scope, "blocks": list(blocks(name))}


def place_all(names: Sequence[New], rows: Sequence[Row]) -> list[tuple[New, Placing[UUID]]]:
    """Place names one after the other: each is compared with those of the store (`rows`), and with the ones before it."""
    near: dict[int, list[tuple[int, Known[UUID]]]] = {}
    for row in rows:
        near.setdefault(row["ordinal"], []).append((row["shared"], Known(row["id"], row["entry"], stored_name(row))))
    added: dict[NameKey, list[Known[UUID]]] = {}
    placed = []
    for ordinal, one in enumerate(names):
        own = [(one.name.family, one.name.scope, block) for block in blocks(one.name)]
        shared = Counter(known for block in own for known in added.get(block, ()))
        found = [*near.get(ordinal, ()), *((count, known) for known, count in shared.items())]
        closest = sorted(found, key=lambda pair: (-pair[0], pair[1].id))[:MOST_COMPARED]
        placing = place(one.name, [known for _, known in closest])
        placed.append((one, placing))
        for block in own:
            added.setdefault(block, []).append(Known(one.number, placing.entry or one.entry, one.name))
    return placed


def stored_name(row: Row) -> Name:
    """Give a name of the store."""
    return Name(row["text"], row["kind"], row["scope"], tuple(row["form"]), tuple(row["aliases"]))


async def free_ids(connection: Connection, names: Sequence[Name]) -> list[UUID]:
    """Give the ids of entries that names would have: their own ones, where no entry has them yet."""
    own = [uuid5(ENTRY_IDS, "\n".join(key_of(name))) for name in names]
    rows = await (await connection.execute("SELECT id FROM registry_entries WHERE id = ANY(%s)", [own])).fetchall()
    taken = {row["id"] for row in rows}
    return [new_id() if entry in taken else entry for entry in own]


async def write_names(connection: Connection, names: Sequence[tuple[int, Name, UUID, Match | None]], *, author: UUID | None = None) -> None:
    """Write the rows of names: their numbers, entries, and what put them there."""
    rows = [
        {
            "id": number, "entry": str(entry), **compared(name), "key": name_key(name.text), "text": name.text[:LONGEST_NAME],
            "kind": name.kind, "form": name.form, "form_key": name_key(name.form_key), "aliases": name.aliases,
            "rule": match.rule if match else "", "score": match.score if match else 1.0, "author": author and str(author),
        }
        for number, name, entry, match in names
    ]  # fmt: skip
    await connection.execute(ADD_NAMES, [Jsonb(rows)])


async def write_entries(connection: Connection, entries: Sequence[tuple[UUID, Name]], context: Context) -> None:
    """Write the rows of entries, each with its first name."""
    rows = [
        {
            "id": str(entry), "kind": name.kind, "name": name.text[:LONGEST_NAME], "sort_key": name_key(name.text), "scope": name.scope,
            "municipality": context.municipality, "issuer": context.issuer, "parent_key": name.parent and name_key(name.parent),
        }
        for entry, name in entries
    ]  # fmt: skip
    if rows:
        await connection.execute(ADD_ENTRIES, [Jsonb(rows)])


async def write_name(connection: Connection, name: Name, entry: UUID, match: Match, author: UUID) -> int:
    """Add a name that a person gives to an entry; gives its number."""
    row = await (await connection.execute(NUMBERS, [1])).fetchone()
    assert row
    await write_names(connection, [(row["number"], name, entry, match)], author=author)
    return int(row["number"])


async def add_entry(connection: Connection, name: Name, context: Context) -> UUID:
    """Add an entry for a name."""
    [entry] = await free_ids(connection, [name])
    await write_entries(connection, [(entry, name)], context)
    return entry
