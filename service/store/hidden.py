"""Hidden persons: people who at their request are named nowhere any more (152-ФЗ, articles 14 and 21).

In: a connection, a surname with initials. Out: where the store names them; rules; and documents in which, for everybody, a sign stands in
place of the name, whose files are not given out. What stood there is kept apart (`hidden_originals`), for a rule may be lifted. To cover a
further table, add a line to `FIELDS`.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from extractor.masking import Masks, Person, Register, make_register, mask_blocks, mask_text, mask_value
from extractor.masking.surnames import key, surname_forms
from service.errors import Invalid
from service.store.columns import Json
from service.store.connection import Connection
from service.store.identity import new_id
from service.store.masks import read_register

SIGN = "[лицо скрыто]"
# The file of a document that names a hidden person is not given out, and its persons are to be found anew.
NOT_LOOKED_AT = "UPDATE documents SET source_restricted = %s, persons = NULL, printed_names = NULL WHERE id = %s"


class Field(NamedTuple):
    """A column that may name a person: its table, the column that tells a row, and the condition that ties rows to a document."""

    relation: str
    key: str
    name: str
    of_document: str = "document = %s"


OF_LINE = "id IN (SELECT line FROM line_versions WHERE document = %s)"
OF_REPORTS = "report IN (SELECT id FROM reports WHERE document = %s)"
RECORDS, BLOCKS = Field("extractions", "id", "records"), Field("extractions", "id", "blocks")
FIELDS = (
    Field("documents", "id", "name", "id = %s"),
    Field("documents", "id", "metadata", "id = %s"),
    Field("documents", "id", "problem", "id = %s"),
    RECORDS,
    BLOCKS,
    Field("extractions", "id", "tables"),
    Field("edits", "id", "value"),
    Field("edits", "id", "extracted"),
    Field("corrections", "record || field", "value"),
    Field("corrections", "record || field", "seen"),
    Field("corrections", "record || field", "reading"),
    Field("lessons", "id", "wording"),
    Field("lessons", "id", "meaning"),
    Field("lines", "id", "title", OF_LINE),
    Field("sign_offs", "id", "subject", "%s IN (old, new)"),
    Field("sign_offs", "id", "note", "%s IN (old, new)"),
    Field("fulfilment_decisions", "measure::text || statement", "subject", "%s IN (plan, report)"),
    Field("consolidations", "base", "instructions", "base = %s"),
    Field("consolidations", "base", "notices", "base = %s"),
    Field("computed_versions", "document", "links"),
    Field("report_plans", "plan", "title"),
    Field("reports", "id", "about"),
    Field("reports", "id", "texts"),
    Field("reports", "id", "note"),
    Field("report_versions", "report || '/' || version", "texts", OF_REPORTS),
    Field("report_versions", "report || '/' || version", "note", OF_REPORTS),
)
TEXTS = frozenset({"name", "title", "subject", "note", "wording"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is named: a table's column of a document (None: of no document), and in how many rows."""

    relation: str
    field: str
    document: UUID | None
    rows: int


@lru_cache(maxsize=64)
def hiding(surname: str, initials: str) -> Register:
    """Give the register of one hidden person."""
    return make_register([Person(surname, initials)], hidden=SIGN)


def names(register: Register, person: Person) -> bool:
    """Tell whether a document's persons may include one: the same surname with initials that do not contradict."""
    hidden = hiding(person.surname, person.initials)
    return any(one.surname and hidden.named(one.surname, one.initials) for one in register.persons)


async def active_rules(connection: Connection) -> list[Person]:
    """Give the persons who are hidden now."""
    rows = await connection.execute("SELECT surname, initials FROM hidden_persons WHERE lifted_at IS NULL ORDER BY created_at")
    return [Person(row["surname"], row["initials"]) async for row in rows]


async def list_rules(connection: Connection) -> list[Json]:
    """Give all rules, the newest first, with the logins of who made and lifted them."""
    rows = await connection.execute(
        "SELECT h.id, surname, initials, reason, author.login AS created_by, h.created_at, lifter.login AS lifted_by, lifted_at"
        " FROM hidden_persons h JOIN people author ON author.id = h.created_by LEFT JOIN people lifter ON lifter.id = h.lifted_by"
        " ORDER BY h.created_at DESC"
    )
    return await rows.fetchall()


