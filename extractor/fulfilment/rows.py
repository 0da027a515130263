"""Rows: a plan whose column of completion was filled in, beside the plan.

In: the plan, the reports, and what they say. Out: `Link`s of rows. The rows of a report that is the plan with one more column are matched
as those of two versions are (`extractor.comparison.parts`).
"""

from collections.abc import Iterator, Sequence

from extractor.comparison.likeness import likeness
from extractor.comparison.parts import match_rows
from extractor.comparison.rows import Row, measure_rows
from extractor.fulfilment.counts import find_counts
from extractor.fulfilment.results import Link, Statement
from extractor.records import Measure, Records


def link_rows(plan: Records, reports: Sequence[Records], statements: Sequence[Statement]) -> Iterator[Link]:
    """Yield the links of marked rows to the plan's measures."""
    rows = measure_rows(plan)
    for report, records in enumerate(reports):
        marked = {one.index: place for place, one in enumerate(statements) if one.report == report and one.kind == "row"}
        for old, new in matched(rows, records, plan) if marked else ():
            if new.index in marked:
                yield link_row(old, new, marked[new.index], statements)


def matched(rows: Sequence[Row], report: Records, plan: Records) -> Iterator[tuple[Row, Row]]:
    """Yield the pairs of rows of the plan and of a report; of a plan with itself each row is its own."""
    if report is plan:
        yield from zip(rows, rows, strict=True)
        return
    for match in match_rows(rows, measure_rows(report)):
        yield from ((old, new) for old in match.old for new in match.new)


def link_row(old: Row, new: Row, place: int, statements: Sequence[Statement]) -> Link:
    """Give the link of a marked row."""
    score = 1.0 if old.key == new.key else round(likeness(old.words, new.words), 3)
    counts = find_counts(old.record, statements[place].quantities) if isinstance(old.record, Measure) else ()
    return Link(measure=old.index, statement=place, score=score, counts=counts)
