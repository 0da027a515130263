"""Tables drawn with characters: ┌─┬ │ ├ ┼, ╔═╦ ║, +---+ |, and the old printers' -----T---¬ ¦.

In: lines. Out: pieces. Columns are where the frame's edges stand, rows are between horizontal rules; a rule missing
under a cell, or an edge missing beside it, makes a merged cell. Parts of one table on several pages are joined. Where
white space was lost and the edges no longer stand one below the other, cells are counted instead.
"""

import re
from collections.abc import Sequence

from extractor.formats.txt.frames import DRAWN, VERTICALS, edge_share, find_edges, find_rules, is_framed, is_rule_line
from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import (
    MAX_COLUMNS,
    MAX_PLACES,
    CellLines,
    Piece,
    RoughCell,
    RoughTable,
    split_at_tables,
    text_of,
)
from extractor.formats.txt.rows import Row, is_tail, table_from_rows
from extractor.text import PrintedLine

# Below this share of verticals on the edges the drawing is broken and cells are counted.
EDGE_SHARE = 0.85
# Blank lines and a page number may stand between the parts of one table.
MAX_GAP_LINES = 6
ROW_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{1,3})*[.)]?\s*")
CORNER = re.compile("[TLH](?=[-─═])|(?<=[-─═])[TLH]")
SPLIT_AT_VERTICAL = re.compile(f"[{VERTICALS}]")

Region = tuple[int, int]


def find_framed_tables(lines: list[SourceLine]) -> list[Piece]:
    """Find the drawn tables among lines."""
    tables: list[tuple[int, int, RoughTable]] = []
    for parts in join_parts(lines, find_regions(lines)):
        table = read_parts([lines[start:end] for start, end in parts])
        if table and (len(parts) > 1 or letters_of(table) == letters_in(lines[parts[0][0] : parts[0][1]])):
            tables.append((parts[0][0], parts[-1][1], table))
    return split_at_tables(lines, tables)


def letters_of(table: RoughTable) -> int:
    """Count the letters in a table's cells."""
    return sum(map(count_letters, (line.text for cell in table.cells for line in cell.lines)))


def letters_in(lines: Sequence[SourceLine]) -> int:
    """Count the letters of drawn lines; a drawing that would lose one is no table."""
    return sum(count_letters(line.text) for line in lines)


def count_letters(text: str) -> int:
    """Count letters; old printers drew the corners of frames with the Latin T, L and +."""
    return sum(map(str.isalpha, CORNER.sub("", text)))


def find_regions(lines: Sequence[SourceLine]) -> list[Region]:
    """Find runs of framed lines that have rules and text between edges."""
    regions: list[Region] = []
    start: int | None = None
    for index, line in enumerate([*lines, SourceLine("")]):
        if is_framed(line.text):
            start = index if start is None else start
        elif start is not None:
            if is_drawing([line.text for line in lines[start:index]]):
                regions.append((start, index))
            start = None
    return regions


def is_drawing(lines: Sequence[str]) -> bool:
    """Tell whether framed lines are a drawing and not a pipe table: drawn characters, or two ASCII rules with corners."""
    rules = [line for line in lines if is_rule_line(line.strip())]
    texts = [line for line in lines if not is_rule_line(line.strip())]
    if not texts or not any(character in line for line in texts for character in VERTICALS):
        return False
    drawn = any(DRAWN.search(line) for line in lines) or any("¦" in line for line in texts)
    return (drawn and len(lines) > 1) or sum("+" in rule for rule in rules) > 1


def join_parts(lines: Sequence[SourceLine], regions: Sequence[Region]) -> list[list[Region]]:
    """Group regions that are parts of one table: next to each other, with the same edges."""
    groups: list[list[Region]] = []
    edges_above: list[int] = []
    for region in regions:
        texts = [line.text.rstrip() for line in lines[region[0] : region[1]]]
        edges = find_edges(texts, [find_rules(text) for text in texts])
        between = lines[groups[-1][-1][1] : region[0]] if groups else []
        near = groups and len(between) <= MAX_GAP_LINES and all(line.is_blank or line.text.strip().isdigit() for line in between)
        if near and edges == edges_above:
            groups[-1].append(region)
        else:
            groups.append([region])
        edges_above = edges
    return groups


