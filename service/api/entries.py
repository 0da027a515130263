"""Entries of the registry: units (bodies, positions, groups) and persons, by whatever name documents call them.

In: the beginning of a name, an id, changes. Out: entries; `registry_routes` says how. Both families have the same routes.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from extractor.registry import Family
from service.answers import StoredMeasure
from service.api.dependencies import Editor, Here, Reader
from service.api.etags import IfMatch
from service.api.problems import problems
from service.api.record_queries import MeasureQuery
from service.api.record_routes import list_of
from service.api.registry_routes import (
    answer_entries,
    answer_entry_history,
    answer_facts,
    answer_measures,
    change_by,
    change_of,
    entries_of,
    facts_of,
    history_of,
    merge_entry,
    name_entry,
    split_entry,
)
from service.api.registry_views import ADDRESSES, Alias, EntryQuery, Leaving, MergeWith
from service.store.families import MEASURES


def reading_routes(router: APIRouter, family: Family) -> None:
    """Add the routes that read."""
    described = {"operation_id": f"list_registry_{family}_measures", "summary": f"List the measures of a {family}"}
    measures = list_of(MEASURES, StoredMeasure) | described
    measures["responses"] = measures["responses"] | problems(404)

    @router.get("", **entries_of(family))
    async def list_all(here: Here, actor: Reader, query: Annotated[EntryQuery, Query()]) -> Response:
        """Give a page of entries."""
        return await answer_entries(here, family, query)

    @router.get("/{entry}", **facts_of(family))
    async def get_one(here: Here, actor: Reader, entry: UUID) -> Response:
        """Give an entry's page of facts."""
        return await answer_facts(here, family, entry)

    @router.get("/{entry}/measures", **measures)
    async def list_measures(request: Request, here: Here, actor: Reader, entry: UUID, query: Annotated[MeasureQuery, Query()]) -> Response:
        """Give a page of an entry's measures."""
        return await answer_measures(request, here, family, entry, query)

    @router.get("/{entry}/history", **history_of(family))
    async def get_history(here: Here, actor: Reader, entry: UUID) -> Response:
        """Give what was done with an entry."""
        return await answer_entry_history(here, family, entry)


MERGES = "The names of `other` go to this entry, and its address leads here. Undone as a whole by its operation."
SPLITS = "The names leave into a new entry, with all their measures; the service does not put them together with the others again."
NAMES = "A name that documents use, as an abbreviation that none explains; what is read with it from now on is this entry's."


def changing_routes(router: APIRouter, family: Family) -> None:
    """Add the routes that change; a change names the version of the entry that it was read with."""

    @router.post("/{entry}/merge", **change_of(family, "merge", f"Merge another {family} into this one", MERGES))
    async def merge_with(here: Here, actor: Editor, entry: UUID, given: MergeWith, if_match: IfMatch) -> Response:
        """Merge two entries."""
        return await answer_facts(here, family, await merge_entry(here, actor, change_by(family, entry, actor, if_match), given.other))

    @router.post("/{entry}/split", **change_of(family, "split", f"Split a {family}", SPLITS, status=201))
    async def split_off(here: Here, actor: Editor, entry: UUID, given: Leaving, if_match: IfMatch) -> Response:
        """Split an entry; answers the new one."""
        made = await split_entry(here, actor, change_by(family, entry, actor, if_match), given.names)
        return await answer_facts(here, family, made, status=201, headers={"Location": f"{router.prefix}/{made}"})

    @router.post("/{entry}/names", **change_of(family, "name", f"Give a {family} a further name", NAMES))
    async def add_name(here: Here, actor: Editor, entry: UUID, given: Alias, if_match: IfMatch) -> Response:
        """Add a name by hand."""
        return await answer_facts(here, family, await name_entry(here, actor, change_by(family, entry, actor, if_match), given.text))


def entry_router(family: Family) -> APIRouter:
    """Make the router of a family."""
    router = APIRouter(prefix=f"/v1/{ADDRESSES[family]}", tags=["registry"])
    reading_routes(router, family)
    changing_routes(router, family)
    return router


units, persons = entry_router("unit"), entry_router("person")
