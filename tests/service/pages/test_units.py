"""Units and persons on pages: their list by the beginning of a name, and a page for each."""

import re
from datetime import date

from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read


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
    assert [len(re.findall(r"/units/[0-9a-f-]{36}", page)) for page in (first, second)] == [100, 20]


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


def entry(client: TestClient, name: str) -> str:
    """Give the address of the entry that a name leads to."""
    return client.get(f"/units/{name}").url.path


def form(client: TestClient, page: str, action: str) -> dict[str, str]:
    """Give the hidden fields of the first form of a page that is sent to an address."""
    text = client.get(page).text
    found = re.search(rf'<form method="post" action="{action}".*?</form>', text, re.S)
    assert found, text
    return dict(re.findall(r'name="(csrf|version)" value="([^"]*)"', found.group()))


YOUTH = PLAN + "5 | Провести слёт | май | Отдел парков и скверов |\n"


def test_a_unit_shows_its_names_and_where_they_were_seen(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    page = client.get(f"{entry(client, 'Отдел дорог')}?view=facts").text
    assert "План благоустройства посёлка Рябиновый на 2023 год" in page
    assert "первое название" in page


def test_what_may_be_one_is_confirmed_and_undone_on_the_page_of_the_registry(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(YOUTH))
    page = client.get("/registry").text
    assert "одно название входит в другое" in page
    first, second = entry(client, "Отдел парков"), entry(client, "Отдел парков и скверов")
    action = re.search(r'action="(/registry/suggestions/\d+)"', page)
    assert action
    fields = form(client, "/registry", action[1])
    assert "Решать пока нечего" in client.post(action[1], data=fields | {"decision": "confirmed"}).text
    assert client.get(f"{first}?view=facts").text.count("Отдел парков и скверов") > 1
    assert "Провести слёт" in client.get(f"{second}?view=plans").text
    undo = re.search(r'action="(/registry/operations/\d+/undo)"', client.get("/registry").text)
    assert undo
    assert "Отменено" in client.post(undo[1], data=form(client, "/registry", undo[1])).text


def test_entries_are_merged_named_and_split_on_their_page(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(YOUTH))
    roads, culture = entry(client, "Отдел дорог"), entry(client, "Отдел культуры")
    there = roads.removeprefix("/units/")
    found = client.get(f"{roads}?view=facts&with=отдел куль").text
    assert "Отдел культуры" in found
    fields = form(client, f"{roads}?view=facts&with=отдел куль", f"/registry/unit/{there}/merge")
    merged = client.post(f"/registry/unit/{there}/merge", data=fields | {"other": culture.removeprefix("/units/")}).text
    assert "Объединено с записью" in merged
    number = re.search(r'name="names" value="(\d+)"> Отдел культуры', merged)
    assert number
    fields = form(client, f"{roads}?view=facts", f"/registry/unit/{there}/split")
    assert "Отделено от записи" in client.post(f"/registry/unit/{there}/split", data=fields | {"names": number[1]}).text
    fields = form(client, f"{roads}?view=facts", f"/registry/unit/{there}/names")
    taken = client.post(f"/registry/unit/{there}/names", data=fields | {"text": "Отдел парков"})
    assert (taken.status_code, "уже носит запись" in taken.text) == (409, True)
    assert "добавлено человеком" in client.post(f"/registry/unit/{there}/names", data=fields | {"text": "ОД"}).text


def test_a_name_that_several_municipalities_have_shows_all_of_them(client: TestClient, shelf: Shelf) -> None:
    for town in ("Еловогорска", "Старицына"):
        shelf.keep(read(PLAN.replace("посёлка Рябиновый", f"города {town}")))
    page = client.get("/units/Отдел парков").text
    assert "несколько записей реестра" in page
    assert len(set(re.findall(r'href="(/units/[0-9a-f-]{36})"', page))) == 2


def test_a_search_from_a_unit_keeps_its_entry(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    address = re.search(r'href="(/measures\?unit_id=[^"]+)"', client.get("/units/Отдел дорог").text)
    assert address
    page = client.get(address[1]).text
    assert "Починить мост" in page
    assert "Провести ярмарку" not in page
    assert 'type="hidden" name="unit_id"' in page
