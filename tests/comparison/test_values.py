"""Values: what is said of two deadlines, parties, sums and texts of one row."""

import pytest

from extractor.comparison import compare
from extractor.comparison.changes import FieldChange
from tests.comparison.plans import found, measure, records


def field_of(name: str, old: dict[str, object], new: dict[str, object]) -> FieldChange | None:
    (changes,) = [compare(records([measure("Ремонт моста", "1", **old)]), records([measure("Ремонт моста", "1", **new)])).changes]
    return changes[0].fields.get(name) if changes else None


def said(name: str, old: dict[str, object], new: dict[str, object]) -> list[tuple[str, object]]:
    change = field_of(name, old, new)
    return [(each.kind, each.days or each.amount) for each in change.differences] if change else []


DEADLINES = [
    ("до 1 марта 2022 г.", "до 1 апреля 2022 г.", [("postponed", 31)]),
    ("до 15 мая 2022 г.", "до 1 мая 2022 г.", [("brought_forward", 14)]),
    ("март 2022 г.", "апрель 2022 г.", [("postponed", 30)]),
    ("2021 - 2022 годы", "2021 - 2023 годы", [("postponed", 365)]),
    ("2020 - 2022 годы", "2021 - 2022 годы", [("postponed", 366)]),
    ("до 31.12.2022", "ежегодно", [("became_recurring", None)]),
    ("ежегодно", "до 31.12.2022", [("became_single", None)]),
    ("ежегодно", "ежеквартально", [("frequency", None)]),
    ("постоянно", "по мере необходимости", [("deadline_replaced", None)]),
    ("", "ежегодно", [("deadline_added", None)]),
    ("ежегодно", "", [("deadline_dropped", None)]),
    ("май 2022 г.", "май 2022 г.; ноябрь 2022 г.", [("deadline_added", None)]),
    ("май 2022 г.; ноябрь 2022 г.", "ноябрь 2022 г.; май 2022 г.", []),
    ("до 1 июня 2022 г.", "не позднее 01.06.2022", []),
    ("IV квартал 2022 г.", "4 квартал 2022 года", []),
    ("I квартал 2022 г.", "II квартал 2022 г.", [("postponed", 91)]),
]


@pytest.mark.parametrize(("old", "new", "expected"), DEADLINES)
def test_deadlines_are_compared_by_value(old: str, new: str, expected: list[tuple[str, object]]) -> None:
    assert said("deadlines", {"deadline": old}, {"deadline": new}) == expected


PARTIES = [
    ("Отдел культуры", "Отдел экономики", ["party_replaced"]),
    ("Отдел культуры", "Отдел культуры; Отдел экономики", ["party_added"]),
    ("Отдел культуры; Отдел экономики", "Отдел экономики", ["party_dropped"]),
    ("Отдел культуры; Отдел экономики", "Отдел экономики; Отдел культуры", []),
    ("Отдел экономики", "Отдел экологии", ["party_replaced"]),
    ("Отдел культуры", "отдел культуры", []),
    ("МУП «Исток»", 'МУП "Исток"', []),
    ("Отдел культуры @lead", "Отдел культуры @co_executor", ["role_changed"]),
    ("директор ~ Ивова С.С.", "директор ~ Калинова Т.Т.", ["party_replaced"]),
    ("Глава района ~ Ивова С.С.", "Глава района", ["party_replaced"]),
    ("Комитет по управлению имуществом и земельным отношениям", "КУИиЗО", []),
    ("Отдел жилищно-коммунального хозяйства администрации", "Отдел ЖКХ администрации", []),
    ("Комитет по управлению муниципальным имуществом (КУМИ)", "КУМИ", []),
    ("Комитет по управлению муниципальным имуществом (далее – КУМИ)", "Комитет по управлению муниципальным имуществом", []),
    ("Комитет по управлению муниципальным имуществом", "КУИиЗО", ["party_replaced"]),
    ("Отдел ЖКХ", "Отдел ЖКУ", ["party_replaced"]),
    ("Совет отцов", "СО", ["party_replaced"]),
    ("Глава сельского поселения", "Главы сельских поселений", []),
    ("Школа № 1", "Школа № 2", ["party_replaced"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), PARTIES)
def test_parties_are_compared_by_their_normal_form(old: str, new: str, expected: list[str]) -> None:
    assert [kind for kind, _ in said("responsible", {"party": old}, {"party": new})] == expected


def sums(*amounts: tuple[float, int | None, str | None]) -> dict[str, object]:
    return {"funding": [{"amount": amount, "currency": "RUB", "year": year, "source": source} for amount, year, source in amounts]}


FUNDING = [
    (sums((100.0, 2022, None)), sums((150.0, 2022, None)), [("raised", 50.0)]),
    (sums((100.0, 2022, None)), sums((60.0, 2022, None)), [("lowered", 40.0)]),
    (sums((100.0, 2022, None)), sums((100.0, 2022, None), (70.0, 2023, None)), [("amount_added", 70.0)]),
    (sums((100.0, 2022, None), (70.0, 2023, None)), sums((100.0, 2022, None)), [("amount_dropped", 70.0)]),
    (sums((100.0, 2022, "местный бюджет")), sums((100.0, 2022, "Местный бюджет")), []),
    (sums((1.0, 2022, None), (2.0, 2023, None)), sums((2.0, 2023, None), (1.0, 2022, None)), []),
    (sums((100.0, 2022, "местный бюджет")), sums((100.0, 2022, "областной бюджет")), [("amount_dropped", 100.0), ("amount_added", 100.0)]),
]


@pytest.mark.parametrize(("old", "new", "expected"), FUNDING)
def test_sums_are_compared_by_year_and_source(old: dict[str, object], new: dict[str, object], expected: list[tuple[str, object]]) -> None:
    assert said("funding", old, new) == expected


TEXTS = [
    ("Ремонт дорог района", "РЕМОНТ ДОРОГ РАЙОНА", "wording"),
    ("Учёт детей в посёлке", "Учет детей в поселке", "wording"),
    ("Ремонт дорог района", "Ремонт дорог района.", "wording"),
    ("Закупка спец. одежды для бригад", "Закупка спецодежды для бригад", "wording"),
    ("Осмотр водителей автобусов", "Осмотр водитилей автобусов", "wording"),
    ("Проведение осмотра зданий", "Проведение осмотров зданий", "wording"),
    ("Ремонт дорог района", "Ремонт дорог округа", "changed:text"),
    ("Отчёт за 2021 год", "Отчёт за 2022 год", "changed:text"),
    ("Встречи с учащимися 8 классов", "Встречи с учащимися 9 классов", "changed:text"),
    ("Ремонт дорог района", "Ремонт дорог района и мостов", "changed:text"),
    ("Ремонт дорог района", "Ремонт дорог района", ""),
]


@pytest.mark.parametrize(("old", "new", "classes"), TEXTS)
def test_a_text_printed_otherwise_is_a_wording(old: str, new: str, classes: str) -> None:
    assert found(records([measure(old, "1")]), records([measure(new, "1")])) == [f"0>0 {classes}"] * bool(classes)


def test_a_wording_stands_beside_a_change_of_another_field() -> None:
    old, new = measure("Ремонт дорог", "1", "ежегодно"), measure("Ремонт дорог.", "1", "ежеквартально")
    assert found(records([old]), records([new])) == ["0>0 changed:deadlines wording"]


def test_a_column_that_only_one_version_has_makes_its_values_differ() -> None:
    assert found(records([measure("Ремонт дорог", "1", result="Акт")]), records([measure("Ремонт дорог", "1")])) == ["0>0 changed:result"]
