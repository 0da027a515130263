"""What of a document the tests of the readers look at."""

from extractor.document import Document


def texts(document: Document) -> list[str]:
    """The texts of the paragraphs."""
    return [block.text for block in document.paragraphs]


def rows(document: Document, table: int = 0) -> list[list[str]]:
    """The text that each place of a table shows, merged cells repeated."""
    return [[cell.text if cell else "" for cell in row] for row in document.tables[table].grid]


def cells(document: Document) -> list[tuple[str, int, int, int, int]]:
    """Text, row, column, row span, column span of the first table's cells."""
    return [(c.text, c.row or 0, c.column or 0, c.row_span, c.column_span) for c in document.tables[0].cells]
