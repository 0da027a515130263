"""Files: sources and page pictures, each under the SHA-256 of its content.

In: finished local files. Out: the same bytes by their address, whole or not at all, in a folder (also one that several machines
share) or in a bucket of an S3-compatible store, whose keys come from the usual variables (`AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`). To add a kind of store, write a class with the methods of `FileStore`
and a line in `open_files`.
"""

import asyncio
import errno
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import obstore
from obstore.store import S3Store

# The only names that reach a store: nothing that a client sent becomes a path.
ADDRESS = re.compile(r"[0-9a-f]{64}(?:-[0-9a-z]{1,32}){0,3}(?:\.[a-z]{1,8})?")
# A file that is kept again soon after is as good as new to those who look for files that nobody needs.
FRESH = timedelta(hours=1)
# Bytes of a part of an upload to a bucket: S3 takes no smaller ones than 5 MiB.
PART_BYTES = 8 * 1024 * 1024


class FileStore(Protocol):
    """A store of files by address (a SHA-256 in hexadecimal, or such an address with a suffix); other addresses raise ValueError."""

    async def keep(self, source: Path, address: str) -> None:
        """Move a finished local file into the store; where the address is taken (content-addressed), it counts as put there now."""
        ...

    async def read(self, address: str) -> bytes:
        """Give a file's bytes; raises FileNotFoundError."""
        ...

    async def read_part(self, address: str, start: int, end: int) -> bytes:
        """Give the bytes from `start` up to and without `end`, fewer where the file ends before; raises FileNotFoundError."""
        ...

    async def remove(self, address: str) -> None:
        """Remove a file; nothing happens where there is none."""
        ...

    def find(self) -> AsyncIterator["StoredFile"]:
        """Yield all files, in no order."""
        ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a store: its address, and when it was put there last."""

    address: str
    at: datetime


def open_files(address: str) -> FileStore:
    """Open the store at a folder's path or an `s3://bucket/prefix` address; raises ValueError for other addresses."""
    if "://" not in address:
        return FolderFiles(Path(address).resolve())
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.hostname:
        raise ValueError(f"not a file store: {address}; use a folder or s3://bucket/prefix")
    return BucketFiles(parts.hostname, parts.path.strip("/"))


def checked(address: str) -> str:
    """Give the address back; raises ValueError where it is none."""
    if not ADDRESS.fullmatch(address):
        raise ValueError(f"not an address of a file: {address!r}")
    return address


class FolderFiles:
    """Files in a folder, spread over 256 folders by the first two digits; readable by the service's own user only."""

    def __init__(self, folder: Path) -> None:
        """Make the folder where there is none."""
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def keep(self, source: Path, address: str) -> None:
        """Move the file in; when this returns, it outlives a power cut."""
        await asyncio.to_thread(move_in, source, self.path(address))

    async def read(self, address: str) -> bytes:
        """Give the bytes; raises FileNotFoundError."""
        return await asyncio.to_thread(self.path(address).read_bytes)

    async def read_part(self, address: str, start: int, end: int) -> bytes:
        """Give a part of the bytes; raises FileNotFoundError."""
        return await asyncio.to_thread(read_between, self.path(address), start, end)

    async def remove(self, address: str) -> None:
        """Remove the file, if there is one."""
        await asyncio.to_thread(self.path(address).unlink, missing_ok=True)

    async def find(self) -> AsyncIterator[StoredFile]:
        """Yield all files; one that goes meanwhile is left out."""
        for folder in await asyncio.to_thread(sorted, self.folder.iterdir()):
            for one in await asyncio.to_thread(files_in, folder):
                yield one

    def path(self, address: str) -> Path:
        """Give the path of an address."""
        return self.folder / checked(address)[:2] / address


def move_in(source: Path, target: Path) -> None:
    """Rename the source to the target once its bytes are on the disk; a source on another file system is copied beside it first."""
    if target.exists():
        target.touch()
        source.unlink()
        return
    if not target.parent.exists():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        sync_folder(target.parent.parent)
    source.chmod(0o600)
    sync_file(source)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy_in(source, target)
    sync_folder(target.parent)


def files_in(folder: Path) -> list[StoredFile]:
    """Give the files of one of the folders."""
    found = list[StoredFile]()
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if ADDRESS.fullmatch(path.name):
                found.append(StoredFile(path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)))
    return found


def copy_in(source: Path, target: Path) -> None:
    """Copy to a name of its own in the target's folder and rename, so that the target is never seen half written."""
    beside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with source.open("rb") as old, os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            shutil.copyfileobj(old, new)
        sync_file(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    source.unlink()


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk: a rename alone does not outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_between(path: Path, start: int, end: int) -> bytes:
    """Read the bytes from `start` up to and without `end`."""
    with path.open("rb") as file:
        file.seek(start)
        return file.read(end - start)


class BucketFiles:
    """Files in a bucket of an S3-compatible store."""

    def __init__(self, bucket: str, prefix: str) -> None:
        """Name the bucket; nothing is asked of it yet. Plain HTTP is for stores of one's own network, named by AWS_ENDPOINT_URL."""
        self.store = S3Store(bucket, prefix=prefix or None, client_options={"allow_http": True})

    async def keep(self, source: Path, address: str) -> None:
        """Send the file, in parts where it is large; it is seen when the last part is there."""
        if not await self.has(address):
            await obstore.put_async(self.store, key(address), source, chunk_size=PART_BYTES)
        await asyncio.to_thread(source.unlink)

    async def has(self, address: str) -> bool:
        """Tell whether the address was taken a short time ago; an older file is put there once more, so that it counts as new."""
        try:
            found = await obstore.head_async(self.store, key(address))
        except FileNotFoundError:
            return False
        return found["last_modified"] > datetime.now(UTC) - FRESH

    async def read(self, address: str) -> bytes:
        """Give the bytes; raises FileNotFoundError."""
        found = await obstore.get_async(self.store, key(address))
        return bytes(await found.bytes_async())

    async def read_part(self, address: str, start: int, end: int) -> bytes:
        """Give a part of the bytes; raises FileNotFoundError."""
        return bytes(await obstore.get_range_async(self.store, key(address), start=start, end=end))

    async def remove(self, address: str) -> None:
        """Remove the file, if there is one."""
        await obstore.delete_async(self.store, key(address))

    async def find(self) -> AsyncIterator[StoredFile]:
        """Yield all files, a page of the bucket's list at a time."""
        async for page in obstore.list(self.store):
            for one in page:
                name = one["path"].rpartition("/")[2]
                if ADDRESS.fullmatch(name):
                    yield StoredFile(name, one["last_modified"])


def key(address: str) -> str:
    """Give the key of an address in a bucket."""
    return f"{checked(address)[:2]}/{address}"
