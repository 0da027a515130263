"""Fixed wordings: phrases of known meaning from the lexicon.

In: a wording's form and an offset. Out: the kind, the end of the phrase, whether it goes on to the next mark, and the
entry's name. To add one, add a line to `lexicons/deadlines.toml` and a case.
"""

import re
from dataclasses import dataclass
from functools import cache

from extractor.deadlines.tokens import lexicon
from extractor.records import DeadlineKind


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that was found: its kind, its end, and whether it is open (a tail belongs to it)."""

    kind: DeadlineKind
    end: int
    tail: bool
    name: str


@cache
def entries() -> tuple[tuple[re.Pattern[str], tuple[str, ...], DeadlineKind, bool], ...]:
    """Compile each section of the lexicon into one pattern, with the entries' names, kind and openness."""
    return tuple(
        (
            re.compile("|".join(f"(?P<w{n}>{compile_pattern(entry)})" for n, entry in enumerate(section["patterns"]))),
            tuple(section["patterns"]),
            section["kind"],
            section["tail"],
        )
        for section in lexicon()["wordings"]
    )


def compile_pattern(entry: str) -> str:
    """Write an entry as a regular expression that ends at a word's end."""
    grouped = entry.replace("(", "(?:")
    return re.sub(r"(?<=[а-я])\*", "[а-я]*", grouped) + r"(?!\w)"


def find_phrase(form: str, at: int) -> Phrase | None:
    """Find the phrase that begins at an offset, or None."""
    for pattern, names, kind, tail in entries():
        if found := pattern.match(form, at):
            return Phrase(kind, found.end(), tail, names[int((found.lastgroup or "w0")[1:])])
    return None
