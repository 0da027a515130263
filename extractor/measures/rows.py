"""Rows: what each row of a plan table is: a section heading, a measure, a part of the measure above, or nothing.

In: a plan table with its settled layout. Out: `Work`s in order: the rows of one measure with the headings over it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.columns import PARTY_ROLES, TIME_ROLES
from extractor.document import Cell, Table
from extractor.evidence import Evidence
from extractor.measures.sections import Heading, heading_number, names_section, print_style, push_heading
from extractor.tables import Layout, distinct, is_counter_row, is_header_repeat
from extractor.text import matching_form

TOTAL = re.compile(r"(?:итого|всего|общий итог|в том числе)\b")
NOTE = re.compile(r"(?:примечани[ея]|\*|сноска)")
NUMBER_ONLY = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6})\s*[.)]*")
LONGEST_LONE = 160  # a heading in an unmerged row is no longer
ROMAN = re.compile(r"[ivxх]+")  # the last one is a Cyrillic letter, as typed
PART_OPENING = re.compile(r"[-–—•]\s*\S|[а-яё]\)|[а-яё]")


@dataclass(frozen=True, slots=True)
class Work:
    """The rows (counted from 1) of one measure: the first has its wording, the others its further values or parts."""

    rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    parts: tuple[int, ...] = ()


def find_works(table: Table, layout: Layout) -> tuple[Work, ...]:
    """Give the measures' rows of a plan table, each with its headings."""
    works: list[Work] = []
    stack = headings_before(table, layout)
    groups: tuple[Heading, ...] = ()
    after_heading = bool(stack)
    for number in data_rows(table, layout):
        heading = read_heading(table, layout, number)
        if heading is not None:
            stack = push_heading(stack, heading, after_heading=after_heading)
            groups, after_heading = (), True
            continue
        after_heading = False
        if is_total(table, layout, number):
            continue
        groups = group_headings(table, layout, number, groups)
        if works and (joined := join_row(table, layout, works[-1], number)) is not None:
            works[-1] = joined
        elif measure_cell(table, layout, number) is not None:
            works.append(Work((number,), (*stack, *groups)))
    return tuple(works)


def headings_before(table: Table, layout: Layout) -> tuple[Heading, ...]:
    """Give the section that stands over the header, where further sections of its print stand below: "МОДУЛЬ «Спорт»"."""
    above = [heading for n in range(1, layout.header_row) if (heading := read_heading(table, layout, n)) is not None]
    if not above:
        return ()
    below = {heading.style for n in data_rows(table, layout) if (heading := read_heading(table, layout, n)) is not None}
    return tuple(above[-1:]) if above[-1].style in below else ()


def find_lost_rows(table: Table, layout: Layout, works: Sequence[Work]) -> tuple[Cell, ...]:
    """Give the first filled cell of each row that holds values but no wording, and belongs to no measure."""
    read = {number for work in works for number in work.rows}
    lost = [
        n for n in data_rows(table, layout) if n not in read and read_heading(table, layout, n) is None and not is_total(table, layout, n)
    ]
    return tuple(next(cell for cell in distinct(table.grid[n - 1]) if cell.row == n and cell.text) for n in lost)


def data_rows(table: Table, layout: Layout) -> Iterator[int]:
    """Yield the numbers of the rows that hold something of their own."""
    for number in range(layout.first_row, table.row_count + 1):
        row = table.grid[number - 1]
        if not any(cell.text for cell in distinct(row) if cell.row == number):
            continue
        if not is_counter_row(row) and not is_header_repeat(table, layout, row):
            yield number


def measure_cell(table: Table, layout: Layout, number: int) -> Cell | None:
    """Give the row's measure cell when it says something."""
    (column,) = layout.of("measure")
    cell = table.grid[number - 1][column.index - 1]
    return cell if cell is not None and cell.text and not is_section_wide(table, layout, cell) else None


def number_column(layout: Layout) -> int | None:
    """Give the index of the number column, the first one where there are two."""
    columns = layout.of("number")
    return columns[0].index if columns else None


def is_section_wide(table: Table, layout: Layout, cell: Cell) -> bool:
    """Tell whether a cell is as wide as a section heading: all columns but those of number and empty edges."""
    return cell.column_span > 1 and cell.column_span >= table.column_count - 1 - (number_column(layout) is not None and cell.column != 1)


