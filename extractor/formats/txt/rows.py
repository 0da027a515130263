"""Rows of flattened tables: text that lost its rules gets its merged and split cells back.

In: rows of cells as the text has them; a cell is its printed lines, `()` where the text has a blank cell, None where it
has no cell at all. Out: a `RoughTable`. Repeated headers go, a row cut by a page end is one row again, and a blank cell
that stands for a merged one becomes a span.

What a blank cell means is not marked in such text. It is taken as merged with the cell above
- in the leading columns of a row (they group rows: Направление, № of a row with sub-rows);
- where the text has no cell at all (`None`);
- in a column where a cell's text goes on below blank cells after a page end (then cells of this column are merged);
- where it is blank in every further row of a group, and these rows lack nothing else.
Otherwise it stays a blank cell of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.formats.txt.rough import MAX_COLUMNS, MAX_PLACES, CellLines, RoughCell, RoughTable, text_of

LIST_MARK = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?(?:\s|$)|\d{1,3}(?:\.\d{1,3})*[.)]|[а-яёa-z]\)|[-–—•*]\s|[IVXLC]{1,5}[.)]\s)")
CLOSED_END = (".", ";", "!", "?", ":")
# A text that ends like this goes on: a comma, a hyphen, a preposition or conjunction.
OPEN_END = re.compile(
    r"(?:[,(«-]|(?:^|\s)(?:и|или|а|в|во|на|с|со|по|о|об|от|для|к|ко|из|за|при|под|до|у|над|без|через|между|не|также))$", re.IGNORECASE
)
PERSON = re.compile(r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?\s?[А-ЯЁ][а-яё-]+|[А-ЯЁ][а-яё-]+\s[А-ЯЁ]\.\s?[А-ЯЁ]?\.?")
# The longest cell seen has 6,000 characters; one that grew to this is not joined any further, which bounds the work.
MAX_COMPARED = 20_000
# "Работа с детьми", "2. Работа комиссий", "«Лето»", "II полугодие"
OPENS_HEADING = re.compile(r"(?:(?:\d{1,2}|[IVXLC]+)[.)]? ?)?[«\"]?[А-ЯЁ]|[IVXLC]+ [а-я]")
# A header has no more rows.
HEADER_ROWS = 3
# In a column where fewer cells than this open in lower case, one that does goes on from above.
LOWER_CASE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the text has it; `after_break` says that a page end or a blank line stands above it."""

    cells: tuple[CellLines | None, ...]
    after_break: bool = False


def table_from_rows(rows: Sequence[Row]) -> RoughTable | None:
    """Build the table of rows that have the same number of cells; None where it is no table that can be printed."""
    kept = [row for row in drop_repeated_headers(rows) if any(row.cells)]
    if not kept or len(kept[0].cells) > MAX_COLUMNS or len(kept) * len(kept[0].cells) > MAX_PLACES:
        return None
    whole, merged_columns = join_tails(kept)
    return merge_blanks(whole, merged_columns)


def drop_repeated_headers(rows: Sequence[Row]) -> list[Row]:
    """Drop rows that repeat the header, or the row that numbers the columns, at the top of a further page."""
    seen: set[tuple[str, ...]] = set()
    kept: list[Row] = []
    for index, row in enumerate(rows):
        texts = tuple(text_of(cell).casefold() for cell in row.cells)
        is_header = index == 0 or (all(texts) and all(text == str(number) for number, text in enumerate(texts, 1)))
        if is_header:
            if texts in seen:
                continue
            seen.add(texts)
        elif texts in seen:
            continue
        kept.append(row)
    return kept


def join_tails(rows: Sequence[Row]) -> tuple[list[list[CellLines | None]], set[int]]:
    """Join what a page end cut: rows whose cells go on from above, and cells that go on in an otherwise new row.

    Gives the rows and the columns where such a cell proves that cells are merged.
    """
    whole: list[list[CellLines | None]] = []
    filled: dict[int, int] = {}
    above: dict[int, str] = {}
    merged_columns: set[int] = set()
    styles = [opens_in_lower_case(rows, column) for column in range(len(rows[0].cells))]
    for row in rows:
        going_on = find_going_on(row, above, styles) if whole else ()
        rest = [() if column in going_on else cell for column, cell in enumerate(row.cells)]
        merged_columns.update(going_on if any(rest) else ())
        for column in going_on:
            place = filled[column]
            whole[place][column] = join_cut(whole[place][column] or (), row.cells[column] or ())
        above |= {
            column: f"{above[column] if column in going_on else ''} {text_of(cell)}".strip()[-MAX_COMPARED:]
            for column, cell in enumerate(row.cells)
            if cell
        }
        if any(rest):
            filled.update({column: len(whole) for column, cell in enumerate(rest) if cell})
            whole.append(rest)
    return whole, merged_columns


