"""Access to documents: the one that a route names, for those who may see or change it.

In: a connection and an id. Out: the document's row, or the problem that is the answer.
"""

from uuid import UUID

from service.api.document_views import written_time
from service.auth.actors import Actor
from service.errors import Conflict, Forbidden, Gone, NotFound
from service.store.connection import Connection, sees_names
from service.store.documents import Row, find_document, lock_document


async def known_document(connection: Connection, document: UUID) -> Row:
    """Give a document, also a deleted one; raises `NotFound`."""
    row = await find_document(connection, document)
    if row is None:
        raise NotFound
    return row


async def visible_document(connection: Connection, document: UUID) -> Row:
    """Give a document; raises `NotFound`, or `Gone` with who deleted it and when."""
    row = await known_document(connection, document)
    if row["status"] == "deleted":
        raise Gone(extra={"deleted_at": written_time(row["deleted_at"]), "deleted_by": row["deleter"]})
    return row


async def source_document(connection: Connection, document: UUID) -> Row:
    """Give a document whose file, and what is drawn from it, may be given out.

    Raises `Forbidden` where who asks sees no names of persons, or where the file names somebody who is named nowhere any more at their
    request, and `NotFound` where the file was erased when its time was over.
    """
    row = await visible_document(connection, document)
    reason = withheld(connection, row)
    if reason == "source_erased":
        raise NotFound(reason)
    if reason:
        raise Forbidden(reason)
    return row


def withheld(connection: Connection, row: Row) -> str | None:
    """Give the code of why a document's file is not given out; None where it is."""
    if not sees_names(connection):
        return "source_names_masked"
    if row["source_restricted"]:
        return "source_restricted"
    return "source_erased" if row["source_erased_at"] else None


async def finished_document(connection: Connection, document: UUID) -> Row:
    """Give a document that has records; raises `Conflict` while it has none."""
    row = await visible_document(connection, document)
    if row["extractor_version"] is None:
        raise Conflict("document_not_done")
    return row


async def own_document(connection: Connection, document: UUID, actor: Actor) -> Row:
    """Give the locked row of a document that the actor may cancel, retry or delete.

    Raises `Forbidden` for other people's, `Conflict` for a computed version, which comes and goes with its acts.
    """
    row = await lock_document(connection, document)
    await visible_document(connection, document)
    assert row
    if row["computed_from"]:
        raise Conflict("document_computed")
    if row["uploaded_by"] != actor.person and "manage" not in actor.scopes:
        raise Forbidden("not_your_document")
    return row
