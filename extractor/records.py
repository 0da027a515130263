"""The records: what extraction yields for one document.

In: values found by the stages. Out: `Records`, frozen. The format is the contract between the extractor, the store, the API
and the gold records; it is described in `docs/records.md`. Absent values are None or an empty tuple, never an invented one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from extractor.evidence import Evidence

DocumentKind = Literal[
    "resolution", "directive", "order", "decision", "decree", "law", "programme", "plan", "roadmap", "scheme", "report",
    "minutes", "letter", "other",
]  # fmt: skip
ClauseKind = Literal[
    "approval", "assignment", "recommendation", "publication", "control", "entry_into_force", "repeal", "amendment",
    "other",
]  # fmt: skip
DeadlineKind = Literal["calendar", "recurring", "continuous", "on_demand", "scheduled", "relative", "unknown"]
PartyRole = Literal["executor", "lead", "co_executor"]
ActivityStatus = Literal["done", "ongoing", "planned"]
MeasureStatus = Literal["done", "partly", "not_done"]
AmendmentAction = Literal["replace_words", "add_words", "remove_words", "restate", "insert", "exclude", "repeal"]
PlaceUnit = Literal[
    "title", "preamble", "appendix", "section", "article", "part", "point", "subpoint", "paragraph", "item", "table", "row", "column",
    "position", "footnote", "text",
]  # fmt: skip
Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something that was not understood or was corrected; `code` is stable, `message` is Russian text for a clerk."""

    code: str
    severity: Severity
    message: str
    evidence: Evidence | None = None


Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value_co]):
    """A stage's answer: the value and the issues met on the way."""

    value: Value_co
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline as printed (`text`) and as a value.

    `edtf` is Extended Date/Time Format (ISO 8601-2:2019, levels 0-2), `rrule` an RFC 5545 recurrence without DTSTART,
    `offset` an ISO 8601 duration from the event. `start` and `end` are the first and last day covered (ISO 8601,
    both inclusive), None where open.
    """

    text: str
    kind: DeadlineKind
    evidence: Evidence
    edtf: str | None = None
    rrule: str | None = None
    offset: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A responsible body, unit, position or person: `name` in the nominative, `person` as "Фамилия И.О."."""

    name: str | None
    person: str | None
    text: str
    evidence: Evidence
    role: PartyRole = "executor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """One printed amount: `amount` in roubles with the header's unit applied; `year` is None in a total column."""

    amount: float
    source: str | None
    year: int | None
    evidence: Evidence
    currency: str = "RUB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts, as printed after it."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One row's worth of work of a plan.

    `evidence` is the place of `text`; `sources` has the places of every other field that is not empty and carries no
    evidence of its own. `confidence` gives for each filled field the share (0 to 1) of such readings that were right
    on the project's corpus, by the rule that read it.
    """

    text: str
    evidence: Evidence
    number: str | None = None
    section: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    responsible: tuple[Party, ...] = ()
    mechanism: str | None = None
    audience: str | None = None
    result: str | None = None
    indicators: tuple[str, ...] = ()
    funding: tuple[Funding, ...] = ()
    basis: tuple[str, ...] = ()
    place: str | None = None
    note: str | None = None
    status: MeasureStatus | None = None
    sources: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of measures; `appendix` is the number of the appendix it stands in, `period` EDTF."""

    title: str | None
    appendix: str | None
    period: str | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered point of an act or of minutes; `number` without the last dot."""

    number: str | None
    kind: ClauseKind
    text: str
    evidence: Evidence
    responsible: tuple[Party, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A statement of a narrative: what was done, is going on or is planned."""

    text: str
    status: ActivityStatus
    evidence: Evidence
    period: str | None = None
    actor: str | None = None
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signed: `person` as "Фамилия И.О." in the nominative."""

    position: str | None
    person: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An approval stamp: the approving body or position with the stamp's date and number."""

    kind: DocumentKind | None
    issuer: str | None
    date: str | None
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisites:
    """The document's own particulars (ГОСТ Р 7.0.97-2016, section 4); `sources` has the place of each filled field."""

    kind: DocumentKind
    issuer: str | None = None
    municipality: str | None = None
    date: str | None = None
    number: str | None = None
    title: str | None = None
    place: str | None = None
    period: str | None = None
    signatory: Signatory | None = None
    basis: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    approval: Approval | None = None
    sources: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The act that is amended; `title` is that of the approved document where a Положение, Порядок or План is changed.

    `amended_by` has the earlier amending acts that the wording names, each as printed.
    """

    kind: DocumentKind | None
    issuer: str | None = None
    date: str | None = None
    number: str | None = None
    title: str | None = None
    amended_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a place: the unit with its number (ordinals as digits) or its printed name."""

    unit: PlaceUnit
    number: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One change that an amending act makes: `number` is the act's own point, `place` a path from the outside in.

    `old` is what is replaced or removed, or the anchor of added words; `new` the new wording, a table row as its cells
    joined by " | ". The rule of `evidence` tells which wording was read.
    """

    number: str | None
    action: AmendmentAction
    place: tuple[Step, ...]
    old: str | None
    new: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """Units that get other numbers: each of `places` the one of `numbers` beside it.

    Without `numbers` the numbers after the last of `places` close up, or make room; without `places` it is not known which.
    """

    number: str | None
    places: tuple[tuple[Step, ...], ...]
    numbers: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An amended act with the instructions for it, in printed order, and the renumberings among them."""

    target: Target
    instructions: tuple[Instruction, ...]
    renumberings: tuple[Renumbering, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything read from one document."""

    document: Requisites
    clauses: tuple[Clause, ...] = ()
    plans: tuple[Plan, ...] = ()
    activities: tuple[Activity, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    issues: tuple[Issue, ...] = ()
