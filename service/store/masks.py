"""Masks: what of a document is stored for those who do not see persons' names, beside what it says.

In: a connection, a document, and what is written of it. Out: its persons with their numbers, and masked bodies, texts and search words.
The views of `service.migrations.masked_views` show them. Whatever writes a record's body does so by `service.store.rows`, which masks it.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from extractor.masking import Masks, Mention, Person, Register, make_register, mask_blocks, mask_text, mask_value, persons_of
from extractor.masking.masks import Place
from extractor.masking.register import SIGN
from service.store.columns import Json, keys, person_keys, search_columns, sort_key, unit_names
from service.store.connection import Connection, seeing_everything
from service.store.families import DOCUMENTS, Family
from service.store.search import search_form

SIGNED = re.compile(re.escape(SIGN).replace(r"\{\}", r"(\d{1,6})"))
RowsByFamily = Mapping[Family, Sequence[Json]]
PERSON_FIELDS = ("surname", "initials", "given")


async def read_register(connection: Connection, document: UUID) -> Register:
    """Give the persons of a document by their numbers."""
    row = await (await connection.execute("SELECT persons FROM documents WHERE id = %s", [document])).fetchone()
    persons = (row["persons"] if row else None) or []
    return make_register([Person(*(person[name] for name in PERSON_FIELDS)) for person in persons])


async def note_names(connection: Connection, document: UUID, masks: Masks) -> None:
    """Note a document's persons and the spellings of their names, in addition to those that are known."""
    row = await (await connection.execute("SELECT printed_names FROM documents WHERE id = %s", [document])).fetchone()
    printed = dict((row["printed_names"] if row else None) or []) | masks.printed
    longest_first = sorted(printed.items(), key=lambda pair: (-len(pair[0]), pair))
    persons = [{name: getattr(person, name) for name in PERSON_FIELDS} for person in masks.register.persons]
    await connection.execute(
        "UPDATE documents SET persons = %s, printed_names = %s WHERE id = %s", [Jsonb(persons), Jsonb(longest_first), document]
    )


async def mask_extraction(connection: Connection, document: UUID) -> None:
    """Mask a document's text and what of its newest extraction is no row; its records are masked when they are written."""
    found = await connection.execute(
        "SELECT extractions.id, records, blocks, name FROM extractions JOIN documents ON documents.id = document"
        " WHERE document = %s ORDER BY extractions.finished_at DESC LIMIT 1",
        [document],
    )
    row = await found.fetchone()
    if row is None:
        return
    masks, masked = await asyncio.to_thread(masked_extraction, row, await read_register(connection, document))
    await note_names(connection, document, masks)
    await connection.execute("UPDATE extractions SET masked = %s, names_masked = true WHERE id = %s", [Jsonb(masked), row["id"]])


def masked_extraction(row: Json, register: Register) -> tuple[Masks, Json]:
    """Mask the text and the amendments of an extraction; `places` says where the text names whom."""
    register = persons_of([row["records"], row["blocks"], row["name"]], register)
    blocks, masks = mask_blocks(row["blocks"], register)
    amendments = mask_value(row["records"].get("amendments", []), masks)
    places = [[*place, [[mention.start, mention.end, mention.number] for mention in found]] for place, found in masks.places.items()]
    return masks, {"blocks": blocks, "amendments": amendments, "places": places} if masks.printed else {"places": []}


async def read_masks(connection: Connection, document: UUID) -> Masks:
    """Give what a document's records are masked with."""
    found = await connection.execute(
        "SELECT masked -> 'places' AS places FROM extractions WHERE document = %s ORDER BY finished_at DESC LIMIT 1", [document]
    )
    row = await found.fetchone()
    places: dict[Place, Sequence[Mention]] = {
        (block, line, column): [Mention(*mention) for mention in mentions]
        for block, line, column, mentions in (row["places"] if row else None) or []
    }
    return Masks(await read_register(connection, document), places)


async def with_masks(connection: Connection, document: UUID, rows: RowsByFamily) -> tuple[dict[Family, list[Json]], bool]:
    """Give rows of a document (all have a body) with the columns that are masked, and whether they name persons who are new in it."""
    known = await read_masks(connection, document)
    masks, masked = await asyncio.to_thread(masked_rows, rows, known)
    await note_names(connection, document, masks)
    return masked, len(masks.register.persons) > len(known.register.persons)


