"""Lessons and offers as the API shows them.

In: rows of `service.store.lessons`, offers. Out: JSON-ready dicts, and their types for the API's description. To add a kind of lesson, add
its model to `NewLesson` and the text of why it is offered to `messages/`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from extractor.columns import Role
from extractor.wordings import wording_key
from service.api.document_views import written_time
from service.errors import Invalid
from service.messages import message
from service.store.columns import Json
from service.store.families import FamilyName
from service.store.lessons import Decision, Kind, Taught
from service.store.offers import Offer
from service.store.teaching import letters

# Letters of a wording that is taught, and parts of one: the longest headers and cells of real plans stay below.
LONGEST_WORDING, MOST_PARTS = 500, 50
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_WORDING, pattern=r"[^\W_]")]


class Taken(BaseModel):
    """What every lesson is taught with."""

    model_config = ConfigDict(extra="forbid")

    document: UUID = Field(description="The document in which the wording stands; the lesson is its issuer's.")


class HeaderLesson(Taken):
    """A header of a column, and what the column holds."""

    kind: Literal["header"]
    wording: Text = Field(description="The header as it is printed.", examples=["Контрольная точка"])
    role: Role = Field(description="What the column holds.", examples=["deadline"])

    def taught(self) -> Taught:
        """Give the lesson as it is kept."""
        return Taught("header", "header", self.wording, {"role": self.role})


class AliasLesson(Taken):
    """A wording of a party, and its normal name."""

    kind: Literal["alias"]
    wording: Text = Field(description="The name as it is read.", examples=["КУИиЗО"])
    name: Text = Field(description="The name that it stands for.", examples=["Комитет по управлению имуществом"])

    def taught(self) -> Taught:
        """Give the lesson as it is kept."""
        return Taught("alias", "responsible", self.wording, {"name": self.name})


class SplitLesson(Taken):
    """A cell, and how it is divided."""

    kind: Literal["split"]
    field: Literal["responsible", "deadlines", "items"]
    wording: Text = Field(description="All that is divided.", examples=["Отдел дорог отдел парков"])
    parts: Annotated[list[Text], Field(min_length=1, max_length=MOST_PARTS, examples=[["Отдел дорог", "отдел парков"]])]

    def taught(self) -> Taught:
        """Give the lesson as it is kept; raises `Invalid` where the parts are not the wording's words."""
        if letters([self.wording]) != letters(self.parts):
            raise Invalid("lesson_parts_differ")
        return Taught("split", self.field, self.wording, {"parts": self.parts})


NewLesson = Annotated[HeaderLesson | AliasLesson | SplitLesson, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was taught: `meaning` has the `role` of a header, the `name` of an alias or the `parts` of a split.

    `edit` is the correction of `record` that taught it, null where it was taught by itself. An `ambiguous` wording has two meanings
    and is not offered until one is removed.
    """

    id: UUID
    kind: Kind
    field: str
    wording: str
    meaning: dict[str, Any]
    issuer: str | None
    document: UUID
    document_name: str
    edit: int | None
    family: FamilyName | None
    record: UUID | None
    author: str
    at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    removed_by: str | None
    removed_at: datetime | None
    ambiguous: bool


class LessonPage(BaseModel):
    """Lessons, the newest first; `next` is the cursor of the next page, null on the last."""

    items: list[Lesson]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """What a lesson would change, and why: a `field` of a record, or for a header the role of a `column` of the table `block`."""

    lesson: UUID
    kind: Kind
    family: FamilyName
    record: UUID
    version: int | None
    field: str
    now: Any
    then: Any
    why: str
    block: int | None
    column: int | None


class OfferList(BaseModel):
    """Offers that nobody has decided."""

    items: list[OfferView]


class OfferDecision(BaseModel):
    """What one decides of an offer; null takes a decision back, so that it is offered again."""

    model_config = ConfigDict(extra="forbid")

    decision: Decision | None = Field(description="Whether it is to be done.", examples=["accepted"])


class Confirmation(BaseModel):
    """Whether one says that a lesson is right."""

    model_config = ConfigDict(extra="forbid")

    confirmed: bool = Field(description="False takes a confirmation back.", examples=[True])


EXAMPLE_NEW: Json = {
    "document": "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64",
    "kind": "alias",
    "wording": "КУИиЗО",
    "name": "Комитет по управлению имуществом",
}
ID, DOCUMENT, RECORD = (
    "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b70",
    "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64",
    "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b65",
)
EXAMPLE_LESSON: Json = {
    "id": ID, "kind": "alias", "field": "responsible", "wording": "КУИиЗО", "meaning": {"name": "Комитет по управлению имуществом"},
    "issuer": "Администрация города", "document": DOCUMENT, "document_name": "план.docx", "edit": 7, "family": "measures", "record": RECORD,
    "author": "Иванова Мария", "at": "2026-11-30T09:00:00+00:00", "confirmed_by": None, "confirmed_at": None, "removed_by": None,
    "removed_at": None, "ambiguous": False,
}  # fmt: skip
EXAMPLE_OFFER: Json = {
    "lesson": ID, "kind": "header", "family": "documents", "record": DOCUMENT, "version": None, "field": "header", "now": "note",
    "then": "deadline", "why": "Графа «Контрольная точка» — это срок: так указано в документе «план.docx» (Иванова Мария).", "block": 3,
    "column": 2,
}  # fmt: skip


def lesson_view(row: Json) -> Json:
    """Give a lesson as `Lesson` describes it."""
    ids = {name: str(row[name]) if row[name] else None for name in ("id", "document", "record")}
    times = {name: written_time(row[name]) for name in ("at", "confirmed_at", "removed_at")}
    return {name: value for name, value in row.items() if name != "wording_key"} | ids | times


def offer_view(offer: Offer, family: FamilyName, record: UUID, version: int | None = None) -> Json:
    """Give an offer as `OfferView` describes it."""
    lesson = offer.lesson
    told = {"wording": lesson["wording"], "author": lesson["author"], "document": lesson["document_name"]}
    why = message(f"offer_{lesson['kind']}", **told, meaning=meaning_words(lesson))
    return {
        **{"lesson": str(lesson["id"]), "kind": lesson["kind"], "family": family, "record": str(record), "version": version},
        **{"field": offer.field, "now": offer.now, "then": offer.then, "why": why, "block": offer.block, "column": offer.column},
    }


def meaning_words(lesson: Json) -> str:
    """Give what a wording means in the user's language."""
    meaning = lesson["meaning"]
    if lesson["kind"] == "header":
        return message(f"role_{meaning['role']}")
    return " | ".join(meaning["parts"]) if lesson["kind"] == "split" else str(meaning["name"])


def check_wording(taught: Taught) -> Taught:
    """Refuse a wording that is nothing but marks."""
    if not wording_key(taught.wording):
        raise Invalid("lesson_without_words")
    return taught
