"""Edits: values that people correct, with the value that was read kept beside.

In: a record and new values of its fields. Out: the record's next version, and a row of history for each field that changed. A value
that is set back to what was read is no correction any more; its history stays.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from service.errors import Invalid, Stale
from service.store.columns import Json, document_columns, issue_places, own_columns
from service.store.connection import Connection
from service.store.corrections import Correction, newest_edits
from service.store.families import PLANS, RECORD_FAMILIES, Family
from service.store.records import read_record
from service.store.rows import update_row
from service.store.saving import write_requisites
from service.store.values import Context, read_values

# Edits of one record that its history shows, the newest first; nobody corrects one more often.
LONGEST_HISTORY = 1_000
# Fields whose entries have places of their own.
LISTS = ("deadlines", "responsible", "funding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person wants to change: fields of a record with their values; `if_match` is the header as it came."""

    family: Family
    record: UUID
    values: Mapping[str, Any]
    if_match: str
    author: UUID


async def edit_record(connection: Connection, edit: Edit) -> list[str]:
    """Correct fields of a record in the caller's transaction, and give the names of those that changed.

    Raises `NotFound`, `Gone`, `Stale` where the record has another version, `Invalid` for a field that the record has not or that can't
    be corrected, and `ValueRefused`.
    """
    family = edit.family
    check_fields(family, edit.values)
    row = await lock_record(connection, family, edit.record)
    if not names_version(edit.if_match, row["version"]):
        raise Stale
    context = await read_context(connection, family, row)
    edits = await newest_edits(connection, edit.record)
    read = {field: edits[field].extracted if is_corrected(edits, field) else row["body"].get(field) for field in family.fields}
    values = await asyncio.to_thread(read_values, family, edit.values, context)
    given = {field: as_it_was_read(value, read[field]) for field, value in values.items()}
    changed = {field: value for field, value in given.items() if value != row["body"].get(field)}
    if changed:
        await note_edits(connection, edit, row, {field: (value, read[field]) for field, value in changed.items()})
        body = row["body"] | changed
        await write_record(
            connection, family, row | {"body": body}, {field for field in edits.keys() | changed if body[field] != read[field]}
        )
    return list(changed)


def check_fields(family: Family, values: Mapping[str, Any]) -> None:
    """Refuse fields that a record of the family has not, or that are not a matter of opinion, and edits of nothing."""
    if not values:
        raise Invalid("edit_empty")
    known = ", ".join(family.editable)
    for field in values:
        if field not in family.editable:
            raise Invalid("field_not_editable" if field in family.fields else "field_unknown", field=field[:100], known=known)


async def lock_record(connection: Connection, family: Family, record: UUID) -> Json:
    """Read a record and keep its document from being saved or edited meanwhile.

    The document is locked first, as saving does: it puts new rows in place of those that an edit would wait for.
    """
    row = await read_record(connection, family, record)
    await read_record_document(connection, row["document"])
    return await read_record(connection, family, record, lock=True)


async def read_record_document(connection: Connection, document: UUID) -> None:
    """Lock a document's row."""
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])


def names_version(if_match: str, version: int) -> bool:
    """Tell whether If-Match names a version (RFC 9110, 13.1.1: weak tags never match)."""
    tags = [tag.strip() for tag in if_match.split(",")]
    return f'"{version}"' in tags or tags == ["*"]


def is_corrected(edits: Mapping[str, Correction], field: str) -> bool:
    """Tell whether a field shows a correction."""
    return field in edits and edits[field].stands


def as_it_was_read(value: Any, read: Any) -> Any:
    """Give entries of a list that are as they were read their place in the source back, which the client need not send."""
    if not isinstance(value, list) or not isinstance(read, list):
        return value
    known = {repr(without_evidence(entry)): entry for entry in read}
    return [known.get(repr(without_evidence(entry)), entry) for entry in value]


def without_evidence(entry: Any) -> Any:
    """Give an entry by what it says alone."""
    return sorted((key, part) for key, part in entry.items() if key != "evidence") if isinstance(entry, dict) else entry


async def read_context(connection: Connection, family: Family, row: Json) -> Context:
    """Read what completes a wording: the plan's period, or the document's."""
    body = row["body"]
    period = None
    if row.get("plan"):
        period = (await read_record(connection, PLANS, row["plan"]))["body"]["period"]
    elif family.name == "clauses":
        found = await connection.execute("SELECT requisites ->> 'period' AS period FROM documents WHERE id = %s", [row["document"]])
        period = ((await found.fetchone()) or {}).get("period")
    known = [entry["evidence"] for field in LISTS for entry in body.get(field) or ()]
    return Context(evidence=body.get("evidence"), known=known, period=period, headings=tuple(body.get("section") or ()))


async def note_edits(connection: Connection, edit: Edit, row: Json, changed: Mapping[str, tuple[Any, Any]]) -> None:
    """Add a row of history for each field, with its value and the one that was read."""
    rows = [
        (edit.family.name, row["id"], row["document"], field, Jsonb(value), Jsonb(read), edit.author, row["version"] + 1)
        for field, (value, read) in changed.items()
    ]
    statement = (
        "INSERT INTO edits (family, record, document, field, value, extracted, author, version) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    )
    async with connection.cursor() as cursor:
        await cursor.executemany(statement, rows)


async def write_record(connection: Connection, family: Family, row: Json, corrected: set[str]) -> None:
    """Write a record's next version with all that is made of it."""
    if family.name == "documents":
        await write_requisites(connection, row["id"], row["body"])
        await share_requisites(connection, row["id"], row["body"])
        return
    found = await (await connection.execute("SELECT issues FROM documents WHERE id = %s", [row["document"]])).fetchone()
    issues = issue_places(found["issues"] if found else [])
    own = own_columns(family, row["body"], issues=issues, corrected=corrected)
    await update_row(connection, family, {"id": str(row["id"]), "body": row["body"], "version": row["version"] + 1, **own})


async def share_requisites(connection: Connection, document: UUID, requisites: Json) -> None:
    """Tell a document's records what they are filtered by of it; their versions stay, as nothing that they say has changed."""
    shared = document_columns(requisites)
    for family in RECORD_FAMILIES:
        statement = sql.SQL(
            "UPDATE {} SET document_kind = %(document_kind)s, issuer_key = %(issuer_key)s, municipality_key = %(municipality_key)s"
            " WHERE document = %(document)s AND (document_kind, issuer_key, municipality_key)"
            " IS DISTINCT FROM (%(document_kind)s, %(issuer_key)s, %(municipality_key)s)"
        ).format(sql.Identifier(family.name))
        await connection.execute(statement, {"document": document, **shared})


async def read_history(connection: Connection, family: Family, record: UUID) -> list[Json]:
    """Give a record's edits, the newest first; raises `NotFound` where there is no such record and never was."""
    rows = await connection.execute(
        "SELECT edits.id, field, value, extracted, people.name AS author, at, version FROM edits JOIN people ON people.id = author"
        " WHERE record = %s AND family = %s ORDER BY edits.id DESC LIMIT %s",
        [record, family.name, LONGEST_HISTORY],
    )
    found = await rows.fetchall()
    if not found:
        await read_record(connection, family, record)
    return found
