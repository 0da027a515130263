"""Source lines: the text as the file has it, line by line, with page numbers and without page furniture.

In: decoded text. Out: `SourceLine`s; a form feed starts a page. Running page numbers beside a page's end are dropped
here; those amid text are the paragraphs' concern, because a lone number can also be a table cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# The ends of lines that old and new systems write; NEL and the like are letters in one-byte encodings.
LINE_END = re.compile("\r\n|\n|\r|\u2028|\u2029|\v")
# "Страница 3 из 10", "стр. 3", "Лист 2", "- 3 -", "3": a line that only counts pages.
PAGE_COUNT = re.compile(r"\s*(?:(?:страница|стр\.?|лист)\s*\d{1,4}(?:\s*(?:из|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—])\s*", re.IGNORECASE)
LONE_NUMBER = re.compile(r"\s*\d{1,4}\s*")
DOS_END = "\x1a"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line without its end mark; `page` counts from 1, None in a text without form feeds."""

    text: str
    page: int | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether the line has no printed character."""
        return not self.text.strip(" \t\u00a0\ufeff")


def split_lines(text: str) -> list[SourceLine]:
    """Split decoded text into lines without page furniture."""
    pages = text.rstrip(DOS_END + "\f").lstrip("\ufeff").split("\f")
    if len(pages) == 1:
        return [SourceLine(line) for line in LINE_END.split(pages[0]) if not is_page_count(line)]
    return [SourceLine(line, number) for number, page in enumerate(pages, 1) for line in page_lines(page)]


def is_page_count(line: str) -> bool:
    """Страница 3 из 10."""
    return len(line) < 100 and PAGE_COUNT.fullmatch(line) is not None


def page_lines(page: str) -> list[str]:
    """Give a page's lines without the page number at its head or foot; an empty line keeps pages apart."""
    lines = LINE_END.split(page)
    filled = [index for index, line in enumerate(lines) if line.strip()]
    edges = {filled[0], filled[-1]} if filled else set()
    kept = [
        line
        for index, line in enumerate(lines)
        if not (is_page_count(line) or (index in edges and len(line) < 100 and LONE_NUMBER.fullmatch(line)))
    ]
    return kept if kept and not kept[-1].strip() else [*kept, ""]


def split_blocks(lines: Sequence[SourceLine], blank_lines: int = 0) -> list[list[SourceLine]]:
    """Split lines into runs of filled lines; up to `blank_lines` blank lines in a row do not end a run (they are left out)."""
    blocks: list[list[SourceLine]] = []
    gap = blank_lines + 1
    for line in lines:
        if line.is_blank:
            gap += 1
            continue
        if gap > blank_lines:
            blocks.append([])
        blocks[-1].append(line)
        gap = 0
    return blocks
