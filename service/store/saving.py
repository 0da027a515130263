"""Saving: the records of a document's newest extraction, as rows that lists read.

In: a document and its records as JSON (`docs/records.md`). Out: rows of plans, measures, clauses and activities in place of the former
ones. A record that goes on from one that stood before keeps its id (`service.store.former`), and what people said of its fields holds on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from psycopg.types.json import Jsonb

from service.store.columns import Json, document_columns, evidence_places, issue_places, own_columns, search_columns
from service.store.connection import Connection
from service.store.corrections import Correction, as_read, document_corrections, renew_readings
from service.store.due_days import renew_days
from service.store.families import ACTIVITIES, CLAUSES, DOCUMENTS, MEASURES, PLANS, RECORD_FAMILIES, Family
from service.store.former import Former, Place, find_successors, keep_gone, read_gone, wording_of
from service.store.identity import new_id
from service.store.masks import mask_document, mask_extraction
from service.store.registry.linking import link, note_sightings
from service.store.rows import delete_rows, insert_rows, read_rows
from service.store.search import search_form

# A document's records take the places from -seq * ROOM on, so that ascending order is newest first and then as printed; no document
# has as many records, because no file of the largest size has as many rows.
ROOM = 1_000_000


@dataclass(frozen=True, slots=True)
class Before:
    """What a document had before: its records, those that had gone already, and the fields that people hold, by record and field."""

    records: Sequence[Former] = ()
    gone: Sequence[Former] = ()
    held: Mapping[UUID, Mapping[str, Correction]] = field(default_factory=dict)

    def of(self, family: Family) -> list[Former]:
        """Give the records of a family, those that stand before those that had gone."""
        return [one for one in (*self.records, *self.gone) if one.family == family.name]


@dataclass(frozen=True, slots=True)
class Made:
    """A record to write: its row, the former one that it goes on from, and its held fields with what this extraction read."""

    row: Json
    former: Former | None = None
    held: Mapping[str, Correction] = field(default_factory=dict)


async def save_records(connection: Connection, *, document: UUID, seq: int, records: Json) -> None:
    """Put a document's records in place of those it had, in the caller's transaction.

    `seq` is the document's; `records` is what `extractor.exporters.json.to_json` gives.
    """
    await mask_extraction(connection, document)
    # Edits wait here until the new rows are there.
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])
    before = await read_before(connection, document)
    held = renewed(before.held.get(document, {}), records["document"])
    requisites = with_corrections(records["document"], held)
    rows = make_rows(document, seq, {**records, "document": requisites}, before)
    naming = [made.row for family in (MEASURES, CLAUSES, ACTIVITIES) for made in rows[family.name]]
    linked = await link(connection, document, requisites, [row["body"] for row in naming])
    for row in naming:
        row["parties"] = linked.parties(row["body"])
    for family in (ACTIVITIES, CLAUSES, MEASURES, PLANS):
        await delete_rows(connection, family, document)
    await insert_rows(connection, document, {family: [made.row for made in rows[family.name]] for family in RECORD_FAMILIES})
    all_made = [made for found in rows.values() for made in found]
    await renew_readings(connection, [*held.values(), *[one for made in all_made for one in made.held.values()]])
    found_again = {made.former.id for made in all_made if made.former}
    await keep_gone(connection, document, [one for one in (*before.records, *before.gone) if one.id not in found_again])
    await connection.execute("UPDATE documents SET issues = %s WHERE id = %s", [Jsonb(records["issues"]), document])
    await write_requisites(connection, document, requisites)
    await note_sightings(connection, document, linked)
    await renew_days(connection, document)


async def read_before(connection: Connection, document: UUID) -> Before:
    """Read what a document had before."""
    held: dict[UUID, dict[str, Correction]] = {}
    for one in await document_corrections(connection, document):
        held.setdefault(one.record, {})[one.field] = one
    measures = await read_rows(connection, MEASURES, document)
    standing: list[Former] = []
    for family, rows in ((MEASURES, measures), *[(other, await read_rows(connection, other, document)) for other in (CLAUSES, ACTIVITIES)]):
        standing += stood(family, rows, evidence_places([row["body"] for row in rows]), held)
    plans = await read_rows(connection, PLANS, document)
    standing += stood(PLANS, plans, plan_places([first_measure(measures, row["id"]) for row in plans]), held)
    return Before(standing, await read_gone(connection, document), held)


def stood(family: Family, rows: Sequence[Json], places: Iterator[Place], held: Mapping[UUID, Mapping[str, Correction]]) -> Iterator[Former]:
    """Yield the records of a family as they stood; their wording is the one that was read."""
    for row, place in zip(rows, places, strict=True):
        wording = wording_of(as_read(row["body"], held.get(row["id"], {})))
        yield Former(id=row["id"], family=family.name, place=place, wording=wording, version=row["version"], body=row["body"])


def first_measure(measures: Sequence[Json], plan: UUID) -> Json | None:
    """Give the body of the first measure of a plan."""
    return next((row["body"] for row in measures if row["plan"] == plan), None)


def plan_places(firsts: Sequence[Json | None]) -> Iterator[Place]:
    """Yield for each plan where it begins: where its first measure stands, or its number among the plans."""
    places = evidence_places([first for first in firsts if first])
    for number, first in enumerate(firsts, 1):
        yield next(places) if first else (number,)


def make_rows(document: UUID, seq: int, records: Json, before: Before) -> dict[str, list[Made]]:
    """Make the rows of every family, by its name."""
    issues = issue_places(records["issues"])
    shared = {"document": str(document), **document_columns(records["document"])}
    rows: dict[str, list[Made]] = {}
    for family, found, places in family_bodies(records):
        successors = find_successors(before.of(family), [(place, wording_of(body)) for body, place in zip(found, places, strict=True)])
        made = [make_row(body, former, before) for body, former in zip(found, successors, strict=True)]
        for ordinal, one in enumerate(made):
            own = own_columns(family, one.row["body"], issues=issues, corrected=one.held)
            one.row.update(shared, place=-seq * ROOM + ordinal, **own)
        rows[family.name] = made
    assign_plans(records["plans"], rows)
    return rows


def family_bodies(records: Json) -> Iterator[tuple[Family, list[Json], Iterator[Place]]]:
    """Yield each family's records in printed order, with where they stand."""
    plans = records["plans"]
    firsts = [next(iter(plan["measures"]), None) for plan in plans]
    yield PLANS, [{name: plan[name] for name in PLANS.fields} for plan in plans], plan_places(firsts)
    measures = [measure for plan in plans for measure in plan["measures"]]
    for family, found in ((MEASURES, measures), (CLAUSES, records["clauses"]), (ACTIVITIES, records["activities"])):
        yield family, found, evidence_places(found)


