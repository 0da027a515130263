"""Records: one by its id, and all of one document together.

In: a connection and an id. Out: rows of the families' tables, or a document's records as JSON (`docs/records.md`).
"""

from typing import Any
from uuid import UUID

from psycopg import sql

from service.errors import Conflict, Gone, NotFound
from service.store.columns import Json
from service.store.connection import Connection
from service.store.families import ACTIVITIES, CLAUSES, MEASURES, PLANS, Family
from service.store.rows import read_rows


async def read_record(connection: Connection, family: Family, record: UUID, *, lock: bool = False) -> Json:
    """Give a record's row; `lock` keeps it from being changed until the transaction ends. Raises `NotFound`."""
    if family.name == "documents":
        return await read_requisites(connection, record, lock=lock)
    own = sql.SQL("measure_count") if family.name == "plans" else sql.SQL("plan")
    statement = sql.SQL("SELECT id, document, {}, version, body, place FROM {} WHERE id = %s {}").format(
        own, sql.Identifier(family.name), sql.SQL("FOR UPDATE") if lock else sql.SQL("")
    )
    row = await (await connection.execute(statement, [record])).fetchone()
    if row is None:
        raise NotFound
    return row


async def read_requisites(connection: Connection, document: UUID, *, lock: bool = False) -> Json:
    """Give a document's requisites as a record; raises `NotFound`, `Gone`, or `Conflict` where it has none yet."""
    statement = sql.SQL("SELECT id, id AS document, version, requisites AS body, status FROM documents WHERE id = %s {}").format(
        sql.SQL("FOR NO KEY UPDATE") if lock else sql.SQL("")
    )
    row = await (await connection.execute(statement, [document])).fetchone()
    if row is None:
        raise NotFound
    if row["status"] == "deleted":
        raise Gone
    if row["body"] is None:
        raise Conflict("records_missing")
    return row


async def document_records(connection: Connection, document: UUID, *, ids: bool = False) -> Json:
    """Give a document's records with corrections applied; with `ids` each plan, measure, clause and activity has its id.

    They are of one extraction: when a newer one was saved while they were read, they are read again. Raises `NotFound`, `Gone`, or
    `Conflict` where the document is not processed yet.
    """
    requisites = await read_requisites(connection, document)
    while True:
        records = await read_families(connection, document, ids=ids)
        before, requisites = requisites, await read_requisites(connection, document)
        if before["version"] == requisites["version"]:
            return {"document": requisites["body"], **records}


async def read_families(connection: Connection, document: UUID, *, ids: bool) -> Json:
    """Give what stands in a document beside its requisites."""
    rows = {family.name: await read_rows(connection, family, document) for family in (PLANS, MEASURES, CLAUSES, ACTIVITIES)}
    measures: dict[Any, list[Json]] = {}
    for row in rows["measures"]:
        measures.setdefault(row["plan"], []).append(as_record(MEASURES, row, ids=ids))
    return {
        "clauses": [as_record(CLAUSES, row, ids=ids) for row in rows["clauses"]],
        "plans": [as_record(PLANS, row, ids=ids) | {"measures": measures.get(row["id"], [])} for row in rows["plans"]],
        "activities": [as_record(ACTIVITIES, row, ids=ids) for row in rows["activities"]],
        **await read_kept(connection, document),
    }


async def read_kept(connection: Connection, document: UUID) -> Json:
    """Give what is not corrected: amendments and issues, as the newest extraction gave them."""
    rows = await connection.execute(
        "SELECT coalesce(extractions.records -> 'amendments', '[]') AS amendments, issues FROM documents LEFT JOIN extractions"
        " ON extractions.document = documents.id AND extractions.extractor_version = documents.extractor_version WHERE documents.id = %s",
        [document],
    )
    return await rows.fetchone() or {"amendments": [], "issues": []}


async def plan_records(connection: Connection, plan: UUID) -> tuple[UUID, Json]:
    """Give a plan's document, and its records with this plan alone: what an export of one plan is made of; raises `NotFound`."""
    row = await read_record(connection, PLANS, plan)
    whole = await document_records(connection, row["document"], ids=True)
    chosen = [one for one in whole["plans"] if one["id"] == str(plan)]
    return row["document"], {**whole, "plans": chosen, "clauses": [], "activities": [], "amendments": []}


def as_record(family: Family, row: Json, *, ids: bool = False) -> Json:
    """Give a row's record with its fields in the order of the record format."""
    fields = {name: row["body"].get(name) for name in family.fields}
    return {"id": str(row["id"]), **fields} if ids else fields
