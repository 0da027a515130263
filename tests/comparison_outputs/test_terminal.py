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
    assert "→ исполнитель заменён: Отдел мостов вместо Отдел дорог" in lines(BRIDGE, other)


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


def test_a_row_that_moved_says_from_where() -> None:
    elsewhere = replace(BRIDGE, section=("Парки",))
    text = write_table(compared(records(BRIDGE, LIMES), records(LIMES, elsewhere))).decode()
    assert "→ из «Дороги» в «Парки»" in text


def test_equal_versions_say_so_and_no_more() -> None:
    assert write_table(compared(OLD, OLD)).decode().splitlines()[-1] == "Различий нет."


@pytest.mark.parametrize("wording", ["[bold]Мост[/bold] через реку", "{мост} через [реку", "Мост \\[x] через реку"])
def test_brackets_of_a_wording_stand_as_they_are(wording: str) -> None:
    assert wording in write_table(compared(records(LIMES), records(LIMES, replace(BRIDGE, text=wording)))).decode()


def test_a_wording_that_ends_or_begins_with_space_is_shown() -> None:
    pair = compared(records(LIMES, BRIDGE), records(LIMES, replace(BRIDGE, note=" \n ", number=None)))
    assert "нет" in write_table(pair).decode()
