"""Matching: which rows of the new version answer which of the old one.

In: the rows of both versions. Out: `Match`es; every row is in exactly one. Equal texts are paired first (those with the same headings,
number, deadlines and parties before the others, otherwise in order), then alike ones by the assignment with the highest total gain;
rows that are left may be parts of a row of the other side (`extractor.comparison.parts`).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.comparison.likeness import likeness
from extractor.comparison.rows import Row
from extractor.comparison.support import Support, read_support

# What the score of a pair is made of.
TEXT, NUMBER, PARTIES, DEADLINES = 0.6, 0.15, 0.15, 0.1
# A pair needs a text of which half stands in the other, or a third where number, parties and deadlines speak for it: of a changed
# row 60 % of the text stands, of two rows of one plan about unlike works hardly ever a third.
LEAST_LIKENESS, LEAST_SUPPORTED, LEAST_SCORE = 0.5, 0.35, 0.5
# Share of two texts' own words, weighted by how few rows have them, below which the place must speak for the pair, and a value too or
# a text that stands for the most part: «Проведение заседания комиссии по …» says nothing of the commission.
LEAST_OWN, LEAST_STANDING = 0.35, 0.6
# What a pair must be worth for two others to be given up for it, and the gain of one that is worth less.
APART, SMALLEST = 0.4, 0.01
# Rows that share a word are looked at for it; a word of more rows than this says nothing of any of them.
COMMONEST = 40
# Rows of the same number, and rows at the same place between the ends or among the certain rows, that are looked at as well.
NEIGHBOURS = 4
# The weight of standing as many steps from a certain row; and a little one, so that among equal gains the pair at the same place wins.
STEPS, PLACE = 0.1, 0.01

Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class Match:
    """Rows that are one work: one and one, one and several (split), several and one (merged), or one alone (removed, added)."""

    old: tuple[Row, ...]
    new: tuple[Row, ...]

    def swapped(self) -> "Match":
        """Give the match seen from the other version."""
        return Match(self.new, self.old)


# From the strictest to the loosest: what two rows with equal texts should have in common as well.
EQUAL: tuple[Callable[[Row], Hashable], ...] = (
    lambda row: (row.key, row.path_key[1:], row.place_number, row.deadlines, row.parties),
    lambda row: (row.key, row.path_key[1:], row.place_number),
    lambda row: (row.key, row.path_key[1:]),
    lambda row: (row.key, row.place_number),
    lambda row: row.key,
)


def pair_rows(old: Sequence[Row], new: Sequence[Row]) -> Iterator[Pair]:
    """Pair rows one to one: the equal ones, then the alike ones."""
    pairs: list[Pair] = []
    rows, others = old, new
    for key in EQUAL:
        pairs += pair_by_key(rows, others, key)
        rows, others = left_over(pairs, old, new)
    yield from pairs
    if rows and others:
        yield from pair_alike(rows, others, read_support(old, new, pairs))


def left_over(pairs: Iterable[Pair], old: Sequence[Row], new: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Give the rows of both sides that are in no pair."""
    taken, taken_new = {one.index for one, _ in pairs}, {other.index for _, other in pairs}
    return [row for row in old if row.index not in taken], [row for row in new if row.index not in taken_new]


def pair_by_key(old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], Hashable]) -> Iterator[Pair]:
    """Pair the rows that have one key, in order."""
    waiting = grouped(new, key)
    for row in old:
        if others := waiting.get(key(row)):
            yield row, others.pop(0)


def grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    """Give the rows of each key, in order."""
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def pair_alike(old: Sequence[Row], new: Sequence[Row], support: Support) -> Iterator[Pair]:
    """Pair rows by the assignment with the highest total gain; rows without a good partner stay alone."""
    found = {(i, j): pair_gain(old[i], new[j], abs(i / len(old) - j / len(new)), support) for i, j in candidates(old, new, support)}
    for i, j in best_assignment({pair: gain for pair, gain in found.items() if gain}, len(old), len(new)):
        yield old[i], new[j]


