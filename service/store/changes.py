"""Changes: what happened to documents, records and lines, in the order in which it was committed.

In: a connection in the transaction of the change, its type and the thing that changed. Out: rows that a feed reads page by page and
webhooks are told of. A row gets its position when its transaction commits, one transaction at a time, so nothing is ever committed
before a position that was read. To tell of a further kind of change, add it to `CHANGE_TYPES` and call `note_change`.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from service.store.connection import Connection, seeing_everything
from service.store.families import FAMILIES, Family
from service.store.identity import new_id

Row = dict[str, Any]
# What happens to a record of any family, after the name of one of them: "measure.corrected".
RECORD_CHANGES = ("corrected", "reviewed")
CHANGE_TYPES = (
    "document.uploaded",
    "document.done",
    "document.failed",
    "document.cancelled",
    "document.retried",
    "document.read_again",
    "document.placed",
    "document.taken_out",
    "document.computed",
    "document.deleted",
    "line.added",
    "link.decided",
    "entry.merged",
    "entry.split",
    "entry.named",
    "entry.undone",
    "event.entered",
    "event.taken_back",
    "report.asked",
    "report.ended",
    "report.drafted",
    "report.handed_in",
    "report.returned",
    "report.accepted",
    "report.due_soon",
    "report.overdue",
    *(f"{family.singular}.{change}" for family in FAMILIES.values() for change in RECORD_CHANGES),
)
# Days for which changes are kept; a reader that was away for longer reads the records again.
KEPT_DAYS = 30
# The key of `installation`: the last position that was deleted.
FORGOTTEN = "changes_forgotten"


async def note_change(connection: Connection, kind: str, thing: str, *, document: UUID | None = None, **details: object) -> None:
    """Note a change in the connection's transaction: `thing` like "measures/<id>", `details` small values without names of people.

    Call it when what it tells of is written: changes of one document then stand in the order in which its row was locked.
    """
    assert kind in CHANGE_TYPES, kind
    # Of a thing that belongs to no document, or of one that has just left somebody's reach, it is noted as well.
    async with seeing_everything(connection):
        await connection.execute(
            "INSERT INTO changes (id, type, object, document, details) VALUES (%s, %s, %s, %s, %s)",
            [new_id(), kind, thing, document, Jsonb(details)],
        )


async def note_document(connection: Connection, kind: str, document: UUID, **details: object) -> None:
    """Note a change of a document as a whole."""
    await note_change(connection, kind, f"documents/{document}", document=document, **details)


async def note_record(connection: Connection, family: Family, record: UUID, change: str, document: UUID, **details: object) -> None:
    """Note one of `RECORD_CHANGES` of a record."""
    await note_change(connection, f"{family.singular}.{change}", f"{family.name}/{record}", document=document, **details)


async def list_changes(connection: Connection, *, after: int, types: Sequence[str], limit: int) -> list[Row]:
    """Give the changes after a position, the oldest first; of these types, or of all where none is named."""
    rows = await connection.execute(
        "SELECT position, id, at, type, object, document, details FROM changes WHERE position > %(after)s"
        " AND (%(types)s::text[] = '{}' OR type = ANY(%(types)s)) ORDER BY position LIMIT %(limit)s",
        {"after": after, "types": list(types), "limit": limit},
    )
    return await rows.fetchall()


async def kept_positions(connection: Connection) -> tuple[int, int]:
    """Give the last position that was forgotten, and the newest that there is."""
    rows = await connection.execute(
        "SELECT coalesce((SELECT (value #>> '{}')::bigint FROM installation WHERE key = %s), 0) AS forgotten,"
        " coalesce((SELECT max(position) FROM changes), 0) AS newest",
        [FORGOTTEN],
    )
    row = await rows.fetchone()
    assert row
    return row["forgotten"], max(row["forgotten"], row["newest"])


FORGET = f"""
WITH gone AS (DELETE FROM changes WHERE position <= (
    SELECT max(position) FROM changes WHERE at < now() - interval '{KEPT_DAYS} days'
) RETURNING position)
INSERT INTO installation (key, value) SELECT '{FORGOTTEN}', to_jsonb(max(position)) FROM gone HAVING count(*) > 0
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""  # noqa: S608 - constants
