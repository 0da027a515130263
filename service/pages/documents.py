"""The list of documents: filters, pages by cursor, and what may be done with several at once.

In: filters in the query, named as those of `GET /v1/documents`; a form with documents' ids. Out: the page, or the way back to it with how
many were done. To add a filter, add it to the API's `DocumentFilters`, to `LISTS` or `SINGLES`, and to the template.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, get_args
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import ValidationError

from extractor.messages import message
from extractor.records import DocumentKind
from service.api import document_actions
from service.api.dependencies import Here
from service.api.documents import DocumentFilters, conditions
from service.auth.actors import Actor
from service.errors import Forbidden, Problem
from service.installation import Installation
from service.pages.access import ReadingVisitor, UploadingVisitor, Visitor
from service.pages.rendering import see_other, show
from service.pages.sessions import safe_target
from service.pages.states import state_names, state_text, state_words
from service.pages.texts import _
from service.store.cursors import number_in, write_cursor
from service.store.documents import WAITING, Row, list_documents

router = APIRouter(include_in_schema=False)

# Documents on a page: what a person looks through; also the most that are done at once.
PAGE = 50
LISTS = ("status", "kind", "issuer", "municipality")
SINGLES = ("q", "uploaded_by", "date_from", "date_to", "has_issue", "cursor")
# What is done with one document: a function of the API.
Action = Callable[[UUID, Installation, Actor], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page of the list: cursors are None where nothing newer or older follows."""

    rows: Sequence[Row]
    newer: str | None = None
    older: str | None = None


@router.get("/documents")
async def documents_page(request: Request, here: Here, visitor: ReadingVisitor) -> Response:
    """Show the documents that pass the filters."""
    given, faults = given_values(request), {}
    try:
        filters = DocumentFilters.model_validate(given)
        shown = await read_shown(here, filters, visitor, request.query_params.get("back"))
    except ValidationError as error:
        faults = {str(fault["loc"][0]): fault_text(str(fault["loc"][0])) for fault in error.errors()}
        shown = Shown(rows=())
    values = {name: first_of(given.get(name, "")) for name in (*LISTS, *SINGLES)}
    return show(request, "documents.html", shown=shown, values=values, faults=faults, **standing_values(request, visitor, shown))


def given_values(request: Request) -> dict[str, Any]:
    """Give the filters of the query that are filled in; a form sends the empty ones too."""
    query = request.query_params
    lists = {name: [value for value in query.getlist(name) if value.strip()] for name in LISTS}
    singles = {name: query[name].strip() for name in SINGLES if name in query}
    return {name: value for name, value in (lists | singles).items() if value}


def fault_text(name: str) -> str:
    """Say what is wrong with a filter; the API's own texts are for those who write programs."""
    if name.startswith("date_"):
        return _("Нужна дата, например 31.12.2026.")
    return _("Такого значения нет. Выберите другое.") if name in ("status", "kind", "has_issue") else _("Слишком длинно. Сократите.")


def first_of(value: str | list[str]) -> str:
    """Give the value that a field shows."""
    return value if isinstance(value, str) else value[0]


def standing_values(request: Request, visitor: Visitor, shown: Shown) -> dict[str, Any]:
    """Give what the page shows besides the documents."""
    return {
        "states": {row["id"]: state_text(row) for row in shown.rows},
        "state_names": state_names(),
        "kinds": {kind: message(f"kind_{kind}") for kind in get_args(DocumentKind)},
        "words": state_words(),
        "told": {name: count_of(request, name) for name in ("done", "refused")},
        "acts_on": {row["id"] for row in shown.rows if may_act(visitor, row)},
    }


def count_of(request: Request, name: str) -> int:
    """Give a number of the query, 0 where it is none."""
    text = request.query_params.get(name, "")[:6]
    return int(text) if text.isdecimal() and text.isascii() else 0


def may_act(visitor: Visitor, row: Row) -> bool:
    """Tell whether the visitor may retry or cancel a document now."""
    is_own = visitor.may("upload") and (row["uploaded_by"] == visitor.actor.person or visitor.may("manage"))
    return is_own and row["status"] in WAITING | {"failed", "cancelled"}


async def read_shown(here: Installation, filters: DocumentFilters, visitor: Visitor, back: str | None) -> Shown:
    """Read a page: behind the cursor, or in front of `back`."""
    if "deleted" in filters.status and not visitor.may("audit"):
        raise Forbidden
    wanted = conditions(filters, visitor.actor.login) | ({"after": number_in(back, "seq")} if back else {})
    async with here.pool.connection() as connection:
        rows = await list_documents(connection, wanted, PAGE + 1)
    page, has_more = (rows[-PAGE:] if back else rows[:PAGE]), len(rows) > PAGE
    newer, older = (has_more, True) if back else (bool(filters.cursor), has_more)
    return Shown(rows=page, newer=edge(page, 0) if newer else None, older=edge(page, -1) if older else None)


def edge(page: Sequence[Row], index: int) -> str | None:
    """Give the cursor of the first or the last document of a page."""
    return write_cursor({"seq": page[index]["seq"]}) if page else None


Ids = Annotated[list[UUID] | None, Form(max_length=PAGE)]
Target = Annotated[str, Form(max_length=4_000)]


@router.post("/documents/retry")
async def retry_chosen(here: Here, visitor: UploadingVisitor, ids: Ids = None, to: Target = "/documents") -> Response:
    """Let the chosen documents wait again."""
    return await act(here, visitor, document_actions.retry, ids or [], to)


@router.post("/documents/cancel")
async def cancel_chosen(here: Here, visitor: UploadingVisitor, ids: Ids = None, to: Target = "/documents") -> Response:
    """Stop the processing of the chosen documents."""
    return await act(here, visitor, document_actions.cancel, ids or [], to)


async def act(here: Installation, visitor: Visitor, action: Action, ids: Sequence[UUID], to: str) -> Response:
    """Do something with documents, each by itself, and go back with for how many it was possible."""
    done = 0
    for document in ids:
        with suppress(Problem):
            await action(document, here, visitor.actor)
            done += 1
    return see_other(with_counts(safe_target(to), done, len(ids) - done))


def with_counts(target: str, done: int, refused: int) -> str:
    """Give an address with what to tell on it, in place of what was told before."""
    path, _, query = target.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name not in ("done", "refused")]
    return f"{path}?{urlencode([*kept, ('done', done), ('refused', refused)])}"
