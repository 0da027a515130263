"""Fields: one measure's values from the cells of its rows.

In: a plan table, its settled layout and a `Work`. Out: a `Measure` with its issues.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.columns import TIME_ROLES, Role
from extractor.confidence import field_confidence
from extractor.deadlines import bounds, find_deadlines, find_deadlines_in_text
from extractor.document import Cell, Passage, Table
from extractor.evidence import Evidence
from extractor.measures.funding import EMPTY, read_funding
from extractor.measures.indicators import find_indicators
from extractor.measures.items import find_items, trim
from extractor.measures.labelled import find_labelled_parties, first_label
from extractor.measures.mixed import split_mixed
from extractor.measures.opening import Opening
from extractor.measures.rows import Work, measure_cell
from extractor.measures.status import read_status
from extractor.parties import find_parties
from extractor.records import Deadline, Issue, Measure, MeasureStatus, Party, PartyRole
from extractor.tables import MIXED, TICK, TICKED, Column, Layout

PARTY_ROLE: dict[Role, PartyRole] = {"responsible": "executor", "lead": "lead", "co_executor": "co_executor"}
REACHED = re.compile(r"результат\w* (?:выполн|исполн|реализ)|достигнут|фактическ")
DITTO_ROWS = 100  # rows that a run of ditto marks may take
DITTO = re.compile(r"[-–—_\s]*(?:[/\\|]{2}|[\"“”»«„]{1,2}|''|,,)[-–—_\s]*|то же|-\s?[\"“”»]\s?-")
TEXT_FIELDS: tuple[Role, ...] = ("mechanism", "audience", "result", "place", "note")


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A plan table with what its rows need to know: settled layout, period, names seen in its party columns, headings above it."""

    table: Table
    layout: Layout
    period: str | None
    known_parties: frozenset[str]
    headings: tuple[str, ...] = ()


def read_measure(plan: PlanTable, work: Work, label: Evidence | None, opening: Opening) -> tuple[Measure, tuple[Issue, ...]]:
    """Build the measure of a work; `label` is a heading printed inside the text cells, `opening` the wording's head."""
    cell = measure_cell(plan.table, plan.layout, work.rows[0])
    assert cell is not None
    start, end = trim_end(cell, opening.start)
    evidence = cell.evidence(start, end, column_rule(plan.layout, "measure"))
    parts = [part for row in work.parts if (part := measure_cell(plan.table, plan.layout, row)) is not None]
    headings = [*[heading.evidence for heading in work.headings], *([label] if label else [])]
    section = tuple(heading.text for heading in headings)
    number = read_number(plan, work, cell, opening)
    deadlines, time_issues = read_deadlines(plan, work, cell, (start, end), section)
    parties, party_issues = read_parties(plan, work, cell, (start, end))
    items = item_evidence(cell, start, first_label(cell, start, end), parts)
    texts: dict[str, list[Evidence]] = {role: list(text_evidence(plan, work, role)) for role in TEXT_FIELDS}
    status, status_evidence = read_mark(plan, work)
    indicators = find_indicators(plan.table, plan.layout, work.rows)
    basis = list(text_evidence(plan, work, "basis"))
    sources: dict[str, list[Evidence]] = {
        "number": [number] if number else [],
        "section": headings,
        "items": items,
        "status": status_evidence,
        "indicators": [source for _, source in indicators],
        "basis": basis,
        **texts,
    }
    measure = Measure(
        text=" ".join([evidence.text, *[part.text.rstrip(" ;,") for part in parts]]),
        evidence=evidence,
        number=clean_number(number.text) if number else None,
        section=section,
        items=tuple(item.text for item in items),
        deadlines=deadlines,
        responsible=parties,
        **{role: joined(texts[role]) for role in TEXT_FIELDS if role != "note"},  # type: ignore[arg-type]
        note=read_note(plan, work, texts["note"]),
        indicators=tuple(text for text, _ in indicators),
        funding=read_funding(plan.table, plan.layout, work.rows),
        basis=tuple(source.text for source in basis),
        status=status,
        sources={name: tuple(found) for name, found in sources.items() if found},
    )
    return replace(measure, confidence=field_confidence(measure)), (*time_issues, *party_issues)


