"""The seam of two pages inside a table: does the upper row go on below, does a merged cell go on.

In: the cells above and below the seam, column by column, and how the table's columns behave within pages. Out: yes or no
for the row (`is_row_cut`) and for one column (`is_cell_cut`). Evidence is added up as points: to add a sign, add a line to
`score_text`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.formats.pdf.lines import LIST_MARK, room_for_next
from extractor.formats.pdf.printed import NO_WIDTH, Measure, TextLine

# Lines of room left under a cell's text at a page end: with more, the text would have gone on there (widow control
# keeps two lines together, so one line's room says nothing).
ROOM = 2.2
# The same where a new paragraph of the cell follows: one of three lines is not parted, so it leaves room for nearly three.
ROOM_FOR_PARAGRAPH = 3.6
# Points of evidence from which the row counts as cut by the page end.
CUT = 1.0
# Points from which one column's text alone shows that its cell goes on.
SURE = 1.5
# A column with a smaller share of blank cells is usually filled: a blank in it at a page start is a sign.
RARE = 0.1
# Cells of a column from which none of them blank says that none ever is.
MANY = 8

NUMBER = re.compile(r"(?:[IVXLC]+|\d{1,4}(?:\.\d{1,4}){0,4})[.)]?")
NUMBERED = re.compile(NUMBER.pattern + r"(?:\s|$)")
OPEN_END = re.compile(
    r"(?:[,\-–—(«]|\b(?:и|или|а|но|в|во|на|по|с|со|к|ко|о|об|от|до|за|из|для|при|над|под|без|через|между|не|г|им|ст|п|пп|№))$",
    re.IGNORECASE,
)
ABBREVIATED = re.compile(r"\b(?:ул|пр|пер|пос|обл|им|ст|пп?|гг?|д|с|каб|тел|стр|в т\.ч|т\.е)\.$", re.IGNORECASE)
MONTH_END = re.compile(r"\b(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*$", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d\b")
CLOSED_END = re.compile(r"(?<![А-ЯЁ])[.;!?]$")
GOES_ON = re.compile(r"[),.;:»!?]")
SMALL = re.compile(r"[а-яёa-z]")
CAPITAL = re.compile(r"[«\"]?[А-ЯЁA-Z]")


@dataclass(slots=True)
class ColumnHabit:
    """How a column behaves within pages: how often its cells go on over a row's border, how often they are blank."""

    starts: int = 0
    inner: int = 0
    blank: int = 0
    numbers: int = 0
    filled: int = 0

    def blank_share(self) -> float:
        """Give the share of its cells that are blank."""
        return self.blank / self.starts if self.starts else 0.0

    def is_number_column(self) -> bool:
        """Tell whether most of its filled cells hold a row's number."""
        return self.filled >= 2 and self.numbers >= 0.6 * self.filled

    def goes_on_when_blank(self) -> bool:
        """Tell whether a blank cell at a page start rather belongs to the cell above the seam."""
        total = self.inner + self.starts
        if not total:
            return False
        goes_on = self.inner / total
        stays_blank = (1 - goes_on) * self.blank_share()
        return goes_on >= stays_blank


@dataclass(slots=True)
class Side:
    """A cell beside the seam: its lines, how many rows and columns it covers, and the room under its text in points."""

    lines: Sequence[TextLine] = ()
    measure: Measure = NO_WIDTH
    rows: int = 1
    room: float = 0.0
    text: str = ""
    columns: int = 1

    def is_blank(self) -> bool:
        """Tell whether the cell has no text."""
        return not self.lines


def learn_habits(cells: Iterable[tuple[int, int, int, Side]]) -> dict[int, ColumnHabit]:
    """Learn columns' habits from (column, first row on its page, row span, cell) of all parts of a table."""
    habits: dict[int, ColumnHabit] = {}
    for column, row, row_span, side in cells:
        habit = habits.setdefault(column, ColumnHabit())
        habit.inner += row_span - 1
        if row == 0 and side.is_blank():
            continue
        habit.starts += 1
        habit.blank += side.is_blank()
        habit.filled += not side.is_blank()
        habit.numbers += NUMBER.fullmatch(side.text) is not None
    return habits


