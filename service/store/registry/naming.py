"""Naming: the numbers of names, new ones put into the entries that they belong to.

In: names in the form in which they are compared (`extractor.registry`). Out: their numbers. A new name is compared with those of its scope
that share a block with it, at most `MOST_COMPARED`; so a save costs the same however many names there are.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

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
SELECT id, entry, text, kind, scope, form, aliases FROM registry_names WHERE family = %(family)s AND scope = %(scope)s
AND blocks && %(blocks)s::text[]
ORDER BY cardinality(ARRAY(SELECT unnest(blocks) INTERSECT SELECT unnest(%(blocks)s::text[]))) DESC, id LIMIT %(limit)s
"""
ADD_NAME = """
INSERT INTO registry_names (entry, family, scope, key, text, kind, form, form_key, aliases, blocks, rule, score, author)
VALUES (%(entry)s, %(family)s, %(scope)s, %(key)s, %(text)s, %(kind)s, %(form)s, %(form_key)s, %(aliases)s, %(blocks)s, %(rule)s,
    %(score)s, %(author)s) RETURNING id
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
    for key, name in missing.items():
        if key not in known:
            known[key] = await add_name(connection, name, context)
    return known


async def find_numbers(connection: Connection, keys: Sequence[NameKey]) -> dict[NameKey, int]:
    """Give the numbers of names that are known."""
    columns = [list(column) for column in zip(*keys, strict=True)] or [[], [], []]
    rows = await (await connection.execute(FIND, columns)).fetchall()
    return {(row["family"], row["scope"], row["key"]): row["id"] for row in rows}


async def add_name(connection: Connection, name: Name, context: Context) -> int:
    """Add a name: to the entry that it belongs to, or with an entry of its own; notes what a person should look at beside it."""
    placing = await find_place(connection, name)
    entry = placing.entry or await add_entry(connection, name, context)
    number = await write_name(connection, name, entry, placing.match)
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO registry_suggestions (name, other, rule, score) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [(*sorted((number, other)), match.rule, match.score) for other, match in placing.suggested],
        )
    return number


async def find_place(connection: Connection, name: Name) -> Placing[UUID]:
    """Find the entry that a name belongs to."""
    values = {"family": name.family, "scope": name.scope, "blocks": list(blocks(name)), "limit": MOST_COMPARED}
    rows = await (await connection.execute(SIMILAR, values)).fetchall()
    return await asyncio.to_thread(place, name, list(known_names(rows)))


def known_names(rows: Sequence[Row]) -> Iterator[Known[UUID]]:
    """Yield names of the store as the extractor compares them."""
    for row in rows:
        yield Known(row["id"], row["entry"], stored_name(row))


def stored_name(row: Row) -> Name:
    """Give a name of the store."""
    return Name(row["text"], row["kind"], row["scope"], tuple(row["form"]), tuple(row["aliases"]))


async def write_name(connection: Connection, name: Name, entry: UUID, match: Match | None, author: UUID | None = None) -> int:
    """Write a name's row."""
    family, scope, key = key_of(name)
    values = {
        "entry": entry, "family": family, "scope": scope, "key": key, "text": name.text[:LONGEST_NAME], "kind": name.kind,
        "form": list(name.form), "form_key": name_key(name.form_key), "aliases": list(name.aliases), "blocks": list(blocks(name)),
        "rule": match.rule if match else "", "score": match.score if match else 1.0, "author": author,
    }  # fmt: skip
    row = await (await connection.execute(ADD_NAME, values)).fetchone()
    return int(row["id"]) if row else 0


async def add_entry(connection: Connection, name: Name, context: Context) -> UUID:
    """Add an entry for a name."""
    family, scope, key = key_of(name)
    entry = uuid5(ENTRY_IDS, f"{family}\n{scope}\n{key}")
    statement = (
        "INSERT INTO registry_entries (id, kind, name, sort_key, scope, municipality, issuer, parent_key)"
        " VALUES (%(id)s, %(kind)s, %(name)s, %(key)s, %(scope)s, %(municipality)s, %(issuer)s, %(parent)s)"
        " ON CONFLICT DO NOTHING RETURNING id"
    )
    values = {
        "id": entry, "kind": name.kind, "name": name.text[:LONGEST_NAME], "key": key, "scope": scope,
        "municipality": context.municipality, "issuer": context.issuer, "parent": name.parent and name_key(name.parent),
    }  # fmt: skip
    if await (await connection.execute(statement, values)).fetchone() is None:
        entry = new_id()
        await connection.execute(statement, values | {"id": entry})
    return entry
