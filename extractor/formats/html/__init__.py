"""HTML and MHTML: bytes → `Document`.

In: the bytes of a page, of a document that an office program saved as HTML, or of a web archive. Out: paragraphs and
tables in reading order, list numbers computed, page furniture, hidden text and notes left out. Pages are unknown.
`source` parses, `stylesheet` says how things look, `furniture` what is no document, `lists` numbers, `tables` places
cells, `page` walks.
"""

from dataclasses import replace
from typing import Any

from extractor.document import Document
from extractor.errors import EmptyFile
from extractor.formats import txt
from extractor.formats.html.furniture import Furniture
from extractor.formats.html.page import Page
from extractor.formats.html.source import read_root
from extractor.formats.html.stylesheet import Stylesheet
from extractor.formats.html.tables import find_frames

# Of the page's text: a main element with less is not the document.
MAIN_SHARE = 0.5

TYPED_SHARE = 0.6
TYPED_LINES = 5


def read(content: bytes) -> Document:
    """Read a page; raises DamagedFile, EmptyFile or TooLarge."""
    root = read_root(content)
    stylesheet, frames, furniture = Stylesheet(root), find_frames(root), Furniture(root)
    typed = typed_text(root, furniture)
    if typed:
        return replace(txt.read(typed.encode()), format="html", pages=None)
    page = Page(stylesheet, frames, furniture)
    page.read(main_element(root, furniture))
    if not page.blocks:  # a page of links only: better its links than nothing
        page = Page(stylesheet, frames, None)
        page.read(root)
    if not page.blocks:
        raise EmptyFile
    return Document(format="html", blocks=tuple(page.blocks))


def typed_text(root: Any, furniture: Furniture) -> str:
    """Give the text of a page that is plain text in <pre>, as old legal databases printed it; "" where it is not."""
    whole = furniture.weights[root]
    blocks = list(root.iter("pre"))
    if whole.table or sum(furniture.weights[block].text for block in blocks) < TYPED_SHARE * whole.text:
        return ""
    for block in blocks:
        for line_break in block.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
    text = "\n\n".join("".join(block.itertext()) for block in blocks)
    return text if text.count("\n") >= TYPED_LINES else ""


def main_element(root: Any, furniture: Furniture) -> Any:
    """Give the page's one main or article element where it has most of the text and all tables, else the root."""
    whole = furniture.weights[root]
    for tag in ("main", "article"):
        found = list(root.iter(tag))
        if len(found) == 1:
            weight = furniture.weights[found[0]]
            if weight.text >= MAIN_SHARE * whole.text and weight.table == whole.table:
                return found[0]
    return root
