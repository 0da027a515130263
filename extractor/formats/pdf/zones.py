"""The open page in reading order: words outside tables become lines, side-by-side columns are read one by one.

In: the words outside a page's tables. Out: `Zone`s from the top down: a zone is a run of lines that share a column. Two
stamps side by side («СОГЛАСОВАНО» left, «УТВЕРЖДАЮ» right), a letterhead in two languages and a page set in columns are
zones for each column; a signature line, a date beside a number and a list with a dash are lines across the page.
To recognise another kind of columns, add a function to `RULES`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractor.formats.letterheads import STAMP_STEMS
from extractor.formats.pdf.characters import Word
from extractor.formats.pdf.frame import Frame
from extractor.formats.pdf.lines import find_rows, make_line
from extractor.formats.pdf.printed import TextLine
from extractor.text import matching_form

# Times the letter size: a wider gap in a row parts two segments.
GAP = 1.6
# Times the letter size: the widest gap between words of a justified line.
SPREAD = 2.5
# Points: the narrowest white strip between two columns.
GUTTER = 8.0
# Times the letter size: rows of one block stand nearer to each other than this.
BLOCK_STEP = 3.2
STAMP = re.compile(rf'\W*(?:{STAMP_STEMS}|приложение|"?утв)', re.IGNORECASE)
CONTACT = re.compile(r"\bтел(?=[.:ефы ])|\bфакс|e-?mail|\bинн\b|\bогрн\b|\bокпо\b|\bна №|\bул\.|(?<!\d)\d{6}(?!\d)|@")
LETTERHEAD = re.compile("администрац|министерств|департамент|комитет|управлени|правительств|муниципальн|государственн|российская")
REFERENCE = re.compile(r"_*\s*(?:№|n\b|от\b|на №|на n\b|исх|\d\d?\.\d\d\.\d{4}|\d\d? [а-я]+ \d{4})")
# Times the letter size: so much space ends a letterhead.
APART = 1.55
# Rows that both columns of a set page must have; a list of names with their posts rarely has more in full width.
MANY_ROWS = 8
# Share of the column's width that most rows of set text fill.
FULL = 0.7
# Share of the wider column's width: a narrower one is a column of a table (numbers, dates).
NARROW = 0.4

# Segments of one baseline from left to right, each a list of words.
Row = list[list[Word]]
Rule = Callable[[list[Row], list[Row]], bool]


@dataclass(slots=True)
class Zone:
    """Lines that follow each other in one column; `narrow` where they share the page with another column.

    `after` counts the page's tables that stand above it. `limit` is how far to the right a narrow zone's lines could go;
    None where only the lines themselves show it.
    """

    lines: list[TextLine]
    narrow: bool = False
    after: int = 0
    limit: float | None = None


def find_zones(words: Iterable[Word], breaks: Sequence[float], frame: Frame, page: int) -> list[Zone]:
    """Find the zones of a page; `breaks` are the y of its tables' tops, where a zone ends."""
    zones: list[Zone] = []
    upright = [word for word in words if not word.turned]
    rows = [split_row(row) for row in find_rows(sorted(upright, key=lambda word: word.y))]
    for after, between in groupby(rows, key=lambda row: sum(y < row[0][0].y for y in breaks)):
        for zone in read_rows(list(between), frame, page):
            zone.after = after
            zones.append(zone)
    turned = [word for word in words if word.turned]
    for turn in sorted({word.turned for word in turned}):
        group = sorted((word for word in turned if word.turned == turn), key=lambda word: word.y)
        zones.append(Zone([make_line(row, turn, frame, page) for row in find_rows(group)], True, len(breaks)))
    return zones


def split_row(row: Sequence[Word]) -> Row:
    """Split a row of words where a wide gap stands."""
    segments: Row = [[row[0]]]
    for before, word in pairwise(row):
        if word.x0 - before.x1 > GAP * max(word.size, before.size):
            segments.append([])
        segments[-1].append(word)
    return segments


def read_rows(rows: list[Row], frame: Frame, page: int) -> list[Zone]:
    """Give the zones of rows: columns where a rule finds them, lines across the page elsewhere."""
    zones: list[Zone] = []
    plain: list[TextLine] = []
    index = 0
    while index < len(rows):
        block = find_block(rows, index)
        if block is None:
            line = make_line([word for segment in rows[index] for word in segment], 0, frame, page)
            plain.append(line._replace(spread=is_spread(rows[index], line.size)))
            index += 1
            continue
        end, left, right, rule = block
        if plain:
            zones.append(Zone(plain))
            plain = []
        limits = (min(row[0][0].x0 for row in right) - GUTTER, frame.width)
        for column, limit in zip((left, right), limits, strict=True):
            zones += read_column(column, None if rule is are_set_columns else limit, frame, page)
        index = end
    if plain:
        zones.append(Zone(plain))
    return zones


def read_column(column: list[Row], limit: float | None, frame: Frame, page: int) -> list[Zone]:
    """Give the zones of a column whose lines may go as far as a limit, where they stand at its left edge."""
    zones = read_rows(column, frame, page)
    for zone in zones:
        zone.narrow = True
        if zone.limit is None and not is_centred(column):
            zone.limit = limit
    return zones


