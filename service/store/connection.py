"""Connections to PostgreSQL: one pool a process, and the documents that the one who asks may see.

In: the database's URL. Out: an open pool whose rows are dicts, outside of transactions unless one is begun. Where `REACH` is set, every
statement on the pool's connections finds the views of the schema `reach` under the tables' names (`service.migrations.reach`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from service.auth.actors import Reach

Connection = AsyncConnection[DictRow]

# Requests and jobs of one process hardly ever hold more at a time; PostgreSQL allows 100 in all by default.
MAX_CONNECTIONS = 16
# Seconds that a request waits for a connection: while PostgreSQL restarts it needs 4 at most.
CONNECT_SECONDS = 10

# What the request that is answered may see; None stands for everything: the service itself, and roles for the whole installation.
REACH: ContextVar[Reach | None] = ContextVar("reach", default=None)

NARROW = """
SELECT set_config('planovik.person', %s, false), set_config('planovik.issuers', %s::text[]::text, false),
set_config('planovik.municipalities', %s::text[]::text, false),
set_config('search_path', 'reach, ' || reset_val, false) FROM pg_settings WHERE name = 'search_path'
"""


class Pool(AsyncConnectionPool[Connection]):
    """A pool that hands out connections which see what the request may see; those that see everything cost nothing more."""

    async def getconn(self, timeout: float | None = None) -> Connection:
        """Give a connection, narrowed or widened where its last user saw something else."""
        connection = await super().getconn(timeout)
        if SEEN.get(connection) != REACH.get():
            try:
                await see(connection, REACH.get())
            except BaseException:
                await self.putconn(connection)
                raise
        return connection


# What connections see; one that was interrupted while it was changed is not trusted again.
SEEN: WeakKeyDictionary[Connection, Reach | object | None] = WeakKeyDictionary()
UNCERTAIN = object()


async def see(connection: Connection, reach: Reach | None) -> None:
    """Let a connection see the documents of a reach, or everything."""
    SEEN[connection] = UNCERTAIN
    if reach is None:
        await connection.execute("RESET search_path")
    else:
        await connection.execute(NARROW, [str(reach.person), sorted(reach.issuers), sorted(reach.municipalities)])
    SEEN[connection] = reach


@asynccontextmanager
async def seeing_everything(connection: Connection) -> AsyncIterator[None]:
    """Let the service itself look at everything in the middle of somebody's work; nothing of it may be told to them."""
    reach = SEEN.get(connection)
    if reach is None:
        yield
        return
    await see(connection, None)
    # Where this fails, the transaction takes the change back, and nobody may rely on what was noted of the connection.
    SEEN[connection] = UNCERTAIN
    yield
    assert isinstance(reach, Reach)
    await see(connection, reach)


def make_pool(url: str, *, size: int = MAX_CONNECTIONS) -> Pool:
    """Make a pool, to be opened and closed with `async with`; a connection that died is replaced before it is handed out."""
    return Pool(
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
