"""Instructions of amending acts: the case file, evidence, what is no amendment."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

import pytest

from extractor.amendments import find_amendments
from extractor.document import Block, Document
from extractor.outline import read_outline
from extractor.records import Amendment, Instruction, Reading, Step
from tests.builders import table
from tests.case_files import Case, marked, read_cases
from tests.drawings import draw, stands_in

CASES = read_cases("amendments.txt")
HEAD = (
    "^АДМИНИСТРАЦИЯ ЛЕСНОГО РАЙОНА",
    "^ПОСТАНОВЛЕНИЕ",
    "от 20.06.2021 № 99",
    "О внесении изменений в постановление администрации района от 12.03.2021 № 45",
    "ПОСТАНОВЛЯЮ:",
)
FOOT = "Глава района С.С. Ясенев"


def draw_lines(lines: Iterable[str]) -> Document:
    blocks = list[Block]()
    for is_row, run in groupby(lines, lambda line: line.startswith("| ")):
        if is_row:
            blocks.append(table("\n".join(line[2:] for line in run), block=len(blocks) + 1))
            continue
        for line in run:
            (drawn,) = draw([line]).blocks
            blocks.append(replace(drawn, block=len(blocks) + 1))
    return Document(format="txt", blocks=tuple(blocks))


def an_act(case: Case) -> Document:
    printed = [line if line.startswith("| ") else line[2:] for line in case.lines if line.startswith(("> ", "| "))]
    return draw_lines([*HEAD, *printed, FOOT])


def find(document: Document) -> Reading[tuple[Amendment, ...]]:
    return find_amendments(document, read_outline(document))


def step_text(step: Step) -> str:
    return " ".join(part for part in (step.unit, step.number, f"«{step.name}»" if step.name else None) if part)


def shown(instruction: Instruction) -> str:
    parts = [
        instruction.number or "-",
        instruction.action,
        " > ".join(map(step_text, instruction.place)),
        instruction.old or "",
        instruction.new or "",
    ]
    while not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def numbers_shown(amendment: Amendment) -> Iterator[str]:
    for one in amendment.renumberings:
        places = [" > ".join(map(step_text, place)) for place in one.places]
        pairs = zip(places, one.numbers, strict=True) if one.numbers else [("; ".join(places), "")]
        yield from (f"{one.number or '-'} | {place} | {number}".rstrip().replace("|  |", "| |") for place, number in pairs)


def target_text(amendment: Amendment) -> str:
    target = amendment.target
    parts = [target.kind or "-", target.date or "-", target.number or "-", target.title or "-", "; ".join(target.amended_by)]
    return " | ".join(part for part in parts if part)


def wanted(case: Case) -> list[str]:
    lines = [[part.strip() for part in line.split(" | ", 4)] for line in case.after("= ")]
    return [" | ".join(line if any(line[2:]) else line[:2]) for line in ([*line] for line in lines)]


@pytest.mark.parametrize("case", marked(CASES))
def test_an_act_is_read(case: Case) -> None:
    reading = find(an_act(case))
    assert [shown(i) for amendment in reading.value for i in amendment.instructions] == wanted(case)
    assert [moved for amendment in reading.value for moved in numbers_shown(amendment)] == list(case.after("& "))
    if case.after("@ "):
        assert [target_text(amendment) for amendment in reading.value] == list(case.after("@ "))
    assert {issue.code for issue in reading.issues} == set(case.after("? "))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_instruction_stands_at_its_place(case: Case) -> None:
    document = an_act(case)
    reading = find(document)
    assert all(stands_in(document, i.evidence) for amendment in reading.value for i in amendment.instructions)
    assert all(met.evidence and stands_in(document, met.evidence) for met in reading.issues)
