"""Support: what speaks for two rows being one when their texts share little but the words of a template.

In: the rows of both versions and the pairs that are certain. Out: `Support`, which tells of two rows how alike their own words are,
and whether the number or the place speaks for them: «Проведение заседания комиссии по охране труда» is not the new «Проведение
заседания антитеррористической комиссии», unless it stands where that one stood.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from extractor.comparison.rows import Row


@dataclass(frozen=True, slots=True)
class Support:
    """The weights of words, and each row's surroundings: the certain pairs before and after it, and its rank between them."""

    weights: Mapping[str, float]
    totals_old: Mapping[int, float]
    totals_new: Mapping[int, float]
    old: Mapping[int, tuple[tuple[int, int], ...]]
    new: Mapping[int, tuple[tuple[int, int], ...]]
    partners: Mapping[int, int]

    def is_same_place(self, old: Row, new: Row) -> bool:
        """Tell whether two rows stand as many steps from the same certain row or the same end."""
        return any(one == other for one, other in zip(self.old[old.index], self.new[new.index], strict=True))

    def likely_places(self, old: Row) -> list[int]:
        """Give the indices of the new version that are as many steps from the certain rows around as the row is in the old one."""
        (before, after_it), (after, before_it) = self.old[old.index]
        found = [self.partners[before] + after_it] if before >= 0 else [old.index]
        return [*found, self.partners[after] - before_it] if after >= 0 else found

    def own_likeness(self, old: Row, new: Row) -> float:
        """Give the share of weighted letters that both texts have, from 0 to 1."""
        left, right = old.words.letters, new.words.letters
        common = sum(self.weights[word] * min(count, right[word]) for word, count in left.items() if word in right)
        whole = self.totals_old[old.index] + self.totals_new[new.index]
        return 2 * common / whole if whole else 1.0


def read_support(old: Sequence[Row], new: Sequence[Row], pairs: Iterable[tuple[Row, Row]]) -> Support:
    """Give the support for pairs of rows that are in none of the certain pairs."""
    places = [(one.index, other.index) for one, other in pairs]
    weights = word_weights(old, new)
    return Support(
        weights,
        weighted_totals(old, weights),
        weighted_totals(new, weights),
        surroundings(old, {one: one for one, _ in places}),
        surroundings(new, {other: one for one, other in places}),
        dict(places),
    )


def surroundings(rows: Sequence[Row], certain: Mapping[int, int]) -> Mapping[int, tuple[tuple[int, int], ...]]:
    """Give for each row the name of the certain row before it with the steps from there, and the same of the one after it."""
    indices = sorted(certain)
    last = rows[-1].index + 1 if rows else 0
    found = {}
    for row in rows:
        place = bisect_left(indices, row.index)
        before = (certain[indices[place - 1]], row.index - indices[place - 1]) if place else (-1, row.index + 1)
        after = (certain[indices[place]], indices[place] - row.index) if place < len(indices) else (-1, last - row.index)
        found[row.index] = (before, after)
    return found


def word_weights(old: Sequence[Row], new: Sequence[Row]) -> Mapping[str, float]:
    """Weight each word by how few rows of a version have it: from 0 (all) to 1 (one)."""
    counts = word_counts(old) | word_counts(new)
    whole = max(len(old), len(new)) + 1
    return {word: log(whole / count) / log(whole) for word, count in counts.items()}


def word_counts(rows: Iterable[Row]) -> Counter[str]:
    """Count the rows of each word."""
    return Counter(word for row in rows for word in row.words.letters)


def weighted_totals(rows: Iterable[Row], weights: Mapping[str, float]) -> Mapping[int, float]:
    """Give each row's weighted letters."""
    return {row.index: sum(weights[word] * count for word, count in row.words.letters.items()) for row in rows}
