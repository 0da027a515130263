"""Forms of records: which inputs a field has, and the values that a form gives it.

In: a record as the API shows it, or a form that came back. Out: `Input`s for the template; values as PATCH takes them. Scripts build the
same values from the same inputs (`static/review_edit.js`). To add a field with parts, add a line to `PARTS`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from extractor.records import ActivityStatus, ClauseKind, DocumentKind, MeasureStatus, PartyRole
from service.pages.formats import day
from service.pages.review_names import FIELD_NAMES
from service.pages.review_values import field_label, name_of
from service.store.columns import Json
from service.store.families import Family

WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Kind = Literal["text", "lines", "choice", "entries", "object"]
# Fields of several values, one a line.
LISTS = frozenset({"section", "items", "indicators", "basis", "amended_by"})
# The parts of fields that have any; the entries of the first group come in any number.
ENTRIES: Mapping[str, Sequence[str]] = {
    "deadlines": ("text",),
    "responsible": ("text", "role"),
    "funding": ("amount", "year", "source"),
    "quantities": ("value", "unit"),
}
OBJECTS: Mapping[str, Sequence[str]] = {"signatory": ("position", "person"), "approval": ("kind", "issuer", "date", "number")}
# What may be chosen, by the family and field or by the part's name.
CHOICES: Mapping[str, Sequence[str]] = {
    "documents.kind": get_args(DocumentKind),
    "clauses.kind": get_args(ClauseKind),
    "measures.status": get_args(MeasureStatus),
    "activities.status": get_args(ActivityStatus),
    "approval.kind": get_args(DocumentKind),
    "responsible.role": get_args(PartyRole),
}
# A day as it is written in Russian documents.
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
NUMBERS = frozenset({"amount", "value", "year"})
# Fields that always have a value: no empty choice is offered.
ALWAYS = frozenset({"documents.kind", "clauses.kind", "activities.status", "responsible.role"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One input: its name in the form, its label, its value as text, and what may be chosen (value and name)."""

    name: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The boxes of one entry of a list; `was` is the entry as it is stored, as JSON."""

    boxes: Sequence[Box]
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A field of the form; `fault` says what is wrong with what was given."""

    field: str
    kind: Kind
    label: str
    boxes: Sequence[Box] = ()
    entries: Sequence[Entry] = ()
    fault: str = ""


def make_inputs(family: Family, record: Json, faults: Mapping[str, str], typed: Mapping[str, str]) -> list[Input]:
    """Make the inputs of a record's fields; what was typed stands in place of what is stored."""
    return [make_input(family, field, record.get(field), faults.get(field, ""), typed) for field in family.editable]


def make_input(family: Family, field: str, value: Any, fault: str, typed: Mapping[str, str]) -> Input:
    """Make the input of one field."""
    kind, label = kind_of(family, field), field_label(family, field)
    if kind == "entries":
        stored: list[Json] = [*(value or []), {}]
        entries = [make_entry(field, number, entry, typed) for number, entry in enumerate(stored)]
        return Input(field=field, kind=kind, label=label, entries=entries, fault=fault)
    if kind == "object":
        boxes = [make_box(f"{field}.{part}", f"{field}.{part}", (value or {}).get(part), typed) for part in OBJECTS[field]]
        return Input(field=field, kind=kind, label=label, boxes=boxes, fault=fault)
    shown = "\n".join(value or []) if kind == "lines" else value
    box = make_box(field, f"{family.name}.{field}", shown, typed, label=label)
    return Input(field=field, kind=kind, label=label, boxes=[box], fault=fault)


def kind_of(family: Family, field: str) -> Kind:
    """Give what kind of input a field has."""
    if field in ENTRIES:
        return "entries"
    if field in OBJECTS:
        return "object"
    if f"{family.name}.{field}" in CHOICES:
        return "choice"
    return "lines" if field in LISTS else "text"


def make_entry(field: str, number: int, entry: Json, typed: Mapping[str, str]) -> Entry:
    """Make the boxes of one entry; an empty entry is for adding one."""
    boxes = [make_box(f"{field}.{number}.{part}", f"{field}.{part}", entry.get(part), typed) for part in ENTRIES[field]]
    return Entry(boxes=boxes, was=json.dumps(entry, ensure_ascii=False) if entry else "")


def make_box(name: str, known_as: str, value: Any, typed: Mapping[str, str], label: str | None = None) -> Box:
    """Make one input with what may be chosen for it."""
    part = known_as.rsplit(".", 1)[-1]
    choices = [(choice, name_of(choice)) for choice in CHOICES.get(known_as, ())]
    if choices and known_as not in ALWAYS:
        choices = [("", "—"), *choices]
    text = typed.get(name, written(part, value))
    own = FIELD_NAMES.get(known_as) or FIELD_NAMES[part]
    return Box(name=name, label=label or own(), value=text, choices=choices)


def written(part: str, value: Any) -> str:
    """Give a stored value as a person would type it; a date without its day or month stays as it is."""
    if isinstance(value, float):
        return f"{value:.12g}".replace(".", ",")
    text = "" if value is None else str(value)
    return day(text) if part == "date" and WHOLE_DAY.fullmatch(text) else text


def given_values(family: Family, form: Mapping[str, str]) -> dict[str, Any]:
    """Give the values of the fields that a form has, as PATCH takes them."""
    values = {field: given_value(kind_of(family, field), field, form) for field in family.editable}
    return {field: value for field, value in values.items() if value is not MISSING}


MISSING = object()


def given_value(kind: Kind, field: str, form: Mapping[str, str]) -> Any:
    """Give the value of one field; `MISSING` where the form has none of it."""
    if kind == "entries":
        numbers = {name.split(".")[1] for name in form if name.startswith(f"{field}.")}
        entries = [given_entry(field, f"{field}.{number}.", form) for number in sorted(numbers, key=lambda text: (len(text), text))]
        return [entry for entry in entries if entry] if numbers else MISSING
    if kind == "object":
        given = {part: as_day(part, form.get(f"{field}.{part}", "").strip()) or None for part in OBJECTS[field]}
        return (given if any(given.values()) else None) if any(name.startswith(f"{field}.") for name in form) else MISSING
    if field not in form:
        return MISSING
    text = form[field].replace("\r\n", "\n").strip()
    return [line.strip() for line in text.split("\n") if line.strip()] if kind == "lines" else as_day(field, text) or None


def as_day(name: str, text: str) -> str:
    """Give a date that was typed as 01.05.2026 as ISO 8601 has it; other text stays."""
    found = DAY.fullmatch(text) if name == "date" else None
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text


def given_entry(field: str, start: str, form: Mapping[str, str]) -> Json | None:
    """Give one entry: as it was where nothing changed, a new wording alone so that it is read, or None where it was emptied."""
    was: Json = read_stored(form.get(f"{start}was", ""))
    typed = {part: form.get(start + part, "").strip() for part in ENTRIES[field]}
    first = ENTRIES[field][0]
    if not typed[first]:
        return None
    values = {part: as_number(text) if part in NUMBERS else text or None for part, text in typed.items()}
    if first == "text" and typed["text"] != was.get("text"):
        return {**values, **({"evidence": was["evidence"]} if was.get("evidence") else {})}
    return {**was, **values}


def read_stored(text: str) -> Json:
    """Read an entry as the form carried it; what is no JSON object is none."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def as_number(text: str) -> Any:
    """Read a number as it is typed, with a comma and blanks; other text stays, to be refused with its place."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return text or None
    return int(number) if number.is_integer() and "." not in plain else number
