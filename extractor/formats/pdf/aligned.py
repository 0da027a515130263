"""Tables without rules, or with level rules only: columns that stand under each other become the edges of a grid.

In: the words outside a page's ruled tables and the level rules among them. Out: `Edge`s between columns and rows, which
`page_tables` reads as if they were drawn. Only a table that says it is one counts: a header («№ | Мероприятие | Срок |
Ответственный») over lines that keep at least three columns apart, or numbered lines that do: the rest of a table at a
page's top, or a list in four columns. Rows are parted by rules, by their numbers, by wider gaps or where a key column is filled.
To add a sign of a new row, add a function to `ROW_SIGNS`.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from extractor.formats.pdf.characters import ASCENT, DESCENT, Word
from extractor.formats.pdf.lines import find_rows
from extractor.formats.pdf.page_tables import PADDING, PageTable
from extractor.formats.pdf.printed import TextLine
from extractor.formats.pdf.ruling import Edge
from extractor.formats.pdf.strips import (
    APART,
    EVERYWHERE,
    NUMBER,
    Lines,
    baseline,
    columns_of,
    gaps_of,
    grow_lines,
    is_numbered,
    keep_strips,
    narrow_strips,
    rule_between,
    size_of,
    split_at,
    text_of,
)
from extractor.formats.pdf.zones import BLOCK_STEP, Row, split_row
from extractor.formats.txt.headers import is_header_cell

LEAST_COLUMNS, LEAST_ROWS = 3, 2
"""Columns, and rows under the header, from which lines are surely a table."""
LEAST_NUMBERED = 3
"""Numbered rows from which lines without a header are a table."""
SURE_COLUMNS = 4
"""Columns, all filled in every numbered row, from which such lines are a table of their own and not the rest of one."""
HEADERS = 2
"""Cells of the header's first line that must read as a plan's header."""
HEAD_LINES = 6
"""Lines of a header at most."""
WIDER = 1.3
"""Times the usual pitch: more space between lines parts rows."""
FIRST_NUMBER = re.compile(r"(?:1\.)?1[.)]?|\d\d?\.\d\d(?:\.\d{4})?")
SETTLING = 60
"""Lines among which so many numbered rows must stand; they show the columns."""
RUNNING = 2
"""Running headers and page numbers over it."""


def find_aligned_edges(words: Sequence[Word], rules: Sequence[Edge], page: int) -> list[Edge]:
    """Find the edges of tables that are not ruled, or not from top to bottom; `rules` are the page's level rules."""
    rows = [split_row(row) for row in find_rows(sorted((word for word in words if not word.turned), key=lambda word: word.y))]
    edges: list[Edge] = []
    index = 0
    while index < len(rows):
        lines = headed_lines(rows, index, rules) or numbered_lines(rows, index, page)
        if lines is not None and (starts := find_starts(lines, rules)) is not None:
            edges.extend(write_edges(lines, starts, rules))
            index += len(lines.rows)
        index += 1
    return edges


def headed_lines(rows: Sequence[Row], start: int, rules: Sequence[Edge]) -> Lines | None:
    """Give the lines of a table whose header begins at a row; None where none does."""
    first = rows[start]
    if len(first) < LEAST_COLUMNS or sum(is_header_cell(text_of(segment)) for segment in first) < HEADERS:
        return None
    head = count_head_lines(rows[start : start + HEAD_LINES + 1], rules)
    lines = Lines([first], gaps_of(first), head)
    for row in rows[start + 1 : start + head]:
        if baseline(row) - baseline(lines.rows[-1]) > BLOCK_STEP * size_of(row):
            return None
        if len(row) == 1 and keep_strips(row, lines.strips) is None:
            lines.head = len(lines.rows)
            break
        for segment in row:
            lines.strips = narrow_strips(lines.strips, segment, splits=True)
        lines.rows.append(row)
    grow_lines(lines, rows[start + lines.head :])
    return lines if len(lines.strips) + 1 >= LEAST_COLUMNS and has_headed_columns(lines) else None


