"""Counts: how many differences of each class there are.

In: a `Comparison`. Out: a row for each class that occurs, with its name and its counts among measures, clauses, headings and requisites,
and last a row of the records that are as they were. A change of several classes counts in each.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extractor.comparison.changes import Comparison
from extractor.exporters.comparison.remarks import CLASSES, class_name
from extractor.messages import message

HEADINGS = ("count_class", "table_measures", "table_clauses", "group_headings", "group_requisites")


class Count(NamedTuple):
    """A class with its counts; None where the family has no such class."""

    name: str
    measures: int
    clauses: int
    headings: int | None
    requisites: int | None


def counts_of(comparison: Comparison) -> Iterator[Count]:
    """Yield the counts, in the order of the classes."""
    measures: Counter[str] = Counter(name for change in comparison.changes for name in change.classes)
    clauses: Counter[str] = Counter(name for change in comparison.clauses.changes for name in change.classes)
    headings: Counter[str] = Counter(heading.kind for heading in comparison.headings)
    requisites = Counter({"changed": len(comparison.requisites)})
    for name in CLASSES:
        if measures[name] or clauses[name] or headings[name] or requisites[name]:
            yield Count(class_name(name), measures[name], clauses[name], headings[name], requisites[name])
    yield Count(message("count_unchanged"), comparison.unchanged, comparison.clauses.unchanged, None, None)
