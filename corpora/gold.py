"""Gold records: a document's annotation beside its layout, compiled into the record format.

In: a `Layout` and `documents/NAME.toml`. Out: the gold record as a plain JSON object. Texts are taken from the layout, so that
nothing is typed twice; values (kinds, dates, names in the nominative) are written by hand. The short forms are described
in `corpora/README.md`. To add a field of a measure, add its column role to `PLAIN` or a branch to `read_column`.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.source import DOCUMENTS, Cell, Grid, Layout, printed_text, value_text

Json = dict[str, Any]

DOCUMENT_FIELDS = (
    "kind", "issuer", "municipality", "date", "number", "title", "place", "period", "signatory", "basis", "amended_by",
    "approval",
)  # fmt: skip
PARTY_ROLES = {"responsible": "executor", "lead": "lead", "co_executor": "co_executor"}
PLAIN = ("mechanism", "audience", "result", "place", "note")
LISTS = ("section", "items", "deadlines", "responsible", "indicators", "funding", "basis")
CLAUSE_NUMBER = re.compile(r"(\d+(?:\.\d+)*)[.)]? (.*)")
EMPTY = ("", "-", "–", "—", "0", "0,0", "х")


class Annotation:
    """The hand-written values of one document, asked for by the wording of a cell."""

    def __init__(self, name: str, toml: Mapping[str, Any]) -> None:
        """Keep the tables of `documents/NAME.toml`."""
        self.name = name
        self.toml = toml

    def deadlines(self, wording: str, section: list[str]) -> list[Json]:
        """Give a deadline cell's entries; a key "heading / wording" wins over "wording". Raises ValueError where none is written."""
        if wording in EMPTY:
            return []
        table = self.toml.get("deadlines", {})
        keys = [f"{section[-1]} / {wording}", wording] if section else [wording]
        for key in keys:
            if key in table:
                return [read_deadline(entry, wording) for entry in entries(table[key])]
        raise ValueError(f"{self.name}: no deadline is written for «{wording}» under {section}")

    def parties(self, wording: str, role: str) -> list[Json]:
        """Give a party cell's entries; a wording without an entry is one party named as printed."""
        if wording in EMPTY:
            return []
        return [read_party(entry, role) for entry in entries(self.toml.get("parties", {}).get(wording, wording))]

    def status(self, wording: str) -> str | None:
        """Give a status cell's value."""
        return self.toml.get("status", {}).get(wording) if wording else None


def entries(value: str | list[str]) -> list[str]:
    """Give a list for one entry or several."""
    return [value] if isinstance(value, str) else list(value)


def read_deadline(entry: str, wording: str) -> Json:
    """Read "[text :: ]kind [edtf] [rrule] [offset]"; the text is the whole wording where none is written."""
    text, _, values = entry.rpartition(" :: ")
    kind, *rest = values.split()
    deadline: Json = {"text": text or wording, "kind": kind, "edtf": None, "rrule": None, "offset": None}
    for value in rest:
        deadline["rrule" if value.startswith("FREQ=") else "offset" if value.startswith("P") else "edtf"] = value
    return deadline


def read_party(entry: str, role: str = "executor") -> Json:
    """Read "name ~ person @role": name, person and role may each be absent."""
    body, _, own_role = entry.partition(" @")
    name, _, person = body.partition("~")
    return {"name": name.strip() or None, "person": person.strip() or None, "role": own_role.strip() or role}


def read_gold(layout: Layout, folder: Path = DOCUMENTS) -> Json:
    """Read and compile a document's annotation."""
    return compile_gold(layout, tomllib.loads((folder / f"{layout.name}.toml").read_text(encoding="utf-8")))


def compile_gold(layout: Layout, toml: Mapping[str, Any]) -> Json:
    """Compile a gold record; raises ValueError where the annotation does not fit the layout."""
    annotation = Annotation(layout.name, toml)
    return {
        "document": read_document(toml["document"]),
        "clauses": read_clauses(layout, toml.get("clauses", [])),
        "plans": read_plans(layout, annotation),
        "activities": [read_activity(entry) for entry in toml.get("activities", [])],
        "amendments": [read_amendment(entry) for entry in toml.get("amendments", [])],
    }


