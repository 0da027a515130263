"""Samples: `python -m service.samples` loads the project's sample documents into a new installation, once.

In: `DATABASE_URL` and the folder `corpora/samples` of the project. Out: its documents, as if the administrator had uploaded them; those
that are there already stay as they are. The first page of an empty installation offers the same to who looks at it.
"""

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from service.admission import Upload, admit, keep_files, log_uploads
from service.auth.actors import ROLE_SCOPES, Actor
from service.installation import Installation
from service.jobs.queue import make_queue
from service.logs import say
from service.settings import read_settings
from service.store.connection import Connection, make_pool
from service.store.files import open_files
from service.uploads import Candidate


def main() -> None:
    """Load the samples that this installation has not had yet."""
    loaded = asyncio.run(load_samples(find_samples()))
    if loaded:
        say("samples_loaded", count=loaded)


def find_samples() -> list[Path]:
    """Give the sample documents; none where the service runs without the project's sources."""
    spec = find_spec("corpora")
    folder = Path(spec.origin).parent / "samples" if spec and spec.origin else None
    return sorted(folder.iterdir()) if folder and folder.is_dir() else []


async def load_samples(samples: list[Path]) -> int:
    """Add the samples as documents; gives how many are new."""
    settings = read_settings()
    assert settings.database_url
    queue = make_queue()
    async with make_pool(settings.database_url, size=2) as pool, queue.open_async(pool):
        here = Installation(settings=settings, pool=pool, files=open_files(settings.file_store), queue=queue)
        with tempfile.TemporaryDirectory(prefix="planovik-") as folder:
            candidates = list(copies(samples, Path(folder)))
            async with pool.connection() as connection, connection.transaction():
                return await admit_samples(here, connection, candidates)


async def admit_samples(here: Installation, connection: Connection, candidates: list[Candidate]) -> int:
    """Write the documents and that it was done, in the connection's transaction."""
    noted = await connection.execute(
        "INSERT INTO installation (key, value) VALUES ('samples', to_jsonb(now())) ON CONFLICT DO NOTHING RETURNING key"
    )
    uploader = await find_uploader(connection)
    if not await noted.fetchone() or uploader is None:
        return 0
    return await add_samples(here, connection, candidates, uploader)


async def add_samples(here: Installation, connection: Connection, candidates: list[Candidate], uploader: Actor) -> int:
    """Write the documents as somebody's uploads, in the connection's transaction; gives how many are new."""
    upload = Upload(actor=uploader, candidates=candidates, metadata={"sample": True}, priority="interactive", key=None)
    await keep_files(here, candidates)
    outcomes = await admit(here, connection, upload)
    await log_uploads(connection, upload, outcomes)
    return sum(outcome.outcome == "accepted" for outcome in outcomes)


async def find_uploader(connection: Connection) -> Actor | None:
    """Give the first administrator as who uploads."""
    found = await connection.execute(
        "SELECT id, login FROM people WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY created_at LIMIT 1"
    )
    row = await found.fetchone()
    return Actor(person=row["id"], login=row["login"], role="administrator", scopes=ROLE_SCOPES["administrator"]) if row else None


def copies(samples: list[Path], folder: Path) -> Iterator[Candidate]:
    """Yield a candidate for each sample, with a copy that the store may move away."""
    for sample in samples:
        copy = folder / sample.name
        shutil.copyfile(sample, copy)
        content = copy.read_bytes()
        yield Candidate(name=sample.name, path=copy, size=len(content), sha256=hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