def find_going_on(row: Row, above: dict[int, str], styles: Sequence[bool]) -> Sequence[int]:
    """Find the columns whose cell in this row goes on from above: all filled ones of a row's tail, or single ones."""
    if is_tail(row, above, styles):
        return [column for column, cell in enumerate(row.cells) if cell]
    if not row.after_break:
        return ()
    return [column for column in range(1, len(row.cells)) if goes_on(row, column, above, styles)]


def join_cut(above: CellLines, below: CellLines) -> CellLines:
    """Join a cell's lines over a cut that the author did not make."""
    return (*above[:-1], *(replace(line, hard=False) for line in above[-1:]), *below)


def opens_in_lower_case(rows: Sequence[Row], column: int) -> bool:
    """Tell whether cells of this column usually open in lower case, so that a small letter proves nothing."""
    opening = [text[0].islower() for row in rows if (text := text_of(row.cells[column]))]
    return sum(opening) > LOWER_CASE_SHARE * len(opening)


def is_tail(row: Row, above: dict[int, str], styles: Sequence[bool]) -> bool:
    """Tell whether the whole row goes on from the rows above it."""
    if row.cells[0] or not above:
        return False
    columns = [column for column, cell in enumerate(row.cells) if cell]
    if not columns or any(not above.get(column) for column in columns):
        return False
    if not row.after_break:
        return all(goes_on(row, column, above, styles) for column in columns)
    sure = any(text_of(row.cells[column])[0].islower() and not is_closed(above[column]) for column in columns)
    lacks = any(not cell and above.get(column) for column, cell in enumerate(row.cells) if column)
    return sure and lacks and all(may_go_on(text_of(row.cells[column]), above[column]) for column in columns)


def may_go_on(text: str, above: str) -> bool:
    """Tell whether nothing speaks against a text going on from the one above it."""
    return not LIST_MARK.match(text) and (not is_closed(above) or bool(PERSON.fullmatch(text)) or text[0].islower())


def goes_on(row: Row, column: int, above: dict[int, str], styles: Sequence[bool]) -> bool:
    """Tell whether a cell surely goes on from the one above it: in mid-sentence, by its marks or by the column's habit."""
    text, start = text_of(row.cells[column]), above.get(column, "")
    if not text or not start or len(start) >= MAX_COMPARED or LIST_MARK.match(text) or is_closed(start):
        return False
    return text[0].islower() and (is_open(start) or not styles[column])


def is_closed(text: str) -> bool:
    """Tell whether a text ends like a sentence or an item."""
    return text.endswith(CLOSED_END) and not is_unbalanced(text)


def is_open(text: str) -> bool:
    """Tell whether a text plainly goes on: an open bracket or quotation mark, a comma, a preposition."""
    return is_unbalanced(text) or OPEN_END.search(text[-20:]) is not None


def is_unbalanced(text: str) -> bool:
    """Tell whether a bracket or quotation mark is still open."""
    return text.count("(") > text.count(")") or text.count("«") > text.count("»")


def merge_blanks(rows: Sequence[list[CellLines | None]], merged_columns: set[int]) -> RoughTable:
    """Place the cells; blank ones that stand for a merged cell become its span (see the module's docstring)."""
    width = len(rows[0])
    header_rows = header_height(rows)
    cells = header_cells(rows, header_rows)
    owners: list[int | None] = owners_of(cells, width)
    grouped = grouped_blanks(rows)
    first = next((row for row in rows[header_rows:] if not is_counter(row)), rows[0])
    headed = is_lone(first)
    for number, row in enumerate(rows[1:], 1):
        if number >= header_rows and (is_section(row) or (headed and is_lone(row))):
            cells.append(RoughCell(number, 0, next(cell for cell in row if cell), column_span=width))
            owners = [None] * width
            continue
        leading = leading_blanks(row)
        complete = all(cell or column in merged_columns for column, cell in enumerate(row) if column >= leading)
        below = filled_below(rows, number, header_rows)
        for column, cell in enumerate(row):
            if cells[-1].row == number and cells[-1].lines and is_spanned(row, below, column):
                cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + 1)
                owners[column] = None
                continue
            owner = owners[column]
            spanned = column < leading or cell is None or number < header_rows
            spanned = spanned or (complete and column in merged_columns) or (number, column) in grouped
            if not cell and spanned and owner is not None and cells[owner].row + cells[owner].row_span in (number, number + 1):
                cells[owner] = replace(cells[owner], row_span=number + 1 - cells[owner].row)
            else:
                owners[column] = len(cells)
                cells.append(RoughCell(number, column, cell or ()))
    return RoughTable(tuple(cells), len(rows), width)


