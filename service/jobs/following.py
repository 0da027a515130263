"""Following: documents whose changes make computed versions change, found in the installation's own feed of changes.

In: a connection, every second in each worker. Out: jobs that compute versions anew. The feed has every change in the order in which it was
committed, and how far it was read is written in the transaction of the jobs, so nothing is missed or done twice, whoever is killed when.
"""

from typing import Any
from uuid import UUID

from procrastinate import App
from psycopg.types.json import Jsonb

from service.jobs.queue import defer_consolidation
from service.store.connection import Connection

# The key of `installation`: the position up to which changes were read.
POSITION = "consolidated_position"
# Changes of one look.
BATCH = 1_000
BEGIN = "INSERT INTO installation (key, value) VALUES (%s, '0') ON CONFLICT DO NOTHING"
# One worker at a time reads on; who finds another at it has nothing to do.
READ_TO = "SELECT (value #>> '{}')::bigint AS position FROM installation WHERE key = %s FOR UPDATE SKIP LOCKED"
# A document that belongs to nothing yet may belong to something by what was corrected in it; an edition that comes into a line, or leaves
# it, stands above a computed version, or no more.
FOLLOWING = """
WITH following AS (SELECT position, type, document, details FROM changes WHERE position > %s ORDER BY position LIMIT %s),
moved AS (
    SELECT (details ->> 'line')::uuid AS line FROM following WHERE details ? 'line'
    UNION SELECT v.line FROM following f JOIN line_versions v ON v.document = f.document WHERE f.type = 'document.deleted'
),
touched AS (
    SELECT document FROM following WHERE EXISTS (SELECT FROM amending_acts a WHERE document IN (a.base, a.act))
    OR EXISTS (SELECT FROM consolidations c WHERE c.base = document)
    OR (type = 'document.corrected' AND EXISTS (SELECT FROM documents d WHERE d.id = document AND d.computed_from IS NULL))
    UNION SELECT c.base FROM consolidations c JOIN line_versions v ON v.document = c.base JOIN moved USING (line)
)
SELECT (SELECT max(position) FROM following) AS position, (SELECT array_agg(document) FROM touched) AS documents
"""
NOTE = "UPDATE installation SET value = %s WHERE key = %s"


async def follow_changes(connection: Connection, queue: App) -> int:
    """Add jobs for the documents that changed since the last look and that computed versions hang on; gives how many changes there were."""
    async with connection.transaction():
        await connection.execute(BEGIN, [POSITION])
        held: dict[str, Any] | None = await (await connection.execute(READ_TO, [POSITION])).fetchone()
        if held is None:
            return 0
        found = await (await connection.execute(FOLLOWING, [held["position"], BATCH])).fetchone()
        if not found or found["position"] is None:
            return 0
        for document in found["documents"] or ():
            await defer_consolidation(queue, connection, UUID(str(document)))
        await connection.execute(NOTE, [Jsonb(found["position"]), POSITION])
    return int(found["position"]) - int(held["position"])
