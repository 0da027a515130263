"""Builds PDF pages for the tests: text, rules and ruled tables at given places, y from the page's top."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from corpora.render.fonts import register_fonts
from extractor.document import Document
from extractor.formats.pdf import read

WIDTH, HEIGHT = 595.0, 842.0
PADDING = 5.0
# A plan's table: the edges of its columns and what stands over them.
XS = (60, 90, 290, 390, 540)
HEAD = ("№ п/п", "Мероприятие", "Срок исполнения", "Ответственный")
Texts = Mapping[tuple[int, int], str]
Spans = Mapping[tuple[int, int], tuple[int, int]]


class Paper:
    """A PDF that is drawn page by page; `content` gives its bytes."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, **options: Any) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.faces = register_fonts()
        self.size = (width, height)
        self.bytes = BytesIO()
        self.canvas = Canvas(self.bytes, pagesize=self.size, invariant=1, **options)

    def text(self, x: float, y: float, text: str, *, size: float = 10, bold: bool = False, **options: Any) -> "Paper":
        """Print a line with its baseline at y; options: angle, mode (render mode), colour, spacing."""
        angle, mode, colour, spacing = (options.get(name) for name in ("angle", "mode", "colour", "spacing"))
        self.canvas.saveState()
        self.canvas.translate(x, self.size[1] - y)
        self.canvas.rotate(angle or 0)
        run = self.canvas.beginText(0, 0)
        run.setFont(self.faces[bold], size)
        if mode is not None:
            run.setTextRenderMode(mode)
        if colour is not None:
            run.setFillColorRGB(*colour)
        run.setCharSpace(spacing or 0)
        run.textOut(text)
        self.canvas.drawText(run)
        self.canvas.restoreState()
        return self

    def lines(self, x: float, y: float, lines: Sequence[str], *, pitch: float = 12, **options: Any) -> "Paper":
        """Print lines under each other."""
        for index, line in enumerate(lines):
            self.text(x, y + index * pitch, line, **options)
        return self

    def width_of(self, text: str, size: float = 10) -> float:
        """Give the printed width of a text."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(text, self.faces[False], size))

    def wrap(self, text: str, width: float, size: float = 10) -> list[str]:
        """Wrap text to a width; a line end in it is the author's; a word wider than the width is cut between letters."""
        wrapped = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                joined = f"{line} {word}" if line else word
                if line and self.width_of(joined, size) > width:
                    wrapped.append(line)
                    joined = word
                while self.width_of(joined, size) > width:
                    cut = next(n for n in range(len(joined), 0, -1) if self.width_of(joined[:n], size) <= width)
                    wrapped.append(joined[:cut])
                    joined = joined[cut:]
                line = joined
            wrapped.append(line)
        return wrapped

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, dash: Sequence[float] = ()) -> "Paper":
        """Draw a line."""
        self.canvas.saveState()
        if dash:
            self.canvas.setDash(*dash)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)
        self.canvas.restoreState()
        return self

    def bar(self, x0: float, y0: float, x1: float, y1: float, *, colour: Sequence[float] = (0, 0, 0)) -> "Paper":
        """Fill a rectangle."""
        self.canvas.saveState()
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x0, self.size[1] - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.restoreState()
        return self

    def table(self, xs: Sequence[float], ys: Sequence[float], texts: Texts, spans: Spans | None = None, **options: Any) -> "Paper":
        """Draw a ruled table on column and row edges; `texts` and `spans` are by (row, column) from 0."""
        spans = spans or {}
        draw = options.pop("draw", self.rule)
        for row, column in texts:
            rows, columns = spans.get((row, column), (1, 1))
            x0, y0, x1, y1 = xs[column], ys[row], xs[column + columns], ys[row + rows]
            for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                draw(*side)
            lines = self.wrap(texts[row, column], x1 - x0 - 2 * PADDING)
            self.lines(x0 + PADDING, y0 + 11, lines, **options)
        return self

    def turn(self, degrees: int) -> "Paper":
        """Set the page's /Rotate."""
        self.canvas.setPageRotation(degrees)
        return self

    def next_page(self) -> "Paper":
        """End the page."""
        self.canvas.showPage()
        return self

    def content(self) -> bytes:
        """Give the PDF's bytes."""
        self.canvas.save()
        return self.bytes.getvalue()


def grid(*rows: Sequence[str | None]) -> dict[tuple[int, int], str]:
    """Give texts by place; None is a place that another cell covers."""
    return {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text is not None}


def one_page(paper: Paper) -> Document:
    """What is read of a paper."""
    return read(paper.content())
