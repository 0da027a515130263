"""Builders: passages and tables written as text in the test that uses them."""

from extractor.document import Cell, Paragraph, Table
from extractor.text import PrintedLine, flow


def paragraph(text: str, *, block: int = 1, **style: bool) -> Paragraph:
    """Build a paragraph; each line of `text` is a hard line."""
    final, lines = flow(PrintedLine(line) for line in text.split("\n"))
    return Paragraph(text=final, lines=lines, block=block, **style)


def cell(text: str, *, block: int = 1, row: int = 1, column: int = 1, row_span: int = 1, column_span: int = 1) -> Cell:
    """Build a cell; each line of `text` is a hard line."""
    final, lines = flow(PrintedLine(line) for line in text.split("\n"))
    return Cell(text=final, lines=lines, block=block, row=row, column=column, row_span=row_span, column_span=column_span)


def table(drawing: str, *, block: int = 1) -> Table:
    """Build a table from rows of cells between bars; `^` is merged with the cell above, `<` with the cell to the left, `/` ends a line."""
    rows = [[part.strip() for part in line.split("|")] for line in drawing.strip().splitlines()]
    cells = []
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            if text not in {"^", "<"}:
                below = next((n for n, later in enumerate(rows[row:]) if later[column - 1] != "^"), len(rows) - row)
                right = next((n for n, later in enumerate(texts[column:]) if later != "<"), len(texts) - column)
                printed = text.replace(" / ", "\n")
                cells.append(cell(printed, block=block, row=row, column=column, row_span=below + 1, column_span=right + 1))
    return Table(block=block, cells=tuple(cells), row_count=len(rows), column_count=len(rows[0]))
