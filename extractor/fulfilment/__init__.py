"""Fulfilment: what reports say of a plan's measures.

In: the `Records` of a plan and those of reports: their statements, and the rows of plans whose column of completion was filled in; the
plan itself is a report too where it has one. Out: `Fulfilment`: links with a score and the evidence on both sides, what became of each
measure, what no measure asks for, and shares by unit, section and month.
"""

from collections.abc import Sequence

from extractor.comparison.rows import Row, measure_rows
from extractor.fulfilment.linking import link_statements
from extractor.fulfilment.results import Fulfilment, Outcome, State, Statement
from extractor.fulfilment.rows import link_rows
from extractor.fulfilment.shares import shares_by_month, shares_by_section, shares_by_unit
from extractor.fulfilment.statements import find_statements
from extractor.records import Records

# What a measure's state is, from the weightiest: a part of it may be done, and the whole goes on.
RANKS: tuple[State, ...] = ("ongoing", "done", "not_done")


def check_fulfilment(plan: Records, reports: Sequence[Records]) -> Fulfilment:
    """Link what reports say to a plan's measures, a later report after an earlier one; without any the plan's own marks are looked at."""
    rows = measure_rows(plan)
    statements = tuple(find_statements(reports or [plan]))
    by_rows = list(link_rows(plan, reports or [plan], statements))
    told = {link.statement for link in by_rows}
    others = [place for place in range(len(statements)) if place not in told]
    links = sorted([*by_rows, *link_statements(rows, statements, others)], key=lambda link: (link.measure, -link.score, link.statement))
    outcomes = tuple(outcome_of(row, [link.statement for link in links if link.measure == row.index], statements) for row in rows)
    linked = {link.statement for link in links}
    return Fulfilment(
        outcomes=outcomes,
        statements=statements,
        links=tuple(links),
        outside=tuple(place for place in range(len(statements)) if place not in linked),
        units=shares_by_unit(outcomes),
        sections=shares_by_section(outcomes),
        months=shares_by_month(outcomes),
    )


def outcome_of(row: Row, told: Sequence[int], statements: Sequence[Statement]) -> Outcome:
    """Give what became of a measure of which some statements tell: what the last report says that tells of it."""
    record = row.record
    last = max((statements[place].report for place in told), default=0)
    states = {statements[place].told for place in told if statements[place].report == last}
    months = [month for deadline in record.deadlines if (month := (deadline.end or deadline.start or "")[:7])]
    return Outcome(
        index=row.index,
        number=row.number,
        text=record.text,
        evidence=record.evidence,
        state=next((state for state in RANKS if state in states), "none"),
        section=row.path[1:],
        units=tuple(dict.fromkeys(party.name or party.person or party.text for party in record.responsible)),
        months=tuple(dict.fromkeys(months)),
        statements=tuple(told),
    )
