"""Places: stretches of a document's text, and which records were read in them.

In: a document and lines. Out: blocks with the cells of these lines alone, as a plan of thousands of rows is one block of some MB; rows with
each record's family, id and the span it was read at.
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


BLOCKS = (
    " FROM extractions e JOIN documents d ON d.id = e.document AND d.extractor_version = e.extractor_version,"
    " jsonb_array_elements(e.blocks) AS read (block) WHERE d.id = %(document)s"
)
HEADS = "SELECT (block ->> 'block')::int AS block, coalesce((block ->> 'rows')::int, 0) AS rows" + BLOCKS
# Cells of the rows that are asked for; only the first and the last block are cut.
CELLS = (
    """SELECT CASE WHEN block ->> 'kind' = 'table' THEN jsonb_build_object('kind', 'table', 'block', block -> 'block', 'cells',
    jsonb_path_query_array(block, '$.cells[*] ? (@.row <= $last && @.row + @.row_span > $first)', jsonb_build_object(
        'first', CASE WHEN (block ->> 'block')::int = %(block)s THEN %(row)s::int ELSE 1 END,
        'last', CASE WHEN (block ->> 'block')::int = %(last_block)s THEN %(last_row)s::int ELSE (block ->> 'rows')::int END)))
    ELSE block END AS block"""
    + BLOCKS
    + " AND (block ->> 'block')::int BETWEEN %(block)s AND %(last_block)s"
)


async def block_lines(connection: Connection, document: UUID) -> list[tuple[int, int]]:
    """Give each block of a document's text by its number and its rows; 0 rows for a paragraph."""
    rows = await connection.execute(HEADS, {"document": document})
    return [(row["block"], row["rows"]) async for row in rows]


async def read_blocks(connection: Connection, document: UUID, first: tuple[int, int], last: tuple[int, int]) -> dict[int, dict[str, Any]]:
    """Give the blocks from one line to another, both (block, row) and inclusive, by their numbers."""
    lines = {"block": first[0], "row": first[1], "last_block": last[0], "last_row": last[1]}
    rows = await connection.execute(CELLS, {"document": document, **lines})
    return {row["block"]["block"]: row["block"] async for row in rows}