def header_height(rows: Sequence[list[CellLines | None]]) -> int:
    """Give the number of rows of the header: one more where a row splits cells of the one above and leaves others blank."""
    height = 1
    while height < min(HEADER_ROWS, len(rows) - 1) and is_split(rows, height - 1):
        height += 1
    return height


def is_split(rows: Sequence[list[CellLines | None]], number: int) -> bool:
    """Tell whether the row below splits cells of a header row."""
    above, below = rows[number], rows[number + 1]
    tiered = leading_blanks(below) >= leading_blanks(above) > 0 if number else not above[0] or leading_blanks(below) > 0
    return tiered and any(above[column - 1] and is_spanned(above, below, column) for column in range(1, len(above)))


def is_spanned(row: Sequence[CellLines | None], below: Sequence[object], column: int) -> bool:
    """Tell whether a blank cell of a header row is a part of the one on its left: both have cells below them."""
    return column > 0 and not row[column] and bool(below[column] and below[column - 1])


def header_cells(rows: Sequence[list[CellLines | None]], height: int) -> list[RoughCell]:
    """Place the cells of the header's first row: a blank one beside a filled one, with filled ones below both, is the filled one's span."""
    cells: list[RoughCell] = []
    below = filled_below(rows, 0, height)
    for column, cell in enumerate(rows[0]):
        if cells and cells[-1].lines and is_spanned(rows[0], below, column):
            cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + 1)
        else:
            cells.append(RoughCell(0, column, cell or ()))
    return cells


def filled_below(rows: Sequence[list[CellLines | None]], number: int, height: int) -> list[bool]:
    """Tell for each column whether a row of the header below has a cell there."""
    return [any(row[column] for row in rows[number + 1 : height]) for column in range(len(rows[0]))]


def owners_of(cells: Sequence[RoughCell], width: int) -> list[int | None]:
    """Give for each column the index of the header cell over it."""
    owners: list[int | None] = [None] * width
    for index, cell in enumerate(cells):
        for column in range(cell.column, cell.column + cell.column_span):
            owners[column] = index if cell.lines and cell.column_span == 1 else None
    return owners


def is_section(row: Sequence[CellLines | None]) -> bool:
    """Tell whether a row is a heading over the full width: words in the first cell, nothing or the same words beside it."""
    heading = text_of(row[0])
    repeated = len(row) > 2 and all(text_of(cell) == heading for cell in row[1:])
    return len(row) > 1 and (repeated or not any(row[1:])) and any(letter.isalpha() for letter in heading)


def is_lone(row: Sequence[CellLines | None]) -> bool:
    """Tell whether a row has only one cell, and that one like a heading: it opens with a capital and does not end as a part."""
    filled = [text_of(cell) for cell in row if cell]
    return len(filled) == 1 and len(row) > 2 and bool(OPENS_HEADING.match(filled[0])) and not filled[0].endswith((";", ","))


def is_counter(row: Sequence[CellLines | None]) -> bool:
    """Tell whether a row counts the columns."""
    return all(text_of(cell).strip("()") == str(number) for number, cell in enumerate(row, 1))


def leading_blanks(row: Sequence[CellLines | None]) -> int:
    """Count the blank cells at the row's start."""
    return next((column for column, cell in enumerate(row) if cell), len(row))


def grouped_blanks(rows: Sequence[list[CellLines | None]]) -> set[tuple[int, int]]:
    """Find (row, column) of cells that are blank in every further row of a group whose rows lack nothing else."""
    leading = [leading_blanks(row) for row in rows]
    found: set[tuple[int, int]] = set()
    start = 1
    while start < len(rows):
        end = start + 1
        while end < len(rows) and leading[end] == leading[start + 1] > leading[start]:
            end += 1
        body = range(start + 1, end)
        if body and not is_section(rows[start]):
            columns = range(leading[start + 1], len(rows[0]))
            blank = [column for column in columns if rows[start][column] and not any(rows[number][column] for number in body)]
            if blank and all(rows[number][column] or column in blank for number in body for column in columns):
                found |= {(number, column) for number in body for column in blank}
        start = end
    return found
