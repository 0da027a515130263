"""Header words: how a header is known in text that has no rules.

In: lines. Out: how many of them read as header cells. To add a word, add its stem to `lexicons/plain_text.toml`.
"""

from collections.abc import Iterable
from functools import cache

from extractor.lexicons import read_lexicon
from extractor.text import clean, matching_form

# A header cell is a few words; longer ones are text that happens to open with the same word.
MAX_HEADER_LENGTH = 90


@cache
def header_stems() -> tuple[str, ...]:
    """Load the stems once."""
    return tuple(read_lexicon("plain_text")["header_stems"])


def is_header_cell(text: str) -> bool:
    """Tell whether a text reads as a header cell."""
    wording = matching_form(clean(text[: MAX_HEADER_LENGTH + 1])).strip()
    return len(wording) <= MAX_HEADER_LENGTH and not wording.endswith((".", ";", ":")) and wording.startswith(header_stems())


def count_header_cells(texts: Iterable[str]) -> int:
    """Count the texts that read as header cells."""
    return sum(is_header_cell(text) for text in texts)
