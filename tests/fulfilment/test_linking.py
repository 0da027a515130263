"""Links: which measures a statement tells of, and what follows for them."""

from typing import Any

import pytest

from extractor.fulfilment import check_fulfilment, decide_links
from extractor.fulfilment.kinship import kinship
from extractor.fulfilment.results import Fulfilment
from extractor.records import Activity
from tests.fulfilment.papers import TOWN, marked, measure, plan, report, told


def numbers(found: Fulfilment) -> list[str | None]:
    return [found.outcomes[link.measure].number for link in found.links]


def states(found: Fulfilment) -> dict[str | None, str]:
    return {outcome.number: outcome.state for outcome in found.outcomes if outcome.state != "none"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Отремонтирован мост через Ольховку", ["1"]),
        ("В парке Победы высажено 160 саженцев", ["2"]),
        ("На площади заменено 12 светильников", ["3"]),
        ("Члены дружины обследовали пожарные водоёмы", ["4"]),
        ("Закуплено 300 учебников", ["5"]),
        ("Отремонтирован мост и закуплены учебники для школ", ["1", "5"]),
        ("Закуплен новый котёл", []),
        ("Отремонтирована котельная", []),
        ("В парке прошёл концерт", []),
        ("Проведено совещание", []),
        ("Работа в течение года велась по плану", []),
    ],
)
def test_a_statement_tells_of_the_measures_that_it_has_words_for(text: str, expected: list[str]) -> None:
    assert numbers(check_fulfilment(TOWN, [report(told(text))])) == expected


def test_a_link_names_the_words_and_both_places() -> None:
    found = check_fulfilment(TOWN, [report(told("Отремонтирован мост через Ольховку"))])
    (link,) = found.links
    assert set(link.words) == {"ремонт", "моста", "ольховку"}
    assert 0.5 < link.score <= 1.0
    assert found.statements[link.statement].evidence.text == "Отремонтирован мост через Ольховку"
    assert found.outcomes[link.measure].evidence == TOWN.plans[0].measures[0].evidence


def test_rows_of_one_template_are_told_apart_or_left_alone() -> None:
    schools = plan(*(measure(f"Проверка школы № {number}", str(number)) for number in range(1, 6)))
    assert numbers(check_fulfilment(schools, [report(told("Проведена проверка школы № 3"))])) == ["3"]
    assert numbers(check_fulfilment(schools, [report(told("Проведена проверка школы"))])) == []


def test_words_of_the_plan_s_own_title_say_little() -> None:
    title = "План противодействия коррупции"
    fight = plan(measure("Актуализация актов о противодействии коррупции", "1"), measure("Приём сведений о доходах", "2"), title=title)
    assert numbers(check_fulfilment(fight, [report(told("Велась работа по противодействию коррупции"))])) == []


@pytest.mark.parametrize(
    ("activity", "state"),
    [
        (told("Отремонтирован мост через Ольховку"), "done"),
        (told("Ведётся ремонт моста через Ольховку", "ongoing"), "ongoing"),
        (told("Рабочие приступили к ремонту моста через Ольховку", rule="past:приступить"), "ongoing"),
        (told("Планируется ремонт моста через Ольховку", "planned"), "none"),
    ],
)
def test_a_measure_has_the_state_that_is_told(activity: Activity, state: str) -> None:
    assert check_fulfilment(TOWN, [report(activity)]).outcomes[0].state == state


@pytest.mark.parametrize(("planted", "state"), [([160], "done"), ([100], "ongoing"), ([100, 50], "done")])
def test_of_which_less_was_counted_than_planned_goes_on(planted: list[int], state: str) -> None:
    activities = [told(f"В парке Победы высажено {count} саженцев", "done", (count, "саженцев")) for count in planted]
    found = check_fulfilment(TOWN, [report(*activities)])
    assert found.outcomes[1].state == state
    assert [count.planned.value for link in found.links for count in link.counts] == [150.0] * len(planted)


def test_a_later_report_says_what_holds() -> None:
    spring = report(told("Ведётся ремонт моста через Ольховку", "ongoing"))
    autumn = report(told("Отремонтирован мост через Ольховку"))
    assert check_fulfilment(TOWN, [spring, autumn]).outcomes[0].state == "done"
    assert check_fulfilment(TOWN, [autumn, spring]).outcomes[0].state == "ongoing"


