"""Consolidating: the job that computes the versions of the bases that a changed document belongs to.

In: the id of a base or of an amending act that was read, corrected or deleted. Out: computed versions in the store, what became of each
instruction, and which version lists show. Everything of one base is written in one transaction; a base whose state is the one that was
computed already is left as it is, so the job may be killed and run again at any time.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from procrastinate import JobContext
from procrastinate.exceptions import JobAborted

from service.amending.joining import place_act
from service.amending.reading import Assembled, assemble
from service.jobs.computed import Papers, store, store_problem, withdraw
from service.jobs.consolidation import consolidate_records
from service.jobs.limits import Limits
from service.jobs.processing import Workplace
from service.jobs.sandbox import ChildEnded, run_in_child
from service.jobs.versions import EXTRACTOR_VERSION
from service.store.amending import touched_bases
from service.store.computed import find_consolidations
from service.store.connection import Connection
from service.store.documents import find_blocks, find_document
from service.store.records import document_records

logger = logging.getLogger(__name__)

Json = dict[str, Any]
# Seconds for all versions of one base: those of a plan of 2,000 measures and 20 acts take some; what takes longer was made to.
MAX_SECONDS = 120.0


async def consolidate_document(context: JobContext, document: UUID) -> None:
    """Compute what hangs on a document anew; raises `JobAborted` where a stopping worker gives the job back."""
    place: Workplace = context.additional_context["workplace"]
    job = context.job.id
    assert job is not None
    place.running.add(job)
    try:
        for base in await find_bases(place, document):
            await consolidate_base(place, base)
    except asyncio.CancelledError:
        raise JobAborted from None
    finally:
        place.running.discard(job)


async def find_bases(place: Workplace, document: UUID) -> list[UUID]:
    """Give the bases that hang on a document; one that is there is joined first by what it says of itself now."""
    async with place.installation.pool.connection() as connection, connection.transaction():
        row = await find_document(connection, document)
        if row and row["status"] == "done" and row["computed_from"] is None:
            await place_act(connection, document, await document_records(connection, document))
        return await touched_bases(connection, document)


async def consolidate_base(place: Workplace, base: UUID) -> None:
    """Compute the versions of a base and store them, unless they are of its state already."""
    async with place.installation.pool.connection() as connection:
        assembled = await assemble(connection, base, EXTRACTOR_VERSION)
        if assembled is None:
            await withdraw(connection, base)
            return
        known = (await find_consolidations(connection, [base])).get(base)
        if known and known["stamp"] == assembled.stamp:
            return
        papers = await read_papers(connection, assembled)
    try:
        found = await compute(place, assembled, papers.blocks)
    except ChildEnded as end:
        logger.exception("base %s could not be consolidated: %s", base, end.detail)
        async with place.installation.pool.connection() as connection:
            await store_problem(connection, assembled, known)
    else:
        async with place.installation.pool.connection() as connection, connection.transaction():
            await store(connection, papers, found)


async def read_papers(connection: Connection, assembled: Assembled) -> Papers:
    """Read the texts of the base and of the acts that are applied."""
    documents = [assembled.base["id"], *(act.row["act"] for act in assembled.applied)]
    return Papers(assembled, [await find_blocks(connection, document) or [] for document in documents])


async def compute(place: Workplace, assembled: Assembled, blocks: Sequence[Sequence[Json]]) -> Json:
    """Compute the versions in a child, as records of hostile files may take any time; raises a `ChildEnded`."""
    acts = [act.records for act in assembled.applied]
    lengths = [max((block["block"] for block in found), default=0) for found in blocks]
    task = partial(run_in_child, consolidate_records, assembled.records, acts, lengths, limits=Limits(seconds=MAX_SECONDS))
    found: Json = await asyncio.get_running_loop().run_in_executor(place.threads, task)
    return found
