"""Amending points: which point of an act brings a change.

In: the records of the new version, whose own act may say so, or what is known of a version that was computed from acts. Out: the points
that name the changed record by its number, and those that restate the whole plan; of a computed version the points that changed the very
record.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.comparison.changes import Change, FieldChange, HeadingChange, Ref
from extractor.exporters.comparison.versions import Compared
from extractor.records import Instruction, Records
from service.store.columns import Json
from service.store.computed import find_computed
from service.store.connection import Connection
from service.store.documents import Row

# Units of a place that a row of a plan is named by: «пункт 3», «позиция 3», «строка 3».
ROWS = frozenset({"point", "subpoint", "item", "row", "position"})
# Letters of a point that are shown beside a change.
SHOWN_LETTERS = 300


@dataclass(frozen=True, slots=True)
class AmendingPoint:
    """A point of an act: its number and its beginning; of another document's act also that document and the place there."""

    number: str | None
    text: str
    document: str | None = None
    at: str | None = None


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

    def of(self, family: str, change: Change | HeadingChange | FieldChange) -> list[AmendingPoint]:
        """Give the points that name the measures of a change."""
        if family != "measure":
            return []
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


class ComputedPoints:
    """The points that changed the records of a computed version since a day, that of the version that it is compared with."""

    general: Sequence[AmendingPoint] = ()

    def __init__(self, links: Sequence[Json], since: date | None) -> None:
        """Sort the links by what they changed: what is no longer there by its number, anything else by its index."""
        self.by_record: dict[tuple[str, int | str | None], list[AmendingPoint]] = {}
        for link in links:
            if since is None or link["day"] > since.isoformat():
                place = link["index"] if link["index"] is not None else plain_number(link["number"])
                self.by_record.setdefault((link["record"], place), []).append(linked_point(link))

    def of(self, family: str, change: Change | HeadingChange | FieldChange) -> list[AmendingPoint]:
        """Give the points that changed the records of a change."""
        if not isinstance(change, Change):
            return []
        places: list[int | str | None] = [
            *(ref.index for ref in change.new),
            *(plain_number(ref.number) for ref in change.old if not change.new),
        ]
        return list(dict.fromkeys(point for place in places for point in self.by_record.get((family, place), [])))


def linked_point(link: Json) -> AmendingPoint:
    """Give the point of an act that changed a field."""
    place = link["evidence"]
    at = "-".join(str(place[name] or 0) for name in ("block", "row", "column", "start", "end"))
    return AmendingPoint(link["point"], place["text"][:SHOWN_LETTERS], link["document"], at)


Points = AmendingPoints | ComputedPoints


async def find_points(connection: Connection, compared: Compared, old: Row, new: Row) -> Points:
    """Give the points that may bring the changes of two documents: those that the new one is computed from, or those of its own act."""
    if not new["computed_from"]:
        return AmendingPoints(compared.new.records)
    found = await find_computed(connection, [old["id"], new["id"]])
    return ComputedPoints(found[new["id"]]["links"], found[old["id"]]["as_of"] if old["id"] in found else None)
