"""Answers of the API that programs work with: documents, what became of files, and records with what the store knows of them.

In: nothing. Out: frozen types. The API describes its answers by them, and `service.client` gives them, so nothing of the server is imported
here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from extractor.records import Activity, Clause, Measure, Requisites

Status = Literal["queued", "processing", "done", "failed", "cancelled", "deleted"]
Priority = Literal["interactive", "bulk"]
# The kinds of file that records are exported as.
ExportKind = Literal["json", "ndjson", "csv", "xlsx", "docx"]
# Statuses that a document does not leave by itself.
FINISHED: frozenset[Status] = frozenset({"done", "failed", "cancelled", "deleted"})
Stage = Literal["reading", "extracting", "saving"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a document is: of a format with pages the page that was read last and their number."""

    stage: Stage
    page: int | None
    pages: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a document has no records: a stable code and a text for a clerk."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLinks:
    """Addresses of what belongs to a document."""

    self: str
    status: str
    events: str
    records: str
    issues: str
    source: str
    text: str
    pages: str
    cancel: str
    retry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: what was uploaded, how far it is, and the requisites that were read or corrected.

    `size` is in bytes; `queue_place` is 1 for the document that is taken next; it is null in lists, right after the upload and when
    the document does not wait.
    """

    id: UUID
    name: str
    size: int
    sha256: str
    metadata: dict[str, Any]
    priority: Priority
    uploaded_by: str
    uploaded_at: datetime
    status: Status
    progress: Progress | None
    queue_place: int | None
    problem: Failure | None
    extractor_version: str | None
    format: str | None
    pages: int | None
    requisites: Requisites | None
    issue_count: int
    version: int
    finished_at: datetime | None
    deleted_at: datetime | None
    deleted_by: str | None
    links: DocumentLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStatus:
    """How far a document is, for those who wait for it."""

    id: UUID
    status: Status
    progress: Progress | None
    queue_place: int | None
    problem: Failure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """What became of one file; `archive` is the name of the ZIP it came in, `problem` has the shape of every problem."""

    name: str
    archive: str | None
    outcome: Literal["accepted", "duplicate", "refused"]
    document: Document | None
    problem: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNote:
    """What is read in a corrected field, who corrected it and when.

    `disagrees` says that the newest extraction reads what is neither the correction nor what its author knew.
    """

    extracted: Any
    author: str
    at: datetime
    disagrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationNote:
    """Who said that a field is as it was read, and when; the value stays over a newer extraction that reads otherwise."""

    author: str
    at: datetime


# Without slots, as a type can't have two bases with slots.
@dataclass(frozen=True, kw_only=True)
class Stored:
    """What the store knows of a record; `version` is its ETag, `highlights` are fragments that a search found, as HTML with `<mark>`."""

    id: UUID
    document: UUID
    version: int
    links: dict[str, str]
    corrections: dict[str, CorrectionNote]
    confirmed: dict[str, ConfirmationNote]
    highlights: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan(Stored):
    """A plan; its measures are a list of their own."""

    title: str | None
    appendix: str | None
    period: str | None
    measure_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMeasure(Measure, Stored):
    """A measure with what the store knows of it."""

    plan: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClause(Clause, Stored):
    """A clause with what the store knows of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredActivity(Activity, Stored):
    """An activity with what the store knows of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequisites(Requisites, Stored):
    """A document's requisites with what the store knows of them."""