def is_row_cut(above: dict[int, Side], below: dict[int, Side], habits: dict[int, ColumnHabit]) -> bool:
    """Tell whether the first row below the seam is the rest of the last row above it; cells are by column."""
    filled = {column: side for column, side in below.items() if not side.is_blank()}
    if (tagged := is_tagged_row_cut(above, filled)) is not None:
        return tagged
    if not filled or any(opens_row(column, side, habits) for column, side in filled.items()):
        return False
    points = 0.0
    for column, side in filled.items():
        over = above.get(column)
        if over is None or over.is_blank() or over.columns != side.columns or has_room(over, side):
            return False
        points += score_text(over, side)
    return points + sum(blank_points(column, side, above, habits) for column, side in below.items()) >= CUT


def is_tagged_row_cut(above: dict[int, Side], filled: dict[int, Side]) -> bool | None:
    """Tell what the tags say: is any text below the seam in a later row than the last one above it; None where they don't."""
    upper = [place.row for side in above.values() for line in side.lines[-1:] if (place := line.place) and place.row]
    lower = [place.row for side in filled.values() for line in side.lines[:1] if (place := line.place) and place.row]
    if not upper or len(lower) < len(filled) or not lower or max(upper)[:-1] != max(lower)[:-1]:
        return None
    return max(lower) <= max(upper)


def opens_row(column: int, side: Side, habits: dict[int, ColumnHabit]) -> bool:
    """Tell whether a cell holds a new row's number."""
    return column in habits and habits[column].is_number_column() and NUMBER.match(side.text) is not None


def blank_points(column: int, side: Side, above: dict[int, Side], habits: dict[int, ColumnHabit]) -> float:
    """Give points for a one-row cell that is blank in a column that is nearly always filled; more for a row's number."""
    over, habit = above.get(column), habits.get(column)
    if over is None or habit is None or not side.is_blank() or side.rows > 1 or over.is_blank():
        return 0.0
    merges = habit.inner / (habit.inner + habit.starts) if habit.starts else 0.0
    if habit.blank_share() >= RARE or merges >= RARE:
        return 0.0
    if habit.is_number_column():
        return 5.0
    return 2.5 if habit.blank == 0 and habit.starts >= MANY else 1.5


def has_room(above: Side, below: Side) -> bool:
    """Tell whether the cell above had room for the text below."""
    begins = CAPITAL.match(below.text) is not None or LIST_MARK.match(below.text) is not None
    return above.room > (ROOM_FOR_PARAGRAPH if begins else ROOM) * above.lines[-1].size


def is_cell_cut(above: Side, below: Side, habit: ColumnHabit) -> bool:
    """Tell whether a new row's cell goes on from the cell above the seam: a merged cell cut by the page end."""
    if not (above.is_blank() or below.is_blank()) and (one := above.lines[-1].place) and (other := below.lines[0].place):
        return one.cell == other.cell
    if above.is_blank() or (habit.is_number_column() and not below.is_blank()):
        return False
    if below.is_blank():
        return below.rows > 1 or habit.goes_on_when_blank()
    return (above.rows > 1 or below.rows > 1) and not has_room(above, below) and score_text(above, below) >= SURE


def score_text(above: Side, below: Side) -> float:
    """Give points for the text below being the rest of the text above; negative where it rather begins anew."""
    last, first = above.lines[-1], below.lines[0]
    points = 0.0
    is_open = OPEN_END.search(last.text) or ABBREVIATED.search(last.text)
    points += 2.0 if is_open else 0.0
    points += 3.0 if MONTH_END.search(last.text) and YEAR.match(first.text) else 0.0
    points -= 2.0 if CLOSED_END.search(last.text) and not is_open else 0.0
    points += 3.0 if GOES_ON.match(first.text) else 0.0
    points += 1.0 if SMALL.match(first.text) else 0.0
    points -= 1.0 if CAPITAL.match(first.text) else 0.0
    points -= 2.0 if NUMBERED.match(first.text) or above.text == below.text else 0.0
    points += 3.0 if leaves_bracket_open(above.lines) else 0.0
    return points + (-1.5 if room_for_next(last, first, above.measure, 0.0) else 0.5)


def leaves_bracket_open(lines: Sequence[TextLine]) -> bool:
    """Tell whether a bracket or a quotation mark opened in the lines is still open at their end."""
    marks = Counter("".join(line.text for line in lines))
    return marks["("] > marks[")"] or marks["«"] > marks["»"]