def read_document(entry: Mapping[str, Any]) -> Json:
    """Fill the particulars that are not written with null or an empty list; raises ValueError on an unknown one."""
    if unknown := set(entry) - set(DOCUMENT_FIELDS):
        raise ValueError(f"unknown particulars: {sorted(unknown)}")
    document: Json = {name: entry.get(name, [] if name in ("basis", "amended_by") else None) for name in DOCUMENT_FIELDS}
    if document["approval"]:
        document["approval"] = {"kind": None, "issuer": None, "date": None, "number": None, **document["approval"]}
    if document["signatory"]:
        document["signatory"] = {"position": None, "person": None, **document["signatory"]}
    return document


def read_clauses(layout: Layout, annotated: list[Mapping[str, Any]]) -> list[Json]:
    """Join each point of the layout with its annotation, in order; raises ValueError where their counts differ."""
    if len(layout.clauses) != len(annotated):
        raise ValueError(f"{layout.name}: {len(layout.clauses)} points, {len(annotated)} annotated clauses")
    return [read_clause(value_text(line), entry) for line, entry in zip(layout.clauses, annotated, strict=True)]


def read_clause(line: str, entry: Mapping[str, Any]) -> Json:
    """Give one clause; its number and text come from the printed line."""
    match = CLAUSE_NUMBER.fullmatch(line)
    text = match[2] if match else line
    return {
        "number": match[1] if match else None,
        "kind": entry["kind"],
        "text": text,
        "responsible": [read_party(party) for party in entry.get("responsible", [])],
        "deadlines": [read_deadline(deadline, text) for deadline in entry.get("deadlines", [])],
    }


def read_plans(layout: Layout, annotation: Annotation) -> list[Json]:
    """Give the plans, one for each table with a "text" column."""
    grids = [grid for grid in layout.grids if "text" in grid.roles]
    written = annotation.toml.get("plans", [])
    if len(grids) != len(written):
        raise ValueError(f"{layout.name}: {len(grids)} plan tables, {len(written)} annotated plans")
    overrides = annotation.toml.get("measures", {})
    plans, count = [], 0
    for grid, plan in zip(grids, written, strict=True):
        measures = read_measures(grid, annotation)
        for place, measure in enumerate(measures, count + 1):
            measure.update(read_override(overrides.get(str(place), {}), measure["text"]))
        count += len(measures)
        plans.append({"title": plan.get("title"), "appendix": plan.get("appendix"), "period": plan.get("period"), "measures": measures})
    if late := [place for place in overrides if int(place) > count]:
        raise ValueError(f"{layout.name}: no measures {late}")
    return plans


def read_override(entry: Mapping[str, Any], text: str) -> Json:
    """Give the fields of a measure that are written by hand; deadlines and parties in their short forms."""
    fields: Json = dict(entry)
    if "deadlines" in fields:
        fields["deadlines"] = [read_deadline(deadline, text) for deadline in fields["deadlines"]]
    if "responsible" in fields:
        fields["responsible"] = [read_party(party) for party in fields["responsible"]]
    return fields


def read_measures(grid: Grid, annotation: Annotation) -> list[Json]:
    """Give a table's measures in order."""
    measures: list[Json] = []
    headings: list[str] = []
    for place, cells in enumerate(grid.places()):
        row, first = grid.rows[place], cells[0]
        if place < grid.header_rows or row.mark == "#":
            continue
        if row.mark == "=":
            headings = [*headings[: (first.level or 1) - 1], *([value_text(first.marked)] if first.level else [])]
        elif row.mark == "+":
            extend_measure(measures[-1], grid, cells, place)
        else:
            measures.append(read_measure(grid, cells, headings, annotation))
    return measures


