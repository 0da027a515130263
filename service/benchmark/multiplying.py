"""Multiplying: each document of a store several times, written by the database alone.

In: a connection to a store whose documents were saved, how many copies of each, and by how much the number of a copy goes on from the one
before. Out: rows as saving the same records under other numbers would have given them, which a test compares. To add a table that
saving writes, add it to `TABLES`; a column whose values are a document's own, to `OWN`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg import sql

from service.store.connection import Connection
from service.store.saving import ROOM

# In this order: what a row refers to is there by then.
TABLES = ("documents", "plans", "measures", "clauses", "activities", "due_days", "due_names", "registry_sightings", "changes")
COPIED = "md5({} || '/' || n)::uuid"
PLACE = f"place - n * %(step)s::bigint * {ROOM}"
# What a copy has of its own; all else is as it was saved.
OWN = {
    **{name: COPIED.format(name) for name in ("id", "document", "plan", "measure")},
    "seq": "seq + n * %(step)s",
    "sha256": "encode(sha256((sha256 || '/' || n)::bytea), 'hex')",
    "place": PLACE,
    # It is given when the row is committed.
    "position": "NULL::bigint",
    "object": f"'documents/' || {COPIED.format('document')}",
}
# Rows stand in a table as they were saved: document by document, each in printed order.
ORDERS = {"documents": "seq + n * %(step)s", "changes": "n, position", "registry_sightings": "n, document"}
IN_PLACE = f"floor(({PLACE})::float8 / {ROOM}) DESC, place"
COLUMNS = """
SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s
AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
# Foreign keys and indexes that no constraint needs, each with what takes it away and what brings it back.
SLOW = """
SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', t.relname, c.conname) AS drop,
    format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', t.relname, c.conname, pg_get_constraintdef(c.oid)) AS make
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.contype = 'f' AND t.oid = ANY(%(tables)s::regclass[])
UNION ALL
SELECT format('DROP INDEX %%I', i.relname), pg_get_indexdef(i.oid)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = ANY(%(tables)s::regclass[]) AND NOT x.indisunique
"""
# Sorting and making indexes in memory takes half as long.
MEMORY = "SET maintenance_work_mem = '512MB'; SET work_mem = '512MB'; SET synchronous_commit = off"
NO_MEMORY = "RESET maintenance_work_mem; RESET work_mem; RESET synchronous_commit"


async def multiply(connection: Connection, *, copies: int, step: int) -> None:
    """Give each document copies."""
    if copies:
        async with without_indexes(connection):
            for table in TABLES:
                await copy_rows(connection, table, copies, step)


async def copy_rows(connection: Connection, table: str, copies: int, step: int) -> None:
    """Copy the rows of a table."""
    names = [row["column_name"] for row in await (await connection.execute(COLUMNS, [table])).fetchall()]
    values = [OWN[name].format(name) if name in OWN else name for name in names]
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {values} FROM {table}, generate_series(1, %(copies)s) AS n"
        " ORDER BY {order}"
    ).format(
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(map(sql.SQL, values)),
        order=sql.SQL(ORDERS.get(table, IN_PLACE)),
    )
    await connection.execute(statement, {"copies": copies, "step": step})


@asynccontextmanager
async def without_indexes(connection: Connection) -> AsyncIterator[None]:
    """Take away what is several times faster made at the end than kept row by row."""
    found = await (await connection.execute(SLOW, {"tables": list(TABLES)})).fetchall()
    await connection.execute(MEMORY)
    for row in found:
        await connection.execute(row["drop"])
    yield
    for row in reversed(found):
        await connection.execute(row["make"])
    await connection.execute(NO_MEMORY)
