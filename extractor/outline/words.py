"""The words of a document's head and foot, from `lexicons/requisites.toml`.

In: a line's matching form. Out: what the line begins with. To add a word, add it to its list in the lexicon.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from extractor.lexicons import read_lexicon

SPACED = re.compile(r"(?<![а-яё])(?:[а-яё] ){3,}[а-яё](?![а-яё])")


def lexicon() -> Mapping[str, Any]:
    """Read the lexicon of requisites."""
    return read_lexicon("requisites")


def phrases(words: Iterable[str]) -> str:
    """Give one alternation of the phrases, the longest first; blanks in a phrase match any run of blanks."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word.strip()).replace(r"\ ", " +") + ("(?![а-я-])" if word.strip()[-1].isalpha() else "") for word in ordered)


@cache
def opening(*names: str) -> re.Pattern[str]:
    """Give the pattern of a line that begins with a word of a lexicon's list, quotes and brackets aside."""
    words: Any = lexicon()
    for name in names:
        words = words[name]
    return re.compile(rf'["(\s]*(?:{phrases(words)})')


ADJECTIVES = r"(?:[а-я0-9-]+(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)(?: и|,)? +){0,5}"


@cache
def adjective_opening(*names: str) -> re.Pattern[str]:
    """Give the pattern of a line that begins with a word of the list, adjectives before it allowed."""
    words: Any = lexicon()
    for name in names:
        words = words[name]
    return re.compile(rf'["(\s]*{ADJECTIVES}(?:{phrases(words)})')


def unspaced(form: str) -> str:
    """Close up words printed with spaced letters: `п о с т а н о в л я ю` → `постановляю`; the length changes."""
    return SPACED.sub(lambda spaced: spaced.group().replace(" ", ""), form)


@cache
def enacting() -> re.Pattern[str]:
    """Give the pattern of the word that ends a preamble, with or without spaced letters, and its colon."""
    words = "|".join(" ?".join(word) for word in sorted(lexicon()["enacting"], key=len, reverse=True))
    return re.compile(rf"(?<![а-я])(?:{words})(?![а-я]) ?(?:следующее ?)?(?:(:)|$)")
