"""State: a version while acts are applied to it; every record has a key that stays its own.

In: `Records`. Out: `State`, frozen, and the `Records` that it stands for. A change gives a new state and says what it changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.consolidation.fields import columns_of
from extractor.consolidation.money import MoneyColumn, money_columns
from extractor.consolidation.results import RecordKind
from extractor.records import Clause, Deadline, Measure, Party, Plan, Records, Requisites


@dataclass(frozen=True, slots=True)
class KeptMeasure:
    """A measure with its key and the key of its plan."""

    key: int
    plan: int
    value: Measure


@dataclass(frozen=True, slots=True)
class KeptClause:
    """A clause with its key."""

    key: int
    value: Clause


@dataclass(frozen=True, slots=True)
class KeptSection:
    """A section's headings, outermost first, with the key of its plan and its ordinal among those beside it, from 1."""

    plan: int
    path: tuple[str, ...]
    ordinal: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did to one field of a record; a field of None is the whole record."""

    record: RecordKind
    key: int
    number: str | None
    field: str | None
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class State:
    """A version: requisites, clauses, plans without their measures, measures.

    `worded` has for each plan the fields that are read inside the wording, because no column holds them; `gone` what was removed, by kind
    and number; `unsure` the kinds whose numbers were changed in a way that can't be told; `sections` the headings with their ordinals,
    which stay theirs when others go; `columns` and `money` for each plan what its table's columns hold, as they were read in the base.
    """

    document: Requisites
    clauses: tuple[KeptClause, ...]
    plans: tuple[Plan, ...]
    measures: tuple[KeptMeasure, ...]
    worded: tuple[frozenset[str], ...] = ()
    gone: frozenset[tuple[str, str]] = frozenset()
    next_key: int = 0
    unsure: frozenset[str] = frozenset()
    sections: tuple["KeptSection", ...] = ()
    columns: tuple[Mapping[int, str], ...] = ()
    money: tuple[Mapping[int, MoneyColumn], ...] = ()

    def with_measures(self, measures: Sequence[KeptMeasure]) -> "State":
        """Give the state with other measures."""
        return replace(self, measures=tuple(measures))

    def with_measure(self, kept: KeptMeasure, value: Measure) -> "State":
        """Give the state with another value of one measure."""
        return self.with_measures([replace(other, value=value) if other.key == kept.key else other for other in self.measures])

    def with_clause(self, kept: KeptClause, value: Clause) -> "State":
        """Give the state with another value of one clause."""
        return replace(self, clauses=tuple(replace(other, value=value) if other.key == kept.key else other for other in self.clauses))

    def without(self, record: str, number: str | None) -> "State":
        """Give the state that remembers that a numbered record was removed."""
        return replace(self, gone=self.gone | {(record, number)}) if number else self


Applied = tuple[State, list[Changed]]


def begin_state(base: Records) -> State:
    """Give the state of a base version."""
    clauses = tuple(KeptClause(key, clause) for key, clause in enumerate(base.clauses))
    measures, key = list[KeptMeasure](), len(clauses)
    for index, plan in enumerate(base.plans):
        for measure in plan.measures:
            measures.append(KeptMeasure(key, index, measure))
            key += 1
    plans = tuple(replace(plan, measures=()) for plan in base.plans)
    worded = tuple(worded_fields(plan.measures) for plan in base.plans)
    sections = tuple(section for index, plan in enumerate(base.plans) for section in sections_of(index, plan.measures))
    columns = tuple(columns_of(plan.measures) for plan in base.plans)
    money = tuple(money_columns(plan.measures) for plan in base.plans)
    return State(base.document, clauses, plans, tuple(measures), worded, frozenset(), key, sections=sections, columns=columns, money=money)


def sections_of(plan: int, measures: Sequence[Measure]) -> list[KeptSection]:
    """Give the sections of a plan in order."""
    found: dict[tuple[str, ...], int] = {}
    for measure in measures:
        for depth in range(1, len(measure.section) + 1):
            path = measure.section[:depth]
            if path not in found:
                found[path] = 1 + sum(known[:-1] == path[:-1] and len(known) == depth for known in found)
    return [KeptSection(plan, path, ordinal) for path, ordinal in found.items()]


def worded_fields(measures: Sequence[Measure]) -> frozenset[str]:
    """Give the fields that a plan's measures have in their own wording: no value of theirs stands in another cell."""
    apart = set[str]()
    for measure in measures:
        here = (measure.evidence.block, measure.evidence.row, measure.evidence.column)
        values: dict[str, Sequence[Deadline | Party]] = {"deadlines": measure.deadlines, "responsible": measure.responsible}
        apart |= {
            name for name, found in values.items() if any((v.evidence.block, v.evidence.row, v.evidence.column) != here for v in found)
        }
    return frozenset({"deadlines", "responsible"} - apart)


def end_state(state: State, base: Records) -> Records:
    """Give the records of a state; what no act can change is the base's."""
    plans = tuple(
        replace(plan, measures=tuple(kept.value for kept in state.measures if kept.plan == index)) for index, plan in enumerate(state.plans)
    )
    return replace(base, document=state.document, clauses=tuple(kept.value for kept in state.clauses), plans=plans)
