"""Archives: a ZIP of documents, unpacked under limits; an archive is hostile until it is read.

In: a ZIP file and a folder. Out: `Entry` for each file in it, written to the folder under a number, never under its own name, or
with the reason why it was not. Raises `ArchiveRefused` where the archive as a whole passes a limit or is broken. Sizes are counted
while unpacking; what the archive says of itself is not believed.
"""

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extractor.formats import MAX_FILE_BYTES
from service.file_names import clean_name

# Documents of one archive; a year's orders of a district are some hundreds.
MAX_ENTRIES = 500
# Bytes of everything that an archive unpacks to.
MAX_TOTAL_BYTES = 1_000_000_000
# Text and HTML tables pack 10 to 60 times; zeros pack 1,000 times.
MAX_RATIO = 200
# Below this size a ratio says nothing: a small table of blanks packs well too.
RATIO_FROM_BYTES = 5_000_000
PIECE_BYTES = 1 << 18
# What operating systems put beside the documents.
CLUTTER_FOLDER = "__MACOSX/"
CLUTTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
# APPNOTE 4.4.4: bit 0 says that an entry is encrypted, bit 11 that its name is in UTF-8.
ENCRYPTED = 0x1
NAMED_IN_UTF8 = 0x800
# What zipfile raises for archives that are broken, or packed in a way that it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError, OSError, struct.error)


class ArchiveRefused(Exception):  # noqa: N818 - the name says what is wrong
    """The archive as a whole is not taken; `code` names the message, `limit` the number in it, where it is about one."""

    def __init__(self, code: str, limit: int | None = None) -> None:
        """Keep the code and the limit that was passed."""
        super().__init__(code)
        self.code = code
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive by its clean name: `path` is where it was written; `refusal` the code of the reason why it was not."""

    name: str
    path: Path | None = None
    refusal: str | None = None


def is_zip(path: Path) -> bool:
    """Tell whether a file is a ZIP; other archives are not unpacked."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def unpack(archive: Path, folder: Path) -> list[Entry]:
    """Unpack the documents of an archive into a folder; raises `ArchiveRefused`."""
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not is_clutter(entry)]
            check_count(len(entries))
            return list(unpack_entries(opened, entries, folder))
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        raise ArchiveRefused("zip_damaged") from error


def check_count(count: int) -> None:
    """Raise `ArchiveRefused` for an archive without documents, or with more than anybody sends."""
    if not count:
        raise ArchiveRefused("zip_empty")
    if count > MAX_ENTRIES:
        raise ArchiveRefused("zip_too_many", MAX_ENTRIES)


def is_clutter(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a folder or what an operating system added."""
    name = entry.filename
    return entry.is_dir() or name.startswith(CLUTTER_FOLDER) or name.rpartition("/")[2] in CLUTTER


def unpack_entries(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: Path) -> Iterator[Entry]:
    """Unpack one entry after the other while the total holds."""
    total = 0
    for number, entry in enumerate(entries):
        unpacked = unpack_entry(opened, entry, folder / f"{number}", MAX_TOTAL_BYTES - total)
        total += unpacked.path.stat().st_size if unpacked.path else 0
        yield unpacked


def unpack_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, room: int) -> Entry:
    """Write an entry to a path, or say why not."""
    name = clean_name(entry_name(entry))
    if entry.flag_bits & ENCRYPTED:
        return Entry(name, refusal="encrypted_file")
    try:
        with opened.open(entry) as packed, path.open("wb") as file:
            whole = copy(packed, file, room=room, packed_size=entry.compress_size)
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        path.unlink(missing_ok=True)
        return Entry(name, refusal="damaged_file")
    if not whole:
        path.unlink()
        return Entry(name, refusal="upload_too_large")
    return Entry(name, path)


def copy(packed: IO[bytes], file: IO[bytes], *, room: int, packed_size: int) -> bool:
    """Copy an entry's bytes piece by piece; False where it is larger than a file may be. Raises `ArchiveRefused` for a bomb."""
    size = 0
    while piece := packed.read(PIECE_BYTES):
        size += len(piece)
        if size > MAX_FILE_BYTES:
            return False
        if size > RATIO_FROM_BYTES and size > packed_size * MAX_RATIO:
            raise ArchiveRefused("zip_suspicious", MAX_RATIO)
        if size > room:
            raise ArchiveRefused("zip_too_large", MAX_TOTAL_BYTES // 1_000_000)
        file.write(piece)
    return True


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Give an entry's name; without the UTF-8 mark it is UTF-8 all the same or, from Russian Windows, CP866 (zipfile reads CP437)."""
    if entry.flag_bits & NAMED_IN_UTF8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp866")
