"""Measures: the rows of plan tables as records.

In: a table, its plan's title and period. Out: the measures with their issues, or None where the table is no plan. A new
field of a measure: a role in `columns.py`, its header wordings in `lexicons/columns.toml`, a line in `fields.py`.
"""

from extractor.columns import PARTY_ROLES
from extractor.document import Cell, Table
from extractor.evidence import Evidence
from extractor.issues import issue
from extractor.measures.cells import PlanTable
from extractor.measures.fields import read_measure
from extractor.measures.layout import settle_layout
from extractor.measures.opening import read_opening
from extractor.measures.rows import find_lost_rows, find_works, measure_cell
from extractor.records import Issue, Measure, Reading
from extractor.tables import Layout, guess_layout, read_layout
from extractor.wordings import NOTHING_TAUGHT, Wordings


def read_plan_layout(table: Table, *, title: str, wordings: Wordings = NOTHING_TAUGHT) -> Layout | None:
    """Give the layout of a table that is a plan of measures; None where it is none."""
    layout = read_layout(table, wordings) or guess_layout(table)
    return settle_layout(table, layout, title=title) if layout else None


def find_measures(
    table: Table, layout: Layout, *, period: str | None, above: tuple[str, ...] = (), wordings: Wordings = NOTHING_TAUGHT
) -> Reading[tuple[Measure, ...]]:
    """Read the measures of a plan table in printed order; headings `above` the table may name the month of its days."""
    known = known_parties(table, layout).union(*wordings.splits.values())
    plan = PlanTable(table, layout, period, known, above, wordings)
    measures: list[Measure] = []
    issues: list[Issue] = []
    label: Evidence | None = None
    headings: tuple[object, ...] = ()
    works = find_works(table, layout)
    for work in works:
        cell = measure_cell(table, layout, work.rows[0])
        assert cell is not None
        opening = read_opening(cell)
        if work.headings != headings:
            label, headings = None, work.headings
        if opening.label is not None:
            label = cell.evidence(*opening.label, "label at the head of the cell")
        measure, met = read_measure(plan, work, label, opening)
        measures.append(measure)
        issues += met
    issues += map(lost_row, find_lost_rows(table, layout, works))
    return Reading(tuple(measures), tuple(issues))


def lost_row(cell: Cell) -> Issue:
    """Say that a row holds values but no wording of a measure."""
    return issue("row_without_measure", "warning", cell.evidence(0, len(cell.text), "row without a wording"))


def known_parties(table: Table, layout: Layout) -> frozenset[str]:
    """Give the texts that stand alone on a line of the party columns: names that need no splitting elsewhere."""
    indexes = [column.index - 1 for column in layout.columns if column.role in PARTY_ROLES]
    cells = {id(cell): cell for row in table.grid[layout.first_row - 1 :] for index in indexes if (cell := row[index]) is not None}
    return frozenset(cell.text for cell in cells.values() if cell.text and len(list(cell.hard_spans())) == 1)