def read_parts(parts: Sequence[list[SourceLine]]) -> RoughTable | None:
    """Read the parts of one table; None where nothing is left that is a table."""
    lines = [line for part in parts for line in part]
    texts = [line.text.rstrip() for line in lines]
    rules = [find_rules(text) for text in texts]
    edges = find_edges(texts, rules)
    if not 1 < len(edges) <= MAX_COLUMNS or sum(map(bool, rules)) * len(edges) > MAX_PLACES:
        return None
    if edge_share(texts, rules, edges) < EDGE_SHARE:
        return counted_table(lines, rules)
    drawing = Drawing(lines, edges)
    drawing.drop_repeated_headers([len(part) for part in parts])
    drawing.rule_numbered_rows()
    return drawing.read_table()


def counted_table(lines: Sequence[SourceLine], rules: Sequence[list[tuple[int, int]]]) -> RoughTable | None:
    """Read a drawing whose edges don't stand one below the other: cells are what stands between verticals."""
    bands: list[list[CellLines]] = [[]]
    for line, stretches in zip(lines, rules, strict=True):
        if stretches:
            bands.append([])
            continue
        fields = SPLIT_AT_VERTICAL.split(line.text.strip().strip(VERTICALS))
        printed = [(PrintedLine(field, hard=False, page=line.page),) if field.strip() else () for field in fields]
        width = max(len(bands[-1]), len(printed))
        above, below = ([*cells, *[()] * (width - len(cells))] for cells in (bands[-1], printed))
        bands[-1] = [upper + lower for upper, lower in zip(above, below, strict=True)]
    width = max(len(band) for band in bands)
    return table_from_rows([Row((*band, *[()] * (width - len(band)))) for band in bands if any(band)]) if width > 1 else None


