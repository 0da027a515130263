"""Cells of a work: the filled cells of a column over the rows of one measure.

In: a plan table with its settled layout, a `Work` and a column. Out: cells, ditto marks replaced by what they repeat.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.columns import Role
from extractor.document import Cell, Table
from extractor.measures.funding import EMPTY
from extractor.measures.rows import Work
from extractor.tables import Column, Layout
from extractor.wordings import NOTHING_TAUGHT, Span, Wordings

DITTO_ROWS = 100  # rows that a run of ditto marks may take
DITTO = re.compile(r"[-–—_\s]*(?:[/\\|]{2}|[\"“”»«„]{1,2}|''|,,)[-–—_\s]*|то же|-\s?[\"“”»]\s?-")


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A plan table with what its rows need to know: settled layout, period, names of its party columns, headings above, what was taught."""

    table: Table
    layout: Layout
    period: str | None
    known_parties: frozenset[str]
    headings: tuple[str, ...] = ()
    wordings: Wordings = NOTHING_TAUGHT


def column_rule(layout: Layout, role: Role) -> str:
    """Name what told that a column has a role: the header phrase or the guess."""
    return next((f"column «{column.rule}»" for column in layout.of(role)), "column")


def divided(plan: PlanTable, column: Column, cell: Cell) -> tuple[Column, tuple[Span, ...]]:
    """Give the parts of a cell as it was taught to be divided, with its column as one that was taught; else all of it."""
    spans = plan.wordings.divide(cell.text, 0, len(cell.text))
    return (replace(column, taught=True) if len(spans) > 1 else column), spans


def own_cells(plan: PlanTable, work: Work, column: Column) -> Iterator[Cell]:
    """Yield the filled cells of a column over the work's rows, each once."""
    seen: set[int] = set()
    for row in work.rows:
        cell = meant_cell(plan, row, column)
        if cell is not None and cell.text and cell.text not in EMPTY and id(cell) not in seen:
            seen.add(id(cell))
            yield cell


def meant_cell(plan: PlanTable, row: int, column: Column) -> Cell | None:
    """Give the cell of a row and column; for a ditto mark ("-//-") the filled cell above it that it repeats."""
    cell = plan.table.grid[row - 1][column.index - 1]
    above = row
    while cell is not None and cell.text and DITTO.fullmatch(cell.text) and above > max(plan.layout.first_row, row - DITTO_ROWS):
        above -= 1
        cell = plan.table.grid[above - 1][column.index - 1]
    return cell
