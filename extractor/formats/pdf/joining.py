"""Tables over pages: the parts on single pages become one table.

In: `PageTable`s that follow each other with nothing between. Out: `JoinedTable`, whose grid holds the columns of all
parts; a repeated header is dropped, a row that a page end cut is whole again, and so is a merged cell. What decides at
a seam stands in `seams`. To recognise another kind of repeated head, add a test to `count_repeated_rows`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.formats.pdf.page_tables import PageCell, PageTable, grid_lines, nearest
from extractor.formats.pdf.printed import Measure, TextLine
from extractor.formats.pdf.seams import ColumnHabit, Side, is_cell_cut, is_row_cut, learn_habits

# Points by which a column's edge may differ from page to page.
SAME_EDGE = 6.0
# The same for columns without rules.
TEXT_EDGE = 24.0
# Rows of a header, with the row of column numbers; the deepest seen has four.
MOST_HEAD_ROWS = 5
# A part that goes on starts within this share of its page's height.
HIGH = 0.35
LETTERS = re.compile(r"[^\w]+")


@dataclass(slots=True)
class JoinedCell:
    """A cell of a joined table: `row` and `column` from 0 over the whole table, its lines with their measures."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[TextLine] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


@dataclass(slots=True)
class JoinedTable:
    """A table over all its pages."""

    columns: list[float]
    row_count: int
    cells: list[JoinedCell]


def is_continued(upper: PageTable, lower: PageTable, heights: tuple[float, float]) -> bool:
    """Tell whether a table goes on in another on the next page; `heights` are the two pages'."""
    if lower.page != upper.page + 1 or lower.rows[0] > HIGH * heights[1]:
        return False
    return has_same_columns(upper, lower) or (
        len(upper.columns) == len(lower.columns) and count_repeated_rows(head_rows(upper), head_rows(lower)) > 0
    )


def has_same_columns(upper: PageTable, lower: PageTable) -> bool:
    """Tell whether two tables have the same width and every inner edge of the simpler one is in the other."""
    one, other = (shifted(table) for table in (upper, lower))
    if not (upper.drawn or lower.drawn):
        return has_like_columns(one, other)
    if abs(one[-1] - other[-1]) > SAME_EDGE:
        return False
    few, many = sorted((one, other), key=len)
    matched = sum(any(abs(edge - twin) <= SAME_EDGE for twin in many) for edge in few)
    return matched >= max(2, 0.8 * len(few))


def has_like_columns(upper: Sequence[float], lower: Sequence[float]) -> bool:
    """Tell whether the columns of a table without rules stand under those of another, which may have more of them.

    The edges stand beside the text, which begins at other places on each page where a column is centred.
    """
    found = [nearest(upper, edge) for edge in lower[1:-1]]
    near = all(abs(upper[index] - edge) <= TEXT_EDGE for index, edge in zip(found, lower[1:-1], strict=True))
    return near and len(set(found)) == len(found) and 2 * len(lower) > len(upper)


def shifted(table: PageTable) -> list[float]:
    """Give a table's column edges from its left border: margins may alternate from page to page."""
    return [edge - table.columns[0] for edge in table.columns]


def head_rows(table: PageTable) -> list[tuple[str, ...]]:
    """Give the first rows' texts as letters and digits only, for comparing headers."""
    rows: list[list[str]] = [[] for _ in range(min(MOST_HEAD_ROWS, len(table.rows) - 1))]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row < len(rows):
            rows[cell.row].append(LETTERS.sub("", cell.text).lower())
    return [tuple(row) for row in rows]


