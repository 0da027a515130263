"""Fields: one measure's values from the cells of its rows.

In: a plan table, its settled layout and a `Work`. Out: a `Measure` with its issues.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.columns import Role
from extractor.confidence import field_confidence
from extractor.document import Cell
from extractor.evidence import Evidence
from extractor.measures.cells import PlanTable, column_rule, own_cells
from extractor.measures.funding import read_funding
from extractor.measures.holders import read_parties
from extractor.measures.indicators import find_indicators
from extractor.measures.items import find_items, trim
from extractor.measures.labelled import first_label
from extractor.measures.opening import Opening
from extractor.measures.rows import Work, measure_cell
from extractor.measures.status import read_status
from extractor.measures.times import read_deadlines
from extractor.records import Issue, Measure, MeasureStatus

REACHED = re.compile(r"результат\w* (?:выполн|исполн|реализ)|достигнут|фактическ")
# The places of fields, by their names.
Sources = Mapping[str, tuple[Evidence, ...]]
TEXT_FIELDS: tuple[Role, ...] = ("mechanism", "audience", "result", "place")
# Columns that a note keeps, so that no cell is lost: an actual date, and a completion mark that says no status.
NOTE_ROLES: tuple[Role, ...] = ("note", "deadline_actual", "status")


def read_measure(plan: PlanTable, work: Work, label: Evidence | None, opening: Opening) -> tuple[Measure, tuple[Issue, ...]]:
    """Build the measure of a work; `label` is a heading printed inside the text cells, `opening` the wording's head."""
    cell = measure_cell(plan.table, plan.layout, work.rows[0])
    assert cell is not None
    span = trim_end(cell, opening.start)
    evidence = cell.evidence(*span, column_rule(plan.layout, "measure"))
    sources = find_sources(plan, work, cell, label, opening)
    section = texts(sources, "section")
    deadlines, time_issues = read_deadlines(plan, work, cell, span, section)
    parties, party_issues = read_parties(plan, work, cell, span)
    measure = Measure(
        text=" ".join([evidence.text, *[part.text.rstrip(" ;,") for part in part_cells(plan, work)]]),
        evidence=evidence,
        number=next(map(clean_number, texts(sources, "number")), None),
        section=section,
        items=texts(sources, "items"),
        deadlines=deadlines,
        responsible=parties,
        **{role: joined(sources.get(role, ())) for role in TEXT_FIELDS},  # type: ignore[arg-type]
        note=read_note(plan, sources.get("note", ())),
        indicators=tuple(text for text, _ in find_indicators(plan.table, plan.layout, work.rows)),
        funding=read_funding(plan.table, plan.layout, work.rows),
        basis=texts(sources, "basis"),
        status=read_mark(plan, work)[0],
        sources=sources,
    )
    return replace(measure, confidence=field_confidence(measure)), (*time_issues, *party_issues)


def part_cells(plan: PlanTable, work: Work) -> list[Cell]:
    """Give the measure cells of the rows under a wording that ends in a colon."""
    return [part for row in work.parts if (part := measure_cell(plan.table, plan.layout, row)) is not None]


def find_sources(plan: PlanTable, work: Work, cell: Cell, label: Evidence | None, opening: Opening) -> Sources:
    """Find where each field stands that has no evidence of its own; fields without a value are left out."""
    start, end = trim_end(cell, opening.start)
    number = read_number(plan, work, cell, opening)
    found: dict[str, Iterable[Evidence]] = {
        "number": [number] if number else [],
        "section": [*[heading.evidence for heading in work.headings], *([label] if label else [])],
        "items": item_evidence(cell, start, first_label(cell, start, end), part_cells(plan, work)),
        "status": read_mark(plan, work)[1],
        "indicators": [source for _, source in find_indicators(plan.table, plan.layout, work.rows)],
        "basis": text_evidence(plan, work, "basis"),
        **{role: text_evidence(plan, work, role) for role in TEXT_FIELDS},
        "note": note_evidence(plan, work),
    }
    return {name: places for name, evidences in found.items() if (places := tuple(evidences))}


def texts(sources: Sources, field: str) -> tuple[str, ...]:
    """Give the texts of a field's places."""
    return tuple(source.text for source in sources.get(field, ()))


def trim_end(cell: Cell, start: int) -> tuple[int, int]:
    """Give the span of the wording without the separators around it; its last dot stays."""
    end = len(cell.text.rstrip(" ;,"))
    return start, max(end, start)


def joined(found: Sequence[Evidence]) -> str | None:
    """Join the texts of a field that several cells fill."""
    return "; ".join(source.text for source in found) or None


def read_note(plan: PlanTable, found: Sequence[Evidence]) -> str | None:
    """Give the note: one column's text as it stands, several columns' each under its header."""
    if len({source.column for source in found}) < 2:
        return joined(found)
    headers = {column.index: column.header for column in plan.layout.of(*NOTE_ROLES)}
    return "; ".join(f"{headers.get(source.column or 0) or '-'}: {source.text}" for source in found)


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


def note_evidence(plan: PlanTable, work: Work) -> Iterator[Evidence]:
    """Yield the evidence of a note's columns; a mark that was read as the status is none."""
    read = read_mark(plan, work)[1]
    for role in NOTE_ROLES:
        yield from (source for source in text_evidence(plan, work, role) if source not in read)


def read_mark(plan: PlanTable, work: Work) -> tuple[MeasureStatus | None, list[Evidence]]:
    """Read the completion mark with its evidence; a column of results reached ("Результат выполнения") says it too."""
    reached = tuple(column for column in plan.layout.of("result") if REACHED.search(column.header.lower()))
    for column in (*plan.layout.of("status"), *reached):
        for cell in own_cells(plan, work, column):
            if status := read_status(cell.text):
                return status, [cell.evidence(0, len(cell.text), f"column «{column.rule}»")]
    return None, []
