"""Table layout: where a table's header ends and what each column holds.

In: a `Table`. Out: its `Layout`: the header rows, the 1-2-3-4 row, a role for each column with the wording that decided.
A table whose header says nothing has no layout by header; its columns can then be guessed by what the cells hold.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.columns import PARTY_ROLES, TIME_ROLES, Role
from extractor.deadlines import is_deadline_wording
from extractor.document import Cell, Table
from extractor.head_nouns import is_head
from extractor.text import matching_form
from extractor.wordings import NOTHING_TAUGHT, Wordings

# A header stands at the top: a title row or two and an empty row may come before it.
HEADER_SEARCH_ROWS = 5
# Longer than any header seen (the longest of 155 has 139 characters); a longer cell is content.
HEADER_LENGTH_LIMIT = 250
# How many roles a row must name to be a header: one known wording may well open an ordinary row.
HEADER_ROLES_LEAST = 2

# A sub-header with one of these roles is believed under a header of any role.
SUB_TIMES: frozenset[Role] = frozenset({"deadline_start", "deadline_end", "deadline_actual"})
# A wide header that names several things ("Сроки и место проведения", "Участники") leaves its columns to the sub-headers.
TOLD_BELOW: dict[Role, frozenset[Role]] = {
    "deadline": frozenset({"place", "audience", "mechanism", "responsible", "note"}),
    "place": frozenset({"deadline", "audience", "mechanism", "responsible", "note"}),
    "audience": frozenset({"indicators", "place", "note"}),
    "responsible": frozenset({"lead", "co_executor", "deadline", "place", "note"}),
    "measure": frozenset({"deadline", "responsible", "place", "audience", "mechanism", "status", "group", "note"}),
}

INITIALS = re.compile(r"\b[А-ЯЁ]\.\s?[А-ЯЁ]?\.?")
# A header that is only a year: its column holds that year's values, never a deadline.
YEAR_HEADER = re.compile(r"^(?:план |факт |на )?(?:19|20)\d\d ?(?:г|год[а-я]*)?\.?(?: \(?(?:план|факт|оценка|прогноз)\)?)?$", re.IGNORECASE)
AMOUNT = re.compile(r"[\d\s.,]+|[-–—хx0*]+|", re.IGNORECASE)
# One column for times and parties: "Срок и ответственный", "Исполнители, сроки".
TIME_WORD, PARTY_WORD = r"(?:сроки?|даты?|время)(?: [а-я]+){0,2}", r"(?:ответственн[а-я]+|исполнител[а-я]+)(?: [а-я]+){0,2}"
MIXED_HEADER = re.compile(rf"(?:{TIME_WORD}(?: и|,| /|/) ?{PARTY_WORD}|{PARTY_WORD}(?: и|,| /|/) ?{TIME_WORD})")
MIXED = "times and parties"
# A mark in a column of a month or a year says that the work falls into it.
TICK = re.compile(r"[+*✓✔√vVхxХX●•]")
TICKED = "ticked time"
COLUMN_COUNTER = re.compile(r"\(?\s*(\d{1,2})(?:\.|\s*=.*)?\s*\)?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column (counted from 1) with its role, its header and what decided: a phrase of the lexicon, a taught header or a stated guess."""

    index: int
    role: Role
    header: str
    rule: str
    taught: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's columns and the first row (counted from 1) that holds data; `unit` is what a line above says of its amounts."""

    columns: tuple[Column, ...]
    first_row: int
    header_row: int = 1
    unit: str = ""

    def of(self, *roles: Role) -> tuple[Column, ...]:
        """Give the columns with one of the roles, left to right."""
        return tuple(column for column in self.columns if column.role in roles)


def read_layout(table: Table, wordings: Wordings = NOTHING_TAUGHT) -> Layout | None:
    """Read a table's layout from its header; None where no row looks like one."""
    start = find_header_row(table, wordings)
    if start is None:
        return None
    end = header_end(table, start, wordings)
    rows = range(start, end + 1)
    readings = guess_unknown(table, end, [read_column(table, rows, index, wordings) for index in range(1, table.column_count + 1)])
    readings = [column if column.taught else ticked_column(table, end, column) for column in readings]
    first_row = end + 1
    while first_row <= table.row_count and is_counter_row(table.grid[first_row - 1]):
        first_row += 1
    return Layout(tuple(both for column in readings for both in split_column(column)), first_row, start)