def read_measure(grid: Grid, cells: list[Cell], headings: list[str], annotation: Annotation) -> Json:
    """Give one row's measure; a merged cell counts for each of its rows."""
    measure: Json = {"number": None, "section": list(headings), "text": "", "status": None, **dict.fromkeys(PLAIN)}
    measure |= {name: [] for name in LISTS if name != "section"}
    for role, cell in zip(grid.roles, cells, strict=True):
        read_column(measure, role, cell, annotation)
    measure["funding"] = read_funding(grid, cells)
    return measure


def read_column(measure: Json, role: str, cell: Cell, annotation: Annotation) -> None:
    """Put a cell's value into the measure's field that the column's role names."""
    value = value_text(cell.marked)
    name, _, header = role.partition(":")
    if name in PARTY_ROLES:
        measure["responsible"] += annotation.parties(printed_text(cell.marked), PARTY_ROLES[name])
    elif name == "deadline":
        measure["deadlines"] += annotation.deadlines(printed_text(cell.marked), measure["section"])
    elif value in EMPTY:
        return
    elif name == "number":
        measure["number"] = value.rstrip(".)")
    elif name == "section":
        measure["section"].append(value)
    elif name in ("text", *PLAIN):
        measure[name] = value
    elif name == "status":
        measure["status"] = annotation.status(value)
    elif name == "basis":
        measure["basis"].append(value)
    elif name == "indicators":
        measure["indicators"].append(f"{header.replace('_', ' ')}: {value}" if header else value)


def read_funding(grid: Grid, cells: list[Cell]) -> list[Json]:
    """Give a row's amounts; a role is "funding:year:source:unit", with a "source" column beside it or not."""
    sources = [printed_text(cell.marked) for role, cell in zip(grid.roles, cells, strict=True) if role == "source"]
    amounts = []
    for role, cell in zip(grid.roles, cells, strict=True):
        printed = printed_text(cell.marked)
        if role.startswith("funding:") and printed not in EMPTY:
            _, year, source, unit = role.split(":")
            amount = round(float(printed.replace(" ", "").replace(",", ".")) * float(unit), 2)
            named = source.replace("_", " ") or (sources[0] if sources else None)
            amounts.append({"amount": amount, "currency": "RUB", "source": named, "year": int(year) if year else None})
    return amounts


def extend_measure(measure: Json, grid: Grid, cells: list[Cell], place: int) -> None:
    """Add to the measure above: amounts of a further source, or an enumerated part in a sub-row."""
    measure["funding"] += read_funding(grid, cells)
    cell = cells[grid.roles.index("text")]
    if cell.row == place and (part := value_text(cell.marked)):
        measure["items"].append(part.lstrip("-–— ").rstrip(" ;.,"))
        measure["text"] += f" {part}"


def read_activity(entry: Mapping[str, Any]) -> Json:
    """Give a statement; quantities are written as "value unit"."""
    quantities = [quantity.partition(" ") for quantity in entry.get("quantities", [])]
    return {
        "text": entry["text"],
        "status": entry["status"],
        "period": entry.get("period"),
        "actor": entry.get("actor"),
        "quantities": [{"value": float(value), "unit": unit} for value, _, unit in quantities],
    }


def read_amendment(entry: Mapping[str, Any]) -> Json:
    """Give an amended act and its instructions; a place is written as "unit number > unit «name»"."""
    target = {"kind": None, "issuer": None, "date": None, "number": None, "title": None, "amended_by": [], **entry["target"]}
    return {"target": target, "instructions": [read_instruction(instruction) for instruction in entry["instructions"]]}


def read_instruction(entry: Mapping[str, Any]) -> Json:
    """Give one instruction with its place as a path of steps."""
    steps = [step.strip() for step in entry.get("place", "").split(">") if step.strip()]
    return {
        "number": entry.get("number"),
        "action": entry["action"],
        "place": [read_step(step) for step in steps],
        "old": entry.get("old"),
        "new": entry.get("new"),
    }


def read_step(step: str) -> Json:
    """Read "row 5", "column «Срок исполнения»" or "text"."""
    unit, _, rest = step.partition(" ")
    name = rest[1:-1] if rest.startswith("«") else None
    return {"unit": unit, "number": None if name or not rest else rest, "name": name}