def trim_end(cell: Cell, start: int) -> tuple[int, int]:
    """Give the span of the wording without the separators around it; its last dot stays."""
    end = len(cell.text.rstrip(" ;,"))
    return start, max(end, start)


def column_rule(layout: Layout, role: Role) -> str:
    """Name what told that a column has a role: the header phrase or the guess."""
    return next((f"column «{column.rule}»" for column in layout.of(role)), "column")


def joined(found: Sequence[Evidence]) -> str | None:
    """Join the texts of a field that several cells fill."""
    return "; ".join(source.text for source in found) or None


def read_note(plan: PlanTable, work: Work, found: Sequence[Evidence]) -> str | None:
    """Give the note: one column's text as it stands, several columns' each under its header."""
    if len({source.column for source in found}) < 2:
        return joined(found)
    headers = {column.index: column.header for column in plan.layout.of("note")}
    return "; ".join(f"{headers.get(source.column or 0) or '-'}: {source.text}" for source in found)


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


def read_number(plan: PlanTable, work: Work, cell: Cell, opening: Opening) -> Evidence | None:
    """Give the evidence of the printed number: the number column's, or the one at the head of the wording."""
    for column in plan.layout.of("number"):
        for found in own_cells(plan, work, column):
            start, end = next(found.hard_spans())
            if found.text[start:end].strip(" .)"):
                return found.evidence(start, end, f"column «{column.rule}»")
    if opening.number is not None:
        return cell.evidence(*opening.number, "number at the head of the wording")
    return None


def clean_number(text: str) -> str:
    """Give a printed number without its last dot or bracket: "1.1." is "1.1"."""
    return text.rstrip(" .)").removeprefix("№").strip()


def read_deadlines(
    plan: PlanTable, work: Work, cell: Cell, span: tuple[int, int], section: tuple[str, ...]
) -> tuple[tuple[Deadline, ...], tuple[Issue, ...]]:
    """Read the time columns, left to right; where the table has none, the measure's own wording."""
    columns = plan.layout.of(*TIME_ROLES)
    if not columns:
        reading = find_deadlines_in_text(cell, *span, period=plan.period)
        return reading.value, reading.issues
    ticked = read_ticks(plan, work)
    if ticked:
        return ticked, ()
    cells = [(column, time_cell) for column in columns for time_cell in own_cells(plan, work, column)]
    headings = (*plan.headings, *section)
    readings = [
        (column, find_deadlines(time_cell, *time, period=plan.period, headings=headings))
        for column, time_cell in cells
        for time in time_spans(column, time_cell)
    ]
    if any(is_day(reading.value) for _, reading in readings):
        readings = [(column, reading) for column, reading in readings if not only_adds(column, reading.value)]
    found: list[Deadline] = []
    for column, reading in readings:
        if column.role == "deadline_end" and found and reading.value:
            found[-1:] = [spanned(found[-1], reading.value[0])]
        else:
            found += reading.value
    return tuple(found), tuple(issue for _, reading in readings for issue in reading.issues)


def read_ticks(plan: PlanTable, work: Work) -> tuple[Deadline, ...]:
    """Give the deadlines that marks in columns of months, quarters or years tell: the header's time, read where the mark stands."""
    found: list[Deadline] = []
    for column in plan.layout.of("deadline"):
        cell = plan.table.grid[work.rows[0] - 1][column.index - 1] if column.rule == TICKED else None
        if cell is None or not TICK.fullmatch(cell.text):
            continue
        header = Passage(text=column.header, block=cell.block)
        evidence = cell.evidence(0, len(cell.text), TICKED)
        times = find_deadlines(header, period=plan.period, headings=plan.headings).value
        found += [replace(time, text=evidence.text, evidence=evidence) for time in times]
    return tuple(found)


def time_spans(column: Column, cell: Cell) -> tuple[tuple[int, int], ...]:
    """Give the spans of a cell that are times: all of it, or parts of it where the column holds parties as well."""
    return split_mixed(cell, 0, len(cell.text))[0] if column.rule == MIXED else ((0, len(cell.text)),)


def party_spans(column: Column, cell: Cell) -> tuple[tuple[int, int], ...]:
    """Give the spans of a cell that are parties: all of it, or parts of it where the column holds times as well."""
    return split_mixed(cell, 0, len(cell.text))[1] if column.rule == MIXED else ((0, len(cell.text)),)


