"""The nominative of phrases: the cases of `cases/nominative.txt`."""

from pathlib import Path

import pytest

from extractor.morphology import nominative

LINES = (Path(__file__).parent / "cases" / "nominative.txt").read_text(encoding="utf-8").split("\n")
CASES = [tuple(part.strip() for part in line.split("|")) for line in LINES if line and not line.startswith("#")]
MARKED = [pytest.param(*case, marks=[pytest.mark.xfail] if case[0].startswith("!") else []) for case in CASES]


@pytest.mark.parametrize(("case", "phrase", "expected"), MARKED)
def test_a_phrase_is_put_into_the_nominative(case: str, phrase: str, expected: str) -> None:
    hint = case.lstrip("!")
    assert nominative(phrase, case=None if hint == "-" else hint) == expected


@pytest.mark.parametrize("expected", sorted({case[2] for case in CASES}))
def test_a_nominative_stays_as_it_is(expected: str) -> None:
    assert nominative(expected) == expected
