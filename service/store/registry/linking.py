"""Linking: what a document's records name, found in the registry.

In: a document with its requisites and records. Out: the numbers of their names in `parties`, and where each name was seen. The registry of
documents that were stored before it was there, or that is built anew, is made by `register_document`, one document at a time.
"""

import asyncio
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from uuid import UUID

from psycopg import sql

from extractor.morphology import nominative
from extractor.registry import Name, Scope, read_person_name, read_scope, read_unit_name
from extractor.registry.abbreviations import initials
from extractor.registry.tokens import tokenize
from service.store.columns import MOST_NAMES, Json
from service.store.connection import Connection, seeing_everything
from service.store.registry.naming import Context, NameKey, key_of, name_numbers

logger = logging.getLogger(__name__)

TABLES = ("measures", "clauses", "activities")
# New names of one document; a real one has some hundred, a hostile one may have as many as it has words.
MOST_OF_DOCUMENT = 1_000
# Letters of a name that is registered; the longest of the corpus has 190.
LONGEST_NAME = 300
# "управление образования (далее – УО)": what stands before the bracket begins where a name can begin.
STATED = re.compile(r"([А-ЯЁа-яё][^().;:«»]{3,120}) \(далее ?(?:по тексту ?)?[-–—]? ?([А-ЯЁ][А-ЯЁа-яё]{1,9})\)")
# Texts that are looked through for abbreviations that a document explains.
MOST_TEXTS = 200

SIGHTINGS = """
INSERT INTO registry_sightings (name, document, records)
SELECT name, %(document)s, sum(records) FROM (
    SELECT unnest(parties) AS name, 1 AS records FROM measures WHERE document = %(document)s
    UNION ALL SELECT unnest(parties), 1 FROM clauses WHERE document = %(document)s
    UNION ALL SELECT unnest(parties), 1 FROM activities WHERE document = %(document)s
    UNION ALL SELECT unnest(%(own)s::bigint[]), 0
) AS seen GROUP BY name
"""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a document's names are: `numbers` by their keys; `own` are those of its issuer and of who signed."""

    scope: Scope
    numbers: Mapping[NameKey, int]
    own: Sequence[int]

    def parties(self, body: Json) -> list[int]:
        """Give the numbers of what a record names, each once."""
        return numbers_of(self.numbers, islice(body_names(body, self.scope), MOST_NAMES))


def numbers_of(numbers: Mapping[NameKey, int], names: Iterable[Name]) -> list[int]:
    """Give the numbers of names, each once."""
    keys = map(key_of, names)
    return list(dict.fromkeys(numbers[key] for key in keys if key in numbers))


def document_scope(document: UUID, requisites: Json, texts: Sequence[str] = ()) -> Scope:
    """Give the scope of a document's names; one that does not tell whose it is has a scope of its own."""
    scope = read_scope(
        requisites.get("issuer"),
        municipality=requisites.get("municipality"),
        title=requisites.get("title"),
        place=requisites.get("place"),
        stated=tuple(stated_abbreviations(texts)),
    )
    return scope if scope.key else replace(scope, key=f"document {document}")


