"""The body: blocks in reading order, with what cells, text boxes and content controls hold.

In: an element that holds paragraphs and tables. Out: `Block`s, numbered from 1. An element that only wraps blocks goes
into `WRAPPERS`.
"""

from collections.abc import Iterator
from typing import Any

from extractor.document import Block, Paragraph, Table
from extractor.errors import TooLarge
from extractor.formats.docx.markup import (
    ALTERNATE,
    CELL,
    CONTENT,
    CONTENT_CONTROL,
    INSERTED,
    PARAGRAPH,
    ROW,
    TABLE,
    W,
)
from extractor.formats.docx.paragraphs import Paragraphs, Printed, chosen, is_placeholder
from extractor.formats.docx.tables import find_within, is_dropped, is_frame, is_single_column, read_layout
from extractor.formats.grids import build_table
from extractor.formats.tabbing import split_lines
from extractor.text import flow_hard

WRAPPERS = frozenset({CONTENT, f"{W}customXml", INSERTED, f"{W}moveTo"})
READ = frozenset({PARAGRAPH, TABLE})
CONTENTS_GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"
# All tables of one document; a plan of 2,000 rows has 12,000 cells.
MAX_CELLS = 500_000


class Body:
    """Builds the blocks of one document."""

    def __init__(self, paragraphs: Paragraphs, framed: frozenset[Any]) -> None:
        """Begin with no blocks; `framed` are the tables that hold tables."""
        self.paragraphs = paragraphs
        self.framed = framed
        self.blocks: list[Block] = []
        self.cells = 0

    def read(self, container: Any) -> None:
        """Add the blocks of a body, a text box or a cell of a layout frame."""
        for element in find_blocks(container):
            if element.tag == TABLE:
                self.finish()
                self.table(element)
            else:
                self.paragraph(element)
        self.finish()

    def finish(self) -> None:
        """Add text whose paragraph has no end of its own."""
        rest = self.paragraphs.rest()
        if rest:
            self.add(split_lines(rest), Printed(rest))

    def paragraph(self, element: Any) -> None:
        """Add a paragraph: text boxes first, then its text, cut at page breaks."""
        printed = self.paragraphs.read(element)
        for box in printed.boxes:
            self.read(box)
        for page in printed.text.split("\f"):
            lines = split_lines(page)
            if any(line and not line.isspace() for line in lines):
                lines[0] = printed.label + lines[0]
                self.add(lines, printed)
                printed.label = ""

    def add(self, lines: list[str], printed: Printed) -> None:
        """Add a paragraph block with the look of the printed one."""
        text, spans = flow_hard(lines)
        if text:
            self.blocks.append(
                Paragraph(
                    text=text,
                    block=len(self.blocks) + 1,
                    lines=spans,
                    centred=printed.centred,
                    right=printed.right,
                    bold=printed.bold,
                    level=printed.style.level,
                )
            )

    def table(self, element: Any) -> None:
        """Add a table, or what a layout frame holds."""
        if self.is_layout(element):
            for row in find_within(element, ROW):
                if not is_dropped(row):
                    for cell in find_within(row, CELL):
                        self.read(cell)
            return
        layout = read_layout(element, self.cell)
        if any(place.lines for place in layout.places):
            self.blocks.append(build_table(layout.places, layout.row_count, len(self.blocks) + 1, layout.widths))

    def is_layout(self, element: Any) -> bool:
        """Tell whether a table only places its content: it frames a table, or is one column that goes on from no table."""
        if element in self.framed and is_frame(element):
            return True
        beside = bool(self.blocks) and isinstance(self.blocks[-1], Table)
        return not beside and is_single_column(element)

    def cell(self, element: Any) -> tuple[list[str], bool]:
        """Give a cell's lines and whether all of it is bold."""
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise TooLarge("too_many_cells", limit=MAX_CELLS)
        lines: list[str] = []
        bold = plain = False
        for inner in find_blocks(element):
            if inner.tag == TABLE:
                lines.extend(self.nested_lines(inner))
                continue
            printed = self.paragraphs.read(inner)
            for box in printed.boxes:
                lines.extend(self.cell(box)[0])
            text = printed.label + printed.text
            if text and not text.isspace():
                lines.extend(text.replace("\f", "\n").split("\n") if "\n" in text or "\f" in text else (text,))
                bold, plain = bold or printed.bold, plain or not printed.bold
        rest = self.paragraphs.rest()
        return [*lines, rest] if rest else lines, bold and not plain

    def nested_lines(self, table: Any) -> Iterator[str]:
        """Give a table inside a cell as lines, one per row."""
        for row in find_within(table, ROW):
            if not is_dropped(row):
                yield " ".join(" ".join(self.cell(cell)[0]) for cell in find_within(row, CELL))


def find_blocks(container: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a container, also those in content controls; tables of contents are left out."""
    for child in container:
        tag = child.tag
        if tag in READ:
            yield child
        elif tag in WRAPPERS:
            yield from find_blocks(child)
        elif tag == CONTENT_CONTROL:
            if not is_contents(child) and not is_placeholder(child):
                yield from find_blocks(child)
        elif tag == ALTERNATE:
            yield from find_blocks(chosen(child))


def is_contents(control: Any) -> bool:
    """Tell whether a content control is a table of contents."""
    gallery = control.find(CONTENTS_GALLERY)
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
