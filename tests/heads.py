"""Documents drawn as lines in a case file: centred (^), right-aligned (→), bold (*) paragraphs and table rows between bars."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.document import Block, Document, Paragraph, Table
from extractor.evidence import Evidence
from tests.builders import paragraph, table

CASES = Path(__file__).parent / "cases"
STYLES = {"^": "centred", "→": "right", "*": "bold"}


@dataclass(frozen=True)
class Case:
    title: str
    printed: tuple[str, ...]
    expected: tuple[str, ...]
    known_gap: bool


def read_cases(name: str) -> list[Case]:
    text = "\n".join(line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [read_case(chunk) for chunk in re.split(r"\n\s*\n", text.strip())]


def read_case(chunk: str) -> Case:
    title, *lines = chunk.splitlines()
    printed = tuple(line[2:] for line in lines if line.startswith("> "))
    expected = tuple(line for line in lines if not line.startswith("> "))
    return Case(title.lstrip("!"), printed, expected, title.startswith("!"))


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
