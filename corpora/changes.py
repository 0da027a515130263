"""Scores a comparison of two versions against the gold changes of their pair.

In: a `Pair` and the `Comparison` that was found. Out: a `Score`, to which further pairs are added. A row of either version is matched
when its set of partners is right; a change counts by its class together with its places in both versions. Where one row became
several, or several one, only `split` and `merged` count: the format says nothing of the values of such rows. `items` are parts of
the text and don't count as a field of their own. To add a measure, add a counter in `score_pair`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from corpora.version_checks import clauses_of, measures_of, unnamed_pairs
from corpora.version_pairs import Line, Pair
from extractor.comparison.changes import Change, Comparison

Found = frozenset[tuple[str, tuple[int, ...], tuple[int, ...]]]
ROWS, FIELDS, KEPT = "matching", "fields", "kept"


@dataclass(slots=True)
class Score:
    """Counts by name of what the gold has, what was found and what of it is right; `misses` are sentences."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def count(self, name: str, gold: int, found: int, right: int) -> None:
        """Add to the counters of one name."""
        self.gold[name] += gold
        self.found[name] += found
        self.right[name] += right

    def f1(self, name: str) -> float:
        """Give a name's F1; 1 where there is nothing and nothing was found."""
        whole = self.gold[name] + self.found[name]
        return 2 * self.right[name] / whole if whole else 1.0

    def names(self) -> list[str]:
        """Give all names in order."""
        return sorted(self.gold.keys() | self.found.keys())

    def add(self, other: "Score") -> None:
        """Add another score."""
        for mine, its in ((self.gold, other.gold), (self.found, other.found), (self.right, other.right)):
            mine.update(its)
        self.misses += other.misses


def score_pair(pair: Pair, comparison: Comparison, *, wording_counts: bool = True) -> Score:
    """Score a comparison; between formats a found `wording` that the gold doesn't have is no fault (`wording_counts` False)."""
    score = Score()
    lines = found_lines(comparison.changes)
    old, new = (len(measures_of(record)) for record in pair.records)
    score_partners(score, pair, lines, (old, new))
    gold, found = class_items(pair.changes), class_items(lines)
    score_classes(score, pair, gold, found if wording_counts else without_wording(found, gold))
    score_fields(score, pair, lines)
    score_clauses(score, pair, comparison)
    headings = {(last(change.old), last(change.new)) for change in comparison.headings}
    score_set(score, pair, "headings", frozenset(pair.headings), headings)
    score_set(score, pair, "requisites", pair.requisites, set(comparison.requisites))
    return score


def found_lines(changes: Iterable[Change]) -> tuple[Line, ...]:
    """Give found changes as the gold writes them."""
    return tuple(
        Line(
            tuple(ref.index for ref in change.old),
            tuple(ref.index for ref in change.new),
            frozenset(change.classes),
            frozenset(change.fields) - {"items"},
        )
        for change in changes
    )


def score_partners(score: Score, pair: Pair, lines: Sequence[Line], counts: tuple[int, int]) -> None:
    """Count the rows whose partners are right, and the gold's single pairs that are not shown as removed and added."""
    gold, found = partners(pair.changes, counts), partners(lines, counts)
    for row, its in gold.items():
        right = found.get(row) == its
        score.count(ROWS, 1, 1, right)
        if not right:
            score.misses.append(f"{pair.name} matching: {row} has {sorted(found.get(row, ()))} instead of {sorted(its)}")
    for line in pair.changes:
        if len(line.old) == len(line.new) == 1:
            kept = bool(found.get(("old", line.old[0]))) or bool(found.get(("new", line.new[0])))
            score.count(KEPT, 1, 1, kept)


def partners(lines: Sequence[Line], counts: tuple[int, int]) -> dict[tuple[str, int], frozenset[int]]:
    """Give each row's partners in the other version; rows that no line names go together in order."""
    unnamed = unnamed_pairs(lines, *counts) or []
    whole = [*lines, *(Line((old,), (new,)) for old, new in unnamed)]
    before = {("old", place): frozenset(line.new) for line in whole for place in line.old}
    return before | {("new", place): frozenset(line.old) for line in whole for place in line.new}


def class_items(lines: Iterable[Line]) -> Found:
    """Give each class of each change with its places."""
    return frozenset(
        (name, line.old, line.new)
        for line in lines
        for name in (line.classes & {"split", "merged"} if len(line.old) + len(line.new) > 2 else line.classes)
    )


def without_wording(found: Found, gold: Found) -> Found:
    """Leave out the wordings that the gold doesn't have."""
    return frozenset(item for item in found if item[0] != "wording" or item in gold)


def score_classes(score: Score, pair: Pair, gold: Found, found: Found, *, family: str = "class") -> None:
    """Count the changes of each class and of all."""
    for name in {item[0] for item in gold | found}:
        its_gold, its_found = ({item for item in items if item[0] == name} for items in (gold, found))
        score.count(f"{family}.{name}", len(its_gold), len(its_found), len(its_gold & its_found))
    score.count(family, len(gold), len(found), len(gold & found))
    score.misses += [f"{pair.name} {family}: missing {shown(item)}" for item in sorted(gold - found)]
    score.misses += [f"{pair.name} {family}: wrong {shown(item)}" for item in sorted(found - gold)]


def shown(item: tuple[str, tuple[int, ...], tuple[int, ...]]) -> str:
    """Give a change as the gold writes it."""
    name, old, new = item
    return f"{','.join(map(str, old))}>{','.join(map(str, new))} {name}"


def score_fields(score: Score, pair: Pair, lines: Sequence[Line]) -> None:
    """Count the changed rows whose set of fields is right."""
    found = {(line.old, line.new): line.fields for line in lines}
    for line in pair.changes:
        if "changed" in line.classes and len(line.old) == len(line.new) == 1:
            its = found.get((line.old, line.new), frozenset())
            score.count(FIELDS, 1, 1, its == line.fields)
            if its != line.fields:
                score.misses.append(f"{pair.name} fields: {line.old[0]}>{line.new[0]} {sorted(its)} instead of {sorted(line.fields)}")


def score_clauses(score: Score, pair: Pair, comparison: Comparison) -> None:
    """Count the changes of clauses."""
    if any(clauses_of(pair)):
        found = found_lines(comparison.clauses.changes)
        score_classes(score, pair, class_items(pair.clauses), class_items(found), family="clause")


def score_set(score: Score, pair: Pair, name: str, gold: AbstractSet[object], found: AbstractSet[object]) -> None:
    """Count the members of a set."""
    score.count(name, len(gold), len(found), len(gold & found))
    score.misses += [f"{pair.name} {name}: missing {member}" for member in sorted(map(str, gold - found))]
    score.misses += [f"{pair.name} {name}: wrong {member}" for member in sorted(map(str, found - gold))]


def last(path: Sequence[str] | None) -> str:
    """Give the innermost heading of a path."""
    return path[-1] if path else ""


def result_of(score: Score) -> dict[str, dict[str, float]]:
    """Give each name's F1 and counts."""
    return {
        name: {"f1": round(score.f1(name), 4), "gold": score.gold[name], "found": score.found[name], "right": score.right[name]}
        for name in score.names()
    }
