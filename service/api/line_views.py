"""How version lines are shown: lines, versions, suggestions, and what is sent to change them.

In: rows of `service.store.lines`. Out: JSON as the types here describe it, with an example of each.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from service.api.document_views import written_time
from service.store.lines import Reason, Row

# Versions of one plan: an act that was changed every month for eight years.
MAX_VERSIONS = 100

LINE = "0199a001-1111-7222-8333-444455556666"
OLD, NEW = "0199a002-1111-7222-8333-444455556666", "0199a003-1111-7222-8333-444455556666"
EXAMPLE_VERSION: dict[str, Any] = {
    "document": OLD,
    "in_force": "2025-01-15",
    "reason": "first",
    "placed_by": None,
    "placed_at": "2026-11-30T09:00:00+00:00",
    "name": "plan-2025.docx",
    "title": "Об утверждении плана мероприятий на 2025 год",
    "number": "17",
    "date": "2025-01-15",
    "status": "done",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "computed_from": None,
    "links": {"document": f"/v1/documents/{OLD}"},
}
EXAMPLE_LINE: dict[str, Any] = {
    "id": LINE,
    "title": "Об утверждении плана мероприятий на 2025 год",
    "created_at": "2026-11-30T09:00:00+00:00",
    "versions": [EXAMPLE_VERSION],
}
EXAMPLE_SUGGESTION: dict[str, Any] = {
    "other": OLD,
    "name": "plan-2025.docx",
    "title": "Об утверждении плана мероприятий на 2025 год",
    "reason": "similarity",
    "score": 0.91,
    "line": LINE,
    "decision": None,
    "decided_by": None,
    "decided_at": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A document as a version: since when it is in force (null: not known), why it stands here, who put it here (null: the service).

    `computed_from` is the base of a version that the service computed from amending acts; it has no file.
    """

    document: UUID
    in_force: date | None
    reason: Reason
    placed_by: str | None
    placed_at: str
    name: str
    title: str | None
    number: str | None
    date: date | None
    status: str
    sha256: str
    computed_from: UUID | None
    links: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A plan through time; the oldest version first."""

    id: UUID
    title: str
    created_at: str
    versions: list[VersionView]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSummary:
    """A line with the number of its versions."""

    id: UUID
    title: str
    created_at: str
    versions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    """Lines, the newest first; `next` is the cursor of the next page, null on the last."""

    items: list[LineSummary]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """Documents that are versions of one plan; without a `title` the first one's is taken."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    documents: Annotated[list[UUID], Field(min_length=1, max_length=MAX_VERSIONS, examples=[[OLD, NEW]])]
    title: Annotated[str, Field(min_length=1, max_length=2000)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Since when a version is in force; null where that is not known."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    in_force: Annotated[date | None, Field(examples=["2025-01-15"])] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another document of which this one may be a version, with a score from 0 to 1."""

    other: UUID
    name: str
    title: str | None
    reason: Literal["act", "similarity"]
    score: float
    line: UUID | None
    decision: Literal["confirmed", "rejected"] | None
    decided_by: str | None
    decided_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionList:
    """The suggestions, the likeliest first."""

    items: list[Suggestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a suggestion is right."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    decision: Annotated[Literal["confirmed", "rejected"], Field(examples=["confirmed"])]


def line_view(line: Row, versions: list[Row]) -> dict[str, Any]:
    """Give a line as `Line` describes it."""
    return {
        "id": str(line["id"]),
        "title": line["title"],
        "created_at": written_time(line["created_at"]),
        "versions": [version_view(version) for version in versions],
    }


def version_view(row: Row) -> dict[str, Any]:
    """Give a version as `VersionView` describes it."""
    return {
        "document": str(row["document"]),
        "in_force": row["in_force"] and row["in_force"].isoformat(),
        "placed_at": written_time(row["placed_at"]),
        "date": row["date"] and row["date"].isoformat(),
        "computed_from": row["computed_from"] and str(row["computed_from"]),
        **{name: row[name] for name in ("reason", "placed_by", "name", "title", "number", "status", "sha256")},
        "links": {"document": f"/v1/documents/{row['document']}"},
    }


def suggestion_view(row: Row) -> dict[str, Any]:
    """Give a suggestion as `Suggestion` describes it."""
    return {
        "other": str(row["other"]),
        "line": row["line"] and str(row["line"]),
        "decided_at": written_time(row["decided_at"]),
        **{name: row[name] for name in ("name", "title", "reason", "score", "decision", "decided_by")},
    }
