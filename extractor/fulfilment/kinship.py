"""Kinship: words by which a report tells of a plan's measure in its own way: «Ремонт дороги» and «отремонтировали дорогу».

In: texts. Out: their words that say something, and how near two words are to each other, from 0 to 1. To make two unlike words kin, put
them into a family of `lexicons/fulfilment.toml`.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import takewhile

from extractor.comparison.likeness import plain, stem
from extractor.lexicons import read_lexicon
from extractor.morphology import FUNCTION_WORDS, forms

# What words are worth that have a stem in common, one of them with a prefix, or that stand in one family.
SAME, PREFIXED, FAMILY = 1.0, 0.8, 0.8
# Letters that two stems begin with, and letters that may be left of the shorter: «замен-а», «замен-ено», not «прове-дение», «прове-рка».
LEAST_COMMON, LEAST_LEFT = 4, 1
LONG_COMMON, LONG_LEFT = 6, 2
# A prefix may be none: «кровля» is no «покровская».
LEAST_PREFIXED = 5
PREFIXES = (
    "видео", "фото", "авто", "спорт", "электро", "агит", "пере", "под", "при", "про", "раз", "рас", "вос", "воз", "вы", "до", "за", "из",
    "на", "об", "от", "по", "со", "о", "с", "у",
)  # fmt: skip
# A name's number, as in «Школа № 3», is a word of its own.
NUMBERED = re.compile(r"№ ?(\d+)")
SHORTEST = 3
VERBS = frozenset({"VERB", "INFN", "PRTS", "PRTF", "GRND"})


@lru_cache(maxsize=20_000)
def content_words(text: str) -> tuple[str, ...]:
    """Give the words of a text that say something, each once: no function words, no figures but the numbers of names."""
    found = [word for word in plain(text).split() if len(word) >= SHORTEST and not word[0].isdigit() and not is_function_word(word)]
    return tuple(dict.fromkeys([*found, *(f"№{number}" for number in NUMBERED.findall(text))]))


@lru_cache(maxsize=50_000)
def is_function_word(word: str) -> bool:
    """Tell whether a word is a preposition, a conjunction or a pronoun."""
    found = forms(word)
    return bool(found) and found[0].part in FUNCTION_WORDS | {"NPRO"}


@lru_cache(maxsize=50_000)
def is_verb(word: str) -> bool:
    """Tell whether a word is most likely a verb, a participle or another form of one."""
    found = forms(word)
    return bool(found) and found[0].part in VERBS


@lru_cache(maxsize=50_000)
def lemmas(word: str) -> frozenset[str]:
    """Give all forms of the dictionary that a word may be of."""
    return frozenset(form.lemma for form in forms(word)) or frozenset({word})


@lru_cache(maxsize=200_000)
def kinship(one: str, other: str) -> float:
    """Tell how near two words are."""
    if one == other or stem(one) == stem(other):
        return SAME
    if one.startswith("№") or other.startswith("№") or is_weak(one) != is_weak(other):
        return 0.0
    if not lemmas(one).isdisjoint(lemmas(other)) or is_one_root(stem(one), stem(other)):
        return SAME
    if not families(one).isdisjoint(families(other)):
        return FAMILY
    roots = (unprefixed(stem(one)), stem(other)), (stem(one), unprefixed(stem(other)))
    return PREFIXED if any(is_one_root(*pair, least=LEAST_PREFIXED) for pair in roots) else 0.0


@lru_cache(maxsize=50_000)
def keys(word: str) -> tuple[str, ...]:
    """Give what a word has in common with each of its kin: the beginning of its stem, its lemmas, its families."""
    root = stem(word)
    begun = {root[:LEAST_COMMON], unprefixed(root)[:LEAST_COMMON]}
    return tuple(begun | {f"={form}" for form in lemmas(word)} | {f"#{number}" for number in families(word)})


def is_one_root(one: str, other: str, *, least: int = LEAST_COMMON) -> bool:
    """Tell whether two stems begin alike and little of the shorter one is left."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    left = min(len(one), len(other)) - common
    return (common >= least and left <= LEAST_LEFT) or (common >= LONG_COMMON and left <= LONG_LEFT)


def unprefixed(word: str) -> str:
    """Give a stem without its prefix."""
    return next((word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix) and len(word) > len(prefix) + 3), word)


@lru_cache(maxsize=50_000)
def families(word: str) -> frozenset[int]:
    """Give the numbers of the families that a word is of."""
    return frozenset().union(*(family_numbers().get(form, frozenset()) for form in lemmas(word)))


@cache
def family_numbers() -> Mapping[str, frozenset[int]]:
    """Give for each lemma the numbers of its families."""
    found: dict[str, frozenset[int]] = {}
    for number, family in enumerate(read_lexicon("fulfilment")["kin"]["families"]):
        for word in family:
            found[word] = found.get(word, frozenset()) | {number}
    return found


@lru_cache(maxsize=50_000)
def is_weak(word: str) -> bool:
    """Tell whether a word is one of any measure and any report."""
    return not lemmas(word).isdisjoint(weak())


@cache
def weak() -> frozenset[str]:
    """Give the words of any measure and any report."""
    return frozenset(read_lexicon("fulfilment")["weak"]["words"])
