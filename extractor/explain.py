"""Explanations: what each column was taken for, which rule read each value, what was not understood.

In: a document and its records. Out: rows of text for the command line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.document import Document, Table
from extractor.evidence import Evidence
from extractor.outline import read_outline
from extractor.plans import plan_tables
from extractor.records import Clause, Measure, Records
from extractor.tables import HEADER_SEARCH_ROWS, Column, distinct, find_header_row, header_end, read_column
from extractor.wordings import NOTHING_TAUGHT, Wordings


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A column of a table: its header, what it was taken for (None where the table is no plan) and why."""

    block: int
    index: int
    header: str
    role: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class TableNote:
    """A table by the number of its block: whether it was read as a plan, and its columns, from what looks like its header if it was not."""

    block: int
    is_plan: bool
    columns: tuple[ColumnNote, ...]


@dataclass(frozen=True, slots=True)
class ValueNote:
    """A value: its field, the value as extracted, and the evidence with the rule that read it."""

    field: str
    value: str
    evidence: Evidence


def column_notes(document: Document, wordings: Wordings = NOTHING_TAUGHT) -> Iterator[ColumnNote]:
    """Yield each column of each table, in order."""
    plans = {found.table.block: found.layout for found in plan_tables(document, read_outline(document), wordings)}
    for table in document.tables:
        layout = plans.get(table.block)
        if layout is None:
            yield ColumnNote(table.block, 0, "", None, "")
            continue
        for column in layout.columns:
            yield ColumnNote(table.block, column.index, column.header, column.role, column.rule)


def table_notes(document: Document, wordings: Wordings = NOTHING_TAUGHT) -> Iterator[TableNote]:
    """Yield each table with what its columns were taken for, so that somebody can say what they hold."""
    plans = {found.table.block: found.layout for found in plan_tables(document, read_outline(document), wordings)}
    for table in document.tables:
        headers = list(header_columns(table, wordings))
        known = {column.index: column for column in reversed(plans[table.block].columns)} if table.block in plans else {}
        notes = (noted(table, known.get(column.index), column) for column in headers)
        yield TableNote(table.block, table.block in plans, tuple(notes))


def header_columns(table: Table, wordings: Wordings) -> Iterator[Column]:
    """Yield the columns of a table by its header, or by the fullest row near its top where no row looks like one."""
    rows = range(1, min(table.row_count, HEADER_SEARCH_ROWS) + 1)
    start = find_header_row(table, wordings) or max(rows, key=lambda row: len({c.text for c in distinct(table.grid[row - 1]) if c.text}))
    for index in range(1, table.column_count + 1):
        yield read_column(table, range(start, header_end(table, start, wordings) + 1), index, wordings)


def noted(table: Table, read: Column | None, header: Column) -> ColumnNote:
    """Give the note of a column: as it was read, with its header."""
    if read is None:
        return ColumnNote(table.block, header.index, header.header, None, "")
    return ColumnNote(table.block, header.index, read.header or header.header, read.role, read.rule)


def value_notes(records: Records) -> Iterator[ValueNote]:
    """Yield every value of the records with its evidence, in the order of the records."""
    for name, sources in records.document.sources.items():
        value = getattr(records.document, name)
        for source in sources:
            yield ValueNote(name, str(value), source)
    for clause in records.clauses:
        yield ValueNote("clause", f"{clause.kind}: {clause.text}", clause.evidence)
        yield from shared_notes(clause)
    for plan in records.plans:
        for measure in plan.measures:
            yield ValueNote("measure", measure.text, measure.evidence)
            for name, sources in measure.sources.items():
                yield from (ValueNote(name, source.text, source) for source in sources)
            yield from shared_notes(measure)
    for activity in records.activities:
        yield ValueNote("activity", f"{activity.status} {activity.period or ''}: {activity.text}", activity.evidence)


def shared_notes(record: Clause | Measure) -> Iterator[ValueNote]:
    """Yield the deadlines and parties of a clause or a measure."""
    for deadline in record.deadlines:
        value = " ".join(part for part in (deadline.kind, deadline.edtf, deadline.rrule, deadline.offset) if part)
        yield ValueNote("deadline", value, deadline.evidence)
    for party in record.responsible:
        value = ", ".join(part for part in (party.name, party.person) if part)
        yield ValueNote(party.role, value, party.evidence)
