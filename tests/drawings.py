"""Documents drawn as lines in a case file: centred (^), right-aligned (→), bold (*) paragraphs and table rows between bars."""

import re
from collections.abc import Iterable, Iterator

from extractor.document import Block, Document, Paragraph, Table
from extractor.evidence import Evidence
from tests.builders import paragraph, table

STYLES = {"^": "centred", "→": "right", "*": "bold"}


def draw(lines: Iterable[str]) -> Document:
    blocks = list[Block]()
    for run in runs(lines):
        number = len(blocks) + 1
        if run[0].startswith("|"):
            blocks.append(table("\n".join(run).replace("⏎", " / "), block=number))
            continue
        styles = re.match(r"[\^→*]*", run[0])
        marks = styles.group() if styles else ""
        blocks.append(paragraph(run[0][len(marks) :].replace("⏎", "\n"), block=number, **{STYLES[mark]: True for mark in marks}))
    return Document(format="txt", blocks=tuple(blocks))


def runs(lines: Iterable[str]) -> Iterator[list[str]]:
    rows = list[str]()
    for line in lines:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            yield rows
            rows = []
        yield [line]
    if rows:
        yield rows


def stands_in(document: Document, evidence: Evidence) -> bool:
    block = document.blocks[evidence.block - 1]
    if isinstance(block, Paragraph):
        return block.text[evidence.start : evidence.end] == evidence.text != ""
    assert isinstance(block, Table)
    cell = block.grid[(evidence.row or 0) - 1][(evidence.column or 0) - 1]
    return cell is not None and cell.text[evidence.start : evidence.end] == evidence.text != ""
