"""File formats: one module each; `FORMATS` is the one list, in the order in which content is tried.

In: bytes. Out: a `Document`. The content decides, never a name. To add a format, let `recognition` name its kind, write
a module or folder `extractor/formats/<name>` with `read(content) -> Document`, and add a line here. Modules are
imported when first read with: a TXT loads no PDF library.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from extractor.document import Document
from extractor.errors import EmptyFile, EncryptedFile, TooLarge, UnsupportedFile
from extractor.formats.recognition import find_kind

# Half of the real documents are scans of 1-30 MB; beyond this a file is a book or a mistake.
MAX_FILE_BYTES = 100_000_000

# The pages to read, from 1; None: all.
Wanted = Collection[int] | None
# Called after each page with the number of pages done and their total.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: the kinds of content that it reads (as `recognition` names them) and its reader.

    The reader of a `paged` format takes `pages` and `progress` as `read_document` does.
    """

    name: str
    kinds: tuple[str, ...]
    read: Callable[..., Document]
    paged: bool = False


def read_with(module: str, content: bytes, **options: Any) -> Document:
    """Read the content with the format's own module, imported now."""
    document: Document = import_module(f"extractor.formats.{module}").read(content, **options)
    return document


FORMATS: tuple[Format, ...] = (
    Format("docx", ("docx",), partial(read_with, "docx")),
    Format("pdf", ("pdf",), partial(read_with, "pdf"), paged=True),
    Format("image", ("picture",), partial(read_with, "image"), paged=True),
    Format("html", ("html", "mht"), partial(read_with, "html")),
    Format("txt", ("txt",), partial(read_with, "txt")),
    Format("office", ("doc", "rtf", "odt"), partial(read_with, "office")),
    Format("sheet", ("xlsx", "xls", "ods"), partial(read_with, "sheet")),
)


def recognise(content: bytes) -> Format:
    """Give the format of the content; raises an `ExtractionError` that names what the content is instead."""
    kind = find_kind(content)
    if kind == "encrypted":
        raise EncryptedFile
    for file_format in FORMATS:
        if kind in file_format.kinds:
            return file_format
    raise UnsupportedFile(kind)


def read_document(content: bytes, *, pages: Wanted = None, progress: Progress | None = None) -> Document:
    """Read the bytes of a file into a document with text; raises an `ExtractionError` where there is no answer at all.

    Of a format with pages only `pages` are read (from 1; None: all); `progress` is told after each how many of how many
    are done. Formats without pages are read whole.
    """
    if len(content) > MAX_FILE_BYTES:
        raise TooLarge("too_many_megabytes", limit=MAX_FILE_BYTES // 1_000_000)
    file_format = recognise(content)
    options: dict[str, Any] = {"pages": pages, "progress": progress} if file_format.paged else {}
    document = file_format.read(content, **options)
    if not document.blocks:
        raise EmptyFile
    return document
