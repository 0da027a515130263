"""Comparing: two stored documents, with corrections applied, compared by the extractor.

In: a connection and two documents' ids. Out: `Compared`: the comparison and, for each change, a key by which its sign-offs find it.
A comparison is kept in memory while neither document's records change.
"""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from extractor.comparison import compare
from extractor.comparison.changes import Change, Comparison
from extractor.exporters.json import plain_value
from extractor.records import Records
from service.store.connection import Connection
from service.store.records import document_records

RECORDS = TypeAdapter(Records)
# Comparisons that are kept: of two plans of 2,000 measures one takes 10 MB and up to 2 s.
KEPT = 16


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison; `keys` has a key for each of its changes of measures, then of clauses."""

    comparison: Comparison
    keys: tuple[str, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of measures, then of clauses."""
        return (*self.comparison.changes, *self.comparison.clauses.changes)


KEPT_COMPARISONS: OrderedDict[str, Compared] = OrderedDict()


async def compare_documents(connection: Connection, old: UUID, new: UUID) -> Compared:
    """Compare two documents; raises as `document_records` does where one has no records."""
    before, after = await document_records(connection, old, ids=True), await document_records(connection, new, ids=True)
    key = hashlib.sha256(json.dumps([before, after], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    if key not in KEPT_COMPARISONS:
        KEPT_COMPARISONS[key] = await asyncio.to_thread(compare_records, before, after)
    KEPT_COMPARISONS.move_to_end(key)
    while len(KEPT_COMPARISONS) > KEPT:
        KEPT_COMPARISONS.popitem(last=False)
    return KEPT_COMPARISONS[key]


def compare_records(before: Mapping[str, Any], after: Mapping[str, Any]) -> Compared:
    """Compare two documents' records, which carry their ids."""
    comparison = compare(RECORDS.validate_python(before), RECORDS.validate_python(after))
    keys = [change_key("measures", change, measure_ids(before), measure_ids(after)) for change in comparison.changes]
    keys += [change_key("clauses", change, clause_ids(before), clause_ids(after)) for change in comparison.clauses.changes]
    return Compared(comparison, tuple(keys))


def measure_ids(records: Mapping[str, Any]) -> list[str]:
    """Give the ids of all measures, in the order in which a comparison counts them."""
    return [measure["id"] for plan in records["plans"] for measure in plan["measures"]]


def clause_ids(records: Mapping[str, Any]) -> list[str]:
    """Give the ids of all clauses in order."""
    return [clause["id"] for clause in records["clauses"]]


def change_key(family: str, change: Change, old: Sequence[str], new: Sequence[str]) -> str:
    """Give what stays the same of a change when its documents are read again: the records that it is about."""
    named = [family, [old[ref.index] for ref in change.old], [new[ref.index] for ref in change.new]]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()[:32]


def plain_change(change: Change) -> dict[str, Any]:
    """Give a change as JSON without the places of its values, so that the same change read at another place is the same."""
    stripped: dict[str, Any] = without_places(plain_value(change))
    return stripped


def without_places(value: Any) -> Any:
    """Leave out evidence and the indices of rows."""
    if isinstance(value, dict):
        return {key: without_places(part) for key, part in value.items() if key not in ("evidence", "index")}
    return [without_places(part) for part in value] if isinstance(value, list) else value