def find_header_row(table: Table, wordings: Wordings = NOTHING_TAUGHT) -> int | None:
    """Give the first row (from 1) near the top whose cells name at least two different roles, or one that was taught."""
    for number, row in enumerate(table.grid[:HEADER_SEARCH_ROWS], 1):
        found = [reading for cell in distinct(row) if is_header_like(cell) and (reading := wordings.read_header(cell.text))]
        if len({reading.role for reading in found}) >= HEADER_ROLES_LEAST or any(reading.taught for reading in found):
            return number
        if len([cell for cell in distinct(row) if cell.text]) > HEADER_ROLES_LEAST and not is_counter_row(row) and number > 1:
            return None
    return None


def is_header_like(cell: Cell) -> bool:
    """Tell whether a cell may be a header: short, no person's initials, not a deadline, not a sentence."""
    text = cell.text
    return (
        bool(text)
        and len(text) <= HEADER_LENGTH_LIMIT
        and not INITIALS.search(text)
        and not text[0].isdigit()
        and not (any(c.isdigit() for c in text) and is_deadline_wording(text))
    )


def header_end(table: Table, start: int, wordings: Wordings = NOTHING_TAUGHT) -> int:
    """Give the last header row (from 1): merged header cells and the sub-headers below split ones belong to it."""
    end = start
    row = start
    while row <= end and row <= table.row_count:
        for cell in distinct(table.grid[row - 1]):
            if 1 < cell.column_span < table.column_count and row == end and has_subheaders(table, cell, row, wordings):
                end = max(end, row + 1)
            if cell.row == row and cell.row_span < table.row_count:
                end = max(end, row + cell.row_span - 1)
        row += 1
    return min(end, table.row_count)