def masked_rows(rows: RowsByFamily, known: Masks) -> tuple[Masks, dict[Family, list[Json]]]:
    """Mask rows by all persons that any of them names."""
    masks = Masks(persons_of([row["body"] for found in rows.values() for row in found], known.register), known.places)
    return masks, {family: [{**row, **mask_columns(family, row["body"], masks)} for row in found] for family, found in rows.items()}


def mask_columns(family: Family, body: Json, masks: Masks) -> Json:
    """Give the columns that a record's masked body makes. What everybody sorts and filters by, besides persons, is made of it too."""
    masked = mask_value(body, masks)
    own: Json = {"names_masked": True, "masked_body": None, "sort_text": sort_key(masked)}
    if family.name != "plans":
        units = keys(unit_names(family, masked))
        own |= {"sections": keys(masked.get("section", ())), "units": units, "sort_unit": next(iter(units), None)}
    if family.name == "activities":
        own["persons"] = person_keys([body["actor"]]) if masked["actor"] != body["actor"] else []
    if masked != body:
        words = {f"masked_{name}": without_signs(text, masks.register) for name, text in search_columns(family, masked).items()}
        own |= {"masked_body": masked, **words}
    return own


def without_signs(text: str, register: Register) -> str:
    """Take the signs out of words that are searched for."""
    for number in range(len(register.persons), 0, -1):
        text = text.replace(search_form(register.sign(number)), " ")
    return text


async def mask_document(connection: Connection, document: UUID) -> None:
    """Mask what a document's own row says: its name, metadata, requisites and issues, and the words it is found by."""
    found = await connection.execute("SELECT name, metadata, requisites, issues FROM documents WHERE id = %s", [document])
    row = await found.fetchone()
    if row is None or row["requisites"] is None:
        return
    masks, masked = await asyncio.to_thread(masked_document, row, await read_masks(connection, document))
    await note_names(connection, document, masks)
    words = search_columns(DOCUMENTS, masked["requisites"])
    texts = [without_signs(text, masks.register) for text in (*words.values(), search_form(masked["name"]))]
    await connection.execute(
        "UPDATE documents SET masked = %s, masked_search = setweight(to_tsvector('russian', %s), 'A') ||"
        " setweight(to_tsvector('russian', %s), 'B') || setweight(to_tsvector('russian', %s), 'C') ||"
        " setweight(to_tsvector('russian', %s || ' ' || %s), 'D') WHERE id = %s",
        [Jsonb(masked), *texts, document],
    )


def masked_document(row: Mapping[str, Any], masks: Masks) -> tuple[Masks, Json]:
    """Mask a document's own values."""
    masks = Masks(persons_of([row["requisites"], row["issues"], row["metadata"], row["name"]], masks.register), masks.places)
    masked = {field: mask_value(row[field], masks) for field in ("metadata", "requisites", "issues")}
    return masks, masked | {"name": mask_text(row["name"], masks.register, is_file_name=True)}


async def shared_numbers(connection: Connection, old: UUID, new: UUID) -> dict[int, int]:
    """Give the numbers that the persons of one document have beside another: the same person the same, the others those that follow."""
    async with seeing_everything(connection):
        before, after = await read_register(connection, old), await read_register(connection, new)
    numbers: dict[int, int] = {}
    for number, person in enumerate(after.persons, 1):
        same = before.named(person.surname, person.initials) if person.surname else before.called(person.given, person.initials)
        numbers[number] = same or len(before.persons) + number
    return numbers


def renumbered(value: Any, numbers: Mapping[int, int]) -> Any:
    """Give a value with other numbers of persons in its signs."""
    if isinstance(value, str):
        return SIGNED.sub(lambda sign: SIGN.format(numbers.get(int(sign[1]), int(sign[1]))), value)
    if isinstance(value, list):
        return [renumbered(part, numbers) for part in value]
    return {name: renumbered(part, numbers) for name, part in value.items()} if isinstance(value, dict) else value