def read_heading(table: Table, layout: Layout, number: int) -> Heading | None:
    """Read the row as a section heading; None where it is a row of work."""
    own = row_cells(table, number)
    if not own or any(cell.row_span > 1 for cell in own if cell.column_span == 1):
        return None
    counter = own[0] if len(own) == 2 and NUMBER_ONLY.fullmatch(matching_form(own[0].text)) else None
    if len(own) != (2 if counter else 1) or is_total(table, layout, number):
        return None
    cell = own[-1]
    wide = is_section_wide(table, layout, cell) or cell.column_span >= table.column_count
    if not (wide or is_lone_heading(table, layout, number, cell, counter)) or NOTE.match(matching_form(cell.text)):
        return None
    style, start = heading_number(cell.text)
    if counter is not None and not style:
        style = heading_number(f"{counter.text.rstrip('.')}. x")[0]
    text = cell.text[start:]
    style = style or print_style(text, bold=cell.bold)
    return Heading(text, style, cell.evidence(start, len(cell.text), "full-width row"))


def is_lone_heading(table: Table, layout: Layout, number: int, cell: Cell, counter: Cell | None) -> bool:
    """Tell whether the only filled cell of an unmerged row is a heading: it stands where headings stand and looks like one."""
    (measure,) = layout.of("measure")
    if cell.column is None or cell.column > measure.index:
        return False
    empty = [other for other in table.grid[number - 1] if other is None or (other.row == number and not other.text)]
    if len(empty) < table.column_count - (2 if counter else 1):
        return False
    style, _ = heading_number(cell.text)
    if names_section(style) or (cell.text.isupper() and len(cell.text) > 3):
        return True
    if cell.column == number_column(layout) and not NUMBER_ONLY.fullmatch(matching_form(cell.text)):
        return True
    own = counter.text.rstrip(". )") if counter else leading_number(cell.text)
    following = next_number(table, layout, number)
    above_figures = counter is not None and bool(ROMAN.fullmatch(own.lower())) and following[:1].isdigit()
    if counter is None and (is_between_numbers(table, layout, number, cell) or is_over_filled_rows(table, layout, number, cell)):
        return True
    return above_figures or (bool(own) and following.startswith(f"{own}.")) or (cell.bold and not own and not following)


def is_between_numbers(table: Table, layout: Layout, number: int, cell: Cell) -> bool:
    """Tell whether a row of a numbered table that has only a wording and no number is a heading: "2. Работа комиссий"."""
    column = number_column(layout)
    if column is None or cell.column == column or number == table.row_count or len(cell.text) > LONGEST_LONE:
        return False
    if not has_number(table, layout, number + 1):
        return False
    above = measure_cell(table, layout, number - 1) if number > layout.first_row else None
    listed = above is not None and above.text.rstrip().endswith((":", ";"))
    return not listed and opens_heading(cell.text)


def is_over_filled_rows(table: Table, layout: Layout, number: int, cell: Cell) -> bool:
    """Tell whether a row of a table without numbers that has one cell only is a heading: work with times or parties stands below it."""
    if number_column(layout) is not None or len(cell.text) > LONGEST_LONE or not opens_heading(cell.text):
        return False
    below = next((n for n in range(number + 1, min(number + 3, table.row_count + 1)) if len(row_cells(table, n)) > 1), None)
    if below is None or measure_cell(table, layout, below) is None:
        return False
    named = cells_of(table, layout, below, *TIME_ROLES, *PARTY_ROLES)
    return any(other is not None and other.row == below and other.text for other in named)


def opens_heading(text: str) -> bool:
    """Tell whether a text opens and ends like a heading, not like a part of a wording that goes on."""
    opens = text[heading_number(text)[1] :][:1]
    return (opens.isupper() or opens.isdigit() or opens == "«") and not text.rstrip().endswith((";", ",", "."))


def row_cells(table: Table, number: int) -> list[Cell]:
    """Give the filled cells that begin in a row."""
    return [cell for cell in distinct(table.grid[number - 1]) if cell.row == number and cell.text]


def leading_number(text: str) -> str:
    """Give the number that opens a text: "2" of "2. Работа"."""
    match = re.match(r"(\d{1,3}(?:\.\d{1,3})*)[.)]?\s", text)
    return match.group(1) if match else ""


