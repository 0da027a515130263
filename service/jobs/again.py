"""Reading again: documents whose records come from an older extractor.

In: a connection, now and then in each worker. Out: jobs at the lowest priority, each document once for a version, whether or not
it succeeds. Only the newest version that the installation has seen does this, so that workers of two versions, side by side during
an update, do not undo each other's work.
"""

from procrastinate import App

from service.jobs.queue import PRIORITIES, defer_document
from service.store.connection import Connection

# Jobs that are added in one look, and those of them that may wait: 100,000 documents never crowd the queue's tables.
BATCH = 500
# The key of `installation`: the versions in the order in which they first ran here.
VERSIONS = "extractor_versions"

NOTE = """
INSERT INTO installation (key, value) VALUES (%(key)s, jsonb_build_array(%(version)s::text))
ON CONFLICT (key) DO UPDATE SET value = installation.value || excluded.value WHERE NOT installation.value ? %(version)s
"""
NEWEST = "SELECT value ->> -1 AS version FROM installation WHERE key = %s FOR UPDATE SKIP LOCKED"
WAITING = "SELECT count(*) AS length FROM procrastinate_jobs WHERE status = 'todo' AND priority = %s"
# Two ranges of the index on versions, instead of all documents.
MARK = """
UPDATE documents SET tried_version = %(version)s WHERE id IN (
    SELECT id FROM documents WHERE status = 'done' AND (extractor_version < %(version)s OR extractor_version > %(version)s)
    AND computed_from IS NULL AND tried_version IS DISTINCT FROM %(version)s ORDER BY seq DESC LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) RETURNING id, seq
"""


async def note_version(connection: Connection, version: str) -> None:
    """Note that this version runs here."""
    await connection.execute(NOTE, {"key": VERSIONS, "version": version})


async def queue_outdated(connection: Connection, queue: App, version: str) -> int:
    """Add jobs for documents that this version has not read, the newest first; gives how many."""
    async with connection.transaction():
        newest = await (await connection.execute(NEWEST, [VERSIONS])).fetchone()
        waiting = await (await connection.execute(WAITING, [PRIORITIES["again"]])).fetchone()
        if newest is None or newest["version"] != version or (waiting and waiting["length"] >= BATCH):
            return 0
        marked = await (await connection.execute(MARK, {"version": version, "limit": BATCH})).fetchall()
        for row in sorted(marked, key=lambda row: -row["seq"]):
            await defer_document(queue, connection, row["id"], "again")
    return len(marked)
