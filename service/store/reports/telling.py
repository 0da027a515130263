"""Telling: forms that are due soon or overdue, each told of once.

In: a connection, now and then in each worker. Out: changes, of which the feed and webhooks tell. A day that moves is told of again.
"""

from datetime import date, timedelta

from service.store.connection import Connection
from service.store.reports.filling import note_report

# Days before the day on which a form is due that it is told of: enough to ask around, late enough not to be put aside.
SOON_DAYS = 3
# Forms of one look, so that other duties of a worker do not wait.
BATCH = 200
TELL = """
WITH found AS (
    SELECT r.id FROM reports r JOIN measures m ON m.id = r.measure AND m.plan = r.plan
    WHERE r.is_asked AND r.state IN ('empty', 'draft', 'returned') AND r.due BETWEEN %(first)s AND %(last)s
        AND {told} IS DISTINCT FROM r.due ORDER BY r.due LIMIT %(limit)s FOR UPDATE OF r SKIP LOCKED
)
UPDATE reports r SET {column} = r.due FROM found WHERE r.id = found.id RETURNING r.id, r.document, r.plan, r.measure, r.due
"""
SOON = TELL.format(told="r.soon_told", column="soon_told")
OVERDUE = TELL.format(told="r.overdue_told", column="overdue_told")


async def tell_due(connection: Connection) -> int:
    """Tell of forms that have become due soon or overdue; gives how many. Several workers tell of different ones."""
    today = date.today()
    spans = (
        ("due_soon", SOON, today, today + timedelta(SOON_DAYS)),
        ("overdue", OVERDUE, date.min, today - timedelta(1)),
    )
    told = 0
    async with connection.transaction():
        for change, statement, first, last in spans:
            rows = await connection.execute(statement.encode(), {"first": first, "last": last, "limit": BATCH})
            for form in await rows.fetchall():
                await note_report(connection, change, form, due=form["due"].isoformat())
                told += 1
    return told
