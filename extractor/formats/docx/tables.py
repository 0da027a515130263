"""Tables: rows and cells on their grid, merged cells once with their spans, nested tables and layout frames told apart.

In: a `w:tbl` element and a function that gives a cell's lines. Out: `Place`s for `grids.build_table`. Rows are walked
once; nothing asks for a cell by its row and column.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from extractor.formats.docx.markup import (
    CELL,
    CELL_MARKS,
    CONTENT_CONTROL,
    DELETED,
    INSERTED,
    ROW,
    ROW_MARKS,
    TABLE,
    VAL,
    W,
    is_on,
    leading,
    read_number,
)
from extractor.formats.docx.markup import CONTENT as CONTROL_CONTENT
from extractor.formats.grids import Place, is_layout_shape

CellReader = Callable[[Any], tuple[list[str], bool]]
GRID_WRAPPERS = frozenset({CONTENT_CONTROL, CONTROL_CONTENT, f"{W}customXml", INSERTED, f"{W}moveTo"})
VERTICAL, HORIZONTAL, SPAN, WIDTH, REMOVED_CELL = f"{W}vMerge", f"{W}hMerge", f"{W}gridSpan", f"{W}tcW", f"{W}cellDel"
CONTINUE, WIDTH_VALUE, WIDTH_TYPE = "continue", f"{W}w", f"{W}type"
# A hostile gridSpan; edges are numbered anew, so wide spans cost nothing, but numbers stay small.
MAX_SPAN = 100_000
MIN_LAYOUT_ROWS = MIN_LAYOUT_COLUMNS = 2


@dataclass(slots=True)
class Layout:
    """A table while its rows are placed; `open_above` has by start edge the cell that a vertical merge goes on from."""

    widths: list[int]
    places: list[Place] = field(default_factory=list)
    row_count: int = 0
    open_above: dict[int, Place] = field(default_factory=dict)


def read_layout(table: Any, read: CellReader) -> Layout:
    """Place the cells of a table; `widths` are its grid's columns in twips."""
    layout = Layout([max(0, read_number(column, f"{W}w") or 0) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")])
    for row in find_within(table, ROW):
        if is_dropped(row):
            forget_merges(row, layout)
        else:
            read_row(row, layout, read)
            layout.row_count += 1
    return layout


def find_within(container: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in GRID_WRAPPERS:
            yield from find_within(child, tag)


def is_dropped(row: Any) -> bool:
    """Tell whether a row is deleted in tracked changes or hidden."""
    marks = row.find(ROW_MARKS)
    return marks is not None and (marks.find(DELETED) is not None or is_on(marks.find(f"{W}hidden")))


def forget_merges(row: Any, layout: Layout) -> None:
    """A dropped row that begins vertical merges ends those above it."""
    for mark in align_cells(row, layout.widths):
        if mark.vertical != CONTINUE:
            layout.open_above.pop(mark.start, None)


def read_row(row: Any, layout: Layout, read: CellReader) -> None:
    """Place the cells of one row; a cell that goes on from above only lengthens it."""
    last: Place | None = None
    for mark in align_cells(row, layout.widths):
        if mark.horizontal == CONTINUE and last is not None:
            last.end = mark.end
            continue
        above = layout.open_above.pop(mark.start, None)
        if mark.vertical == CONTINUE and above is not None and above.row + above.rows == layout.row_count:
            above.rows += 1
            layout.open_above[mark.start] = above
            last = None
            continue
        lines, bold = read(mark.cell)
        last = Place(layout.row_count, mark.start, mark.end, lines, bold=bold)
        layout.places.append(last)
        if mark.vertical is not None:
            layout.open_above[mark.start] = last


@dataclass(slots=True)
class CellMarks:
    """A cell with its column span, its merges ("restart", "continue" or None) and its printed width in twips."""

    cell: Any
    span: int = 1
    vertical: str | None = None
    horizontal: str | None = None
    width: int | None = None
    removed: bool = False
    start: int = 0
    end: int = 0


def align_cells(row: Any, widths: list[int]) -> list[CellMarks]:
    """Give the row's cells with their column edges: by spans, or by printed widths where the spans don't fill the grid."""
    first = edge_before(row)
    cells = [marks for cell in find_within(row, CELL) if not (marks := cell_marks(cell)).removed]
    edges = list(accumulate((cell.span for cell in cells), initial=first))
    if widths and edges[-1] != len(widths):
        edges = snap_edges([cell.width for cell in cells], first, widths) or edges
    for cell, start, end in zip(cells, edges, edges[1:], strict=False):
        cell.start, cell.end = start, end
    return cells


def snap_edges(cell_widths: list[int | None], first: int, widths: list[int]) -> list[int] | None:
    """Find the grid edges nearest to the cells' printed widths; None where that leaves a cell without a column."""
    if not cell_widths or any(width is None or width <= 0 for width in cell_widths) or first > len(widths):
        return None
    offsets = list(accumulate(widths, initial=0))
    edges = [first]
    printed = offsets[first]
    for width in cell_widths:
        printed += width or 0
        after = bisect_left(offsets, printed)
        nearest = min((edge for edge in (after - 1, after) if 0 <= edge < len(offsets)), key=lambda edge: abs(offsets[edge] - printed))
        edges.append(nearest)
    return edges if all(left < right for left, right in pairwise(edges)) else None


def edge_before(row: Any) -> int:
    """Give the column edge where a row begins."""
    before = row.find(f"{ROW_MARKS}/{W}gridBefore")
    return max(0, min(read_number(before) or 0, MAX_SPAN))


def cell_marks(cell: Any) -> CellMarks:
    """Read the marks of a cell."""
    found = CellMarks(cell)
    marks = leading(cell, CELL_MARKS)
    for mark in () if marks is None else marks:
        tag = mark.tag
        if tag == WIDTH:
            found.width = read_number(mark, WIDTH_VALUE) if mark.get(WIDTH_TYPE) == "dxa" else None
        elif tag == SPAN:
            found.span = max(1, min(read_number(mark) or 1, MAX_SPAN))
        elif tag == VERTICAL:
            found.vertical = mark.get(VAL) or CONTINUE
        elif tag == HORIZONTAL:
            found.horizontal = mark.get(VAL) or CONTINUE
        elif tag == REMOVED_CELL:
            found.removed = True
    return found


def is_frame(table: Any) -> bool:
    """Tell whether a table that holds tables is mere layout: one row or column, or less than what it holds."""
    largest = 0
    for inner in table.iter(TABLE):
        if inner is not table:
            rows = [sum(1 for _ in find_within(row, CELL)) for row in find_within(inner, ROW)]
            if len(rows) >= MIN_LAYOUT_ROWS and max(rows) >= MIN_LAYOUT_COLUMNS:
                largest = max(largest, sum(rows))
    if not largest:
        return False
    own = [sum(1 for _ in find_within(row, CELL)) for row in find_within(table, ROW)]
    return is_layout_shape(own, largest)


def is_single_column(table: Any) -> bool:
    """Tell whether no row has a second cell."""
    return all(sum(1 for _ in find_within(row, CELL)) == 1 for row in find_within(table, ROW))
