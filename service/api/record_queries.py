"""What lists of records are narrowed, sorted and cut by: query parameters.

In: a request's query. Out: the parameters, checked; an unknown one is refused, so that a misspelt filter is never silently ignored. To add
a filter, add its field here and its line to `service.store.filters`.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from extractor.records import ActivityStatus, ClauseKind, DeadlineKind, DocumentKind, MeasureStatus
from service.errors import Invalid
from service.store.cursors import LONGEST_CURSOR
from service.store.families import NEWEST, Family
from service.store.filters import FILTERS, SURE
from service.store.lists import Listing
from service.store.reviews import Mark

# Rows of a page at most: their JSON is some 500 KB.
MAX_PAGE = 200
# Values of one filter; each is looked up by itself.
MOST_VALUES = 50
# Letters of a search or a name: no name is longer, and a longer search is a document.
LONGEST_TEXT = 500

Value = TypeVar("Value")
AnyOf = Annotated[list[Value], Field(max_length=MOST_VALUES)]


def day(value: Any) -> Any:
    """Refuse what pydantic would take for a day besides ISO 8601, such as a number of seconds."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_parsing", "not a day in ISO 8601")
    return value


def without_repeats(values: list[Any]) -> list[Any]:
    """Give the values each once."""
    return list(dict.fromkeys(values))


