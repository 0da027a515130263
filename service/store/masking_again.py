"""Masking again: documents that were stored before their names were masked.

In: a connection, now and then in each worker. Out: a few documents masked. Until then who sees no names does not see their records.
"""

from uuid import UUID

from service.store.connection import Connection
from service.store.masks import mask_document, mask_extraction
from service.store.rows import mask_rows

# Documents of one look: each takes as long as its records are many, some ms a measure.
MOST = 10


async def mask_documents(connection: Connection) -> None:
    """Mask documents that were not looked at yet."""
    for _ in range(MOST):
        async with connection.transaction():
            found = await connection.execute(
                "SELECT id FROM documents WHERE persons IS NULL AND requisites IS NOT NULL ORDER BY seq DESC LIMIT 1"
                " FOR NO KEY UPDATE SKIP LOCKED"
            )
            row = await found.fetchone()
            if row is None:
                return
            await mask_again(connection, row["id"])


async def mask_again(connection: Connection, document: UUID) -> None:
    """Mask all that a document says, in the caller's transaction."""
    await mask_extraction(connection, document)
    await mask_rows(connection, document)
    await mask_document(connection, document)
