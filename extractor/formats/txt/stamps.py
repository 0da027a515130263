"""Stamps side by side: СОГЛАСОВАНО at the left and УТВЕРЖДАЮ at the right are read one after the other.

In: lines outside tables. Out: the same lines, those of two stamps unfolded: the left one first, then the right one,
kept at its place at the right. To add a stamp's word, add its stem to `lexicons/requisites.toml`.
"""

import re
from collections.abc import Sequence

from extractor.formats.letterheads import STAMP_STEMS
from extractor.formats.txt.lines import SourceLine

STAMP = rf"{STAMP_STEMS}\w*"
PAIR = re.compile(rf"\s*[«\"]?{STAMP}[»\"]?[:.]? {{4,}}(?=[«\"]?({STAMP}))", re.IGNORECASE)
# A stamp has a head, a position of some lines, a signature and a date.
MAX_STAMP_LINES = 14
# The right stamp's lines may begin a little to the left of its head.
SLACK = 3
MAX_WIDTH = 300


def unfold_stamps(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Put stamps that stand side by side one below the other."""
    found: list[SourceLine] = []
    index = 0
    while index < len(lines):
        pair = PAIR.match(lines[index].text) if len(lines[index].text) < MAX_WIDTH else None
        end = stamp_end(lines, index, pair.end()) if pair else index
        if pair and end > index + 1:
            found += split_stamps(lines[index:end], pair.end())
        else:
            found.append(lines[index])
            end = index + 1
        index = end
    return found


def stamp_end(lines: Sequence[SourceLine], start: int, column: int) -> int:
    """Give the end of the lines that leave room before the right stamp's column."""
    end = start
    for index in range(start, min(len(lines), start + MAX_STAMP_LINES)):
        line = lines[index]
        if line.is_blank:
            break
        if len(line.text) > MAX_WIDTH or cut_place(line.text, column) is None:
            break
        end = index + 1
    return end


def cut_place(text: str, column: int) -> int | None:
    """Give the place where a line is cut before the right stamp: after a blank, near its column."""
    if len(text.rstrip()) <= column - SLACK:
        return len(text)
    places = [place for place in range(column + 1, column - SLACK - 1, -1) if text[max(0, place - 2) : place].strip() == ""]
    return places[0] if places else None


def split_stamps(lines: Sequence[SourceLine], column: int) -> list[SourceLine]:
    """Give the left stamp's lines, then the right one's."""
    left: list[SourceLine] = []
    right: list[SourceLine] = []
    for line in lines:
        place = cut_place(line.text, column)
        left.append(SourceLine(line.text[:place].rstrip(), line.page))
        right.append(SourceLine(" " * column + line.text[place:].strip() if line.text[place:].strip() else "", line.page))
    blank = SourceLine("", lines[0].page)
    return [*(line for line in left if not line.is_blank), blank, *(line for line in right if not line.is_blank), blank]
