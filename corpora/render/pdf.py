"""PDF with a text layer: pages as an office printer makes them.

In: a `Layout`. Out: bytes, the same for the same layout. Tables are ruled (`render/ruled.py`), page numbers stand at the
top from the second page on. The option `pdf` takes words: `landscape`, `whole` (a row never goes over a page end),
`hyphens` (long words are cut at the edges of columns).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from corpora.render.fonts import register_fonts
from corpora.render.ruled import draw_grid
from corpora.source import Block, Grid, Layout, Prose, printed_lines

MARGIN = 50.0
SIZE, LEADING = 11.0, 13.5
PORTRAIT = (595.28, 841.89)
VOWELS = "аеёиоуыэюя"


@dataclass(slots=True)
class Sheet:
    """The page being drawn: `top` is the next free line in points from the page's top edge."""

    canvas: Any
    width: float
    height: float
    words: frozenset[str]
    faces: tuple[str, str]
    top: float = MARGIN
    number: int = 1
    measured: dict[tuple[str, bool, float], float] = field(default_factory=dict)

    @property
    def room(self) -> float:
        """The height left on the page."""
        return self.height - MARGIN - self.top

    def turn_page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()
        self.number += 1
        self.top = MARGIN
        self.write(str(self.number), (self.width - 10) / 2, 30.0)

    def write(self, text: str, left: float, top: float, *, bold: bool = False, size: float = SIZE) -> None:
        """Print a line of text whose upper edge is at `top`."""
        self.canvas.setFont(self.faces[bold], size)
        self.canvas.drawString(left, self.height - top - size, text)

    def text_width(self, text: str, *, bold: bool = False, size: float = SIZE) -> float:
        """Measure a text in points; widths of words come back often, so they are kept."""
        key = (text, bold, size)
        if key not in self.measured:
            self.measured[key] = self.canvas.stringWidth(text, self.faces[bold], size)
        return self.measured[key]

    def wrap(self, text: str, width: float, *, bold: bool = False, size: float = SIZE, indent: float = 0.0) -> list[str]:
        """Break a text into lines of at most `width` points, the first shorter by `indent`."""
        lines, line = list[str](), ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            room = width if lines else width - indent
            if self.text_width(longer, bold=bold, size=size) <= room:
                line = longer
                continue
            *full, line = self.cut(line, word, room, bold=bold, size=size)
            lines += full
        return [*lines, line]

    def cut(self, line: str, word: str, width: float, *, bold: bool, size: float) -> list[str]:
        """Give the lines that end where `word` does: cut by a hyphen where the layout wants it or the column is too narrow."""
        if not line and self.text_width(word, bold=bold, size=size) <= width:
            return [word]
        if "hyphens" in self.words:
            for place in syllables(word):
                head = f"{line} {word[:place]}-".strip()
                if self.text_width(head, bold=bold, size=size) <= width:
                    return [head, *self.cut("", word[place:], width, bold=bold, size=size)]
        if self.text_width(word, bold=bold, size=size) <= width:
            return [line, word]
        place = max(n for n in range(1, len(word) + 1) if n == 1 or self.text_width(word[:n], bold=bold, size=size) <= width)
        return [*([line] if line else []), word[:place], *self.cut("", word[place:], width, bold=bold, size=size)]


def syllables(word: str) -> Iterator[int]:
    """Yield the places where a word may be cut, the last first: after a vowel, two letters from either end at least."""
    if word.isalpha() and len(word) > 6:
        for place in range(len(word) - 3, 2, -1):
            if word[place - 1].lower() in VOWELS and word[place].lower() not in VOWELS + "ьъй":
                yield place


def render(layout: Layout) -> bytes:
    """Give the file."""
    from reportlab.pdfgen.canvas import Canvas

    faces = register_fonts()
    words = frozenset(layout.options.get("pdf", "").split())
    width, height = PORTRAIT[::-1] if "landscape" in words else PORTRAIT
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(width, height), invariant=1)
    canvas.setLineWidth(0.6)
    sheet = Sheet(canvas, width, height, words, faces)
    for block in layout.blocks:
        draw_block(sheet, block)
    canvas.save()
    return stream.getvalue()


def draw_block(sheet: Sheet, block: Block) -> None:
    """Draw one block."""
    if isinstance(block, Grid):
        draw_grid(sheet, block, left=MARGIN, width=sheet.width - 2 * MARGIN)
        sheet.top += LEADING
    elif block.kind == "break":
        sheet.turn_page()
    elif block.kind == "columns":
        for line in block.lines:
            draw_columns(sheet, line)
    elif block.kind == "signature":
        for line in block.lines:
            draw_signature(sheet, line)
    elif block.kind != "menu":
        draw_prose(sheet, block)


def draw_prose(sheet: Sheet, block: Prose) -> None:
    """Draw paragraphs; the right-hand ones stand in the right half of the page, flush left, as stamps do."""
    full = sheet.width - 2 * MARGIN
    bold = "bold" in block.options or block.kind == "heading"
    left, width = (sheet.width / 2 + 20, full / 2 - 20) if block.kind == "right" else (MARGIN, full)
    indent = 28.0 if block.kind in ("text", "clauses") else 0.0
    for paragraph in block.lines:
        for printed in printed_lines(paragraph):
            first = True
            for line in sheet.wrap(printed, width, bold=bold, indent=indent):
                start = (full - sheet.text_width(line, bold=bold)) / 2 if block.kind in ("centre", "heading") else indent * first
                draw_line(sheet, line, left + start, bold=bold)
                first = False
    sheet.top += LEADING / 2


def draw_line(sheet: Sheet, line: str, left: float, *, bold: bool = False) -> None:
    """Draw one line of a paragraph, on the next page where this one is full."""
    if sheet.room < LEADING:
        sheet.turn_page()
    sheet.write(line, left, sheet.top, bold=bold)
    sheet.top += LEADING


def draw_columns(sheet: Sheet, line: str) -> None:
    """Draw blocks side by side; they are short and never go over a page end."""
    columns = line.split("|")
    width = (sheet.width - 2 * MARGIN) / len(columns)
    wrapped = [[piece for part in printed_lines(column) for piece in sheet.wrap(part, width - 12)] for column in columns]
    if sheet.room < max(map(len, wrapped)) * LEADING:
        sheet.turn_page()
    for place, pieces in enumerate(wrapped):
        for row, piece in enumerate(pieces):
            sheet.write(piece, MARGIN + place * width, sheet.top + row * LEADING)
    sheet.top += max(map(len, wrapped)) * LEADING + LEADING / 2


def draw_signature(sheet: Sheet, line: str) -> None:
    """Draw a signature: the position on the left, the name at the right on its last line."""
    left, _, name = line.partition("|")
    sheet.top += LEADING
    for piece in printed_lines(left):
        draw_line(sheet, piece, MARGIN)
    sheet.write(name.strip(), sheet.width - MARGIN - sheet.text_width(name.strip()), sheet.top - LEADING)
