"""Pairing: which extracted record answers which gold one, by the likeness of their texts.

In: the texts of both sides in order. Out: pairs of places, one to one. Texts are compared in their normal form: case, white
space, quotes, hyphens and final punctuation don't count.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

OLD_SIGNS = {"ё": "е", "Ё": "Е", "№": "N", "\u00a0": " "}
SIGNS = str.maketrans(dict.fromkeys("«»“”„‟‘’'", '"') | dict.fromkeys("–—−‐‑", "-") | OLD_SIGNS)
INNER_HYPHEN = re.compile(r"(?<=\w)\s*-\s*(?=\w)")
AROUND_SIGNS = re.compile(r"\s*([,;:.()\"])\s*")
# Records whose likeness is below this are not paired.
LEAST_WEIGHT = 0.5


@lru_cache(maxsize=100_000)
def normal(text: str) -> str:
    """Give the form in which texts are compared."""
    folded = INNER_HYPHEN.sub("", " ".join(text.translate(SIGNS).lower().split()))
    return AROUND_SIGNS.sub(r"\1", folded).strip(' .;:,-"*')


def likeness(left: str | None, right: str | None) -> float:
    """Give how alike two texts are, from 0 to 1 (share of characters in common order)."""
    from rapidfuzz import fuzz

    return fuzz.ratio(normal(left or ""), normal(right or "")) / 100


def pair_texts(gold: Sequence[str], found: Sequence[str], *, partial: bool = False) -> Iterator[tuple[int, int]]:
    """Pair places one to one: texts equal and unique on both sides first, the rest by the largest total likeness."""
    left, right = [normal(text) for text in gold], [normal(text) for text in found]
    once = {text for text, count in Counter(left).items() if count == 1} & {text for text, count in Counter(right).items() if count == 1}
    where = {text: place for place, text in enumerate(right)}
    yield from ((place, where[text]) for place, text in enumerate(left) if text in once)
    yield from pair_by_likeness(
        [(place, text) for place, text in enumerate(left) if text not in once],
        [(place, text) for place, text in enumerate(right) if text not in once],
        partial,
    )


def pair_by_likeness(gold: Sequence[tuple[int, str]], found: Sequence[tuple[int, str]], partial: bool) -> Iterable[tuple[int, int]]:
    """Pair the places left by an optimal assignment (scipy); a little weight keeps equal texts in order."""
    from scipy.optimize import linear_sum_assignment

    if not gold or not found:
        return []
    last_gold, last_found = gold[-1][0] or 1, found[-1][0] or 1
    weights = [[0.95 * text_likeness(a, b, partial) + 0.05 * (1 - abs(i / last_gold - j / last_found)) for j, b in found] for i, a in gold]
    rows, columns = linear_sum_assignment([[-weight for weight in row] for row in weights])
    return [(gold[row][0], found[column][0]) for row, column in zip(rows, columns, strict=True) if weights[row][column] >= LEAST_WEIGHT]


def text_likeness(gold: str, found: str, partial: bool) -> float:
    """Give the likeness of two normal texts, from 0 to 1; a partial one lets a gold statement be part of a longer sentence."""
    from rapidfuzz import fuzz

    if not gold or not found:
        return 0.0
    ratio = fuzz.ratio(gold, found)
    return max(ratio, fuzz.partial_ratio(gold, found) * min(1.0, len(gold) / len(found) + 0.45) if partial else 0.0) / 100
