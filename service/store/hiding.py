"""Hiding: documents made anew without the names of hidden persons, or with them again.

In: a connection. Out: documents whose rows, search words and masks are made of what `service.store.hidden` left in them.
"""

from collections.abc import Sequence
from uuid import UUID

from extractor.masking import Person
from service.store.changes import note_document
from service.store.connection import Connection
from service.store.hidden import active_rules, forget_names, hide_in_document, names, naming_documents, restore_document
from service.store.masks import read_register
from service.store.saving import save_records


async def apply_rules(connection: Connection) -> int:
    """Hide all hidden persons in documents that name them, each in its own transaction; gives the number of those that were changed."""
    persons = await active_rules(connection)
    documents = dict.fromkeys([document for person in persons for document in await naming_documents(connection, person)])
    changed = 0
    for document in documents:
        async with connection.transaction():
            changed += await hide_here(connection, document, persons)
    for person in persons:
        await forget_names(connection, person)
    return changed


async def hide_here(connection: Connection, document: UUID, persons: Sequence[Person] | None = None) -> bool:
    """Hide persons in one document, in the caller's transaction."""
    await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])
    hidden = await active_rules(connection) if persons is None else persons
    named = await read_register(connection, document) if hidden else None
    if not named or not await hide_in_document(connection, document, [person for person in hidden if names(named, person)]):
        return False
    await save_again(connection, document)
    return True


async def lift_in_documents(connection: Connection) -> int:
    """Put all hidden names back where no rule hides them any more; gives the number of documents that were looked at."""
    rows = await connection.execute("SELECT DISTINCT document FROM hidden_originals")
    documents = [row["document"] for row in await rows.fetchall()]
    for document in documents:
        async with connection.transaction():
            await connection.execute("SELECT FROM documents WHERE id = %s FOR NO KEY UPDATE", [document])
            await restore_document(connection, document)
            await save_again(connection, document)
            await hide_here(connection, document)
    return len(documents)


async def save_again(connection: Connection, document: UUID) -> None:
    """Make a document's rows and words of its newest extraction; of a deleted one nothing is left to be found."""
    found = await connection.execute(
        "SELECT d.seq, d.status, e.records FROM documents d LEFT JOIN extractions e ON e.document = d.id"
        " AND e.extractor_version = d.extractor_version WHERE d.id = %s",
        [document],
    )
    row = await found.fetchone()
    if row and row["status"] == "done" and row["records"]:
        await save_records(connection, document=document, seq=row["seq"], records=row["records"])
        # What was computed of the document, or copied from it elsewhere, is out of date.
        await note_document(connection, "document.read_again", document)
        return
    await connection.execute("UPDATE documents SET requisites = NULL, search = NULL, persons = '[]' WHERE id = %s", [document])
