"""Pipe tables: `a | b | c |`, also Markdown with leading pipes and a `|---|---|` line.

In: lines. Out: pieces. The first row gives the number of columns; it opens with a pipe only where pipes frame every
row, otherwise a leading pipe stands for a blank first cell. A row with too few cells lacks its merged leading ones; a
row with one cell is a heading over the full width.
"""

import re
from collections import Counter
from collections.abc import Sequence

from extractor.formats.txt.fields import Fields, group_rows, spread_header, usual_width
from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import Piece, RoughTable, split_at_tables
from extractor.formats.txt.rows import Row, table_from_rows
from extractor.text import PrintedLine

RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
# A cell's wrapped text between two pipes; more lines without pipes end the table.
MAX_PLAIN_LINES = 12
# A printed page is not wider; in longer lines pipes stand below each other by chance.
MAX_FIXED_WIDTH = 300


def find_pipe_tables(lines: list[SourceLine]) -> list[Piece]:
    """Find the pipe tables among lines."""
    tables: list[tuple[int, int, RoughTable]] = []
    start = end = 0
    while start < len(lines):
        if "|" not in lines[start].text:
            start += 1
            continue
        end = region_end(lines, start)
        table = read_region(lines[start:end])
        if table:
            tables.append((start, end, table))
        start = end
    return split_at_tables(lines, tables)


def region_end(lines: list[SourceLine], start: int) -> int:
    """Give the end of the region of pipe lines from `start` on: a blank line may part them, some lines may be plain."""
    end = start + 1
    plain = blank = 0
    for index in range(start + 1, len(lines)):
        text = lines[index].text
        if "|" in text and (not blank or text.count("|") > 1):
            # A lone cell is a heading of the rows below it; at the end it is a paragraph.
            end, plain, blank = index + 1 if "|" in text.strip()[:-1] else end, 0, 0
        elif lines[index].is_blank:
            blank += 1
        else:
            plain += 1
        if blank > 1 or plain > MAX_PLAIN_LINES or (blank and plain):
            break
    return end


def read_region(lines: list[SourceLine]) -> RoughTable | None:
    """Read a region as a table; None where its lines are no rows."""
    kept = [line for line in lines if not (RULE.fullmatch(line.text) and line.text.count("|") + line.text.count("+"))]
    filled = [line for line in kept if not line.is_blank]
    framed = bool(filled) and filled[0].text.lstrip().startswith("|")
    closed = sum(line.text.rstrip().endswith("|") for line in filled) * 2 > len(filled)
    split: list[tuple[SourceLine | None, Fields]] = [
        (None, ()) if line.is_blank else (line, split_pipes(line.text, framed=framed, closed=closed)) for line in kept
    ]
    widths = [len(fields) for line, fields in split if line and "|" in line.text]
    width = usual_width(widths) if widths else 1
    if width < 2 or not (framed or closed or len(widths) > 1):
        return None
    if framed and closed and is_fixed(filled):
        return table_from_rows(wrapped_rows(split, width))
    rows = group_rows(shift_rows(spread_header(split, width), width) if closed else split, width)
    full = sum(1 for row in rows if sum(1 for cell in row.cells if cell) > 1)
    return table_from_rows(rows) if full * 2 >= len(rows) else None


def is_fixed(lines: list[SourceLine]) -> bool:
    """Tell whether the pipes stand one below the other, in lines of a page's width: cells are wrapped in their columns."""
    places = Counter(
        tuple(place for place, letter in enumerate(line.text) if letter == "|") for line in lines if len(line.text) < MAX_FIXED_WIDTH
    )
    usual, times = places.most_common(1)[0] if places else ((), 0)
    return (
        len(usual) > 2
        and times * 10 >= len(lines) * 9
        and any(line.text[: usual[1]].strip(" |") == "" for line in lines if len(line.text) > usual[1])
    )


def wrapped_rows(lines: list[tuple[SourceLine | None, Fields]], width: int) -> list[Row]:
    """Make rows of lines whose cells are wrapped: a line with a blank first cell goes on with the row above it."""
    rows: list[list[list[PrintedLine]]] = []
    above: Fields = ()
    for line, fields in lines:
        if line is None:
            continue
        padded = (*fields, *[""] * (width - len(fields)))[:width]
        if not rows or padded[0].strip() or not is_wrapped(above, padded):
            rows.append([[] for _ in padded])
        for cell, field in zip(rows[-1], padded, strict=True):
            if field.strip():
                cell.append(PrintedLine(field, hard=False, page=line.page))
        above = padded
    return [Row(tuple(tuple(cell) for cell in row)) for row in rows]


def is_wrapped(above: Fields, below: Fields) -> bool:
    """Tell whether a line goes on in the next one: in most cells the next word would not have fitted, or is in small letters."""
    pairs = [(upper.rstrip(), lower.strip(), len(upper)) for upper, lower in zip(above, below, strict=True) if lower.strip()]
    going_on = sum(bool(upper) and (lower[0].islower() or len(upper) + len(lower.split()[0]) >= room - 1) for upper, lower, room in pairs)
    return going_on * 2 >= len(pairs)


def split_pipes(text: str, *, framed: bool, closed: bool) -> Fields:
    """Split a line at its pipes; the frame's own pipes make no cells."""
    stripped = text.strip()
    if closed and stripped.endswith("|"):
        stripped = stripped[:-1]
    if framed and stripped.startswith("|"):
        stripped = stripped[1:]
    return tuple(stripped.split("|"))


def shift_rows(lines: Sequence[tuple[SourceLine | None, Fields]], width: int) -> list[tuple[SourceLine | None, Fields]]:
    """Complete the rows that are closed by a pipe and lack cells; parts of a row that runs on are left as they are."""
    shifted: list[tuple[SourceLine | None, Fields]] = []
    complete = True
    for line, fields in lines:
        closed = line is None or line.text.rstrip().endswith("|")
        shifted.append((line, shift(fields, width) if line and closed and complete else fields))
        complete = closed
    return shifted


def shift(fields: Fields, width: int) -> Fields:
    """Move a short row's cells to the right columns: what is missing are merged cells at its start."""
    missing = ("",) * (width - len(fields))
    if len(fields) < 2 or ROW_NUMBER.fullmatch(fields[0].strip()):
        return fields + missing
    return missing + fields
