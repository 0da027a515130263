"""Rows: the records of one document, written and read as a whole.

In: a family and its rows as JSON. Out: rows of its table, with what is shown of them without persons' names. To add a column, add its line
to the family's columns here as well.
"""

import json
from collections.abc import Sequence
from functools import cache
from uuid import UUID

from psycopg import sql

from service.store.columns import Json
from service.store.connection import Connection
from service.store.families import RECORD_FAMILIES, Family
from service.store.hidden import refuse_hidden
from service.store.masks import RowsByFamily, with_masks

# Rows of one statement: the JSON of as many is some MB, so that neither side holds much more than the document does.
BATCH = 1_000

SHARED = {
    "id": "uuid", "document": "uuid", "place": "bigint", "body": "jsonb", "version": "int", "document_kind": "text",
    "issuer_key": "text", "municipality_key": "text", "sort_text": "text", "masked_body": "jsonb", "names_masked": "boolean",
}  # fmt: skip
PLAN_COLUMNS = SHARED | {"measure_count": "int"}
RECORD_COLUMNS = SHARED | {
    "plan": "uuid", "kind": "text", "status": "text", "sections": "text[]", "units": "text[]", "persons": "text[]",
    "deadline_kinds": "text[]", "due": "datemultirange", "first_due": "date", "confidence": "real", "has_issue": "boolean",
    "sort_unit": "text", "parties": "bigint[]",
}  # fmt: skip
WORDS = ("words_a", "words_b", "words_c", "words_d")
MASKED_WORDS = ("masked_words_a", "masked_words_b", "masked_words_c", "masked_words_d")
VECTOR = (
    "setweight(to_tsvector('russian', {}), 'A') || setweight(to_tsvector('russian', {}), 'B') ||"
    " setweight(to_tsvector('russian', {}), 'C') || setweight(to_tsvector('russian', {}), 'D')"
)
SEARCH = sql.SQL(VECTOR).format(*map(sql.Identifier, WORDS))
# Nothing where the row has no masked words: what is found of it is the same for all.
MASKED_SEARCH = sql.SQL(VECTOR).format(*map(sql.Identifier, MASKED_WORDS))


def columns(family: Family) -> dict[str, str]:
    """Give the columns of a family's table that are written, with their types."""
    return PLAN_COLUMNS if family.name == "plans" else RECORD_COLUMNS


def names(family: Family) -> sql.Composed:
    """Give the list of the columns that are written."""
    return sql.SQL(", ").join(map(sql.Identifier, columns(family)))


def row_types(family: Family) -> sql.Composed:
    """Give the columns with their types, as jsonb_to_recordset takes them."""
    types = {**columns(family), **dict.fromkeys((*WORDS, *MASKED_WORDS), "text")}
    return sql.SQL(", ").join(sql.Identifier(name) + sql.SQL(" ") + TYPES[kind] for name, kind in types.items())


TYPES = {
    "uuid": sql.SQL("uuid"), "bigint": sql.SQL("bigint"), "jsonb": sql.SQL("jsonb"), "int": sql.SQL("int"), "text": sql.SQL("text"),
    "text[]": sql.SQL("text[]"), "datemultirange": sql.SQL("datemultirange"), "date": sql.SQL("date"), "real": sql.SQL("real"),
    "boolean": sql.SQL("boolean"), "bigint[]": sql.SQL("bigint[]"),
}  # fmt: skip


@cache
def insertion(family: Family) -> sql.Composed:
    """Give the statement that inserts rows of a family; to put it together takes as long as to run it for some rows."""
    return sql.SQL("INSERT INTO {} ({}, search, masked_search) SELECT {}, {}, {} FROM jsonb_to_recordset(%s::jsonb) AS row ({})").format(
        sql.Identifier(family.name), names(family), names(family), SEARCH, MASKED_SEARCH, row_types(family)
    )


async def insert_rows(connection: Connection, document: UUID, rows: RowsByFamily) -> None:
    """Insert the rows of a document; each has its family's columns and the words of each search weight."""
    masked, _ = await with_masks(connection, document, rows)
    for family, found in masked.items():
        for start in range(0, len(found), BATCH):
            await connection.execute(insertion(family), [json.dumps(found[start : start + BATCH], ensure_ascii=False)])


async def update_row(connection: Connection, family: Family, row: Json) -> None:
    """Write a record's row anew, all but what ties it to its document; `row` has its id and its own columns."""
    document = await document_of(connection, family, row["id"])
    masked, has_new_persons = await with_masks(connection, document, {family: [row]})
    await refuse_hidden(connection, document, row["body"])
    await write_rows(connection, family, masked[family], search=SEARCH)
    if has_new_persons:
        await mask_rows(connection, document)


async def document_of(connection: Connection, family: Family, record: str) -> UUID:
    """Give the document of a record."""
    found = await connection.execute(sql.SQL("SELECT document FROM {} WHERE id = %s").format(sql.Identifier(family.name)), [record])
    row = await found.fetchone()
    assert row is not None
    document: UUID = row["document"]
    return document


async def mask_rows(connection: Connection, document: UUID) -> None:
    """Mask all records of a document anew."""
    rows = {family: await read_rows(connection, family, document) for family in RECORD_FAMILIES}
    bodies = {family: [{"id": str(row["id"]), "body": row["body"]} for row in found] for family, found in rows.items()}
    masked, _ = await with_masks(connection, document, bodies)
    for family, found in masked.items():
        for start in range(0, len(found), BATCH):
            await write_rows(connection, family, found[start : start + BATCH])


async def write_rows(connection: Connection, family: Family, rows: Sequence[Json], *, search: sql.Composed | None = None) -> None:
    """Write the columns that rows have, all the same, and their masked words; with `search` also the words that all may find."""
    own = [name for name in columns(family) if name in rows[0] and name != "id"]
    assigned = [sql.SQL("{0} = row.{0}").format(sql.Identifier(name)) for name in own]
    assigned += [sql.SQL("search = {}").format(search)] if search else []
    statement = sql.SQL(
        "UPDATE {} AS old SET {}, masked_search = {} FROM jsonb_to_recordset(%s::jsonb) AS row ({}) WHERE old.id = row.id"
    ).format(sql.Identifier(family.name), sql.SQL(", ").join(assigned), MASKED_SEARCH, row_types(family))
    await connection.execute(statement, [json.dumps(rows, ensure_ascii=False)])


async def delete_rows(connection: Connection, family: Family, document: UUID) -> None:
    """Delete the rows of a document."""
    await connection.execute(sql.SQL("DELETE FROM {} WHERE document = %s").format(sql.Identifier(family.name)), [document])


async def read_rows(connection: Connection, family: Family, document: UUID) -> list[Json]:
    """Read a document's rows in printed order: id, version, body, and the plan of a measure."""
    plan = sql.SQL("NULL AS plan") if family.name == "plans" else sql.SQL("plan")
    statement = sql.SQL("SELECT id, version, body, {} FROM {} WHERE document = %s ORDER BY place").format(plan, sql.Identifier(family.name))
    return await (await connection.execute(statement, [document])).fetchall()
