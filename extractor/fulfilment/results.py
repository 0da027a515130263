"""The types of a check: what reports say of a plan's measures.

In: nothing (the stages build them). Out: `Fulfilment`, frozen. Places count from 0: of measures over all plans of the document, of
statements over all reports in the order in which they were given.
"""

from dataclasses import dataclass
from typing import Literal

from extractor.evidence import Evidence
from extractor.records import Quantity

StatementKind = Literal["activity", "row"]
Told = Literal["done", "ongoing", "not_done"]
State = Literal["done", "ongoing", "not_done", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a report says in one place: an activity of its text, or the mark of a row; `index` counts its like in report `report`.

    `text` is the activity, or the row's measure; `evidence` is the place of the activity or of the mark.
    """

    report: int
    kind: StatementKind
    index: int
    told: Told
    text: str
    evidence: Evidence
    actor: str | None = None
    period: str | None = None
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A quantity of the plan beside the one that was reached, both counting the same things."""

    planned: Quantity
    reached: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A statement that tells of a measure: `score` from 0 to 1, `words` of the measure that the statement has too, and counts."""

    measure: int
    statement: int
    score: float
    words: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a measure: done, going on or not done as reports say, or none where no report tells of it."""

    index: int
    number: str | None
    text: str
    evidence: Evidence
    state: State
    section: tuple[str, ...]
    units: tuple[str, ...]
    months: tuple[str, ...]
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of the measures of a unit, a section or a month are in which state."""

    name: str
    done: int
    ongoing: int
    not_done: int
    none: int

    @property
    def total(self) -> int:
        """All measures."""
        return self.done + self.ongoing + self.not_done + self.none


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """A plan beside its reports; `outside` are the statements of which no measure speaks. Shares come in the order of the plan."""

    outcomes: tuple[Outcome, ...]
    statements: tuple[Statement, ...]
    links: tuple[Link, ...]
    outside: tuple[int, ...]
    units: tuple[Share, ...]
    sections: tuple[Share, ...]
    months: tuple[Share, ...]
