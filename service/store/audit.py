"""The audit log: who did what to which thing; rows are only ever added.

In: a connection and the entry. Out: a row that the database numbers and chains to the one before (`migrations`, trigger `audit_chain`).
"""

import json
from uuid import UUID

from service.store.connection import Connection


async def write_audit(connection: Connection, actor: UUID | None, action: str, thing: str, **details: object) -> None:
    """Add an entry in the connection's transaction: `action` like "document.upload", `thing` like "documents/<id>".

    Write it last in a transaction: the log is locked from here to the commit. `actor` is None for the service itself.
    """
    await connection.execute(
        "INSERT INTO audit (actor, action, object, details) VALUES (%s, %s, %s, %s)",
        [str(actor) if actor else "service", action, thing, json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)],
    )
