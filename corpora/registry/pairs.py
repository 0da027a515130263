"""Pairs: what the matching finds of the pairs of names that are one.

In: documents with the gold's clusters. Out: counts of pairs, and the pairs that were missed or wrong. Names are added one by one, as
the service does.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from corpora.registry.mentions import Mention, Source, key_of
from extractor.registry import Known, Name, Scope, blocks, place, read_person_name, read_scope, read_unit_name


@dataclass(slots=True)
class Tally:
    """Counts of pairs; `unlike` are those of different wordings; `missed` and `wrong` are sentences."""

    right: int = 0
    found: int = 0
    gold: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the pairs found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold's pairs that are found."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the entry that it went to and its number among the names."""

    source: str
    mention: Mention
    entry: int


class Registry:
    """A registry in memory: names by their blocks, entries as numbers, pairs of entries that are suggested."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.names: list[Known[int]] = []
        self.by_key: dict[tuple[str, str, str], int] = {}
        self.by_block: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.suggested: set[tuple[int, int]] = set()

    def add(self, name: Name) -> int:
        """Add a name and give its entry; a known one is not added again."""
        key = name.family, name.scope, key_of(name.family, name.text)
        if key in self.by_key:
            return self.names[self.by_key[key]].entry
        numbers = sorted({number for block in blocks(name) for number in self.by_block[name.scope, block]})
        placing = place(name, [self.names[number] for number in numbers])
        number = len(self.names)
        entry = number if placing.entry is None else placing.entry
        self.names.append(Known(number, entry, name))
        self.by_key[key] = number
        for block in blocks(name):
            self.by_block[name.scope, block].add(number)
        self.suggested |= {(min(entry, other), max(entry, other)) for other in (self.names[one].entry for one, _ in placing.suggested)}
        return entry


def place_into(registry: Registry, sources: Sequence[Source]) -> list[Placed]:
    """Put the mentions of documents into a registry, in order."""
    placed = []
    for source in sources:
        scope = scope_of(source)
        for mention in source.mentions:
            placed.append(Placed(source.name, mention, registry.add(read_name(mention, scope))))
    return placed


def scope_of(source: Source) -> Scope:
    """Give a document's scope; one that does not tell whose it is has its own."""
    requisites = source.requisites
    scope = read_scope(
        requisites.get("issuer"), municipality=requisites.get("municipality"), title=requisites.get("title"), place=requisites.get("place")
    )
    return scope if scope.key else replace(scope, key=source.name)


def read_name(mention: Mention, scope: Scope) -> Name:
    """Give a mention's name."""
    return read_person_name(mention.text, scope) if mention.family == "person" else read_unit_name(mention.text, scope)


@dataclass(frozen=True, slots=True)
class Score:
    """What was found: by the service alone, with what it suggests as well, and of pairs of different wordings alone."""

    merged: Tally
    suggested: Tally
    unlike: Tally


def score(sets: Iterator[tuple[Source, ...]] | Sequence[tuple[Source, ...]]) -> Score:
    """Score sets of documents, each with a registry of its own."""
    result = Score(Tally(), Tally(), Tally())
    for sources in sets:
        registry = Registry()
        for left, right in combinations(place_into(registry, sources), 2):
            if left.mention.family == right.mention.family:
                count(result, left, right, registry)
    return result


def count(result: Score, left: Placed, right: Placed, registry: Registry) -> None:
    """Count one pair."""
    is_gold = left.mention.cluster == right.mention.cluster
    is_merged = left.entry == right.entry
    is_suggested = is_merged or (min(left.entry, right.entry), max(left.entry, right.entry)) in registry.suggested
    sentence = f"{left.source}: {left.mention.text} | {right.source}: {right.mention.text}"
    tell(result.merged, sentence, is_gold=is_gold, is_found=is_merged)
    tell(result.suggested, sentence, is_gold=is_gold, is_found=is_suggested)
    if key_of(left.mention.family, left.mention.text) != key_of(right.mention.family, right.mention.text):
        tell(result.unlike, sentence, is_gold=is_gold, is_found=is_merged)


def tell(tally: Tally, sentence: str, *, is_gold: bool, is_found: bool) -> None:
    """Count a pair in a tally."""
    tally.gold += is_gold
    tally.found += is_found
    tally.right += is_gold and is_found
    if is_gold != is_found:
        (tally.missed if is_gold else tally.wrong).append(sentence)
