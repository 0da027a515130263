"""Judging a page's text layer: can it be trusted, or has the page to be recognised from its picture.

In: what a page draws and the words of its layer. Out: `find_fault`, which names why a layer is not to be trusted, and
`worth`, by which a layer and a recognised page are compared. To add a kind of fault, add a function to `FAULTS`.
"""

import re
from collections.abc import Callable, Sequence

from extractor.formats.pdf.characters import Word
from extractor.formats.pdf.drawing import Drawing
from extractor.formats.pdf.furniture import STAMP_OPENS
from extractor.morphology import is_known_word

# A page image with fewer letters of text beside it is a scan.
FEW_LETTERS = 30
# An e-signature stamp is the only text of many scans; it has fewer letters than this.
STAMP_LETTERS = 400
# Share of the page that the image of a paper covers at least.
IMAGE_SHARE = 0.5
# Drawn objects from which a page without text may have its letters as outlines.
MANY_PATHS = 60
# Share of known words under which a layer is not readable; plans full of names and abbreviations have 0.7.
KNOWN = 0.45
# Words from which that share says anything.
ENOUGH_WORDS = 12
CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
LETTERS = re.compile(r"[^\W\d_]{3,}")


def find_fault(drawing: Drawing, words: Sequence[Word], area: float) -> str | None:
    """Name the fault of a page's text layer; None where it is to be trusted."""
    return next((fault.__name__ for fault in FAULTS if fault(drawing, words, area)), None)


def is_picture(drawing: Drawing, words: Sequence[Word], area: float) -> bool:
    """A page that is an image with no text, or with an e-signature stamp only."""
    if covered_area(drawing) < IMAGE_SHARE * area:
        return False
    letters = count_letters(words)
    return letters < FEW_LETTERS or (letters < STAMP_LETTERS and STAMP_OPENS.search(" ".join(word.text for word in words)) is not None)


def is_partly_picture(drawing: Drawing, words: Sequence[Word], area: float) -> bool:
    """A page that is an image with little text beside it."""
    return covered_area(drawing) >= IMAGE_SHARE * area and count_letters(words) < STAMP_LETTERS


def is_outlined(drawing: Drawing, words: Sequence[Word], area: float) -> bool:
    """A page whose letters are drawn as outlines, or whose text can't be told from its codes."""
    return count_letters(words) < FEW_LETTERS and drawing.objects >= MANY_PATHS


def is_scrambled(drawing: Drawing, words: Sequence[Word], area: float) -> bool:
    """A page whose letters have wrong codes or a wrong order: the dictionary knows few of its words."""
    texts = wordings(words)
    return len(texts) >= ENOUGH_WORDS and known_share(texts) < KNOWN


def covered_area(drawing: Drawing) -> float:
    """Give the area of a page's pictures in square points."""
    return sum((right - left) * (top - bottom) for (left, bottom, right, top), *_ in drawing.pictures)


def count_letters(words: Sequence[Word]) -> int:
    """Count the characters of words."""
    return sum(len(word.text) for word in words)


def wordings(words: Sequence[Word]) -> list[str]:
    """Give the words of three letters or more."""
    return [found for word in words for found in LETTERS.findall(word.text)]


def known_share(texts: Sequence[str]) -> float:
    """Give the share of words that are Cyrillic and in the dictionary."""
    return sum(is_readable(text) for text in texts) / len(texts) if texts else 0.0


def is_readable(text: str) -> bool:
    """Tell whether a word is Cyrillic and in the dictionary."""
    return CYRILLIC.fullmatch(text) is not None and is_known_word(text)


def worth(words: Sequence[Word]) -> int:
    """Count the letters of a page's known words: what a reader gets from it."""
    return sum(len(text) for text in wordings(words) if is_readable(text))


FAULTS: tuple[Callable[[Drawing, Sequence[Word], float], bool], ...] = (is_picture, is_partly_picture, is_outlined, is_scrambled)
