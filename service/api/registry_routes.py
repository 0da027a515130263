"""Routes of the registry's families: what those of units and of persons both do, and how they are described.

In: a family, a request. Out: entries, an entry's page of facts, its measures, and what people change of it. Each change is written into the
log in its transaction.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from extractor.registry import Family
from service.api.problems import problems, shown
from service.api.record_queries import MeasureQuery
from service.api.record_routes import answer_list
from service.api.registry_views import (
    ADDRESSES,
    EXAMPLE_ENTRY,
    EXAMPLE_FACTS,
    EXAMPLE_OPERATION,
    EntryPage,
    EntryQuery,
    Facts,
    OperationPage,
    document_view,
    entry_view,
    link_view,
    operation_view,
    suggestion_view,
)
from service.auth.actors import Actor
from service.errors import BadRequest
from service.installation import Installation
from service.store.audit import write_audit
from service.store.connection import Connection, Pool
from service.store.cursors import next_cursor, read_cursor
from service.store.families import MEASURES
from service.store.lists import MOST_COUNTED, count_rows, reading
from service.store.matching import is_storable
from service.store.pages import find_page
from service.store.registry.changing import Change, add_alias, merge, split
from service.store.registry.finding import (
    MOST_COUNTED as MOST_DOCUMENTS,
)
from service.store.registry.finding import (
    MOST_OPERATIONS,
    EntryList,
    EntryPosition,
    entry_documents,
    entry_names,
    entry_parent,
    entry_parts,
    entry_span,
    entry_suggestions,
    find_entry,
    find_operation,
    list_entries,
    list_operations,
    with_numbers,
)

# What an entry's page shows of its parts, of what may be it too, and of what is due next.
MOST_PARTS, MOST_SUGGESTED, MOST_NEXT = 100, 20, 5
ETAG = {"ETag": {"description": "The entry's version, for If-Match.", "schema": {"type": "string"}}}

Work = Callable[[Connection], Awaitable[int]]


def entries_of(family: Family) -> dict[str, Any]:
    """Describe the list of a family."""
    name = ADDRESSES[family]
    return {
        "operation_id": f"list_registry_{name}",
        "summary": f"List {name}",
        "description": "In the order of the alphabet. With `q` those that have a name which begins so, each once.",
        "response_model": EntryPage,
        "responses": shown(200, f"A page of {name}.", {"items": [EXAMPLE_ENTRY], "next": None}) | problems(400, 422),
    }


def facts_of(family: Family) -> dict[str, Any]:
    """Describe an entry's page of facts."""
    answer = shown(200, "The facts.", EXAMPLE_FACTS)
    answer[200]["headers"] = ETAG
    return {
        "operation_id": f"get_registry_{family}",
        "summary": f"Get a {family}",
        "description": "All that the documents say of it by whatever name. The id of an entry that was merged gives the one that it was"
        " merged into. The ETag is for changes.",
        "response_model": Facts,
        "responses": answer | problems(404),
    }


def change_of(family: Family, action: str, summary: str, description: str, *, status: int = 200) -> dict[str, Any]:
    """Describe a change of an entry."""
    answer = shown(status, "The entry as it is now.", EXAMPLE_FACTS)
    answer[status]["headers"] = ETAG
    return {
        "operation_id": f"{action}_registry_{family}",
        "summary": summary,
        "description": description,
        "status_code": status,
        "response_model": Facts,
        "responses": answer | problems(404, 409, 412, 422, 428),
    }


def history_of(family: Family) -> dict[str, Any]:
    """Describe the history of an entry."""
    return {
        "operation_id": f"get_registry_{family}_history",
        "summary": f"Get what was done with a {family}",
        "description": "The newest first; each is undone by `POST /v1/registry/operations/{operation}/undo`.",
        "response_model": OperationPage,
        "responses": shown(200, "The operations.", {"items": [EXAMPLE_OPERATION], "next": None}) | problems(404),
    }


async def answer_entries(here: Installation, family: Family, query: EntryQuery) -> JSONResponse:
    """Answer a page of entries."""
    wanted = EntryList(family=family, start=query.q or "", kind=query.kind, municipality=query.municipality)
    after = read_position(query.cursor, by_name=bool(wanted.start)) if query.cursor else None
    async with here.pool.connection() as connection, reading(connection):
        rows = await list_entries(connection, wanted, after=after, limit=query.limit + 1)
    return JSONResponse(
        {
            "items": [entry_view(row) for row in rows[: query.limit]],
            "next": next_cursor(rows, query.limit, key="position_key", id="position_id"),
        }
    )


