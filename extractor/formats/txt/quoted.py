"""Quoted rows: the row or rows that an amending act quotes after a colon, cells parted by tabs or by pipes.

In: lines. Out: pieces. A lone row is a table only here: a line before it announces it («…в следующей редакции:»), its first cell is a
number, and what follows is no further row. Rows that a quotation opens and closes go together; what stands below is text of the act again.
"""

import re
from collections.abc import Sequence

from extractor.formats.txt.fields import Fields
from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import MAX_COLUMNS, Piece, RoughCell, RoughTable, split_at_tables
from extractor.text import PrintedLine

ANNOUNCED = re.compile(
    r"(?:редакци[яию]|содержани[яе]|пункт(?:ом|ами)|строк(?:ой|ами)|раздел(?:ом|ами)|позици(?:ей|ями))[^.;«\"]{0,60}:\s*$", re.IGNORECASE
)
NUMBER = re.compile(r"(?P<mark>[«\"„“]\s*)?(?:№\s*)?\d{1,3}(?:\.\d{1,3})*[.)]?")
HEADING = re.compile(r"\s*[«\"„“]\s*(?:раздел|подраздел|глава|[IVXLC]{1,5}\.|\d{1,2}\.\s*[А-ЯЁ])[^\t|]*$", re.IGNORECASE)
# An act quotes a few rows; more are a table that the other finders read.
MAX_ROWS = 40
MIN_CELLS = 3
CLOSING = tuple('»"”“')


def find_quoted_rows(lines: list[SourceLine]) -> list[Piece]:
    """Find the quoted rows among lines."""
    tables: list[tuple[int, int, RoughTable]] = []
    announced = False
    for start, line in enumerate(lines):
        if line.is_blank:
            continue
        if announced:
            end = quotation_end(lines, start)
            if end:
                tables.append((start, end, table_of(lines[start:end])))
        announced = bool(ANNOUNCED.search(line.text)) and len(cells_of(line)) < MIN_CELLS
    return split_at_tables(lines, tables)


def cells_of(line: SourceLine) -> Fields:
    """Split a line at its tabs, or at its pipes where it has no tab."""
    return tuple(cell.strip() for cell in re.split(r"\t|(?<=\s)\|(?=\s)" if "\t" not in line.text else r"\t", line.text.strip(" ")))


def table_of(lines: Sequence[SourceLine]) -> RoughTable:
    """Give lines as a table without a header; a heading goes over the whole width, blank cells stay what they are."""
    width = len(cells_of(lines[-1]))
    cells = tuple(
        RoughCell(row, column, (PrintedLine(text, page=line.page),) if text else (), column_span=width if len(texts) == 1 else 1)
        for row, (line, texts) in enumerate((line, cells_of(line)) for line in lines)
        for column, text in enumerate(texts)
    )
    return RoughTable(cells, len(lines), width)


def quotation_end(lines: Sequence[SourceLine], start: int) -> int:
    """Give the end of the rows from `start` on that are quoted, or of the one row there; 0 where there is none for sure."""
    heading = HEADING.match(lines[start].text)
    body = start + 1 if heading and start + 1 < len(lines) else start
    first = cells_of(lines[body])
    opened = NUMBER.fullmatch(first[0])
    if not opened or not MIN_CELLS <= len(first) <= MAX_COLUMNS or not first[1]:
        return 0
    for place in range(body, min(body + MAX_ROWS, len(lines))) if heading or opened.group("mark") else ():
        if len(cells_of(lines[place])) != len(first):
            break
        if lines[place].text.rstrip(" \t.;,")[-1:] in CLOSING and balance(lines[start : place + 1]) <= 0:
            return place + 1
    below = lines[start + 1] if start + 1 < len(lines) else SourceLine("")
    return start + 1 if body == start and below.is_blank and not is_row_below(lines, start) else 0


def balance(lines: Sequence[SourceLine]) -> int:
    """Count the quotation marks «…» that are open at the end of some lines."""
    text = "".join(line.text for line in lines)
    return text.count("«") - text.count("»")


def is_row_below(lines: Sequence[SourceLine], start: int) -> bool:
    """Tell whether the next line with text can be a further row of the same table."""
    below = next((line for line in lines[start + 1 :] if not line.is_blank), SourceLine(""))
    return len(cells_of(below)) > 1