def count_repeated_rows(head: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> int:
    """Count the rows at a part's top that repeat the table's header, or only its row of column numbers."""
    count = 0
    while count < min(len(head), len(rows)) and rows[count] == head[count] and any(rows[count]):
        count += 1
    if count:
        return count
    return 1 if rows and is_number_row(rows[0]) and rows[0] in head else 0


def drop_head_lines(first: PageTable, part: PageTable) -> None:
    """Drop a repeated header that stands in one row with the rest of a cut one, as no rule parts them."""
    heads = {cell.column: cell.lines for cell in first.cells if cell.row == 0}
    opening = [cell for cell in part.cells if cell.row == 0]
    counts = [len(heads.get(cell.column, [])) for cell in opening]
    texts = [[line.text for line in cell.lines[:count]] for cell, count in zip(opening, counts, strict=True)]
    repeats = all(text == [line.text for line in heads.get(cell.column, [])] for text, cell in zip(texts, opening, strict=True))
    if not part.drawn and repeats and any(len(cell.lines) > count for cell, count in zip(opening, counts, strict=True)):
        for cell, count in zip(opening, counts, strict=True):
            cell.lines = cell.lines[count:]


def is_number_row(row: Sequence[str]) -> bool:
    """Tell whether a row is 1, 2, 3, …: the numbers of the columns."""
    return len(row) >= 2 and list(row) == [str(number) for number in range(1, len(row) + 1)]


def join_tables(parts: Sequence[PageTable]) -> JoinedTable:
    """Join the parts of one table from the first page to the last."""
    columns = common_columns(parts)
    head = head_rows(parts[0])
    for part in parts[1:]:
        drop_head_lines(parts[0], part)
    skipped = [0, *(count_repeated_rows(head, head_rows(part)) for part in parts[1:])]
    placed = [
        drop_rows([place_cell(cell, part, columns) for cell in part.cells], count) for part, count in zip(parts, skipped, strict=True)
    ]
    habits = learn_habits((cell.column, cell.row, cell.row_span, side) for part in placed for cell, side in part)
    joined = JoinedTable(columns, 0, [])
    bottom: dict[int, Stub] = {}
    for part, cells, count in zip(parts, placed, skipped, strict=True):
        bottom = add_part(joined, bottom, cells, len(part.rows) - 1 - count, habits)
    return joined


Stub = tuple[JoinedCell, Side]


def common_columns(parts: Sequence[PageTable]) -> list[float]:
    """Give the column edges of all parts, from the left border; without rules, those of the part with most columns."""
    if not any(part.drawn for part in parts):
        return shifted(max(parts, key=lambda part: len(part.columns)))
    columns = shifted(parts[0])
    for part in parts[1:]:
        edges = shifted(part)
        if len(edges) == len(columns):
            continue
        columns = sorted([*columns, *(edge for edge in edges if all(abs(edge - known) > SAME_EDGE for known in columns))])
    return grid_lines(columns)


def place_cell(cell: PageCell, part: PageTable, columns: Sequence[float]) -> Stub:
    """Give a part's cell on the common columns, with what the seam needs to know of it."""
    if len(part.columns) == len(columns):
        start, end = cell.column, cell.column + cell.column_span
    else:
        left = part.columns[0]
        start, end = nearest(columns, cell.box[0] - left), nearest(columns, cell.box[2] - left)
    placed = JoinedCell(cell.row, start, cell.row_span, max(1, end - start), list(cell.lines), [cell.measure] * len(cell.lines))
    return placed, Side(cell.lines, cell.measure, cell.row_span, room_under(cell), cell.text, placed.column_span)


def room_under(cell: PageCell) -> float:
    """Give the points left under a cell's text; 0 where the text stands in the middle of its height."""
    if not cell.lines or cell.lines[0].turned:
        return 0.0
    first, last = cell.lines[0], cell.lines[-1]
    above, below = first.y - first.size - cell.box[1], cell.box[3] - last.y
    is_middle = above > first.size and abs(above - below) < first.size
    return 0.0 if is_middle else below


def drop_rows(cells: Sequence[Stub], count: int) -> list[Stub]:
    """Drop the first rows of a part; the rest moves up."""
    kept = [(cell, side) for cell, side in cells if cell.row >= count]
    for cell, _ in kept:
        cell.row -= count
    return kept


def add_part(
    joined: JoinedTable, bottom: dict[int, Stub], cells: Sequence[Stub], rows: int, habits: dict[int, ColumnHabit]
) -> dict[int, Stub]:
    """Add a part of `rows` rows under the table; gives the cells of the new last row by column."""
    above = {column: side for column, (_, side) in bottom.items()}
    below = {cell.column: side for cell, side in cells if cell.row == 0}
    cut = bool(bottom) and bool(below) and is_row_cut(above, below, habits)
    offset = joined.row_count - cut
    joined.row_count = offset + rows
    merged: list[Stub] = []
    for cell, side in cells:
        over = bottom.get(cell.column) if cell.row == 0 else None
        if over and (cut or goes_on(over, (cell, side), habits)):
            merged.append(merge_cells(over, (cell, side), cut))
        else:
            cell.row += offset
            joined.cells.append(cell)
            merged.append((cell, side))
    return bottom_cells(merged, joined.row_count)


def goes_on(over: Stub, under: Stub, habits: dict[int, ColumnHabit]) -> bool:
    """Tell whether a cell of a new row goes on from the cell above the seam; both must have the same columns."""
    (above, upper), (below, lower) = over, under
    habit = habits.get(below.column)
    same = (above.column, above.column_span) == (below.column, below.column_span)
    return same and habit is not None and is_cell_cut(upper, lower, habit)


def merge_cells(over: Stub, under: Stub, cut: bool) -> Stub:
    """Put the lines of the cell below the seam to the cell above it, which then covers the rows of both."""
    (above, upper), (below, lower) = over, under
    above.row_span += below.row_span - cut
    above.lines += below.lines
    above.measures += below.measures
    room = lower.room if lower.lines else float("inf")
    return above, Side(above.lines, lower.measure, above.row_span, room, f"{upper.text} {lower.text}".strip(), upper.columns)


def bottom_cells(cells: Sequence[Stub], row_count: int) -> dict[int, Stub]:
    """Give the cells that cover the last row, by each column they cover."""
    bottom = {}
    for cell, side in cells:
        if cell.row + cell.row_span >= row_count:
            for column in range(cell.column, cell.column + cell.column_span):
                bottom[column] = (cell, side)
    return bottom
