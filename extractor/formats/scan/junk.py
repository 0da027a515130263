"""Junk: what was seen in stamps, signatures, specks and pictures and is no text.

In: the words seen in one piece of a page. Out: those that a reader would call words. To drop another kind of junk, add a
function to `SIGNS`.
"""

import re
from collections.abc import Callable, Sequence

from extractor.formats.scan.recognition import Seen
from extractor.morphology import is_known_word

# Mean confidence (0 to 100) of a piece under which nothing in it is text, unless the dictionary has a word of it.
HOPELESS = 30.0
# Confidence under which a mark without letters is a speck or the piece of a line.
UNSURE = 70.0
# Confidence under which one or two letters are a stroke of a pen.
FAINT = 40.0
# Confidence under which a word that the dictionary has not is no word.
NOTHING = 20.0

LETTER = re.compile(r"[^\W_]|[№%§+]")
WORD = re.compile(r"[А-Яа-яЁё]{3,}")
DASH = re.compile(r"[-–—]+")
# Words and numbers that are short; a signature reads as the last rarely.
SHORT_WORD = re.compile(r"[виксоуВИКСОУ]|на|по|от|до|из|за|не|ул|г|\d{1,2}|[А-ЯЁ]\.")
BARS = re.compile(r"[|\\_~‘’`'\"“”^*°¦<>=]+")


def drop_junk(words: Sequence[Seen]) -> list[Seen]:
    """Give the words of a piece without junk; what a repair made sense of is none."""
    kept = [word for word in words if word.before is not None or not any(sign(word) for sign in SIGNS)]
    return [] if is_hopeless(kept) and all(word.before is None for word in kept) else kept


def is_hopeless(words: Sequence[Seen]) -> bool:
    """Tell whether a piece as a whole is no text."""
    letters = sum(len(word.text) for word in words)
    if not letters or sum(word.confidence * len(word.text) for word in words) >= HOPELESS * letters:
        return False
    return not any(is_known_word(found) for word in words for found in WORD.findall(word.text) if word.confidence >= FAINT)


def is_bar(word: Seen) -> bool:
    """|, _, ‘: the rest of a ruled line or of a stroke."""
    return BARS.fullmatch(word.text) is not None


def is_speck(word: Seen) -> bool:
    """., —, :: a mark on its own that is not surely one."""
    limit = FAINT / 2 if DASH.fullmatch(word.text) else UNSURE
    return word.confidence < limit and LETTER.search(word.text) is None


def is_stroke(word: Seen) -> bool:
    """А, ий: one or two letters of a signature."""
    return word.confidence < FAINT and len(LETTER.findall(word.text)) <= 2 and not SHORT_WORD.fullmatch(word.text)


def is_scrawl(word: Seen) -> bool:
    """Ачы{: what nobody could read."""
    return word.confidence < NOTHING and not any(is_known_word(found) for found in WORD.findall(word.text))


SIGNS: tuple[Callable[[Seen], bool], ...] = (is_bar, is_speck, is_stroke, is_scrawl)
