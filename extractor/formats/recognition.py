"""Recognition: what kind of file the bytes are, by their content and never by a name.

In: bytes. Out: a kind: the name of a format (`docx`, `pdf`, `html`, `txt`), a kind that the message `unsupported_…` names, or
`encrypted`. Raises `EmptyFile`, `DamagedFile` and `TooLarge` where the content can't be looked into. To add a kind, add
its first bytes to `MAGIC`, or a function to `RULES`: the first that answers stands.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from extractor.errors import DamagedFile, EmptyFile, TooLarge
from extractor.formats.encodings import decode

# ISO 32000-1, annex H.3.4.1: readers accept the header anywhere in the first 1024 bytes.
PDF_HEADER = re.compile(rb"%PDF-\d")
PDF_HEADER_BYTES = 1024
# An office document has some dozens of parts; a directory of megabytes only serves to exhaust the reader.
MAX_DIRECTORY_BYTES = 4_000_000
# The largest plan seen unpacks to 20 MB; beyond this the parts would not fit into a worker's memory.
MAX_UNPACKED_BYTES = 400_000_000
# XML needs about ten times its size when parsed.
MAX_XML_BYTES = 100_000_000
# What is looked at to tell text from other content.
HEAD_BYTES = 4096
# A text has next to no control characters; this share allows for printer codes of old DOS files.
CONTROL_SHARE = 0.01

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"GIF8", "picture"),
    (b"AT&TFORM", "djvu"),
    (b"\x7fELF", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"MSCF\x00", "archive"),
    (b"SQLite format 3\x00", "database"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"fLaC", "media"),
    (b"\x1aE\xdf\xa3", "media"),
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of a compound file ([MS-CFB] 2.6.1: names are UTF-16LE in 128-byte entries), in the order of asking.
COMPOUND_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "pptx"),
    ("__properties_version1.0", "mail"),
)
PACKAGES = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
OPEN_DOCUMENTS = ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"), (b"opendocument.presentation", "pptx"))
MAIL_HEADER = re.compile(r"(?:MIME-Version|Received|Return-Path|From|Date|Subject|Message-ID|X-[\w-]+):", re.IGNORECASE)
TAGS = re.compile(r"<(!doctype\s+html|html|head|body|table|div|p|span|meta|title|tr|td|br|font|center|h[1-6])[\s/>]", re.IGNORECASE)
# Bytes that no text has: control characters other than tab, line ends, form feed, the DOS end mark and escape.
CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B}) + b"\x7f"
BLANK = b"\x00 \t\r\n\x0b\x0c\x1a"


def find_kind(content: bytes) -> str:
    """Name the kind of file the bytes are; raises `EmptyFile`, `DamagedFile` or `TooLarge`."""
    if not content.strip(BLANK):
        raise EmptyFile
    for rule in RULES:
        kind = rule(content)
        if kind:
            return kind
    return "txt" if is_text(content) else "unknown"


def by_zip(content: bytes) -> str | None:
    """PK 03 04: an office package or an archive, told apart by the directory."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return None
    try:
        with zipfile.ZipFile(Package(content)) as package:
            return package_kind(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError, struct.error) as error:
        raise DamagedFile from error