def is_day(deadlines: Sequence[Deadline]) -> bool:
    """Tell whether a cell gives a time that stands for itself: a date, a recurrence, and not only hours."""
    return any(deadline.evidence.rule != "by_clock" and deadline.kind != "unknown" for deadline in deadlines)


def only_adds(column: Column, deadlines: Sequence[Deadline]) -> bool:
    """Tell whether a cell beside a date only adds to it: hours, the weekday of a column of weekdays, words in a column of hours."""
    rules = {deadline.evidence.rule for deadline in deadlines}
    weekdays = column.rule in {"день недели", "дни недели"}
    unread = column.rule in {"время", "часы"} and all(deadline.kind == "unknown" for deadline in deadlines)
    return bool(deadlines) and (rules == {"by_clock"} or (weekdays and rules == {"on_weekdays"}) or unread)


def spanned(first: Deadline, last: Deadline) -> Deadline:
    """Join the dates of a start column and an end column into one period."""
    if first.edtf is not None and last.kind == "continuous":
        edtf = f"{first.edtf.split('/')[0]}/.."
        return replace(first, text=f"{first.text} - {last.text}", edtf=edtf, end=None)
    if first.edtf is None or last.edtf is None:
        return first
    edtf = f"{first.edtf.split('/')[0]}/{last.edtf.split('/')[-1]}"
    if first.edtf == last.edtf:
        edtf = first.edtf
    start, end = bounds(edtf)
    return replace(first, text=f"{first.text} - {last.text}", edtf=edtf, start=start, end=end)


def read_parties(plan: PlanTable, work: Work, cell: Cell, span: tuple[int, int]) -> tuple[tuple[Party, ...], tuple[Issue, ...]]:
    """Read the party columns, left to right; where the table has none, parties named in the wording ("Ответственный: …")."""
    columns = plan.layout.of("lead", "responsible", "co_executor")
    if not columns:
        reading = find_labelled_parties(cell, *span)
        return reading.value, reading.issues
    beside = bool(plan.layout.of("co_executor"))
    found: list[Party] = []
    issues: list[Issue] = []
    for column in sorted(columns, key=lambda column: column.index):
        role = PARTY_ROLE[column.role]
        if beside and role == "executor" and "ответств" in column.header.lower():
            role = "lead"
        for party_cell in own_cells(plan, work, column):
            for party_span in party_spans(column, party_cell):
                here = find_parties(party_cell, *party_span, role=role, known=plan.known_parties)
                found += [party for party in here.value if not any(same_party(party, other) for other in found)]
                issues += here.issues
    if not found and not issues:
        labelled = find_labelled_parties(cell, *span)
        return labelled.value, labelled.issues
    return tuple(found), tuple(issues)


def same_party(one: Party, other: Party) -> bool:
    """Tell whether two parties are the same as values."""
    return (one.name, one.person, one.role) == (other.name, other.person, other.role)


def item_evidence(cell: Cell, start: int, end: int, parts: Sequence[Cell]) -> list[Evidence]:
    """Give the evidence of the enumerated parts: those inside the wording, then the rows under its colon."""
    inside = [cell.evidence(*span, "enumeration") for span in find_items(cell, start, end)]
    below = []
    for part in parts:
        first = len(part.text) - len(part.text.lstrip("-–—• "))
        below.append(part.evidence(*trim(part.text, (first, len(part.text))), "row under a colon"))
    return inside + below


def text_evidence(plan: PlanTable, work: Work, role: Role) -> Iterator[Evidence]:
    """Yield the evidence of a plain text field, one for each filled cell."""
    for column in plan.layout.of(role):
        for cell in own_cells(plan, work, column):
            yield cell.evidence(0, len(cell.text), f"column «{column.rule}»")


def read_mark(plan: PlanTable, work: Work) -> tuple[MeasureStatus | None, list[Evidence]]:
    """Read the completion mark with its evidence; a column of results reached ("Результат выполнения") says it too."""
    reached = tuple(column for column in plan.layout.of("result") if REACHED.search(column.header.lower()))
    for column in (*plan.layout.of("status"), *reached):
        for cell in own_cells(plan, work, column):
            if status := read_status(cell.text):
                return status, [cell.evidence(0, len(cell.text), f"column «{column.rule}»")]
    return None, []