async def add_rule(connection: Connection, person: Person, reason: str, author: UUID) -> UUID:
    """Make a rule."""
    rule = new_id()
    await connection.execute(
        "INSERT INTO hidden_persons (id, surname, initials, reason, created_by) VALUES (%s, %s, %s, %s, %s)",
        [rule, person.surname, person.initials, reason, author],
    )
    return rule


async def lift_rule(connection: Connection, rule: UUID, person: UUID) -> bool:
    """End a rule; False where there is none that holds."""
    done = await connection.execute(
        "UPDATE hidden_persons SET lifted_by = %s, lifted_at = now() WHERE id = %s AND lifted_at IS NULL", [person, rule]
    )
    return done.rowcount == 1


def forms_of(person: Person) -> Iterable[str]:
    """Give what a name of the person begins with, in every case: the forms of a double surname's first part."""
    return surname_forms(key(person.surname).split("-")[0])


async def naming_documents(connection: Connection, person: Person) -> list[UUID]:
    """Give the documents that may name a person, also deleted ones."""
    forms = [f'%"{form}%' for form in forms_of(person)]
    rows = await connection.execute(
        "SELECT id FROM documents WHERE replace(lower(persons::text), 'ё', 'е') LIKE ANY(%s) ORDER BY seq", [forms]
    )
    found = [row["id"] for row in await rows.fetchall()]
    return [document for document in found if names(await read_register(connection, document), person)]


async def find_places(connection: Connection, person: Person) -> list[Place]:
    """Give everywhere that a person is named: in documents, in the registry, and in the log, which only grows."""
    register = hiding(person.surname, person.initials)
    found: list[Place] = []
    for document in await naming_documents(connection, person):
        for field in FIELDS:
            values = await read_values(connection, field, document)
            changed = await asyncio.to_thread(masked_values, field, values, register)
            found += [Place(field.relation, field.name, document, len(changed))] if changed else []
    return found + await find_beside(connection, person, register)


async def find_beside(connection: Connection, person: Person, register: Register) -> list[Place]:
    """Give where a person is named beside documents: in the registry and in the log."""
    found: list[Place] = []
    forms = [f"%{form}%" for form in forms_of(person)]
    for relation, column in (("registry_names", "text"), ("audit", "details")):
        rows = await connection.execute(
            sql.SQL("SELECT {0} AS text FROM {1} WHERE replace(lower({0}), 'ё', 'е') LIKE ANY(%s)").format(
                sql.Identifier(column), sql.Identifier(relation)
            ),
            [forms],
        )
        count = sum(mask_text(row["text"], register, is_file_name=True) != row["text"] for row in await rows.fetchall())
        found += [Place(relation, column, None, count)] if count else []
    return found


async def read_values(connection: Connection, field: Field, document: UUID) -> dict[str, Any]:
    """Give the values of a column in a document, by their rows."""
    rows = await connection.execute(
        sql.SQL("SELECT ({})::text AS key, {} AS value FROM {} WHERE {}").format(
            sql.SQL(field.key), sql.Identifier(field.name), sql.Identifier(field.relation), sql.SQL(field.of_document)
        ),
        [document],
    )
    return {row["key"]: row["value"] for row in await rows.fetchall() if row["value"] is not None}


def masked_values(field: Field, values: Mapping[str, Any], register: Register) -> dict[str, Any]:
    """Give the values that name somebody of a register, without the names."""
    masked: dict[str, Any]
    if field.name == "name":
        masked = {row: mask_text(value, register, is_file_name=True) for row, value in values.items()}
    elif field.name == "blocks":
        masked = {row: mask_blocks(value, register)[0] for row, value in values.items()}
    else:
        masked = {row: mask_value(value, Masks(register)) for row, value in values.items()}
    return {row: value for row, value in masked.items() if value != values[row]}


