"""The corpus's documents as files and as what is read of them, each made once for all tests."""

from functools import cache

from corpora.render import RENDERERS
from corpora.source import Layout, read_layouts
from extractor.document import Document
from extractor.formats import read_document
from extractor.pipeline import extract_records
from extractor.records import Records

LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in read_layouts()}
EVERY_FILE = [(name, extension) for name in LAYOUTS for extension in RENDERERS]


@cache
def rendered(name: str, extension: str) -> bytes:
    """Give a document as a file."""
    return RENDERERS[extension](LAYOUTS[name])


@cache
def read(content: bytes) -> tuple[Document, Records]:
    """Give a file as it is read, and its records."""
    document = read_document(content)
    return document, extract_records(document)
