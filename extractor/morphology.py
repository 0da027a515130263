"""Russian word forms: what pymorphy3 knows, loaded when first asked.

In: words. Out: whether a word is known. The nominative of a phrase is made here too.
"""

from functools import cache, lru_cache
from typing import Any


@cache
def analyzer() -> Any:
    """Load the dictionary (about 0.1 s) once."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=50_000)
def is_known_word(word: str) -> bool:
    """Tell whether the dictionary has the word in any form."""
    return bool(analyzer().word_is_known(word.lower()))
