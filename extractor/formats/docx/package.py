"""The DOCX package: which parts it has and their XML, read within limits.

In: the file's bytes. Out: `Package`, whose `xml(name)` parses one part and `related(name, kind)` finds the parts it
names. Only asked-for parts are unpacked, so pictures and embedded files cost nothing. To read another part, ask
`related` for the last word of its relationship type.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from extractor.errors import DamagedFile, DangerousFile, EncryptedFile, TooLarge

# A long report with thousands of pictures has a few thousand parts; opening a directory costs about 10 µs a part.
MAX_PARTS = 20_000
# A plan of 2,000 rows has 3.3 MB of XML; the parsed tree takes about ten times the XML, so this is 0.6 GB of memory.
MAX_PART_BYTES = 64 * 1024 * 1024
# Word's XML packs 10 to 40 times; zeros pack 1,000 times. Checked for parts above `RATIO_FREE_BYTES` only.
MAX_RATIO = 200
RATIO_FREE_BYTES = 8 * 1024 * 1024
DIRECTORY_ENTRY = b"PK\x01\x02"
ENCRYPTED_FLAG = 0x1
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError, RuntimeError)
STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
TRANSITIONAL = (
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package; `names` maps part names (lower case, no leading slash) to the archive's entries."""

    archive: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]

    def xml(self, name: str) -> Any:
        """Parse a part; raises DamagedFile, DangerousFile, TooLarge or EncryptedFile."""
        return parse_xml(self.content(name))

    def content(self, name: str) -> bytes:
        """Unpack a part; raises DamagedFile, TooLarge or EncryptedFile."""
        return read_part(self.archive, self.names[name])

    def main_part(self) -> str:
        """Name the part with the document's body."""
        for name in self.related("", "officeDocument").values():
            return name
        if "word/document.xml" in self.names:
            return "word/document.xml"
        raise DamagedFile("no_document_part")

    def related(self, name: str, kind: str) -> dict[str, str]:
        """Map relationship ids to the part names that part `name` relates to by a type ending in `kind`."""
        folder, leaf = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if relations not in self.names:
            return {}
        found = {}
        for relation in self.xml(relations).iterfind("{*}Relationship"):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/").lower()
            if relation.get("Type", "").endswith(f"/{kind}") and target in self.names:
                found[relation.get("Id", "")] = target
        return found


def open_package(content: bytes) -> Package:
    """Open the zip; raises DamagedFile or TooLarge."""
    if content.count(DIRECTORY_ENTRY) > MAX_PARTS:
        raise TooLarge("too_many_parts", limit=MAX_PARTS)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN_ZIP as error:
        raise DamagedFile("archive_unread") from error
    return Package(archive, {part_name(entry.filename): entry for entry in archive.infolist()})


def part_name(filename: str) -> str:
    """Give the part's name as relationships spell it: some writers use backslashes and capitals."""
    return filename.replace("\\", "/").lstrip("/").lower()


def read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack a part, not trusting the sizes that the directory states."""
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise EncryptedFile
    if entry.file_size > MAX_PART_BYTES:
        raise TooLarge("part_too_large", limit=MAX_PART_BYTES // 1024**2)
    if entry.file_size > RATIO_FREE_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise TooLarge("suspicious_compression")
    try:
        with archive.open(entry) as part:
            content = part.read(MAX_PART_BYTES + 1)
    except BROKEN_ZIP as error:
        raise DamagedFile("part_unread", part=entry.filename) from error
    if len(content) > MAX_PART_BYTES:
        raise TooLarge("part_too_large", limit=MAX_PART_BYTES // 1024**2)
    return content


def parse_xml(content: bytes) -> Any:
    """Parse a part's XML; entities are refused before the parser sees them. libxml2 refuses more than 256 levels."""
    content = in_utf8(content)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise DangerousFile
    if STRICT[0] in content[:8192] or STRICT[1] in content[:8192]:
        for strict, transitional in zip(STRICT, TRANSITIONAL, strict=True):
            content = content.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise TooLarge("nested_too_deep") from error
        raise DamagedFile("part_cut_off") from error


def in_utf8(content: bytes) -> bytes:
    """Give UTF-16 XML as UTF-8, so that a doctype can't hide in it."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\x00" not in content[:64]:
        return content
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise DamagedFile("part_encoding") from error
    return text.partition("?>")[2].encode() if text.lstrip("\ufeff").startswith("<?xml") else text.encode()
