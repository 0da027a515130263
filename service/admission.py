"""Admission: what was uploaded becomes documents that wait, each with its job, or is answered as a duplicate or refused.

In: candidates whose files are in the store, and a connection in a transaction. Out: an `Outcome` for each, in their order. Row, job
and log entry are written together or not at all.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from service.auth.actors import Actor
from service.errors import Conflict, TooMany
from service.installation import Installation
from service.jobs.queue import defer_document, queue_length
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.documents import NewDocument, find_by_content, insert_document, set_queued
from service.store.idempotency import Claim
from service.uploads import Candidate

# Seconds after which a full queue has room again: a worker takes several documents in this time.
QUEUE_SECONDS = 30
# Looks for room for a content; when there is still none, it belongs to a document that who sends it may not see.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Who sends what, and what they say of all the files; `key` is the Idempotency-Key."""

    actor: Actor
    candidates: Sequence[Candidate]
    metadata: Mapping[str, Any]
    priority: Literal["interactive", "bulk"]
    key: str | None

    @property
    def claim(self) -> Claim | None:
        """The claim on the key, with a hash of everything that was sent."""
        sent = [[(one.name, one.archive, one.sha256) for one in self.candidates], self.metadata, self.priority]
        fingerprint = hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()
        return Claim(self.actor.person, self.key, fingerprint) if self.key else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate; `document` is the new one, or the one that has its content, or None where it was refused."""

    candidate: Candidate
    outcome: Literal["accepted", "duplicate", "refused"] = "refused"
    document: UUID | None = None


async def check_room(here: Installation, connection: Connection, more: int = 1) -> None:
    """Raise `TooMany` where so many more documents may not wait."""
    if await queue_length(connection) + more > here.settings.queue_limit:
        raise TooMany("queue_full", retry_after=QUEUE_SECONDS)


async def keep_files(here: Installation, candidates: Sequence[Candidate]) -> None:
    """Bring the files of those that are not refused into the store; one that is there already stays."""
    for candidate in candidates:
        if candidate.path and not candidate.problem:
            await here.files.keep(candidate.path, candidate.sha256)


async def admit(here: Installation, connection: Connection, upload: Upload) -> list[Outcome]:
    """Write the rows and jobs of the candidates that are not refused, in the connection's transaction.

    They are written in the order of their content, so that two uploads of the same files wait for each other and never in a ring.
    """
    candidates = upload.candidates
    await check_room(here, connection, sum(candidate.problem is None for candidate in candidates))
    outcomes = [Outcome(candidate) for candidate in candidates]
    for index in sorted(range(len(candidates)), key=lambda index: candidates[index].sha256):
        if candidates[index].problem is None:
            outcomes[index] = await admit_one(here, connection, upload, candidates[index])
    return outcomes


async def admit_one(here: Installation, connection: Connection, upload: Upload, candidate: Candidate) -> Outcome:
    """Write one row with its job, or find the document that has this content."""
    new = NewDocument(
        sha256=candidate.sha256,
        size=candidate.size,
        name=candidate.name,
        metadata=upload.metadata,
        priority=upload.priority,
        person=upload.actor.person,
    )
    # What has the content may be deleted between the two looks; then there is room for it again.
    for _attempt in range(ATTEMPTS):
        if document := await insert_document(connection, new):
            break
        if there := await find_by_content(connection, candidate.sha256):
            return Outcome(candidate, "duplicate", there)
    else:
        return Outcome(replace(candidate, problem=Conflict("content_elsewhere")))
    await set_queued(connection, document, await defer_document(here.queue, connection, document, upload.priority))
    return Outcome(candidate, "accepted", document)


async def log_uploads(connection: Connection, upload: Upload, outcomes: Sequence[Outcome]) -> None:
    """Write the log's entries of what was accepted, last in the transaction."""
    for outcome in outcomes:
        if outcome.outcome == "accepted":
            candidate = outcome.candidate
            details = {"name": candidate.name, "sha256": candidate.sha256, "size": candidate.size, "archive": candidate.archive}
            await write_audit(connection, upload.actor, "document.upload", f"documents/{outcome.document}", **details)
