"""The corpus of amending acts: every instruction is read, the plans come out as written, nothing is applied wrongly."""

import pytest

from corpora.amending.scoring import Case, Score, read_cases, score_case

CASES = list(read_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_read_and_applied_as_written(case: Case) -> None:
    score = Score()
    score_case(score, case, "docx")
    assert score.misses == []
    assert score.wrong == 0
    assert (score.f1, score.fields_right, score.targets_right) == (1.0, score.fields, score.targets)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 10
