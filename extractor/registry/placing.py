"""Placing: the entry that a new name belongs to.

In: a name, and the known names that share a block with it, each with its entry. Out: the entry that the service puts it into, if any, and
the names that a person should look at beside it. Nothing is put together that a guard keeps from any name of the entry, nor where the
name would fit two entries equally well: an abbreviation that may stand for two bodies stands for neither.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.registry.matching import Match, match
from extractor.registry.names import Name

Entry = TypeVar("Entry", bound=Hashable)
# Suggestions of one name; a person looks through no more.
MOST_SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Known(Generic[Entry]):
    """A name of the registry with its number and its entry."""

    id: int
    entry: Entry
    name: Name


@dataclass(frozen=True, slots=True)
class Placing(Generic[Entry]):
    """Where a name goes: `entry` is None for one of its own; `match` is what it was put together by."""

    entry: Entry | None
    match: Match | None
    suggested: tuple[tuple[int, Match], ...] = ()


def place(name: Name, known: Iterable[Known[Entry]]) -> Placing[Entry]:
    """Find the entry of a new name."""
    found: dict[Entry, list[tuple[int, Match]]] = defaultdict(list)
    for one in known:
        found[one.entry].append((one.id, match(name, one.name)))
    fitting = {entry: best for entry, matches in found.items() if (best := best_same(matches))}
    top = max((best.score for best in fitting.values()), default=0.0)
    entries = [entry for entry, best in fitting.items() if best.score == top]
    chosen = entries[0] if len(entries) == 1 else None
    suggested = [best_of(matches) for entry, matches in found.items() if entry != chosen]
    likely = sorted((one for one in suggested if one[1].outcome != "different"), key=lambda one: (-one[1].score, one[0]))
    return Placing(chosen, fitting[chosen] if chosen is not None else None, tuple(likely[:MOST_SUGGESTED]))


def best_same(matches: list[tuple[int, Match]]) -> Match | None:
    """Give the surest match with an entry; None where no name is the same or a guard keeps it from one."""
    if any(one.outcome == "different" and one.rule for _, one in matches):
        return None
    return max((one for _, one in matches if one.outcome == "same"), key=lambda one: one.score, default=None)


def best_of(matches: list[tuple[int, Match]]) -> tuple[int, Match]:
    """Give the surest match with a name of an entry."""
    return max(matches, key=lambda one: (one[1].outcome != "different", one[1].score))
