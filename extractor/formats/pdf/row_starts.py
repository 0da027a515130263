"""Where the rows of a table begin that has no rules between them.

In: the `Lines` of such a table, or a ruled table whose rows are not. Out: the lines where rows begin. To add a sign of a new
row, add a function to `ROW_SIGNS`; the first that answers decides, and an empty answer says that nothing is sure.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from extractor.formats.pdf.characters import ASCENT
from extractor.formats.pdf.page_tables import PageTable
from extractor.formats.pdf.printed import TextLine
from extractor.formats.pdf.ruling import Edge
from extractor.formats.pdf.strips import NUMBER, Lines, baseline, columns_of, is_numbered, rule_between, text_of
from extractor.formats.pdf.zones import Row

# Rows under the header from which lines are surely a table.
LEAST_ROWS = 2
# Numbers in one cell from which they are those of its rows.
LEAST_NUMBERS = 3
# Times the usual pitch: more space between lines parts rows.
WIDER = 1.3


def find_starts(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """Find the lines where the table's rows begin; None where no sign tells or the rows are too few."""
    for sign in ROW_SIGNS:
        starts = sign(lines, rules)
        if starts is not None:
            return starts if len(starts) >= least_rows(lines) else None
    return [0] if lines.rest else None


def least_rows(lines: Lines) -> int:
    """Give the number of rows that a table has at least: the rest of one may be a single row."""
    return 1 if lines.rest else LEAST_ROWS


def by_rules(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """A rule under every row, and no more than one number between two rules."""
    starts = [
        index for index in range(lines.head, len(lines.rows)) if index and rule_between(lines.rows[index - 1], lines.rows[index], rules)
    ]
    bounds = [lines.head, *starts, len(lines.rows)]
    numbers = [sum(is_numbered(row, lines.strips) for row in lines.rows[start:end]) for start, end in pairwise(bounds)]
    return sorted({lines.head, *starts}) if len(starts) >= least_rows(lines) and max(numbers) <= 1 else None


def by_numbers(lines: Lines, rules: Sequence[Edge]) -> list[int] | None:
    """1. … 2. …: rows begin with their number; not where numbers stand in the middle of their rows, beside words that go on."""
    body = [index for index in range(lines.head, len(lines.rows)) if index not in lines.across]
    starts = [index for index in body if is_numbered(lines.rows[index], lines.strips)]
    if len(starts) < least_rows(lines):
        return None
    starts += [index + 1 for index in starts if is_counter(lines.rows[index]) and index + 1 in body]
    middle = sum(text_of(lines.rows[index][1])[:1].islower() for index in starts if len(lines.rows[index]) > 1)
    return [] if 3 * middle > len(starts) else sorted({body[0], *starts})


def is_counter(row: Row) -> bool:
    """Tell whether a line counts the columns: 1 2 3 4."""
    return [text_of(segment) for segment in row] == [str(number) for number in range(1, len(row) + 1)] and len(row) > 1


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


def find_row_edges(tables: Sequence[PageTable]) -> list[Edge]:
    """Find the borders of rows that are not ruled in tables whose columns are: the first column's cell holds their numbers."""
    edges: list[Edge] = []
    for table in tables:
        for cell in table.cells:
            numbers = [line for line in cell.lines if NUMBER.fullmatch(line.text)]
            if cell.column == 0 and len(numbers) >= LEAST_NUMBERS and list(cell.lines[-len(numbers) :]) == numbers and counts_up(numbers):
                first = 0 if len(numbers) < len(cell.lines) else 1
                levels = [line.y - (ASCENT + 0.08) * line.size for line in numbers[first:]]
                edges += [Edge(True, level, table.columns[0], table.columns[-1]) for level in levels]
    return edges


def counts_up(lines: Sequence[TextLine]) -> bool:
    """Tell whether numbers follow each other: 4. 5. 6."""
    numbers = [int(line.text.strip(".)").rsplit(".", 1)[-1]) for line in lines]
    return all(below == above + 1 for above, below in pairwise(numbers))


RowSign = Callable[[Lines, Sequence[Edge]], list[int] | None]
ROW_SIGNS: tuple[RowSign, ...] = (by_rules, by_numbers, by_gaps, by_key_column)
