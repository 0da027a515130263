"""How computed versions are shown: a plan as amending acts make it, their instructions, and how whole editions differ from it.

In: rows of `service.store.amending` and `service.store.computed`. Out: JSON as the types here describe it, with an example of each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from extractor.consolidation.results import RecordKind
from extractor.evidence import Evidence
from extractor.records import AmendmentAction, Step, Target
from service.api.document_views import written_time
from service.store.amending import Mark, Row

State = Literal["applied", "refused", "rejected", "waiting"]
Json = dict[str, Any]

LINE = "0199a001-1111-7222-8333-444455556666"
BASE, ACT, VERSION, EDITION = (f"0199a00{number}-1111-7222-8333-444455556666" for number in (2, 5, 6, 3))
EVIDENCE: Json = {
    "text": "слова «сентябрь» заменить словами «август»", "block": 9, "start": 12, "end": 54, "rule": "words_before_verb", "page": 1,
    "row": None, "column": None, "box": None,
}  # fmt: skip
EXAMPLE_ACT: Json = {
    "document": ACT, "base": BASE, "name": "act.docx", "title": "О внесении изменений в постановление от 12.01.2021 № 7",
    "date": "2021-03-01", "number": "15", "reason": "act", "placed_by": None,
}  # fmt: skip
EXAMPLE_OUTCOME: Json = {
    "act": ACT, "base": BASE, "key": "9caa305a90cb4f79-1", "number": "1", "action": "replace_words",
    "place": [{"unit": "point", "number": "4", "name": None}], "old": "сентябрь", "new": "август", "evidence": EVIDENCE,
    "state": "refused", "issue": {"code": "amendment_words_missing", "message": "Пункт 1: слова «сентябрь» не найдены."},
    "mark": None,
}  # fmt: skip
EXAMPLE_CHANGE: Json = {
    "record": "measure", "id": "0199a007-1111-7222-8333-444455556666", "number": "4", "field": "deadlines", "old": "сентябрь 2021 г.",
    "new": "август 2021 г.", "day": "2021-03-01", "document": ACT, "point": "1", "evidence": EVIDENCE,
}  # fmt: skip
EXAMPLE_FINDING: Json = {
    "edition": EDITION, "name": "plan-2.docx", "in_force": "2021-03-01", "computed": VERSION, "differences": 2,
    "comparison": f"/v1/comparisons/{VERSION}/{EDITION}",
}  # fmt: skip
EXAMPLE_CONSOLIDATED: Json = {
    "line": LINE, "as_of": "2021-06-01", "base": BASE, "document": VERSION, "in_force": "2021-03-01", "is_computed": True,
    "state": "current", "problem": None, "acts": [EXAMPLE_ACT], "instructions": [EXAMPLE_OUTCOME], "notices": [],
    "changes": [EXAMPLE_CHANGE], "sources": [{"document": BASE, "name": "plan.docx", "shift": 7}], "findings": [EXAMPLE_FINDING],
    "links": {"records": f"/v1/documents/{VERSION}/records", "text": f"/v1/documents/{VERSION}/text",
              "export": f"/v1/documents/{VERSION}/export", "changes": f"/v1/comparisons/{BASE}/{VERSION}"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """An amending act of a base: why it is here, and who put it here (null: the service)."""

    document: UUID
    base: UUID
    name: str
    title: str | None
    date: date | None
    number: str | None
    reason: Literal["act", "hand"]
    placed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionMarkView:
    """What a person said of an instruction; a confirmation of what is read otherwise by now does not hold."""

    mark: Mark
    author: str
    at: AwareDatetime
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an instruction changes nothing."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionView:
    """An instruction of an act and what became of it for a base; `evidence` is a place in the act, `base` null where none is stored."""

    act: UUID
    base: UUID | None
    key: str
    number: str | None
    action: AmendmentAction
    place: list[Step]
    old: str | None
    new: str | None
    evidence: Evidence
    state: State
    issue: Reason | None
    mark: InstructionMarkView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentChange:
    """A field that an act changed: the record's `id` in the version (null: no longer there), the act, its point, and the place there.

    A `field` of null is a whole record that was added or removed.
    """

    record: RecordKind
    id: UUID | None
    number: str | None
    field: str | None
    old: str | None
    new: str | None
    day: date
    document: UUID
    point: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What was applied and has to be looked at all the same; `document` and `evidence` say where it stands."""

    code: str
    severity: Literal["error", "warning", "notice"]
    message: str
    document: UUID | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """Whose text stands in a computed version: its block `shift + n` is block n of the document."""

    document: UUID
    name: str
    shift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A whole edition in the line that differs from the computed version of its day."""

    edition: UUID
    name: str
    in_force: date
    computed: UUID
    differences: int
    comparison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidated:
    """A plan as its acts make it on a day: the version's `document`, which is the base where nothing had changed by then.

    `state` says whether it is made of everything as it is now: `waiting` is a job that is to come, `failed` has a `problem`.
    """

    line: UUID
    as_of: date
    base: UUID
    document: UUID
    in_force: date | None
    is_computed: bool
    state: Literal["current", "waiting", "failed"]
    problem: Reason | None
    acts: list[ActView]
    instructions: list[InstructionView]
    notices: list[Notice]
    changes: list[AmendmentChange]
    sources: list[SourceView]
    findings: list[Finding]
    links: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionList:
    """Instructions in the order of their acts and points."""

    items: list[InstructionView]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInstruction(InstructionView):
    """An instruction of a document with the act that it is for."""

    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInstructions:
    """The instructions of a document, one entry for each base that it changes."""

    items: list[DocumentInstruction]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkGiven:
    """What is said of an instruction; null takes it back."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    mark: Annotated[Mark | None, Field(examples=["rejected"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPlaced:
    """Which document of the line an act changes; null: the oldest that was uploaded."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    base: Annotated[UUID | None, Field(examples=[BASE])] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActList:
    """The acts of a line, the oldest first."""

    items: list[ActView]


def act_view(row: Row) -> Json:
    """Give an act as `ActView` describes it."""
    return {
        "document": str(row["act"]),
        "base": str(row["base"]),
        "date": row["date"] and row["date"].isoformat(),
        **{name: row[name] for name in ("name", "title", "number", "reason", "placed_by")},
    }


def instruction_view(base: UUID | None, found: Json, marks: Mapping[UUID, Mapping[str, Row]]) -> Json:
    """Give an outcome as `InstructionView` describes it."""
    mark = marks.get(UUID(found["act"]), {}).get(found["key"])
    parts = {name: value for name, value in found.items() if name != "reading"}
    return parts | {"base": base and str(base), "mark": mark_view(mark, found["reading"]) if mark else None}


def mark_view(row: Row, reading: str) -> Json:
    """Give a mark as `InstructionMarkView` describes it."""
    holds = row["mark"] == "rejected" or row["reading"] == reading
    return {"mark": row["mark"], "author": row["person"], "at": written_time(row["at"]), "holds": holds}


def change_view(link: Json) -> Json:
    """Give a link as `AmendmentChange` describes it."""
    return {name: value for name, value in link.items() if name != "index"}
