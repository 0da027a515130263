"""Uploads: what came with a form, made ready for the store: archives unpacked, each file recognised by its content.

In: a `Form` and a folder for what archives hold. Out: `Candidate`s in the order in which they came, each with its file or with the
problem for which it is refused. Nothing is stored yet.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import EncryptedFile, ExtractionError, TooLarge, UnsupportedFile
from extractor.formats import MAX_FILE_BYTES, recognise
from service.archives import ArchiveRefused, Entry, is_zip, unpack
from service.errors import ContentTooLarge, Invalid, Problem
from service.forms import Form, ReceivedFile

# Files are looked into two at a time: each is read whole, so that they take twice 100 MB at most.
LOOKING = ThreadPoolExecutor(2, thread_name_prefix="recognition")
# Other errors of the extractor are 422.
STATUSES: dict[type[ExtractionError], int] = {TooLarge: 413, UnsupportedFile: 415}


class RefusedFile(Problem):
    """The content of the file is not one that records can be read from."""

    status = 422
    code = "unreadable_file"

    def __init__(self, error: ExtractionError) -> None:
        """Keep the extractor's code and text."""
        super().__init__(error.code)
        self.status = STATUSES.get(type(error), 422)
        self.error = error

    def detail(self) -> str:
        """Give the extractor's text."""
        return str(self.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that wants to become a document: `archive` is the name of the ZIP it came in; either `path` or `problem` is there."""

    name: str
    archive: str | None = None
    path: Path | None = None
    size: int = 0
    sha256: str = ""
    problem: Problem | None = None


async def find_candidates(form: Form, folder: Path) -> list[Candidate]:
    """Look into the files of a form; what archives hold is unpacked below `folder`."""
    found: list[Candidate] = []
    for number, file in enumerate(form.files):
        found += await asyncio.get_running_loop().run_in_executor(LOOKING, look_into, file, folder / f"archive-{number}")
    return found


def look_into(file: ReceivedFile, folder: Path) -> list[Candidate]:
    """Give a file as a candidate, an archive as one for each of its entries."""
    if file.path is None:
        return [Candidate(name=file.name, problem=too_large())]
    problem = find_problem(file.path)
    if isinstance(problem, RefusedFile) and is_archive(problem.error) and is_zip(file.path):
        return list(open_archive(file.name, file.path, folder))
    return [Candidate(name=file.name, path=file.path, size=file.size, sha256=file.sha256, problem=problem)]


def too_large() -> Problem:
    """Give the problem of a file that is larger than a document may be."""
    return ContentTooLarge(limit=MAX_FILE_BYTES // 1_000_000)


def find_problem(path: Path) -> Problem | None:
    """Say why a file can't become a document, by its content."""
    try:
        recognise(path.read_bytes())
    except ExtractionError as error:
        return RefusedFile(error)
    return None


def is_archive(error: ExtractionError) -> bool:
    """Tell whether a file is refused for being an archive."""
    return isinstance(error, UnsupportedFile) and error.kind == "archive"


def open_archive(name: str, path: Path, folder: Path) -> Iterator[Candidate]:
    """Yield the entries of an archive as candidates, or the archive itself as one that is refused."""
    folder.mkdir(mode=0o700)
    try:
        entries = unpack(path, folder)
    except ArchiveRefused as refused:
        kind = ContentTooLarge if refused.limit is not None else Invalid
        yield Candidate(name=name, problem=kind(refused.code, limit=refused.limit))
        return
    for entry in entries:
        yield look_into_entry(entry, name)


def look_into_entry(entry: Entry, archive: str) -> Candidate:
    """Give an entry of an archive as a candidate; an archive in an archive is refused like other files that are no documents."""
    if entry.path is None:
        problem = {"encrypted_file": RefusedFile(EncryptedFile()), "upload_too_large": too_large()}.get(entry.refusal or "")
        return Candidate(name=entry.name, archive=archive, problem=problem or Invalid("entry_damaged"))
    with entry.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size, problem = entry.path.stat().st_size, find_problem(entry.path)
    return Candidate(name=entry.name, archive=archive, path=entry.path, size=size, sha256=sha256, problem=problem)