class Drawing:
    """The drawn lines of one table as a matrix: `edges` are the columns' edges, rules part the bands of rows."""

    def __init__(self, lines: Sequence[SourceLine], edges: Sequence[int]) -> None:
        """Take the lines over, made equally long."""
        self.edges = list(edges)
        self.width = max(self.edges[-1] + 1, *(len(line.text) for line in lines))
        self.pages = [line.page for line in lines]
        self.texts = [line.text.ljust(self.width) for line in lines]
        self.rules = [find_rules(line.text.rstrip()) for line in lines]
        # Lines at whose end a page end cut a row in two.
        self.cut = [False] * len(lines)

    @property
    def column_count(self) -> int:
        """Count the elementary columns."""
        return len(self.edges) - 1

    def bands(self) -> list[Region]:
        """Give the half-open ranges of lines between rules."""
        found: list[Region] = []
        start = 0
        for index, stretches in enumerate([*self.rules, [(0, 1)]]):
            if stretches:
                if index > start:
                    found.append((start, index))
                start = index + 1
        return [
            band for band in found if any(character not in VERTICALS + " " for text in self.texts[band[0] : band[1]] for character in text)
        ]

    def keep(self, indexes: Sequence[int]) -> None:
        """Keep only these lines."""
        self.pages = [self.pages[index] for index in indexes]
        self.texts = [self.texts[index] for index in indexes]
        self.rules = [self.rules[index] for index in indexes]
        self.cut = [self.cut[index] for index in indexes]

    def drop_repeated_headers(self, lengths: Sequence[int]) -> None:
        """Drop the header where a further part repeats it, and the rules where a part goes on with the row above."""
        starts = [sum(lengths[:part]) for part in range(1, len(lengths))]
        bands = self.bands()
        dropped: set[int] = set()
        top = [self.band_texts(band) for band in bands]
        for start in starts:
            place = next((index for index, band in enumerate(bands) if band[0] >= start), len(bands))
            first = place
            while place < len(bands) and first > 0 and place - first < 3 and top[place] == top[place - first]:
                dropped.update(range(bands[place][0] - 1, bands[place][1]))
                place += 1
            if 0 < place < len(bands) and self.goes_on(bands[place], bands[:first]):
                dropped.update(range(bands[first - 1][1], bands[place][0]))
                self.cut[bands[first - 1][1] - 1] = True
        self.keep([index for index in range(len(self.texts)) if index not in dropped])

    def band_texts(self, band: Region) -> tuple[str, ...]:
        """Give the band's text by elementary column."""
        return tuple(text_of(self.lines_between(band, column, column + 1)) for column in range(self.column_count))

    def goes_on(self, band: Region, above: Sequence[Region]) -> bool:
        """Tell whether the band's first lines go on with the last row above."""
        cells = [self.lines_between(band, column, column + 1) for column in range(self.column_count)]
        texts = {column: text for column, text in enumerate(self.band_texts(above[-1])) if text}
        return is_tail(Row(tuple(cells), after_break=True), texts, [False] * len(cells))

    def rule_numbered_rows(self) -> None:
        """Put a rule before each numbered row of a band that has several: the drawing has rules only round its body."""
        for start, end in reversed(self.bands()):
            first = [self.texts[index][self.edges[0] + 1 : self.edges[1]] for index in range(start, end)]
            marks = [start + offset for offset, text in enumerate(first) if ROW_NUMBER.fullmatch(text) and text.strip()]
            blank = all(ROW_NUMBER.fullmatch(text) or not text.strip() for text in first)
            for index in reversed(marks[1:] if blank else []):
                self.texts.insert(index, " " * self.width)
                self.rules.insert(index, [(self.edges[0], self.edges[-1])])
                self.pages.insert(index, None)
                self.cut.insert(index, False)

    def lines_between(self, band: Region, first: int, last: int) -> CellLines:
        """Give the printed lines between two edges; a line that the text filled is one that the layout wrapped."""
        start, end = self.edges[first] + 1, self.edges[last]
        found: list[PrintedLine] = []
        pieces = [(index, self.texts[index][start:end].strip(VERTICALS + " ")) for index in range(*band)]
        for number, (index, piece) in enumerate(pieces):
            below = pieces[number + 1][1].split(maxsplit=1) if number + 1 < len(pieces) else []
            room = end - start - len(piece) - 1
            hard = not self.cut[index] and (not below or len(below[0]) < room - 1)
            if piece:
                found.append(PrintedLine(piece, hard=hard, page=self.pages[index]))
        return tuple(found)

    def has_edge(self, band: Region, column: int) -> bool:
        """Tell whether a vertical stands right of the column in most of the band's lines."""
        place = self.edges[column + 1]
        return sum(self.texts[index][place] in VERTICALS for index in range(*band)) * 2 > band[1] - band[0]

    def has_rule(self, band: Region, column: int) -> bool:
        """Tell whether a rule stands under the column at the band's end."""
        start, end = self.edges[column] + 1, self.edges[column + 1]
        if band[1] >= len(self.rules):
            return True
        covered = sum(max(0, min(end, stop) - max(start, begin)) for begin, stop in self.rules[band[1]])
        return covered * 2 > end - start

    def read_table(self) -> RoughTable | None:
        """Read the cells: elementary ones that no line parts are one."""
        bands = self.bands()
        places: dict[tuple[int, int], tuple[int, int]] = {}
        for row, band in enumerate(bands):
            for column in range(self.column_count):
                if column and not self.has_edge(band, column - 1):
                    places[row, column] = places[row, column - 1]
                elif row and (row - 1, column) in places and not self.has_rule(bands[row - 1], column):
                    places[row, column] = places[row - 1, column]
                else:
                    places[row, column] = (row, column)
        covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place, origin in places.items():
            covered.setdefault(origin, []).append(place)
        cells = [self.read_cell(bands, origin, covered[origin]) for origin in sorted(covered)]
        return RoughTable(tuple(cells), len(bands), self.column_count) if bands and self.column_count > 1 else None

    def read_cell(self, bands: Sequence[Region], origin: tuple[int, int], places: Sequence[tuple[int, int]]) -> RoughCell:
        """Read the cell that starts at `origin` and covers the places."""
        rows = max(row for row, _ in places) - origin[0] + 1
        columns = max(column for _, column in places) - origin[1] + 1
        span = (bands[origin[0]][0], bands[origin[0] + rows - 1][1])
        return RoughCell(origin[0], origin[1], self.lines_between(span, origin[1], origin[1] + columns), rows, columns)
