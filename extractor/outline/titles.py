"""Titles: the heading of a part, and the heading that stands above a table.

In: printed lines. Out: `Title`: its lines and their text in sentence case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.casing import Casing
from extractor.document import Document, Table
from extractor.outline.heads import continues_title
from extractor.outline.marks import FURNITURE_MARK
from extractor.outline.parts import Part, is_title_word
from extractor.outline.printed import Stretch, is_heading_like, is_layout, printed_lines
from extractor.outline.roles import State
from extractor.text import rejoin

TITLE_BLOCKS = 14  # blocks above a table that a title is looked for in
HEADING_WIDTH = 250


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed (`lines`) and as one text in sentence case."""

    text: str
    lines: tuple[Stretch, ...]


def make_title(lines: Sequence[Stretch], casing: Casing) -> Title | None:
    """Join a title's lines into one text without outer quotes and end mark."""
    text = rejoin(" ".join(line.text for line in lines)).strip(" *_")
    text = re.sub(r"(?<![А-Яа-яЁё])((?:[А-ЯЁа-яё] ){3,}[А-ЯЁа-яё])(?![А-Яа-яЁё])", lambda spaced: spaced.group().replace(" ", ""), text)
    text = re.sub(r"(?<=\d)- (?=[а-яёА-ЯЁ])", "-", text)
    text = text if re.search(r"(?<![А-Яа-яЁё])(?:г|гг|им|др)\.$", text.lower()) else re.sub(r"[\s.]+$", "", text)
    inner = re.fullmatch(r"[«\"“„]([^«»\"“”„]+)[»\"”“]", text)
    text = casing.sentence(inner.group(1) if inner else text)
    return Title(text, tuple(lines)) if text else None


def lines_above(document: Document, part: Part, table: int) -> tuple[Stretch, ...]:
    """Give the lines of the heading that stands above a table of the part, outermost first; empty where none stands."""
    above = list[Stretch]()
    for block in reversed(document.blocks[max(part.first - 1, table - 1 - TITLE_BLOCKS) : table - 1]):
        if isinstance(block, Table) and not is_layout(block):
            break
        above[:0] = printed_lines(block)
    named = [index for index, line in enumerate(above) if is_title_word(line.form) and len(line.text) < HEADING_WIDTH]
    if named:
        return run_from(above, named[-1])
    headed = list[Stretch]()
    for line in reversed(above):
        if not is_heading_like(line) or len(line.text) > HEADING_WIDTH or FURNITURE_MARK.match(line.form):
            break
        headed.insert(0, line)
    return tuple(headed)


def run_from(lines: Sequence[Stretch], index: int) -> tuple[Stretch, ...]:
    """Give the title that begins at the index, with the lines that go on with it."""
    run = [lines[index]]
    for line in lines[index + 1 :]:
        state = State(act=False, role="title", previous=run[-1])
        if not continues_title(line, state):
            break
        run.append(line)
    return tuple(run)
