"""The chain of the audit log: every row's hash covers the row before, so that a change in the past shows.

In: a connection, and the head that was noted outside before, if any. Out: `ChainReport`. The hash is computed here anew and not in the
database, in the way that the trigger `audit_chain` of the migrations does. Whoever may write the whole database can make a new chain
from the changed row on: only a head noted elsewhere, on paper or in another system, shows that.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from service.store.connection import Connection

SEPARATOR = "\x1f"
# Rows in memory at a time; a row takes about 1 KB.
BATCH = 1_000

FaultKind = Literal["missing", "changed", "tail_cut", "head_differs"]


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row of the log at a time: its number and its hash in hexadecimal, written "seq:hash"."""

    seq: int
    hash: str

    def __str__(self) -> str:
        """Give the form that is noted."""
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a row: it is missing, it or the row before was changed, or it is not the one that was noted.

    A row after a missing one can't be checked, as its hash covers the hash that is gone.
    """

    seq: int
    kind: FaultKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """How many rows were checked, what is wrong, and the head to note; None for an empty log."""

    rows: int
    faults: tuple[Fault, ...]
    head: Head | None

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def read_head(text: str) -> Head:
    """Read a noted head, "seq:hash"; raises ValueError."""
    seq, _, digest = text.strip().partition(":")
    return Head(int(seq), bytes.fromhex(digest).hex())


async def verify_chain(connection: Connection, noted: Head | None = None) -> ChainReport:
    """Compute every hash of the log anew; `noted` is a head that was printed before."""
    faults: list[Fault] = []
    head: Head | None = None
    rows, expected, previous = 0, 1, b""
    found_noted = noted is None
    async for row in read_rows(connection):
        if row["seq"] != expected:
            faults.append(Fault(expected, "missing"))
        elif row["hash"] != hash_of(row, previous):
            faults.append(Fault(row["seq"], "changed"))
        if noted and row["seq"] == noted.seq:
            found_noted = True
            faults += [] if row["hash"].hex() == noted.hash else [Fault(noted.seq, "head_differs")]
        rows, expected, previous = rows + 1, row["seq"] + 1, row["hash"]
        head = Head(row["seq"], row["hash"].hex())
    if noted and not found_noted:
        faults.append(Fault(noted.seq, "tail_cut"))
    return ChainReport(rows=rows, faults=tuple(faults), head=head)


async def read_rows(connection: Connection) -> AsyncIterator[dict[str, Any]]:
    """Give the rows in their order, as they stood when the reading began."""
    async with connection.transaction(), connection.cursor(name="audit_chain") as cursor:
        cursor.itersize = BATCH
        await cursor.execute("SELECT seq, at, actor, action, object, details, hash FROM audit ORDER BY seq")
        async for row in cursor:
            yield row


def hash_of(row: dict[str, Any], previous: bytes) -> bytes:
    """Compute the hash of a row after the hash of the row before."""
    columns = (str(row["seq"]), write_time(row["at"]), row["actor"], row["action"], row["object"], row["details"])
    return hashlib.sha256(previous + SEPARATOR.join(columns).encode()).digest()


def write_time(at: datetime) -> str:
    """Give the time as the trigger writes it: UTC with milliseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
