"""Rows of the review page: the records of a document, what is doubtful first, a page at a time.

In: a document, and what is asked of the work list. Out: `Rows` for the templates, which are the API's own views with their marks. To add
a work list, add a line to `WORK_LISTS`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from service.api.lesson_views import offer_view
from service.api.offers import open_offers
from service.api.record_views import view_record, view_records
from service.installation import Installation
from service.pages.review_values import FieldShown, field_label, shown_fields, value_words
from service.store.columns import Json, issue_places
from service.store.connection import Connection
from service.store.corrections import record_corrections
from service.store.cursors import LONGEST_CURSOR
from service.store.documents import find_issues
from service.store.families import DOCUMENTS, FAMILIES, MEASURES, NEWEST, PLANS, RECORD_SORTS, Family
from service.store.lists import Listing, count_rows, reading
from service.store.pages import find_page
from service.store.records import read_record
from service.store.reviews import reviews_of

Tab = Literal["measures", "clauses", "activities", "documents", "issues"]
TABS: tuple[Tab, ...] = ("measures", "clauses", "activities", "documents", "issues")
Show = Literal["check", "all", "corrected", "disagrees"]
# Rows of one page of the list: more than fit on a screen, and some 50 KB of HTML.
ROWS = 15
# The parts of each work list by its order, one after the other: in each the least certain first.
WORK_LISTS: Mapping[Show, Sequence[Mapping[str, Any]]] = {
    "check": ({"to_check": True, "has_issue": True}, {"to_check": True, "has_issue": False}),
    "all": ({"has_issue": True}, {"has_issue": False}),
    "corrected": ({"corrected": True},),
    "disagrees": ({"disagrees": True},),
}


class Wanted(BaseModel):
    """What a review page shows; the address has it all, so that it can be shared."""

    tab: Tab | None = None
    show: Show | None = None
    order: Literal["doubtful", "printed"] = "doubtful"
    part: int = Field(0, ge=0, le=1)
    cursor: str | None = Field(None, max_length=LONGEST_CURSOR)
    record: UUID | None = None
    at: str | None = Field(None, pattern=r"^\d{1,9}(-\d{1,9}){0,4}$")
    page: int = Field(1, ge=1, le=3_000)
    start: int | None = Field(None, ge=0, le=10_000_000)

    @property
    def place(self) -> tuple[int, ...] | None:
        """The block, row, column, start and end that are to be shown in the source; 0 where there is none."""
        return tuple(map(int, self.at.split("-"))) if self.at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShown:
    """What a lesson would make of a field, in words, and why."""

    lesson: str
    label: str
    words: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record for the template: its family, the API's view, its fields in words, the mark that holds, and what lessons offer."""

    family: str
    record: Json
    fields: Sequence[FieldShown]
    review: Json | None
    issues: Sequence[Json] = ()
    offers: Sequence[OfferShown] = ()

    @property
    def head(self) -> FieldShown | None:
        """The field that a record is known by: its wording; requisites and plans have none."""
        return next((field for field in self.fields if field.name == "text"), None)

    @property
    def unsure(self) -> list[FieldShown]:
        """The fields that a person should look at."""
        return [field for field in self.fields if field.is_unsure]

    @property
    def disagreeing(self) -> list[FieldShown]:
        """The corrected fields that the newest extraction reads otherwise again."""
        return [field for field in self.fields if field.disagrees]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows in order, and where the list goes on."""

    rows: Sequence[Row]
    part: int = 0
    cursor: str | None = None

    @property
    def has_more(self) -> bool:
        """Whether the list goes on."""
        return self.cursor is not None or self.part > 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records a document has in each tab, and in each work list of the chosen one."""

    tabs: Mapping[str, int]
    shows: Mapping[str, int]


async def count_records(here: Installation, document: UUID, tab: Tab | None) -> Counts:
    """Count a document's records; without a tab those of the first that has any."""
    async with here.pool.connection() as connection, reading(connection):
        tabs: dict[str, int] = {name: await count_rows(connection, FAMILIES[name], {"document": [document]}) for name in TABS[:3]}
        chosen = tab or first_tab(tabs)
        if chosen not in tabs:
            return Counts(tabs, {})
        narrowed = {"check": {"to_check": True}, "corrected": {"corrected": True}, "disagrees": {"disagrees": True}}
        filters = {name: {"document": [document], **filters} for name, filters in narrowed.items()}
        shows = {name: await count_rows(connection, FAMILIES[chosen], given) for name, given in filters.items()}
    return Counts(tabs, {**shows, "all": tabs[chosen]})


