"""Idempotency: an upload that is repeated with its Idempotency-Key gets the answer of the first one, and nothing is added again.

In: who asks, the key, and a fingerprint of what was sent. Out: the answer that was given before, or a claim on the key that holds
until the transaction ends: the answer is written in the same one, so a crash leaves no claim behind. Keys are forgotten by
`service.jobs`.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from service.errors import Conflict, Invalid
from service.store.connection import Connection

# Seconds after which the first upload with a key has ended.
STILL_RUNNING_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's Idempotency-Key, and the fingerprint of what they sent with it."""

    person: UUID
    key: str
    fingerprint: str


async def find_answer(connection: Connection, claim: Claim) -> dict[str, Any] | None:
    """Give the answer of the first upload with this key; None where there was none, and the key is then held until the transaction ends.

    Raises `Conflict` while another upload holds it, `Invalid` where the first one had other content.
    """
    lock = f"idempotency {claim.person} {claim.key}"
    held = await (await connection.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0)) AS held", [lock])).fetchone()
    if not held or not held["held"]:
        raise Conflict("idempotency_running", headers={"Retry-After": str(STILL_RUNNING_SECONDS)})
    found = await connection.execute(
        "SELECT fingerprint, response FROM idempotency_keys WHERE actor = %s AND key = %s", [claim.person, claim.key]
    )
    first = await found.fetchone()
    if first and first["fingerprint"] != claim.fingerprint:
        raise Invalid("idempotency_mismatch")
    return first["response"] if first else None


async def read_answer(connection: Connection, person: UUID, key: str) -> dict[str, Any] | None:
    """Give the answer that an upload of a person's got under a key, None where there is none any more."""
    found = await connection.execute("SELECT response FROM idempotency_keys WHERE actor = %s AND key = %s", [person, key])
    row = await found.fetchone()
    return row["response"] if row else None


async def keep_answer(connection: Connection, claim: Claim, status: int, response: dict[str, Any]) -> None:
    """Keep the answer for those who repeat the upload."""
    await connection.execute(
        "INSERT INTO idempotency_keys (actor, key, fingerprint, status, response) VALUES (%s, %s, %s, %s, %s)",
        [claim.person, claim.key, claim.fingerprint, status, Jsonb(response)],
    )
