"""Answers of the API as the client gives them: frozen, with the extractor's own types for records.

In: JSON. Out: `Document`, `DocumentStatus`, `UploadedFile`, `Stored` records. They have what programs work with; what a newer service
says besides is passed over. A test compares them with the types of the API.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from extractor.records import Requisites
from service.client.faults import StrangeAnswer
from service.messages import message

Status = Literal["queued", "processing", "done", "failed", "cancelled", "deleted"]
Priority = Literal["interactive", "bulk"]
# Statuses that a document does not leave by itself.
FINISHED = frozenset({"done", "failed", "cancelled", "deleted"})

Record = TypeVar("Record")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a document is; pages are those of formats that have them."""

    stage: str
    page: int | None
    pages: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a document has no records: a stable code and a text for a clerk."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: what was uploaded, how far it is, and the requisites that were read or corrected."""

    id: UUID
    name: str
    size: int
    sha256: str
    metadata: dict[str, Any]
    priority: Priority
    uploaded_by: str
    uploaded_at: datetime
    status: Status
    problem: Failure | None
    extractor_version: str | None
    format: str | None
    requisites: Requisites | None
    issue_count: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStatus:
    """How far a document is."""

    id: UUID
    status: Status
    progress: Progress | None
    queue_place: int | None
    problem: Failure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """What became of a file, or of one in an archive; `problem` says why it was refused."""

    name: str
    archive: str | None
    outcome: Literal["accepted", "duplicate", "refused"]
    document: Document | None
    problem: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a corrected field said before, who corrected it and when."""

    extracted: Any
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands in the store; `version` is what a correction names."""

    id: UUID
    document: UUID
    plan: UUID | None = None
    version: int
    links: dict[str, str]
    corrections: dict[str, Correction]


@dataclass(frozen=True, slots=True)
class Stored(Generic[Record]):
    """A record of the store: what was read or corrected, and its place."""

    record: Record
    place: Place


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Give what reads a type."""
    return TypeAdapter(kind)


def read_answer(kind: type[Answer], value: Any) -> Answer:
    """Read JSON as a type; raises `StrangeAnswer` where it is not what the API describes."""
    hashable: Any = kind
    try:
        answer: Answer = adapter(hashable).validate_python(value)
    except ValidationError as error:
        raise StrangeAnswer(message("client_unclear", kind=kind.__name__, reason=error.errors()[0]["msg"])) from None
    return answer


def read_stored(kind: type[Record], value: Any) -> Stored[Record]:
    """Read a record with its place."""
    return Stored(read_answer(kind, value), read_answer(Place, value))