def check_order(first: date | None, last: date | None) -> None:
    """Refuse days that end before they begin."""
    if first and last and first > last:
        raise PydanticCustomError("greater_than_equal", "the last day is before the first", {"ge": str(first)})


Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")]
Day = Annotated[date, BeforeValidator(day)]
Names = Annotated[AnyOf[Text], AfterValidator(without_repeats)]
Ids = Annotated[AnyOf[UUID], AfterValidator(without_repeats)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
SORT = "`-` before a name turns the order round; rows without a value come last either way. `relevance` goes with `q`."


class DueDays(BaseModel):
    """Due days from one to another."""

    model_config = ConfigDict(extra="forbid")

    first: Day | None = Field(None, alias="from", description="Due on this day or later.")
    last: Day | None = Field(None, alias="to", description="Due on this day or earlier.")

    @model_validator(mode="after")
    def days_in_order(self) -> Self:
        """Refuse days that end before they begin."""
        check_order(self.first, self.last)
        return self


class RecordQuery(BaseModel):
    """What all families are narrowed by."""

    model_config = ConfigDict(extra="forbid")

    document: Ids = Field([], description="Records of these documents.")
    document_kind: AnyOf[DocumentKind] = Field([], description="The kind of document they stand in.", examples=[["resolution"]])
    issuer: Names = Field([], description="The body that issued the document, in any case and spelling of ё.")
    municipality: Names = Field([], description="The municipality of the document.")
    q: Text | None = Field(
        None, description='Russian words in any form; `"…"` for a phrase, `-` before a word that must not be there, `or`.'
    )
    versions: Literal["standing", "all"] = Field(
        "standing",
        description="Of a plan that amending acts changed: the version that stands now alone, or all. Records of named documents or plans "
        "are given either way.",
    )
    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Records on a page.")
    cursor: str | None = Field(None, max_length=LONGEST_CURSOR, description="`next` of the page before, with the same filters and order.")
    fields: Text | None = Field(None, description="Only these fields, parted by commas.", examples=["text,deadlines"])
    count: bool = Field(False, description="Whether to count what fits, up to 10,000.")

    def filters(self) -> dict[str, Any]:
        """Give the filters that are set, by the names that the store knows."""
        given = {name: getattr(self, name) for name in FILTERS if getattr(self, name, None) not in (None, [])}
        days = getattr(self, "due_from", None), getattr(self, "due_to", None)
        return given | ({"due": days} if any(days) else {})

    def listing(self, family: Family) -> Listing:
        """Give the list that is asked for; raises `Invalid` for a sort by relevance without a search."""
        name = getattr(self, "sort", None) or "newest"
        ranked, descending = name == "relevance", name.startswith("-")
        if ranked and not self.q:
            raise Invalid("sort_needs_query")
        sort = NEWEST if ranked else family.sorts[name.removeprefix("-")]
        filters = self.filters() | self.of_versions()
        return Listing(family=family, filters=filters, sort=sort, descending=descending, ranked=ranked)

    def of_versions(self) -> dict[str, bool]:
        """Give the filter by version; without it a search would find the words that an act has replaced."""
        is_named = self.document or getattr(self, "plan", None)
        return {} if is_named or self.versions == "all" else {"standing": True}


class WithDeadlines(RecordQuery):
    """Filters of records that have parties, deadlines or a period."""

    unit: Names = Field([], description="A body, unit, position or group that is responsible, as its record names it, in any case.")
    unit_id: Ids = Field([], description="Bodies of the registry (`/v1/units`), whatever the record calls them.")
    due_from: Day | None = Field(None, description="Deadlines that touch the days from this one on.")
    due_to: Day | None = Field(None, description="Deadlines that touch the days up to this one, inclusive.")
    has_issue: bool | None = Field(None, description="Whether something in the record's row was not understood.")
    to_check: bool | None = Field(
        None, description=f"Whether it has an issue or a confidence below {SURE}, and nobody has accepted or rejected it."
    )
    corrected: bool | None = Field(None, description="Whether a person has corrected something in it.")
    disagrees: bool | None = Field(
        None, description="Whether the newest extraction reads what is neither a person's correction nor what they knew."
    )
    review: AnyOf[Mark] = Field([], description="What a person has said of it as it is now.")

    @model_validator(mode="after")
    def days_in_order(self) -> Self:
        """Refuse days that end before they begin."""
        check_order(self.due_from, self.due_to)
        return self


class PlanQuery(RecordQuery):
    """What plans are narrowed and sorted by."""

    sort: Literal["newest", "-newest", "text", "-text", "relevance"] = Field("newest", description=SORT)


class MeasureQuery(WithDeadlines):
    """What measures are narrowed and sorted by."""

    plan: Ids = Field([], description="Measures of these plans.")
    person: Names = Field([], description="A responsible person, as `Дубов А.А.` or by surname.")
    person_id: Ids = Field([], description="Persons of the registry (`/v1/persons`).")
    section: Names = Field([], description="A heading that they stand under.")
    deadline_kind: AnyOf[DeadlineKind] = Field([], description="The kind of one of the deadlines.")
    status: AnyOf[MeasureStatus] = Field([], description="What the plan's mark of completion says.")
    confidence_below: Share | None = Field(None, description="The lowest confidence of the fields that nobody corrected is below this.")
    confidence_from: Share | None = Field(None, description="The lowest confidence of the fields that nobody corrected is this or above.")
    sort: Literal[
        "newest", "-newest", "deadline", "-deadline", "text", "-text", "unit", "-unit", "confidence", "-confidence", "relevance"
    ] = Field("newest", description=SORT)  # fmt: skip


class ClauseQuery(WithDeadlines):
    """What clauses are narrowed and sorted by."""

    person: Names = Field([], description="A responsible person, as `Дубов А.А.` or by surname.")
    deadline_kind: AnyOf[DeadlineKind] = Field([], description="The kind of one of the deadlines.")
    kind: AnyOf[ClauseKind] = Field([], description="The kind of clause.")
    sort: Literal["newest", "-newest", "deadline", "-deadline", "text", "-text", "unit", "-unit", "relevance"] = Field(
        "newest", description=SORT
    )


class ActivityQuery(WithDeadlines):
    """What activities are narrowed and sorted by; `unit` is their actor, and their period counts as a deadline."""

    status: AnyOf[ActivityStatus] = Field([], description="Whether it was done, is going on or is planned.")
    sort: Literal["newest", "-newest", "deadline", "-deadline", "text", "-text", "unit", "-unit", "relevance"] = Field(
        "newest", description=SORT
    )
