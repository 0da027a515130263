"""Folding: a text in the form in which names are looked for, with the place of each of its characters in the text.

In: a text as anything prints it. Out: `Folded`. White space of any kind and quotes become one space, words that a line end cut are whole,
invisible characters go, and a Latin letter that looks like a Cyrillic one is taken for it in a word that is not Latin throughout.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.text import DASHES, INVISIBLE, QUOTES, SPACES

LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
GAP = re.compile(f'[ {SPACES}{QUOTES}"]+')
# A hyphen at a line's end: within a word when a small letter follows, between the halves of a double name otherwise.
CUT = re.compile(rf"(?<=[А-ЯЁа-яё])-[{SPACES} ]+(?=[А-ЯЁа-яё])")
WORD = re.compile(r"[A-Za-zА-ЯЁа-яё]+")
LATIN = re.compile(r"[A-Za-z]")
# Anything that folding changes: most wordings have nothing of it.
UNLIKE = re.compile(f'[A-Za-z{SPACES}{DASHES}{QUOTES}"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x1f\x7f]|  |- ')
DASH = re.compile(f"[{DASHES}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places` has the offset in the original of each character, and of the end."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original (half-open) that a span of the folded text stands for."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=20_000)
def fold(text: str) -> Folded:
    """Fold a text; the same ones come again and again in a document."""
    if not UNLIKE.search(text):
        return Folded(text, range(len(text) + 1))
    alike = DASH.sub("-", text)
    if LATIN.search(alike):
        alike = WORD.sub(as_cyrillic, alike)
    pieces, places = list[str](), list[int]()
    at = 0
    for start, end, put in sorted([*gaps(alike), *invisible(alike), *cuts(alike)]):
        if start < at:
            continue
        pieces += [alike[at:start], put]
        places += [*range(at, start), *([start] if put else [])]
        at = end
    pieces.append(alike[at:])
    places += [*range(at, len(text)), len(text)]
    return Folded("".join(pieces), tuple(places))


def as_cyrillic(word: re.Match[str]) -> str:
    """Give a word with Cyrillic letters, unless it is Latin: one with a Cyrillic letter, or a capital that stands alone."""
    text = word.group()
    is_mixed = any("А" <= letter <= "ё" or letter == "Ё" for letter in text)
    return text.translate(LOOKALIKES) if is_mixed or (len(text) == 1 and text.isupper()) else text


def gaps(text: str) -> list[tuple[int, int, str]]:
    """Give the stretches of white space and quotes; each becomes one space."""
    return [(*gap.span(), " ") for gap in GAP.finditer(text)]


def invisible(text: str) -> list[tuple[int, int, str]]:
    """Give the characters without a width."""
    return [(*found.span(), "") for found in INVISIBLE.finditer(text) if found.group() not in SPACES]


def cuts(text: str) -> list[tuple[int, int, str]]:
    """Give the cuts of words at line ends."""
    return [(*cut.span(), "" if text[cut.end()].islower() else "-") for cut in CUT.finditer(text)]
