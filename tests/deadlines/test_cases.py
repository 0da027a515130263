"""The case file: every deadline cell in it is read as written there."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extractor.deadlines import find_deadlines
from extractor.document import Line, Passage
from extractor.records import Deadline

CASES = Path(__file__).parent.parent / "cases" / "deadlines.txt"


@dataclass
class Case:
    title: str
    cell: str = ""
    period: str | None = None
    headings: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)


def read_cases() -> list[Case]:
    cases = list[Case]()
    for block in CASES.read_text(encoding="utf8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        case = Case(lines[0])
        for line in lines[1:]:
            if line.startswith("period: "):
                case.period = line.removeprefix("period: ")
            elif line.startswith("heading: "):
                case.headings.append(line.removeprefix("heading: "))
            elif line.startswith("  → "):
                case.expected.append(line.removeprefix("  → "))
            elif line.startswith("  issue "):
                case.issues.append(line.removeprefix("  issue "))
            else:
                case.cell = line
        cases.append(case)
    return cases


def passage(cell: str) -> Passage:
    lines, at = list[Line](), 0
    for line in cell.split("⏎"):
        lines.append(Line(at, at + len(line)))
        at += len(line) + 1
    return Passage(text=cell.replace("⏎", " "), block=1, lines=tuple(lines))


def written(deadline: Deadline) -> str:
    return " ".join(part for part in (deadline.kind, deadline.edtf, deadline.rrule, deadline.offset) if part)


def parameters() -> list[object]:
    return [
        pytest.param(case, id=f"{case.title}: {case.cell}", marks=[pytest.mark.xfail(strict=True)] if case.title.startswith("!") else [])
        for case in read_cases()
    ]


@pytest.mark.parametrize("case", parameters())
def test_a_cell_is_read_as_the_case_says(case: Case) -> None:
    reading = find_deadlines(passage(case.cell), period=case.period, headings=case.headings)
    assert [written(deadline) for deadline in reading.value] == [line for line in case.expected if line != "nothing"]
    corrected = [issue.code for issue in reading.issues if issue.code != "deadline_unknown"]
    assert corrected == case.issues


def test_the_case_file_holds_at_least_300_cases() -> None:
    assert len(read_cases()) >= 300
