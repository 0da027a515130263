"""How the registry is shown: entries, their pages of facts, suggestions, operations, and what is sent to change them.

In: rows of `service.store.registry`. Out: JSON as the types here describe it, with an example of each.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from extractor.registry import Family, NameKind
from service.api.document_views import written_time
from service.api.record_queries import MAX_PAGE, Text
from service.store.cursors import LARGEST, LONGEST_CURSOR
from service.store.registry.finding import MOST_NAMES, Row

# The address of each family's entries.
ADDRESSES: dict[str, str] = {"unit": "units", "person": "persons"}

UNIT, OTHER = "0199b001-1111-5222-8333-444455556666", "0199b002-1111-5222-8333-444455556666"
DOCUMENT, MEASURE = "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64", "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e"
AT = "2026-11-30T09:00:00+00:00"
EXAMPLE_ENTRY: dict[str, Any] = {
    "id": UNIT,
    "kind": "unit",
    "name": "Отдел жилищно-коммунального хозяйства",
    "found": "Отдел ЖКХ",
    "municipality": "Сосновский район",
    "issuer": "Администрация Сосновского района",
    "version": 3,
    "links": {"self": f"/v1/units/{UNIT}", "measures": f"/v1/units/{UNIT}/measures", "history": f"/v1/units/{UNIT}/history"},
}
EXAMPLE_SUGGESTION: dict[str, Any] = {
    "id": 7,
    "version": 1,
    "family": "unit",
    "rule": "by_part",
    "score": 0.5,
    "decision": None,
    "decided_by": None,
    "decided_at": None,
    "first": {"entry": UNIT, "name": "Отдел по делам молодёжи", "text": "Отдел по делам молодёжи", "municipality": None, "issuer": None},
    "second": {"entry": OTHER, "name": "Отдел молодёжи и спорта", "text": "Отдел молодёжи и спорта", "municipality": None, "issuer": None},
}
EXAMPLE_OPERATION: dict[str, Any] = {
    "id": 12,
    "kind": "merge",
    "entry": UNIT,
    "entry_name": "Отдел жилищно-коммунального хозяйства",
    "source": OTHER,
    "source_name": "Отдел ЖКХ",
    "names": ["Отдел ЖКХ"],
    "person": "ivanova",
    "at": AT,
    "undone_by": None,
    "undone_at": None,
}
EXAMPLE_FACTS: dict[str, Any] = EXAMPLE_ENTRY | {
    "found": None,
    "names": [
        {"id": 41, "text": "Отдел ЖКХ", "rule": "by_place", "score": 0.98, "author": None, "records": 4, "documents": 2},
    ],
    "parent": {"id": OTHER, "kind": "unit", "name": "Администрация Сосновского района"},
    "parts": [],
    "documents": [{"id": DOCUMENT, "name": "plan.docx", "title": "План работы", "date": "2025-01-15", "records": 4}],
    "first_seen": "2024-03-12",
    "last_seen": "2025-01-15",
    "document_count": {"value": 2, "exact": True},
    "measure_count": {"value": 4, "exact": True},
    "next": [{"id": MEASURE, "text": "Починить мост", "due": "2026-12-15"}],
    "suggestions": [EXAMPLE_SUGGESTION],
}
EXAMPLE_PARTY: dict[str, Any] = {
    "text": "Отдел ЖКХ",
    "entry": {"id": UNIT, "kind": "unit", "name": "Отдел жилищно-коммунального хозяйства"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLink:
    """An entry by its name."""

    id: UUID
    kind: NameKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A body, a position, a group or a person; `found` is the name that the search met where it is another one.

    `municipality` and `issuer` are those of the document where it was first seen: the same name in another municipality is another entry.
    """

    id: UUID
    kind: NameKind
    name: str
    found: str | None
    municipality: str | None
    issuer: str | None
    version: int
    links: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Entries in the order of the alphabet; `next` is the cursor of the next page, null on the last."""

    items: list[Entry]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryName:
    """A name of an entry: by which rule and how surely the service put it there, or who did.

    `documents` is how many of the newest 1,000 documents bear it, `records` how many of their records.
    """

    id: int
    text: str
    rule: str
    score: float
    author: str | None
    records: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenIn:
    """A document that names an entry; `records` is how many of its measures, clauses and statements do."""

    id: UUID
    name: str
    title: str | None
    date: date | None
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDue:
    """A measure whose deadline runs out next."""

    id: UUID
    text: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many there are; not exact above 1,000 documents and above 10,000 measures."""

    value: int
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two names that may be one, with its entry."""

    entry: UUID
    name: str
    text: str
    municipality: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """Two entries that may be one: the names that say so, by which rule, and how surely (0 to 1)."""

    id: int
    version: int
    family: Family
    rule: str
    score: float
    decision: Literal["confirmed", "rejected"] | None
    decided_by: str | None
    decided_at: str | None
    first: Side
    second: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedPage:
    """What nobody has decided, the likeliest first."""

    items: list[Suggested]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Entry):
    """An entry's page: its names, the body that it is part of, its own parts, the newest documents, what is due next, what may be it."""

    names: list[EntryName]
    parent: EntryLink | None
    parts: list[EntryLink]
    documents: list[SeenIn]
    first_seen: date | None
    last_seen: date | None
    document_count: Counted
    measure_count: Counted
    next: list[NextDue]
    suggestions: list[Suggested]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """What somebody did: names went from `source` (null: they are new) to `entry`."""

    id: int
    kind: Literal["merge", "split", "alias"]
    entry: UUID
    entry_name: str
    source: UUID | None
    source_name: str | None
    names: list[str]
    person: str
    at: str
    undone_by: str | None
    undone_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPage:
    """Operations, the newest first."""

    items: list[OperationView]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """A name of a record with its entry."""

    text: str
    entry: EntryLink


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLinks:
    """What a measure's parties are in the registry, in printed order."""

    items: list[PartyLink]


