"""Comparison: what is different between two versions of a document, as a pure function of their records.

In: the records of the old and the new version. Out: a `Comparison`. A version compared with itself has no changes; the versions swapped
give the mirror image, because rows are always matched in one order of the two versions, whichever is the old one.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from extractor.comparison.changes import Change, ChangeClass, Changes, Comparison, FieldChange, HeadingChange
from extractor.comparison.matching import Match
from extractor.comparison.mirror import mirrored_change
from extractor.comparison.order import heading_changes, moved_pairs, renamed_paths
from extractor.comparison.parts import match_rows
from extractor.comparison.rows import Row, clause_rows, measure_rows
from extractor.comparison.values import differences, is_reworded, is_same
from extractor.comparison.words import text_pieces
from extractor.records import Records, Requisites

REQUISITES = tuple(field.name for field in fields(Requisites) if field.name != "sources")


def compare(old: Records, new: Records) -> Comparison:
    """Compare two versions: their measures, and beside them the requisites, the headings and the clauses."""
    before, after = measure_rows(old), measure_rows(new)
    measures, headings = compare_rows(before, after)
    clauses, _ = compare_rows(clause_rows(old), clause_rows(new))
    return Comparison(
        old=old.document,
        new=new.document,
        changes=measures.changes,
        unchanged=measures.unchanged,
        requisites=field_changes(values_of(old.document), values_of(new.document)),
        headings=headings,
        clauses=clauses,
    )


def values_of(requisites: Requisites) -> Mapping[str, Any]:
    """Give the requisites that are compared."""
    return {name: getattr(requisites, name) for name in REQUISITES}


def compare_rows(old: Sequence[Row], new: Sequence[Row]) -> tuple[Changes, tuple[HeadingChange, ...]]:
    """Compare the rows of two versions, matched in the one order that does not depend on which is the old one."""
    turned = order_key(new) < order_key(old)
    matches = match_rows(new, old) if turned else match_rows(old, new)
    changes, renamed = changes_of(matches, *((new, old) if turned else (old, new)))
    if turned:
        matches = tuple(match.swapped() for match in matches)
        changes, renamed = [mirrored_change(change) for change in changes], {other: one for one, other in renamed.items()}
    unchanged = sum(len(match.old) == len(match.new) == 1 for match in matches) - sum(len(c.old) == len(c.new) == 1 for c in changes)
    return Changes(changes=tuple(in_printed_order(changes, matches)), unchanged=unchanged), heading_changes(old, new, renamed)


def order_key(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    """Give all that matching looks at; versions with equal keys are matched alike in both orders."""
    return [(row.key, row.place_number or "", row.path_key, repr(row.deadlines), repr(row.parties)) for row in rows]


def changes_of(matches: Sequence[Match], old: Sequence[Row], new: Sequence[Row]) -> tuple[list[Change], Mapping[Any, Any]]:
    """Give the changes among matched rows, and the headings that are worded anew."""
    pairs = [(match.old[0], match.new[0]) for match in matches if len(match.old) == len(match.new) == 1]
    renamed = renamed_paths(pairs, old, new)
    moved = moved_pairs(pairs, renamed)
    paired = [change for one, other in pairs if (change := pair_change(one, other, is_moved=one.index in moved))]
    others = [match for match in matches if not len(match.old) == len(match.new) == 1]
    return [*paired, *map(lone_change, others)], renamed


def pair_change(old: Row, new: Row, *, is_moved: bool) -> Change | None:
    """Give what became of a row that both versions have, None where nothing did."""
    changed = field_changes(old.fields, new.fields)
    reworded = any(name not in changed and is_reworded(name, old.fields[name], new.fields[name]) for name in old.fields)
    found: tuple[tuple[ChangeClass, bool], ...] = (
        ("changed", bool(changed)),
        ("moved", is_moved),
        ("renumbered", old.place_number != new.place_number),
        ("wording", reworded),
    )
    classes = tuple(name for name, is_so in found if is_so)
    return Change(classes=classes, old=(old.ref,), new=(new.ref,), fields=changed) if classes else None


def lone_change(match: Match) -> Change:
    """Give what became of a row that only one version has, or that is several in one."""
    name: ChangeClass = "added" if not match.old else "removed" if not match.new else "split" if len(match.new) > 1 else "merged"
    return Change(classes=(name,), old=tuple(row.ref for row in match.old), new=tuple(row.ref for row in match.new))


def field_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Mapping[str, FieldChange]:
    """Give the fields whose values are different."""
    return {name: field_change(name, old[name], new[name]) for name in old if not is_same(name, old[name], new[name])}


def field_change(name: str, old: Any, new: Any) -> FieldChange:
    """Give both values of a field with what tells them apart: the pieces of a text, the ways of deadlines, parties and amounts."""
    pieces = text_pieces(old, new) if isinstance(old, str) and isinstance(new, str) else ()
    return FieldChange(old=old, new=new, pieces=pieces, differences=differences(name, old, new))


def in_printed_order(changes: Sequence[Change], matches: Sequence[Match]) -> list[Change]:
    """Give the changes in the order of the new version; what was removed stands after the row that it followed in the old one."""
    follows = sorted((match.old[0].index, match.new[0].index) for match in matches if match.old and match.new)

    def place(change: Change) -> tuple[float, int]:
        if change.new:
            return change.new[0].index, -1
        before = bisect_left(follows, (change.old[0].index, 0))
        return (follows[before - 1][1] + 0.5 if before else -0.5), change.old[0].index

    return sorted(changes, key=place)
