"""Tags on lines: the structure tree's places, checked against what the page shows.

In: a page's tables and zones with the places of its marked text. Out: the same with a `place` on each line, or unchanged
where the tags don't fit the page: they miss much of its text, put texts of several cells into one paragraph, make a
paragraph of every line or one of them all. To add a check, add a function to `DOUBTS`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.formats.pdf.lines import room_for_next
from extractor.formats.pdf.page_tables import PageTable
from extractor.formats.pdf.printed import Measure, TextLine
from extractor.formats.pdf.structure import Place
from extractor.formats.pdf.zones import Zone

# Share of the lines that must be tagged; running headers and page numbers never are.
COVERED = 0.6
# Pairs of lines from which their tags show a habit.
ENOUGH = 4
# Share of such pairs from which the tags are not the author's paragraphs.
MOST = 0.5

# The lines of each cell and zone with the width they may fill.
Texts = Sequence[tuple[Sequence[TextLine], Measure]]


def tag_lines(tables: Sequence[PageTable], zones: Sequence[Zone], places: Mapping[int, Place]) -> tuple[list[PageTable], list[Zone]]:
    """Put the places on the lines of a page's tables and zones where the tags are to be trusted."""
    tables, zones = list(tables), list(zones)
    if not places:
        return tables, zones
    cells = [([with_place(line, places) for line in cell.lines], cell.measure) for table in tables for cell in table.cells]
    open_text = [([with_place(line, places) for line in zone.lines], own_width(zone.lines)) for zone in zones]
    texts = [text for text in [*cells, *open_text] if text[0]]
    if not texts or any(doubt(texts, cells) for doubt in DOUBTS):
        return tables, zones
    filled = iter(cells)
    for table in tables:
        for cell in table.cells:
            cell.lines = next(filled)[0]
    return tables, [replace(zone, lines=lines) for zone, (lines, _) in zip(zones, open_text, strict=True)]


def with_place(line: TextLine, places: Mapping[int, Place]) -> TextLine:
    """Give a line with the place of its first word."""
    place = places.get(line.tag)
    return line if place is None else line._replace(place=place)


def own_width(lines: Sequence[TextLine]) -> Measure:
    """Give the width that lines fill."""
    return Measure(min(line.x0 for line in lines), max(line.x1 for line in lines))


def miss_text(texts: Texts, cells: Texts) -> bool:
    """Much of the page's text is not tagged."""
    tagged = [line.place is not None for lines, _ in texts for line in lines]
    return sum(tagged) < COVERED * len(tagged)


def lump_cells(texts: Texts, cells: Texts) -> bool:
    """A paragraph stands in several cells."""
    owners: dict[tuple[int, ...], int] = {}
    for number, (lines, _) in enumerate(cells):
        for line in lines:
            if line.place and owners.setdefault(line.place.paragraph, number) != number:
                return True
    return False


def tag_single_lines(texts: Texts, cells: Texts) -> bool:
    """Every printed line is a paragraph, however it was wrapped."""
    return is_habit(not same for above, below, same, measure in pairs(texts) if not room_for_next(above, below, measure, 0.0))


def lump_lines(texts: Texts, cells: Texts) -> bool:
    """One paragraph holds lines that stop half-way."""
    return is_habit(above.x1 - measure.left < (measure.right - measure.left) / 2 for above, _, same, measure in pairs(texts) if same)


def pairs(texts: Texts) -> Iterable[tuple[TextLine, TextLine, bool, Measure]]:
    """Give the tagged lines that follow each other, whether they share a paragraph, and their width."""
    for lines, measure in texts:
        for above, below in pairwise(lines):
            if above.place and below.place:
                yield above, below, above.place.paragraph == below.place.paragraph, measure


def is_habit(signs: Iterable[bool]) -> bool:
    """Tell whether most of enough signs are true."""
    found = list(signs)
    return len(found) >= ENOUGH and sum(found) > MOST * len(found)


Doubt = Callable[[Texts, Texts], bool]
DOUBTS: tuple[Doubt, ...] = (miss_text, lump_cells, tag_single_lines, lump_lines)
