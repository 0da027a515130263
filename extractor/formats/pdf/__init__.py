"""PDF with a text layer: bytes become a document of paragraphs and whole tables.

In: bytes. Out: a `Document` whose lines have pages and boxes. The stages are modules of their own: `opening`, `drawing`
and `characters` read a page, `ruling` and `page_tables` find its tables, `zones` its open text, `furniture` what to
leave out, `joining` and `seams` make tables whole over pages, `paragraphs` and `blocks` write the document.
"""

from extractor.document import Document
from extractor.errors import NoTextLayer
from extractor.formats.pdf.blocks import build_blocks
from extractor.formats.pdf.opening import open_pdf
from extractor.formats.pdf.pages import read_pages

SIGNATURE_WITHIN = 1024
"""The header may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H.3, note 13)."""


def matches(content: bytes) -> bool:
    """Tell whether the content is a PDF."""
    return b"%PDF-" in content[:SIGNATURE_WITHIN]


def read(content: bytes) -> Document:
    """Read a PDF; raises EncryptedFile, DamagedFile, TooLarge, or NoTextLayer where no page has text."""
    with open_pdf(content) as document:
        pages = list(read_pages(document))
    if not any(page.zones or page.tables for page in pages) or all(page.scanned for page in pages):
        raise NoTextLayer
    return Document(format="pdf", blocks=build_blocks(pages), pages=len(pages))


def scanned_pages(content: bytes) -> tuple[int, ...]:
    """Give the numbers, from 1, of the pages whose text is in an image."""
    with open_pdf(content) as document:
        return tuple(page.page for page in read_pages(document) if page.scanned)
