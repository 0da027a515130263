"""The pages of a plan's reports: asked for, filled in without scripts, brought together, and nothing lost when two write."""

from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.pages.browsing import SignIn, between, enter, location, words
from tests.service.stored import Shelf, read

PLAN = """План обсуждения концепции на 2024 год

№ | Мероприятие | Срок | Исполнитель |
1 | Встретиться с предприятиями связи | до 12 июня | Отдел связи, Дубов А.А. |
2 | Собирать предложения жителей | постоянно | Отдел культуры |
"""


@pytest.fixture
def plan(browser: TestClient, database_url: str) -> str:
    document = Shelf(database_url, UUID(browser.person)).keep(read(PLAN))
    return str(browser.get("/v1/plans", params={"document": str(document)}).json()["items"][0]["id"])


@pytest.fixture
def report(browser: TestClient, plan: str) -> str:
    """The address of the first form."""
    address = f"/plans/{plan}/reports"
    page = browser.get(f"/plans/{plan}").text
    assert f'href="{address}"' in page
    assert "не запрашивались" in browser.get(address).text
    asked = browser.post(address, data={"csrf": browser.csrf, "since": "2024-01-01"}, follow_redirects=False)
    assert location(asked) == f"{address}?done=1"
    return "/reports/" + between(browser.get(address).text, 'href="/reports/', '"')


def send(browser: TestClient, report: str, act: str, version: int = 1, **typed: str) -> object:
    return browser.post(report, data={"csrf": browser.csrf, "act": act, "version": str(version), **typed}, follow_redirects=False)


def test_a_form_is_filled_in_handed_in_and_decided_on(browser: TestClient, plan: str, report: str) -> None:
    listed = words(browser.get(f"/plans/{plan}/reports").text)
    assert "Отдел связи, Дубов А.А. 13.06.2024 не начат просрочен" in listed
    assert location(send(browser, report, "draft", done="Одна встреча\r\nв школе")) == f"{report}?done=draft"
    typed = {"organisations": "Узел связи\r\nПочта\r\n", "share": "50", "remarks": "<b>Мало</b> времени", "proposals": "Ещё вечер"}
    assert location(send(browser, report, "hand_in", 2, **typed)) == f"{report}?done=hand_in"
    page = browser.get(report).text
    assert "Одна встреча\nв школе" in page
    assert "Узел связи\nПочта</textarea>" in page
    assert "<b>" not in page
    assert location(send(browser, report, "returned", 3, note="Кто ещё?")) == f"{report}?done=returned"
    assert "Кто ещё?" in words(browser.get(report).text)
    location(send(browser, report, "hand_in", 4, reached="5"))
    location(send(browser, report, "accepted", 5))
    assert "<textarea" not in between(browser.get(report).text, "<main", "Решение по отчёту")


def test_what_was_typed_stays_when_somebody_was_faster_or_something_is_wrong(browser: TestClient, report: str) -> None:
    location(send(browser, report, "draft", done="Первый"))
    late = send(browser, report, "draft", done="Второй")
    assert late.status_code == 412
    assert "сохранил другой человек" in late.text
    assert "Второй</textarea>" in late.text
    assert 'class="typed">Первый' in late.text
    assert 'name="version" value="2"' in late.text
    wrong = send(browser, report, "draft", 2, share="много", reached="-1")
    assert (wrong.status_code, 'value="много"' in wrong.text) == (422, True)
    assert {"Доля", "Сколько"} <= set(words(between(wrong.text, 'class="fault"', "</div>")).split())
    assert "ничего не заполнено" in send(browser, report, "hand_in", 2).text


def test_the_roll_up_shows_units_leaders_and_remarks(browser: TestClient, plan: str, report: str) -> None:
    location(send(browser, report, "hand_in", reached="4", remarks="Мало времени"))
    page = words(browser.get(f"/plans/{plan}/reports/summary").text)
    assert "Отдел связи 1 1 0 0 0 4 Отдел культуры 1 0 0 1 0 0 Весь план 2 1 0 1 0 4" in page
    assert "Мало времени" in page
    wrong = browser.get(f"/plans/{plan}/reports/summary?from=завтра")
    assert (wrong.status_code, "Срок с:" in wrong.text) == (422, True)


def test_forms_are_found_by_state_and_an_auditor_changes_nothing(
    stranger: TestClient, sign_in: SignIn, browser: TestClient, plan: str, report: str
) -> None:
    location(send(browser, report, "draft", done="Одна встреча"))
    address = f"/plans/{plan}/reports"
    found = browser.get(f"{address}?state=draft&unit=&from=2024-01-01").text
    assert found.count('href="/reports/') == 1
    assert browser.get(f"{address}?cursor=xyz").status_code == 422
    auditor = enter(stranger, sign_in, "auditor")
    assert "<textarea" not in auditor.get(report).text
    assert "Одна встреча" in auditor.get(report).text
    assert 'name="since"' not in auditor.get(address).text
    assert send(auditor, report, "draft", 2).status_code == 403


def test_a_deleted_plan_still_shows_what_was_written(browser: TestClient, plan: str, report: str) -> None:
    location(send(browser, report, "hand_in", done="Одна встреча"))
    document = browser.get(f"/v1/plans/{plan}").json()["document"]
    deleted = browser.delete(f"/v1/documents/{document}", headers={"X-CSRF-Token": browser.csrf})
    assert deleted.status_code in (200, 204), deleted.text
    page = words(browser.get(f"/plans/{plan}/reports").text)
    assert "мероприятие исключено" in page
    assert "Написанное в отчётах сохранено" in page
    assert "Одна встреча" in browser.get(report).text
    assert browser.get(f"/plans/{plan}/reports/summary").status_code == 200


def test_asking_ends_and_a_wrong_day_is_told(browser: TestClient, plan: str, report: str) -> None:
    address = f"/plans/{plan}/reports"
    wrong = browser.post(address, data={"csrf": browser.csrf, "since": "31 июня"})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    location(browser.post(address, data={"csrf": browser.csrf, "end": "1"}, follow_redirects=False))
    page = browser.get(address).text
    assert "больше не запрашиваются" in page
    assert f'value="{date(2024, 1, 1)}"' in page
