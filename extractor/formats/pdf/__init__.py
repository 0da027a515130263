"""PDF, with a text layer or of scanned pages: bytes become a document of paragraphs and whole tables.

In: bytes. Out: a `Document` whose lines have pages and boxes. The stages are modules of their own: `opening`, `drawing`
and `characters` read a page, `judging` tells whether it has to be recognised from its picture instead (`formats.scan`),
`ruling` and `page_tables` find its tables, `zones` its open text, `furniture` what to leave out, `joining` and `seams`
make tables whole over pages, `paragraphs` and `blocks` write the document, `doubts` tells what is not sure in it.
"""

import re
from collections.abc import Sequence

from extractor.document import Block, Document, Table
from extractor.errors import NoTextLayer
from extractor.formats import Progress, Wanted
from extractor.formats.pdf.blocks import build_blocks
from extractor.formats.pdf.doubts import find_doubts
from extractor.formats.pdf.opening import open_pdf
from extractor.formats.pdf.pages import PageContent, read_pages
from extractor.morphology import is_known_word

WORD = re.compile(r"[^\W\d_]{3,}")
# Share of the letters that stand in words of the dictionary: 0.3 in a photo of waves, 0.94 in the scans of real plans.
KNOWN_SHARE = 0.45


def read(content: bytes, *, pages: Wanted = None, progress: Progress | None = None) -> Document:
    """Read a PDF; raises EncryptedFile, DamagedFile, TooLarge, MissingProgram, or NoTextLayer where nothing is readable.

    `pages` names the pages to read, from 1; `progress` is told after each page how many are done, of how many.
    """
    with open_pdf(content) as document:
        count = len(document)
        indices = [index for index in range(count) if pages is None or index + 1 in pages]
        found: list[PageContent] = []
        for page in read_pages(document, indices):
            found.append(page)
            if progress is not None:
                progress(len(found), len(indices))
    return write_document("pdf", found, count)


def is_readable(blocks: Sequence[Block]) -> bool:
    """Tell whether recognised blocks are text: in specks, lines and photos a recogniser sees letters that make no words."""
    passages = [passage for block in blocks for passage in (block.cells if isinstance(block, Table) else (block,))]
    letters = sum(sum(map(str.isalpha, passage.text)) for passage in passages)
    words = (word for passage in passages for word in WORD.findall(passage.text))
    return letters > 0 and sum(len(word) for word in words if is_known_word(word)) >= KNOWN_SHARE * letters


def write_document(name: str, pages: Sequence[PageContent], count: int) -> Document:
    """Write the document of pages that were read; raises the pages' own error where none has text."""
    if not any(page.zones or page.tables for page in pages):
        raise next((page.failure for page in pages if page.failure is not None), NoTextLayer())
    blocks = build_blocks(pages)
    if all(page.source != "text" for page in pages) and not is_readable(blocks):
        raise NoTextLayer
    sources = {page.page: page.source for page in pages}
    return Document(
        format=name,
        blocks=blocks,
        pages=count,
        sources=tuple(sources.get(number) for number in range(1, count + 1)),
        doubts=find_doubts(pages, blocks),
    )
