"""The types of a comparison: what is different between two versions of a document.

In: nothing (the stages build them). Out: `Comparison`, frozen; its JSON is the record format's "comparison of two plans".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from extractor.records import Requisites

ChangeClass = Literal["added", "removed", "changed", "moved", "renumbered", "split", "merged", "wording"]
# How a value differs: of deadlines, of parties and of amounts.
DifferenceKind = Literal[
    "postponed", "brought_forward", "became_recurring", "became_single", "frequency", "deadline_added", "deadline_dropped",
    "deadline_replaced", "party_replaced", "party_added", "party_dropped", "role_changed", "raised", "lowered", "amount_added",
    "amount_dropped",
]  # fmt: skip
HeadingClass = Literal["added", "removed", "renamed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A record of one version: `index` counts from 0 over all plans of the document (or over its clauses)."""

    index: int
    number: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text: it stands in both versions, only in the old one, or only in the new one."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which a value differs; `days` is how far a deadline moved, `amount` by how many roubles a sum changed."""

    kind: DifferenceKind
    old: str | None = None
    new: str | None = None
    days: int | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field whose value is different: both values, the pieces of a text, and in which ways deadlines, parties or sums differ."""

    old: Any
    new: Any
    pieces: tuple[Piece, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one record, or of several (`split`, `merged`); `fields` names the values that differ."""

    classes: tuple[ChangeClass, ...]
    old: tuple[Ref, ...]
    new: tuple[Ref, ...]
    fields: Mapping[str, FieldChange] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingChange:
    """A heading that only one version has, or that is worded anew over the same rows; paths are outermost first."""

    kind: HeadingClass
    old: tuple[str, ...] | None
    new: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The changes among the records of one family, in the order of the new version, and how many records stayed as they were."""

    changes: tuple[Change, ...]
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions of a document: changes of measures; of requisites, headings and clauses beside them."""

    old: Requisites
    new: Requisites
    changes: tuple[Change, ...]
    unchanged: int
    requisites: Mapping[str, FieldChange] = field(default_factory=dict)
    headings: tuple[HeadingChange, ...] = ()
    clauses: Changes = Changes(changes=(), unchanged=0)


MIRRORED: Mapping[str, Any] = {
    "added": "removed", "removed": "added", "split": "merged", "merged": "split", "postponed": "brought_forward",
    "brought_forward": "postponed", "became_recurring": "became_single", "became_single": "became_recurring",
    "deadline_added": "deadline_dropped", "deadline_dropped": "deadline_added", "party_added": "party_dropped",
    "party_dropped": "party_added", "raised": "lowered", "lowered": "raised", "amount_added": "amount_dropped",
    "amount_dropped": "amount_added",
}  # fmt: skip
