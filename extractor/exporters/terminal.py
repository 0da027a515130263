"""Terminal: records as tables that a person reads.

In: `Records`. Out: rich renderables: the document's line, its clauses, measures, statements and issues.
"""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table as Grid

from extractor.document import Document
from extractor.evidence import Evidence
from extractor.explain import ColumnNote, ValueNote, column_notes, value_notes
from extractor.exporters.rows import party_text
from extractor.messages import message
from extractor.records import Activity, Clause, Deadline, Measure, Party, Records, Requisites
from extractor.wordings import NOTHING_TAUGHT, Wordings

CLAUSE_COLUMNS = ("column_clause", "column_kind", "column_text", "column_responsible", "column_deadline")
MEASURE_COLUMNS = ("column_number", "column_section", "column_measure", "column_deadline", "column_responsible")
ACTIVITY_COLUMNS = ("column_status", "column_period", "column_text")
VALUE_COLUMNS = ("column_field", "column_value", "column_text", "column_rule", "column_place")
# Columns: room for their longest usual word, so that words are not cut on a screen of 80.
LEAST_WIDTHS = {"column_kind": 12, "column_deadline": 13, "column_section": 15, "column_responsible": 14}


def record_tables(records: Records) -> Iterator[RenderableType]:
    """Yield what is shown for one document, top to bottom."""
    yield f"[bold]{escape(document_line(records.document))}[/bold]"
    if records.document.title:
        yield escape(records.document.title)
    if records.clauses:
        yield grid("table_clauses", CLAUSE_COLUMNS, [clause_row(clause) for clause in records.clauses])
    for plan in records.plans:
        yield grid("table_measures", MEASURE_COLUMNS, [measure_row(measure) for measure in plan.measures], title=plan.title)
    if records.activities:
        yield grid("table_activities", ACTIVITY_COLUMNS, [activity_row(activity) for activity in records.activities])
    if records.issues:
        yield grid("table_issues", ("column_place", "column_text"), [(place(issue.evidence), issue.message) for issue in records.issues])
    if not (records.clauses or records.plans or records.activities):
        yield message("nothing_found")


def clause_row(clause: Clause) -> tuple[str, ...]:
    """Say one clause."""
    return clause.number or "", message(f"clause_{clause.kind}"), clause.text, names(clause.responsible), texts(clause.deadlines)


def activity_row(activity: Activity) -> tuple[str, ...]:
    """Say one statement."""
    return message(f"status_{activity.status}"), activity.period or "", activity.text


def measure_row(measure: Measure) -> tuple[str, ...]:
    """Say one measure."""
    return measure.number or "", " / ".join(measure.section), measure.text, texts(measure.deadlines), names(measure.responsible)


def document_line(document: Requisites) -> str:
    """Say in one line what the document is: kind, issuer, date, number."""
    parts = [message(f"kind_{document.kind}"), document.issuer or ""]
    parts += [message("title_date", date=document.date)] if document.date else []
    parts += [message("title_number", number=document.number)] if document.number else []
    return " ".join(part for part in parts if part)


def names(parties: tuple[Party, ...]) -> str:
    """List parties, one a line."""
    return "\n".join(map(party_text, parties))


def texts(deadlines: tuple[Deadline, ...]) -> str:
    """List deadlines as printed, one a line."""
    return "\n".join(deadline.text for deadline in deadlines)


def place(evidence: Evidence | None) -> str:
    """Say where a value stands; nothing for what has no place."""
    if evidence is None:
        return ""
    if evidence.row is None:
        text = message("place_text", block=evidence.block)
    else:
        text = message("place_cell", block=evidence.block, row=evidence.row, column=evidence.column)
    return text + (message("place_page", page=evidence.page) if evidence.page else "")


def grid(name: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, title: str | None = None) -> Grid:
    """Build a ruled table under its name."""
    table = Grid(title=escape(title or message(name)), show_lines=True, title_justify="left")
    for heading in headings:
        table.add_column(message(heading), overflow="fold", min_width=LEAST_WIDTHS.get(heading))
    for row in rows:
        table.add_row(*(escape(value) for value in row))
    return table


def explanation_tables(document: Document, records: Records, wordings: Wordings = NOTHING_TAUGHT) -> Iterator[RenderableType]:
    """Yield what `planovik explain` shows: columns, values with their rules, issues."""
    columns = list(column_notes(document, wordings))
    headings = ("column_place", "column_header", "column_role", "column_rule")
    yield grid("explain_tables", headings, [column_row(note) for note in columns]) if columns else message("explain_no_tables")
    yield grid("explain_values", VALUE_COLUMNS, [value_row(note) for note in value_notes(records)])
    if records.issues:
        rows = [(place(issue.evidence), issue.code, issue.message) for issue in records.issues]
        yield grid("table_issues", ("column_place", "column_kind", "column_text"), rows)


def value_row(note: ValueNote) -> tuple[str, ...]:
    """Say one value with its rule and place."""
    return note.field, note.value, note.evidence.text, note.evidence.rule, place(note.evidence)


def column_row(note: ColumnNote) -> tuple[str, ...]:
    """Say one column of a table."""
    if note.role is None:
        return message("explain_not_plan", block=note.block), "", "", ""
    return message("place_cell", block=note.block, row=1, column=note.index), note.header, note.role, note.rule
