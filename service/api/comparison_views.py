"""How comparisons are shown: the record format's comparison, what is signed in it, and the marks.

In: comparisons and rows of `service.store.sign_offs`. Out: JSON as the types here describe it, with an example of each.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from extractor.comparison.changes import Change, ChangeClass, Changes, FieldChange, HeadingChange
from extractor.comparison.signing import Family, Item, Mark
from extractor.exporters.comparison.selection import FIELDS, Selection
from extractor.records import Requisites
from service.api.document_views import written_time
from service.store.documents import Row

OLD, NEW = "0199a002-1111-7222-8333-444455556666", "0199a003-1111-7222-8333-444455556666"
# Letters of what a difference is about: enough to know it again.
LONGEST_SUBJECT = 300
LONGEST_NOTE = 4_000


class ComparisonQuery(BaseModel):
    """What of a comparison is shown, and as what."""

    model_config = ConfigDict(extra="forbid")

    classes: list[ChangeClass] = Field([], description="Changes of these classes only.", max_length=20, examples=[["changed"]])
    fields: list[Literal[FIELDS]] = Field([], description="Values of these fields only.", max_length=40)  # type: ignore[valid-type]
    hide_wording: bool = Field(False, description="Whether differences of wording are left out.")
    format: Literal["json", "docx", "xlsx", "tracked", "protocol", "table"] = Field("json", description="JSON, or the kind of file.")

    @property
    def selection(self) -> Selection:
        """What is shown."""
        return Selection(classes=frozenset(self.classes), fields=frozenset(self.fields), hide_wording=self.hide_wording)


class PlanComparisonQuery(ComparisonQuery):
    """Which versions of a plan are compared: documents of its line."""

    since: UUID | None = Field(None, alias="from", description="The document of the older version.")
    to: UUID | None = Field(None, description="The document of the newer version.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFile:
    """Where a version comes from: its file's name, the SHA-256 of its bytes, the extractor that read it."""

    name: str
    sha256: str | None
    extractor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedItem:
    """A difference with the key under which it is signed."""

    key: str
    family: Family
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffView:
    """A mark; `void` where what it was put on is found no more."""

    id: UUID
    key: str
    subject: str
    mark: Mark
    note: str
    person: str
    at: str
    void: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """A comparison in the record format; `hidden` counts what was not asked for, `notices` say what is missing for a comparison."""

    old: Requisites
    new: Requisites
    changes: list[Change]
    unchanged: int
    requisites: dict[str, FieldChange]
    headings: list[HeadingChange]
    clauses: Changes
    files: dict[str, ComparedFile]
    hidden: int
    notices: list[str]
    documents: dict[str, UUID]
    items: list[SignedItem]
    sign_offs: list[SignOffView]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignOffView:
    """A mark to put on the difference with this key."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    key: Annotated[str, Field(min_length=1, max_length=100, examples=["2f6f1c9a8b7d6e5f"])]
    mark: Annotated[Mark, Field(examples=["question"])]
    note: Annotated[str, Field(max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$", examples=["Почему перенесён срок?"])] = ""


EXAMPLE_SIGN_OFF: dict[str, Any] = {
    "id": "0199a004-1111-7222-8333-444455556666",
    "key": "2f6f1c9a8b7d6e5f",
    "subject": "3 Ремонт моста",
    "mark": "question",
    "note": "Почему перенесён срок?",
    "person": "ivanova",
    "at": "2026-11-30T09:00:00+00:00",
    "void": False,
}
EXAMPLE: dict[str, Any] = {
    "old": {"kind": "plan", "title": "План ремонта мостов на 2025 год"},
    "new": {"kind": "plan", "title": "План ремонта мостов на 2025 год"},
    "changes": [{"classes": ["removed"], "old": [{"index": 2, "number": "3", "text": "Ремонт моста"}], "new": [], "fields": {}}],
    "unchanged": 14,
    "requisites": {},
    "headings": [],
    "clauses": {"changes": [], "unchanged": 0},
    "files": {
        "old": {"name": "plan.docx", "sha256": None, "extractor": "0.1.0"},
        "new": {"name": "plan-2.docx", "sha256": None, "extractor": "0.1.0"},
    },
    "hidden": 0,
    "notices": [],
    "documents": {"old": OLD, "new": NEW},
    "items": [{"key": "2f6f1c9a8b7d6e5f", "family": "measure", "subject": "3 Ремонт моста"}],
    "sign_offs": [EXAMPLE_SIGN_OFF],
}


def subject_of(item: Item) -> str:
    """Say what a difference is about: a field of the requisites, a heading, or the number and text of a record."""
    if isinstance(item.change, Change):
        ref = (item.change.new or item.change.old)[0]
        return " ".join(part for part in (ref.number, ref.text) if part)[:LONGEST_SUBJECT]
    if isinstance(item.change, HeadingChange):
        return " / ".join(item.change.new or item.change.old or ())[:LONGEST_SUBJECT]
    return item.name or ""


def sign_off_view(row: Row, *, is_void: bool) -> dict[str, Any]:
    """Give a mark as `SignOffView` describes it."""
    return {
        "id": str(row["id"]),
        **{name: row[name] for name in ("key", "subject", "mark", "note", "person")},
        "at": written_time(row["at"]),
        "void": is_void,
    }
