"""Printed lines of a document, whether they stand in paragraphs or in the cells of a layout table.

In: blocks. Out: `Stretch`es in reading order, each with its place. A layout table (stamps side by side, date and number,
position and name) is read as lines; a table with a header of a plan is not.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.columns import PARTY_ROLES, TIME_ROLES, read_header
from extractor.document import Block, Cell, Paragraph, Passage, Table
from extractor.evidence import Evidence
from extractor.outline.words import adjective_opening, opening
from extractor.text import matching_form

# A plan's or a register's header; such a table is never layout.
HEADER = re.compile(
    r"№ ?п ?[/\\]? ?п|№$|наименование|мероприяти|срок|дата проведения|ответственн|исполнител|"
    r"содержание|показател|должность$|ф\. ?и\. ?о|п/п|руководитель$"
)
HEADER_ROWS = 6  # a stamp, a title and an empty row may come before the header
HEADER_CELLS_LEAST = 2  # in one row; one such word may stand in a stamp
HEADERS_LEAST = 3  # cells of a header in a clerk's own words; a signature has a position, a blank and a name
LONGEST_HEADER = 40  # characters
LAYOUT_ROWS = 16  # stamps and signatures take a few rows; the limit keeps registers out
LAYOUT_COLUMNS = 5
LAYOUT_TEXT = 400  # characters in one cell; a cell of layout holds some short lines


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of a passage's text, `start` inclusive, `end` exclusive; `group` tells the columns of a layout table apart."""

    passage: Passage
    start: int
    end: int
    group: int = 0

    @property
    def text(self) -> str:
        """The characters of the run."""
        return self.passage.text[self.start : self.end]

    @property
    def form(self) -> str:
        """The matching form of the run."""
        return matching_form(self.text)

    @property
    def block(self) -> int:
        """The number of the block it stands in."""
        return self.passage.block

    def evidence(self, rule: str) -> Evidence:
        """Give the evidence for the run."""
        return self.passage.evidence(self.start, self.end, rule)

    def part(self, start: int, end: int) -> "Stretch":
        """Give a part of the run; the offsets count from its own start, outer blanks fall away."""
        text = self.text[start:end]
        left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
        return Stretch(self.passage, self.start + start + left, self.start + max(start + left, end - right), self.group)


def lines_of(passage: Passage, group: int = 0) -> Iterator[Stretch]:
    """Yield the printed lines of a passage; the whole text where no lines are known."""
    spans = [(line.start, line.end) for line in passage.lines] or [(0, len(passage.text))]
    for start, end in spans:
        stretch = Stretch(passage, start, end, group).part(0, end - start)
        if stretch.text:
            yield stretch


def is_layout(table: Table) -> bool:
    """Tell whether a table only arranges a head's or a foot's lines on the page."""
    if table.row_count > LAYOUT_ROWS or table.column_count > LAYOUT_COLUMNS or any(len(c.text) > LAYOUT_TEXT for c in table.cells):
        return False
    if header_row(table):
        return False
    lines = [line.form for cell in table.cells for line in lines_of(cell)]
    return any(map(is_marked, lines)) or (table.row_count <= 2 and any(adjective_opening("bodies").match(form) for form in lines))


def header_row(table: Table) -> int:
    """Give the row (from 1) near the top that is a plan's or a register's header; 0 where none is."""
    near = [cell for cell in table.cells if (cell.row or 0) <= HEADER_ROWS]
    headed = Counter(cell.row or 0 for cell in near if HEADER.search(matching_form(cell.text).strip(" .:")))
    counted = [row for row, count in headed.items() if count >= HEADER_CELLS_LEAST]
    rows = {cell.row or 0 for cell in near} if not counted else set[int]()
    return min([*counted, *(row for row in rows if is_plan_header([cell for cell in near if cell.row == row]))], default=0)


def is_plan_header(cells: list[Cell]) -> bool:
    """Tell whether a row's cells are headers of what, when and who in other words: Вопрос, Когда, Кто готовит."""
    short = [cell.text for cell in cells if 0 < len(cell.text) <= LONGEST_HEADER and not is_marked(matching_form(cell.text))]
    roles = {reading.role for text in short if (reading := read_header(text))}
    return len(short) >= HEADERS_LEAST and "measure" in roles and not roles.isdisjoint(TIME_ROLES | PARTY_ROLES)


def is_marked(form: str) -> bool:
    """Tell whether a line is one that heads and feet have: a stamp, a kind of act, a date with a number, a title, a position."""
    openings = (opening("stamps", "approved"), opening("stamps", "agreed"), opening("positions"))
    return any(pattern.match(form) for pattern in openings) or bool(MARK.match(form))


MARK = re.compile(
    r'"?об? [а-я]|(?:от )?"? ?_*\d{0,2}_*"?[ ._]*(?:\d\d|[а-я]+)?[ ._]*(?:19|20)\d\d|№ ?[\d_]|'
    r"приложение|п ?р ?и ?к ?а ?з$|постановление|распоряжение|решение"
)


def layout_lines(table: Table) -> Iterator[Stretch]:
    """Yield a layout table's lines, or those over a plan's header: column by column where it holds stamps, else row by row."""
    stamped = opening("stamps", "approved"), opening("stamps", "agreed")
    until = header_row(table) or table.row_count + 1
    cells = [cell for cell in table.cells if (cell.row or 0) < until]
    by_column = until > 2 and any(p.match(matching_form(c.text)) for c in cells for p in stamped)
    for cell in sorted(cells, key=column_first) if by_column else cells:
        group = table.block * 1000 + (cell.column or 0) if by_column else table.block * 1000
        yield from lines_of(cell, group)


def column_first(cell: Cell) -> tuple[int, int]:
    """Order cells by column, then by row."""
    return cell.column or 0, cell.row or 0


def printed_lines(block: Block) -> tuple[Stretch, ...]:
    """Give the printed lines of a paragraph, of a layout table, or of the rows over a plan's header; none for another table."""
    if isinstance(block, Paragraph):
        return tuple(lines_of(block))
    return tuple(layout_lines(block)) if is_layout(block) or header_row(block) > 1 else ()


def is_heading_like(line: Stretch) -> bool:
    """Tell whether a line is printed as a heading: centred, bold, a heading level, or capitals throughout."""
    letters = [c for c in line.text if c.isalpha()]
    return is_printed_heading(line) or (len(letters) > 3 and all(c.isupper() for c in letters))


def is_printed_heading(line: Stretch) -> bool:
    """Tell whether the format shows a line as a heading: centred, bold or a heading level."""
    passage = line.passage
    return isinstance(passage, Paragraph) and (passage.centred or passage.bold or passage.level is not None)
