"""Saving: the records of a document's newest extraction, as rows that lists read.

In: a document and its records as JSON (`docs/records.md`). Out: rows of plans, measures, clauses and activities in place of the former
ones. A record that stands where one stood before keeps its id, and what people corrected in it stays corrected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from psycopg.types.json import Jsonb

from service.store.columns import Json, document_columns, evidence_places, issue_places, own_columns, search_columns
from service.store.connection import Connection
from service.store.corrections import Correction, document_corrections
from service.store.families import ACTIVITIES, CLAUSES, DOCUMENTS, MEASURES, PLANS, Family
from service.store.identity import new_id
from service.store.rows import delete_rows, insert_rows, read_rows
from service.store.search import search_form

# A document's records take the places from -seq * ROOM on, so that ascending order is newest first and then as printed; no document
# has as many records, because no file of the largest size has as many rows.
ROOM = 1_000_000

Place = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it stood before this extraction."""

    id: UUID
    version: int
    body: Json


@dataclass(frozen=True, slots=True)
class Former:
    """What a document had before: its records by family and place in the source, and the newest edit of each field."""

    records: Mapping[tuple[str, Place], Kept] = field(default_factory=dict)
    edits: Sequence[Correction] = ()

    def of(self, record: UUID) -> list[Correction]:
        """Give the newest edits of a record that once stood as corrections."""
        return [edit for edit in self.edits if edit.record == record and edit.stands]


@dataclass(frozen=True, slots=True)
class Made:
    """A record to write: its row, what was read, and the fields that are corrected."""

    row: Json
    read: Json
    corrected: frozenset[str] = frozenset()


async def save_records(connection: Connection, *, document: UUID, seq: int, records: Json) -> None:
    """Put a document's records in place of those it had, in the caller's transaction.

    `seq` is the document's; `records` is what `extractor.exporters.json.to_json` gives.
    """
    # Edits wait here until the new rows are there.
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])
    former = await read_former(connection, document)
    requisites = with_corrections(records["document"], former.of(document))
    rows = make_rows(document, seq, {**records, "document": requisites}, former)
    for family in (ACTIVITIES, CLAUSES, MEASURES, PLANS):
        await delete_rows(connection, family, document)
    for family in (PLANS, MEASURES, CLAUSES, ACTIVITIES):
        await insert_rows(connection, family, [made.row for made in rows[family.name]])
    await renew_extracted(connection, former, read_values(document, records, rows))
    await write_requisites(connection, document, requisites)
    await connection.execute("UPDATE documents SET issues = %s WHERE id = %s", [Jsonb(records["issues"]), document])


async def remove_records(connection: Connection, document: UUID) -> None:
    """Take a document's records out of all lists; its extractions and edits stay."""
    for family in (ACTIVITIES, CLAUSES, MEASURES, PLANS):
        await delete_rows(connection, family, document)


async def read_former(connection: Connection, document: UUID) -> Former:
    """Read what a document had before."""
    records: dict[tuple[str, Place], Kept] = {}
    measures = await read_rows(connection, MEASURES, document)
    for family, rows in ((MEASURES, measures), *[(other, await read_rows(connection, other, document)) for other in (CLAUSES, ACTIVITIES)]):
        for row, place in zip(rows, evidence_places([row["body"] for row in rows]), strict=True):
            records[family.name, place] = Kept(row["id"], row["version"], row["body"])
    plans = await read_rows(connection, PLANS, document)
    for row, place in zip(plans, plan_places([first_measure(measures, row["id"]) for row in plans]), strict=True):
        records[PLANS.name, place] = Kept(row["id"], row["version"], row["body"])
    return Former(records, await document_corrections(connection, document))


def first_measure(measures: Sequence[Json], plan: UUID) -> Json | None:
    """Give the body of the first measure of a plan."""
    return next((row["body"] for row in measures if row["plan"] == plan), None)


def plan_places(firsts: Sequence[Json | None]) -> Iterator[Place]:
    """Yield for each plan where it begins: where its first measure stands, or its number among the plans."""
    places = evidence_places([first for first in firsts if first])
    for number, first in enumerate(firsts, 1):
        yield next(places) if first else (number,)


def make_rows(document: UUID, seq: int, records: Json, former: Former) -> dict[str, list[Made]]:
    """Make the rows of every family, by its name."""
    issues = issue_places(records["issues"])
    shared = {"document": str(document), **document_columns(records["document"])}
    rows: dict[str, list[Made]] = {}
    for family, found, places in family_bodies(records):
        made = [make_row(family, body, place, former) for body, place in zip(found, places, strict=True)]
        for ordinal, one in enumerate(made):
            own = own_columns(family, one.row["body"], issues=issues, corrected=one.corrected)
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


def make_row(family: Family, body: Json, place: Place, former: Former) -> Made:
    """Make a record's row: the id of what stood at its place before, with its corrections, or a new id."""
    kept = former.records.get((family.name, place))
    if kept is None:
        return Made({"id": str(new_id()), "version": 1, "body": body}, body)
    edits = former.of(kept.id)
    corrected = with_corrections(body, edits)
    version = kept.version + (corrected != kept.body)
    return Made({"id": str(kept.id), "version": version, "body": corrected}, body, frozenset(edit.field for edit in edits))


def with_corrections(body: Json, edits: Sequence[Correction]) -> Json:
    """Give a record with its corrected values."""
    return body | {edit.field: edit.value for edit in edits if edit.field in body}


def read_values(document: UUID, records: Json, rows: Mapping[str, Sequence[Made]]) -> dict[UUID, Json]:
    """Give what was read, by record."""
    return {document: records["document"]} | {UUID(made.row["id"]): made.read for found in rows.values() for made in found}


async def renew_extracted(connection: Connection, former: Former, read: Mapping[UUID, Json]) -> None:
    """Note in the corrections that stand what this extraction read; those of records that are gone stay as history."""
    renewed = [
        (Jsonb(read[edit.record][edit.field]), edit.edit)
        for edit in former.edits
        if edit.stands and edit.field in read.get(edit.record, {}) and read[edit.record][edit.field] != edit.extracted
    ]
    async with connection.cursor() as cursor:
        await cursor.executemany("UPDATE edits SET extracted = %s WHERE id = %s", renewed)


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


def day(text: str | None) -> date | None:
    """Read a whole date; None for one that leaves out the day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
