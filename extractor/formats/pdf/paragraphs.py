"""Paragraphs outside tables: lines that follow each other become paragraphs.

In: the lines between two tables, over page ends, each with the width it could fill. Out: groups of lines, one for each
paragraph, and how it is printed (centred, right, bold). To add a sign of a new paragraph, add a function to `RULES`;
the first rule that answers decides.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.formats.pdf.lines import ENDED, LIST_MARK, is_other_paragraph, room_for_next
from extractor.formats.pdf.printed import Measure, TextLine
from extractor.formats.pdf.zones import STAMP
from extractor.text import matching_form

# Points: a first line that is set in by more starts a paragraph (the standard indent is 35 points).
INDENT = 8.0
# Times the usual pitch of the text: more space between two lines parts paragraphs.
GAP = 1.3
# Points by which left edges of one paragraph's lines differ.
SAME_X = 2.5
# Points by which the free space on both sides of a centred line may differ.
CENTRED = 4.0
# Lines from which a block of short lines may show its own width; two may be short by chance.
MIN_BLOCK = 3
# Share of the width that such a block leaves free at its right.
SHORT_BLOCK = 0.15
# Lines that may start at one place and still be centred; more share an indent.
MOST_ALIKE = 3
# Points: a single line with less space at its left may only have a first-line indent.
SHORT_SIDE = 45.0
# Share of the width: a block that starts beyond it stands at the right.
RIGHT_HALF = 0.42


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the width it could fill and the usual pitch of its surroundings.

    `centred` tells whether it is centred, `set_in` whether it starts at the text's first-line indent, `stamp` whether it
    belongs to a stamp, whose lines are their author's.
    """

    line: TextLine
    measure: Measure
    pitch: float
    centred: bool = False
    set_in: bool = False
    stamp: bool = False


ACT_NAME = re.compile(r"ПОСТАНОВЛЕНИЕ|РАСПОРЯЖЕНИЕ|ПРИКАЗ|РЕШЕНИЕ|УКАЗ|ЗАКОН|ПРОТОКОЛ")

Decision = bool | None
Rule = Callable[[Placed, Placed, Sequence[Placed]], Decision]


def group_paragraphs(lines: Sequence[Placed]) -> list[list[Placed]]:
    """Group lines into paragraphs."""
    groups: list[list[Placed]] = []
    for placed in survey_lines(lines):
        if groups and not starts_paragraph(groups[-1][-1], placed, groups[-1]):
            groups[-1].append(placed)
        else:
            groups.append([placed])
    return groups


def starts_paragraph(above: Placed, below: Placed, group: Sequence[Placed]) -> bool:
    """Tell whether a line starts a paragraph; `group` are the lines of the paragraph above it."""
    for rule in RULES:
        decision = rule(above, below, group)
        if decision is not None:
            return decision
    return False


