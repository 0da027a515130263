"""The nominative of phrases: the cases of `cases/nominative.txt`."""

import pytest

from extractor.morphology import nominative
from tests.case_files import marked_rows, read_rows

CASES = read_rows("nominative.txt")


@pytest.mark.parametrize(("case", "phrase", "expected"), marked_rows(CASES))
def test_a_phrase_is_put_into_the_nominative(case: str, phrase: str, expected: str) -> None:
    assert nominative(phrase, case=None if case == "-" else case) == expected


@pytest.mark.parametrize("expected", sorted({case[2] for case in CASES}))
def test_a_nominative_stays_as_it_is(expected: str) -> None:
    assert nominative(expected) == expected
