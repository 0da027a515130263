"""Filling: a store of any size, as if each of its documents had been uploaded and read.

In: a pool of an empty store and its size. Out: measures of plans of eight past years, this one and the next. Up to `SAVED` of them are
saved as a job saves what it has read: with masks, registry, due days and changes. A larger store has each of these documents several times
(`service.benchmark.multiplying`), all documents of a year in turn, so that what is rare, and what only old ones have, stays so. Sources,
their texts and lines of versions are not there. In any one year the same size gives the same store.
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from math import ceil
from uuid import UUID

from service.benchmark.making import MEASURES_EACH, make_maker, unit_name
from service.benchmark.multiplying import multiply
from service.jobs.versions import EXTRACTOR_VERSION
from service.store.changes import note_document
from service.store.columns import Json
from service.store.connection import Connection, Pool
from service.store.identity import new_id
from service.store.registry.changing import Change, merge
from service.store.saving import save_records

FIRST_YEAR, YEARS = date.today().year - 8, 10
# Measures that are saved; each of a larger store comes again with the next tenth as many.
SAVED = 50_000
# Connections that save at a time: the database works for one while the other's documents are masked.
WRITERS = 2
ADD_DOCUMENT = """
INSERT INTO documents (id, seq, sha256, size, name, priority, uploaded_by, status, format, pages, extractor_version, tried_version,
    finished_at)
OVERRIDING SYSTEM VALUE VALUES (%(id)s, %(seq)s, %(id)s, 1, %(name)s, 'bulk', %(person)s, 'done', 'docx', 4, %(version)s,
    %(version)s, now())
"""
ENTRIES = "SELECT DISTINCT entry FROM registry_names WHERE family = 'unit' AND text = %s ORDER BY entry"


@dataclass(frozen=True, slots=True)
class Size:
    """A store's size: documents of each year that are saved, and how many times each is there."""

    saved: int
    times: int

    @classmethod
    def of(cls, measures: int, saved: int = SAVED) -> "Size":
        """Give the size of a store of at least so many measures, about `saved` of them saved."""
        times = ceil(measures / saved)
        return cls(ceil(measures / (times * YEARS * MEASURES_EACH)), times)

    @property
    def measures(self) -> int:
        """All measures."""
        return YEARS * self.saved * self.times * MEASURES_EACH

    def seq(self, number: int) -> int:
        """Give the number in the store of the saved document with a number from 0; copies go on from it by `saved` each."""
        year, place = divmod(number, self.saved)
        return year * self.saved * self.times + place + 1


async def fill(pool: Pool, size: Size) -> None:
    """Fill an empty store."""
    person, maker = new_id(), make_maker(seed=4)
    async with pool.connection() as connection:
        await connection.execute(
            "INSERT INTO people (id, login, name, role, password) VALUES (%s, 'benchmark', 'Замеры', 'administrator', '-')", [person]
        )
    waiting = iter(range(YEARS * size.saved))

    async def save_waiting() -> None:
        async with pool.connection() as connection:
            for number in waiting:
                year = number // size.saved
                records = maker.records(number, FIRST_YEAR + year, oldest=year == 0)
                await save(connection, size.seq(number), person, records)

    await asyncio.gather(*[save_waiting() for _ in range(WRITERS)])
    async with pool.connection() as connection:
        await multiply(connection, copies=size.times - 1, step=size.saved)
        await connection.execute("SELECT setval(pg_get_serial_sequence('documents', 'seq'), max(seq)) FROM documents")
        await connection.execute("VACUUM ANALYZE")
        await make_one(connection, person, unit_name(0))


async def save(connection: Connection, seq: int, person: UUID, records: Json) -> None:
    """Save a document as a job does."""
    document = new_id()
    async with connection.transaction():
        name = f"План, {records['document']['municipality']}.docx"
        values = {"id": document, "seq": seq, "name": name, "person": person, "version": EXTRACTOR_VERSION}
        await connection.execute(ADD_DOCUMENT, values)
        await note_document(connection, "document.uploaded", document)
        await save_records(connection, document=document, seq=seq, records=records)
        await note_document(connection, "document.done", document)


async def make_one(connection: Connection, person: UUID, name: str) -> None:
    """Make one entry of a name, which each municipality has one of: a seventh of all measures then have the same."""
    first, *others = [row["entry"] for row in await (await connection.execute(ENTRIES, [name])).fetchall()]
    for other in others:
        async with connection.transaction():
            await merge(connection, Change(family="unit", entry=first, person=person, if_match="*"), other)