async def hide_in_document(connection: Connection, document: UUID, persons: Sequence[Person]) -> bool:
    """Put signs in place of persons' names in all that is kept of a document, in the caller's transaction; False where it names none.

    What is made of these values, its rows and words, is to be made anew by the caller (`service.store.hiding`).
    """
    has_changed = False
    for person in persons:
        register = hiding(person.surname, person.initials)
        records_masks = await extraction_masks(connection, document, register)
        for field in FIELDS:
            values = await read_values(connection, field, document)
            masked = await asyncio.to_thread(masked_values, field, values, register)
            if field is RECORDS:
                masked = {row: mask_value(values[row], records_masks[row]) for row in masked}
            for row, value in masked.items():
                await keep_original(connection, field, row, document, values[row])
                await write_value(connection, field, row, document, value)
            has_changed = has_changed or bool(masked)
    if has_changed:
        await connection.execute(NOT_LOOKED_AT, [True, document])
    return has_changed


async def extraction_masks(connection: Connection, document: UUID, register: Register) -> dict[str, Masks]:
    """Give what the records of each extraction are masked with, so that their evidence points to the masked text."""
    blocks = await read_values(connection, BLOCKS, document)
    return {row: (await asyncio.to_thread(mask_blocks, value, register))[1] for row, value in blocks.items()}


async def keep_original(connection: Connection, field: Field, row: str, document: UUID, value: Any) -> None:
    """Keep what stood somewhere before the first name was hidden there."""
    await connection.execute(
        "INSERT INTO hidden_originals (relation, key, field, document, original) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [field.relation, row, field.name, document, Jsonb(value)],
    )


async def write_value(connection: Connection, field: Field, row: str, document: UUID, value: Any) -> None:
    """Write a value in its row."""
    await connection.execute(
        sql.SQL("UPDATE {} SET {} = %s WHERE ({})::text = %s AND {}").format(
            sql.Identifier(field.relation), sql.Identifier(field.name), sql.SQL(field.key), sql.SQL(field.of_document)
        ),
        [value if field.name in TEXTS else Jsonb(value), row, document],
    )


async def restore_document(connection: Connection, document: UUID) -> None:
    """Put back what stood in a document before anybody was hidden in it."""
    rows = await connection.execute("SELECT relation, key, field, original FROM hidden_originals WHERE document = %s", [document])
    known = {(field.relation, field.name): field for field in FIELDS}
    for row in await rows.fetchall():
        await write_value(connection, known[row["relation"], row["field"]], row["key"], document, row["original"])
    await connection.execute("DELETE FROM hidden_originals WHERE document = %s", [document])
    await connection.execute(NOT_LOOKED_AT, [False, document])


async def forget_names(connection: Connection, person: Person) -> None:
    """Take a person's names that no document prints any more out of the registry; it is built anew of what documents print."""
    rows = await connection.execute(
        "DELETE FROM registry_names n WHERE family = 'person' AND replace(lower(text), 'ё', 'е') LIKE ANY(%s)"
        " AND NOT EXISTS (SELECT FROM registry_sightings WHERE name = n.id) RETURNING entry",
        [[f"{form}%" for form in forms_of(person)]],
    )
    await connection.execute(
        "UPDATE registry_entries e SET name = %s, sort_key = '' WHERE id = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM registry_names WHERE entry = e.id)",
        [SIGN, [row["entry"] for row in await rows.fetchall()]],
    )


async def refuse_hidden(connection: Connection, document: UUID, body: Json) -> None:
    """Raise `Invalid` where a correction would name a hidden person in a document."""
    for person in await hidden_in(connection, body):
        if names(await read_register(connection, document), person):
            raise Invalid("person_hidden")


async def hidden_in(connection: Connection, body: Json) -> list[Person]:
    """Give the hidden persons that a value may name."""
    rules = await active_rules(connection)
    return [person for person in rules if mask_value(body, Masks(hiding(person.surname, person.initials))) != body]


async def hidden_value(connection: Connection, value: Any) -> Any:
    """Give a value without the names of hidden persons, as an entry of the log is shown."""
    text = json.dumps(value, ensure_ascii=False)
    for person in await active_rules(connection):
        text = mask_text(text, hiding(person.surname, person.initials), is_file_name=True)
    return json.loads(text)
