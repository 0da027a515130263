"""Names of bodies and persons: which are one, which may be, and which never are."""

import re

import pytest

from extractor.registry import Known, Name, blocks, match, place, read_person_name, read_scope, read_unit_name
from extractor.registry.matching import GUARDS
from extractor.registry.rules import PERSON_SAME, PERSON_SUGGESTED, UNIT_SAME, UNIT_SUGGESTED

DISTRICT = read_scope("Администрация Ольховецкого муниципального района")


def unit(text: str) -> Name:
    return read_unit_name(text, DISTRICT)


def person(text: str) -> Name:
    return read_person_name(text, DISTRICT)


def wordings(rule: object) -> list[str]:
    return re.split(r" [=~] ", (rule.__doc__ or "").strip())


@pytest.mark.parametrize("rule", UNIT_SAME, ids=lambda rule: rule.__name__)
def test_a_rule_puts_the_wordings_of_its_docstring_together(rule: object) -> None:
    found = match(*map(unit, wordings(rule)))
    assert (found.outcome, found.rule) == ("same", rule.__name__)


@pytest.mark.parametrize("rule", UNIT_SUGGESTED, ids=lambda rule: rule.__name__)
def test_a_rule_suggests_the_wordings_of_its_docstring(rule: object) -> None:
    found = match(*map(unit, wordings(rule)))
    assert (found.outcome, found.rule) == ("suggested", rule.__name__)


@pytest.mark.parametrize("rule", [*PERSON_SAME, *PERSON_SUGGESTED], ids=lambda rule: rule.__name__)
def test_a_rule_for_persons_reads_its_docstring(rule: object) -> None:
    found = match(*map(person, wordings(rule)))
    assert (found.outcome, found.rule) == ("same" if rule in PERSON_SAME else "suggested", rule.__name__)


@pytest.mark.parametrize(
    ("first", "second", "guard"),
    [
        ("Отдел кадров", "Начальник отдела кадров", "other_kind"),
        ("Школа № 5", "Школа № 6", "other_number"),
        ("Школа № 5", "Школа", "other_number"),
        ("Редакция газеты «Степная новь»", "Редакция газеты «Степные вести»", "other_quoted"),
        ("ООО «Исток»", "АО «Исток»", "other_legal_form"),
        ("Глава сельского поселения", "Главы сельских поселений", "one_and_several"),
    ],
)
def test_a_guard_keeps_bodies_apart(first: str, second: str, guard: str) -> None:
    found = match(unit(first), unit(second))
    assert (found.outcome, found.rule) == ("different", guard)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Отдел экономики", "Отдел экологии"),
        ("Отдел информации", "Отдел информатизации"),
        ("Отдел образования управления экономики", "Отдел экономики управления образования"),
        ("Отдел кадров", "Отдел кадров управления образования"),
        ("Комитет по культуре", "Комитет по спорту"),
        ("Глава администрации", "Глава района"),
        ("Глава района", "Заместитель главы района"),
        ("Министерство образования", "Министерство образования и науки"),
    ],
)
def test_different_bodies_with_similar_names_are_not_put_together(first: str, second: str) -> None:
    assert match(unit(first), unit(second)).outcome != "same"


def test_persons_with_other_initials_are_different() -> None:
    assert match(person("Новиков А.А."), person("Новиков А.Б.")).rule == "other_initials"


def test_the_same_name_in_two_municipalities_is_of_two_bodies() -> None:
    town, other = read_scope("Администрация города Старицына"), read_scope("Администрация города Новодворска")
    for name in ("Управление культуры", "Администрация города"):
        assert match(read_unit_name(name, town), read_unit_name(name, other)).rule == "other_scope"


def test_a_name_that_names_a_municipality_belongs_to_it_wherever_it_stands() -> None:
    region = read_scope(None, title="План развития туризма в Ясногорском крае")
    district = read_scope("Администрация Плёсского района")
    assert match(read_unit_name("Администрация Плёсского района", region), read_unit_name("Администрация", district)).outcome == "same"


def test_what_a_document_explains_is_the_body_that_it_explains() -> None:
    scope = read_scope("Администрация Ольховецкого района", stated=(("уо", "Управление образования"),))
    assert match(read_unit_name("УО", scope), unit("Управление образования")).outcome == "same"


def test_an_abbreviation_that_two_bodies_may_have_belongs_to_neither_and_both_are_suggested() -> None:
    known = [Known(1, "a", unit("Комитет управления малым имуществом")), Known(2, "b", unit("Комитет управления муниципальным инвентарём"))]
    placing = place(unit("КУМИ"), known)
    assert placing.entry is None
    assert {number for number, _ in placing.suggested} == {1, 2}


def test_an_abbreviation_is_not_joined_to_a_body_that_differs_from_another_name_of_its_entry() -> None:
    known = [Known(1, "a", unit("Школа № 5")), Known(2, "a", unit("Школа имени Пушкина № 5"))]
    assert place(unit("Школа № 6"), known).entry is None


@pytest.mark.parametrize("rule", [*UNIT_SAME, *UNIT_SUGGESTED], ids=lambda rule: rule.__name__)
def test_names_that_match_are_found_by_a_common_block(rule: object) -> None:
    first, second = map(unit, wordings(rule))
    assert blocks(first) & blocks(second)


@pytest.mark.parametrize("text", ["", " ", "…", "№", "«»", "((((", "5", "ё" * 5_000, "отдел " * 2_000, "«" * 3_000, "А.Б. " * 1_000])
def test_whatever_stands_as_a_name_has_a_form(text: str) -> None:
    assert match(unit(text), unit(text)).outcome == "same"
    assert match(person(text), person(text)).outcome in {"same", "suggested", "different"}
    assert blocks(unit(text))


def test_every_guard_is_named_by_a_wording() -> None:
    assert all(guard.__doc__ for guard in GUARDS)
