"""The structure tree of a tagged PDF: which paragraph, cell and row each piece of marked text belongs to.

In: a loaded page. Out: `Place`s by marked-content number (ISO 32000-1, 14.7 and 14.8). An element is known over pages by
its path of child indices from the root, which stays the same on every page. To treat another element as a paragraph, add
its type to `PARAGRAPHS`.
"""

import ctypes
from typing import NamedTuple

from extractor.formats.pdf.native import Handle, native

Path = tuple[int, ...]

# Elements read per page: a page of text in single tagged letters has 5,000.
MAX_ELEMENTS = 20_000
# Nested elements; a damaged tree may nest them in a loop.
MAX_DEPTH = 40
PARAGRAPHS = frozenset({"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "Caption", "Note", "BlockQuote", "TOCI", "Title"})
CELLS = frozenset({"TD", "TH"})
# Bytes of an element's type in UTF-16 that are read; standard types have at most 20.
LONGEST_TYPE = 64


class Place(NamedTuple):
    """Where the tags put a text: the paths of its paragraph and, in a table, of its cell, row and table."""

    paragraph: Path
    cell: Path | None = None
    row: Path | None = None
    table: Path | None = None


def read_places(page: Handle) -> dict[int, Place]:
    """Read the places of a page's marked text by their marked-content numbers; none where the page is not tagged."""
    pdf = native()
    tree = pdf.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        places: dict[int, Place] = {}
        count = pdf.FPDF_StructTree_CountChildren(tree)
        waiting: list[tuple[Path, Handle, Place]] = [
            ((index,), pdf.FPDF_StructTree_GetChildAtIndex(tree, index), Place(())) for index in range(min(count, MAX_ELEMENTS))
        ]
        seen = 0
        while waiting and seen < MAX_ELEMENTS:
            path, element, above = waiting.pop()
            if not element:
                continue
            seen += 1
            place = place_element(path, read_type(element), above)
            for index in range(min(pdf.FPDF_StructElement_CountChildren(element), MAX_ELEMENTS)):
                number = pdf.FPDF_StructElement_GetChildMarkedContentID(element, index)
                if number >= 0:
                    places[number] = place
                elif len(path) < MAX_DEPTH:
                    waiting.append(((*path, index), pdf.FPDF_StructElement_GetChildAtIndex(element, index), place))
        return {number: place for number, place in places.items() if place.paragraph}
    finally:
        pdf.FPDF_StructTree_Close(tree)


def place_element(path: Path, kind: str, above: Place) -> Place:
    """Give the place of what an element holds.

    The first paragraph of a list item is the item itself, which has its mark; a table in a cell is paragraphs of the cell.
    """
    if kind == "Table" and above.cell is None:
        return Place((), table=path)
    if kind == "TR" and above.cell is None:
        return Place((), row=path, table=above.table)
    if kind in CELLS:
        return above._replace(paragraph=path, cell=above.cell or path)
    if kind in PARAGRAPHS:
        is_item = (
            kind == "P" and len(above.paragraph) == len(path) - 2 and path[-1] == 0 and path[: len(above.paragraph)] == above.paragraph
        )
        return above if is_item and above.paragraph != above.cell else above._replace(paragraph=path)
    return above


def read_type(element: Handle) -> str:
    """Give an element's standard type."""
    buffer = ctypes.create_string_buffer(LONGEST_TYPE)
    size = native().FPDF_StructElement_GetType(element, ctypes.addressof(buffer), LONGEST_TYPE)
    return buffer.raw[: max(0, min(size, LONGEST_TYPE) - 2)].decode("utf-16-le", "replace")
