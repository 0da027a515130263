"""Persons: the cases of `cases/persons.txt`."""

import pytest

from extractor.persons import find_persons, read_person
from tests.case_files import marked_rows, read_rows

CASES = read_rows("persons.txt")


@pytest.mark.parametrize(("case", "text", "printed", "values"), marked_rows(CASES))
def test_persons_are_found_and_put_into_the_nominative(case: str, text: str, printed: str, values: str) -> None:
    persons = find_persons(text.replace("⏎", "\n"))
    assert "; ".join(person.text for person in persons) == printed
    assert "; ".join(read_person(person.text, case=None if case == "-" else case) or "" for person in persons) == values


@pytest.mark.parametrize("text", [case[1].replace("⏎", "\n") for case in CASES])
def test_a_span_is_the_source(text: str) -> None:
    for person in find_persons(text):
        assert text[person.start : person.end] == person.text
        assert "\n" not in person.text


def test_a_name_never_crosses_a_line_end() -> None:
    assert find_persons("Лугин\nП.А. Сомов")[0].text == "П.А. Сомов"


def test_a_surname_alone_is_a_person() -> None:
    assert read_person("Ветрова") == "Ветрова"


def test_a_common_noun_alone_is_no_person() -> None:
    assert read_person("Отдел") is None
