"""Edits: values that people correct, with the value that was read kept beside.

In: a record and new values of its fields. Out: the record's next version, a row of history for each field that changed, and what holds from
now on (`service.store.corrections`). A value that is set back to what was read is no correction any more; its history stays. Other ways to
say what a field is (`service.store.field_marks`, `service.store.undoing`) make `Statement`s as well.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from service.errors import Invalid, NotFound, Stale
from service.store.changes import note_record
from service.store.columns import Json, document_columns, issue_places, own_columns
from service.store.connection import Connection
from service.store.corrections import Correction, as_read, held_fields, hold_field, release_field, says
from service.store.due_days import renew_days
from service.store.families import MEASURES, PLANS, RECORD_FAMILIES, Family
from service.store.former import missing_record
from service.store.lessons import NewLesson, teach
from service.store.records import read_record
from service.store.registry.linking import link_record, note_sightings, register_document
from service.store.rows import update_row
from service.store.saving import write_requisites
from service.store.teaching import find_taught
from service.store.values import Context, read_values

Action = Literal["correct", "confirm", "reject", "return", "undo"]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a field is from now on, whatever is read later where it `holds`; `undoes` is the edit that is taken back."""

    value: Any
    holds: bool
    action: Action
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record that nobody else changes before the transaction ends: its row, the fields that are held, and what was read."""

    family: Family
    row: Json
    held: Mapping[str, Correction]

    @property
    def read(self) -> Json:
        """The record as it was read."""
        return as_read(self.row["body"], self.held)


async def open_record(connection: Connection, family: Family, record: UUID, if_match: str) -> Opened:
    """Lock a record in the version that a person has seen; raises `NotFound`, `Gone`, and `Stale` where it has another."""
    row = await lock_record(connection, family, record)
    if not names_version(if_match, row["version"]):
        raise Stale
    return Opened(family=family, row=row, held=await held_fields(connection, record))


async def edit_record(connection: Connection, edit: Edit) -> list[str]:
    """Correct fields of a record in the caller's transaction, and give the names of those that changed.

    Raises `NotFound`, `Gone`, `Stale` where the record has another version, `Invalid` for a field that the record has not or that can't
    be corrected, and `ValueRefused`.
    """
    check_fields(edit.family, edit.values)
    opened = await open_record(connection, edit.family, edit.record, edit.if_match)
    context = await read_context(connection, edit.family, opened.row)
    values = await asyncio.to_thread(read_values, edit.family, edit.values, context)
    read = opened.read
    given = {field: as_it_was_read(value, read[field]) for field, value in values.items()}
    statements = {
        field: Statement(value=value, holds=True, action="correct")
        if says(value) != says(read[field])
        else Statement(value=read[field], holds=False, action="return")
        for field, value in given.items()
        if value != opened.row["body"].get(field)
    }
    numbers = await state_fields(connection, opened, statements, edit.author)
    await learn(connection, opened, statements, numbers, edit.author)
    return list(statements)


def check_fields(family: Family, values: Mapping[str, Any]) -> None:
    """Refuse fields that a record of the family has not, or that are not a matter of opinion, and edits of nothing."""
    if not values:
        raise Invalid("edit_empty")
    known = ", ".join(family.editable)
    for field in values:
        if field not in family.editable:
            raise Invalid("field_not_editable" if field in family.fields else "field_unknown", field=field[:100], known=known)


async def lock_record(connection: Connection, family: Family, record: UUID) -> Json:
    """Read a record and keep its document from being saved or edited meanwhile; raises `NotFound`, or `Gone` with its document.

    The document is locked first, as saving does: it puts new rows in place of those that an edit would wait for.
    """
    row = await find_record(connection, family, record)
    await read_record_document(connection, row["document"])
    return await find_record(connection, family, record, lock=True)


async def find_record(connection: Connection, family: Family, record: UUID, *, lock: bool = False) -> Json:
    """Read a record; raises `NotFound`, or `Gone` where it went with its document."""
    try:
        return await read_record(connection, family, record, lock=lock)
    except NotFound:
        raise await missing_record(connection, record) from None


async def read_record_document(connection: Connection, document: UUID) -> None:
    """Lock a document's row."""
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])


