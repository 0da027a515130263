"""Table grids: cells that a reader placed by column edges become a `Table` with whole columns.

In: `Place`s (row, start and end edge, spans) as the format states them, with the widths of the grid's columns where it
has them. Out: a `Table` whose columns are those that a reader of the page sees: edges that no cell uses vanish, and
edges that stand a hair apart (rows drawn one by one) become one. A new reader of tables gives `Place`s to `build_table`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.document import Cell, Table
from extractor.errors import TooLarge
from extractor.text import flow_hard

# The widest real table seen has about 60 columns (a calendar schedule); more is a hostile or broken file.
MAX_COLUMNS = 1_000
# Rows times columns: a table's grid is held in memory, about 8 bytes a place; 30,000 rows of 60 columns pass.
MAX_PLACES = 2_000_000
# Twentieths of a point (2.1 mm): no column with text is narrower, and hand-drawn borders differ by less.
SLIVER = 120

# A table with three rows of three cells is a plan, however large a table stands in one of its cells.
PLAN_COLUMNS, PLAN_ROWS = 3, 3


@dataclass(slots=True)
class Place:
    """A cell on its grid: `row` from 0; `start` and `end` are column edges from 0, half-open; `rows` is the row span."""

    row: int
    start: int
    end: int
    lines: list[str] = field(default_factory=list)
    rows: int = 1
    bold: bool = False


def build_table(places: Sequence[Place], row_count: int, block: int, widths: Sequence[int] = ()) -> Table:
    """Build the table numbered `block`; `widths` are the grid columns' in twentieths of a point. Raises TooLarge."""
    columns = column_of_edge(places, widths)
    column_count = max(columns.values(), default=0)
    check_size(row_count, column_count)
    cells = tuple(read_cell(place, columns, row_count, block) for place in places)
    return Table(block=block, cells=cells, row_count=row_count, column_count=column_count)


def check_size(row_count: int, column_count: int) -> None:
    """Refuse a table that would not fit in memory."""
    if column_count > MAX_COLUMNS:
        raise TooLarge("too_many_columns", limit=MAX_COLUMNS)
    if row_count * column_count > MAX_PLACES:
        raise TooLarge("too_many_cells", limit=MAX_PLACES)


def read_cell(place: Place, columns: dict[int, int], row_count: int, block: int) -> Cell:
    """Give the cell of a place: rows and columns count from 1, a span never leaves the table."""
    first = columns[place.start]
    text, lines = flow_hard(place.lines)
    return Cell(
        text=text,
        block=block,
        lines=lines,
        row=place.row + 1,
        column=first + 1,
        row_span=min(place.rows, row_count - place.row),
        column_span=columns[place.end] - first,
        bold=place.bold,
    )


def column_of_edge(places: Sequence[Place], widths: Sequence[int]) -> dict[int, int]:
    """Number the column edges in use from 0; edges within a sliver share a number where no cell is lost by it."""
    edges = sorted({place.start for place in places} | {place.end for place in places})
    spans = {(place.start, place.end) for place in places}
    merged = number_edges(edges, widths)
    if any(merged[start] == merged[end] for start, end in spans):
        merged = {edge: index for index, edge in enumerate(edges)}
    starts = sorted({merged[place.start] for place in places})
    order = {start: index for index, start in enumerate(starts)}
    return {edge: order.get(number, len(starts)) for edge, number in merged.items()} if starts else {}


def number_edges(edges: Sequence[int], widths: Sequence[int]) -> dict[int, int]:
    """Number edges; those that lie within a sliver of the first of their group get its number."""
    offsets = [0]
    for width in widths:
        offsets.append(offsets[-1] + width)
    numbers: dict[int, int] = {}
    anchor = -SLIVER
    number = -1
    for edge in edges:
        known = edge < len(offsets) and bool(widths)
        if not known or offsets[edge] - anchor >= SLIVER or number < 0:
            number += 1
            anchor = offsets[edge] if known else anchor
        numbers[edge] = number
    return numbers


def is_layout_shape(own: Sequence[int], largest_inside: int) -> bool:
    """Tell whether a table with a table of `largest_inside` cells in it only frames it; `own` has the cells of each row.

    One row or one column always does. A larger frame has fewer cells than what it holds, and next to no rows of three
    cells: a site's header, its columns (menu, content, news) and its foot.
    """
    if not largest_inside:
        return False
    if len(own) == 1 or max(own, default=0) == 1:
        return True
    return sum(own) < largest_inside and sum(count >= PLAN_COLUMNS for count in own) < PLAN_ROWS
