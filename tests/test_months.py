"""Months: names in every case, and what only begins like one."""

import re

import pytest

from extractor.months import MONTH, MONTHS, month_number

FORMS = [
    ("январь", 1),
    ("февраля", 2),
    ("марту", 3),
    ("апрелем", 4),
    ("мая", 5),
    ("май", 5),
    ("маем", 5),
    ("июне", 6),
    ("июля", 7),
    ("августом", 8),
]


@pytest.mark.parametrize(("name", "number"), [*FORMS, *((name, number) for number, name in enumerate(MONTHS, 1))])
def test_a_name_in_any_case_has_its_number(name: str, number: int) -> None:
    assert re.fullmatch(MONTH, name)
    assert month_number(name) == number


@pytest.mark.parametrize("word", ["майор", "мартовский", "августейший", "декабрист"])
def test_a_word_that_only_begins_like_a_month_is_none(word: str) -> None:
    assert not re.match(MONTH, word)
