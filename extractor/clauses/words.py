"""Cue words of clauses, read once from `lexicons/clauses.toml`.

In: the names of a list. Out: its pattern. To add a cue, add it to its list in the lexicon.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def lexicon() -> Mapping[str, Any]:
    """Read the lexicon of clauses."""
    source = resources.files("extractor") / "lexicons" / "clauses.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


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
