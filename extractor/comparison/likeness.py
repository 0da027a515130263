"""Likeness: how much of one text stands in another, and whether two texts differ in wording only.

In: two texts. Out: their plain form, their words, the share that they have in common (0 to 1), and whether the difference is one of
case, punctuation, spacing, hyphens, endings or an obvious misprint. Digits are never wording.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor.morphology import forms, is_known_word
from extractor.text import clean, matching_form

# A number with its decimal or its date parts is one word; so are letters, and the sign that makes a number a share.
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%")
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d]) (?=[^\W\d])")
# Latin letters that look like Cyrillic ones, which recognised and typed texts mix up within a word.
LOOK_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
MIXED = re.compile(r"(?=[a-z]*[а-я])(?=[а-я]*[a-z])[а-яa-z]+")
# Parts of speech of which a wrong ending is no other meaning; a verb in another tense is.
INFLECTED = frozenset({"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"})
# Endings of nouns and adjectives, which are not looked at: "учебники" and "учебников" are one; a stem has three letters at least.
ENDING = re.compile(
    r"(?<=...)(?:иями|[яаыи]ми|[ое]го|[ое]му|и[яе]м|иях|ией|[оеё]в|[иыао]й|ей|[аяоыиеё]м|[аяиы]х|[иь]ю|[ую]ю|[ая]я|[ие]и|[иь]я|[оеиыь]е|[аеёиоуыьюя])$"
)
# A misprint is one letter in a word that is long enough to be recognised all the same.
SHORTEST_MISPRINTED = 5
# Letters of the shorter text: a shorter one stands by chance in any longer text ("Проведение мероприятий").
LEAST_CONTAINED = 25
# What a text that stands whole within a much longer one counts for: more than half of either, less than an equal one.
CONTAINED = 0.8


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words without their endings, each with its letters (its length times how often it stands), and all letters."""

    letters: Mapping[str, int]
    total: int


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Give the words of a text in lower case, ё as е, single spaces, no punctuation; a decimal comma is a point."""
    folded = MIXED.sub(lambda word: word.group().translate(LOOK_ALIKE), THOUSANDS.sub("", matching_form(clean(text))))
    return " ".join(word.replace(",", ".") for word in WORD.findall(folded))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give a word without its ending; numbers stay whole."""
    return ENDING.sub("", word)


def words_of(text: str) -> Words:
    """Count the words of a plain text."""
    letters: Counter[str] = Counter()
    for word in text.split():
        letters[stem(word)] += len(word)
    return Words(letters, letters.total())


def likeness(left: Words, right: Words) -> float:
    """Give the share of letters in words that both texts have, from 0 to 1; a text that stands within a longer one is like it."""
    if not left.total or not right.total:
        return float(left.total == right.total)
    common = common_letters(left, right)
    shorter = min(left.total, right.total)
    contained = CONTAINED * common / shorter if shorter >= LEAST_CONTAINED else 0.0
    return min(1.0, max(2 * common / (left.total + right.total), contained))


def common_letters(left: Words, right: Words) -> float:
    """Give the letters of the words that both texts have, half of what both print of them."""
    if len(left.letters) > len(right.letters):
        left, right = right, left
    return sum(min(count, right.letters[word]) for word, count in left.letters.items() if word in right.letters)


def without(words: Words, *others: Words) -> Words:
    """Give the words of a text that none of the others has."""
    left = Counter(words.letters)
    for other in others:
        left -= Counter(other.letters)
    return Words(left, left.total())


def is_wording(old: str, new: str) -> bool:
    """Tell whether two different texts say the same in words that differ only in print."""
    left, right = plain(old), plain(new)
    if BETWEEN_LETTERS.sub("", left) == BETWEEN_LETTERS.sub("", right):
        return True
    words, others = left.split(), right.split()
    return len(words) == len(others) and all(is_same_word(*pair) for pair in zip(words, others, strict=True))


@lru_cache(maxsize=50_000)
def is_same_word(old: str, new: str) -> bool:
    """Tell whether two words are one in another form, or one is an obvious misprint of the other."""
    if old == new:
        return True
    if any(letter.isdigit() for letter in old + new):
        return False
    return is_form(old, new) or is_misprint(old, new)


def is_form(old: str, new: str) -> bool:
    """Tell whether two words are forms of one word of the dictionary."""
    return is_known_word(old) and is_known_word(new) and bool(lemmas(old) & lemmas(new))


def lemmas(word: str) -> set[tuple[str, str]]:
    """Give the words of the dictionary, with their parts of speech, that a word can be a form of."""
    return {(form.lemma, form.part) for form in forms(word) if form.part in INFLECTED}


def is_misprint(old: str, new: str) -> bool:
    """Tell whether one letter is wrong, missing, too many or in its neighbour's place, and one of the words does not exist."""
    from rapidfuzz.distance import OSA

    if min(len(old), len(new)) < SHORTEST_MISPRINTED or OSA.distance(old, new, score_cutoff=1) > 1:
        return False
    return is_known_word(old) != is_known_word(new)