def stated_abbreviations(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the abbreviations that texts explain, each with the last words before it whose initials it has."""
    for text in texts[:MOST_TEXTS]:
        for match in STATED.finditer(text):
            words, short = match[1].split(), match[2].lower()
            for start in range(max(0, len(words) - len(short) - 3), len(words)):
                if short in initials(tokenize(" ".join(words[start:]))):
                    yield short, nominative(" ".join(words[start:]))
                    break


def body_names(body: Json, scope: Scope) -> Iterator[Name]:
    """Yield the names of a record: its parties, or its actor."""
    if body.get("actor"):
        yield read_unit_name(body["actor"][:LONGEST_NAME], scope)
    for party in body.get("responsible") or ():
        yield from party_names(party["name"], party["person"], scope)


def requisites_names(requisites: Json, scope: Scope) -> Iterator[Name]:
    """Yield the names of a document's requisites."""
    signatory = requisites.get("signatory") or {}
    yield from party_names(requisites.get("issuer"), None, scope)
    yield from party_names(signatory.get("position"), signatory.get("person"), scope)


def party_names(name: str | None, person: str | None, scope: Scope) -> Iterator[Name]:
    """Yield the names of a party."""
    if name and name.strip():
        yield read_unit_name(name[:LONGEST_NAME], scope)
    if person and person.strip():
        yield read_person_name(person[:LONGEST_NAME], scope)


async def link(connection: Connection, document: UUID, requisites: Json, bodies: Sequence[Json]) -> Linked:
    """Find the names of a document, or of some of its records, in the caller's transaction; new ones are added."""
    scope = document_scope(document, requisites, [body["text"] for body in bodies if body.get("text")])
    names = await asyncio.to_thread(distinct_names, requisites, bodies, scope)
    if len(names) > MOST_OF_DOCUMENT:
        logger.warning("names of document %s after the first %s are not registered", document, MOST_OF_DOCUMENT)
    context = Context(requisites.get("municipality"), requisites.get("issuer"))
    async with seeing_everything(connection):
        numbers = await name_numbers(connection, names[:MOST_OF_DOCUMENT], context)
    return Linked(scope, numbers, numbers_of(numbers, requisites_names(requisites, scope)))


def distinct_names(requisites: Json, bodies: Sequence[Json], scope: Scope) -> list[Name]:
    """Give the names of a document, each once, in printed order."""
    found = {key_of(name): name for name in requisites_names(requisites, scope)}
    for body in bodies:
        for name in islice(body_names(body, scope), MOST_NAMES):
            found.setdefault(key_of(name), name)
    return list(found.values())


async def note_sightings(connection: Connection, document: UUID, linked: Linked) -> None:
    """Count anew how many records of a document bear each of its names, once its records are written."""
    await connection.execute("DELETE FROM registry_sightings WHERE document = %s", [document])
    await connection.execute(SIGHTINGS, {"document": document, "own": list(linked.own)})
    await connection.execute("UPDATE documents SET registry_scope = %s WHERE id = %s", [linked.scope.key, document])


async def register_document(connection: Connection, document: UUID) -> None:
    """Give all records of a stored document their names, in the caller's transaction."""
    found = await connection.execute(
        "SELECT requisites FROM documents WHERE id = %s AND requisites IS NOT NULL FOR NO KEY UPDATE", [document]
    )
    row = await found.fetchone()
    if row is None:
        return
    rows = {table: await read_bodies(connection, table, document) for table in TABLES}
    linked = await link(connection, document, row["requisites"], [one["body"] for found in rows.values() for one in found])
    for table, bodies in rows.items():
        changed = [(linked.parties(one["body"]), one["id"]) for one in bodies]
        wanted = [(parties, record) for (parties, record), one in zip(changed, bodies, strict=True) if parties != one["parties"]]
        statement = sql.SQL("UPDATE {} SET parties = %s WHERE id = %s").format(sql.Identifier(table))
        async with connection.cursor() as cursor:
            await cursor.executemany(statement, wanted)
    await note_sightings(connection, document, linked)


async def link_record(connection: Connection, document: UUID, body: Json) -> Linked:
    """Find the names of one record that was changed; call `note_sightings` when it is written."""
    found = await (await connection.execute("SELECT requisites FROM documents WHERE id = %s", [document])).fetchone()
    return await link(connection, document, found["requisites"] if found else {}, [body])


async def read_bodies(connection: Connection, table: str, document: UUID) -> list[dict[str, Any]]:
    """Read the records of a document."""
    statement = sql.SQL("SELECT id, body, parties FROM {} WHERE document = %s ORDER BY place").format(sql.Identifier(table))
    return await (await connection.execute(statement, [document])).fetchall()


async def unregistered(connection: Connection, limit: int) -> list[UUID]:
    """Lock documents whose names are not registered yet, and give their ids."""
    rows = await connection.execute(
        "SELECT id FROM documents WHERE registry_scope IS NULL AND status = 'done' ORDER BY seq LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
        [limit],
    )
    return [row["id"] for row in await rows.fetchall()]
