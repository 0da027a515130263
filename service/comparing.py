"""Comparing: two stored documents, with corrections applied, compared by the extractor.

In: a connection and two documents' ids. Out: `Compared`, and the auditors' sign-offs as the extractor's types. A comparison is kept in
memory while neither document's records change.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from extractor.comparison.signing import SignOff
from extractor.exporters.comparison.selection import EVERYTHING, Selection, selected
from extractor.exporters.comparison.versions import Compared, Version, compare_versions
from extractor.records import Records
from service.store.connection import Connection, sees_names
from service.store.corrections import newest_correction
from service.store.documents import Row
from service.store.masks import renumbered, shared_numbers
from service.store.records import document_records

RECORDS = TypeAdapter(Records)
# Comparisons that are kept: of two plans of 2,000 measures one takes 10 MB and up to 2 s.
KEPT = 16
State = tuple[UUID, str, int, str, int, bool]
KEPT_COMPARISONS: OrderedDict[tuple[State, State], Compared] = OrderedDict()


async def compare_documents(connection: Connection, old: Row, new: Row, selection: Selection = EVERYTHING) -> Compared:
    """Compare two documents, given by their rows; raises as `document_records` does where one has no records."""
    key = (await state_of(connection, old), await state_of(connection, new))
    if key not in KEPT_COMPARISONS:
        before, after = await document_records(connection, old["id"]), await document_records(connection, new["id"])
        if not sees_names(connection):
            after = renumbered(after, await shared_numbers(connection, old["id"], new["id"]))
        KEPT_COMPARISONS[key] = await asyncio.to_thread(compare_records, (old, before), (new, after))
    KEPT_COMPARISONS.move_to_end(key)
    while len(KEPT_COMPARISONS) > KEPT:
        KEPT_COMPARISONS.popitem(last=False)
    compared = KEPT_COMPARISONS[key]
    return replace(compared, shown=selected(compared.whole, selection))


async def state_of(connection: Connection, row: Row) -> State:
    """Give what changes whenever a document's records do: its version, which each extraction raises, and its newest correction.

    Who sees no names of persons is shown a comparison of its own.
    """
    newest = await newest_correction(connection, row["id"])
    return row["id"], row["name"], row["version"], row["extractor_version"], newest, sees_names(connection)


def compare_records(old: tuple[Row, dict[str, Any]], new: tuple[Row, dict[str, Any]]) -> Compared:
    """Compare two documents' rows and records."""
    return compare_versions(version_of(*old), version_of(*new))


def version_of(row: Row, records: dict[str, Any]) -> Version:
    """Give a stored document as a version of a comparison."""
    return Version(name=row["name"], records=RECORDS.validate_python(records), sha256=row["sha256"], extractor=row["extractor_version"])


def newest_sign_offs(rows: Iterable[dict[str, Any]]) -> tuple[SignOff, ...]:
    """Give the newest mark of each difference; `rows` come the newest first."""
    newest: dict[str, dict[str, Any]] = {}
    for row in rows:
        newest.setdefault(row["key"], row)
    return tuple(
        SignOff(
            key=row["key"],
            mark=row["mark"],
            who=row["person_name"],
            when=f"{row['at']:%d.%m.%Y %H:%M}",
            note=row["note"],
            subject=row["subject"],
        )
        for row in newest.values()
    )
