"""Tables whose columns are only aligned with blanks.

In: lines. Out: pieces. Read with care: the first line must hold header words, and the same gutters (two blanks or
more in every line) must part all lines below it. A row starts where the first column has text, or where the last
row's cells are all closed by a blank line.
"""

import re
from collections.abc import Sequence

from extractor.formats.txt.headers import count_header_cells
from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import CellLines, Piece, RoughTable, split_at_tables
from extractor.formats.txt.rows import Row, table_from_rows
from extractor.text import PrintedLine

DASHES = re.compile("-{2,}")
COLUMN_RULE = re.compile(r" *-{2,}(?: {1,3}-{2,})+ *")
LINE_RULE = re.compile(r" *-{2,}(?: {1,3}-{2,})* *")
# The header's wrapped lines above the line of dashes.
MAX_HEADER_LINES = 12
GUTTER = re.compile(" {2,}")
MIN_COLUMNS, MIN_ROWS = 3, 2
# A printed page is at most this wide; longer lines are whole paragraphs.
MAX_WIDTH = 300
# Lines of a table that is looked at; longer ones are cut at a blank line.
MAX_LINES = 2000
MAX_BLANK_LINES = 1


def find_aligned_tables(lines: list[SourceLine]) -> list[Piece]:
    """Find the tables with aligned columns among lines."""
    tables: list[tuple[int, int, RoughTable]] = []
    start = 0
    while start < len(lines):
        end = start + 1
        ruled = find_ruled(lines, start)
        if ruled:
            tables.append((start, *ruled))
            end = ruled[0]
        elif is_header(lines[start].text):
            end = region_end(lines, start)
            table = read_region(lines[start:end])
            if table:
                tables.append((start, end, table))
            else:
                end = start + 1
        start = end
    return split_at_tables(lines, tables)


def find_ruled(lines: Sequence[SourceLine], start: int) -> tuple[int, RoughTable] | None:
    """Read a table whose columns a line of dashes shows (`---- ------ ---`), header above it; gives its end with it."""
    head = next((index for index in range(start, min(start + MAX_HEADER_LINES, len(lines))) if is_column_rule(lines[index].text)), None)
    if head is None or not (is_line_rule(lines[start].text) or head == start + 1) or head == start:
        return None
    starts = [match.start() for match in DASHES.finditer(lines[head].text)]
    end = head + 1
    while (
        end < min(len(lines), head + MAX_LINES)
        and not is_line_rule(lines[end].text)
        and not (lines[end].is_blank and is_blank_at(lines, end + 1))
    ):
        end += 1
    body = lines[head + 1 : end]
    closed = end < len(lines) and is_line_rule(lines[end].text)
    header = [line for line in lines[start:head] if not is_line_rule(line.text)]
    spaced = any(line.is_blank for line in body)
    rows = [cut_rows(header, starts, spaced=True), cut_rows(body, starts, spaced=spaced)]
    table = table_from_rows([row for part in rows for row in part]) if all(rows) else None
    return (end + closed, table) if table else None


def is_column_rule(text: str) -> bool:
    """---- ---------- ------."""
    return len(text) <= MAX_WIDTH and COLUMN_RULE.fullmatch(text) is not None


def is_line_rule(text: str) -> bool:
    """A line of dashes, whole or cut at columns."""
    return len(text) <= MAX_WIDTH and LINE_RULE.fullmatch(text) is not None


def is_blank_at(lines: Sequence[SourceLine], index: int) -> bool:
    """Tell whether the line is blank or past the end."""
    return index >= len(lines) or lines[index].is_blank


def cut_rows(lines: Sequence[SourceLine], starts: Sequence[int], *, spaced: bool) -> list[Row]:
    """Cut lines at the columns' starts; rows are parted by blank lines where `spaced`, else each line is one."""
    rows: list[list[list[PrintedLine]]] = []
    blank = True
    for line in lines:
        if not line.is_blank:
            if blank or not spaced:
                rows.append([[] for _ in starts])
            for cell, start, end in zip(rows[-1], [0, *starts[1:]], [*starts[1:], None], strict=True):
                if line.text[start:end].strip():
                    cell.append(PrintedLine(line.text[start:end], hard=False, page=line.page))
        blank = line.is_blank
    return [Row(tuple(tuple(cell) for cell in row)) for row in rows]


def is_header(text: str) -> bool:
    """Tell whether a line holds three header cells or more, parted by gutters."""
    if len(text) > MAX_WIDTH or "  " not in text.strip():
        return False
    cells = GUTTER.split(text.strip())
    return len(cells) >= MIN_COLUMNS and count_header_cells(cells) * 3 >= len(cells) * 2


def region_end(lines: Sequence[SourceLine], start: int) -> int:
    """Give the end of the lines that can belong to the table: no two blank lines in a row, no line over the width."""
    end, blank = start, 0
    for index in range(start, min(len(lines), start + MAX_LINES)):
        line = lines[index]
        blank = blank + 1 if line.is_blank else 0
        if blank > MAX_BLANK_LINES or len(line.text) > MAX_WIDTH or (index > start and is_header(line.text)):
            break
        if not line.is_blank and index > start and not fits_gutters(lines[start].text, line.text):
            break
        end = index + 1 if not line.is_blank else end
    return end


def column_starts(header: str) -> list[int]:
    """Give the places where the header's cells begin."""
    first = len(header) - len(header.lstrip())
    return [first, *(gutter.end() for gutter in GUTTER.finditer(header.rstrip()) if gutter.start() > first)]


def fits_gutters(header: str, text: str) -> bool:
    """Tell whether a line leaves a blank before each of the header's columns that it reaches."""
    starts = column_starts(header)[1:]
    return all(text[start - 1 : start] in ("", " ") for start in starts)


def read_region(lines: Sequence[SourceLine]) -> RoughTable | None:
    """Read the lines as a table cut at the header's columns."""
    starts = column_starts(lines[0].text)
    rows: list[list[list[PrintedLine]]] = []
    blank = True
    for line in lines:
        if line.is_blank:
            blank = True
            continue
        cells = [line.text[start:end].strip() for start, end in zip([0, *starts[1:]], [*starts[1:], None], strict=True)]
        if not rows or cells[0] or blank:
            rows.append([[] for _ in starts])
        for cell, text in zip(rows[-1], cells, strict=True):
            if text:
                cell.append(PrintedLine(text, hard=False, page=line.page))
        blank = False
    whole = [Row(tuple(tuple(cell) for cell in row)) for row in rows]
    return table_from_rows(whole) if len(whole) > MIN_ROWS and is_filled(whole) else None


def is_filled(rows: Sequence[Row]) -> bool:
    """Tell whether most rows have text in most columns."""
    full = sum(count_filled(row.cells) * 3 >= len(row.cells) * 2 for row in rows)
    return full * 3 >= len(rows) * 2


def count_filled(cells: Sequence[CellLines | None]) -> int:
    """Count the cells with text."""
    return sum(bool(cell) for cell in cells)
