"""Building: the registry made anew of the documents in the store.

In: a connection. Out: entries and names as the newest rules put them together. What people merged, split, named or decided stays; entries
that nobody touched are made again and keep their ids, which follow from their names.
"""

from service.store.connection import Connection

FORGET = (
    "DELETE FROM registry_suggestions WHERE decision IS NULL",
    "CREATE TEMPORARY TABLE registry_untouched ON COMMIT DROP AS SELECT id FROM registry_entries e WHERE NOT EXISTS"
    " (SELECT FROM registry_operations o WHERE e.id IN (o.entry, o.source)) AND NOT EXISTS (SELECT FROM registry_names n"
    " JOIN registry_suggestions g ON n.id IN (g.name, g.other) WHERE n.entry = e.id)",
    "DELETE FROM registry_names n USING registry_untouched u WHERE n.entry = u.id",
    "DELETE FROM registry_entries e USING registry_untouched u WHERE e.id = u.id",
    "UPDATE documents SET registry_scope = NULL WHERE registry_scope IS NOT NULL",
)


async def forget_untouched(connection: Connection) -> None:
    """Forget what the service put together by itself; documents are registered again by the workers, or by `register_some`."""
    async with connection.transaction():
        for statement in FORGET:
            await connection.execute(statement.encode())
