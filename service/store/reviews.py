"""Reviews: what people have looked at and accepted, or rejected.

In: a connection and records. Out: their marks. A mark holds for the version of a record that was seen; a record that was corrected, or
read otherwise by a newer extraction, has none any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from service.errors import Stale
from service.store.changes import note_record
from service.store.connection import Connection
from service.store.edits import lock_record, names_version
from service.store.families import Family

Mark = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person says of a record: a mark, or None to take it back; `if_match` is the header as it came."""

    family: Family
    record: UUID
    mark: Mark | None
    if_match: str
    person: UUID


async def put_review(connection: Connection, review: Review) -> None:
    """Mark a record in the caller's transaction; raises `NotFound`, `Gone`, and `Stale` where it is not the version that was seen."""
    row = await lock_record(connection, review.family, review.record)
    if not names_version(review.if_match, row["version"]):
        raise Stale
    await connection.execute("DELETE FROM reviews WHERE record = %s", [review.record])
    if review.mark:
        await connection.execute(
            "INSERT INTO reviews (record, family, document, seen_version, mark, person) VALUES (%s, %s, %s, %s, %s, %s)",
            [review.record, review.family.name, row["document"], row["version"], review.mark, review.person],
        )
    details = {"mark": review.mark, "version": row["version"]}
    await note_record(connection, review.family, review.record, "reviewed", row["document"], **details)


async def reviews_of(connection: Connection, versions: Sequence[tuple[UUID, int]]) -> dict[UUID, dict[str, Any]]:
    """Give the marks that hold of records with these versions: `mark`, `author` and `at`, by record."""
    rows = await connection.execute(
        "SELECT record, mark, people.name AS author, at FROM reviews JOIN people ON people.id = person"
        " JOIN unnest(%s::uuid[], %s::int[]) AS shown (id, version) ON record = shown.id AND seen_version = shown.version",
        [[record for record, _ in versions], [version for _, version in versions]],
    )
    return {row["record"]: {"mark": row["mark"], "author": row["author"], "at": row["at"]} async for row in rows}
