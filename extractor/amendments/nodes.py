"""Nodes: a point or a line of an amending act with what it quotes apart.

In: nothing (`flow` builds them). Out: `Node`, `Quotation`; a quoted table's rows as cells joined by " | ".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.amendments.numbering import Level
from extractor.amendments.quotes import find_marks
from extractor.document import Table
from extractor.evidence import Evidence
from extractor.outline import Stretch


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks: paragraphs and tables in order, without the outer marks."""

    parts: tuple[str | Table, ...]

    @property
    def text(self) -> str:
        """The paragraphs joined by spaces, a table as its rows' cells."""
        return " ".join(part if isinstance(part, str) else " ".join(row_texts(part)) for part in self.parts).strip()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in it."""
        return tuple(part for part in self.parts if isinstance(part, Table))


@dataclass(frozen=True)
class Node:
    """A point or a line: its number joined with dots, the levels it stands under, its skeleton and quotations.

    `origins` gives for each character of the skeleton its stretch and the half-open span there.
    """

    levels: tuple[Level, ...]
    skeleton: str
    quotations: tuple[Quotation, ...]
    origins: tuple[tuple[Stretch, int, int], ...]

    @property
    def number(self) -> str | None:
        """The number joined with those above it."""
        return self.levels[-1].joined if self.levels else None

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """Give the place in the source of a part of the skeleton, as far as it stands in one paragraph."""
        while start < end - 1 and self.skeleton[start] in " .;,":
            start += 1
        stretch, first, last = self.origins[start]
        for other, _, until in self.origins[start:end]:
            if other is stretch:
                last = max(last, until)
        return stretch.part(first, last).evidence(rule)


def outer_marks(table: Table) -> tuple[bool, bool]:
    """Tell whether a table's first cell opens a quotation that its text does not close, and whether its last one closes one."""
    texts = [cell.text for cell in table.cells if cell.text]
    if not texts:
        return False, False
    balance = [sum(mark.turn for mark in find_marks(text)) for text in texts]
    first_is_open = texts[0][:1] in '«"„“' and (balance[0] > 0 or not texts[0][1:2].strip())
    return first_is_open, balance[-1] < 0 or texts[-1].rstrip(" .;") in ("»", '"')


def row_texts(table: Table) -> list[str]:
    """Give each row's cells joined by " | ", the quotation's outer marks aside."""
    opened, closed = outer_marks(table)
    rows = [[cell.text for cell in distinct_cells(row)] for row in table.grid]
    if opened:
        first = next(row for row in rows if any(row))
        place = next(index for index, text in enumerate(first) if text)
        first[place] = first[place][1:].lstrip()
    if closed:
        last = next(row for row in reversed(rows) if any(row))
        place = max(index for index, text in enumerate(last) if text)
        last[place] = re.sub(r"(?:[»”“\"]|>>)[\s.;,]*$", "", last[place])
    return [" | ".join(row) for row in rows if any(row)]


def distinct_cells(row: Sequence[object]) -> list[Any]:
    """Give the cells of a row, each once."""
    return list({id(cell): cell for cell in row if cell is not None}.values())