def next_number(table: Table, layout: Layout, number: int) -> str:
    """Give the number printed in the next row, in its number column or at the head of its wording."""
    if number >= table.row_count:
        return ""
    column = number_column(layout)
    cell = table.grid[number][column - 1] if column else None
    if cell is not None and cell.row == number + 1 and cell.text:
        return cell.text.rstrip(". )")
    below = measure_cell(table, layout, number + 1)
    return leading_number(below.text) if below else ""


def is_total(table: Table, layout: Layout, number: int) -> bool:
    """Tell whether the row sums up others: "Итого", "Всего по разделу"."""
    own = row_cells(table, number)
    worded = [cell for cell in own if not NUMBER_ONLY.fullmatch(matching_form(cell.text))]
    if not worded or not TOTAL.match(matching_form(worded[0].text)):
        return False
    (measure,) = layout.of("measure")
    return worded[0].column is not None and worded[0].column <= measure.index


def group_headings(table: Table, layout: Layout, number: int, above: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Give the headings that the grouping columns put over a row; a blank cell keeps the heading above it."""
    found: list[Heading] = []
    changed = False
    for place, column in enumerate(layout.of("group")):
        cell = table.grid[number - 1][column.index - 1]
        if cell is not None and cell.text and cell.column_span < table.column_count:
            _, start = heading_number(cell.text)
            heading = Heading(cell.text[start:].rstrip(" ;"), f"column {column.index}", group_evidence(cell, start, column.rule))
            changed = changed or place >= len(above) or above[place].text != heading.text
            found.append(heading)
        elif not changed and place < len(above):
            found.append(above[place])
    return tuple(found)


def group_evidence(cell: Cell, start: int, rule: str) -> Evidence:
    """Give the evidence of a grouping cell without its number and end mark."""
    return cell.evidence(start, len(cell.text.rstrip(" ;")), f"column «{rule}»")


def join_row(table: Table, layout: Layout, work: Work, number: int) -> Work | None:
    """Join a row to the measure above when it is more of it: its merged cells, or an item under its colon; else None."""
    above, here = measure_cell(table, layout, work.rows[0]), measure_cell(table, layout, number)
    if above is None:
        return None
    if here is above:
        return replace(work, rows=(*work.rows, number)) if is_same_work(table, layout, work.rows[-1], number) else None
    if here is None:
        return replace(work, rows=(*work.rows, number)) if is_continuation(table, layout, number) else None
    last = measure_cell(table, layout, work.parts[-1] if work.parts else work.rows[0])
    opened = above.text.rstrip().endswith(":") if not work.parts else True
    if opened and last is not None and PART_OPENING.match(here.text) and not has_number(table, layout, number):
        return replace(work, rows=(*work.rows, number), parts=(*work.parts, number))
    return None


def is_same_work(table: Table, layout: Layout, last: int, number: int) -> bool:
    """Tell whether two rows under one merged wording are one work: one merged number, or no party or deadline of their own."""
    column = number_column(layout)
    if column is not None:
        cell = table.grid[number - 1][column - 1]
        if cell is not None and cell.text:
            return cell is table.grid[last - 1][column - 1]
    return not any(
        cell is not None and cell.row == number and cell.text for cell in cells_of(table, layout, number, *TIME_ROLES, *PARTY_ROLES)
    )


def is_continuation(table: Table, layout: Layout, number: int) -> bool:
    """Tell whether a row without a wording only adds values to the row above.

    Numbers tell: a row without its own belongs to the numbered one above. Without a number column nothing tells whose
    values they are.
    """
    own = row_cells(table, number)
    numbered = number_column(layout) is not None and not has_number(table, layout, number)
    return numbered and all(cell.column_span == 1 for cell in own)


def has_number(table: Table, layout: Layout, number: int) -> bool:
    """Tell whether the row prints a number of its own."""
    column = number_column(layout)
    cell = table.grid[number - 1][column - 1] if column else None
    return cell is not None and cell.row == number and bool(cell.text)


def cells_of(table: Table, layout: Layout, number: int, *roles: str) -> Sequence[Cell | None]:
    """Give the row's cells in the columns of some roles."""
    return [table.grid[number - 1][column.index - 1] for column in layout.columns if column.role in roles]