def test_what_no_measure_asks_for_is_outside() -> None:
    found = check_fulfilment(TOWN, [report(told("Отремонтирован мост через Ольховку"), told("Театр показал спектакль"))])
    assert [found.statements[place].text for place in found.outside] == ["Театр показал спектакль"]


def test_a_report_that_says_nothing_leaves_every_measure_open() -> None:
    found = check_fulfilment(TOWN, [report()])
    assert (found.links, {outcome.state for outcome in found.outcomes}) == ((), {"none"})


class TestMarks:
    ROWS = (
        marked("Ремонт моста через реку Ольховку", "выполнено", status="done", number="1"),
        marked("Посадка деревьев в парке", "Высажено 160 саженцев", number="2"),
        marked("Замена светильников на площади", "не выполнено", status="not_done", number="3"),
        marked("Обследование пожарных водоёмов", "выполнено частично", status="partly", number="4"),
        measure("Закупка учебников для школ", "5"),
    )
    STATES: dict[str | None, str] = {"1": "done", "2": "done", "3": "not_done", "4": "ongoing"}  # noqa: RUF012

    def test_the_plan_with_its_marks_is_a_report_of_the_plan(self) -> None:
        assert states(check_fulfilment(TOWN, [plan(*self.ROWS)])) == self.STATES

    def test_a_plan_with_marks_is_its_own_report(self) -> None:
        found = check_fulfilment(plan(*self.ROWS), [])
        assert states(found) == self.STATES
        assert {link.score for link in found.links} == {1.0}

    def test_a_note_is_a_mark_only_in_a_column_of_completion(self) -> None:
        row: Any = measure("Посадка деревьев", "2", note="Высажено 160 саженцев")
        assert states(check_fulfilment(plan(row), [])) == {}


class TestDecisions:
    FOUND = check_fulfilment(TOWN, [report(told("Отремонтирован мост через Ольховку"), told("Куплены книги для учеников"))])

    def test_a_rejected_link_tells_of_nothing_any_more(self) -> None:
        decided = decide_links(TOWN, self.FOUND, rejected={(0, 0)}, added=())
        assert (states(decided), decided.outside) == ({}, (0, 1))

    def test_a_link_that_a_person_made_makes_a_measure_done(self) -> None:
        decided = decide_links(TOWN, self.FOUND, rejected=(), added={(4, 1)})
        assert states(decided) == states(self.FOUND) | {"5": "done"}
        assert (decided.outside, sum(share.done for share in decided.months)) == ((), 2)

    def test_a_link_that_was_found_stays_as_it_is_when_a_person_makes_it(self) -> None:
        assert decide_links(TOWN, self.FOUND, rejected=(), added={(0, 0)}) == self.FOUND


class TestShares:
    FOUND = check_fulfilment(TOWN, [report(told("Отремонтирован мост через Ольховку"), told("На площади меняют светильники", "ongoing"))])

    def test_sections_come_in_the_order_of_the_plan(self) -> None:
        assert [(share.name, share.done, share.total) for share in self.FOUND.sections] == [
            ("Дороги", 1, 1), ("Парки", 0, 2), ("Безопасность", 0, 1), ("", 0, 1),
        ]  # fmt: skip

    def test_each_unit_has_its_measures(self) -> None:
        assert [share.name for share in self.FOUND.units if share.done] == ["Отдел дорог"]
        assert sum(share.total for share in self.FOUND.units) == 5

    def test_months_come_in_order_and_those_without_last(self) -> None:
        assert [(share.name, share.total) for share in self.FOUND.months] == [("2024-05", 2), ("2024-08", 1), ("2024-09", 1), ("", 1)]


@pytest.mark.parametrize(
    ("one", "other", "are_kin"),
    [
        ("ремонт", "отремонтировано", True), ("замена", "заменены", True), ("установка", "смонтированы", True), ("посадка", "высажено", True),
        ("трудоустройство", "трудоустроены", True), ("ликвидация", "ликвидированы", True), ("деревьев", "тополей", True),
        ("проведение", "проверка", False), ("поверка", "проверка", False), ("кровля", "покровская", False), ("совет", "соответствие", False),
    ],
)  # fmt: skip
def test_words_are_kin(one: str, other: str, are_kin: bool) -> None:
    assert bool(kinship(one, other)) == are_kin
    assert kinship(one, other) == kinship(other, one)
