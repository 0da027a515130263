"""Tables without rules, or with level rules only: columns that stand under each other become the edges of a grid.

In: the words outside a page's ruled tables and the level rules among them. Out: `Edge`s between columns and rows, which
`page_tables` reads as if they were drawn. Only a table that says it is one counts: a header («№ | Мероприятие | Срок |
Ответственный») over lines that keep at least three columns apart, the rest of such a table on the next page, or a numbered
list in four columns. Where the rows begin is found in `row_starts`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.formats.pdf.characters import ASCENT, DESCENT, Word
from extractor.formats.pdf.furniture import DIGITS, PAGE_NUMBER
from extractor.formats.pdf.lattice import TOLERANCE
from extractor.formats.pdf.lines import LIST_MARK, find_rows
from extractor.formats.pdf.page_tables import PADDING, PageTable
from extractor.formats.pdf.row_starts import WIDER, find_starts
from extractor.formats.pdf.ruling import Edge
from extractor.formats.pdf.strips import (
    EVERYWHERE,
    Lines,
    Strip,
    baseline,
    columns_of,
    gaps_of,
    grow_lines,
    is_numbered,
    keep_strips,
    merge_rows,
    narrow_strips,
    rule_between,
    settle_strips,
    size_of,
    split_at,
    text_of,
)
from extractor.formats.pdf.zones import BLOCK_STEP, Row, split_row
from extractor.formats.txt.headers import is_header_cell

# Columns from which lines are surely a table.
LEAST_COLUMNS = 3
# Numbered rows from which lines without a header are a table.
LEAST_NUMBERED = 3
# Columns, all filled in every numbered row, from which such lines are a table.
SURE_COLUMNS = 4
# Cells of the header's first line that must read as a plan's header.
HEADERS = 2
# Lines of a header at most.
HEAD_LINES = 6
FIRST_NUMBER = re.compile(r"(?:1\.)?1[.)]?|\d\d?\.\d\d(?:\.\d{4})?")
# Lines among which so many numbered rows must stand; they show the columns.
SETTLING = 60
# Times the letter size: the distance of lines set solid.
PITCH = 1.15
# Running headers and page numbers over it.
RUNNING = 2


class PageEnd(NamedTuple):
    """What a page hands on to the next: the strips of a table without rules that it ends with, and how its own text opens."""

    strips: Sequence[Strip] = ()
    opening: Sequence[str] = ()


FIRST_PAGE = PageEnd()


def find_aligned_edges(words: Sequence[Word], rules: Sequence[Edge], above: PageEnd = FIRST_PAGE) -> tuple[list[Edge], PageEnd]:
    """Find the edges of tables that are not ruled, or not from top to bottom; `rules` are the page's level rules.

    `above` is what the page before hands on; the same is given for this page.
    """
    rows = [split_row(row) for row in find_rows(sorted((word for word in words if not word.turned), key=lambda word: word.y))]
    opening = [opening_text(row) for row in rows[:RUNNING]]
    rows = drop_furniture_rows(rows, above.opening)
    edges: list[Edge] = []
    index, strips = 0, list[Strip]()
    while index < len(rows):
        rest = rest_lines(rows, index, above.strips, rules) if index < RUNNING and not edges else None
        lines = rest or headed_lines(rows, index, rules) or numbered_lines(rows, index)
        starts = find_starts(lines, rules) if lines else None
        if lines is not None and starts is not None:
            edges.extend(write_edges(lines, starts, rules))
            index += len(lines.rows) - 1
            strips = lines.strips if index + 1 >= len(rows) else []
        index += 1
    return edges, PageEnd(strips, opening)


def opening_text(row: Row) -> str:
    """Give a line's text without its digits; nothing for a line that several columns may share."""
    return DIGITS.sub("#", text_of(row[0])) if len(row) == 1 else ""


def rest_lines(rows: Sequence[Row], start: int, above: Sequence[Strip], rules: Sequence[Edge]) -> Lines | None:
    """Give the lines of the rest of a table that the page before ends with; None where the first lines don't keep its columns."""
    if not above or not keep_strips(split_at(rows[start], above), list(above)):
        return None
    if start + 1 < len(rows) and len(rows[start]) == 1 and stands_apart(rows[start : start + SETTLING], first=True):
        return None
    lines = Lines([rows[start]], list(above), rest=True)
    grow_lines(lines, rows[start + 1 :], rules)
    first = lines.rows[0][0]
    goes_on = text_of(first)[:1].islower() and any(abs(first[0].x0 - high) <= TOLERANCE for _, high in above)
    return lines if goes_on or any(len(row) > 1 for row in lines.rows) else None


