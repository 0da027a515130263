"""Entries: the lines of a comparison as the comparison table, the terminal and the protocol show them.

In: `Compared`. Out: `Entry`s in groups: requisites, headings, clauses, then measures by section; each with both wordings, marked word by
word, and remarks. An entry's `key` is the one that is signed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractor.comparison.changes import Change, FieldChange, HeadingChange
from extractor.comparison.signing import Item, items_of
from extractor.exporters.comparison.lines import Line, inline, labelled_once, record_lines, side_of, value_lines
from extractor.exporters.comparison.pieces import readable_pieces
from extractor.exporters.comparison.places import Places, clause_places, measure_places, unit_name
from extractor.exporters.comparison.remarks import class_names, field_remarks, move_remark, number_remark, remarks
from extractor.exporters.comparison.values import Family, label
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message


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
        return tuple(labelled_once(side_of(self.lines, "removed")))

    @property
    def new(self) -> tuple[Line, ...]:
        """The wording of the new version."""
        return tuple(labelled_once(side_of(self.lines, "added")))

    @property
    def both(self) -> tuple[Line, ...]:
        """Both wordings in one another."""
        return tuple(inline(self.lines))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What became of it, a sentence each: the classes, then the notes."""
        return tuple(f"{text[:1].upper()}{text[1:].rstrip('.')}." for text in (class_names(self.classes), *self.notes))


def entries_of(compared: Compared) -> tuple[Entry, ...]:
    """Give the entries, those of one group one after the other, groups in the order in which they begin."""
    places = {"clause": clause_places(compared), "measure": measure_places(compared)}
    found = [entry_of(item, places) for item in items_of(compared.shown)]
    first = {entry.group: place for place, entry in reversed(list(enumerate(found)))}
    return tuple(sorted(found, key=lambda entry: first[entry.group]))


def entry_of(item: Item, places: Mapping[str, Places]) -> Entry:
    """Give the entry of one item."""
    match item.change:
        case HeadingChange():
            return heading_entry(item.key, item.change, places["measure"])
        case FieldChange():
            return requisite_entry(item.key, item.name or "", item.change)
        case Change():
            return record_entry(item.key, item.change, "clause" if item.family == "clause" else "measure", places[item.family])


def requisite_entry(key: str, name: str, change: FieldChange) -> Entry:
    """Give the entry of a requisite."""
    notes = () if change.old and change.new else tuple(field_remarks(name, change, "requisite"))
    lines = tuple(Line(None, line.pieces) for line in value_lines(name, change.old, change.new, "requisite"))
    group, unit = message("group_requisites"), label(name, "requisite")
    return Entry(key=key, group=group, unit=unit, classes=("changed",), lines=lines, notes=notes)


def heading_entry(key: str, change: HeadingChange, places: Places) -> Entry:
    """Give the entry of a heading."""
    old, new = (places.heading(path) if path else "" for path in (change.old, change.new))
    lines = (Line(None, readable_pieces(old, new)),)
    return Entry(key=key, group=message("group_headings"), unit=message("unit_heading"), classes=(change.kind,), lines=lines, notes=())


def record_entry(key: str, change: Change, family: Family, places: Places) -> Entry:
    """Give the entry of a clause or a measure."""
    names = ", ".join(label(name, family).lower() for name in change.fields)
    old, new = [places.old[ref.index] for ref in change.old], [places.new[ref.index] for ref in change.new]
    return Entry(
        key=key,
        group=places.group_of(change),
        unit=f"{unit_name(change)} ({names})" if names else unit_name(change),
        classes=change.classes,
        lines=tuple(record_lines(change, old, new, family)),
        notes=tuple(notes_of(change, family, places)),
    )


def notes_of(change: Change, family: Family, places: Places) -> Iterator[str]:
    """Yield what is to be noted of a clause or a measure."""
    yield from remarks(change, family)
    if "moved" in change.classes:
        yield move_remark(*places.moved(change))
    if "renumbered" in change.classes and not (change.old[0].number and change.new[0].number):
        yield number_remark(change.old[0].number, change.new[0].number)
