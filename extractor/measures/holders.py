"""Holders of a work: the parties that its columns or its own wording name.

In: a plan table, a `Work`, its measure cell and the span of its wording there. Out: `Party`s in printed order, with issues.
"""

import re
from dataclasses import replace

from extractor.columns import Role
from extractor.document import Cell
from extractor.measures.cells import PlanTable, divided, own_cells
from extractor.measures.labelled import find_labelled_parties
from extractor.measures.mixed import split_mixed
from extractor.measures.rows import Work
from extractor.parties import find_parties
from extractor.records import Issue, Party, PartyRole
from extractor.tables import MIXED, Column
from extractor.wordings import Span

ANSWERS = re.compile(r"ответств|отвеча|\bотв\b")
PARTY_ROLE: dict[Role, PartyRole] = {"responsible": "executor", "lead": "lead", "co_executor": "co_executor"}


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
        if beside and role == "executor" and ANSWERS.search(column.header.lower()):
            role = "lead"
        for party_cell in own_cells(plan, work, column):
            told, spans = party_spans(plan, column, party_cell)
            for party_span in spans:
                here = find_parties(party_cell, *party_span, role=role, known=plan.known_parties)
                read = [replace(party, evidence=party.evidence.taught()) if told.taught else party for party in here.value]
                found += [party for party in read if not any(same_party(party, other) for other in found)]
                issues += here.issues
    if not found and not issues:
        labelled = find_labelled_parties(cell, *span)
        return labelled.value, labelled.issues
    return tuple(found), tuple(issues)


def party_spans(plan: PlanTable, column: Column, cell: Cell) -> tuple[Column, tuple[Span, ...]]:
    """Give the spans of a cell that are parties: all of it, or parts of it where the column holds times as well."""
    return (column, split_mixed(cell, 0, len(cell.text))[1]) if column.rule == MIXED else divided(plan, column, cell)


def same_party(one: Party, other: Party) -> bool:
    """Tell whether two parties are the same as values."""
    return (one.name, one.person, one.role) == (other.name, other.person, other.role)
