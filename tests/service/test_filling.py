"""Stores of benchmarks: a document that was copied in SQL is what saving its records would have given."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import pytest

from service.benchmark import filling, making
from service.benchmark.filling import Size, fill, save
from service.benchmark.multiplying import TABLES
from service.store.columns import Json
from service.store.connection import Connection, Pool, make_pool

# What rows say besides ids and times; names stand for their numbers.
NAMES = "ARRAY(SELECT n.scope || n.text FROM unnest(parties) AS party JOIN registry_names n ON n.id = party ORDER BY 1)"
SAVED: Mapping[str, str] = {
    "documents": "seq, name, status, requisites, issues, kind, issuer_key, municipality_key, date, version, search, registry_scope, due_stamp,"
    " persons, printed_names, masked, masked_search",
    "plans": "place, body, measure_count, version, document_kind, issuer_key, municipality_key, sort_text, search, masked_body, names_masked",
    "measures": "place, body, version, document_kind, issuer_key, municipality_key, kind, status, sections, units, persons, deadline_kinds,"
    f" due, first_due, confidence, has_issue, sort_text, sort_unit, search, masked_body, masked_search, names_masked, {NAMES}",
    "clauses": "place, body",
    "activities": "place, body",
    "due_days": "place, deadline, day, status, nominal, steps",
    "due_names": "place, deadline, name, day, status",
    "registry_sightings": "(SELECT seq FROM documents WHERE id = document), (SELECT scope || text FROM registry_names WHERE id = name), records",
    "changes": "(SELECT seq FROM documents WHERE id = document), type, split_part(object, '/', 2) = document::text, details",
}
# What would point to another document's row.
TIES = (
    "SELECT FROM measures m JOIN plans p ON p.id = m.plan WHERE p.document <> m.document",
    "SELECT FROM due_days d JOIN measures m ON m.place = d.place WHERE m.id <> d.measure OR m.plan <> d.plan",
    "SELECT FROM measures m LEFT JOIN documents d ON d.id = m.document WHERE d.seq IS DISTINCT FROM ceil(-m.place / 1000000.0)",
)


async def read_all(pool: Pool) -> dict[str, list[str]]:
    """Give the rows of all tables that saving writes, in order."""
    async with pool.connection() as connection:
        found = {}
        for table, columns in SAVED.items():
            rows = await connection.execute(f"SELECT ({columns})::text AS row FROM {table} ORDER BY 1")  # noqa: S608 - constants
            found[table] = [row["row"] for row in await rows.fetchall()]
        for statement in TIES:
            assert await (await connection.execute(statement)).fetchall() == []
        return found


async def compare(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill a database by copying, then by saving what was copied."""
    saved: list[tuple[int, UUID, Json]] = []

    async def save_and_note(connection: Connection, seq: int, person: UUID, records: Json) -> None:
        saved.append((seq, person, records))
        await save(connection, seq, person, records)

    async def save_again(connection: Connection, *, copies: int, step: int) -> None:
        for n in range(1, copies + 1):
            for seq, person, records in saved:
                await save(connection, seq + n * step, person, records)

    size = Size(saved=2, times=3)
    async with make_pool(url) as pool:
        await fill(pool, size)
        copied = await read_all(pool)
        async with pool.connection() as connection:
            await connection.execute("TRUNCATE people, documents, registry_entries, changes CASCADE")
        monkeypatch.setattr(filling, "save", save_and_note)
        monkeypatch.setattr(filling, "multiply", save_again)
        await fill(pool, size)
        one_by_one = await read_all(pool)
    assert len(copied["measures"]) == size.measures
    assert copied["due_names"]
    for table, rows in one_by_one.items():
        assert copied[table] == rows, table


def test_a_copied_document_is_what_saving_it_gives(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "YEARS", 2)
    for module in (filling, making):
        monkeypatch.setattr(module, "MEASURES_EACH", 4)
    asyncio.run(compare(database_url, monkeypatch))


def test_every_table_that_is_written_is_compared() -> None:
    assert set(SAVED) == set(TABLES)
