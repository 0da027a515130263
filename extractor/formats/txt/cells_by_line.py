"""Tables flattened to one cell per line: each cell opens a line, with a tab before it or without.

In: lines. Out: pieces. The header is the first run of lines; its length is the number of columns. With tabs, every tab
opens a cell (a lone tab is a blank one), lines without a tab are further paragraphs of the cell above, and rows are
parted by blank lines. Without tabs a table is read only where nearly every run of lines between blank lines has the
header's length, or where the rows' numbers count on at the header's distance.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.formats.txt.headers import count_header_cells
from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import MAX_COLUMNS, CellLines, Piece, RoughTable, split_at_tables
from extractor.formats.txt.rows import Row, table_from_rows
from extractor.text import PrintedLine

MIN_COLUMNS, MIN_ROWS = 3, 2
# Blank lines between the paragraphs of one cell; more end the table where no marked cell follows.
MAX_BLANK_LINES = 3
# A cell's further paragraphs.
MAX_CELL_LINES = 40
# Share of the runs that must have the header's length where no mark opens a cell.
REGULAR_SHARE = 0.7
# Headers without a table below them; a text with more is none, and trying each would take the square of its length.
MAX_REFUSED = 20
# A gap that pushes a signature to the right: no cell has it.
SIGNATURE_GAP = re.compile(r"\S {5,}\S")

# What is looked at of a line to find such a gap.
MAX_CELL_LENGTH = 2000

Group = list[CellLines]


def find_line_tables(lines: list[SourceLine]) -> list[Piece]:
    """Find the tables with one cell per line among lines."""
    tables: list[tuple[int, int, RoughTable]] = []
    done = 0
    refused = 0
    for start, width in find_headers(lines):
        if start < done or refused > MAX_REFUSED:
            continue
        marked = lines[start].text.startswith("\t")
        end = marked_end(lines, start) if marked else plain_end(lines, start, width)
        rows = marked_rows(lines[start:end], width) if marked else plain_rows(lines[start:end], width)
        table = table_from_rows(rows) if len(rows) > MIN_ROWS else None
        if table:
            tables.append((start, end, table))
            done = end
        refused += table is None
    return split_at_tables(lines, tables)


def find_headers(lines: list[SourceLine]) -> Iterator[tuple[int, int]]:
    """Yield (first line, number of columns) of runs of lines that read as a header, one cell per line."""
    index = 0
    while index < len(lines):
        length = run_length(lines, index)
        for start in (index, index + 1, index + 2) if length else ():
            width = index + length - start
            texts = [line.text for line in lines[start : start + width]]
            # A mark before each cell is a sign in itself; without marks only the words tell a header.
            least = max(width, 6) if texts and texts[0].startswith("\t") else max(width * 2, 6)
            if MIN_COLUMNS <= width <= MAX_COLUMNS and count_header_cells(texts) * 3 >= least:
                yield start, width
                break
        index += length or 1


def run_length(lines: list[SourceLine], start: int) -> int:
    """Count the filled lines from `start` on that are marked alike: all by one tab, or none."""
    if lines[start].is_blank:
        return 0
    marked = lines[start].text.startswith("\t")
    index = start
    while index < len(lines) and not lines[index].is_blank and lines[index].text.startswith("\t") == marked:
        index += 1
    return index - start


def marked_end(lines: list[SourceLine], start: int) -> int:
    """Give the end of a table whose cells open with a tab: the last such line and the lines that go on from it."""
    end = index = start + 1
    blank = plain = 0
    while index < len(lines) and blank <= MAX_BLANK_LINES and plain <= MAX_CELL_LINES:
        line = lines[index]
        index += 1
        if line.text.startswith("\t") and "\t" not in line.text.strip():
            end, blank, plain = index, 0, 0
        elif line.is_blank:
            blank += 1
        else:
            blank, plain = 0, plain + 1
    while end < len(lines) and not lines[end].is_blank and not SIGNATURE_GAP.search(lines[end].text[:MAX_CELL_LENGTH]):
        end += 1
    return end


def marked_rows(lines: list[SourceLine], width: int) -> list[Row]:
    """Make rows from groups of marked cells; a lone cell before a whole row is a heading over the full width."""
    rows: list[Row] = []
    row: Group = []
    groups = list(split_groups(lines))
    for index, group in enumerate(groups):
        following = len(groups[index + 1]) if index + 1 < len(groups) else 0
        if not row and len(group) == 1 and following == width:
            rows.append(complete(group, width))
            continue
        if row and len(row) + len(group) > width:
            rows.append(complete(row, width))
            row = []
        row = [*row, *group]
        while len(row) >= width:
            rows.append(complete(row[:width], width))
            row = row[width:]
    return [*rows, complete(row, width)] if any(row) else rows


def split_groups(lines: list[SourceLine]) -> Iterator[Group]:
    """Yield runs of marked cells between blank lines; a line without a mark goes on with the cell above."""
    group: Group = []
    blank = False
    for line in lines:
        if line.text.startswith("\t"):
            if blank and group:
                yield group
                group = []
            group.append((PrintedLine(line.text, page=line.page),) if line.text.strip() else ())
        elif line.text.strip() and group:
            group[-1] = (*group[-1], PrintedLine(line.text, page=line.page))
        blank = line.is_blank and not line.text.startswith("\t")
    if group:
        yield group


def complete(cells: Sequence[CellLines], width: int) -> Row:
    """Make a row, with blank cells at its end where it has too few."""
    return Row((*cells, *[()] * (width - len(cells))))


def plain_end(lines: list[SourceLine], start: int, width: int) -> int:
    """Give the end of the unmarked lines from `start` on that can belong to a table: the last run of `width` lines."""
    end = start
    run = blank = 0
    for index in range(start, len(lines)):
        line = lines[index]
        blank, run = (blank + 1, 0) if line.is_blank else (0, run + 1)
        if blank > 2 or line.text.startswith("\t") or SIGNATURE_GAP.search(line.text[:MAX_CELL_LENGTH]):
            break
        if run == width and (index + 1 == len(lines) or lines[index + 1].is_blank):
            end = index + 1
    return end


def plain_rows(lines: list[SourceLine], width: int) -> list[Row]:
    """Make rows of unmarked lines where they are regular enough; none otherwise."""
    groups: list[list[SourceLine]] = [[]]
    for line in lines:
        if line.is_blank:
            groups.append([])
        else:
            groups[-1].append(line)
    groups = [group for group in groups if group]
    regular = sum(len(group) == width for group in groups)
    if regular <= MIN_ROWS or regular < REGULAR_SHARE * sum(len(group) > 1 for group in groups):
        return []
    return [fitted(group, width) for group in groups]


def fitted(group: list[SourceLine], width: int) -> Row:
    """Make a row from one run of lines; surplus lines are further paragraphs of the last cell."""
    cells: list[CellLines] = [(PrintedLine(line.text, page=line.page),) for line in group]
    if len(cells) > width:
        cells[width - 1 :] = [tuple(line for cell in cells[width - 1 :] for line in cell)]
    return complete(cells, width)
