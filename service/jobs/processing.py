"""Processing: one job from the queue to the store.

In: a document's id. Out: its records in the store and status "done"; or "failed" with a problem that says what to do; or another
try. Nothing is written of a document that was cancelled, deleted or given to another job meanwhile.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from procrastinate import JobContext
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason

from extractor.errors import ExtractionError
from service.installation import Installation
from service.jobs.extraction import extract_content
from service.jobs.limits import Limits
from service.jobs.queue import READ_AGAIN
from service.jobs.retrying import TryAgain, has_next_try
from service.jobs.sandbox import ChildCrashed, ChildEnded, ChildFailed, ChildOutOfMemory, ChildOverstepped, ChildTimedOut, run_in_child
from service.jobs.states import Assignment, give_back, note_failure, note_progress, progress_of, save_answer, take
from service.jobs.versions import EXTRACTOR_VERSION
from service.messages import message

logger = logging.getLogger(__name__)

# Seconds between two writes of a document's progress: what eyes can follow.
PROGRESS_SECONDS = 0.25
# The codes of problems by how the child ended, the more exact before the less.
PROBLEMS: tuple[tuple[type[ChildEnded], str], ...] = (
    (ChildTimedOut, "processing_too_long"),
    (ChildOutOfMemory, "processing_out_of_memory"),
    (ChildOverstepped, "processing_overstepped"),
    (ChildFailed, "processing_failed"),
    (ChildCrashed, "processing_crashed"),
)
# Ends that another try may not have; time is not among them, because a second try takes as long again.
PASSING = (ChildOutOfMemory, ChildCrashed)
LASTING = (ChildOverstepped, ChildFailed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """What a worker gives its jobs: the installation, threads that wait for children, the jobs that run, the limits, the task."""

    installation: Installation
    threads: ThreadPoolExecutor
    running: set[int] = field(default_factory=set)
    limits: Limits = field(default_factory=Limits)
    task: Callable[..., Any] = extract_content


async def process_document(context: JobContext, document: UUID) -> None:
    """Process a document; raises `TryAgain` where the job is to be tried again, and `JobAborted` where it was stopped."""
    place: Workplace = context.additional_context["workplace"]
    job = context.job.id
    assert job is not None
    place.running.add(job)
    try:
        async with place.installation.pool.connection() as connection:
            held = await take(connection, document, job, again=context.job.priority in READ_AGAIN)
        if held is not None:
            await process(context, place, held)
    finally:
        place.running.discard(job)


async def process(context: JobContext, place: Workplace, held: Assignment) -> None:
    """Run the child and save how it ended."""
    begun = time.monotonic()
    try:
        content = await place.installation.files.read(held.sha256)
        answer = await run(place, held, content)
        await note(place, held, progress_of("saving"))
        async with place.installation.pool.connection() as connection:
            await save_answer(connection, held, answer, time.monotonic() - begun)
    except asyncio.CancelledError:
        await stop(context, place, held)
    except FileNotFoundError:
        await fail(place, held, "source_missing", message("source_missing"))
    except ExtractionError as error:
        await fail(place, held, error.code, str(error))
    except ChildEnded as end:
        await try_again_or_fail(context, place, held, end)


async def run(place: Workplace, held: Assignment, content: bytes) -> dict[str, Any]:
    """Run the child in a thread and write its progress; a cancelled job's child is killed and waited for."""
    latest: list[dict[str, Any]] = []
    stopped = threading.Event()

    def tell(stage: str, page: int | None, pages: int | None) -> None:
        latest[:] = [progress_of(stage, page, pages)]

    def work() -> Any:
        return run_in_child(place.task, content, held.wordings, limits=place.limits, progress=tell, is_cancelled=stopped.is_set)

    child = asyncio.get_running_loop().run_in_executor(place.threads, work)
    try:
        while not child.done():
            await asyncio.wait([child], timeout=PROGRESS_SECONDS)
            if latest and not child.done():
                await note(place, held, latest.pop())
    finally:
        stopped.set()
        await asyncio.wait([child])
        child.exception()  # read here, or asyncio complains of it when the job was cancelled
    return checked(child.result())


def checked(answer: Any) -> dict[str, Any]:
    """Give the answer back where it has the shape of one; a child may answer anything."""
    match answer:
        case {"format": str(), "pages": int() | None, "records": dict(), "blocks": list(), "tables": list()}:
            found: dict[str, Any] = answer
            return found
    raise ChildOverstepped("no answer of an extraction")


async def note(place: Workplace, held: Assignment, progress: dict[str, Any]) -> None:
    """Write the progress of a document that somebody may be waiting for."""
    if not held.again:
        async with place.installation.pool.connection() as connection:
            await note_progress(connection, held, progress)


async def stop(context: JobContext, place: Workplace, held: Assignment) -> None:
    """End a job that was cancelled, or that a stopping worker gives back to the queue."""
    if context.abort_reason() is not AbortReason.USER_REQUEST:
        async with place.installation.pool.connection() as connection:
            await give_back(connection, held)
    raise JobAborted


async def try_again_or_fail(context: JobContext, place: Workplace, held: Assignment, end: ChildEnded) -> None:
    """Give a document whose child ended without an answer another try, or fail it."""
    code = next((code for kind, code in PROBLEMS if isinstance(end, kind)), "processing_crashed")
    logger.warning("document %s: %s: %s", held.document, code, end.detail)
    if isinstance(end, PASSING) and not isinstance(end, LASTING) and has_next_try(context.job):
        async with place.installation.pool.connection() as connection:
            await give_back(connection, held)
        raise TryAgain from end
    await fail(place, held, code, message(code))


async def fail(place: Workplace, held: Assignment, code: str, text: str) -> None:
    """Note why there are no records; a document that was read again keeps those that it has, and the log tells of it."""
    if held.again:
        logger.error("document %s keeps its records, reading it again by %s failed: %s", held.document, EXTRACTOR_VERSION, code)
    async with place.installation.pool.connection() as connection:
        await note_failure(connection, held, {"code": code, "message": text})
