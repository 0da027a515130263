"""Forms: multipart/form-data (RFC 7578) read as it arrives, files straight to disk under limits, each hashed on the way.

In: a Content-Type header, the pieces of a request's body and a folder. Out: `Form`. Raises problems where the body is no form, is cut
off or passes a limit. To take a further field, name it in `FIELDS`.
"""

import hashlib
from collections.abc import AsyncIterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from extractor.formats import MAX_FILE_BYTES
from service.errors import BadRequest, ContentTooLarge, Invalid, UnsupportedMedia
from service.file_names import clean_name

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# The part that holds files, and the fields beside it.
FILES = "files"
FIELDS = frozenset({"metadata", "priority"})
# Files of one request; a folder of scans has some dozens.
MAX_FILES = 200
# Bytes of one request: ten of the largest files.
MAX_REQUEST_BYTES = 1_000_000_000
# Bytes of a field: metadata are a handful of names and numbers.
MAX_FIELD_BYTES = 16_384
# Parts that are no files: each field may come once, and some for those that a client sends by mistake.
MAX_FIELDS = 10


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file of a form by its clean name; `path` is None where the file was larger than a document may be."""

    name: str
    path: Path | None
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Form:
    """The files in the order of the form, and the fields by name."""

    files: tuple[ReceivedFile, ...]
    fields: dict[str, str]


async def read_form(content_type: str | None, pieces: AsyncIterable[bytes], folder: Path) -> Form:
    """Read a form; files are written into `folder` under numbers. Raises `BadRequest`, `ContentTooLarge`, `Invalid`, `UnsupportedMedia`."""
    reader = FormReader(folder)
    try:
        parser = MultipartParser(find_boundary(content_type), reader.callbacks())
        async for piece in pieces:
            reader.count(len(piece))
            parser.write(piece)
    except FormParserError as error:
        raise BadRequest("multipart_broken") from error
    finally:
        reader.close()
    if not reader.ended:
        raise BadRequest("multipart_broken")
    return Form(tuple(reader.files), reader.fields)


def find_boundary(content_type: str | None) -> bytes:
    """Give the boundary between the parts; raises `UnsupportedMedia` where the body is no form, `BadRequest` where none is named."""
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise UnsupportedMedia("form_expected")
    boundary = options.get(b"boundary")
    if not boundary:
        raise BadRequest("multipart_broken")
    return boundary


@dataclass(slots=True)
class Part:
    """A part while it is read: a field's text, or an open file with its hash."""

    name: str
    file_name: str | None = None
    path: Path | None = None
    file: IO[bytes] | None = None
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0
    text: bytearray = field(default_factory=bytearray)

    def drop(self) -> None:
        """Stop keeping a file that is larger than a document may be; the rest of it is read and forgotten."""
        if self.file and self.path:
            self.file.close()
            self.path.unlink()
        self.file = self.path = None


class FormReader:
    """The parser's callbacks, in the order in which they are called, and what they have found."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing; `folder` takes the files."""
        self.folder = folder
        self.files: list[ReceivedFile] = []
        self.fields: dict[str, str] = {}
        self.ended = False
        self.part: Part | None = None
        self.parts = self.total = 0
        self.header = (bytearray(), bytearray())
        self.disposition = b""

    def callbacks(self) -> "MultipartCallbacks":
        """Give the callbacks as the parser names them."""
        names = ("part_begin", "header_field", "header_value", "header_end", "headers_finished", "part_data", "part_end", "end")
        return cast("MultipartCallbacks", {f"on_{name}": getattr(self, name) for name in names})

    def count(self, size: int) -> None:
        """Count the bytes of the request."""
        self.total += size
        if self.total > MAX_REQUEST_BYTES:
            raise ContentTooLarge("request_too_large", limit=MAX_REQUEST_BYTES // 1_000_000)

    def part_begin(self) -> None:
        """Begin the headers of a part."""
        self.disposition = b""

    def header_field(self, data: bytes, start: int, end: int) -> None:
        """Take a piece of a header's name."""
        self.header[0].extend(data[start:end])

    def header_value(self, data: bytes, start: int, end: int) -> None:
        """Take a piece of a header's value."""
        self.header[1].extend(data[start:end])

    def header_end(self) -> None:
        """Keep the one header that matters."""
        if self.header[0].lower() == b"content-disposition":
            self.disposition = bytes(self.header[1])
        self.header = (bytearray(), bytearray())

    def headers_finished(self) -> None:
        """Begin the content of a part: a file or a field."""
        _, options = parse_options_header(self.disposition.decode("latin-1"))
        name = decode_name(options.get(b"name", b""))
        self.parts += 1
        if b"filename" in options:
            self.begin_file(name, decode_name(options[b"filename"]))
        else:
            self.begin_field(name)

    def begin_file(self, name: str, file_name: str) -> None:
        """Open a file for a part; a browser sends a nameless empty one where the user chose none."""
        if name != FILES:
            raise Invalid("form_field_unknown", field=name[:100])
        if len(self.files) >= MAX_FILES:
            raise ContentTooLarge("too_many_files", limit=MAX_FILES)
        path = self.folder / f"{len(self.files)}"
        self.part = Part(name, file_name, path, path.open("xb"))

    def begin_field(self, name: str) -> None:
        """Begin a field."""
        if name not in FIELDS or self.parts - len(self.files) > MAX_FIELDS:
            raise Invalid("form_field_unknown", field=name[:100])
        self.part = Part(name)

    def part_data(self, data: bytes, start: int, end: int) -> None:
        """Take a piece of a part's content."""
        assert self.part
        self.part.size += end - start
        if self.part.file_name is None:
            self.take_text(self.part, data[start:end])
        elif self.part.size > MAX_FILE_BYTES:
            self.part.drop()
        elif self.part.file:
            self.part.file.write(data[start:end])
            self.part.digest.update(data[start:end])

    def take_text(self, part: Part, piece: bytes) -> None:
        """Take a piece of a field's text."""
        if part.size > MAX_FIELD_BYTES:
            raise ContentTooLarge("field_too_large", field=part.name, limit=MAX_FIELD_BYTES)
        part.text.extend(piece)

    def part_end(self) -> None:
        """Keep a part that is whole."""
        part, self.part = self.part, None
        assert part
        if part.file_name is None:
            self.fields[part.name] = decode(bytes(part.text))
            return
        if part.file:
            part.file.close()
        if part.file_name or part.size:
            self.files.append(ReceivedFile(clean_name(part.file_name), part.path, part.size, part.digest.hexdigest()))
        elif part.path:
            part.path.unlink()

    def end(self) -> None:
        """Note that the last boundary was there."""
        self.ended = True

    def close(self) -> None:
        """Close the file of a part that was cut off."""
        if self.part and self.part.file:
            self.part.file.close()


def decode_name(raw: bytes) -> str:
    """Decode a part's or a file's name; browsers write a quotation mark in it as %22."""
    return decode(raw).replace("%22", '"')


def decode(raw: bytes) -> str:
    """Decode text: UTF-8, or CP1251 from old clients."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="replace")
