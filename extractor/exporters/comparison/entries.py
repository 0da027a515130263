"""Entries: the lines of a comparison as the comparison table, the terminal and the protocol show them.

In: `Compared`. Out: `Entry`s in groups: requisites, headings, clauses, then measures by section; each with both wordings, marked word by
word, and remarks. An entry's `key` is the one that is signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.comparison.changes import Change, FieldChange, HeadingChange, Piece
from extractor.comparison.rows import CLAUSE_FIELDS, MEASURE_FIELDS
from extractor.comparison.signing import Item, items_of
from extractor.comparison.values import is_reworded
from extractor.exporters.comparison.pieces import readable_pieces, whole_pieces
from extractor.exporters.comparison.places import Places, Record, clause_places, measure_places, unit_name
from extractor.exporters.comparison.remarks import class_names, field_remarks, move_remark, number_remark, remarks
from extractor.exporters.comparison.values import Family, label, shown
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message

FIELDS = {"measure": MEASURE_FIELDS, "clause": CLAUSE_FIELDS}
# Requisites that are only read as a whole.
WHOLE = frozenset({"kind", "date", "number", "period"})
Side = Literal["removed", "added"]


@dataclass(frozen=True, slots=True)
class Line:
    """One value in both versions: its label, None for the text itself, and its pieces; what only one version has is marked."""

    label: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One difference: the group it stands in, what it is about, its classes as coded, both wordings and what is to be noted."""

    key: str
    group: str
    unit: str
    classes: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def old(self) -> tuple[Line, ...]:
        """The wording of the old version; nothing for what it has not."""
        return tuple(side_of(self.lines, "added"))

    @property
    def new(self) -> tuple[Line, ...]:
        """The wording of the new version."""
        return tuple(side_of(self.lines, "removed"))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What became of it, a sentence each: the classes, then the notes."""
        return tuple(f"{text[:1].upper()}{text[1:]}." for text in (class_names(self.classes), *self.notes))


def side_of(lines: tuple[Line, ...], other: Side) -> Iterator[Line]:
    """Yield the lines without the pieces of the other version."""
    for line in lines:
        if pieces := tuple(piece for piece in line.pieces if piece.kind != other):
            yield Line(line.label, pieces)


def entries_of(compared: Compared) -> tuple[Entry, ...]:
    """Give the entries, those of one group one after the other, groups in the order in which they begin."""
    places = {"clause": clause_places(compared), "measure": measure_places(compared)}
    found = [entry_of(item, places) for item in items_of(compared.shown)]
    first = {entry.group: place for place, entry in reversed(list(enumerate(found)))}
    return tuple(sorted(found, key=lambda entry: first[entry.group]))


def entry_of(item: Item, places: dict[str, Places]) -> Entry:
    """Give the entry of one item."""
    match item.change:
        case HeadingChange():
            return heading_entry(item.key, item.change)
        case FieldChange():
            return requisite_entry(item.key, item.name or "", item.change)
        case Change():
            return record_entry(item.key, item.change, "clause" if item.family == "clause" else "measure", places[item.family])


def requisite_entry(key: str, name: str, change: FieldChange) -> Entry:
    """Give the entry of a requisite."""
    old, new = (shown(name, value, "requisite") for value in (change.old, change.new))
    pieces = whole_pieces if name in WHOLE else readable_pieces
    notes = () if old and new else tuple(field_remarks(name, change, "requisite"))
    group, unit, lines = message("group_requisites"), label(name, "requisite"), (Line(None, pieces(old, new)),)
    return Entry(key=key, group=group, unit=unit, classes=("changed",), lines=lines, notes=notes)


def heading_entry(key: str, change: HeadingChange) -> Entry:
    """Give the entry of a heading."""
    lines = (Line(None, readable_pieces(" / ".join(change.old or ()), " / ".join(change.new or ()))),)
    return Entry(key=key, group=message("group_headings"), unit=message("unit_heading"), classes=(change.kind,), lines=lines, notes=())


def record_entry(key: str, change: Change, family: Family, places: Places) -> Entry:
    """Give the entry of a clause or a measure."""
    names = ", ".join(label(name, family).lower() for name in change.fields)
    return Entry(
        key=key,
        group=places.group_of(change),
        unit=f"{unit_name(change)} ({names})" if names else unit_name(change),
        classes=change.classes,
        lines=tuple(record_lines(change, family, places)),
        notes=tuple(notes_of(change, family, places)),
    )


def notes_of(change: Change, family: Family, places: Places) -> Iterator[str]:
    """Yield what is to be noted of a clause or a measure."""
    yield from remarks(change, family)
    if "moved" in change.classes:
        yield move_remark(*places.moved(change))
    if "renumbered" in change.classes:
        yield number_remark(change.old[0].number, change.new[0].number)


def record_lines(change: Change, family: Family, places: Places) -> Iterator[Line]:
    """Yield the values of a change: a pair's text and what differs, otherwise whole records, one after the other."""
    old, new = [places.old[ref.index] for ref in change.old], [places.new[ref.index] for ref in change.new]
    if len(old) == len(new) == 1:
        yield from paired_lines(old[0], new[0], change, family)
    else:
        before, after = ("\n".join(whole_text(record, family) for record in side) for side in (old, new))
        yield Line(None, readable_pieces(before, after))


def paired_lines(old: Record, new: Record, change: Change, family: Family) -> Iterator[Line]:
    """Yield a record's text under its numbers, and the other fields that differ, in value or in print."""
    yield Line(None, (*number_pieces(old, new), *readable_pieces(old.text, new.text)))
    for name in FIELDS[family]:
        values = getattr(old, name), getattr(new, name)
        if name != "text" and (name in change.fields or ("wording" in change.classes and is_reworded(name, *values))):
            yield Line(label(name, family), readable_pieces(*(shown(name, value, family) for value in values)))


def number_pieces(old: Record, new: Record) -> Iterator[Piece]:
    """Yield the numbers that stand before a text."""
    if old.number == new.number:
        yield from (Piece(kind="same", text=f"{number}. ") for number in (old.number,) if number)
        return
    if old.number:
        yield Piece(kind="removed", text=f"{old.number}. ")
    if new.number:
        yield Piece(kind="added", text=f"{new.number}. ")


def whole_text(record: Record, family: Family) -> str:
    """Give a record with all its fields on lines: the number and the text, then each field under its label."""
    first = f"{record.number}. {record.text}" if record.number else record.text
    names = (name for name in FIELDS[family] if name not in ("text", "kind"))
    filled = ((name, text) for name in names if (text := shown(name, getattr(record, name), family)))
    return "\n".join((first, *(f"{label(name, family)}: {'; '.join(text.splitlines())}" for name, text in filled)))
