"""The word lists of narrative reports: one meaning for each word, infinitives that the dictionary knows, one alphabet."""

import re

import pytest

from extractor.lexicons import read_lexicon
from extractor.narrative.periods import RULES, find_times
from extractor.narrative.sentences import shade, split_sentences
from extractor.narrative.words import lexicon, readings
from extractor.text import matching_form

TOML = read_lexicon("narrative")
VERB_LISTS = ("doing", "states", "speech", "planning", "both_aspects")


def is_infinitive(word: str) -> bool:
    return any("INFN" in reading.grammemes for reading in readings(word))


@pytest.mark.parametrize("name", VERB_LISTS)
def test_a_list_of_verbs_has_infinitives_only(name: str) -> None:
    assert [lemma for lemma in TOML[name]["lemmas"] if not is_infinitive(lemma)] == []


def test_no_verb_is_both_work_and_a_state_or_speech() -> None:
    known = lexicon()
    assert known.doing & (known.states | known.speech) == frozenset()


def test_every_word_is_written_in_cyrillic() -> None:
    words = [word for name in VERB_LISTS for word in TOML[name]["lemmas"]]
    assert [word for word in words if not re.fullmatch(r"[а-яё]+", word)] == []


def test_a_condition_is_kept_only_for_a_verb_that_may_name_work() -> None:
    known = lexicon()
    conditions = set(known.needs) | set(known.refuses)
    assert conditions - known.doing - known.planning == set()


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=lambda rule: rule.__name__)
def test_a_rule_of_time_reads_its_own_wording(rule: object) -> None:
    assert rule.__doc__ is not None
    wording = matching_form(rule.__doc__)
    assert len(find_times(wording)) == 1
    assert any(pattern.search(wording) and read is rule for pattern, read in RULES)


def test_a_bracket_and_a_quotation_are_shaded_and_the_length_stays() -> None:
    text = "Создан клуб «Мир (детский)» (в селе) «незакрытое"
    assert shade(text) == 'создан клуб "¤¤¤¤¤¤¤¤¤¤¤¤¤" (¤¤¤¤¤¤) "незакрытое'


@pytest.mark.parametrize(
    "text",
    [
        "Работы проведены в с. Лужки, д. Малая и пос. Дальнем.",
        "На ремонт направлено 5 млн. руб. из бюджета района.",
        "Договор заключён с компанией (дир. И.И. Петров) на год.",
        "В 2020 г. открыт музей.",
        "Проведены концерты, выставки и др. мероприятия.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    assert split_sentences(text) == [(0, len(text))]