def first_tab(tabs: Mapping[str, int]) -> Tab:
    """Give the first tab that has records; every document has requisites."""
    return next((name for name in TABS[:3] if tabs.get(name)), "documents")


async def read_list(here: Installation, document: UUID, family: Family, show: Show, wanted: Wanted) -> Rows:
    """Read a page of a work list, over the ends of its parts."""
    parts = list_parts(document, family, show, wanted.order)
    found: list[Json] = []
    part, cursor = min(wanted.part, len(parts) - 1), wanted.cursor
    while len(found) < ROWS:
        page = await find_page(here.pool, parts[part], cursor=cursor, limit=ROWS - len(found))
        found += page.rows
        cursor = page.cursor
        if cursor is None:
            part += 1
            if part == len(parts):
                return Rows(rows=await show_rows(here, family, found))
    return Rows(rows=await show_rows(here, family, found), part=part, cursor=cursor)


def list_parts(document: UUID, family: Family, show: Show, order: str) -> list[Listing]:
    """Give the lists that a work list is made of."""
    if order == "printed" and show == "all":
        return [Listing(family=family, filters={"document": [document]})]
    sort = RECORD_SORTS["confidence"] if family is MEASURES and show not in ("corrected", "disagrees") else NEWEST
    return [Listing(family=family, filters={"document": [document], **filters}, sort=sort) for filters in WORK_LISTS[show]]


async def show_rows(here: Installation, family: Family, rows: Sequence[Json]) -> list[Row]:
    """Show rows of the store."""
    views = await view_records(here.pool, family, rows, query=None, fields=None)
    async with here.pool.connection() as connection:
        marks = await reviews_of(connection, [(row["id"], row["version"]) for row in rows])
        issues = await find_issues(connection, rows[0]["document"]) if rows else []
        offers = await offers_beside(connection, family, rows)
    return [show_row(family, view, Beside(marks.get(UUID(view["id"])), issues, offers.get(view["id"], ()))) for view in views]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a row shows beside its record: its mark, the issues of its document, the offers for it."""

    review: Json | None
    issues: Sequence[Json]
    offers: Sequence[OfferShown]


def show_row(family: Family, view: Json, beside: Beside) -> Row:
    """Show one record with those of its document's issues that stand in it."""
    own = list(issues_in(view["evidence"], beside.issues)) if view.get("evidence") else []
    return Row(family=family.name, record=view, fields=shown_fields(family, view), review=beside.review, issues=own, offers=beside.offers)


async def offers_beside(connection: Connection, family: Family, rows: Sequence[Json]) -> dict[str, list[OfferShown]]:
    """Give what lessons offer for records of one document, by their ids."""
    found: dict[str, list[OfferShown]] = {}
    for row, offer in await open_offers(connection, family, rows):
        view = offer_view(offer, family.name, row["id"])
        label = field_label(family, offer.field) if offer.column is None else ""
        words = value_words(offer.field, offer.then) if offer.column is None else ""
        found.setdefault(view["record"], []).append(OfferShown(lesson=view["lesson"], label=label, words=words, why=view["why"]))
    return found


def issues_in(evidence: Json, issues: Sequence[Json]) -> Iterator[Json]:
    """Yield the issues that stand in a record's row, or in its stretch of text."""
    for issue in issues:
        place = issue["evidence"]
        if place and place["block"] == evidence["block"] and issue_places([issue]).has(evidence):
            yield issue


async def read_row(here: Installation, family: Family, record: UUID) -> Row:
    """Read one record; raises `NotFound`."""
    async with here.pool.connection() as connection:
        row = await read_record(connection, family, record)
        corrections = await record_corrections(connection, [record])
        marks = await reviews_of(connection, [(record, row["version"])])
        issues = await find_issues(connection, row["document"])
        offers = await offers_beside(connection, family, [row])
    view = view_record(family, row, corrections.get(record, {}))
    return show_row(family, view, Beside(marks.get(record), issues, offers.get(str(record), ())))


async def read_particulars(here: Installation, document: UUID) -> Rows:
    """Read a document's requisites and its plans."""
    requisites = await read_row(here, DOCUMENTS, document)
    page = await find_page(here.pool, Listing(family=PLANS, filters={"document": [document]}), cursor=None, limit=ROWS)
    return Rows(rows=[requisites, *await show_rows(here, PLANS, page.rows)])
