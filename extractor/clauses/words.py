"""Cue words of clauses, from `lexicons/clauses.toml`.

In: the names of a list. Out: its pattern. To add a cue, add it to its list in the lexicon.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from extractor.lexicons import read_lexicon


def lexicon() -> Mapping[str, Any]:
    """Read the lexicon of clauses."""
    return read_lexicon("clauses")


@cache
def cue(*names: str) -> re.Pattern[str]:
    """Give the pattern of a list's words at a word's beginning."""
    words: Any = lexicon()
    for name in names:
        words = words[name]
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![а-я-])(?:" + "|".join(re.escape(word).replace(r"\ ", " +") for word in ordered) + ")")


def whole(stems: str) -> str:
    """Give the pattern of words that begin with one of the stems."""
    return rf"(?:{stems})[а-я]*"


def this_act() -> str:
    """Give the pattern of an act's name: `постановления`."""
    return whole("|".join(lexicon()["acts"]))
