"""Doubts: where in the finished text the words stand that recognition was not sure of.

In: the pages with their marks, and the document's blocks. Out: the document's `Doubt`s, in the order of the pages.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.document import Block, Doubt, DoubtCode, Line, Passage, Table
from extractor.evidence import Evidence
from extractor.formats.pdf.pages import PageContent
from extractor.formats.pdf.printed import Mark

LinesByPage = dict[int | None, list[tuple[Line, Passage]]]


def find_doubts(pages: Iterable[PageContent], blocks: Sequence[Block]) -> tuple[Doubt, ...]:
    """Find the doubts about a document's pages; words that were left out of the text (furniture) make none."""
    lines: LinesByPage = defaultdict(list)
    for passage in passages_of(blocks):
        for line in passage.lines:
            lines[line.page].append((line, passage))
    return tuple(doubt for page in pages for doubt in page_doubts(page, lines))


def passages_of(blocks: Sequence[Block]) -> Iterator[Passage]:
    """Yield the paragraphs and cells of blocks."""
    for block in blocks:
        if isinstance(block, Table):
            yield from block.cells
        else:
            yield block


def page_doubts(page: PageContent, lines: LinesByPage) -> Iterator[Doubt]:
    """Yield the doubts about one page."""
    if page.failure is not None:
        yield Doubt(code="page_not_read", page=page.page)
    for mark in page.marks:
        evidence = place_mark(mark, lines.get(page.page, []))
        if evidence is not None:
            yield Doubt(code=code_of(mark), page=page.page, evidence=evidence, confidence=mark.confidence, seen=mark.seen)


def place_mark(mark: Mark, lines: Sequence[tuple[Line, Passage]]) -> Evidence | None:
    """Find a marked word in the text: in the line whose box holds the middle of the word's box."""
    x, y = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
    for line, passage in lines:
        if line.box is None or not (line.box[0] <= x <= line.box[2] and line.box[1] <= y <= line.box[3]):
            continue
        start = passage.text.find(mark.text, line.start, line.end)
        if start >= 0:
            return replace(passage.evidence(start, start + len(mark.text), code_of(mark)), page=line.page, box=mark.box)
    return None


def code_of(mark: Mark) -> DoubtCode:
    """Give the code of the doubt about a marked word."""
    return "ocr_low_confidence" if mark.seen is None else "ocr_repaired"
