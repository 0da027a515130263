"""Amending points: which point of a new version's own act brings a change.

In: the records of the new version. Out: the points that name the changed record by its number, and those that restate the whole plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.comparison.changes import Change, FieldChange, HeadingChange, Ref
from extractor.records import Instruction, Records

# Units of a place that a row of a plan is named by: «пункт 3», «позиция 3», «строка 3».
ROWS = frozenset({"point", "subpoint", "item", "row", "position"})
# Letters of a point that are shown beside a change.
SHOWN_LETTERS = 300


@dataclass(frozen=True, slots=True)
class AmendingPoint:
    """A point of the new version's act: its number and its beginning."""

    number: str | None
    text: str


def plain_number(number: str | None) -> str:
    """Give a number in the form in which numbers are compared."""
    return "".join((number or "").split()).rstrip(".)")


class AmendingPoints:
    """The points of one act by the numbers of the rows that they name."""

    def __init__(self, records: Records) -> None:
        """Read them from the instructions; an act whose instructions were not read has its points of this kind as a whole."""
        self.by_row: dict[str, list[AmendingPoint]] = {}
        for instruction in (one for amendment in records.amendments for one in amendment.instructions):
            for number in row_numbers(instruction):
                self.by_row.setdefault(number, []).append(point_of(instruction))
        rows = [point for points in self.by_row.values() for point in points]
        clauses = (AmendingPoint(clause.number, clause.text[:SHOWN_LETTERS]) for clause in records.clauses if clause.kind == "amendment")
        self.general = [point for point in clauses if all(point.number != row.number for row in rows)]

    def of(self, change: Change | HeadingChange | FieldChange) -> list[AmendingPoint]:
        """Give the points that name the records of a change."""
        refs: tuple[Ref, ...] = (*change.old, *change.new) if isinstance(change, Change) else ()
        numbers = dict.fromkeys(plain_number(ref.number) for ref in refs if ref.number)
        return list(dict.fromkeys(point for number in numbers for point in self.by_row.get(number, [])))


def row_numbers(instruction: Instruction) -> Iterator[str]:
    """Yield the numbers of the rows that an instruction names; the last step of its place tells."""
    named = [step for step in instruction.place if step.unit in ROWS and step.number]
    if named:
        yield plain_number(named[-1].number)


def point_of(instruction: Instruction) -> AmendingPoint:
    """Give the point that an instruction stands in."""
    return AmendingPoint(instruction.number, instruction.evidence.text[:SHOWN_LETTERS])