def by_tag(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """The tags say whether two lines are one paragraph."""
    if above.line.place is None or below.line.place is None:
        return None
    return is_other_paragraph(above.line, below.line)


def by_gap(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """More space than between the text's lines."""
    if above.line.page != below.line.page:
        return None
    step = below.line.y - above.line.y
    usual = max(below.pitch, 1.1 * max(above.line.size, below.line.size))
    return True if step > GAP * usual or step < 0 else None


def by_print(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """Another letter size, or a bold heading over plain text that it does not run into."""
    if abs(above.line.size - below.line.size) > 1.2:
        return True
    if above.line.bold != below.line.bold and (above.centred != below.centred or room_below(above, below)):
        return True
    return None


def by_alignment(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """A centred heading over or under text at the left edge."""
    if above.centred == below.centred:
        return None
    return True if not is_level(below if above.centred else above) else None


def by_list_mark(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """1. …; ⏎ 2. …: a list mark opens the line."""
    if not LIST_MARK.match(below.line.text):
        return None
    opens_alike = LIST_MARK.match(group[0].line.text) is not None and abs(group[0].line.x0 - below.line.x0) <= INDENT
    set_in = below.line.x0 - below.measure.left > INDENT and below.line.x0 - above.line.x0 > INDENT
    return True if ENDED.search(above.line.text) or opens_alike or set_in or room_below(above, below) else None


def by_first_line(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """A line at the first-line indent that the text's paragraphs share."""
    return True if below.set_in else None


def by_spread(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """Глава района   П.П. Зимин: a wide gap ends with its line."""
    return True if above.line.spread else None


def by_act_name(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """ПОСТАНОВЛЕНИЕ: the kind of the act in capitals on a line of its own."""
    return True if ACT_NAME.fullmatch(above.line.text) or ACT_NAME.fullmatch(below.line.text) else None


def by_indent(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """A line set in deeper than the one above it; not the hanging lines under a list mark."""
    if above.centred or below.centred:
        return None
    deeper = below.line.x0 - above.line.x0
    if deeper <= INDENT:
        return None
    hangs = len(group) == 1 and LIST_MARK.match(above.line.text) is not None and not room_below(above, below)
    return not hangs


def by_room(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """The next line's first word would have fitted: the author ended the line."""
    return room_below(above, below)


def room_below(above: Placed, below: Placed) -> bool:
    """Tell whether the line above had room for the first word of the line below."""
    return room_for_next(above.line, below.line, above.measure, 0.0)


def survey_lines(lines: Sequence[Placed]) -> list[Placed]:
    """Tell which lines are centred and which start at the first-line indent, from the lines around them."""
    lines = narrow_blocks(mark_stamps(lines))
    starts = Counter(round(placed.line.x0) for placed in lines)
    indents = first_line_indents(lines)
    marked = []
    for index, placed in enumerate(lines):
        near = [lines[other] for other in (index - 1, index + 1) if 0 <= other < len(lines)]
        alone = starts[round(placed.line.x0)] <= MOST_ALIKE
        centred = (alone and is_centred(placed)) or any(shares_middle(placed, other) for other in near)
        marked.append(replace(placed, centred=centred, set_in=not centred and round(placed.line.x0) in indents))
    return marked


def mark_stamps(lines: Sequence[Placed]) -> list[Placed]:
    """УТВЕРЖДЁН ⏎ постановлением … ⏎ от 12 мая …: mark the lines under a stamp's first word, at its left edge in the right half."""
    marked: list[Placed] = []
    for placed in lines:
        above = marked[-1] if marked else None
        opens = STAMP.match(matching_form(placed.line.text)) is not None and is_right_group([placed])
        goes_on = above is not None and above.stamp and abs(above.line.x0 - placed.line.x0) <= SAME_X
        near = above is not None and 0 < placed.line.y - above.line.y <= 2.2 * placed.line.size
        marked.append(replace(placed, stamp=placed.stamp or opens or (goes_on and near)))
    return marked


def narrow_blocks(lines: Sequence[Placed]) -> list[Placed]:
    """Give the lines of a block that was wrapped to a width of its own that width: a title in the left half of the page."""
    placed = list(lines)
    start = 0
    while start < len(placed):
        end = block_end(placed, start)
        if end - start >= MIN_BLOCK:
            measure = Measure(placed[start].line.x0, max(item.line.x1 for item in placed[start:end]))
            placed[start : end - 1] = [replace(item, measure=measure) for item in placed[start : end - 1]]
        start = max(end - 1, start + 1)
    return placed


def block_end(lines: Sequence[Placed], start: int) -> int:
    """Give the end of the block of short lines at one left edge in which no line has room for the next one's first word."""
    first = lines[start]
    width = first.measure.right - first.measure.left
    end = start + 1
    while end < len(lines) and stands_under(lines[end - 1], lines[end]):
        end += 1
    right = max(item.line.x1 for item in lines[start:end])
    if right > first.measure.right - SHORT_BLOCK * width:
        return start + 1
    measure = Measure(first.line.x0, right)
    for index in range(start, end - 1):
        if room_for_next(lines[index].line, lines[index + 1].line, measure, 0.0):
            return index + 1
    return end


def stands_under(above: Placed, below: Placed) -> bool:
    """Tell whether a line stands right under another at the same left edge, in the same print."""
    one, two = above.line, below.line
    level = (
        not below.stamp
        and abs(one.x0 - two.x0) <= SAME_X
        and one.page == two.page
        and one.bold == two.bold
        and not (one.spread or two.spread)
    )
    return level and LIST_MARK.match(two.text) is None and 0 < two.y - one.y <= 2.2 * one.size


def first_line_indents(lines: Sequence[Placed]) -> set[int]:
    """Find the places where first lines start: the line below one of them mostly goes back to the left edge."""
    back, stays = Counter[int](), Counter[int]()
    for above, below in pairwise(lines):
        start = above.line.x0
        if start - above.measure.left > INDENT and not room_below(above, below):
            back[round(start)] += below.line.x0 < start - INDENT
            stays[round(start)] += abs(below.line.x0 - start) <= SAME_X
    return {start for start, count in back.items() if count > stays[start]}


def is_centred(placed: Placed) -> bool:
    """Tell whether a line has the same space on both sides, and more than an indent."""
    return placed.line.x0 - placed.measure.left > SHORT_SIDE and is_level(placed) and not placed.line.spread


def is_level(placed: Placed) -> bool:
    """Tell whether a line has the same space on both sides."""
    before, after = placed.line.x0 - placed.measure.left, placed.measure.right - placed.line.x1
    return abs(before - after) <= max(2 * CENTRED, 0.06 * (before + after))


def shares_middle(placed: Placed, other: Placed) -> bool:
    """Tell whether two lines stand about one middle and start at places of their own."""
    one, two = placed.line, other.line
    apart = abs(one.x0 - two.x0) > 2 * INDENT
    return apart and abs(one.x0 + one.x1 - two.x0 - two.x1) <= CENTRED and one.page == two.page and one.bold == two.bold


def is_centred_group(group: Sequence[Placed]) -> bool:
    """Tell whether a paragraph is centred: every line is, but one that fills its width."""
    return any(placed.centred for placed in group) and all(placed.centred or is_level(placed) for placed in group)


def is_right_group(group: Sequence[Placed]) -> bool:
    """Tell whether a paragraph stands in the right half of its width."""
    return all(placed.line.x0 - placed.measure.left > RIGHT_HALF * (placed.measure.right - placed.measure.left) for placed in group)


RULES: tuple[Rule, ...] = (by_tag, by_gap, by_print, by_spread, by_act_name, by_alignment, by_list_mark, by_first_line, by_indent, by_room)
