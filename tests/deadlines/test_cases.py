"""The case file: every deadline cell in it is read as written there."""

from dataclasses import replace

import pytest

from extractor.deadlines import find_deadlines
from extractor.document import Line, Passage
from extractor.records import Deadline
from tests.case_files import Case, marked, read_cases

CASES = read_cases("deadlines.txt")
MARKS = ("period: ", "heading: ", "  → ", "  issue ")


def passage(cell: str) -> Passage:
    lines, at = list[Line](), 0
    for line in cell.split("⏎"):
        lines.append(Line(at, at + len(line)))
        at += len(line) + 1
    return Passage(text=cell.replace("⏎", " "), block=1, lines=tuple(lines))


def written(deadline: Deadline) -> str:
    return " ".join(part for part in (deadline.kind, deadline.edtf, deadline.rrule, deadline.offset) if part)


@pytest.mark.parametrize("case", marked(replace(case, title=f"{case.title}: {case.without(*MARKS)[-1]}") for case in CASES))
def test_a_cell_is_read_as_the_case_says(case: Case) -> None:
    (*_, cell), (period,) = case.without(*MARKS), case.after("period: ") or (None,)
    reading = find_deadlines(passage(cell), period=period, headings=list(case.after("heading: ")))
    assert [written(deadline) for deadline in reading.value] == [line for line in case.after("  → ") if line != "nothing"]
    corrected = [issue.code for issue in reading.issues if issue.code != "deadline_unknown"]
    assert corrected == list(case.after("  issue "))


def test_the_case_file_holds_at_least_300_cases() -> None:
    assert len(CASES) >= 300
