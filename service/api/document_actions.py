"""What may be done with a document: cancel its processing, try again, delete it.

In: a document's id. Out: the document as it is now, or nothing where it was deleted. Each is written into the log in its transaction.
"""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from service.admission import check_room
from service.answers import Document
from service.api.dependencies import Here, Uploader
from service.api.document_access import own_document, visible_document
from service.api.document_views import EXAMPLE_DOCUMENT, document_view
from service.api.problems import problems, shown
from service.errors import Conflict
from service.jobs.queue import cancel_job, defer_document, queue_place
from service.store.audit import write_audit
from service.store.changes import note_document
from service.store.documents import WAITING, set_cancelled, set_deleted, set_queued

router = APIRouter(prefix="/v1/documents", tags=["documents"])

CANCELLED = EXAMPLE_DOCUMENT | {"status": "cancelled", "progress": None}
QUEUED = EXAMPLE_DOCUMENT | {"status": "queued", "progress": None, "queue_place": 4}


@router.post(
    "/{document}/cancel",
    operation_id="cancel_document",
    summary="Cancel a document's processing",
    description="A document that waits or is being read is read no further; one that was cancelled before stays so.",
    response_model=Document,
    responses={**shown(200, "The document, cancelled.", CANCELLED), **problems(404, 409, 410)},
)
async def cancel(document: UUID, here: Here, actor: Uploader) -> JSONResponse:
    """Take the document out of the queue, or have its child killed."""
    async with here.pool.connection() as connection, connection.transaction():
        row = await own_document(connection, document, actor)
        if row["status"] in ("done", "failed"):
            raise Conflict("document_finished")
        if row["status"] in WAITING:
            await cancel_job(here.queue, connection, row["job"])
            await set_cancelled(connection, document)
            await write_audit(connection, actor, "document.cancel", f"documents/{document}")
        return JSONResponse(document_view(await visible_document(connection, document)))


@router.post(
    "/{document}/retry",
    operation_id="retry_document",
    summary="Process a document again",
    description="For a document that failed or was cancelled: it waits again, with the priority of its upload.",
    response_model=Document,
    responses={**shown(200, "The document, which waits.", QUEUED), **problems(404, 409, 410, 429)},
)
async def retry(document: UUID, here: Here, actor: Uploader) -> JSONResponse:
    """Give the document a new job."""
    async with here.pool.connection() as connection, connection.transaction():
        row = await own_document(connection, document, actor)
        if row["status"] not in ("failed", "cancelled"):
            raise Conflict("document_not_failed")
        await check_room(here, connection)
        job = await defer_document(here.queue, connection, document, row["priority"])
        await set_queued(connection, document, job)
        await note_document(connection, "document.retried", document)
        await write_audit(connection, actor, "document.retry", f"documents/{document}")
        return JSONResponse(document_view(await visible_document(connection, document), await queue_place(connection, job)))


@router.delete(
    "/{document}",
    operation_id="delete_document",
    summary="Delete a document",
    description="The document and its records leave all lists, and its address answers 410. The history keeps what it was and who deleted "
    "it; the same file may be uploaded anew. Clerks delete what they uploaded, administrators any.",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The document is deleted."}, **problems(404, 409, 410)},
)
async def delete(document: UUID, here: Here, actor: Uploader) -> Response:
    """Stop the document's processing and take it out of the lists."""
    async with here.pool.connection() as connection, connection.transaction():
        row = await own_document(connection, document, actor)
        if row["status"] in WAITING:
            await cancel_job(here.queue, connection, row["job"])
        await set_deleted(connection, document, actor.person)
        await write_audit(connection, actor, "document.delete", f"documents/{document}")
    return Response(status_code=204)
