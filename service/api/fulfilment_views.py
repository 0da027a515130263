"""How a plan beside its reports is shown: what became of its measures, what reports say of them, and what people decided of it.

In: checks of `service.checking`, rows of `service.store.fulfilment`. Out: JSON as the types here describe it, with an example of each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from extractor.comparison.likeness import plain
from extractor.evidence import Evidence
from extractor.exporters.json import plain_value
from extractor.fulfilment import Pair
from extractor.fulfilment.results import Count, Link, Outcome, Share, State, StatementKind, Told
from extractor.records import Quantity
from service.api.document_views import written_time
from service.api.record_queries import AnyOf, Day, Text
from service.checking import Check
from service.store.columns import Json
from service.store.documents import Row
from service.store.fulfilment import Decision, Reason

PLAN, DOCUMENT, REPORT = (f"0199a00{number}-1111-7222-8333-444455556666" for number in "123")
MEASURE, STATEMENT = "0199a004-1111-7222-8333-444455556666", "0199a005-1111-7222-8333-444455556666"
# Letters of a measure and of what is told of it, by which a decision is known when one of them is gone.
LONGEST_SUBJECT = 300
Bounds = Mapping[UUID, tuple[date, date]]


class AsOf(BaseModel):
    """The day as of which a plan is checked."""

    as_of: Day | None = Field(None, description="Reports made by this day, and what was late on it; today where none is given.")


class FulfilmentQuery(AsOf):
    """Which measures are shown, and as what; different filters all hold."""

    model_config = ConfigDict(extra="forbid")

    state: AnyOf[State] = Field([], description="Measures in these states.", examples=[["none"]])
    overdue: bool | None = Field(None, description="Measures that are late on that day, or are not.")
    unit: Text | None = Field(None, description="Measures of this unit or person, as printed.", examples=["Отдел дорог"])
    section: Text | None = Field(None, description="Measures of this section; headings are parted by ` / `.")
    month: str | None = Field(None, pattern=r"^\d{4}-\d{2}$", description="Measures with a deadline that ends then.", examples=["2026-05"])
    format: Literal["json", "xlsx", "csv", "table"] = Field("json", description="JSON, or the kind of file, which has all measures.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A document that reports of the plan: `decision` is null while it is only suggested, `reason` says how it was found."""

    document: UUID
    name: str
    title: str | None
    kind: str | None
    day: date
    reason: Reason
    score: float
    decision: Decision | None
    decided_by: str | None
    decided_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """Reports in the order of their days."""

    items: list[ReportView]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A statement that tells of the measure; one that was `rejected` counts for nothing. `version` is for If-Match, 0 where none decided.

    `words` of the measure are those that the statement has too; a link that only a person made has a score of 1 and none.
    """

    statement: UUID
    score: float
    words: list[str]
    counts: list[Count]
    decision: Decision | None
    decided_by: str | None
    decided_at: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """What became of a measure; `due` is its last day. `is_overdue`: a day has passed, and it is not reported done."""

    id: UUID
    number: str | None
    text: str
    evidence: Evidence
    state: State
    due: date | None
    is_overdue: bool
    section: list[str]
    units: list[str]
    months: list[str]
    links: list[LinkView]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """What a report says in one place; `id` is that of the activity, or of the measure where it is the mark of a row."""

    id: UUID
    report: UUID
    kind: StatementKind
    told: Told
    text: str
    evidence: Evidence
    actor: str | None
    period: str | None
    quantities: list[Quantity]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """How many measures are in which state; the name is empty for those without one."""

    name: str
    done: int
    ongoing: int
    not_done: int
    none: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidDecision:
    """What was decided of a link whose measure or statement is there no more."""

    measure: UUID
    statement: UUID
    subject: str
    decision: Decision
    decided_by: str
    decided_at: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilmentView:
    """A plan beside its reports on a day; shares are of all measures, whatever is shown."""

    plan: UUID
    document: UUID
    as_of: date
    reports: list[ReportView]
    whole: ShareView
    measures: list[OutcomeView]
    statements: list[StatementView]
    outside: list[UUID]
    units: list[ShareView]
    sections: list[ShareView]
    months: list[ShareView]
    void: list[VoidDecision]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGiven:
    """Whether a document reports of the plan."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    decision: Annotated[Decision, Field(examples=["confirmed"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGiven:
    """What is said of a link; `confirmed` also makes one that was not found, null takes back what was said."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    decision: Annotated[Decision | None, Field(examples=["rejected"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLink:
    """A link as it is now decided."""

    measure: UUID
    statement: UUID
    decision: Decision | None
    version: int


PLACE: Json = {"text": "отремонтирован мост", "block": 4, "start": 12, "end": 31, "rule": "participle:отремонтировать"}
EXAMPLE_REPORT: Json = {
    "document": REPORT, "name": "report.docx", "title": "Отчёт о ремонте мостов за 2025 год", "kind": "report", "day": "2026-01-20",
    "reason": "similarity", "score": 0.86, "decision": "confirmed", "decided_by": "ivanova", "decided_at": "2026-11-30T09:00:00+00:00",
}  # fmt: skip
EXAMPLE_LINK: Json = {
    "statement": STATEMENT, "score": 0.81, "words": ["ремонт", "моста"], "counts": [], "decision": None, "decided_by": None,
    "decided_at": None, "version": 0,
}  # fmt: skip
EXAMPLE_SHARE: Json = {"name": "Отдел дорог", "done": 1, "ongoing": 0, "not_done": 0, "none": 0, "total": 1}
EXAMPLE: Json = {
    "plan": PLAN,
    "document": DOCUMENT,
    "as_of": "2026-02-01",
    "reports": [EXAMPLE_REPORT],
    "whole": EXAMPLE_SHARE | {"name": ""},
    "measures": [
        {
            "id": MEASURE, "number": "1", "text": "Ремонт моста", "evidence": PLACE | {"text": "Ремонт моста"},
            "state": "done", "due": "2025-05-31", "is_overdue": False, "section": ["Дороги"], "units": ["Отдел дорог"],
            "months": ["2025-05"], "links": [EXAMPLE_LINK],
        }
    ],
    "statements": [
        {
            "id": STATEMENT, "report": REPORT, "kind": "activity", "told": "done", "text": "отремонтирован мост", "evidence": PLACE,
            "actor": None, "period": None, "quantities": [],
        }
    ],
    "outside": [],
    "units": [EXAMPLE_SHARE],
    "sections": [EXAMPLE_SHARE | {"name": "Дороги"}],
    "months": [EXAMPLE_SHARE | {"name": "2025-05"}],
    "void": [],
}  # fmt: skip
EXAMPLE_DECIDED: Json = {"measure": MEASURE, "statement": STATEMENT, "decision": "rejected", "version": 1}


def report_view(row: Row) -> Json:
    """Give a report as `ReportView` describes it."""
    return {
        "document": str(row["id"]),
        "day": row["day"].isoformat(),
        "decided_at": written_time(row["decided_at"]),
        **{name: row[name] for name in ("name", "title", "kind", "reason", "score", "decision", "decided_by")},
    }


def statement_views(check: Check) -> list[Json]:
    """Give what reports say as `StatementView` describes it."""
    parts = ("kind", "told", "text", "evidence", "actor", "period", "quantities")
    return [
        {"id": str(own), "report": str(check.papers[one.report]["id"])} | {name: plain_value(getattr(one, name)) for name in parts}
        for own, one in zip(check.statements, check.found.statements, strict=True)
    ]


def share_view(share: Share) -> Json:
    """Give a share as `ShareView` describes it."""
    return {**plain_value(share), "total": share.total}


def whole_share(outcomes: Sequence[Outcome]) -> Share:
    """Count the states of all measures."""
    states = [outcome.state for outcome in outcomes]
    return Share(
        name="", done=states.count("done"), ongoing=states.count("ongoing"), not_done=states.count("not_done"), none=states.count("none")
    )


def link_view(check: Check, link: Link, row: Row | None) -> Json:
    """Give a link with what a person decided of it as `LinkView` describes it."""
    decided = row if row and row["decision"] else None
    return {
        "statement": str(check.statements[link.statement]),
        "score": link.score,
        "words": list(link.words),
        "counts": plain_value(link.counts),
        "decision": decided and decided["decision"],
        "decided_by": decided and decided["person"],
        "decided_at": decided and written_time(decided["at"]),
        "version": decided["version"] if decided else 0,
    }


def outcome_views(found: Check, decided: Check, rows: Mapping[Pair, Row], bounds: Bounds, day: date) -> list[Json]:
    """Give what became of measures as `OutcomeView` describes it; `found` has the links that were rejected, too."""
    known = {(link.measure, link.statement): link for link in found.found.links}
    refused = [pair for pair, row in rows.items() if row["decision"] == "rejected"]
    rejected = [known.get(pair) or Link(measure=pair[0], statement=pair[1], score=1.0) for pair in refused]
    links: dict[int, list[Json]] = {}
    for link in (*decided.found.links, *rejected):
        links.setdefault(link.measure, []).append(link_view(found, link, rows.get((link.measure, link.statement))))
    views = []
    for own, outcome in zip(found.measures, decided.found.outcomes, strict=True):
        due = bounds.get(own)
        views.append({
            "id": str(own),
            **{name: plain_value(getattr(outcome, name)) for name in ("number", "text", "evidence", "state", "section", "units", "months")},
            "due": due and due[1].isoformat(),
            "is_overdue": due is not None and outcome.state != "done" and due[outcome.state == "ongoing"] < day,
            "links": links.get(outcome.index, []),
        })  # fmt: skip
    return views


def is_wanted(view: Json, query: FulfilmentQuery) -> bool:
    """Tell whether a measure fits the filters."""
    return (
        (not query.state or view["state"] in query.state)
        and (query.overdue is None or view["is_overdue"] == query.overdue)
        and (query.unit is None or plain(query.unit) in map(plain, view["units"]))
        and (query.section is None or plain(query.section) == plain(" / ".join(view["section"])))
        and (query.month is None or query.month in view["months"])
    )


def void_view(row: Row) -> Json:
    """Give a decision as `VoidDecision` describes it."""
    return {
        **{name: str(row[name]) for name in ("measure", "statement")},
        **{name: row[name] for name in ("subject", "decision", "version")},
        "decided_by": row["person"],
        "decided_at": written_time(row["at"]),
    }


def subject_of(check: Check, pair: Pair) -> str:
    """Say what a decision is about: the measure, and what is told of it."""
    outcome, statement = check.found.outcomes[pair[0]], check.found.statements[pair[1]]
    measure = " ".join(part for part in (outcome.number, outcome.text) if part)
    return f"{measure[:LONGEST_SUBJECT]} — {statement.text[:LONGEST_SUBJECT]}"


def fulfilment_parts(check: Check) -> dict[str, Any]:
    """Give what is counted, and what no measure speaks of."""
    found = check.found
    return {
        "whole": share_view(whole_share(found.outcomes)),
        "outside": [str(check.statements[place]) for place in found.outside],
        **{name: [share_view(share) for share in getattr(found, name)] for name in ("units", "sections", "months")},
    }
