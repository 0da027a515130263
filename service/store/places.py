"""Places: which records were read in a stretch of a document's text.

In: a document and blocks. Out: rows with each record's family, id and the span it was read at.
"""

from typing import Any
from uuid import UUID

from psycopg import sql

from service.store.connection import Connection
from service.store.families import ACTIVITIES, CLAUSES, MEASURES

SELECT = (
    "SELECT {name} AS family, id, (place_read ->> 'block')::int AS block, (place_read ->> 'row')::int AS row,"
    " (place_read ->> 'column')::int AS column, (place_read ->> 'start')::int AS start, (place_read ->> 'end')::int AS end"
    " FROM {table}, LATERAL (SELECT body -> 'evidence' AS place_read OFFSET 0) AS read"
    " WHERE document = %(document)s AND (place_read ->> 'block')::int BETWEEN %(first)s AND %(last)s"
)


async def record_places(connection: Connection, document: UUID, *, first: int, last: int) -> list[dict[str, Any]]:
    """Give where the measures, clauses and activities of a document stand in its blocks from `first` to `last`, both inclusive."""
    parts = [
        sql.SQL(SELECT).format(name=sql.Literal(family.name), table=sql.Identifier(family.name))
        for family in (MEASURES, CLAUSES, ACTIVITIES)
    ]
    statement = sql.SQL(" UNION ALL ").join(parts) + sql.SQL(" ORDER BY block, row, start")
    return await (await connection.execute(statement, {"document": document, "first": first, "last": last})).fetchall()
