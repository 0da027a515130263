"""Administration of the queue: what runs, waits and failed, and the workers.

In: nothing, or the wish to try everything again that failed. Out: the page; documents are tried again by the API's own function.
"""

from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api import document_actions
from service.api.dependencies import Here
from service.errors import Conflict, Gone, NotFound, TooMany
from service.jobs.rescue import SILENT_SECONDS
from service.pages.access import ManagingVisitor
from service.pages.admin import MOST_COUNTED, administration_parts
from service.pages.rendering import see_other, show
from service.pages.states import state_text
from service.pages.texts import _
from service.store.documents import Row, count_statuses, list_documents
from service.store.operations import count_jobs, list_jobs, list_workers

router = APIRouter(include_in_schema=False)

# Jobs of each kind that are shown: what a person looks through.
SHOWN = 20
# Documents that one press of the button tries again: each takes some milliseconds.
RETRIED = 200


@router.get("/admin/queue")
async def queue_page(request: Request, here: Here, visitor: ManagingVisitor) -> Response:
    """Show the queue."""
    async with here.pool.connection() as connection:
        counts = await count_jobs(connection)
        jobs = {status: await list_jobs(connection, status, SHOWN) for status in ("doing", "todo")}
        failed = await list_documents(connection, {"status": ["failed"]}, SHOWN)
        statuses = await count_statuses(connection, MOST_COUNTED)
        workers = await list_workers(connection, SILENT_SECONDS)
    return show(
        request,
        "admin_queue.html",
        parts=administration_parts(visitor),
        counts=counts,
        jobs=jobs,
        states={job["id"]: doing_text(job) for job in jobs["doing"]},
        failed=failed,
        failed_count=statuses.get("failed", 0),
        most=MOST_COUNTED,
        workers=workers,
        retried=RETRIED,
        told=request.query_params.get("again", ""),
    )


def doing_text(job: Row) -> str:
    """Say how far a job is; a document that is done is read once more, by a newer extractor or with what was taught."""
    return _("Читается заново") if job["status"] == "done" else state_text(job)


@router.post("/admin/queue/retry")
async def retry_failed(here: Here, visitor: ManagingVisitor) -> Response:
    """Let the documents that failed wait again, the newest first, until the queue is full."""
    async with here.pool.connection() as connection:
        failed = await list_documents(connection, {"status": ["failed"]}, RETRIED)
    again = 0
    with suppress(TooMany):
        for row in failed:
            with suppress(Conflict, NotFound, Gone):
                await document_actions.retry(row["id"], here, visitor.actor)
                again += 1
    return see_other(f"/admin/queue?again={again}")
