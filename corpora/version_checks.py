"""Checks the gold of a pair of versions: does every line say what the two gold records show?

In: a `Pair`. Out: faults as sentences, none when all is well. Values are compared as they are written, without the extractor. To add a
check, write a function that yields sentences, and call it in `find_faults`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpora.gold import Json
from corpora.version_pairs import Line, Pair

FIELDS = ("deadlines", "responsible", "mechanism", "audience", "result", "indicators", "funding", "basis", "place", "note", "status")
VALUED = {"deadlines": ("kind", "edtf", "rrule", "offset"), "responsible": ("name", "person", "role")}


def find_faults(pair: Pair) -> list[str]:
    """Give everything about a pair's gold that contradicts its records."""
    old, new = (measures_of(record) for record in pair.records)
    return [
        *check_family(pair.changes, old, new, dict(pair.headings)),
        *check_family(pair.clauses, *clauses_of(pair), {}),
        *check_document(pair),
    ]


def measures_of(record: Json) -> list[Json]:
    """Give the measures of all plans in order."""
    return [measure for plan in record["plans"] for measure in plan["measures"]]


def clauses_of(pair: Pair) -> tuple[list[Json], list[Json]]:
    """Give both versions' clauses."""
    return pair.records[0]["clauses"], pair.records[1]["clauses"]


def unnamed_pairs(lines: Sequence[Line], old_count: int, new_count: int) -> list[tuple[int, int]] | None:
    """Pair the rows that no line names, in order; None where more of them are left in one version."""
    named_old = {place for line in lines for place in line.old}
    named_new = {place for line in lines for place in line.new}
    old = [place for place in range(old_count) if place not in named_old]
    new = [place for place in range(new_count) if place not in named_new]
    return list(zip(old, new, strict=True)) if len(old) == len(new) else None


def check_family(lines: Sequence[Line], old: Sequence[Json], new: Sequence[Json], renamed: dict[str, str]) -> Iterator[str]:
    """Check the lines of measures or of clauses."""
    for side, count in (("old", len(old)), ("new", len(new))):
        places = Counter(place for line in lines for place in getattr(line, side))
        yield from (f"{side} {place} is named {times} times" for place, times in places.items() if times > 1)
        yield from (f"{side} {place} is not there" for place in places if place >= count)
    unnamed = unnamed_pairs(lines, len(old), len(new))
    if unnamed is None:
        yield "more rows are left in one version than in the other"
        return
    whole = [*lines, *(Line((before,), (after,)) for before, after in unnamed)]
    yield from check_order(whole)
    for line in whole:
        yield from check_shape(line)
        if len(line.old) == len(line.new) == 1:
            yield from check_pair(line, old[line.old[0]], new[line.new[0]], renamed)


def check_order(lines: Sequence[Line]) -> Iterator[str]:
    """Rows that are not said to have moved stand in one order in both versions."""
    kept = sorted((line.old[0], line.new[0]) for line in lines if len(line.old) == len(line.new) == 1 and "moved" not in line.classes)
    for (before, after), (next_before, next_after) in pairwise(kept):
        if next_after < after:
            yield f"{before}>{after} and {next_before}>{next_after} cross, but neither moved"


def check_shape(line: Line) -> Iterator[str]:
    """Classes go with the counts of rows on both sides."""
    shape = {"added": (0, 1), "removed": (1, 0), "split": (1, 2), "merged": (2, 1)}
    for name, (old, new) in shape.items():
        if (name in line.classes) != ((min(len(line.old), 2), min(len(line.new), 2)) == (old, new)):
            yield f"{line.old}>{line.new} is {'not ' if name in line.classes else ''}{name}"


def check_pair(line: Line, old: Json, new: Json, renamed: dict[str, str]) -> Iterator[str]:
    """Every difference of the two records is named, and every named one is there."""
    place = f"{line.old[0]}>{line.new[0]}"
    expected = {name for name in FIELDS if valued(old, name) != valued(new, name)} - line.same
    if old["text"] != new["text"] and "wording" not in line.classes:
        expected.add("text")
    if expected != line.fields:
        yield f"{place}: the fields that differ are {sorted(expected)}, not {sorted(line.fields)}"
    if "wording" in line.classes and (old["text"] == new["text"] or "text" in line.fields):
        yield f"{place}: is not a wording"
    if ("renumbered" in line.classes) != (old["number"] != new["number"]):
        yield f"{place}: numbers are {old['number']} and {new['number']}"
    sections = [[renamed.get(heading, heading) for heading in old.get("section", [])], new.get("section", [])]
    if sections[0] != sections[1] and "moved" not in line.classes:
        yield f"{place}: sections are {sections[0]} and {sections[1]}"


def check_document(pair: Pair) -> Iterator[str]:
    """The particulars that differ are named."""
    old, new = (record["document"] for record in pair.records)
    if (different := {name for name in old if old[name] != new[name]}) != pair.requisites:
        yield f"the requisites that differ are {sorted(different)}"


def valued(record: Json, name: str) -> object:
    """Give a field's value without the way it is printed."""
    value = record.get(name)
    if name in VALUED:
        return [[entry[key] for key in VALUED[name]] for entry in value or []]
    return value or None
