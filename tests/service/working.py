"""A worker in the test's own process, over the real database, the real file store and real children."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker
from psycopg.types.json import Jsonb

from service.installation import Installation
from service.jobs.guard import start_guard
from service.jobs.limits import Limits
from service.jobs.processing import Workplace
from service.jobs.queue import QUEUE, defer_document, make_queue
from service.settings import Settings
from service.store.connection import Connection, make_pool
from service.store.files import open_files
from service.store.identity import new_id
from tests.service import hostile

# Seconds in which something becomes so on a machine that is busy with other tests.
DEADLINE = 90.0
# Seconds between looks of a worker that goes on: at the queue, and for what is to be aborted.
LOOK_SECONDS = 0.2
SAMPLE = Path("corpora/samples/programme.txt").read_bytes()


@dataclass
class Office:
    """What a test works with: an installation, and a worker's place in it."""

    installation: Installation
    place: Workplace
    person: UUID

    async def upload(self, content: bytes, *, priority: Any = "interactive", name: str = "plan.txt", queued: bool = True) -> UUID:
        """Store a document as an upload does, its row and its job in one transaction."""
        address, document = sha256(content).hexdigest(), new_id()
        source = self.installation.settings.home / f"{document}.upload"
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(content)
        await self.installation.files.keep(source, address)
        async with self.installation.pool.connection() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO documents (id, sha256, size, name, metadata, priority, uploaded_by) VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [document, address, len(content), name, Jsonb({}), priority, self.person],
            )
            if queued:
                job = await defer_document(self.installation.queue, connection, document, priority)
                await connection.execute("UPDATE documents SET job = %s WHERE id = %s", [job, document])
        return document

    async def row(self, document: UUID) -> dict[str, Any]:
        return await self.one("SELECT * FROM documents WHERE id = %s", document)

    async def one(self, statement: str, *values: Any) -> dict[str, Any]:
        rows = await self.all(statement, *values)
        assert len(rows) == 1
        return rows[0]

    async def all(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        async with self.installation.pool.connection() as connection:
            return await (await connection.execute(statement.encode(), values)).fetchall()

    async def change(self, statement: str, *values: Any) -> None:
        async with self.installation.pool.connection() as connection:
            await connection.execute(statement.encode(), values)

    def worker(self, *, wait: bool = False, look: float = LOOK_SECONDS) -> Worker:
        """Give a worker; one that does not wait ends when the queue is empty."""
        return Worker(
            self.installation.queue,
            queues=[QUEUE],
            concurrency=2,
            wait=wait,
            fetch_job_polling_interval=look,
            abort_job_polling_interval=LOOK_SECONDS,
            update_heartbeat_interval=1,
            shutdown_graceful_timeout=0.2 if wait else DEADLINE,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
            additional_context={"workplace": self.place},
            install_signal_handlers=False,
        )

    async def work(self) -> None:
        """Process what the queue holds."""
        await self.worker().run()

    @asynccontextmanager
    async def working(self, *, look: float = LOOK_SECONDS) -> AsyncIterator[None]:
        """Have a worker run beside the test, which looks at the queue so often."""
        worker = self.worker(wait=True, look=look)
        task = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            worker.stop()
            await task

    async def reaches(self, document: UUID, status: str) -> dict[str, Any]:
        """Wait until a document has a status."""
        return await eventually(lambda: self.row(document), lambda row: row["status"] == status)


async def eventually(read: Callable[[], Awaitable[Any]], holds: Callable[[Any], bool]) -> Any:
    """Read until what was read holds, and give it."""
    async with asyncio.timeout(DEADLINE):
        while not holds(found := await read()):
            await asyncio.sleep(0.05)
        return found


@asynccontextmanager
async def opened(settings: Settings, *, limits: Limits | None = None) -> AsyncIterator[Office]:
    """Open an installation with one person and a worker's place whose parser does what hostile files say."""
    assert settings.database_url
    settings.home.mkdir(exist_ok=True)
    start_guard(hostile.MODULES)
    async with make_pool(settings.database_url) as pool:
        queue = make_queue()
        await queue.open_async(pool)
        installation = Installation(settings=settings, pool=pool, files=open_files(settings.file_store), queue=queue)
        with ThreadPoolExecutor(2) as threads:
            place = Workplace(installation=installation, threads=threads, limits=limits or Limits(), task=hostile.parse)
            yield Office(installation, place, await add_clerk(pool))


async def add_clerk(pool: Any) -> UUID:
    person = new_id()
    async with pool.connection() as connection:
        await connection.execute(
            "INSERT INTO people (id, login, name, role, password) VALUES (%s, 'clerk', 'Clerk', 'clerk', '') ON CONFLICT DO NOTHING",
            [person],
        )
        found = await (await connection.execute("SELECT id FROM people WHERE login = 'clerk'")).fetchone()
    return found["id"]


def run(settings: Settings, story: Callable[[Office], Awaitable[None]], **options: Any) -> None:
    """Run a test's story in an open installation."""

    async def whole() -> None:
        async with opened(settings, **options) as office:
            await story(office)

    asyncio.run(whole())


async def listen(connection: Connection) -> None:
    await connection.execute("LISTEN planovik_documents")
