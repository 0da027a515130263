"""Fields: rows of separated text whose cells hold line breaks are put together again.

In: the lines of one region, each split at the separator. Out: rows with the header's number of cells. A line with too
few separators is the first part of a row when the next lines bring just the missing ones; a line without any separator
is a full-width heading, or a further paragraph of the last cell above it.
"""

import re
from collections import Counter
from collections.abc import Sequence

from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import CellLines
from extractor.formats.txt.rows import LIST_MARK, Row
from extractor.text import PrintedLine

# A row's cells hold some paragraphs each; beyond this many lines the rest is not the row's.
MAX_ROW_LINES = 60
HEADING = re.compile(
    r"(?:[IVXLC]{1,6}[.)]?\s|раздел\b|подраздел\b|глава\b|блок\b|направление\b|этап\b|задача\b|цель\b|\d{1,2}\.\s*[А-ЯЁ])", re.IGNORECASE
)

# A header has a row or two, and a row that counts the columns.
HEADER_LINES = 3

Fields = tuple[str, ...]


def usual_width(widths: Sequence[int]) -> int:
    """Give the number of columns: the first row's, unless another number is far more usual."""
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 1
    usual, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    return usual if times > 2 * counts[widths[0]] and usual > widths[0] else widths[0]


def group_rows(lines: Sequence[tuple[SourceLine | None, Fields]], width: int) -> list[Row]:
    """Group split lines into rows of `width` cells; a None line is a blank one."""
    rows: list[Row] = []
    after_break = False
    index = 0
    lines = spread_header(lines, width)
    headed = opens_with_heading(lines, width)
    while index < len(lines):
        line, fields = lines[index]
        if line is None:
            after_break = True
            index += 1
            continue
        used = row_length(lines, index, width)
        if (
            used > 1
            and len(fields) == 1
            and (is_heading(fields[0], after_break) or any(row_length(lines, place, width) for place in range(index + 1, index + used)))
        ):
            used = 0
        if used:
            rows.append(Row(join_fields([part for part in lines[index : index + used] if part[0]]), after_break))
        elif len(fields) == 1 and rows and not is_heading(fields[0], after_break) and not (headed and stands_alone(lines, index, width)):
            rows[-1] = extend_last(rows[-1], line)
        else:
            rows.append(Row(pad(fields, line, width), after_break))
        after_break = False
        index += used or 1
    return rows


def spread_header(lines: Sequence[tuple[SourceLine | None, Fields]], width: int) -> Sequence[tuple[SourceLine | None, Fields]]:
    """Give the lines with the header's cells over the columns that they span: the line below has a blank field under each other one.

    "№ ⇥ Работа ⇥ Месяц" over " ⇥ ⇥ янв. ⇥ февр." has its third cell over two columns.
    """
    last = next((place for place, (_, fields) in enumerate(lines[:HEADER_LINES]) if len(fields) == width), 0)
    below, spans, spread = lines[last][1], [1] * width, list[Fields]()
    for _, fields in reversed(lines[:last]):
        spans = spans_over(below, spans)
        if len(fields) != len(spans) or len(fields) == 1:
            return lines
        below = fields
        spread.append(tuple(part for cell, span in zip(fields, spans, strict=True) for part in (cell, *[""] * (span - 1))))
    return [*((line, fields) for (line, _), fields in zip(lines, reversed(spread), strict=False)), *lines[last:]]


def spans_over(below: Fields, spans: Sequence[int]) -> list[int]:
    """Give how many columns each cell above a row spans: one for a blank field, all of a run of filled ones."""
    above = list[int]()
    for place, (cell, span) in enumerate(zip(below, spans, strict=True)):
        if place and cell.strip() and below[place - 1].strip():
            above[-1] += span
        else:
            above.append(span)
    return above


def opens_with_heading(lines: Sequence[tuple[SourceLine | None, Fields]], width: int) -> bool:
    """Tell whether a heading without separators stands right under the header: then such lines between rows are headings."""
    first = next((place for place, (line, fields) in enumerate(lines) if line and len(fields) == 1), 0)
    return (
        first > 0
        and all(len(fields) == width for _, fields in lines[:first])
        and first <= HEADER_LINES
        and stands_alone(lines, first, width)
    )


def stands_alone(lines: Sequence[tuple[SourceLine | None, Fields]], place: int, width: int) -> bool:
    """Tell whether a line is like a heading: it opens with a capital, and whole rows stand above and below it."""
    text = lines[place][1][0].strip()
    whole = 0 < place < len(lines) - 1 and len(lines[place - 1][1]) == len(lines[place + 1][1]) == width
    return whole and (text[:1].isupper() or text[:1] == "«") and not text.endswith((";", ",", "."))


def row_length(lines: Sequence[tuple[SourceLine | None, Fields]], start: int, width: int) -> int:
    """Count the lines that make one row from `start` on; 0 where they don't come to `width` cells."""
    cells = 0
    for used, (line, fields) in enumerate(lines[start : start + MAX_ROW_LINES], 1):
        if line is None and used < 3:
            return 0
        cells += len(fields) - (1 if cells and line else 0) if line else 0
        if cells >= width:
            return used if cells == width else 0
    return 0


def join_fields(lines: Sequence[tuple[SourceLine | None, Fields]]) -> tuple[CellLines, ...]:
    """Make a row's cells from the lines it runs over: a line's first field goes on with the last cell above."""
    cells: list[list[PrintedLine]] = []
    for line, fields in lines:
        for number, field in enumerate(fields):
            if number or not cells:
                cells.append([])
            if field.strip():
                cells[-1].append(PrintedLine(field, page=line.page if line else None))
    return tuple(tuple(cell) for cell in cells)


def pad(fields: Fields, line: SourceLine, width: int) -> tuple[CellLines | None, ...]:
    """Make a row of `width` cells from a line that has fewer, or more: the surplus belongs to the last cell."""
    cells: list[CellLines | None] = [(PrintedLine(field, page=line.page),) if field.strip() else () for field in fields]
    if len(cells) > width:
        surplus = tuple(part for cell in cells[width - 1 :] for part in cell or ())
        return (*cells[: width - 1], surplus)
    return (*cells, *[()] * (width - len(cells)))


def is_heading(text: str, after_break: bool) -> bool:
    """Tell whether a line of its own between rows is a full-width heading rather than the end of the cell above."""
    stripped = text.strip()
    if HEADING.match(stripped) and not stripped.endswith((";", ",")):
        return True
    return (after_break or stripped.isupper()) and not LIST_MARK.match(stripped) and stripped[:1].isupper() and len(stripped) > 15


def extend_last(row: Row, line: SourceLine) -> Row:
    """Give the row with a line added to its last cell."""
    return Row((*row.cells[:-1], (*(row.cells[-1] or ()), PrintedLine(line.text, page=line.page))), row.after_break)
