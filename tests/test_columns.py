"""Header wordings and the roles they give."""

from itertools import combinations

import pytest

from extractor.columns import phrases, read_header
from extractor.lexicons import read_lexicon
from tests.case_files import read_rows

CASES = read_rows("headers.txt", mark="=")


@pytest.mark.parametrize(("header", "role"), CASES)
def test_header_wording_gives_its_role(header: str, role: str) -> None:
    reading = read_header(header)
    assert reading is not None
    assert reading.role == role


@pytest.mark.parametrize("header", ["Отчетное", "Ы", "", "---", "3"])
def test_unknown_header_gives_nothing(header: str) -> None:
    assert read_header(header) is None


def test_no_phrase_stands_under_two_roles() -> None:
    roles = {role: set(found) for role, found in read_lexicon("columns").items()}
    shared = {(a, b): roles[a] & roles[b] for a, b in combinations(roles, 2) if roles[a] & roles[b]}
    assert not shared


def test_every_phrase_is_found_by_its_own_words() -> None:
    lost = [phrase.phrase for phrase in phrases() if (found := read_header(" ".join(phrase.words))) is None or found.role != phrase.role]
    assert not lost


def test_the_phrase_that_begins_first_decides() -> None:
    assert read_header("Ответственный исполнитель, срок").role == "responsible"
    assert read_header("Срок, ответственный исполнитель").role == "deadline"


def test_case_and_yo_do_not_matter() -> None:
    assert read_header("ОТЧЁТНЫЙ ДОКУМЕНТ").role == read_header("отчетный документ").role == "result"
