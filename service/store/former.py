"""Former records: those that stood in a document before, and which of them a newer reading goes on from.

In: a document's records as they stood, and as a newer extraction reads them. Out: for each new record the former one with its id, found by
what it says and where it stands; those that stand nowhere any more are kept by their place, so that they get their ids back when they
are read again, and an edit of one is told that its document was deleted.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from psycopg import sql

from service.errors import Gone, NotFound, Problem
from service.store.columns import Json
from service.store.connection import Connection
from service.store.families import RECORD_FAMILIES
from service.store.matching import matching_key

Place = tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A record as it stood: `place` is block, row, column, start and number there, `wording` a digest of what was read.

    One that stands nowhere any more has no body.
    """

    id: UUID
    family: str
    place: Place
    wording: str
    version: int
    body: Json | None = None


def wording_of(body: Mapping[str, Any]) -> str:
    """Give a digest of what a record is known by: its wording, or a plan's title."""
    return sha256(matching_key(body.get("text") or body.get("title") or "").encode()).hexdigest()[:32]


Known = tuple[Place, str]
# What tells that two records are one, the surest first: a reader that finds a row more moves all that follow, and a column that is
# understood otherwise gives a row another wording.
KEYS: tuple[Callable[[Known], Hashable], ...] = (
    lambda known: known,
    lambda known: known[1],
    lambda known: known[0],
    lambda known: known[0][:2] if len(known[0]) > 1 and known[0][1] is not None else None,
)


def find_successors(former: Iterable[Former], found: Sequence[Known]) -> list[Former | None]:
    """Give for each new record of one family, by place and wording, the former one that it goes on from."""
    left = {one.id: one for one in former}
    matched: list[Former | None] = [None] * len(found)
    for key in KEYS:
        waiting: dict[Hashable, list[Former]] = {}
        for one in left.values():
            waiting.setdefault(key((one.place, one.wording)), []).append(one)
        for number, known in enumerate(found):
            candidates = waiting.get(key(known)) if matched[number] is None and key(known) is not None else None
            if candidates:
                matched[number] = candidates.pop(0)
                del left[matched[number].id]  # type: ignore[union-attr]
    return matched


async def read_gone(connection: Connection, document: UUID) -> list[Former]:
    """Give the records of a document that stand nowhere any more."""
    rows = await connection.execute(
        "SELECT record AS id, family, place, wording, version FROM former_records WHERE document = %s ORDER BY record", [document]
    )
    return [Former(**{**row, "place": tuple(row["place"])}) async for row in rows]


async def keep_gone(connection: Connection, document: UUID, gone: Sequence[Former]) -> None:
    """Keep which records of a document stand nowhere any more; those that are back are left out."""
    await connection.execute("DELETE FROM former_records WHERE document = %s", [document])
    rows = [(one.id, one.family, document, list(one.place), one.wording, one.version) for one in gone]
    statement = "INSERT INTO former_records (record, family, document, place, wording, version) VALUES (%s, %s, %s, %s, %s, %s)"
    async with connection.cursor() as cursor:
        await cursor.executemany(statement, rows)


async def keep_deleted(connection: Connection, document: UUID) -> None:
    """Keep the ids of a document's records, which are about to go with it."""
    for family in RECORD_FAMILIES:
        statement = sql.SQL(
            "INSERT INTO former_records (record, family, document, place, wording, version)"
            " SELECT id, %s, document, '{{}}', '', version FROM {} WHERE document = %s ON CONFLICT DO NOTHING"
        ).format(sql.Identifier(family.name))
        await connection.execute(statement, [family.name, document])


async def missing_record(connection: Connection, record: UUID) -> Problem:
    """Give why there is no record with an id: its document was deleted, or there is none."""
    found = await connection.execute(
        "SELECT FROM former_records JOIN documents ON documents.id = document WHERE record = %s AND status = 'deleted'", [record]
    )
    return NotFound() if await found.fetchone() is None else Gone()