class Package(io.BytesIO):
    """A package's bytes. zipfile reads its directory in one piece, whose size the end record, or that of ZIP64, announces."""

    def read(self, size: int | None = -1) -> bytes:
        """Read; raises `TooLarge` for a piece beyond `MAX_DIRECTORY_BYTES`."""
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise TooLarge("directory_too_large", limit=MAX_DIRECTORY_BYTES // 1_000_000)
        return super().read(size)


def package_kind(package: zipfile.ZipFile) -> str:
    """Tell an office package by the folders in its directory, an OpenDocument by its `mimetype` part."""
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if "mimetype" in names:
        with package.open("mimetype") as part:
            declared = part.read(100)
        kind = next((kind for mark, kind in OPEN_DOCUMENTS if mark in declared), "archive")
    elif "[Content_Types].xml" in names or "_rels/.rels" in names:
        kind = next((kind for folder, kind in PACKAGES if any(name.startswith(folder) for name in names)), "archive")
    else:
        kind = "archive"
    if kind != "archive":
        check_unpacked_size(entries)
    return kind


def check_unpacked_size(entries: list[zipfile.ZipInfo]) -> None:
    """Raise `TooLarge` for a package that unpacks beyond the limits; zipfile never reads past the announced sizes."""
    largest = max((entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))), default=0)
    if largest > MAX_XML_BYTES:
        raise TooLarge("part_too_large", limit=MAX_XML_BYTES // 1_000_000)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise TooLarge("unpacked_too_large", limit=MAX_UNPACKED_BYTES // 1_000_000)


def by_compound(content: bytes) -> str | None:
    """D0 CF 11 E0: a compound file: old Word, old Excel, or a package behind a password."""
    if not content.startswith(COMPOUND):
        return None
    if len(content) < 1024:
        raise DamagedFile
    return next((kind for stream, kind in COMPOUND_STREAMS if has_stream(content, stream)), "ole")


def has_stream(content: bytes, name: str) -> bool:
    """Tell whether a directory entry of a compound file has this name; entries start at multiples of 128 bytes."""
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    place = content.find(wanted)
    while place >= 0:
        if place % 128 == 0:
            return True
        place = content.find(wanted, place + 1)
    return False


def by_magic(content: bytes) -> str | None:
    """First bytes that belong to one kind only; white space and a byte order mark may stand before RTF."""
    head = content[:512]
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    return "rtf" if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf") else None


def by_inner_magic(content: bytes) -> str | None:
    """Kinds whose mark stands further in, or whose first bytes could open a text as well."""
    if content[:4] == b"RIFF":
        return "picture" if content[8:12] == b"WEBP" else "media"
    if content[4:8] == b"ftyp":
        return "picture" if content[8:11] in (b"hei", b"mif", b"avi") else "media"
    if content[257:262] == b"ustar":
        return "archive"
    if content[:2] in (b"MZ", b"BM") and not is_text(content[:HEAD_BYTES]):
        return "executable" if content[:2] == b"MZ" else "picture"
    return None


def by_pdf_header(content: bytes) -> str | None:
    """%PDF-1.7, also with junk before it."""
    return "pdf" if PDF_HEADER.search(content[:PDF_HEADER_BYTES]) else None


def by_markup(content: bytes) -> str | None:
    """<html>, <?xml …>, or the header lines of a web archive or a letter."""
    head, _ = decode(content[:HEAD_BYTES])
    head = head.lstrip("\ufeff \t\r\n\x00")
    if MAIL_HEADER.match(head) and re.search("^(?:MIME-Version|Message-ID|Received):", head, re.IGNORECASE | re.MULTILINE):
        return "mht" if re.search("multipart/related|text/html", head, re.IGNORECASE) else "mail"
    if not head.startswith("<"):
        return "html" if len({tag.lower() for tag in TAGS.findall(head)}) >= 3 and "</" in head else None
    if TAGS.search(head) and is_text(content[:HEAD_BYTES]):
        return "html"
    return "xml" if head.startswith("<?xml") else None


def is_text(content: bytes) -> bool:
    """Tell whether the bytes read as characters: next to no control characters in any part of them."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:HEAD_BYTES]:
        text, name = decode(content[: 10 * HEAD_BYTES])
        strange = sum(character < " " and character not in "\t\n\r\v\f\x1a\x1b" for character in text)
        strange += sum("\ue000" <= character <= "\uffff" and character != "\ufeff" for character in text)
        return name.startswith("utf") and strange <= len(text) * CONTROL_SHARE
    return len(content) - len(content.translate(None, CONTROLS)) <= len(content) * CONTROL_SHARE


RULES: tuple[Callable[[bytes], str | None], ...] = (by_zip, by_compound, by_magic, by_inner_magic, by_pdf_header, by_markup)
