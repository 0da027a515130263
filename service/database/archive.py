"""Archives: an installation in one file.

In: a database and a file store. Out: a tar archive, and from one the same installation elsewhere.

    manifest.json    what made the archive and when, and how many rows each table has
    database.dump    pg_dump's custom format
    files/SHA-256    each source as it was uploaded; page pictures are made again when somebody looks at them

The rows and the counts are of one moment; the sources are kept before their rows, so each row's source is there.
"""

import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from service.database.durable import sync_folder
from service.database.faults import DatabaseFault
from service.database.transfer import Counts, count_rows, dump, held_still, load
from service.store.files import FileStore

FORMAT = 1
SOURCE = re.compile(r"files/([0-9a-f]{64})")
COPY_BYTES = 1_000_000


class BadArchive(DatabaseFault):
    """The file is no archive of an installation, or it is damaged."""

    code = "archive_damaged"


# Computed versions have no source, and the time of others is over.
ADDRESSES = "SELECT DISTINCT sha256 FROM documents WHERE computed_from IS NULL AND source_erased_at IS NULL ORDER BY sha256"


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of each table, how many sources there are, and the sources that rows name and the store does not have."""

    counts: Counts
    sources: int
    missing: tuple[str, ...] = ()


async def write_archive(url: str, files: FileStore, target: Path) -> Contents:
    """Write an archive that is there whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
            with tarfile.open(fileobj=output, mode="w") as archive:
                contents = await fill(archive, url, files, target.parent)
            output.flush()
            os.fsync(output.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)
    return contents


async def fill(archive: tarfile.TarFile, url: str, files: FileStore, scratch: Path) -> Contents:
    """Write what an archive holds."""
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".planovik-") as folder:
        file = Path(folder) / "database.dump"
        with held_still(url) as (connection, snapshot):
            counts = count_rows(connection)
            addresses = source_addresses(connection)
            dump(url, file, snapshot)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = {"format": FORMAT, "planovik": version("planovik"), "made": made, "rows": counts, "sources": len(addresses)}
        add(archive, "manifest.json", json.dumps(manifest, indent=2).encode())
        archive.add(file, "database.dump", filter=anonymous)
    missing = [address for address in addresses if not await add_source(archive, files, address)]
    return Contents(counts, len(addresses) - len(missing), tuple(missing))


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Give a member without the names of this machine's accounts."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


async def add_source(archive: tarfile.TarFile, files: FileStore, address: str) -> bool:
    """Add a source; says whether the store has it."""
    try:
        content = await files.read(address)
    except FileNotFoundError:
        return False
    add(archive, f"files/{address}", content)
    return True


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a member."""
    member = anonymous(tarfile.TarInfo(name))
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def read_manifest(source: Path) -> Counts:
    """Give the rows of each table that an archive names; raises BadArchive."""
    try:
        with tarfile.open(source, "r:") as archive:
            manifest = json.loads(opened(archive, "manifest.json").read())
    except (tarfile.TarError, ValueError, OSError) as error:
        raise BadArchive(path=source, reason=error) from None
    if manifest.get("format") != FORMAT:
        raise BadArchive(path=source, reason=f"format {manifest.get('format')}")
    return dict(manifest["rows"])


async def read_archive(source: Path, url: str, files: FileStore) -> Contents:
    """Replace everything in a database by what an archive holds: first its sources, then the rows; raises BadArchive, TransferFailed."""
    counts = read_manifest(source)
    with tempfile.TemporaryDirectory(prefix="planovik-") as folder, tarfile.open(source, "r:") as archive:
        sources = [(member, found[1]) for member in archive if (found := SOURCE.fullmatch(member.name))]
        for member, address in sources:
            await files.keep(take_out(archive, member.name, Path(folder) / "source", address), address)
        load(url, take_out(archive, "database.dump", Path(folder) / "database.dump"))
    return Contents(counts, len(sources))


def take_out(archive: tarfile.TarFile, name: str, target: Path, sha256: str | None = None) -> Path:
    """Copy a member to a file; raises BadArchive where its content is not the one that its name says."""
    digest = hashlib.sha256()
    with opened(archive, name) as member, target.open("wb") as file:
        while part := member.read(COPY_BYTES):
            digest.update(part)
            file.write(part)
    if sha256 is not None and digest.hexdigest() != sha256:
        raise BadArchive(path=archive.name, reason=name)
    return target


def opened(archive: tarfile.TarFile, name: str) -> tarfile.ExFileObject:
    """Open a member; raises BadArchive where there is none."""
    try:
        member = archive.extractfile(name)
    except KeyError:
        member = None
    if not isinstance(member, tarfile.ExFileObject):
        raise BadArchive(path=archive.name, reason=name)
    return member


async def copy_sources(url: str, source: FileStore, target: FileStore) -> None:
    """Copy the sources of all documents to another store; those that it has stay."""
    with held_still(url) as (connection, _):
        addresses = source_addresses(connection)
    with tempfile.TemporaryDirectory(prefix="planovik-") as folder:
        for address in addresses:
            with suppress(FileNotFoundError):
                file = Path(folder) / address
                file.write_bytes(await source.read(address))
                await target.keep(file, address)


def source_addresses(connection: psycopg.Connection) -> list[str]:
    """Give the addresses of the sources of all documents that have any, of deleted ones too: they are kept as history."""
    return [row[0] for row in connection.execute(ADDRESSES)]
