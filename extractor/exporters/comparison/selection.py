"""Selection: which differences are shown.

In: a `Comparison` and what is asked for. Out: the comparison without the rest. Classes keep the changes that have one of them; fields
keep value changes of these fields only, and with no classes named nothing but those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from extractor.comparison import REQUISITES
from extractor.comparison.changes import Change, ChangeClass, Changes, Comparison, FieldChange, HeadingChange
from extractor.comparison.rows import CLAUSE_FIELDS, MEASURE_FIELDS

CLASSES: tuple[ChangeClass, ...] = get_args(ChangeClass)
FIELDS = tuple(dict.fromkeys((*MEASURE_FIELDS, *CLAUSE_FIELDS, *REQUISITES)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is shown: changes of these classes, values of these fields (empty: all), without those that are only worded otherwise."""

    classes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    hide_wording: bool = False

    @property
    def wanted(self) -> frozenset[str]:
        """The classes that are shown."""
        named = self.classes or (frozenset({"changed"}) if self.fields else frozenset(CLASSES))
        return named - {"wording"} if self.hide_wording else named


EVERYTHING = Selection()


def selected(comparison: Comparison, selection: Selection) -> Comparison:
    """Give the comparison with what is asked for; the count of unchanged records stays."""
    if selection == EVERYTHING:
        return comparison
    clauses = Changes(changes=tuple(chosen(comparison.clauses.changes, selection)), unchanged=comparison.clauses.unchanged)
    return replace(
        comparison,
        changes=tuple(chosen(comparison.changes, selection)),
        clauses=clauses,
        requisites=chosen_fields(comparison.requisites, selection) if "changed" in selection.wanted else {},
        headings=tuple(heading for heading in comparison.headings if heading_class(heading) in selection.wanted),
    )


def chosen(changes: tuple[Change, ...], selection: Selection) -> Iterator[Change]:
    """Yield the changes that are asked for, each with the classes and the fields that are asked for."""
    for change in changes:
        fields = chosen_fields(change.fields, selection)
        classes = tuple(name for name in change.classes if name != "changed" or fields)
        if selection.hide_wording:
            classes = tuple(name for name in classes if name != "wording")
        if selection.wanted & set(classes):
            yield replace(change, classes=classes, fields=fields)


def chosen_fields(fields: Mapping[str, FieldChange], selection: Selection) -> Mapping[str, FieldChange]:
    """Give the fields that are asked for."""
    return {name: change for name, change in fields.items() if not selection.fields or name in selection.fields}


def heading_class(heading: HeadingChange) -> str:
    """Give the class that a heading's change counts as: one that is worded anew is wording."""
    return "wording" if heading.kind == "renamed" else heading.kind