def names_version(if_match: str, version: int) -> bool:
    """Tell whether If-Match names a version (RFC 9110, 13.1.1: weak tags never match)."""
    tags = [tag.strip() for tag in if_match.split(",")]
    return f'"{version}"' in tags or tags == ["*"]


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


async def learn(
    connection: Connection, opened: Opened, statements: Mapping[str, Statement], numbers: Mapping[str, int], person: UUID
) -> None:
    """Keep what corrections teach beyond their record."""
    for field, statement in statements.items():
        for taught in find_taught(field, opened.read[field], statement.value) if statement.holds else ():
            lesson = NewLesson(taught=taught, document=opened.row["document"], author=person, edit=numbers[field])
            await teach(connection, lesson)


async def state_fields(connection: Connection, opened: Opened, statements: Mapping[str, Statement], person: UUID) -> dict[str, int]:
    """Write statements of a record's fields: their history, what holds, and the record's next version; gives the numbers of the edits."""
    if not statements:
        return {}
    held, numbers = dict(opened.held), dict[str, int]()
    for field, statement in statements.items():
        edit = await note_edit(connection, opened, field, statement, person)
        held.pop(field, None)
        numbers[field] = edit["id"]
        if statement.holds:
            held[field] = await hold(connection, opened, edit, statement)
        else:
            await release_field(connection, opened.row["id"], field)
    body = opened.row["body"] | {field: statement.value for field, statement in statements.items()}
    await write_record(connection, opened.family, opened.row | {"body": body}, set(held))
    record, document, version = opened.row["id"], opened.row["document"], opened.row["version"] + 1
    await note_record(connection, opened.family, record, "corrected", document, fields=list(statements), version=version)
    return numbers


async def note_edit(connection: Connection, opened: Opened, field: str, statement: Statement, person: UUID) -> Json:
    """Add a row of history with the value and the one that was read."""
    row, read = opened.row, opened.read[field]
    added = await connection.execute(
        "INSERT INTO edits (family, record, document, field, value, extracted, author, version, action, holds, undoes)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, field, at",
        [
            *(opened.family.name, row["id"], row["document"], field, Jsonb(statement.value), Jsonb(read), person, row["version"] + 1),
            *(statement.action, statement.holds, statement.undoes),
        ],
    )
    return await added.fetchone() or {}


async def hold(connection: Connection, opened: Opened, edit: Json, statement: Statement) -> Correction:
    """Let an edit say what its field is; its author knew what is read now."""
    read = opened.read[edit["field"]]
    correction = Correction(
        edit=edit["id"],
        family=opened.family.name,
        record=opened.row["id"],
        field=edit["field"],
        value=statement.value,
        seen=read,
        reading=read,
        author="",
        at=edit["at"],
    )
    await hold_field(connection, correction, opened.row["document"])
    return correction


async def write_record(connection: Connection, family: Family, row: Json, held: set[str]) -> None:
    """Write a record's next version with all that is made of it; fields that are held are as sure as can be."""
    if family.name == "documents":
        await write_requisites(connection, row["id"], row["body"])
        await share_requisites(connection, row["id"], row["body"])
        await register_document(connection, row["id"])
        await renew_days(connection, row["id"])
        return
    found = await (await connection.execute("SELECT issues FROM documents WHERE id = %s", [row["document"]])).fetchone()
    issues = issue_places(found["issues"] if found else [])
    own = own_columns(family, row["body"], issues=issues, corrected=held)
    linked = None if family is PLANS else await link_record(connection, row["document"], row["body"])
    own |= {"parties": linked.parties(row["body"])} if linked else {}
    await update_row(connection, family, {"id": str(row["id"]), "body": row["body"], "version": row["version"] + 1, **own})
    if linked:
        await note_sightings(connection, row["document"], linked)
    await renew_days(connection, row["document"], measure=row["id"] if family is MEASURES else None)


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
    """Give a record's edits, the newest first; raises `NotFound` or `Gone` where there is no such record and it was never edited."""
    rows = await connection.execute(
        "SELECT edits.id, field, value, extracted, people.name AS author, at, version, action, holds, undoes FROM edits"
        " JOIN people ON people.id = author WHERE record = %s AND family = %s ORDER BY edits.id DESC LIMIT %s",
        [record, family.name, LONGEST_HISTORY],
    )
    found = await rows.fetchall()
    if not found:
        await find_record(connection, family, record)
    return found