def is_spread(row: Row, size: float) -> bool:
    """Tell whether a gap stands in a row that is too wide for a justified line."""
    return any(after[0].x0 - before[-1].x1 > SPREAD * size for before, after in pairwise(row))


def find_block(rows: list[Row], start: int) -> tuple[int, list[Row], list[Row], Rule] | None:
    """Give the end of the block of two columns that starts at a row, its columns' rows and the rule that knew it.

    None where there is none.
    """
    if len(rows[start]) < 2:
        return None
    gaps = sorted((after[0].x0 - before[-1].x1, index) for index, (before, after) in enumerate(pairwise(rows[start])))
    for _, index in reversed(gaps):
        low, high = rows[start][index][-1].x1, rows[start][index + 1][0].x0
        end, low, high = grow_block(rows, start, low, high)
        for rule in RULES if end - start >= 2 else ():
            last = first_gap(rows, start, end) if rule is are_letter_heads else end
            left, right = (split_side(rows[start:last], (low + high) / 2, left=left) for left in (True, False))
            if rule(left, right):
                return last, left, right, rule
    return None


def split_side(rows: list[Row], middle: float, *, left: bool) -> list[Row]:
    """Give what stands at the left or at the right of a middle, row by row."""
    sides = [[segment for segment in row if (segment[-1].x1 <= middle if left else segment[0].x0 >= middle)] for row in rows]
    return [side for side in sides if side]


def first_gap(rows: list[Row], start: int, end: int) -> int:
    """Give the first row of a block that stands apart from the one above it; the block's end where none does.

    The letter's own date and number may stand apart.
    """
    size = rows[start][0][0].size
    for index in range(start + 1, end):
        apart = rows[index][0][0].y - rows[index - 1][0][0].y > APART * size
        if apart and not REFERENCE.match(matching_form(" ".join(word.text for word in rows[index][0]))):
            return index
    return end


def grow_block(rows: list[Row], start: int, low: float, high: float) -> tuple[int, float, float]:
    """Add rows below while a white strip goes on down between them; gives the end and the strip."""
    end = start + 1
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        size = row[0][0].size
        if row[0][0].y - above[0][0].y > BLOCK_STEP * size:
            break
        new_low, new_high = low, high
        for segment in row:
            x0, x1 = segment[0].x0, segment[-1].x1
            if (x1 <= high and x0 < low) or x1 <= (low + high) / 2:
                new_low = max(new_low, x1)
            elif x0 >= low:
                new_high = min(new_high, x0)
            else:
                return end, low, high
        if new_high - new_low < GUTTER:
            break
        low, high, end = new_low, new_high, end + 1
    return end, low, high


def are_stamps(left: list[Row], right: list[Row]) -> bool:
    """СОГЛАСОВАНО … | УТВЕРЖДАЮ …: both columns open with a stamp's word."""
    return all(STAMP.match(matching_form(" ".join(word.text for word in side[0][0]))) is not None for side in (left, right))


def are_centred_heads(left: list[Row], right: list[Row]) -> bool:
    """A letterhead in two languages: both columns have three lines or more about a middle of their own."""
    return all(len(side) >= 3 and is_centred(side) for side in (left, right))


def are_set_columns(left: list[Row], right: list[Row]) -> bool:
    """A page set in two columns: many rows in both, most of them as wide as their column, and no narrow one."""
    widths = sorted(max(row[-1][-1].x1 for row in side) - min(row[0][0].x0 for row in side) for side in (left, right))
    return widths[0] >= NARROW * widths[1] and all(len(side) >= MANY_ROWS and is_full(side) for side in (left, right))


def are_staggered(left: list[Row], right: list[Row]) -> bool:
    """Two blocks with baselines of their own: a letterhead beside the addressee."""
    levels = {round(row[0][0].y) for row in left}
    apart = [row for row in right if all(abs(row[0][0].y - level) > 2 for level in levels)]
    return min(len(left), len(right)) >= 3 and 2 * len(apart) > len(right)


def are_letter_heads(left: list[Row], right: list[Row]) -> bool:
    """АДМИНИСТРАЦИЯ … тел. 2-11-45 | Главам поселений: a letterhead with its contacts beside the addressee."""
    texts = [" ".join(word.text for segment in row for word in segment) for row in left]
    contacts = {mark.group() for text in texts for mark in CONTACT.finditer(matching_form(text))}
    body = any(LETTERHEAD.match(matching_form(text)) for text in texts)
    return len(left) >= 3 and len(left) >= len(right) and len(contacts) + body >= 2


def is_centred(side: list[Row]) -> bool:
    """Tell whether the rows of a column stand about one middle and not at one left edge."""
    starts = [row[0][0].x0 for row in side]
    middles = [(row[0][0].x0 + row[-1][-1].x1) / 2 for row in side]
    return max(middles) - min(middles) < 6 and max(starts) - min(starts) > 12


def is_full(side: list[Row]) -> bool:
    """Tell whether most rows fill their column's width."""
    left = min(row[0][0].x0 for row in side)
    width = max(row[-1][-1].x1 for row in side) - left
    return 2 * sum(row[-1][-1].x1 - row[0][0].x0 >= FULL * width for row in side) > len(side)


RULES: tuple[Rule, ...] = (are_stamps, are_centred_heads, are_set_columns, are_staggered, are_letter_heads)
