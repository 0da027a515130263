"""Acts that texts name: `find_acts`, and the acts that a document changes: `amended_acts`."""

import pytest

from extractor.records import Clause, Records, Requisites
from extractor.references import amended_acts, find_acts
from tests.case_files import read_rows


@pytest.mark.parametrize(("text", "expected"), read_rows("references.txt"))
def test_acts_are_found(text: str, expected: str) -> None:
    found = [f"{act.kind or '-'} {act.date} {act.number or '-'}" for act in find_acts(text)]
    assert "; ".join(found) == expected


def test_a_reference_points_to_its_date_and_number() -> None:
    text = "Внести в постановление главы от 20.01.2020 № 11-п следующие изменения"
    [act] = find_acts(text)
    assert text[act.start : act.end] == "20.01.2020 № 11-п"


def records(title: str, *clauses: Clause) -> Records:
    return Records(document=Requisites(kind="resolution", title=title), clauses=clauses)


def test_the_act_named_by_an_amending_title_is_changed() -> None:
    [act] = amended_acts(records("О внесении изменений в постановление администрации посёлка от 20.01.2020 № 11"))
    assert (act.kind, act.date, act.number) == ("resolution", "2020-01-20", "11")


def test_an_act_that_is_only_a_ground_is_not_changed() -> None:
    assert amended_acts(records("Об утверждении плана во исполнение распоряжения Губернатора от 20.01.2020 № 11-р")) == ()
