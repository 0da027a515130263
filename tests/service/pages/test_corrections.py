"""Pages of corrections without scripts: fields marked, edits undone, many measures corrected, columns explained, lessons decided."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.pages.browsing import between, location, words
from tests.service.stored import PLAN, Shelf, read
from tests.service.test_lessons import ACT, FULL, Papers


@pytest.fixture
def shelf(browser: TestClient, database_url: str) -> Shelf:
    return Shelf(database_url, UUID(browser.person))


def send(browser: TestClient, address: str, **form: Any) -> Any:
    return browser.post(address, data={"csrf": browser.csrf, **form}, follow_redirects=False)


def measures(browser: TestClient) -> list[dict[str, Any]]:
    return list(browser.get("/v1/measures").json()["items"])


def test_fields_are_confirmed_rejected_and_edits_undone_on_the_page_of_reasons(browser: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    record = measures(browser)[0]["id"]
    home = f"/documents/{document}"
    assert location(send(browser, f"{home}/field/measures/{record}/number", version="1", mark="accepted")).startswith(home)
    assert location(send(browser, f"{home}/field/measures/{record}/deadlines", version="2", mark="rejected"))
    page = words(browser.get(f"{home}/why/measures/{record}").text)
    assert "подтвердил Clerk" in page
    assert "(отклонено)" in page
    assert measures(browser)[0]["deadlines"] == []
    send(browser, f"{home}/undo/measures/{record}", version="3")
    assert len(measures(browser)[0]["deadlines"]) == 1
    assert send(browser, f"{home}/undo/measures/{record}", version="3").status_code == 412


def test_where_a_new_reading_disagrees_the_page_says_so_and_one_keeps_or_takes(browser: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    record = measures(browser)[0]
    browser.patch(record["links"]["self"], json={"number": "1а"}, headers={"If-Match": "*", "X-CSRF-Token": browser.csrf})
    records = read(PLAN)
    records["plans"][0]["measures"][0]["number"] = "16"
    shelf.save(document, records)
    page = browser.get(f"/documents/{document}?tab=measures&show=disagrees").text
    assert "Расхождения ( 1 )" in words(page)
    assert "номер — 16" in words(page)
    version = between(page, 'name="version" value="', '"')
    send(browser, f"/documents/{document}/field/measures/{record['id']}/number", version=version, mark="")
    assert measures(browser)[0]["number"] == "16"
    assert "Расхождения" not in words(browser.get(f"/documents/{document}?tab=measures&show=all").text)


def test_several_measures_get_a_unit_a_deadline_and_a_status_at_once(browser: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    address = f"/measures/edit?document={document}"
    page = browser.get(address).text
    assert "Починить мост через реку Луга" in page
    chosen = [f"{item['id']}:{item['version']}" for item in measures(browser)[:2]] + [f"{measures(browser)[2]['id']}:9"]
    form = {
        "chosen": chosen,
        "unit": "Отдел мостов",
        "deadline": "до 1 июля",
        "status": "done",
        "key": between(page, 'name="key" value="', '"'),
    }
    answer = send(browser, address, **form)
    assert "Исправлено: 2 из 3" in words(answer.text)
    assert "Запись изменили" in words(answer.text)
    found = measures(browser)
    assert [(item["status"], item["responsible"][0]["name"], item["deadlines"][0]["end"]) for item in found[:2]] == [
        ("done", "Отдел мостов", "2023-07-01")
    ] * 2
    assert found[2]["status"] is None
    assert "Исправлено: 2 из 3" in words(send(browser, address, **form).text)
    assert [item["version"] for item in measures(browser)] == [2, 2, 1, 1]


def test_a_form_without_a_choice_or_without_a_change_says_what_is_missing(browser: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    address = f"/measures/edit?document={document}"
    assert (send(browser, address, unit="Отдел", key="k").status_code, browser.get("/measures/edit").status_code) == (422, 404)
    chosen = f"{measures(browser)[0]['id']}:1"
    answer = send(browser, address, chosen=chosen, key="k")
    assert answer.status_code == 422
    assert f'value="{chosen}" checked' in answer.text
    wrong = send(browser, address, chosen=chosen, status="perhaps", key="m")
    assert "Исправлено: 0 из 1" in words(wrong.text)


def test_a_column_is_explained_and_the_lesson_confirmed_and_removed(browser: TestClient, database_url: str) -> None:
    papers = Papers(browser, database_url)
    browser.headers["X-CSRF-Token"] = browser.csrf
    document = papers.add(1)
    page = browser.get(f"/documents/{document}/columns").text
    assert "Контрольная точка" in page
    block = between(page, f'action="/documents/{document}/columns/', '"')
    location(send(browser, f"/documents/{document}/columns/{block}", **{"was-3": "", "role-3": "deadline", "was-2": "", "role-2": ""}))
    assert "читается заново" in browser.get(f"/documents/{document}/columns").text
    papers.read_again(document)
    assert "указано" in words(browser.get(f"/documents/{document}/columns").text)
    listed = browser.get("/lessons").text
    assert "Контрольная точка заголовок графы срок" in words(listed)
    lesson = between(listed, 'action="/lessons/', "/confirm")
    location(send(browser, f"/lessons/{lesson}/confirm", confirmed="true"))
    assert "подтвердил Clerk" in words(browser.get("/lessons").text)
    second = papers.add(2)
    assert "Предложение: срок (Clerk, план.txt)" in words(browser.get(f"/documents/{second}/columns").text)
    location(send(browser, f"/lessons/{lesson}/remove"))
    assert "убрал Clerk" in words(browser.get("/lessons?removed=true").text)
    assert "Предложение" not in browser.get(f"/documents/{second}/columns").text


def test_an_offer_stands_at_its_record_and_is_done_or_declined(browser: TestClient, database_url: str) -> None:
    papers = Papers(browser, database_url)
    browser.headers["X-CSRF-Token"] = browser.csrf
    document = papers.add(1, ACT.replace("О чём речь", "Мероприятие"))
    lesson = browser.post("/v1/lessons", json={"document": document, "kind": "alias", "wording": "КУИ", "name": FULL}).json()["id"]
    page = browser.get(f"/documents/{document}?tab=measures&show=all").text
    assert f"«КУИ» — это «{FULL}»" in words(page)
    record = papers.measures(document)[0]
    location(send(browser, f"/documents/{document}/offer/{lesson}/measures/{record['id']}", version="1", decision="accepted"))
    assert papers.measures(document)[0]["responsible"][0]["name"] == FULL
    assert "это «Комитет" not in words(browser.get(f"/documents/{document}?tab=measures&show=all").text)
