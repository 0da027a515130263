"""Reports as the API and the pages show them: forms with what they are about, sums, examples.

In: rows of `service.store.reports`. Out: JSON-ready dicts that `Report`, `ReportPage` and their siblings describe.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.api.document_views import written_time
from service.store.columns import Json
from service.store.reports.filling import TEXTS, State
from service.store.reports.reading import COUNTED, Summary

OPEN = frozenset({"empty", "draft", "returned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAbout:
    """What a form is about, as the plan has it, or last had it; `leader` is who leads the measure, or controls the whole act."""

    unit: str | None
    person: str | None
    leader: str | None
    number: str | None
    section: list[str]
    text: str
    deadline: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A form of a measure, a unit and a due day.

    `occurrence` is the number of the measure's deadline, for a recurring one with its day. `excluded` tells that the measure is no longer
    in the plan, `asked` that the form is still asked for. `note` is what was said when it was returned or accepted.
    """

    id: UUID
    plan: UUID
    measure: UUID
    document: UUID
    about: ReportAbout
    occurrence: str
    due: date | None
    overdue: bool
    asked: bool
    excluded: bool
    state: State
    version: int
    reached: int | None
    organisations: list[str]
    done: str
    share: int | None
    remarks: str
    proposals: str
    assessment: str
    day: date | None
    note: str
    author: str | None
    at: datetime | None
    links: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Since when a plan asks for reports, and who said so; `ended_at` is set once it asks no more."""

    plan: UUID
    title: str
    since: date
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Forms in the order of the plan, each measure's by day; `asked` is null where the plan never asked for any."""

    items: list[Report]
    next: str | None
    asked: Asked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """The forms of a measure, by unit and day."""

    items: list[Report]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSums:
    """How many forms are asked for, handed in (accepted ones too), missing, overdue among these; organisations of those handed in."""

    name: str | None
    asked: int
    handed_in: int
    accepted: int
    missing: int
    overdue: int
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    """What comes together: the whole plan, each unit, each leader, and the forms that have remarks or proposals."""

    plan: UUID
    today: date
    whole: ReportSums
    units: list[ReportSums]
    leaders: list[ReportSums]
    noted: list[Report]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVersion:
    """A form as somebody left it."""

    version: int
    state: State
    reached: int | None
    organisations: list[str]
    done: str
    share: int | None
    remarks: str
    proposals: str
    assessment: str
    day: date | None
    note: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVersions:
    """The versions of a form, the newest first."""

    items: list[ReportVersion]


PLAN, MEASURE, DOCUMENT, REPORT = (f"0198c5d0-0000-7000-8000-00000000000{number}" for number in (2, 3, 1, 9))
CONTENT: Json = {
    "reached": 3,
    "organisations": ["Школа № 2", "Детский сад «Росинка»", "ООО «Мостовик»"],
    "done": "Проведены встречи с коллективами",
    "share": 60,
    "remarks": "Срок слишком короткий",
    "proposals": "Добавить встречу с дорожниками",
    "assessment": "хорошо",
    "day": "2026-04-28",
}
EXAMPLE: Json = {
    "id": REPORT,
    "plan": PLAN,
    "measure": MEASURE,
    "document": DOCUMENT,
    "about": {
        "unit": "Отдел дорог", "person": "Дубов А.А.", "leader": "Рябинин П.С.", "number": "1", "section": ["Дороги"],
        "text": "Обсудить план ремонта мостов", "deadline": "до 1 мая",
    },
    "occurrence": "1",
    "due": "2026-04-30",
    "overdue": False,
    "asked": True,
    "excluded": False,
    "state": "handed_in",
    "version": 3,
    **CONTENT,
    "note": "",
    "author": "Иванова Мария",
    "at": "2026-04-28T09:00:00+00:00",
    "links": {"plan": f"/v1/plans/{PLAN}", "measure": f"/v1/measures/{MEASURE}", "history": f"/v1/reports/{REPORT}/history"},
}  # fmt: skip
ASKED_EXAMPLE: Json = {
    "plan": PLAN, "title": "План ремонта мостов", "since": "2026-01-01", "asked_by": "Иванова Мария",
    "asked_at": "2026-01-12T09:00:00+00:00", "ended_at": None,
}  # fmt: skip
SUMS_EXAMPLE: Json = {"name": None, "asked": 12, "handed_in": 9, "accepted": 6, "missing": 3, "overdue": 1, "reached": 41}
SUMMARY_EXAMPLE: Json = {
    "plan": PLAN, "today": "2026-05-02", "whole": SUMS_EXAMPLE, "units": [SUMS_EXAMPLE | {"name": "Отдел дорог"}],
    "leaders": [SUMS_EXAMPLE | {"name": "Рябинин П.С."}], "noted": [EXAMPLE],
}  # fmt: skip
VERSION_EXAMPLE: Json = {
    "version": 3, "state": "handed_in", **CONTENT, "note": "", "author": "Иванова Мария", "at": "2026-04-28T09:00:00+00:00",
}  # fmt: skip


def view_report(row: Json, today: date) -> Json:
    """Show a form."""
    return {
        **{name: str(row[name]) for name in ("id", "plan", "measure", "document")},
        "about": row["about"] | {"section": row["about"]["section"] or []},
        "occurrence": row["occurrence"],
        "due": row["due"] and row["due"].isoformat(),
        "overdue": is_late(row, today),
        "asked": row["is_asked"] and not row["is_gone"],
        "excluded": row["is_gone"],
        **view_content(row),
        "links": links_of(row),
    }


def view_content(row: Json) -> Json:
    """Show what a form, or a version of it, says."""
    texts = {name: row["texts"].get(name, "") for name in TEXTS}
    return {
        **{name: row[name] for name in ("state", "version", "reached", "share", "note", "author")},
        "organisations": row["texts"].get("organisations", []),
        **texts,
        "day": row["day"] and row["day"].isoformat(),
        "at": row["at"] and written_time(row["at"]),
    }


def is_late(row: Json, today: date) -> bool:
    """Tell whether the day of a form has passed without it."""
    return bool(row["is_asked"] and not row["is_gone"] and row["state"] in OPEN and row["due"] and row["due"] < today)


def links_of(row: Json) -> dict[str, str]:
    """Give the addresses of what a form belongs to; a measure that is gone has none."""
    found = {"plan": f"/v1/plans/{row['plan']}", "history": f"/v1/reports/{row['id']}/history"}
    return found if row["is_gone"] else found | {"measure": f"/v1/measures/{row['measure']}"}


def view_asked(row: Json | None) -> Json | None:
    """Show since when a plan asks for reports."""
    if row is None:
        return None
    return {
        "plan": str(row["plan"]),
        "title": row["title"],
        "since": row["since"].isoformat(),
        "asked_by": row["asked_by"],
        "asked_at": written_time(row["asked_at"]),
        "ended_at": row["ended_at"] and written_time(row["ended_at"]),
    }


def view_summary(plan: UUID, found: Summary, today: date) -> Json:
    """Show what comes together."""
    return {
        "plan": str(plan),
        "today": today.isoformat(),
        "whole": view_sums(found.whole),
        "units": [view_sums(row) for row in found.units],
        "leaders": [view_sums(row) for row in found.leaders],
        "noted": [view_report(row, today) for row in found.noted],
    }


def view_sums(row: Json) -> Json:
    """Show sums."""
    return {name: row[name] for name in ("name", *COUNTED)}
