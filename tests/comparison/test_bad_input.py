"""Bad input: a clear answer, never a crash, never an invented match."""

from dataclasses import replace

import pytest

from corpora.gold_records import typed_records
from corpora.version_pairs import read_pairs
from extractor.comparison import compare
from extractor.records import Activity, Records
from tests.comparison.plans import found, measure, plan, records, requisites, shown

ROADS = """
1 | Ремонт моста через реку Каменку | до 1 июля 2022 г. | Отдел ЖКХ
2 | Отсыпка щебнем улицы Полевой | до 1 мая 2022 г. | Отдел ЖКХ
"""
LIBRARY = """
1 | Книжная выставка «Сад и огород» | ежегодно | Библиотекарь
2 | Литературный вечер памяти поэта | ежемесячно | Библиотекарь
"""


def test_an_empty_plan_loses_or_gains_every_row() -> None:
    empty = records([])
    assert found(plan(ROADS), empty) == ["0> removed", "1> removed"]
    assert found(empty, plan(ROADS)) == [">0 added", ">1 added"]
    assert found(empty, empty) == []


def test_a_report_has_no_measures_to_match() -> None:
    evidence = plan(ROADS).plans[0].measures[0].evidence
    said = Activity(text="Отремонтирован мост через реку Каменку", status="done", evidence=evidence)
    report = Records(document=replace(requisites(), kind="report"), activities=(said,))
    comparison = compare(plan(ROADS), report)
    assert (shown(comparison), set(comparison.requisites)) == (["0> removed", "1> removed"], {"kind"})


def test_plans_that_share_nothing_share_no_row() -> None:
    assert sorted(found(plan(ROADS), plan(LIBRARY))) == ["0> removed", "1> removed", ">0 added", ">1 added"]


def test_plans_of_the_corpus_that_share_nothing_share_no_row() -> None:
    (pair,) = [pair for pair in read_pairs() if pair.name == "nothing_shared"]
    comparison = compare(*map(typed_records, pair.records))
    assert {change.classes for change in comparison.changes} == {("added",), ("removed",)}


def test_rows_of_one_number_are_told_apart_by_their_texts() -> None:
    old = plan("""
        1 | Ремонт моста через реку Каменку
        1 | Отсыпка щебнем улицы Полевой
        1 | Освещение остановки школьного автобуса
    """)
    new = plan("""
        1 | Отсыпка щебнем и песком улицы Полевой
        1 | Освещение остановки школьного автобуса и сквера
    """)
    assert sorted(found(old, new)) == ["0> removed", "1>0 changed:text", "2>1 changed:text"]


def test_equal_rows_of_one_number_and_no_other_values_are_compared_in_order() -> None:
    old, new = (records([measure("Рейд", "1") for _ in range(count)]) for count in (3, 2))
    assert found(old, new) == ["2> removed"]


def test_rows_without_a_text_are_no_reason_to_fail() -> None:
    old, new = records([measure(""), measure("", "2"), measure("...")]), records([measure(""), measure("№")])
    assert len(found(old, new)) <= 5


def test_two_documents_without_plans_have_no_changes_of_measures() -> None:
    assert found(Records(document=requisites()), Records(document=requisites())) == []


def test_an_opening_that_rows_share_is_no_match() -> None:
    old = plan("1 | Проведение мероприятий\n2 | Проведение рейдов по рынкам города | ежемесячно | Отдел торговли")
    new = plan("1 | Проведение мероприятий\n2 | Проведение ремонта кровли больницы | до 1 июля 2022 г. | Отдел строительства")
    assert sorted(found(old, new)) == ["1> removed", ">1 added"]


def test_a_removed_row_is_not_taken_for_part_of_another() -> None:
    old = plan("1 | Обновление паспортов безопасности школ\n2 | Обновление паспортов безопасности учреждений культуры")
    new = plan("1 | Обновление паспортов безопасности учреждений культуры и спорта")
    assert sorted(found(old, new)) == ["0> removed", "1>0 changed:text renumbered"]


@pytest.mark.parametrize("turned", [False, True])
def test_rows_joined_with_words_said_once_are_merged(turned: bool) -> None:
    old = plan("1 | Обновление паспортов безопасности школ\n2 | Обновление паспортов безопасности учреждений культуры")
    new = plan("1 | Обновление паспортов безопасности школ и учреждений культуры")
    assert found(*((new, old) if turned else (old, new))) == (["0>0,1 split"] if turned else ["0,1>0 merged"])


def test_sections_under_a_title_worded_anew_stay_where_they_were() -> None:
    drawing = "= Дороги\n1 | Ремонт моста\n2 | Отсыпка улицы\n= Вода\n3 | Чистка пруда"
    comparison = compare(plan(drawing, "План на 2021 год"), plan(drawing, "План на 2022 год"))
    assert shown(comparison) == []
    assert [(change.kind, change.old, change.new) for change in comparison.headings] == [
        ("renamed", ("План на 2021 год",), ("План на 2022 год",))
    ]


def test_a_section_worded_anew_moves_nothing() -> None:
    old = "= Дороги\n1 | Ремонт моста\n2 | Отсыпка улицы\n= Вода\n3 | Чистка пруда"
    comparison = compare(plan(old), plan(old.replace("Дороги", "Дорожное хозяйство")))
    assert shown(comparison) == []
    assert [(change.kind, change.old, change.new) for change in comparison.headings] == [
        ("renamed", ("План", "Дороги"), ("План", "Дорожное хозяйство"))
    ]