def numbered_lines(rows: Sequence[Row], start: int, page: int) -> Lines | None:
    """Give the lines of a table without a header from its first numbered row; None where there is none.

    It goes on from the page before, or it is a list set in columns.
    """
    first, *below = settling_rows(rows[start : start + SETTLING])
    if len(first) < LEAST_COLUMNS or sum(map(is_numbered, below)) + 1 < LEAST_NUMBERED:
        return None
    strips = gaps_of(first)
    for row in below:
        for segment in row if len(row) > 1 else []:
            strips = narrow_strips(strips, segment)
        if not strips:
            return None
    lines = Lines([split_at(rows[start], strips)], strips)
    grow_lines(lines, rows[start + 1 :])
    above = start
    while above > 0 and baseline(rows[above]) - baseline(rows[above - 1]) <= APART * size_of(rows[above]):
        row = split_at(rows[above - 1], lines.strips)
        kept = keep_strips(row, lines.strips)
        if kept is None:
            break
        above -= 1
        lines.strips = kept
        lines.rows.insert(0, row)
        lines.across = {index + 1 for index in lines.across}
    is_rest = page > 1 and (above == 0 or (above <= RUNNING and all(len(row) == 1 for row in rows[:above])))
    numbered = [row for row in lines.rows if is_numbered(row, lines.strips)]
    whole = (
        len(lines.strips) + 1 >= SURE_COLUMNS
        and FIRST_NUMBER.fullmatch(text_of(rows[start][0])) is not None
        and all(len(columns_of(row, lines.strips)) > len(lines.strips) for row in numbered)
    )
    return lines if (is_rest or whole) and len(lines.strips) + 1 >= LEAST_COLUMNS and len(numbered) >= LEAST_NUMBERED else None


def settling_rows(rows: Sequence[Row]) -> list[Row]:
    """Give the rows up to the last of the first numbered ones, split at every wide space; only the first if it has no number."""
    found: list[Row] = []
    for row in rows:
        found.append(split_at(row, [EVERYWHERE]))
        if not is_numbered(found[0]) or sum(map(is_numbered, found)) == LEAST_NUMBERED:
            break
    return found


def count_head_lines(rows: Sequence[Row], rules: Sequence[Edge]) -> int:
    """Count the lines of a header: as far as it is bold, or up to the first numbered row, else to a rule."""
    bold = 0
    while bold < len(rows) and all(word.bold for segment in rows[bold] for word in segment):
        bold += 1
    if 0 < bold < len(rows):
        return bold
    for index, row in enumerate(rows[1:], 1):
        if is_numbered(row):
            return index
    for index, (above, below) in enumerate(pairwise(rows), 1):
        if rule_between(above, below, rules) is not None:
            return index
    return 1


def has_headed_columns(lines: Lines) -> bool:
    """Tell whether every column has a header, and is filled by at least one line below."""
    head = {column for row in lines.rows[: lines.head] for column in columns_of(row, lines.strips)}
    body = {column for row in body_of(lines) for column in columns_of(row, lines.strips)}
    return len(head) == len(lines.strips) + 1 and len(body) >= LEAST_COLUMNS


def body_of(lines: Lines) -> list[Row]:
    """Give the lines under the header that keep to the columns."""
    return [row for index, row in enumerate(lines.rows) if index >= lines.head and index not in lines.across]


