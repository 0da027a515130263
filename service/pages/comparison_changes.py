"""Changes of a comparison as a page shows them: those that are asked for, a page of them, each with both wordings and its marks.

In: `Compared` and what is asked for. Out: `ShownChange`s. Keys and wordings are those of the whole comparison, whatever is asked for, so
that what is signed here is what the API and the protocol have; only the changes of one page are worded, as that takes longest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.comparison.changes import Change, FieldChange, HeadingChange
from extractor.comparison.signing import Item, items_of
from extractor.exporters.comparison.entries import Entry, entry_of
from extractor.exporters.comparison.places import Places, clause_places, measure_places
from extractor.exporters.comparison.selection import Selection, chosen, chosen_fields, heading_class
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message
from extractor.records import Clause, Measure
from service.pages.amending_points import AmendingPoint, Points
from service.store.columns import name_key
from service.store.documents import Row

# Changes of a page: with both wordings some 100 kB of HTML.
PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change: its entry, its marks (the newest first), and the points of the new document that name it."""

    entry: Entry
    marks: Sequence[Row]
    points: Sequence[AmendingPoint]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of changes by group; `total` counts those that are asked for, `signed` those of them with a mark."""

    groups: list[tuple[str, list[ShownChange]]]
    total: int
    signed: int
    pages: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison with where its records stand."""

    compared: Compared
    places: Mapping[str, Places]
    items: Sequence[Item]

    def group_of(self, item: Item) -> str:
        """Name the group that an item is shown in."""
        if isinstance(item.change, Change):
            return self.places[item.family].group_of(item.change)
        return message("group_headings" if isinstance(item.change, HeadingChange) else "group_requisites")

    def records_of(self, item: Item) -> list[Measure | Clause]:
        """Give the records of both versions that an item is about."""
        if not isinstance(item.change, Change):
            return []
        places = self.places[item.family]
        return [*(places.old[ref.index] for ref in item.change.old), *(places.new[ref.index] for ref in item.change.new)]

    def unit_names(self) -> list[str]:
        """Give the units of all changed records, in the order of the alphabet."""
        records = [record for item in self.items for record in self.records_of(item)]
        return sorted({party.name for record in records for party in record.responsible if party.name}, key=name_key)


def open_comparison(compared: Compared) -> Compare:
    """Find the items of a comparison and the places of its records."""
    places = {"clause": clause_places(compared), "measure": measure_places(compared)}
    return Compare(compared, places, items_of(compared.whole))


def is_wanted(item: Item, selection: Selection) -> bool:
    """Tell whether a selection has an item, as the exporters read it."""
    match item.change:
        case Change():
            return any(chosen((item.change,), selection))
        case HeadingChange():
            return heading_class(item.change) in selection.wanted
        case FieldChange():
            return "changed" in selection.wanted and bool(chosen_fields({item.name or "": item.change}, selection))


def names_unit(records: Iterable[Measure | Clause], unit: str) -> bool:
    """Tell whether one of the records names a unit."""
    wanted = name_key(unit)
    return any(party.name and name_key(party.name) == wanted for record in records for party in record.responsible)


def wanted_items(opened: Compare, selection: Selection, unit: str) -> list[Item]:
    """Give the items that are asked for, those of one group together, groups in the order in which they begin."""
    found = [item for item in opened.items if is_wanted(item, selection) and (not unit or names_unit(opened.records_of(item), unit))]
    groups = {item.key: opened.group_of(item) for item in found}
    order = {group: place for place, group in enumerate(dict.fromkeys(groups.values()))}
    return sorted(found, key=lambda item: order[groups[item.key]])


def change_page(opened: Compare, items: Sequence[Item], marks: Mapping[str, list[Row]], points: Points, page: int) -> ChangePage:
    """Word a page of changes."""
    groups: dict[str, list[ShownChange]] = {}
    for item in items[PAGE * (page - 1) : PAGE * page]:
        entry = entry_of(item, opened.places)
        shown = ShownChange(entry, marks.get(item.key, []), points.of(item.family, item.change))
        groups.setdefault(entry.group, []).append(shown)
    signed = sum(item.key in marks for item in items)
    return ChangePage(list(groups.items()), len(items), signed, -(-len(items) // PAGE))


def marks_by_key(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Give the marks of each key, the newest first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(row)
    return found
