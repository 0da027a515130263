"""Indicators: counts and targets that a plan table prints beside a measure.

In: a plan table, its layout and a measure's rows. Out: texts as a reader would say them ("2006 год: 27,8 тыс. семей",
"Количество занятий: 12") with the evidence of each value.
"""

import re
from collections.abc import Sequence

from extractor.document import Cell, Table
from extractor.evidence import Evidence
from extractor.tables import Column, Layout

UNIT_HEADER = re.compile(r"ед(?:иница|\.)?\s*изм", re.IGNORECASE)
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def find_indicators(table: Table, layout: Layout, rows: Sequence[int]) -> list[tuple[str, Evidence]]:
    """Give the indicators of the rows, in printed order; empty cells and dashes give none."""
    columns = layout.of("indicators")
    found: list[tuple[str, Evidence]] = []
    seen: set[int] = set()
    for row in rows:
        unit = next((cell.text for column in columns if UNIT_HEADER.search(column.header) and (cell := cell_at(table, row, column))), "")
        for column in columns:
            cell = cell_at(table, row, column)
            if cell is None or UNIT_HEADER.search(column.header) or id(cell) in seen:
                continue
            seen.add(id(cell))
            found.append((wording(column, cell.text, unit), cell.evidence(0, len(cell.text), f"column «{column.rule}»")))
    return found


def cell_at(table: Table, row: int, column: Column) -> Cell | None:
    """Give the filled cell of a row and column."""
    cell = table.grid[row - 1][column.index - 1]
    return cell if cell is not None and cell.text.strip("-–— ") else None


def wording(column: Column, value: str, unit: str) -> str:
    """Say an indicator: with its year, with its header, or as it stands where it is a text of its own."""
    years = YEAR.findall(column.header)
    if len(years) == 1:
        return f"{years[0]} год: {value} {unit}".strip()
    if re.search(r"[^\W\d_]{4,}.*[^\W\d_]{4,}", value):
        return value
    return f"{column.header}: {value} {unit}".strip()
