"""Repair: look-alikes that recognition mixed up, where the dictionary or what stands beside them settles it.

In: the words that Tesseract saw in one piece, in reading order. Out: the same words repaired, with what was seen kept in
`before`. A module for each family: `roman`, `figures`, `wording`. To add a repair, add a function there and its name to
`RULES`: it takes the words and an index and gives the word's texts; the first answer stands.
"""

from collections.abc import Sequence

from extractor.formats.scan.recognition import Seen
from extractor.formats.scan.repair import figures, roman, wording
from extractor.formats.scan.repair.figures import repair_numbers
from extractor.formats.scan.repair.pieces import Rule

__all__ = ["repair_numbers", "repair_words"]

RULES: tuple[Rule, ...] = (
    roman.quarter,
    roman.grown_quarter,
    roman.chapter,
    roman.heading,
    figures.number_sign,
    figures.day_after_preposition,
    figures.grown_day,
    figures.day,
    figures.numeric,
    wording.inner_capital,
    wording.initials,
    wording.list_letter,
    wording.grown_initials,
    wording.mixed_alphabets,
    wording.grown_preposition,
    wording.grown_conjunction,
    wording.torn,
    wording.dashes,
    wording.leading_dash,
)


def repair_words(words: Sequence[Seen]) -> list[Seen]:
    """Repair the words of one piece."""
    repaired: list[Seen] = []
    for index, word in enumerate(words):
        answer = next((found for rule in RULES if (found := rule(words, index)) is not None), None)
        repaired.extend([word] if answer is None or answer == (word.text,) else replace_word(word, answer))
    return repaired


def replace_word(word: Seen, texts: Sequence[str]) -> list[Seen]:
    """Give a word with another text, or parted into several by the number of their letters."""
    total = sum(map(len, texts))
    width = (word.x1 - word.x0) / max(total, 1)
    parts: list[Seen] = []
    start = word.x0
    for text in texts:
        parts.append(word._replace(text=text, x0=start, x1=start + width * len(text), before=word.text))
        start += width * len(text)
    return parts