def candidates(old: Sequence[Row], new: Sequence[Row], support: Support) -> Iterator[tuple[int, int]]:
    """Yield the places of pairs that are worth a look: they share a word, a number or a place; their count grows with the rows only."""
    by_word, by_number, indices = places_by_word(new), places_by(new, lambda row: row.place_number), [row.index for row in new]
    for i, row in enumerate(old):
        place = round(i * len(new) / len(old))
        seen = {
            near for likely in (place, *(bisect_left(indices, index) for index in support.likely_places(row))) for near in around(likely)
        }
        if row.place_number is not None:
            seen.update(sorted(by_number.get(row.place_number, ()), key=lambda j: abs(j - place))[: 2 * NEIGHBOURS])
        for word in row.words.letters:
            seen.update(by_word.get(word, ()))
        yield from ((i, j) for j in sorted(seen) if 0 <= j < len(new))


def around(place: int) -> range:
    """Give the places near one."""
    return range(place - NEIGHBOURS, place + NEIGHBOURS + 1)


def places_by_word(rows: Sequence[Row]) -> Mapping[str, list[int]]:
    """Give for each word that is not too common the places of its rows."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for word in row.words.letters:
            places[word].append(place)
    return {word: found for word, found in places.items() if len(found) <= COMMONEST}


def places_by(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> Mapping[Hashable, list[int]]:
    """Give for each key the places of its rows."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[key(row)].append(place)
    return places


def pair_gain(old: Row, new: Row, distance: float, support: Support) -> float:
    """Give how much better two rows go together than apart, 0 where they don't; `distance` is their way as a share of the plan."""
    text = likeness(old.words, new.words)
    if text < LEAST_SUPPORTED:
        return 0.0
    values = PARTIES * shared(old.parties, new.parties) + DEADLINES * shared(old.deadlines, new.deadlines)
    others = values + NUMBER * (old.place_number is not None and old.place_number == new.place_number)
    own, by_place = support.own_likeness(old, new), support.is_same_place(old, new)
    if text < LEAST_LIKENESS and TEXT * text + others < LEAST_SCORE:
        return 0.0
    if own < LEAST_OWN and not speaks_for(old, new, by_place=by_place, has_values=bool(values), stands=text >= LEAST_STANDING):
        return 0.0
    return max(TEXT * (text + own) / 2 + others + STEPS * by_place - APART, SMALLEST) + PLACE * (1 - distance)


def speaks_for(old: Row, new: Row, *, by_place: bool, has_values: bool, stands: bool) -> bool:
    """Tell whether number and place speak for a pair: one of them beside a value in common, both where most of the text stands."""
    by_number = old.place_number == new.place_number
    if has_values:
        return by_place or (by_number and old.place_number is not None)
    return stands and by_place and by_number


def shared(left: Sequence[Hashable], right: Sequence[Hashable]) -> float:
    """Give the share of values that both have, from 0 to 1; nothing on both sides says nothing."""
    return 2 * len(set(left) & set(right)) / (len(set(left)) + len(set(right))) if left or right else 0.0


def best_assignment(scores: Mapping[tuple[int, int], float], rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the pairs of the assignment with the highest total score; each row may also stay alone, at no gain."""
    if not scores:
        return
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    # Column `columns + i` is row i's own place for staying alone: it costs more than any pair.
    pairs = [(i, j, 2.0 - score) for (i, j), score in scores.items()] + [(i, columns + i, 2.0) for i in range(rows)]
    left, right, costs = zip(*pairs, strict=True)
    matrix = coo_array((costs, (left, right)), shape=(rows, columns + rows)).tocsr()
    for i, j in zip(*min_weight_full_bipartite_matching(matrix), strict=True):
        if j < columns:
            yield int(i), int(j)
