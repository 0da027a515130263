"""HTML tables: cells find their columns as in HTML 4.9.12 (forming a table); layout tables are told from data tables.

In: the starts of row groups, rows and cells in order. Out: `Place`s for `grids.build_table`.
"""

from dataclasses import dataclass, field
from typing import Any

from extractor.errors import TooLarge
from extractor.formats.grids import MAX_COLUMNS, Place, is_layout_shape
from extractor.formats.html.lists import whole

# HTML 4.9.11.
MAX_ROW_SPAN = 65_534


@dataclass(slots=True)
class Grid:
    """A table while its rows are read; `below` has by column the cell that reaches into the next rows."""

    places: list[Place] = field(default_factory=list)
    below: dict[int, Place] = field(default_factory=dict)
    row: int = -1
    column: int = 0

    def open_row(self) -> None:
        """Begin a row."""
        self.row += 1
        self.column = 0
        self.below = {column: place for column, place in self.below.items() if place.row + place.rows > self.row}

    def close_row(self) -> None:
        """End a row; one without a cell is none unless a cell from above reaches into it."""
        if self.row >= 0 and not self.below and not (self.places and self.places[-1].row == self.row):
            self.row -= 1

    def close_group(self) -> None:
        """A cell never reaches out of its row group (thead, tbody, tfoot)."""
        for place in self.below.values():
            place.rows = min(place.rows, self.row + 1 - place.row)
        self.below = {}

    def open_cell(self, cell: Any) -> Place:
        """Place a cell in the first free column; it is as wide as it asks for and fits."""
        if self.row < 0:
            self.open_row()
        while self.column in self.below:
            self.column += 1
        if self.column >= MAX_COLUMNS:
            raise TooLarge("too_many_columns", limit=MAX_COLUMNS)
        wanted = max(1, min(whole(cell.get("colspan")) or 1, MAX_COLUMNS))
        width = 1
        while width < wanted and self.column + width not in self.below:
            width += 1
        rows = whole(cell.get("rowspan"))
        rows = MAX_ROW_SPAN if rows == 0 else max(1, min(rows or 1, MAX_ROW_SPAN))
        place = Place(self.row, self.column, self.column + width, [], rows)
        self.places.append(place)
        if rows > 1:
            self.below.update(dict.fromkeys(range(self.column, self.column + width), place))
        self.column += width
        return place


def find_frames(root: Any) -> frozenset[Any]:
    """Find the tables that only place their content: those of one column, and those that hold more than they are."""
    sizes = {table: own_rows(table) for table in root.iter("table")}
    largest = dict.fromkeys(sizes, 0)
    for table, rows in sizes.items():
        if len(rows) > 1 and max(rows) > 1:
            for outer in table.iterancestors("table"):
                largest[outer] = max(largest[outer], sum(rows))
    return frozenset(table for table, rows in sizes.items() if is_frame(table, rows, largest[table]))


def is_frame(table: Any, rows: list[int], largest_inside: int) -> bool:
    """Tell whether a table is mere layout."""
    if max(rows, default=0) <= 1 and not is_next_to_table(table):
        return True
    return is_layout_shape(rows, largest_inside)


def is_next_to_table(table: Any) -> bool:
    """Tell whether a table goes on from a table right before it."""
    before = table.getprevious()
    return before is not None and before.tag == "table" and not (before.tail or "").strip()


def own_rows(table: Any) -> list[int]:
    """Count the cells of each row that has some, without those of tables inside."""
    counts = []
    for group in table:
        for row in (group,) if group.tag == "tr" else group if group.tag in ("thead", "tbody", "tfoot") else ():
            count = sum(cell.tag in ("td", "th") for cell in row)
            if count:
                counts.append(count)
    return counts
