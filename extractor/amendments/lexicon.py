"""Words of amending acts from `lexicons/amendments.toml`, as patterns, and the marks by which quotations stand in a skeleton.

In: nothing. Out: the patterns that the rules are built of. To teach a word, add it to its list in the lexicon.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from extractor.lexicons import read_lexicon
from extractor.records import PlaceUnit

# A quotation is one character of the private use area in a skeleton: the first, the second …
FIRST_QUOTE, LAST_QUOTE = "\ue000", "\uf8fe"
QUOTE = f"[{FIRST_QUOTE}-{LAST_QUOTE}]"
LONGEST_ENDING = 3  # letters after a stem: "раздел" is not the beginning of "раздельному"


@cache
def words(section: str, name: str) -> Any:
    """Give a list of the lexicon."""
    return read_lexicon("amendments")[section][name]


def pattern_of(entries: Iterable[str]) -> str:
    """Give the pattern of a list's words: beginnings, whole words and shortened ones ("п.")."""
    ordered = sorted(entries, key=len, reverse=True)
    return "|".join(entry_pattern(entry) for entry in ordered)


def entry_pattern(entry: str) -> str:
    """Give the pattern of one entry."""
    if entry.endswith("!"):
        return rf"{entry[:-1]}(?![а-я])"
    if entry.endswith("."):
        return rf"{re.escape(entry)} ?(?=[\d№«\"{FIRST_QUOTE}-{LAST_QUOTE}а-я])"
    return rf"{entry}[а-я]{{0,{LONGEST_ENDING}}}(?![а-я])"


@cache
def units() -> Mapping[PlaceUnit, re.Pattern[str]]:
    """Give each unit's pattern."""
    loaded: Mapping[PlaceUnit, list[str]] = read_lexicon("amendments")["units"]
    return {unit: re.compile(pattern_of(entries)) for unit, entries in loaded.items()}


@cache
def unit_word() -> str:
    """Give the pattern of any unit's word."""
    return rf"(?<![а-я.])(?:{pattern_of(entry for entries in read_lexicon('amendments')['units'].values() for entry in entries)})"


@cache
def ordinal_word() -> str:
    """Give the pattern of an ordinal written as a word: `втором`, `двадцать первого`."""
    return rf"(?<![а-я])(?:двадцать )?(?:{'|'.join(words('words', 'ordinals'))})(?:ь?[а-я]{{1,3}})(?![а-я])"


def ordinal_value(word: str) -> str:
    """Give an ordinal word as digits: `втором` → `2`."""
    tens = 20 if word.startswith("двадцать ") else 0
    stem = word.removeprefix("двадцать ")
    fitting = [place for place, known in enumerate(words("words", "ordinals"), 1) if stem.startswith(known)]
    longest = max(fitting, key=lambda place: len(words("words", "ordinals")[place - 1]))
    return str(tens + longest)


@cache
def object_word() -> str:
    """Give the pattern of the word that introduces quoted words, with what may stand around it: `слова`, `соответствующие цифры`."""
    return rf"(?:соответствующ[а-я]+ )?(?<![а-я])(?:{'|'.join(words('words', 'objects'))})[а-я]*"


@cache
def quote_list() -> str:
    """Give the pattern of one or several quotations: `«…», «…» и слова «…»`."""
    return rf"{QUOTE}(?:(?: ?, ?(?:и )?| и | или |, а также | а также | ?; ?)(?:{object_word()} )?{QUOTE})*"


@cache
def document_word() -> str:
    """Give the pattern of the words that an approved document's name begins with."""
    return rf"(?<![а-я])(?:{'|'.join(words('words', 'documents'))})[а-я]*"
