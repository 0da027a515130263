"""Connections to PostgreSQL: one pool a process.

In: the database's URL. Out: an open pool whose rows are dicts, outside of transactions unless one is begun.
"""

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

Connection = AsyncConnection[DictRow]
Pool = AsyncConnectionPool[Connection]

# Requests and jobs of one process hardly ever hold more at a time; PostgreSQL allows 100 in all by default.
MAX_CONNECTIONS = 16
# Seconds that a request waits for a connection: while PostgreSQL restarts it needs 4 at most.
CONNECT_SECONDS = 10


def make_pool(url: str, *, size: int = MAX_CONNECTIONS) -> Pool:
    """Make a pool, to be opened and closed with `async with`; a connection that died is replaced before it is handed out."""
    return AsyncConnectionPool(
        url,
        min_size=1,
        max_size=size,
        timeout=CONNECT_SECONDS,
        open=False,
        # Not as an argument of the connections: the queue gives them this argument itself.
        configure=outside_transactions,
        kwargs={"row_factory": dict_row},
        connection_class=Connection,
        check=AsyncConnectionPool.check_connection,
    )


async def outside_transactions(connection: Connection) -> None:
    """Let each statement stand for itself unless a transaction is begun."""
    await connection.set_autocommit(True)