def assign_plans(plans: Sequence[Json], rows: Mapping[str, Sequence[Made]]) -> None:
    """Tell measures their plan, and plans how many measures they have."""
    measures = iter(rows[MEASURES.name])
    for plan, made in zip(plans, rows[PLANS.name], strict=True):
        made.row["measure_count"] = len(plan["measures"])
        for _ in plan["measures"]:
            next(measures).row["plan"] = made.row["id"]


def make_row(body: Json, former: Former | None, before: Before) -> Made:
    """Make a record's row: with the id of the one that it goes on from and what is held of it, or with a new id."""
    if former is None:
        return Made({"id": str(new_id()), "version": 1, "body": body})
    known = before.held.get(former.id, {})
    held = renewed(known, body)
    corrected = with_corrections(body, held)
    # What is read under a correction shows as well, so it makes a version too.
    is_same = corrected == former.body and all(one.reading == known[name].reading for name, one in held.items())
    return Made({"id": str(former.id), "version": former.version + (not is_same), "body": corrected}, former, held)


def renewed(held: Mapping[str, Correction], body: Json) -> dict[str, Correction]:
    """Give the held fields of a record with what is read there now."""
    return {name: replace(one, reading=body[name]) for name, one in held.items() if name in body}


def with_corrections(body: Json, held: Mapping[str, Correction]) -> Json:
    """Give a record with its corrected values."""
    return body | {name: one.shown for name, one in held.items()}


async def write_requisites(connection: Connection, document: UUID, requisites: Json) -> None:
    """Write a document's requisites with all that is made of them; its records are not touched."""
    row = await (await connection.execute("SELECT name FROM documents WHERE id = %s", [document])).fetchone()
    words = search_columns(DOCUMENTS, requisites)
    shared = document_columns(requisites)
    await connection.execute(
        "UPDATE documents SET requisites = %s, kind = %s, issuer_key = %s, municipality_key = %s, date = %s, version = version + 1,"
        " search = setweight(to_tsvector('russian', %s), 'A') || setweight(to_tsvector('russian', %s), 'B') ||"
        " setweight(to_tsvector('russian', %s), 'C') || setweight(to_tsvector('russian', %s || ' ' || %s), 'D') WHERE id = %s",
        [Jsonb(requisites), *shared.values(), day(requisites["date"]), *words.values(), search_form(row["name"] if row else ""), document],
    )
    await mask_document(connection, document)


def day(text: str | None) -> date | None:
    """Read a whole date; None for one that leaves out the day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
