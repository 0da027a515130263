"""Tab-separated tables: a row is a line with tabs, as a word processor's table is pasted or saved as text.

In: lines. Out: pieces. Rows may run over several lines, page ends (blank lines) may cut the table and even its rows;
merged cells are blank below. Lines that tabs merely indent or push to the right are not rows.
"""

from collections.abc import Iterator

from extractor.formats.txt.fields import Fields, group_rows, usual_width
from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import MAX_COLUMNS, Piece, RoughTable, split_at_tables
from extractor.formats.txt.rows import PERSON, table_from_rows

# Lines without tabs between two rows: the further paragraphs of one cell; more of them is other text.
MAX_PLAIN_LINES = 12
# A page end shows as a blank line or two.
MAX_BLANK_LINES = 2


def find_tab_tables(lines: list[SourceLine]) -> list[Piece]:
    """Find the tab-separated tables among lines."""
    tables = []
    for start, end in find_regions(lines):
        table = read_region(lines[start:end])
        if table:
            tables.append((start, end, table))
    return split_at_tables(lines, tables)


def filled_cells(line: SourceLine) -> list[str]:
    """Give the cells of a line that have text."""
    return [cell.strip() for cell in line.text.split("\t", MAX_COLUMNS + 1) if cell.strip()]


def is_row_start(line: SourceLine) -> bool:
    """Tell whether a line can open a table: two cells with text, a tab between them."""
    return "\t" in line.text and len(filled_cells(line)) > 1 and not is_signature(line)


def is_row(line: SourceLine) -> bool:
    """Tell whether a line can be a row or a part of one: text and a tab, and no signature."""
    return "\t" in line.text and bool(line.text.strip()) and not is_signature(line)


def is_signature(line: SourceLine) -> bool:
    """Глава района ⇥ ⇥ ⇥ И.И. Иванов."""
    filled = filled_cells(line)
    return len(filled) == 2 and "\t\t" in line.text.strip() and PERSON.fullmatch(filled[1]) is not None


def find_regions(lines: list[SourceLine]) -> Iterator[tuple[int, int]]:
    """Yield half-open line ranges that start with a row and have no long stretch without tabs."""
    start = last = None
    blank = plain = 0
    for index, line in enumerate(lines):
        if start is None or last is None:
            if is_row_start(line):
                start, last, blank, plain = index, index, 0, 0
            continue
        if is_row(line) and (not blank or fits(lines[start], line)):
            last, blank, plain = index, 0, 0
        elif line.is_blank:
            blank += 1
        else:
            plain += 1
        if blank > MAX_BLANK_LINES or plain > MAX_PLAIN_LINES or (line.text.strip() and blank and "\t" not in line.text and plain > 2):
            yield start, last + 1
            start = index if is_row_start(line) else None
            last = start
            blank = plain = 0
    if start is not None and last is not None:
        yield start, last + 1


def fits(first: SourceLine, line: SourceLine) -> bool:
    """Tell whether a line after a page end has as many cells as the table's first row."""
    return line.text.count("\t") == first.text.count("\t")


def read_region(lines: list[SourceLine]) -> RoughTable | None:
    """Read a region as a table; None where its lines don't agree on the columns."""
    split: list[tuple[SourceLine | None, Fields]] = [
        (None, ()) if line.is_blank and "\t" not in line.text else (line, tuple(line.text.split("\t"))) for line in lines
    ]
    widths = [len(fields) for _, fields in split if len(fields) > 1]
    width = usual_width(widths)
    rows = group_rows(split, width)
    full = [row for row in rows if sum(1 for cell in row.cells if cell) > 1]
    if width < 2 or len(full) < (2 if width > 2 else 3) or len(full) * 2 < len(rows):
        return None
    if not all(row.cells[column] for row in rows[:1] for column in range(width)) and width == 2:
        return None
    return table_from_rows(rows)
