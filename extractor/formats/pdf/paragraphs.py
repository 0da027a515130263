"""Paragraphs outside tables: lines that follow each other become paragraphs.

In: the lines between two tables, over page ends, each with the width it could fill. Out: groups of lines, one for each
paragraph, and how it is printed (centred, right, bold). To add a sign of a new paragraph, add a function to `RULES`;
the first rule that answers decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.formats.pdf.lines import ENDED, LIST_MARK, Measure, TextLine, room_for_next

INDENT = 8.0
"""Points: a first line that is set in by more starts a paragraph (the standard indent is 35 points)."""
GAP = 1.3
"""Times the usual pitch of the text: more space between two lines parts paragraphs."""
SAME_X = 2.5
"""Points by which left edges of one paragraph's lines differ."""
CENTRED = 4.0
"""Points by which the free space on both sides of a centred line may differ."""
SHORT_SIDE = 45.0
"""Points: a single line with less space at its left may only have a first-line indent."""
RIGHT_HALF = 0.42
"""Share of the width: a block that starts beyond it stands at the right."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the width it could fill and the usual pitch of its surroundings."""

    line: TextLine
    measure: Measure
    pitch: float


Decision = bool | None
Rule = Callable[[Placed, Placed, Sequence[Placed]], Decision]


def group_paragraphs(lines: Sequence[Placed]) -> list[list[Placed]]:
    """Group lines into paragraphs."""
    groups: list[list[Placed]] = []
    for placed in lines:
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
    if above.line.bold != below.line.bold and (is_centred(above) != is_centred(below) or room_below(above, below)):
        return True
    return None


def by_alignment(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """A centred heading over or under text at the left edge."""
    if is_centred(above) != is_centred(below) and not fills(above) and not (len(group) == 1 and fills(below)):
        return True
    return None


def by_list_mark(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """1. …; ⏎ 2. …: a list mark opens the line."""
    if not LIST_MARK.match(below.line.text):
        return None
    opens_alike = LIST_MARK.match(group[0].line.text) is not None and abs(group[0].line.x0 - below.line.x0) <= INDENT
    set_in = below.line.x0 - below.measure.left > INDENT and below.line.x0 - above.line.x0 > INDENT
    return True if ENDED.search(above.line.text) or opens_alike or set_in or room_below(above, below) else None


def by_indent(above: Placed, below: Placed, group: Sequence[Placed]) -> Decision:
    """A line set in deeper than the one above it; not the hanging lines under a list mark."""
    if is_centred(above) and is_centred(below):
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


def fills(placed: Placed) -> bool:
    """Tell whether a line fills its width from edge to edge."""
    return placed.line.x0 - placed.measure.left < INDENT and placed.measure.right - placed.line.x1 < INDENT


def is_centred(placed: Placed) -> bool:
    """Tell whether a line has the same space on both sides, and more than an indent."""
    before, after = placed.line.x0 - placed.measure.left, placed.measure.right - placed.line.x1
    return before > SHORT_SIDE and abs(before - after) <= max(CENTRED, 0.04 * (before + after))


def is_centred_group(group: Sequence[Placed]) -> bool:
    """Tell whether a paragraph is centred: every line has the same space on both sides, and one has much."""
    sides = [(placed.line.x0 - placed.measure.left, placed.measure.right - placed.line.x1) for placed in group]
    level = all(abs(before - after) <= max(2 * CENTRED, 0.05 * (before + after)) for before, after in sides)
    return level and max(before for before, _ in sides) > SHORT_SIDE / (1 + (len(group) > 1))


def is_right_group(group: Sequence[Placed]) -> bool:
    """Tell whether a paragraph stands in the right half of its width."""
    return all(
        placed.line.x0 - placed.measure.left > RIGHT_HALF * (placed.measure.right - placed.measure.left) for placed in group
    )


RULES: tuple[Rule, ...] = (by_gap, by_print, by_alignment, by_list_mark, by_indent, by_room)
