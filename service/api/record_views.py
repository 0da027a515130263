"""Records as the API shows them.

In: rows of `service.store`. Out: JSON-ready dicts: the record's fields, id and version, links, corrections, what a search found.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from service.errors import Invalid
from service.store.columns import Json, words
from service.store.connection import Connection, Pool
from service.store.corrections import Correction, record_corrections
from service.store.families import Family
from service.store.search import find_marks, fragments

# What a view has of its own, whatever `fields` asks for or not.
BESIDES = ("plan", "measure_count", "highlights")


async def view_records(pool: Pool, family: Family, rows: Sequence[Json], *, query: str | None, fields: frozenset[str] | None) -> list[Json]:
    """Show rows; with a query its words are marked, with `fields` only those are given."""
    async with pool.connection() as connection:
        corrections = await record_corrections(connection, [row["id"] for row in rows])
        highlights = await find_highlights(connection, family, rows, query) if query else {}
    return [view_record(family, row, corrections.get(row["id"], {}), highlights.get(row["id"]), fields) for row in rows]


def view_record(
    family: Family,
    row: Json,
    corrections: Mapping[str, Correction],
    highlights: Json | None = None,
    fields: frozenset[str] | None = None,
) -> Json:
    """Show one record."""
    names = [name for name in family.fields if fields is None or name in fields]
    own = {name: row[name] for name in ("measure_count",) if name in row}
    return {
        "id": str(row["id"]),
        "document": str(row["document"]),
        **({"plan": str(row["plan"])} if row.get("plan") else {}),
        "version": row["version"],
        "links": links(family, row),
        **{name: row["body"].get(name) for name in names},
        **{name: value for name, value in own.items() if fields is None or name in fields},
        **words_of_people(corrections),
        **({"highlights": highlights} if highlights is not None else {}),
    }


def words_of_people(held: Mapping[str, Correction]) -> Json:
    """Show the fields that people corrected, with what was read, and those that they confirmed."""
    return {
        "corrections": {field: one.as_json() for field, one in held.items() if one.differs},
        "confirmed": {field: {"author": one.author, "at": one.at.isoformat()} for field, one in held.items() if not one.differs},
    }


def links(family: Family, row: Json) -> dict[str, str]:
    """Give the addresses of what belongs to a record."""
    own = f"/v1/{family.name}/{row['id']}"
    found = {"self": own, "document": f"/v1/documents/{row['document']}", "history": f"{own}/history"}
    if row.get("plan"):
        found["plan"] = f"/v1/plans/{row['plan']}"
    if family.name == "measures":
        found["parties"] = f"{own}/parties"
    if family.name == "plans":
        found |= {"measures": f"/v1/measures?plan={row['id']}", "export": f"{own}/export"}
    page = (row["body"].get("evidence") or {}).get("page")
    return found | ({"page": f"/v1/documents/{row['document']}/pages/{page}"} if page else {})


def chosen_fields(family: Family, fields: str | None) -> frozenset[str] | None:
    """Read the parameter `fields`; raises `Invalid` for a field that no record of the family has."""
    if fields is None:
        return None
    wanted = frozenset(name.strip() for name in fields.split(",") if name.strip())
    known = {*family.fields, "id", "document", "version", "links", "corrections", "confirmed", *BESIDES}
    for name in sorted(wanted - known):
        raise Invalid("field_unknown", field=name[:100], known=", ".join(family.fields))
    return wanted


async def find_highlights(connection: Connection, family: Family, rows: Sequence[Json], query: str) -> dict[UUID, dict[str, list[str]]]:
    """Mark a search's words: in the wording first, and for records that have none there in the other fields that search looks at."""
    first, *others = family.weights
    found = await mark_fields(connection, [(row, first) for row in rows], query)
    rest = [row for row in rows if not found[row["id"]]]
    more = await mark_fields(connection, [(row, name) for row in rest for name in others if row["body"].get(name)], query) if rest else {}
    return {**found, **{record: marked for record, marked in more.items() if marked}}


async def mark_fields(connection: Connection, places: Iterable[tuple[Json, str]], query: str) -> dict[UUID, dict[str, list[str]]]:
    """Mark a search's words in fields of records."""
    wanted: list[tuple[UUID, str, str]] = [(row["id"], name, words(row["body"].get(name))) for row, name in places]
    marks = await find_marks(connection, query, [text for _, _, text in wanted])
    found: dict[UUID, dict[str, list[str]]] = {record: {} for record, _, _ in wanted}
    for (record, name, text), spans in zip(wanted, marks, strict=True):
        if spans:
            found[record][name] = fragments(text, spans)
    return found
