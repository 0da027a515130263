"""Registering: documents that were stored before there was a registry, or whose names are to be put together anew.

In: a connection, now and then in each worker. Out: their names in the registry, a document in a transaction of its own.
"""

from service.store.connection import Connection
from service.store.registry.linking import register_document, unregistered

# Documents of one look: some ten milliseconds each, so that other duties wait no longer than a second.
BATCH = 50


async def register_some(connection: Connection) -> int:
    """Register some documents; gives how many. Several workers take different ones."""
    count = 0
    for _ in range(BATCH):
        async with connection.transaction():
            documents = await unregistered(connection, 1)
            for document in documents:
                await register_document(connection, document)
        if not documents:
            break
        count += 1
    return count
