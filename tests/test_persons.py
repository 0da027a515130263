"""Persons: the cases of `cases/persons.txt`."""

from pathlib import Path

import pytest

from extractor.persons import find_persons, read_person

LINES = (Path(__file__).parent / "cases" / "persons.txt").read_text(encoding="utf-8").split("\n")
CASES = [tuple(part.strip() for part in line.split("|")) for line in LINES if line and not line.startswith("#")]
MARKED = [pytest.param(*case, marks=[pytest.mark.xfail] if case[0].startswith("!") else []) for case in CASES]


@pytest.mark.parametrize(("case", "text", "printed", "values"), MARKED)
def test_persons_are_found_and_put_into_the_nominative(case: str, text: str, printed: str, values: str) -> None:
    hint = case.lstrip("!")
    persons = find_persons(text.replace("⏎", "\n"))
    assert "; ".join(person.text for person in persons) == printed
    assert "; ".join(read_person(person.text, case=None if hint == "-" else hint) or "" for person in persons) == values


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
