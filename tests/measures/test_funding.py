"""Amounts with their units, sources and years."""

from dataclasses import replace

import pytest

from extractor.measures import find_measures, read_plan_layout
from extractor.measures.funding import find_funding, header_unit, header_year
from tests.builders import cell, table

CASES = [
    ("2,1 млрд руб.", None, [(2_100_000_000.0, None, None)]),
    ("100", 1000.0, [(100_000.0, None, None)]),
    ("1 250,5", 1000.0, [(1_250_500.0, None, None)]),
    ("12.5", 1_000_000.0, [(12_500_000.0, None, None)]),
    ("0", 1000.0, []),
    ("0,00", 1000.0, []),
    ("-", 1000.0, []),
    ("без финансирования", 1000.0, []),
    ("2023 г. - 10,0; 2024 г. - 20,0", 1000.0, [(10_000.0, 2023, None), (20_000.0, 2024, None)]),
    ("местный бюджет - 10,0; областной бюджет - 5", 1000.0, [(10_000.0, None, "местный бюджет"), (5_000.0, None, "областной бюджет")]),
    ("2000 руб. - бюджет поселения", None, [(2000.0, None, "бюджет поселения")]),
    ("15,0 (местный бюджет)", 1000.0, [(15_000.0, None, "местный бюджет")]),
    ("МБ - 10,0; ОБ - 5", 1000.0, [(10_000.0, None, "МБ"), (5_000.0, None, "ОБ")]),
    ("1 500 000 рублей из местного бюджета", None, [(1_500_000.0, None, "местного бюджета")]),
    ("местный бюджет: 2021 - 10; 2022 - 12", 1.0, [(10.0, 2021, "местный бюджет"), (12.0, 2022, "местный бюджет")]),
    ("местный бюджет: 50; всего: 100", 1.0, [(50.0, None, "местный бюджет"), (100.0, None, None)]),
    ("150 тыс. руб.", 1.0, [(150_000.0, None, None)]),
    ("1.250.000", 1.0, [(1_250_000.0, None, None)]),
]


@pytest.mark.parametrize(("text", "unit", "expected"), CASES)
def test_amounts_of_a_cell(text: str, unit: float | None, expected: list[tuple[float, int | None, str | None]]) -> None:
    found = find_funding(cell(text), unit=unit, source=None, year=None)
    assert [(f.amount, f.year, f.source) for f in found] == expected


def test_header_gives_unit_and_year() -> None:
    assert header_unit(["Объем финансирования, тыс. руб.", "2023 год"]) == 1000.0
    assert header_unit(["Объем финансирования (млн рублей)"]) == 1_000_000.0
    assert header_unit(["Всего"]) is None
    assert header_year("тыс. руб. 2023 год") == 2023
    assert header_year("2023-2025 годы, всего") is None


def amounts(drawing: str) -> list[tuple[float, int | None, str | None]]:
    built = table(drawing)
    layout = read_plan_layout(built, title="Перечень мероприятий")
    assert layout is not None
    (measure,) = find_measures(built, layout, period=None).value
    return [(f.amount, f.year, f.source) for f in measure.funding]


def test_a_column_of_years_gives_the_year_of_each_amount() -> None:
    drawing = """
    № | Мероприятие | Исполнитель | Финансирование, тыс. руб. | <
    ^ | ^ | ^ | Год | Сумма
    1 | Ремонт моста | Отдел дорог | 2022 | 10
    ^ | ^ | ^ | 2023 | 12,5
    ^ | ^ | ^ | Всего | 22,5
    """
    assert amounts(drawing) == [(10_000.0, 2022, None), (12_500.0, 2023, None), (22_500.0, None, None)]


def test_an_amount_that_looks_like_a_year_is_an_amount() -> None:
    drawing = """
    № | Мероприятие | Исполнитель | Сумма, руб.
    1 | Ремонт моста | Отдел дорог | 2000
    """
    assert amounts(drawing) == [(2000.0, None, None)]


def test_a_line_above_the_table_tells_the_unit() -> None:
    built = table("№ | Мероприятие | Исполнитель | Объем финансирования\n1 | Ремонт моста | Отдел дорог | 15")
    layout = read_plan_layout(built, title="Перечень мероприятий")
    assert layout is not None
    (measure,) = find_measures(built, replace(layout, unit="(тыс. рублей)"), period=None).value
    assert [f.amount for f in measure.funding] == [15_000.0]