def find_starts(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """Find the lines where the table's rows begin; None where no sign tells or the rows are too few."""
    for sign in ROW_SIGNS:
        starts = sign(lines, rules)
        if starts is not None:
            return starts if len(starts) >= LEAST_ROWS else None
    return None


def by_rules(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """A rule under every row, and no more than one number between two rules."""
    starts = [
        index for index in range(lines.head, len(lines.rows)) if index and rule_between(lines.rows[index - 1], lines.rows[index], rules)
    ]
    bounds = [lines.head, *starts, len(lines.rows)]
    numbers = [sum(is_numbered(row, lines.strips) for row in lines.rows[start:end]) for start, end in pairwise(bounds)]
    return sorted({lines.head, *starts}) if len(starts) >= LEAST_ROWS and max(numbers) <= 1 else None


def by_numbers(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """1. … 2. …: rows begin with their number; not where numbers stand in the middle of their rows, beside words that go on."""
    body = [index for index in range(lines.head, len(lines.rows)) if index not in lines.across]
    starts = [index for index in body if is_numbered(lines.rows[index], lines.strips)]
    if len(starts) < LEAST_ROWS:
        return None
    middle = sum(text_of(lines.rows[index][1])[:1].islower() for index in starts)
    return [] if 3 * middle > len(starts) else sorted({body[0], *starts})


def by_gaps(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """More space between rows than between the lines of a row."""
    body = lines.rows[lines.head :]
    steps = [baseline(below) - baseline(above) for above, below in pairwise(body)]
    if not steps:
        return None
    wide = [index for index, step in enumerate(steps, lines.head + 1) if step > WIDER * min(steps)]
    return [lines.head, *wide] if len(wide) >= LEAST_ROWS and 2 * len(wide) < len(steps) + 2 else None


def by_key_column(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """май | Смотр ⏎ песни | Отдел культуры: the column with the fewest lines opens each row, with another one beside it."""
    body = [index for index in range(lines.head, len(lines.rows)) if index not in lines.across]
    filled = {index: columns_of(lines.rows[index], lines.strips) for index in body}
    counts = [(sum(column in filled[index] for index in body), column) for column in sorted(filled[body[0]])] if body else []
    if not counts:
        return None
    _, key = min(counts)
    starts = [index for index in body if key in filled[index] and not opens_small(lines, index, key)]
    complete = sum(len(filled[index]) == len(lines.strips) + 1 for index in starts)
    return starts if starts and starts[0] == body[0] and 3 * complete >= 2 * len(starts) else None


def opens_small(lines: Lines, index: int, column: int) -> bool:
    """Tell whether a line's text in a column begins with a small letter and goes on from the line above."""
    texts = [text_of(segment) for segment in lines.rows[index] if columns_of([segment], lines.strips) == {column}]
    return bool(texts) and texts[0][:1].islower() and column in columns_of(lines.rows[index - 1], lines.strips)


def write_edges(lines: Lines, starts: Sequence[int], rules: Sequence[Edge]) -> list[Edge]:
    """Write the edges of a table: its border, its rows, and its columns but for the lines that run across them."""
    words = [word for row in lines.rows for segment in row for word in segment]
    left, right = min(word.x0 for word in words) - PADDING, max(word.x1 for word in words) + PADDING
    borders = {0, lines.head, *starts, *lines.across, *(index + 1 for index in lines.across)} - {len(lines.rows)}
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


def find_row_edges(tables: Sequence[PageTable]) -> list[Edge]:
    """Find the borders of rows that are not ruled in tables whose columns are: the first column's cell holds their numbers."""
    edges: list[Edge] = []
    for table in tables:
        for cell in table.cells:
            numbers = [line for line in cell.lines if NUMBER.fullmatch(line.text)]
            if cell.column == 0 and len(numbers) >= LEAST_NUMBERED and list(cell.lines[-len(numbers) :]) == numbers and counts_up(numbers):
                first = 0 if len(numbers) < len(cell.lines) else 1
                levels = [line.y - (ASCENT + 0.08) * line.size for line in numbers[first:]]
                edges += [Edge(True, level, table.columns[0], table.columns[-1]) for level in levels]
    return edges


def counts_up(lines: Sequence[TextLine]) -> bool:
    """Tell whether numbers follow each other: 4. 5. 6."""
    numbers = [int(line.text.strip(".)").rsplit(".", 1)[-1]) for line in lines]
    return all(below == above + 1 for above, below in pairwise(numbers))


def is_aligned(table: PageTable, edges: Sequence[Edge]) -> bool:
    """Tell whether a table was read from `edges`, and not from drawn ones."""
    top, bottom = table.rows[0], table.rows[-1]
    levels = [edge.level for edge in edges if not edge.horizontal and edge.start < bottom and edge.end > top]
    return any(abs(level - table.columns[1]) <= 1 for level in levels)


RowSign = Callable[[Lines, Sequence[Edge]], list[int] | None]
ROW_SIGNS: tuple[RowSign, ...] = (by_rules, by_numbers, by_gaps, by_key_column)
