"""The page: elements in document order become blocks.

In: the root element. Out: `Block`s numbered from 1. The walk is iterative, so depth costs nothing; the place of an element
is a `State` on a stack; `elements` says which tags begin a paragraph and which print nothing.
"""

from dataclasses import replace
from typing import Any

from lxml import etree

from extractor.document import Block, Paragraph
from extractor.errors import TooLarge
from extractor.formats.docx.numbering import BULLET
from extractor.formats.grids import Place, build_table
from extractor.formats.html.elements import (
    BLOCK_TAGS,
    BOLD_TAGS,
    GROUPS,
    HEADINGS,
    MARKER,
    NOTE_ID,
    NOTE_LINK,
    SILENT,
    SILENT_TAGS,
    WORD_BULLETS,
    State,
    is_right,
    split_paragraphs,
)
from extractor.formats.html.furniture import HIDDEN_CLASSES, Furniture, is_furniture_text
from extractor.formats.html.lists import ItemList, open_list
from extractor.formats.html.stylesheet import Look, Stylesheet
from extractor.formats.html.tables import Grid
from extractor.formats.tabbing import split_lines
from extractor.text import flow_hard

# All tables of a page; a plan of 2,000 rows has 12,000 cells.
MAX_CELLS = 500_000


class Page:
    """Reads one page; `furniture` None keeps everything."""

    def __init__(self, stylesheet: Stylesheet, frames: frozenset[Any], furniture: Furniture | None) -> None:
        """Begin with no blocks."""
        self.stylesheet = stylesheet
        self.frames = frames
        self.furniture = furniture
        self.blocks: list[Block] = []
        self.stack = [State()]
        self.lists: list[ItemList] = []
        self.grid: Grid | None = None
        self.cell: Place | None = None
        self.cells = 0
        self.nested = 0  # data tables open inside a cell
        self.label = ""
        self.parts: list[str] = []
        self.bold = self.plain = False
        self.look = State()

    def read(self, root: Any) -> None:
        """Walk an element and what it holds."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self.close(element, self.stack.pop())
                if element is not root and element.tail:
                    self.write(element.tail)
                continue
            look = self.stylesheet.look(element)
            state = self.state(element, look)
            self.stack.append(state)
            if state.part == "silent":
                walk.skip_subtree()
                continue
            self.open(element, state, look)
            if element.text:
                self.write(element.text)
        self.flush()

    def state(self, element: Any, look: Look) -> State:
        """Give the state inside an element."""
        tag, outer = element.tag, self.stack[-1]
        if self.is_silent(element, look):
            return SILENT
        bold = (tag in BOLD_TAGS or outer.bold) if look.bold is None else look.bold
        if tag not in BLOCK_TAGS:
            if outer.part == "line" and bold == outer.bold:
                return outer
            return State("line", outer.alignment, outer.margin, bold, outer.level, outer.kept_lines)
        alignment = look.alignment or ("center" if tag == "center" else None if tag in ("td", "th") else outer.alignment)
        return State(
            self.part(element),
            alignment,
            look.margin if tag in ("td", "th") else look.margin + outer.margin,
            bold,
            HEADINGS.get(tag, outer.level),
            outer.kept_lines or tag == "pre",
        )

    def is_silent(self, element: Any, look: Look) -> bool:
        """Tell whether an element prints nothing that belongs to the document."""
        if element.tag in SILENT_TAGS or look.hidden:
            return True
        attributes = element.attrib
        if not attributes:
            return self.cell is None and self.furniture is not None and self.furniture.has(element)
        if "class" in attributes and not HIDDEN_CLASSES.isdisjoint(attributes["class"].split()):
            return True
        if NOTE_LINK.match(attributes.get("href", "")) or (element.tag == "div" and NOTE_ID.match(attributes.get("id", ""))):
            return True
        return self.furniture is not None and self.cell is None and self.furniture.has(element)

    def part(self, element: Any) -> str:
        """Tell what a block element is to the walk."""
        tag = element.tag
        if tag == "table":
            return "block" if element in self.frames else "nested" if self.cell is not None else "table" if self.grid is None else "block"
        if tag in ("td", "th"):
            return "nested cell" if self.nested else "cell" if self.grid is not None and self.in_grid() else "block"
        if tag == "tr":
            return "row" if self.grid is not None and not self.nested and self.in_grid() else "block"
        if tag in GROUPS:
            return "group" if self.grid is not None and not self.nested and self.in_grid() else "block"
        return {"li": "item", "ol": "list", "ul": "list", "menu": "list"}.get(tag, "block")

    def in_grid(self) -> bool:
        """Tell whether the walk stands in the open table itself, not inside one of its cells."""
        return self.cell is None

    def open(self, element: Any, state: State, look: Look) -> None:
        """Begin an element."""
        part = state.part
        if part == "line":
            self.open_inline(element, look)
            return
        if part == "nested cell":
            self.parts.append(" ")
            return
        self.flush()
        if part == "table":
            self.grid = Grid()
        elif part == "nested":
            self.nested += 1
        elif part == "row" and self.grid is not None:
            self.grid.open_row()
        elif part == "cell" and self.grid is not None:
            self.open_cell(self.grid.open_cell(element))
        elif part == "list":
            self.lists.append(open_list(element, look))
        elif part == "item":
            self.label = self.lists[-1].label(element) if self.lists else BULLET

    def open_inline(self, element: Any, look: Look) -> None:
        """Begin an element inside a line: a line break, or the list marker that Word writes as text."""
        if element.tag == "br":
            self.parts.append("\n")
        elif "mso-list:ignore" in look.properties.replace(" ", "") and not self.label:
            marker = "".join(element.itertext()).strip()
            self.label = BULLET if marker in WORD_BULLETS else f"{marker} "
            self.stack[-1] = replace(self.stack[-1], part="marker")

    def open_cell(self, place: Place) -> None:
        """Begin a cell."""
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise TooLarge("too_many_cells", limit=MAX_CELLS)
        self.cell = place
        self.bold = self.plain = False

    def close(self, element: Any, state: State) -> None:
        """End an element."""
        part = state.part
        if part in ("line", "silent", "marker", "nested cell"):
            return
        self.flush()
        if part == "table":
            self.close_table()
        elif part == "nested":
            self.nested -= 1
        elif part == "row" and self.grid is not None:
            self.grid.close_row()
        elif part == "group" and self.grid is not None:
            self.grid.close_group()
        elif part == "cell" and self.cell is not None:
            self.cell.bold = self.bold and not self.plain
            self.cell = None
            self.bold = self.plain = False
        elif part == "list":
            self.lists.pop()
        elif part == "item":
            self.close_item()

    def close_item(self) -> None:
        """End a list item; an empty one prints its number, which numbers a table's row."""
        if self.cell is not None and self.label.strip() not in ("", BULLET.strip()):
            self.add_lines([self.label.strip()])
        self.label = ""

    def close_table(self) -> None:
        """End a table and add it; a table with no text is decoration."""
        grid, self.grid = self.grid, None
        if grid is not None and any(place.lines for place in grid.places):
            self.blocks.append(build_table(grid.places, grid.row + 1, len(self.blocks) + 1))

    def write(self, text: str) -> None:
        """Add text to the open paragraph; white space only parts words unless the author kept it."""
        state = self.stack[-1]
        if state.part == "marker":
            return
        blank = text.isspace() and "\u00a0" not in text
        if state.kept_lines:
            self.parts.append(text.replace("\r\n", "\n"))
        elif not blank:
            self.parts.append(text.replace("\n", " ").replace("\t", " ").replace("\r", " "))
        elif self.parts:
            self.parts.append(" ")
        if not blank and not text.isspace():
            if not self.bold and not self.plain:
                self.look = state
            self.bold, self.plain = self.bold or state.bold, self.plain or not state.bold

    def flush(self) -> None:
        """End the open paragraph."""
        text, self.parts = "".join(self.parts), []
        if text and not text.isspace():
            label, self.label = ("" if MARKER.match(text) else self.label), ""
            text = label + text.lstrip() if label else text
            if self.cell is not None:
                self.add_lines(text.split("\n"))
            else:
                self.add_paragraphs(text)
        if self.cell is None:
            self.bold = self.plain = False

    def add_lines(self, lines: list[str]) -> None:
        """Add lines to the open cell."""
        if self.cell is not None:
            self.cell.lines.extend(line for line in lines if line and not line.isspace())

    def add_paragraphs(self, text: str) -> None:
        """Add a paragraph for each stretch between blank lines, and for each numbered point."""
        look, bold = self.look, self.bold and not self.plain
        for paragraph in split_paragraphs(text):
            joined, lines = flow_hard(split_lines(paragraph))
            if not joined or (self.furniture is not None and is_furniture_text(joined)):
                continue
            self.blocks.append(
                Paragraph(
                    text=joined,
                    block=len(self.blocks) + 1,
                    lines=lines,
                    centred=look.alignment == "center",
                    right=is_right(look, paragraph),
                    bold=bold,
                    level=look.level,
                )
            )