def has_subheaders(table: Table, parent: Cell, row: int, wordings: Wordings) -> bool:
    """Tell whether the row below splits a wide header cell into short cells and leaves the other columns alone."""
    if row >= table.row_count or parent.column is None:
        return False
    below = table.grid[row]
    inside = range(parent.column - 1, parent.column - 1 + parent.column_span)
    under = distinct([below[index] for index in inside])
    others = [cell for index, cell in enumerate(below) if index not in inside and cell is not None and cell.row == row + 1]
    return (
        len(under) > 1
        and all(len(cell.text) <= HEADER_LENGTH_LIMIT // 3 for cell in under)
        and not any(cell.text and not wordings.read_header(cell.text) and cell.column_span == 1 for cell in others)
    )


def read_column(table: Table, rows: range, index: int, wordings: Wordings) -> Column:
    """Read one column's role from its header cells, top down; a column without a known header is a note."""
    cells = distinct([table.grid[row - 1][index - 1] for row in rows])
    parts = [cell.text for cell in cells if cell.text and cell.column_span < table.column_count]
    header = " ".join(dict.fromkeys(parts))
    own = wordings.read_header(parts[-1]) if len(parts) > 1 else None
    whole = wordings.read_header(header)
    if own and whole and not whole.taught and (own.taught or is_told_below(whole.role, own.role)):
        whole = own
    if own and whole and whole.role == "deadline" and own.phrase == "факт!":
        return Column(index, "deadline_actual", header, own.phrase)
    if whole is None:
        return Column(index, "note", header, "unknown header")
    return Column(index, whole.role, header, whole.phrase, whole.taught)


def ticked_column(table: Table, header_end: int, column: Column) -> Column:
    """Give a column whose header is a time and whose cells are only ticked ("март": "+") as one of deadlines."""
    texts = [cell.text for row in table.grid[header_end:] if (cell := row[column.index - 1]) and cell.text and cell.column_span == 1]
    ticked = bool(texts) and all(TICK.fullmatch(text) or text in {"-", "–", "—"} for text in texts)
    if not ticked or not any(map(TICK.fullmatch, texts)) or not is_deadline_wording(own_header(table, header_end, column)):
        return column
    return Column(column.index, "deadline", own_header(table, header_end, column), TICKED)


def own_header(table: Table, header_end: int, column: Column) -> str:
    """Give the lowest header cell of a column."""
    cell = table.grid[header_end - 1][column.index - 1]
    return cell.text if cell is not None else ""


def split_column(column: Column) -> tuple[Column, ...]:
    """Give a column of times and parties as one of each; any other as it is."""
    if column.taught or not MIXED_HEADER.fullmatch(matching_form(column.header).strip(" .:")):
        return (column,)
    return Column(column.index, "deadline", column.header, MIXED), Column(column.index, "responsible", column.header, MIXED)


def is_told_below(above: Role, below: Role) -> bool:
    """Tell whether a sub-header names what its column holds better than the header over it: "Срок и место": "дата", "место"."""
    return below in SUB_TIMES or above == "note" or below in TOLD_BELOW.get(above, frozenset())


def guess_unknown(table: Table, header_end: int, columns: Sequence[Column]) -> list[Column]:
    """Give columns of unknown headers the role that their cells show, where no other column has it yet."""
    settled = list(columns)
    for place, column in enumerate(columns):
        texts = [cell.text for row in table.grid[header_end:] if (cell := row[column.index - 1]) and cell.text and cell.column_span == 1]
        if may_number(column, settled) and guess_role(texts) == "number":
            settled[place] = Column(column.index, "number", column.header, "guessed by content")
        if column.rule != "unknown header":
            continue
        if YEAR_HEADER.search(column.header):
            is_budget = any(other.role in {"funding", "funding_source"} for other in columns) and all(map(AMOUNT.fullmatch, texts))
            settled[place] = Column(column.index, "funding" if is_budget and texts else column.role, column.header, "a year's amounts")
            continue
        role = guess_role(texts)
        if role in {"deadline", "responsible"} and not any(other.role == role for other in settled):
            settled[place] = Column(column.index, role, column.header, "guessed by content")
    return settled


def may_number(column: Column, columns: Sequence[Column]) -> bool:
    """Tell whether a column may hold the rows' numbers under words of its own ("Пункт плана"), beside a column of measures."""
    if column.taught or any(other.role == "number" for other in columns):
        return False
    own = column.rule == "unknown header" and column.index == 1
    return own or (column.role == "measure" and any(other.role == "measure" and other.index != column.index for other in columns))


def is_counter_row(row: Sequence[Cell | None]) -> bool:
    """Tell whether the row only counts the columns: 1 2 3 4, with or without "7 = 8 + 9"."""
    cells = [cell for cell in distinct(row) if cell.text]
    if len(cells) < min(2, len(distinct(row))):
        return False
    counted = [COLUMN_COUNTER.match(cell.text) for cell in cells]
    if not cells or not all(counted):
        return False
    numbers = [int(match.group(1)) for match in counted if match]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in {1, 2} and len(numbers) > 1


def is_header_repeat(table: Table, layout: Layout, row: Sequence[Cell | None]) -> bool:
    """Tell whether a data row only repeats the header."""
    here = [matching_form(cell.text) if cell else "" for cell in row]
    return any(
        here == [matching_form(cell.text) if cell else "" for cell in table.grid[number - 1]]
        for number in range(layout.header_row, layout.first_row)
    )


def distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """Give the cells of a row, each once, left to right."""
    return list({id(cell): cell for cell in row if cell is not None}.values())


def guess_layout(table: Table) -> Layout | None:
    """Guess the columns of a table without a header by what most cells of each column hold.

    Gives None unless one column reads as deadlines or as parties and another holds the longest wording.
    """
    columns = [
        [cell.text for row in table.grid if (cell := row[index]) is not None and cell.text and cell.column_span == 1]
        for index in range(table.column_count)
    ]
    roles = [guess_role(texts) for texts in columns]
    lengths = [sum(map(len, texts)) / len(texts) if texts else 0.0 for texts in columns]
    free = [index for index, role in enumerate(roles) if role is None]
    if not free or not set(roles) & (TIME_ROLES | PARTY_ROLES):
        return None
    longest = max(free, key=lambda index: lengths[index])
    roles[longest] = "measure"
    if len(columns[longest]) < 2 or lengths[longest] < 15:
        return None
    return Layout(tuple(Column(index + 1, role or "note", "", "guessed by content") for index, role in enumerate(roles)), 1)


def guess_role(texts: Sequence[str]) -> Role | None:
    """Guess a column's role when at least two thirds of its cells agree."""
    if not texts:
        return None
    votes = Counter[Role](role for text in texts if (role := guess_cell(text)))
    if not votes:
        return None
    role, count = votes.most_common(1)[0]
    return role if count * 3 >= len(texts) * 2 else None


def is_party_opening(text: str) -> bool:
    """Tell whether a text opens with a head noun of bodies or positions: "Отдел …", "Глава …"."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)[:2]
    return any(is_head(word.lower()) for word in words)


def guess_cell(text: str) -> Role | None:
    """Guess what one cell holds: a row number, a deadline, a party."""
    if re.fullmatch(r"\d{1,3}(\.\d{1,3}){0,3}\.?", text):
        return "number"
    if is_deadline_wording(text):
        return "deadline"
    if len(text) < HEADER_LENGTH_LIMIT // 2 and (INITIALS.search(text) or is_party_opening(text)):
        return "responsible"
    return None
