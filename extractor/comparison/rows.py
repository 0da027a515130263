"""Rows: records of both versions in the one form in which they are matched and compared.

In: `Records`. Out: a `Row` for each measure or clause: its place, its path of headings, and its fields. To compare a further field, add
it to `MEASURE_FIELDS` or `CLAUSE_FIELDS`.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from extractor.comparison.changes import Ref
from extractor.comparison.likeness import Words, plain, words_of
from extractor.comparison.values import deadline_key, party_key
from extractor.records import Clause, Measure, Records

# `items` are part of the text; a change of one is a change of the other.
MEASURE_FIELDS = (
    "text", "deadlines", "responsible", "mechanism", "audience", "result", "indicators", "funding", "basis", "place", "note", "status",
)  # fmt: skip
CLAUSE_FIELDS = ("text", "kind", "deadlines", "responsible")


@dataclass(frozen=True)
class Row:
    """A measure or a clause; `index` counts from 0, `path` is the plan's title and the headings, outermost first."""

    index: int
    number: str | None
    path: tuple[str, ...]
    record: Measure | Clause
    names: tuple[str, ...]

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """The values that are compared."""
        return {name: getattr(self.record, name) for name in self.names}

    @cached_property
    def place_number(self) -> str | None:
        """The number in the form in which numbers are compared: a narrow column may break it ("1.1. 1")."""
        return None if self.number is None else "".join(self.number.split()).rstrip(".")

    @cached_property
    def key(self) -> str:
        """The text in the form in which equal texts are found."""
        return plain(self.record.text)

    @cached_property
    def words(self) -> Words:
        """The words by which likeness is judged."""
        return words_of(self.key)

    @cached_property
    def deadlines(self) -> tuple[Hashable, ...]:
        """The deadlines by their meaning."""
        return tuple(map(deadline_key, self.record.deadlines))

    @cached_property
    def parties(self) -> tuple[Hashable, ...]:
        """The parties by their normal forms."""
        return tuple(map(party_key, self.record.responsible))

    @cached_property
    def path_key(self) -> tuple[str, ...]:
        """The headings in the form in which equal ones are found."""
        return tuple(map(plain, self.path))

    @cached_property
    def ref(self) -> Ref:
        """The row as a change names it."""
        return Ref(index=self.index, number=self.number, text=self.record.text)


def measure_rows(records: Records) -> tuple[Row, ...]:
    """Give the measures of all plans in printed order."""
    return tuple(Row(index, measure.number, path, measure, MEASURE_FIELDS) for index, (path, measure) in enumerate(measures_of(records)))


def measures_of(records: Records) -> Iterator[tuple[tuple[str, ...], Measure]]:
    """Yield each measure with the title of its plan and its headings."""
    for place, plan in enumerate(records.plans, 1):
        for measure in plan.measures:
            yield (plan.title or f"[{place}]", *measure.section), measure


def clause_rows(records: Records) -> tuple[Row, ...]:
    """Give the clauses in printed order; a sub-point stands under the numbers of its points."""
    return tuple(Row(index, clause.number, clause_path(clause), clause, CLAUSE_FIELDS) for index, clause in enumerate(records.clauses))


def clause_path(clause: Clause) -> tuple[str, ...]:
    """Clauses have no headings: a point that gets another number is renumbered, not moved."""
    return ()
