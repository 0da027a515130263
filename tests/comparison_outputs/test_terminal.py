"""A comparison as a person reads it on a screen."""

from dataclasses import replace

import pytest

from extractor.exporters.comparison.terminal import WIDTH, write_table
from extractor.records import Funding, Measure
from tests.comparison_outputs.pairs import BRIDGE, EVERY_CHANGE, LIMES, OLD, PLACE, compared, measure, records


def lines(old: Measure, new: Measure) -> list[str]:
    """Give what is said of one measure that became another."""
    text = write_table(compared(records(LIMES, old), records(LIMES, new))).decode()
    return [line.strip() for line in text.split(LIMES.section[0] if old.section == LIMES.section else "Дороги ---")[-1].splitlines()]


def test_counts_come_before_the_changes_and_groups_in_order() -> None:
    text = write_table(EVERY_CHANGE).decode()
    order = [text.index(word) for word in ("Итог сравнения", "Реквизиты ---", "Пункты ---", "Дороги ---", "Парки ---")]
    assert order == sorted(order)


def test_no_line_is_wider_than_the_screen() -> None:
    text = write_table(EVERY_CHANGE).decode()
    assert max(map(len, text.splitlines())) <= WIDTH


def test_words_are_marked_where_they_differ() -> None:
    text = write_table(EVERY_CHANGE).decode()
    assert "2. Посадить [-липы-] {+дубы+} вдоль Школьной улицы" in text
    assert "[-10.01.2023-] {+10.02.2023+}" in text


def test_a_postponed_deadline_is_said_in_days() -> None:
    later = replace(BRIDGE, deadlines=measure(None, "", until="2023-05-31").deadlines)
    assert "→ срок перенесён на 30 дн. позже" in lines(BRIDGE, later)
    assert "→ срок перенесён на 30 дн. раньше" in lines(later, BRIDGE)


def test_a_replaced_party_is_named() -> None:
    other = replace(BRIDGE, responsible=measure(None, "", by="Отдел мостов").responsible)
    assert "→ исполнитель заменён: Отдел дорог → Отдел мостов" in lines(BRIDGE, other)


def test_a_raised_sum_is_said_in_roubles() -> None:
    cheap, dear = (
        replace(BRIDGE, funding=(Funding(amount=amount, source="местный бюджет", year=2023, evidence=PLACE),)) for amount in (1e6, 1.5e6)
    )
    assert "→ сумма увеличена на 500\u00a0000,00 руб." in lines(cheap, dear)


def test_a_field_that_is_filled_or_emptied_is_named() -> None:
    noted = replace(BRIDGE, note="за счёт района")
    assert "→ добавлено: примечание" in lines(BRIDGE, noted)
    assert "→ исключено: примечание" in lines(noted, BRIDGE)


def test_a_new_number_shows_both() -> None:
    assert "п. 1 → 7: перенумеровано" in lines(BRIDGE, replace(BRIDGE, number="7"))


def test_a_row_that_gets_a_number_says_that_it_had_none() -> None:
    assert "→ номер: нет → 1" in lines(replace(BRIDGE, number=None), BRIDGE)


def test_a_row_that_moved_says_from_where() -> None:
    elsewhere = replace(BRIDGE, section=("Парки",))
    text = write_table(compared(records(BRIDGE, LIMES), records(LIMES, elsewhere))).decode()
    assert "→ из раздела «Дороги» в раздел «Парки»" in text


def test_split_and_merged_rows_stand_whole_with_what_is_new_in_them() -> None:
    whole = measure("1", "Провести семинар для учителей и издать сборник материалов", by="Отдел образования")
    first = replace(whole, text="Провести семинар для учителей")
    second = measure("2", "издать сборник материалов", by="Отдел печати")
    text = write_table(compared(records(whole, LIMES), records(first, second, LIMES))).decode()
    said = [line.strip() for line in text[text.index("п. 1 → 1, 2: разделено") :].splitlines()[1:8]]
    assert said == [
        "Было: 1. Провести семинар для учителей [-и-] издать сборник материалов",
        "Ответственные: Отдел образования",
        "Стало: 1. Провести семинар для учителей",
        "Ответственные: Отдел образования",
        "Стало: 2. издать сборник материалов",
        "Ответственные: {+Отдел печати+}",
    ]


def test_sums_are_marked_whole() -> None:
    cheap, dear = (replace(BRIDGE, funding=(Funding(amount=amount, source=None, year=2023, evidence=PLACE),)) for amount in (1e6, 1.5e6))
    assert "Финансирование: [-2023: 1 000 000,00-] {+2023: 1 500 000,00+}" in [line.replace("\u00a0", " ") for line in lines(cheap, dear)]


def test_values_of_a_list_are_a_line_each_under_one_label() -> None:
    both = replace(BRIDGE, responsible=(*BRIDGE.responsible, *LIMES.responsible))
    found = lines(BRIDGE, both)
    assert found[found.index("Ответственные: Отдел дорог") + 1] == "{+Отдел парков+}"


def test_equal_versions_say_so_and_no_more() -> None:
    assert write_table(compared(OLD, OLD)).decode().splitlines()[-1] == "Различий нет."


@pytest.mark.parametrize("wording", ["[bold]Мост[/bold] через реку", "{мост} через [реку", "Мост \\[x] через реку"])
def test_brackets_of_a_wording_stand_as_they_are(wording: str) -> None:
    assert wording in write_table(compared(records(LIMES), records(LIMES, replace(BRIDGE, text=wording)))).decode()


def test_a_wording_that_ends_or_begins_with_space_is_shown() -> None:
    pair = compared(records(LIMES, BRIDGE), records(LIMES, replace(BRIDGE, note=" \n ", number=None)))
    assert "нет" in write_table(pair).decode()
