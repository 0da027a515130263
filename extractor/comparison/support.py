"""Support: what speaks for two rows being one when their texts share little but the words of a template.

In: the rows of both versions and the pairs that are certain. Out: `Support`, which tells of two rows whether their own words are alike, and
if not whether the number or the place speaks for them: «Проведение заседания комиссии по охране труда» is not the new «Проведение
заседания антитеррористической комиссии», unless it stands where that one stood.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from extractor.comparison.likeness import Words
from extractor.comparison.rows import Row

# Share of two texts' own words, weighted by how few rows have them, that both must have where nothing else speaks for the pair.
LEAST_OWN = 0.35


@dataclass(frozen=True, slots=True)
class Support:
    """The weights of words, and each row's surroundings: the certain pairs before and after it, and its rank between them."""

    weights: Mapping[str, float]
    old: Mapping[int, tuple[tuple[int, int], ...]]
    new: Mapping[int, tuple[tuple[int, int], ...]]

    def speaks_for(self, old: Row, new: Row) -> bool:
        """Tell whether two rows with alike texts may be one: by number, by place, or by the words that are their own."""
        if old.number is not None and old.number == new.number:
            return True
        return is_same_place(self.old[old.index], self.new[new.index]) or own_likeness(old.words, new.words, self.weights) >= LEAST_OWN


def read_support(old: Sequence[Row], new: Sequence[Row], pairs: Iterable[tuple[Row, Row]]) -> Support:
    """Give the support for pairs of rows that are in none of the certain pairs."""
    places = [(one.index, other.index) for one, other in pairs]
    return Support(
        word_weights(old, new),
        surroundings(old, {one: one for one, _ in places}),
        surroundings(new, {other: one for one, other in places}),
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


def is_same_place(old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]]) -> bool:
    """Tell whether two rows stand as many steps from the same certain row, or from the same end."""
    return any(one == other for one, other in zip(old, new, strict=True))


def word_weights(old: Sequence[Row], new: Sequence[Row]) -> Mapping[str, float]:
    """Weight each word by how few rows of a version have it: from 0 (all) to 1 (one)."""
    counts = word_counts(old) | word_counts(new)
    whole = max(len(old), len(new)) + 1
    return {word: log(whole / count) / log(whole) for word, count in counts.items()}


def word_counts(rows: Iterable[Row]) -> Counter[str]:
    """Count the rows of each word."""
    return Counter(word for row in rows for word in row.words.letters)


def own_likeness(old: Words, new: Words, weights: Mapping[str, float]) -> float:
    """Give the share of weighted letters that both texts have, from 0 to 1."""
    common = sum(weights[word] * min(count, new.letters[word]) for word, count in old.letters.items() if word in new.letters)
    whole = sum(weights[word] * count for words in (old, new) for word, count in words.letters.items())
    return 2 * common / whole if whole else 1.0
