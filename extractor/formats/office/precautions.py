"""Precautions: what is looked for in a legacy file before LibreOffice is given it.

In: the file's bytes and kind. Out: nothing, or `EncryptedFile`, `DamagedFile` or `DangerousFile`: a password that nobody
could type in, and RTF that makes a reader use up memory and time. To add one, add a function to `PRECAUTIONS`.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping

from extractor.errors import DamagedFile, DangerousFile, EncryptedFile

# RTF groups within each other: Word writes about 20; LibreOffice takes 2 KB of memory for each of a million.
DEEPEST = 500
# Bytes: streams of a compound file start at multiples of this ([MS-CFB] 2.2; version 4 has 4,096).
SECTOR = 512
# First bytes of the WordDocument stream, the place of its flags, and fEncrypted in their second byte ([MS-DOC] 2.5.2).
WORD_MARK, WORD_FLAGS, WORD_ENCRYPTED = b"\xec\xa5", 0x0A, 0x01
# The record that opens a workbook ([MS-XLS] 2.4.21).
SHEET_MARK = re.compile(rb"\x09\x08.\x00\x00[\x05\x06]\x05\x00", re.DOTALL)
# FilePass stands among the first records of an encrypted workbook ([MS-XLS] 2.4.117).
FILE_PASS, END_OF_SHEET, FEW_RECORDS = 0x2F, 0x0A, 8
MANIFEST = "META-INF/manifest.xml"
# Bytes of the manifest that are looked at; it has a line for each part.
MOST_MANIFEST = 1_000_000
GROUPS = re.compile(rb"\\[\\{}]|\\bin(\d+) ?|([{}])")


def look_before(content: bytes, kind: str) -> None:
    """Raise where the file must not or can't be converted."""
    if kind in PRECAUTIONS:
        PRECAUTIONS[kind](content)


def check_rtf(content: bytes) -> None:
    """Raise `DangerousFile` for groups in groups without end, `DamagedFile` for a picture that is larger than the file."""
    depth = place = 0
    while found := GROUPS.search(content, place):
        place = found.end()
        if found[1]:
            place += size_of(found[1])
            if place > len(content):
                raise DamagedFile
        elif found[2]:
            depth += 1 if found[2] == b"{" else -1
            if depth > DEEPEST:
                raise DangerousFile


def size_of(digits: bytes) -> int:
    """Give the number that digits spell; very many digits are more than any file has."""
    return int(digits[:15])


def check_doc(content: bytes) -> None:
    """Raise `EncryptedFile` for a Word document behind a password."""
    for place in range(SECTOR, len(content), SECTOR):
        if content.startswith(WORD_MARK, place):
            if content[place + WORD_FLAGS + 1 : place + WORD_FLAGS + 2] and content[place + WORD_FLAGS + 1] & WORD_ENCRYPTED:
                raise EncryptedFile
            return


def check_xls(content: bytes) -> None:
    """Raise `EncryptedFile` for a workbook behind a password."""
    for place in range(SECTOR, len(content), SECTOR):
        if SHEET_MARK.match(content, place):
            if FILE_PASS in first_records(content, place):
                raise EncryptedFile
            return


def first_records(content: bytes, place: int) -> list[int]:
    """Give the numbers of the first records from a place on: each has its number and size in two bytes each."""
    numbers: list[int] = []
    while len(numbers) < FEW_RECORDS and place + 4 <= len(content) and END_OF_SHEET not in numbers:
        numbers.append(int.from_bytes(content[place : place + 2], "little"))
        place += 4 + int.from_bytes(content[place + 2 : place + 4], "little")
    return numbers


def check_open_document(content: bytes) -> None:
    """Raise `EncryptedFile` for an OpenDocument whose manifest names encrypted parts (ODF 1.2, part 3, 4.8)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(MANIFEST) as part:
            if b"encryption-data" in part.read(MOST_MANIFEST):
                raise EncryptedFile
    except KeyError:
        return
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise DamagedFile from error


# Kind of file → what is looked at.
PRECAUTIONS: Mapping[str, Callable[[bytes], None]] = {
    "rtf": check_rtf,
    "doc": check_doc,
    "xls": check_xls,
    "odt": check_open_document,
    "ods": check_open_document,
}
