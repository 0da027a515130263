"""Notifications: what changes in the database, told to everybody in this process who waits for it.

In: the pool, and listeners with what they want to hear of. Out: the rows of changed documents. One connection listens for the whole
process, only while somebody waits; each change is read once, however many wait for it. A listener's mailbox holds the newest state
of each document, so that a slow client holds up nobody and takes no more memory than it has documents.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg_pool import PoolTimeout

from service.errors import TooMany, Unavailable
from service.store.connection import CONNECT_SECONDS, Pool
from service.store.documents import CHANNEL, Row, find_documents

logger = logging.getLogger(__name__)

# Streams of one process: each holds a socket and some KB.
MAX_LISTENERS = 500
# Seconds after which a client that found no room tries again.
ROOM_SECONDS = 30
# Documents of a mailbox; a client that has not taken so many reads all of its documents again instead.
MAX_MAIL = 1_000
# Seconds between attempts to listen again: PostgreSQL is back 0.3 to 3.5 s after it was killed.
AGAIN_SECONDS = 0.5
# Seconds after which a cancellation is taken for lost.
CANCEL_SECONDS = 0.1


class Mailbox:
    """What one listener has not taken yet; `missed` says that changes may have been lost, and everything is to be read again."""

    def __init__(self, wants: Callable[[Row], bool]) -> None:
        """Begin empty; `wants` tells which documents the listener hears of."""
        self.wants = wants
        self.states: dict[UUID, Row] = {}
        self.missed = False
        self.ended = False
        self.filled = asyncio.Event()

    def put(self, row: Row) -> None:
        """Take a document's new state in place of an older one."""
        if self.wants(row):
            self.states[row["id"]] = row
            if len(self.states) > MAX_MAIL:
                self.miss()
            self.filled.set()

    def miss(self) -> None:
        """Note that changes may have been lost."""
        self.missed = True
        self.states.clear()
        self.filled.set()

    def end(self) -> None:
        """Note that the process stops: nothing more will come."""
        self.ended = True
        self.filled.set()

    async def take(self, seconds: float) -> tuple[list[Row], bool]:
        """Wait for mail, at most so long; give the states, and whether everything is to be read again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.filled.wait()
        taken, missed = list(self.states.values()), self.missed
        self.states, self.missed = {}, False
        self.filled.clear()
        return taken, missed


class Notifications:
    """The listeners of one process and the task that listens for them."""

    def __init__(self, pool: Pool) -> None:
        """Begin without listeners; `pool` is where changed documents are read."""
        self.pool = pool
        self.mailboxes: set[Mailbox] = set()
        self.task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    @asynccontextmanager
    async def subscribe(self, wants: Callable[[Row], bool]) -> AsyncIterator[Mailbox]:
        """Give a mailbox that misses nothing from here on; raises `TooMany` where there is no room."""
        if len(self.mailboxes) >= MAX_LISTENERS:
            raise TooMany("too_many_listeners", retry_after=ROOM_SECONDS)
        mailbox = Mailbox(wants)
        self.mailboxes.add(mailbox)
        try:
            await self.start()
            yield mailbox
        finally:
            self.mailboxes.discard(mailbox)
            await self.stop_if_alone()

    def end(self) -> None:
        """Let all streams end, so that a server that stops need not wait for clients that stay for ever."""
        for mailbox in self.mailboxes:
            mailbox.end()

    async def start(self) -> None:
        """Listen, if nobody waited before; raises `Unavailable` while the database is away."""
        if self.task is None:
            # It reads for everybody, and not with the eyes of who came first.
            self.task = asyncio.create_task(self.listen(), context=Context())
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self.listening.wait()
        except TimeoutError:
            raise Unavailable(retry_after=CONNECT_SECONDS) from None

    async def stop_if_alone(self) -> None:
        """End the listening when nobody waits any more."""
        task = self.task
        if task and not self.mailboxes:
            self.task = None
            self.listening.clear()
            await end(task)

    async def listen(self) -> None:
        """Listen for good; when the connection was lost, everybody reads again after it is back."""
        while True:
            try:
                await self.listen_once()
            except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
                logger.warning("listening again in %s s: %s", AGAIN_SECONDS, error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def listen_once(self) -> None:
        """Listen on a connection of its own until it is lost."""
        address = self.pool.conninfo
        assert isinstance(address, str)
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            for mailbox in self.mailboxes:
                mailbox.miss()
            self.listening.set()
            await self.hand_out(connection)

    async def hand_out(self, connection: psycopg.AsyncConnection) -> None:
        """Read changed documents and put them into the mailboxes; what changes meanwhile is read together next time."""
        while True:
            changed = {UUID(notification.payload) async for notification in connection.notifies(stop_after=1)}
            async with self.pool.connection() as reading:
                rows = await find_documents(reading, list(changed))
            for row in rows:
                for mailbox in self.mailboxes:
                    mailbox.put(row)


async def end(task: asyncio.Task[None]) -> None:
    """Cancel a task until it has ended: psycopg waits with `asyncio.wait_for`, which in Python 3.11 loses one that comes with its event."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=CANCEL_SECONDS)