class EntryQuery(BaseModel):
    """What entries are narrowed by."""

    model_config = ConfigDict(extra="forbid")

    kind: NameKind | None = Field(None, description="Bodies, positions or groups alone.")
    q: Text | None = Field(None, description="The beginning of any of their names, in any case and spelling of ё.", examples=["отдел"])
    municipality: Text | None = Field(None, description="The municipality, as entries print it.")
    cursor: str | None = Field(None, max_length=LONGEST_CURSOR, description="`next` of the page before, with the same filters.")
    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Entries on a page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeWith:
    """The entry whose names go to the one of the address."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    other: Annotated[UUID, Field(examples=[OTHER])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The names that leave into an entry of their own."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    names: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(min_length=1, max_length=MOST_NAMES, examples=[[41]])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A further name."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    text: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$", examples=["УО"])]


def entry_view(row: Row) -> dict[str, Any]:
    """Give an entry as `Entry` describes it."""
    own = f"/v1/{ADDRESSES['person' if row['kind'] == 'person' else 'unit']}/{row['id']}"
    named = row.get("named")
    return {
        "id": str(row["id"]),
        "found": named if named != row["name"] else None,
        **{name: row[name] for name in ("kind", "name", "municipality", "issuer", "version")},
        "links": {"self": own, "measures": f"{own}/measures", "history": f"{own}/history"},
    }


def link_view(row: Row) -> dict[str, Any]:
    """Give an entry as `EntryLink` describes it."""
    return {"id": str(row["id"]), "kind": row["kind"], "name": row["name"]}


def document_view(row: Row) -> dict[str, Any]:
    """Give a document as `SeenIn` describes it."""
    return {**row, "id": str(row["id"]), "date": row["date"] and row["date"].isoformat()}


def suggestion_view(row: Row) -> dict[str, Any]:
    """Give a suggestion as `Suggested` describes it."""
    return {
        **{name: row[name] for name in ("id", "version", "family", "rule", "score", "decision", "decided_by")},
        "decided_at": written_time(row["decided_at"]),
        "first": side_view(row, "entry", ""),
        "second": side_view(row, "other", "other_"),
    }


def side_view(row: Row, entry: str, prefix: str) -> dict[str, Any]:
    """Give one of the names of a suggestion as `Side` describes it."""
    return {
        "entry": str(row[entry]),
        "name": row[f"{prefix or 'entry_'}name"],
        **{name: row[prefix + name] for name in ("text", "municipality", "issuer")},
    }


def operation_view(row: Row) -> dict[str, Any]:
    """Give an operation as `OperationView` describes it."""
    return {
        **{name: row[name] for name in ("id", "kind", "entry_name", "source_name", "person", "undone_by")},
        "entry": str(row["entry"]),
        "source": row["source"] and str(row["source"]),
        "names": row["texts"],
        "at": written_time(row["at"]),
        "undone_at": written_time(row["undone_at"]),
    }
