"""Fulfilment: what reports say of a plan's measures.

In: the `Records` of a plan and those of reports: their statements, and the rows of plans whose column of completion was filled in; the
plan itself is a report too where it has one. Out: `Fulfilment`: links with a score and the evidence on both sides, what became of each
measure, what no measure asks for, and shares by unit, section and month; the same with the links that people decided.
"""

from collections.abc import Collection, Sequence
from itertools import groupby

from extractor.comparison.rows import Row, measure_rows
from extractor.fulfilment.linking import counts_of, link_statements
from extractor.fulfilment.results import Count, Fulfilment, Link, Outcome, State, Statement
from extractor.fulfilment.rows import link_rows
from extractor.fulfilment.shares import shares_by_month, shares_by_section, shares_by_unit
from extractor.fulfilment.statements import find_statements
from extractor.records import Records

# The places of a measure and a statement.
Pair = tuple[int, int]
# What a measure's state is, from the weightiest: a part of it may be done, and the whole goes on.
RANKS: tuple[State, ...] = ("ongoing", "done", "not_done")


def check_fulfilment(plan: Records, reports: Sequence[Records]) -> Fulfilment:
    """Link what reports say to a plan's measures, a later report after an earlier one; without any the plan's own marks are looked at."""
    rows = measure_rows(plan)
    statements = tuple(find_statements(reports or [plan]))
    by_rows = list(link_rows(plan, reports or [plan], statements))
    told = {link.statement for link in by_rows}
    others = [place for place in range(len(statements)) if place not in told]
    return make_fulfilment(rows, statements, [*by_rows, *link_statements(rows, statements, others)])


def decide_links(plan: Records, found: Fulfilment, *, rejected: Collection[Pair], added: Collection[Pair]) -> Fulfilment:
    """Give a check of a plan without the links that a person has rejected, and with those that a person has made (score 1).

    `plan` is the one that was checked; pairs are places of a measure and a statement.
    """
    rows = measure_rows(plan)
    kept = [link for link in found.links if (link.measure, link.statement) not in rejected]
    known = {(link.measure, link.statement) for link in kept}
    made = [link_by_hand(rows[measure], place, found.statements) for measure, place in added if (measure, place) not in known]
    return make_fulfilment(rows, found.statements, [*kept, *made])


def link_by_hand(row: Row, place: int, statements: Sequence[Statement]) -> Link:
    """Give a link that a person has made."""
    return Link(measure=row.index, statement=place, score=1.0, counts=counts_of(row.record, statements[place]))


def make_fulfilment(rows: Sequence[Row], statements: tuple[Statement, ...], found: Sequence[Link]) -> Fulfilment:
    """Give what became of each measure by the links that were found."""
    links = sorted(found, key=lambda link: (link.measure, -link.score, link.statement))
    told_of = {place: list(group) for place, group in groupby(links, key=lambda link: link.measure)}
    outcomes = tuple(outcome_of(row, told_of.get(row.index, []), statements) for row in rows)
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


def outcome_of(row: Row, links: Sequence[Link], statements: Sequence[Statement]) -> Outcome:
    """Give what became of a measure of which some statements tell."""
    record = row.record
    months = [month for deadline in record.deadlines if (month := (deadline.end or deadline.start or "")[:7])]
    return Outcome(
        index=row.index,
        number=row.number,
        text=record.text,
        evidence=record.evidence,
        state=state_of(links, statements),
        section=row.path[1:],
        units=tuple(dict.fromkeys(party.name or party.person or party.text for party in record.responsible)),
        months=tuple(dict.fromkeys(months)),
        statements=tuple(link.statement for link in links),
    )


def state_of(links: Sequence[Link], statements: Sequence[Statement]) -> State:
    """Give a measure's state: what the last report says that tells of it; of which less was counted than planned goes on."""
    last = max((statements[link.statement].report for link in links), default=0)
    states = {statements[link.statement].told for link in links if statements[link.statement].report == last}
    state: State = next((state for state in RANKS if state in states), "none")
    return "ongoing" if state == "done" and is_short([count for link in links for count in link.counts]) else state


def is_short(counts: Sequence[Count]) -> bool:
    """Tell whether less was reached of a planned quantity, in all reports together."""
    planned = {count.planned for count in counts}
    return any(sum(count.reached.value for count in counts if count.planned == one) < one.value for one in planned)
