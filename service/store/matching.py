"""Matching keys: the form in which names are compared and sorted.

In: a name as it stands in a record. Out: its key: one case, ё as е, single spaces, one kind of dash and quote.
"""

import re

from extractor.text import matching_form

# PostgreSQL's text and jsonb take no NUL, and UTF-8 has no lone halves of surrogate pairs.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def matching_key(name: str) -> str:
    """Give the key of a name; two spellings of one name that differ only in case, ё, dashes or spaces have the same."""
    return " ".join(matching_form(name).casefold().split())


def is_storable(text: str) -> bool:
    """Tell whether PostgreSQL can keep a text."""
    return UNSTORABLE.search(text) is None