def read_position(cursor: str, *, by_name: bool) -> EntryPosition:
    """Read a cursor of entries; those of names and those of entries have ids of another kind."""
    values = read_cursor(cursor)
    key, known = values.get("key"), values.get("id")
    if not isinstance(key, str) or not isinstance(known, str) or not is_storable(key):
        raise BadRequest("cursor_invalid")
    try:
        is_right = 0 < int(known) < 2**63 if by_name else str(UUID(known)) == known
    except ValueError:
        is_right = False
    if not is_right:
        raise BadRequest("cursor_invalid")
    return EntryPosition(key, known)


async def answer_facts(
    here: Installation, family: Family, entry: UUID, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Answer an entry's page of facts with its version as its ETag."""
    facts = await read_facts(here.pool, family, entry)
    return JSONResponse(facts, status, {"ETag": f'"{facts["version"]}"', **(headers or {})})


async def read_facts(pool: Pool, family: Family, entry: UUID) -> dict[str, Any]:
    """Give an entry's page of facts."""
    async with pool.connection() as connection, reading(connection):
        row = await find_entry(connection, entry, family)
        known = row["id"]
        names, documents = await entry_names(connection, known), await entry_documents(connection, known)
        parent, parts = await entry_parent(connection, row), await entry_parts(connection, known, MOST_PARTS)
        span, suggestions = await entry_span(connection, known), await entry_suggestions(connection, known, MOST_SUGGESTED)
        counted = await count_rows(connection, MEASURES, await with_numbers(connection, {f"{family}_id": [known]}))
    return entry_view(row) | {
        "names": names,
        "parent": parent and link_view(parent),
        "parts": [link_view(part) for part in parts],
        "documents": [document_view(document) for document in documents],
        "first_seen": span["first"] and span["first"].isoformat(),
        "last_seen": span["last"] and span["last"].isoformat(),
        "document_count": {"value": min(span["documents"], MOST_DOCUMENTS), "exact": span["documents"] <= MOST_DOCUMENTS},
        "measure_count": {"value": min(counted, MOST_COUNTED - 1), "exact": counted < MOST_COUNTED},
        "next": await next_due(pool, family, known),
        "suggestions": [suggestion_view(suggestion) for suggestion in suggestions],
    }


async def next_due(pool: Pool, family: Family, entry: UUID) -> list[dict[str, Any]]:
    """Give the measures of an entry whose first deadline runs out next."""
    query = MeasureQuery.model_validate({f"{family}_id": [entry], "sort": "deadline", "due_from": date.today().isoformat()})
    page = await find_page(pool, query.listing(MEASURES), cursor=None, limit=MOST_NEXT)
    return [{"id": str(row["id"]), "text": row["body"]["text"], "due": row["key"].isoformat()} for row in page.rows if row["key"]]


async def answer_measures(request: Request, here: Installation, family: Family, entry: UUID, query: MeasureQuery) -> Response:
    """Answer the measures of an entry as their list."""
    async with here.pool.connection() as connection:
        known = (await find_entry(connection, entry, family))["id"]
    return await answer_list(request, here, MEASURES, query.model_copy(update={f"{family}_id": [known]}))


async def answer_entry_history(here: Installation, family: Family, entry: UUID) -> JSONResponse:
    """Answer what was done with an entry."""
    async with here.pool.connection() as connection:
        await find_entry(connection, entry, family)
        rows = await list_operations(connection, entry=entry, before=None, limit=MOST_OPERATIONS)
    return JSONResponse({"items": [operation_view(row) for row in rows], "next": None})


async def merge_entry(here: Installation, actor: Actor, change: Change, other: UUID) -> UUID:
    """Merge another entry into one; gives that one."""
    return await change_entry(here, actor, change, "merge", lambda connection: merge(connection, change, other))


async def split_entry(here: Installation, actor: Actor, change: Change, names: Sequence[int]) -> UUID:
    """Let names leave; gives the entry that they make."""
    return await change_entry(here, actor, change, "split", lambda connection: split(connection, change, names))


async def name_entry(here: Installation, actor: Actor, change: Change, text: str) -> UUID:
    """Give an entry a further name; gives the entry."""
    return await change_entry(here, actor, change, "name", lambda connection: add_alias(connection, change, text))


async def change_entry(here: Installation, actor: Actor, change: Change, action: str, work: Work) -> UUID:
    """Do some work on an entry and log it; gives the entry that has the names now."""
    async with here.pool.connection() as connection, connection.transaction():
        operation = await work(connection)
        entry: UUID = (await find_operation(connection, operation))["entry"]
        thing = f"{ADDRESSES[change.family]}/{change.entry}"
        await write_audit(connection, actor, f"registry.{action}", thing, operation=operation, entry=entry)
    return entry


def change_by(family: Family, entry: UUID, actor: Actor, if_match: str) -> Change:
    """Give the change that an actor asks for."""
    return Change(family=family, entry=entry, person=actor.person, if_match=if_match)
