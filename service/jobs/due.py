"""Due days anew: documents whose days were computed with another setting, for an earlier horizon, or not at all yet.

In: a connection, now and then in each worker. Out: their days as the setting of today has them, so that each year's recurrences come in
time.
"""

from datetime import date

from service.store.connection import Connection
from service.store.due_days import outdated, renew_days
from service.store.due_setting import read_setting

# Documents of one look: some 30 measures each, so that a look takes about a second and other duties wait no longer.
BATCH = 100


async def renew_outdated(connection: Connection) -> int:
    """Compute the days of some documents anew; gives how many. Several workers take different ones."""
    setting = await read_setting(connection, date.today())
    async with connection.transaction():
        documents = await outdated(connection, setting.stamp, BATCH)
        for document in documents:
            await renew_days(connection, document)
    return len(documents)
