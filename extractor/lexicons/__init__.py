"""Lexicons: the words that stages look for, as one TOML file each beside this module.

In: a lexicon's name. Out: its sections as they stand in the file. To add a word, add it to its list, in the matching
form (small letters, е for ё); tests refuse a word that stands twice, mixes alphabets, or has a section that nobody reads.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_lexicon(name: str) -> Mapping[str, Any]:
    """Read a lexicon once: `read_lexicon("columns")["deadline"]`."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
