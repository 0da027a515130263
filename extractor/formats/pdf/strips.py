"""Lines that keep columns apart: the white strips between columns that have no rules.

In: the rows of a page's words from the top down. Out: `Lines`, grown line by line as long as no word runs across a strip;
a heading across the columns may stand between. To keep another kind of line in a table, add it to `grow_lines`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.formats.pdf.characters import ASCENT, Word
from extractor.formats.pdf.ruling import Edge
from extractor.formats.pdf.zones import BLOCK_STEP, GUTTER, Row

# Lines of a heading that runs across the columns at most.
SECTION_LINES = 4
# Times the letter size: a line without a number, so far under a numbered table, belongs to it no more.
APART = 1.9

# What stands first in a row: its number, or its day.
NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|\d{1,2}\.\d{2}\.\d{4})[.)]?")

Strip = tuple[float, float]
# A strip in which every wide space between two words lies.
EVERYWHERE: Strip = (float("-inf"), float("inf"))


@dataclass(slots=True)
class Lines:
    """Lines of a page that keep columns apart: `strips` are the white strips between the columns, from left to right.

    `head` counts the header's lines; `across` has the indices of lines that run across the columns.
    `rest` tells that the table goes on from the page before.
    """

    rows: list[Row]
    strips: list[Strip]
    head: int = 0
    across: set[int] = field(default_factory=set)
    rest: bool = False


def grow_lines(lines: Lines, rows: Sequence[Row], rules: Sequence[Edge] = ()) -> None:
    """Add the rows below as long as they keep the columns apart, with headings that run across them."""
    numbered = any(is_numbered(split_at(row, lines.strips)) for row in rows[: SECTION_LINES + 1])
    pending: list[Row] = []
    for whole in rows:
        row = split_at(whole, lines.strips)
        step = baseline(row) - baseline((pending or lines.rows)[-1])
        if step > (APART if numbered and not is_numbered(row) and len(row) <= 2 else BLOCK_STEP) * size_of(row):
            break
        strips = keep_strips(row, lines.strips)
        if strips is None or (pending and len(row) < 2 and not rule_between(pending[-1], row, rules)):
            pending.append(row)
            if len(row) > 1 or len(pending) > SECTION_LINES:
                break
            continue
        lines.across.update(range(len(lines.rows), len(lines.rows) + len(pending)))
        lines.rows += [*pending, row]
        lines.strips, pending = strips, []
    else:
        if pending and rule_between(lines.rows[-1], pending[0], rules):
            lines.across.update(range(len(lines.rows), len(lines.rows) + len(pending)))
            lines.rows += pending
    lines.rows = [split_at(row, lines.strips) for row in lines.rows]


def merge_rows(rows: Sequence[Row]) -> Row:
    """Give what several lines hold as one row: a segment for each column that they keep apart, its words line by line."""
    words = [word for row in rows for segment in row for word in segment]
    segments: Row = []
    edge = float("-inf")
    for word in sorted(words, key=lambda word: word.x0):
        if word.x0 - edge >= GUTTER:
            segments.append([])
        segments[-1].append(word)
        edge = max(edge, word.x1)
    turns = {id(word): turn for turn, word in enumerate(words)}
    return [sorted(segment, key=lambda word: turns[id(word)]) for segment in segments]


def settle_strips(strips: Sequence[Strip], rows: Sequence[Row]) -> list[Strip]:
    """Give what rows leave white of strips: the first white part of each, for text stands at its column's left edge."""
    words = sorted((word.x0, word.x1) for row in rows for segment in row for word in segment)
    settled: list[Strip] = []
    for low, high in strips:
        edge = low
        for x0, x1 in words:
            if x0 - edge >= GUTTER or x0 >= high:
                break
            edge = max(edge, x1)
        end = min([high, *(x0 for x0, x1 in words if x0 >= edge)])
        if end - edge >= GUTTER:
            settled.append((edge, end))
    return settled


def keep_strips(row: Row, strips: list[Strip]) -> list[Strip] | None:
    """Give the strips as a row leaves them; None where it runs across one."""
    kept = strips
    for segment in row:
        kept = narrow_strips(kept, segment)
    return kept if len(kept) == len(strips) else None


def split_at(row: Row, strips: Sequence[Strip]) -> Row:
    """Split a row where the space between two words lies in a strip: columns may stand nearer than segments do."""
    words = [word for segment in row for word in segment]
    pieces: Row = [[words[0]]]
    for before, word in pairwise(words):
        if any(min(high, word.x0) - max(low, before.x1) >= GUTTER for low, high in strips):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def narrow_strips(strips: list[Strip], segment: list[Word], *, splits: bool = False) -> list[Strip]:
    """Take a segment out of the strips; one that stands within a strip belongs to its right column, or is one (`splits`)."""
    left, right = segment[0].x0, segment[-1].x1
    kept: list[Strip] = []
    for low, high in strips:
        if right <= low or left >= high:
            pieces = [(low, high)]
        elif left > low and right < high and splits:
            pieces = [(low, left), (right, high)]
        elif left > low:
            pieces = [(low, left)]
        else:
            pieces = [(right, high)]
        kept += [(a, b) for a, b in pieces if b - a >= GUTTER]
    return kept


def columns_of(row: Row, strips: Sequence[Strip]) -> set[int]:
    """Give the columns that a row's segments stand in, from 0."""
    return {sum(high <= segment[0].x0 + 1 for _, high in strips) for segment in row}


def gaps_of(row: Row) -> list[Strip]:
    """Give the white strips between a row's segments."""
    return [(max(word.x1 for word in before), min(word.x0 for word in after)) for before, after in pairwise(row)]


def rule_between(above: Row, below: Row, rules: Sequence[Edge]) -> Edge | None:
    """Give the rule that is drawn between two lines."""
    top, bottom = baseline(above), baseline(below) - ASCENT * size_of(below) / 2
    left, right = below[0][0].x0, below[-1][-1].x1
    return next((rule for rule in rules if top < rule.level < bottom and rule.start < left + 1 and rule.end > right - 1), None)


def is_numbered(row: Row, strips: Sequence[Strip] = ()) -> bool:
    """Tell whether a row opens with a number that stands in a column of its own, the first one."""
    return len(row) > 1 and NUMBER.fullmatch(text_of(row[0])) is not None and (not strips or row[0][-1].x1 <= strips[0][0] + 1)


def text_of(segment: Sequence[Word]) -> str:
    """Give a segment's text."""
    return " ".join(word.text for word in segment)


def baseline(row: Row) -> float:
    """Give a row's baseline."""
    return row[0][0].y


def size_of(row: Row) -> float:
    """Give a row's largest letter size."""
    return max(word.size for segment in row for word in segment)
