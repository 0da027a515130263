"""Units and persons on pages: their list by the beginning of a name, and a page for each."""

from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read


@pytest.fixture
def shelf(client: TestClient, database_url: str) -> Shelf:
    return Shelf(database_url, UUID(client.person))


def test_units_and_persons_are_listed_each_once(client: TestClient, shelf: Shelf) -> None:
    assert "Исполнителей пока нет" in client.get("/units").text
    shelf.keep(read(PLAN))
    shelf.keep(read(PLAN.replace("2023", "2024")))
    page = client.get("/units").text
    assert [page.count(f">{name}</a></li>") for name in ("Отдел дорог", "Отдел культуры", "Отдел парков", "Ёлкина О.П.")] == [1, 1, 1, 1]
    narrowed = client.get("/units?q=отдел К").text
    assert "Отдел культуры" in narrowed
    assert "Отдел дорог" not in narrowed
    assert "Ёлкина О.П." in client.get("/units?q=елк").text
    assert "Искать эти слова в мероприятиях" in client.get("/units?q=нет такого").text


def test_a_list_of_units_goes_on_after_the_last_one(client: TestClient, shelf: Shelf) -> None:
    rows = "".join(f"{number} | Сделать дело | до 1 мая | Отдел связи № {number:03} |\n" for number in range(1, 121))
    shelf.keep(read(f"План работ на 2023 год\n\n№ | Мероприятие | Срок | Исполнитель |\n{rows}"))
    first = client.get("/units?q=отдел").text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(following).text
    assert [first.count("/units/%D0"), second.count("/units/%D0")] == [100, 20]


def test_a_unit_and_a_person_have_a_page_with_what_is_due(client: TestClient, shelf: Shelf) -> None:
    year = date.today().year + 1
    shelf.keep(read(PLAN.replace("2023", str(year))))
    page = client.get("/units/отдел дорог").text
    assert "<h1>Отдел дорог</h1>" in page
    assert "Починить мост" in page
    assert "Вымостить тротуар" in client.get("/units/Отдел дорог?view=plans").text
    assert f"План благоустройства посёлка Рябиновый на {year} год" in client.get("/persons/Дубов А.А.?view=plans").text
    assert "Показать все мероприятия" in client.get("/units/отдел парков").text
    assert "совпадать полностью" in client.get("/units/нет/такого?view=plans").text
    assert client.get("/units/%00").status_code in (400, 404)
