"""Column roles: what a column of a plan table holds, by the wording of its header.

In: a header's text (nested headers joined from the top down). Out: its role with the lexicon phrase that decided.
To teach a new header wording, add a phrase to `lexicons/columns.toml`; to add a role, add it to `Role`, give it a
section there and a destination in `measures/`.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, get_args

from extractor.lexicons import read_lexicon
from extractor.text import matching_form

Role = Literal[
    "number", "measure", "group", "deadline", "deadline_start", "deadline_end", "deadline_actual", "responsible", "lead",
    "co_executor", "mechanism", "audience", "result", "indicators", "funding", "funding_source", "basis", "place", "status",
    "note",
]  # fmt: skip
WORD = re.compile(r"[^\W_]+|№|#")
# "2021 год, тыс. руб.": a year with the unit of its amounts.
YEAR_AMOUNT = re.compile(r"(?:на |план |факт )?(?:19|20)\d\d ?(?:г\b\.?|год[а-я]*)?[,( ]+(?:в )?(?:тыс|млн|млрд|руб)")
TIME_ROLES: frozenset[Role] = frozenset({"deadline", "deadline_start", "deadline_end"})
PARTY_ROLES: frozenset[Role] = frozenset({"responsible", "lead", "co_executor"})


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """A header's role and the phrase of the lexicon that decided it, or the header itself where its role was taught."""

    role: Role
    phrase: str
    taught: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A lexicon phrase: word beginnings, or whole words where `whole` says so."""

    role: Role
    phrase: str
    words: tuple[str, ...]
    whole: tuple[bool, ...]

    def begins_at(self, words: tuple[str, ...], start: int) -> bool:
        """Tell whether the phrase stands in `words` from index `start` on."""
        if start + len(self.words) > len(words):
            return False
        return all(
            word == mine if whole else word.startswith(mine)
            for word, mine, whole in zip(words[start:], self.words, self.whole, strict=False)
        )


@cache
def phrases() -> tuple[Phrase, ...]:
    """Load the lexicon; longer phrases come first."""
    loaded = read_lexicon("columns")
    unknown = set(loaded) - set(get_args(Role))
    if unknown:
        raise ValueError(f"columns.toml names unknown roles: {sorted(unknown)}")
    found = [read_phrase(role, text) for role, texts in loaded.items() for text in texts]  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda phrase: (-len(phrase.words), -len(phrase.phrase))))


def read_phrase(role: Role, text: str) -> Phrase:
    """Read one lexicon phrase: "отв! исполнител" is the whole word "отв" and a word that begins with "исполнител"."""
    parts = re.findall(r"([^\W_]+|№|#)(!?)", matching_form(text))
    return Phrase(role, text, tuple(word for word, _ in parts), tuple(bool(mark) for _, mark in parts))


@lru_cache(maxsize=2_000)
def read_header(header: str) -> HeaderReading | None:
    """Give the role of a column by its header; None where the lexicon has nothing for it.

    The phrase that begins first decides, the longer one among those that begin together.
    """
    if YEAR_AMOUNT.match(matching_form(header)):
        return HeaderReading("funding", "год, тыс. руб.")
    words = tuple(WORD.findall(matching_form(header)))
    for start in range(len(words)):
        for phrase in phrases():
            if phrase.begins_at(words, start):
                return HeaderReading(phrase.role, phrase.phrase)
    return None