def drop_furniture_rows(rows: list[Row], opening: Sequence[str]) -> list[Row]:
    """Leave out page numbers, first lines that open the page before too, and a last line that stands apart."""
    first = 0
    while first < min(RUNNING, len(rows)) and (is_page_number(rows[first]) or opening_text(rows[first]) in {*opening} - {""}):
        first += 1
    last = len(rows)
    while last - first > LEAST_NUMBERED and (is_page_number(rows[last - 1]) or stands_apart(rows[first:last])):
        last -= 1
    return rows[first:last]


def is_page_number(row: Row) -> bool:
    """Tell whether a row is a page number."""
    return len(row) == 1 and PAGE_NUMBER.fullmatch(text_of(row[0])) is not None


def stands_apart(rows: Sequence[Row], *, first: bool = False) -> bool:
    """Tell whether the last row (or the first) is a short line of its own, further from the next one than lines are apart."""
    row, step = (rows[0], baseline(rows[1]) - baseline(rows[0])) if first else (rows[-1], baseline(rows[-1]) - baseline(rows[-2]))
    return len(row) == 1 and step > WIDER * max(usual_pitch(rows), PITCH * size_of(row))


def usual_pitch(rows: Sequence[Row]) -> float:
    """Give the usual distance of lines: a third of all stand nearer."""
    steps = sorted(baseline(below) - baseline(above) for above, below in pairwise(rows))
    return steps[len(steps) // 3] if steps else 0.0


def headed_lines(rows: Sequence[Row], start: int, rules: Sequence[Edge]) -> Lines | None:
    """Give the lines of a table whose header begins at a row; None where none does."""
    if not any(is_header_cell(text_of(segment)) for segment in split_at(rows[start], [EVERYWHERE])):
        return None
    near = rows[start : start + HEAD_LINES + 1]
    ruled = next((index for index, (above, below) in enumerate(pairwise(near), 1) if rule_between(above, below, rules)), 0)
    first = merge_rows(near[:ruled]) if ruled else split_at(rows[start], [EVERYWHERE])
    if len(first) < LEAST_COLUMNS or sum(is_header_cell(text_of(segment)) for segment in first) < HEADERS:
        return None
    lines = Lines(list(near[: ruled or 1]), gaps_of(first), ruled or count_head_lines(near))
    if not ruled and not add_head_lines(lines, rows[start + 1 : start + lines.head]):
        return None
    body = rows[start + lines.head : start + SETTLING]
    shown = [row for row in settling_rows(body) if len(row) > 1 or (keep_strips(row, lines.strips) and not is_heading(row, lines))]
    lines.strips = settle_strips(lines.strips, shown)
    grow_lines(lines, rows[start + lines.head :], rules)
    return lines if len(lines.strips) + 1 >= LEAST_COLUMNS and has_headed_columns(lines) else None


def add_head_lines(lines: Lines, rows: Sequence[Row]) -> bool:
    """Add the further lines of a header up to one that runs across its columns; tell whether they stand near enough."""
    for row in rows:
        if baseline(row) - baseline(lines.rows[-1]) > BLOCK_STEP * size_of(row):
            return False
        if len(row) == 1 and (keep_strips(row, lines.strips) is None or is_heading(row, lines)):
            lines.head = len(lines.rows)
            return True
        for segment in split_at(row, [EVERYWHERE]):
            lines.strips = narrow_strips(lines.strips, segment, splits=True)
        lines.rows.append(row)
    return True


def is_heading(row: Row, lines: Lines) -> bool:
    """Tell whether a line that begins in the first column runs far beyond it, as a heading at the left does."""
    if not lines.strips:
        return False
    low, high = lines.strips[0]
    return row[0][0].x0 <= low and row[0][-1].x1 > (low + high) / 2


def numbered_lines(rows: Sequence[Row], start: int) -> Lines | None:
    """Give the lines of a numbered list set in columns from its first row; None where there is none."""
    first = split_at(rows[start], [EVERYWHERE])
    if len(first) < SURE_COLUMNS or not FIRST_NUMBER.fullmatch(text_of(first[0])):
        return None
    below = settling_rows(rows[start + 1 : start + SETTLING])
    if sum(map(is_numbered, below)) + 1 < LEAST_NUMBERED:
        return None
    strips = settle_strips(gaps_of(first), [row for row in below if len(row) > 1])
    lines = Lines([split_at(rows[start], strips)], strips)
    grow_lines(lines, rows[start + 1 :])
    numbered = [row for row in lines.rows if is_numbered(row, lines.strips)]
    whole = all(len(columns_of(row, lines.strips)) > len(lines.strips) for row in numbered)
    return lines if whole and len(lines.strips) + 1 >= SURE_COLUMNS and len(numbered) >= LEAST_NUMBERED else None


def settling_rows(rows: Sequence[Row]) -> list[Row]:
    """Give the lines of the first few numbered rows, split at every wide space, or a few lines where none is numbered."""
    found: list[Row] = []
    for row in rows:
        if found and baseline(row) - baseline(found[-1]) > BLOCK_STEP * size_of(row):
            break
        found.append(split_at(row, [EVERYWHERE]))
        numbered = sum(map(is_numbered, found))
        if numbered > LEAST_NUMBERED or (not numbered and len(found) >= HEAD_LINES):
            break
    return found


def count_head_lines(rows: Sequence[Row]) -> int:
    """Count the lines of a header that no rule ends: as far as it is bold, else up to the first numbered row."""
    bold = 0
    while bold < len(rows) and all(word.bold for segment in rows[bold] for word in segment):
        bold += 1
    if 0 < bold < len(rows):
        return bold
    return next((index for index, row in enumerate(rows) if index and is_numbered(split_at(row, [EVERYWHERE]))), 1)


def has_headed_columns(lines: Lines) -> bool:
    """Tell whether every column has a header, and is filled by at least one line below."""
    head = {column for row in lines.rows[: lines.head] for column in columns_of(row, lines.strips)}
    body = {column for row in body_of(lines) for column in columns_of(row, lines.strips)}
    return len(head) == len(lines.strips) + 1 and len(body) >= LEAST_COLUMNS


def body_of(lines: Lines) -> list[Row]:
    """Give the lines under the header that keep to the columns."""
    return [row for index, row in enumerate(lines.rows) if index >= lines.head and index not in lines.across]


def write_edges(lines: Lines, starts: Sequence[int], rules: Sequence[Edge]) -> list[Edge]:
    """Write the edges of a table: its border, its rows, and its columns but for the lines that run across them."""
    words = [word for row in lines.rows for segment in row for word in segment]
    left, right = min(word.x0 for word in words) - PADDING, max(word.x1 for word in words) + PADDING
    headings = {index for index in lines.across if index - 1 not in lines.across or LIST_MARK.match(text_of(lines.rows[index][0]))}
    after = {index + 1 for index in lines.across if index + 1 not in lines.across}
    borders = {0, lines.head, *starts, *headings, *after} - {len(lines.rows)}
    levels = {index: level_above(lines.rows, index, rules) for index in borders}
    bottom = baseline(lines.rows[-1]) + (DESCENT + 0.2) * size_of(lines.rows[-1])
    edges = [Edge(True, level, left, right) for level in [*levels.values(), bottom]]
    edges += [Edge(False, level, levels[0], bottom) for level in (left, right)]
    bounds = sorted(levels)
    for start, end in zip(bounds, [*bounds[1:], None], strict=True):
        if start not in lines.across:
            low = bottom if end is None else levels[end]
            edges += [Edge(False, high - min(PADDING, (high - low_x) / 2), levels[start], low) for low_x, high in lines.strips]
    return edges


def level_above(rows: Sequence[Row], index: int, rules: Sequence[Edge]) -> float:
    """Give the level of the border over a line: the rule drawn there, or just above its letters."""
    rule = rule_between(rows[index - 1], rows[index], rules) if index else None
    return rule.level if rule else baseline(rows[index]) - (ASCENT + 0.08) * size_of(rows[index])


def is_aligned(table: PageTable, edges: Sequence[Edge]) -> bool:
    """Tell whether a table was read from `edges`, and not from drawn ones."""
    top, bottom = table.rows[0], table.rows[-1]
    levels = [edge.level for edge in edges if not edge.horizontal and edge.start < bottom and edge.end > top]
    return any(abs(level - table.columns[1]) <= 1 for level in levels)
