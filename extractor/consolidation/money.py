"""Money: the amounts of a row by their columns, read anew with the unit, the source and the year that the column's other amounts have.

In: the measures of a plan; a cell. Out: what each column of money holds, and the amounts of the cell. A column whose amounts do not agree
on unit, source and year is not known: cells of it are refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.document import Passage
from extractor.evidence import Evidence
from extractor.measures.funding import find_funding, plain_number
from extractor.records import Funding, Measure


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """A column of amounts: what one printed is in roubles, whose money it is, and of which year."""

    unit: float
    source: str | None
    year: int | None


def money_columns(measures: Sequence[Measure]) -> Mapping[int, MoneyColumn]:
    """Give the columns of money of a plan's table by their numbers, those that one thing can be said of."""
    found: dict[int, set[MoneyColumn]] = {}
    for measure in measures:
        for entry in measure.funding:
            if entry.evidence.column and entry.evidence.row:
                found.setdefault(entry.evidence.column, set()).add(MoneyColumn(unit_of(entry), entry.source, entry.year))
    return {column: kinds.pop() for column, kinds in found.items() if len(kinds) == 1}


def unit_of(entry: Funding) -> float:
    """Give what one of the printed number is in roubles."""
    printed = float(plain_number(entry.evidence.text))
    return round(entry.amount / printed, 4) if printed else 1.0


def read_money(cell: str, column: MoneyColumn, evidence: Evidence) -> tuple[Funding, ...]:
    """Read a cell of money; every amount has the instruction's place, in the cell's column."""
    found = find_funding(Passage(text=cell, block=1), unit=column.unit, source=column.source, year=column.year)
    return tuple(replace(entry, evidence=evidence) for entry in found)


def amounts(measure: Measure) -> list[tuple[float, str | None, int | None]]:
    """Give what a measure's money says, places aside."""
    return [(entry.amount, entry.source, entry.year) for entry in measure.funding]
