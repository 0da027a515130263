"""Quotation marks: which ones open and which ones close, whatever their form.

In: a paragraph's text. Out: `Mark`s in order. «, „ and << open, », ” and >> close; straight and other marks are told by what stands
around them, so that quotations within quotations are kept apart. A further form of a mark is a line in `TOLD`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARK = re.compile(r"<<|>>|(?<=[ (]),,(?=\S)|(?<=\S)''|[«»„“”‟\"]")
TOLD = {"«": 1, "„": 1, "<<": 1, ",,": 1, "»": -1, "”": -1, ">>": -1, "''": -1}
BEFORE_OPENING = " ([-–—/\u00a0:"
BEFORE_EITHER = '«„“"'  # two marks side by side: what follows tells
# What goes on after quoted words of an instruction: an inner quotation that ended here has ended the outer one too.
RESUMED = re.compile(
    r" ?(?:и |, )?(?:(?:соответственно )?(?:замен(?:ить|ив)|исключ(?:ить|ив)|дополн(?:ить|ив)|излож(?:ить|ив)|словами? [\"«„“]|на слов)"
    r"|(?:в|во) (?:соответствующ|следующей редакции)|[,;]? ?(?:а |и )?(?:слов[ао]|цифр[ыу]) [\"«„“])"
)
ENDS_QUOTED = re.compile(r"(?:[»”“\"]|>>) ?[.;,:]* ?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark from `start` to `end`; `turn` is 1 where it opens, -1 where it closes."""

    start: int
    end: int
    turn: int


def find_marks(text: str) -> Iterator[Mark]:
    """Yield the quotation marks of a text."""
    for found in MARK.finditer(text):
        yield Mark(found.start(), found.end(), TOLD.get(found.group()) or turn_of(text, found.start()))


def turn_of(text: str, place: int) -> int:
    """Tell by its neighbours whether a straight mark opens or closes."""
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    if place == 0 and not after.strip():
        return 0
    if before in BEFORE_OPENING:
        return 1 if after.strip() and after not in ".;)" else -1
    return 1 if before in BEFORE_EITHER and after.strip() and after not in ".,;:)" else -1


def resumes(form: str, place: int) -> bool:
    """Tell whether an instruction goes on at a place: `… «Дом культуры» заменить словами …`."""
    return bool(RESUMED.match(form, place))


def is_whole(text: str) -> bool:
    """Tell whether no mark inside a quotation closes more than was opened: two quotations did not run together."""
    depth = 0
    for mark in find_marks(text):
        depth += mark.turn
        if depth < 0 and TOLD.get(text[mark.start : mark.end]):
            return False
    return True


def ends_quoted(text: str) -> bool:
    """Tell whether a paragraph ends in a closing mark, with or without a stop after it."""
    return bool(ENDS_QUOTED.search(text))
