"""Documents as the API shows them.

In: rows of `service.store.documents`. Out: JSON-ready dicts as `service.answers` describes them. To show a further value, add it to
`Document` there and to `document_view`; a test compares the two.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.store.documents import Row

SHOWN_AS_THEY_ARE = (
    "name", "size", "sha256", "metadata", "priority", "status", "progress", "problem", "extractor_version", "format", "pages",
    "requisites", "issue_count", "version",
)  # fmt: skip


def document_view(row: Row, queue_place: int | None = None) -> dict[str, Any]:
    """Give a document as `Document` describes it."""
    return {
        "id": str(row["id"]),
        **{name: row[name] for name in SHOWN_AS_THEY_ARE},
        "queue_place": queue_place,
        "uploaded_by": row["uploader"],
        "deleted_by": row["deleter"],
        **{name: written_time(row[name]) for name in ("uploaded_at", "finished_at", "deleted_at")},
        "links": document_links(row["id"]),
    }


def status_view(row: Row, queue_place: int | None = None) -> dict[str, Any]:
    """Give a document's state as `DocumentStatus` describes it."""
    return {
        "id": str(row["id"]),
        "status": row["status"],
        "progress": row["progress"],
        "queue_place": queue_place,
        "problem": row["problem"],
    }


def written_time(time: datetime | None) -> str | None:
    """Write a time as RFC 3339 has it."""
    return time.isoformat() if time else None


def document_links(document: UUID) -> dict[str, str]:
    """Give the addresses of a document and of what belongs to it."""
    path = f"/v1/documents/{document}"
    parts = ("status", "events", "records", "issues", "source", "text", "pages", "cancel", "retry")
    return {"self": path, **{part: f"{path}/{part}" for part in parts}}


EXAMPLE_ID = UUID("0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64")
EXAMPLE_ROW: Row = {
    "id": EXAMPLE_ID,
    "name": "План мероприятий на 2025 год.docx",
    "size": 48213,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "metadata": {"source": "канцелярия"},
    "priority": "interactive",
    "uploader": "ivanova",
    "uploaded_at": datetime.fromisoformat("2025-02-03T09:15:00+00:00"),
    "status": "processing",
    "progress": {"stage": "reading", "page": 3, "pages": 10},
    "problem": None,
    "extractor_version": None,
    "format": None,
    "pages": None,
    "requisites": None,
    "issue_count": 0,
    "version": 1,
    "finished_at": None,
    "deleted_at": None,
    "deleter": None,
}
EXAMPLE_DOCUMENT = document_view(EXAMPLE_ROW)
EXAMPLE_STATUS = status_view(EXAMPLE_ROW)
