"""Lists of records on pages: what a form asks for, a page of rows, and what stands beside each row.

In: a request's query. Out: a `RecordList`: the query as it was understood, what was wrong with it, the rows as the API shows them and
the cursor of the next page. Fields that a form leaves empty are not asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Generic, TypeVar
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ValidationError

from service.api.record_queries import RecordQuery
from service.api.record_views import view_records
from service.errors import BadRequest, Invalid
from service.installation import Installation
from service.pages.faults import told_faults
from service.pages.texts import _
from service.store.columns import Json, lowest_confidence
from service.store.connection import Connection
from service.store.documents import Row, find_documents
from service.store.families import MEASURES, Family
from service.store.overviews import plan_titles, with_issues
from service.store.pages import find_page

Query = TypeVar("Query", bound=RecordQuery)
Asked = TypeVar("Asked", bound=BaseModel)
# Rows of a page: with long wordings they are 100 kB of HTML.
PAGE = 50
# Below this a reading was wrong more often than a clerk accepts unseen: one in five.
LOW_CONFIDENCE = 0.8
# The filters that are wrong where days end before they begin.
DAYS = {"due_from", "due_to", "from", "to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList(Generic[Query]):
    """A page of a list: `faults` say what of the query was not understood, `next` is the cursor of the next page."""

    query: Query
    faults: tuple[str, ...] = ()
    items: list[Json] = field(default_factory=list)
    next: str | None = None
    documents: Mapping[str, Row] = field(default_factory=dict)
    plans: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status of the page's answer."""
        return Invalid.status if self.faults else 200


async def read_list(request: Request, here: Installation, family: Family, model: type[Query], **fixed: Any) -> RecordList[Query]:
    """Read the page of a list that a form asks for; `fixed` filters are the page's own."""
    query, faults = read_query(model, given_values(request, model) | {"limit": PAGE} | fixed)
    try:
        page = await find_page(here.pool, query.listing(family), cursor=query.cursor, limit=query.limit)
    except (Invalid, BadRequest) as problem:
        return RecordList(query=query, faults=(*faults, problem.detail()))
    items = await view_records(here.pool, family, page.rows, query=query.q, fields=None) if page.rows else []
    async with here.pool.connection() as connection:
        documents = await documents_of(connection, page.rows)
        plans = await plans_beside(connection, page.rows)
        marked = await with_issues(connection, [row["id"] for row in page.rows]) if family is MEASURES else frozenset()
    items = [item | beside(item, marked) for item in items]
    return RecordList(query=query, faults=tuple(faults), items=items, next=page.cursor, documents=documents, plans=plans)


def beside(item: Json, marked: frozenset[UUID]) -> Json:
    """Give what a page shows of a record besides its own fields."""
    lowest = lowest_confidence(item, item["corrections"].keys() | item["confirmed"].keys())
    return {"has_issue": UUID(item["id"]) in marked, "is_unsure": lowest is not None and lowest < LOW_CONFIDENCE, "lowest": lowest}


async def documents_of(connection: Connection, rows: list[Json]) -> dict[str, Row]:
    """Give the documents of records by their ids as texts."""
    return {str(row["id"]): row for row in await find_documents(connection, list({row["document"] for row in rows}))}


async def plans_beside(connection: Connection, rows: list[Json]) -> dict[str, str | None]:
    """Give the titles of the records' plans by their ids as texts."""
    found = await plan_titles(connection, {row["plan"] for row in rows if row.get("plan")})
    return {str(plan): title for plan, title in found.items()}


def by_section(items: list[Json]) -> list[tuple[list[str], list[Json]]]:
    """Part measures where the heading over them changes."""
    return [(section, list(members)) for section, members in groupby(items, key=lambda item: list(item["section"] or ()))]


def read_query(model: type[Asked], given: Mapping[str, Any]) -> tuple[Asked, list[str]]:
    """Read a query of values that were given; what is wrong in it is left out and told."""
    try:
        return model.model_validate(given), []
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]} or DAYS
        kept = {name: value for name, value in given.items() if name not in wrong}
        return model.model_validate(kept), list(told_faults(error, filter_names()))


def given_values(request: Request, model: type[BaseModel]) -> dict[str, Any]:
    """Give the values of a form that are not empty, lists where the query takes several; the page's own parameters are no filters."""
    found: dict[str, Any] = {}
    for name, known in model.model_fields.items():
        address = known.alias or name
        values = [value.strip() for value in request.query_params.getlist(address) if value.strip()]
        if values:
            found[address] = values if isinstance(known.default, list) else values[-1]
    return found


def filter_names() -> dict[str, str]:
    """Name the filters as the form does; what is wrong with none of them alone are the days."""
    return {
        "": _("Срок по"),
        "q": _("Слова"), "unit": _("Исполнитель"), "person": _("Сотрудник"), "section": _("Раздел"), "issuer": _("Кто издал"),
        "municipality": _("Муниципалитет"), "due_from": _("Срок с"), "due_to": _("Срок по"), "confidence_below": _("Уверенность ниже"),
        "from": _("Срок с"), "to": _("Срок по"), "plan": _("План"), "status": _("Состояние"), "overdue": _("Просрочено"),
    }  # fmt: skip
