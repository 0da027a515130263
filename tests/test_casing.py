"""Sentence case of lines printed in capitals."""

import pytest

from extractor.casing import PLACE_RULES, read_casing
from extractor.document import Document
from tests.builders import paragraph

ORDINARY = "Настоящий план утверждён администрацией Лужского района для отдела ЗАГС и газеты «Новь»."


def in_sentence_case(text: str, *, ordinary: str = ORDINARY) -> str:
    return read_casing(Document(format="txt", blocks=(paragraph(ordinary),))).sentence(text)


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("О МЕРАХ ПО ПРОТИВОДЕЙСТВИЮ КОРРУПЦИИ", "О мерах по противодействию коррупции"),
        ("АДМИНИСТРАЦИЯ ЛУЖСКОГО РАЙОНА", "Администрация Лужского района"),
        ("О ПРАЗДНОВАНИИ ДНЯ ПОБЕДЫ", "О праздновании Дня Победы"),
        ("О ВСТРЕЧЕ НОВОГО ГОДА", "О встрече Нового года"),
        ("ПРАВИТЕЛЬСТВО РОССИЙСКОЙ ФЕДЕРАЦИИ", "Правительство Российской Федерации"),
        ("ПОДДЕРЖКА РОССИЙСКОЙ НАУКИ", "Поддержка российской науки"),
        ("ПЛАН РАБОТЫ МБОУ СОШ № 3", "План работы МБОУ СОШ № 3"),
        ("ПЛАН мероприятий", "План мероприятий"),
        ("Обычная строка", "Обычная строка"),
    ],
)
def test_a_line_in_capitals_gets_sentence_case(printed: str, written: str) -> None:
    assert in_sentence_case(printed) == written


@pytest.mark.parametrize("rule", PLACE_RULES, ids=lambda rule: rule.__name__)
def test_a_rule_of_places_capitalises_the_wording_of_its_docstring(rule) -> None:
    wording, _, ordinary = rule.__doc__.partition("; not ")
    assert [word for word in in_sentence_case(f"ПЛАН {wording}").split()[1:] if word.istitle()]
    assert not [word for word in in_sentence_case(f"ПЛАН {ordinary}").split()[1:] if word.istitle()]


def test_the_documents_own_spelling_wins() -> None:
    assert in_sentence_case("РАБОТА ВЕЛОЦЕНТРА") == "Работа велоцентра"
    assert in_sentence_case("РАБОТА ВЕЛОЦЕНТРА", ordinary="Жители любого возраста ходят в ВелоЦентра филиал.") == "Работа ВелоЦентра"
