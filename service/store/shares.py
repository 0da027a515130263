"""Shares: how much of a table fits conditions, and how much of it the one who asks sees.

In: a family and conditions. Out: what PostgreSQL expects, which tells common from rare without reading a row.
"""

from psycopg import sql

from service.store.connection import Connection, sees_all
from service.store.families import Family
from service.store.filters import Condition, both

# The share of a table from which on its rows are walked over; who sees less has few enough for their indexes.
LEAST_SEEN = 0.1


async def estimate(connection: Connection, family: Family, fits: Condition) -> int:
    """Give the number of rows that PostgreSQL expects to fit: good enough to tell common from rare."""
    statement = sql.SQL("EXPLAIN (FORMAT JSON) SELECT FROM {} WHERE {}").format(sql.Identifier(family.name), fits.text)
    row = await (await connection.execute(statement, fits.values)).fetchone()
    return int(row["QUERY PLAN"][0]["Plan"]["Plan Rows"]) if row else 0


async def seen_share(connection: Connection, family: Family) -> float:
    """Give the share of a table that the one who asks sees: rows between those are walked over too."""
    if sees_all(connection):
        return 1.0
    seen = await estimate(connection, family, both(()))
    row = await (await connection.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [f"public.{family.name}"])).fetchone()
    return min(1.0, seen / max(row["reltuples"] if row else 0, 1))
