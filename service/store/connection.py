"""Connections to PostgreSQL: one pool a process, and the documents that the one who asks may see.

In: the database's URL. Out: an open pool whose rows are dicts, outside of transactions unless one is begun. Where `REACH` is set, every
statement on the pool's connections finds the views of the schema `reach` under the tables' names (`service.migrations.reach`); where
`ROLES` are such as see no names of persons, those of `masked` (`service.migrations.masked_views`). No statement has to think of either.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from service.auth.actors import Reach
from service.errors import Unavailable

Connection = AsyncConnection[DictRow]

# Requests and jobs of one process hardly ever hold more at a time; PostgreSQL allows 100 in all by default.
MAX_CONNECTIONS = 16
# Seconds that a request waits for a connection: while PostgreSQL restarts it needs 4 at most.
CONNECT_SECONDS = 10

# What the request that is answered may see; None stands for everything: the service itself, and roles for the whole installation.
REACH: ContextVar[Reach | None] = ContextVar("reach", default=None)
# The roles of who asks, none for the service itself: whether they see the names of persons is the installation's to say.
ROLES: ContextVar[frozenset[str]] = ContextVar("roles", default=frozenset())

# Where a schema is not there, the names of tables would mean the tables: then nothing is given.
NARROW = """
SELECT set_config('planovik.person', %s, false), set_config('planovik.issuers', %s::text[]::text, false),
set_config('planovik.municipalities', %s::text[]::text, false),
set_config('search_path', array_to_string(schemas || reset_val, ', '), false)
FROM pg_settings, (SELECT %s::text[] AS schemas) AS wanted
WHERE name = 'search_path' AND NOT EXISTS (SELECT FROM unnest(schemas) AS schema WHERE to_regnamespace(schema) IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a connection sees: the documents of a reach (None: all), and whether without persons' names."""

    reach: Reach | None = None
    without_names: bool = False

    @property
    def schemas(self) -> list[str]:
        """The schemas that go before the tables' own in the search path."""
        if self.without_names:
            return ["masked"] if self.reach is None else ["masked_reach", "reach"]
        return ["reach"]


EVERYTHING = Sight()


class Pool(AsyncConnectionPool[Connection]):
    """A pool that hands out connections which see what the request may see; those that see everything cost nothing more."""

    masked_roles: frozenset[str] = frozenset()

    def sight(self) -> Sight:
        """Give what the request may see."""
        roles = ROLES.get()
        return Sight(REACH.get(), without_names=bool(roles) and roles <= self.masked_roles)

    async def getconn(self, timeout: float | None = None) -> Connection:
        """Give a connection, narrowed or widened where its last user saw something else."""
        connection = await super().getconn(timeout)
        if SEEN.get(connection, EVERYTHING) != self.sight():
            try:
                await see(connection, self.sight())
            except BaseException:
                await self.putconn(connection)
                raise
        return connection


# What connections see; one that was interrupted while it was changed is not trusted again.
SEEN: WeakKeyDictionary[Connection, Sight | object] = WeakKeyDictionary()
UNCERTAIN = object()


async def see(connection: Connection, sight: Sight) -> None:
    """Let a connection see what a sight allows; raises `Unavailable` while the views for it are not there."""
    SEEN[connection] = UNCERTAIN
    if sight == EVERYTHING:
        await connection.execute("RESET search_path")
    else:
        reach = sight.reach
        named = [str(reach.person), sorted(reach.issuers), sorted(reach.municipalities)] if reach else ["", [], []]
        if await (await connection.execute(NARROW, [*named, sight.schemas])).fetchone() is None:
            raise Unavailable(retry_after=CONNECT_SECONDS)
    SEEN[connection] = sight


def sees_names(connection: Connection) -> bool:
    """Tell whether a connection sees the names of persons."""
    sight = SEEN.get(connection, EVERYTHING)
    return isinstance(sight, Sight) and not sight.without_names


def sees_all(connection: Connection) -> bool:
    """Tell whether a connection sees all documents, though it may be without names."""
    sight = SEEN.get(connection, EVERYTHING)
    return isinstance(sight, Sight) and sight.reach is None


@asynccontextmanager
async def seeing_everything(connection: Connection) -> AsyncIterator[None]:
    """Let the service itself look at everything in the middle of somebody's work; nothing of it may be told to them."""
    sight = SEEN.get(connection, EVERYTHING)
    if not isinstance(sight, Sight) or sight == EVERYTHING:
        yield
        return
    await see(connection, EVERYTHING)
    # Where this fails, the transaction takes the change back, and nobody may rely on what was noted of the connection.
    SEEN[connection] = UNCERTAIN
    yield
    await see(connection, sight)


def make_pool(url: str, *, size: int = MAX_CONNECTIONS, masked_roles: frozenset[str] = frozenset()) -> Pool:
    """Make a pool, to be opened and closed with `async with`; a connection that died is replaced before it is handed out.

    Who has no other roles than `masked_roles` sees no names of persons.
    """
    pool = Pool(
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
    pool.masked_roles = masked_roles
    return pool


async def outside_transactions(connection: Connection) -> None:
    """Let each statement stand for itself unless a transaction is begun."""
    await connection.set_autocommit(True)
