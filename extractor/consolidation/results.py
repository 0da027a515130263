"""The types of a consolidation: the computed version, what changed each field, what was refused.

In: nothing (the stages build them). Out: `Consolidation`, frozen.
"""

from dataclasses import dataclass
from typing import Any, Literal

from extractor.evidence import Evidence
from extractor.records import DocumentKind, Instruction, Issue, Records

RecordKind = Literal["measure", "clause", "document", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLabel:
    """An amending act: `index` is its place among the acts as given, from 0; from the day `in_force` it changes the base."""

    index: int
    kind: DocumentKind
    date: str | None
    number: str | None
    in_force: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One changed field with the act, its point and the place in the act where the change stands.

    `index` counts from 0 over all measures (or clauses, or plans) of the computed version, None for what is no longer there; `field` is
    None where the whole record was added or removed.
    """

    record: RecordKind
    index: int | None
    number: str | None
    field: str | None
    old: Any
    new: Any
    act: ActLabel
    point: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An instruction that was not applied, and why; None stands for a whole act that changes nothing here."""

    act: ActLabel
    point: str | None
    instruction: Instruction | None
    issue: Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidation:
    """The computed version with what changed each field, what was refused, and what has to be looked at all the same."""

    records: Records
    links: tuple[Link, ...]
    refused: tuple[Refusal, ...]
    notices: tuple[Issue, ...] = ()


class Refused(Exception):  # noqa: N818 - it ends one instruction, nothing is wrong with the program
    """An instruction can't be applied; `code` names the issue, `values` are what its message names."""

    def __init__(self, code: str, **values: object) -> None:
        """Keep the issue's code and values."""
        super().__init__(code)
        self.code = code
        self.values = values
