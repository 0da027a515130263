"""The pages of what is due, of a plan's events, and of the working-day rule."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.pages.browsing import SignIn, between, enter, location, words
from tests.service.stored import Shelf, read

TODAY = date.today()
LATER = TODAY + timedelta(days=40)
PLAN = f"""План работы на {TODAY.year - 1}-{TODAY.year + 1} годы

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост через реку Луга | до 1 июня {TODAY.year - 1} года | Отдел дорог, Дубов А.А. |
2 | Провести ярмарку | {LATER:%d.%m.%Y} | Отдел культуры |
3 | Утвердить порядок | в течение 10 дней после принятия закона | Отдел культуры |
"""


@pytest.fixture
def browser(stranger: TestClient, sign_in: SignIn) -> TestClient:
    return enter(stranger, sign_in, "administrator")


@pytest.fixture
def plan(browser: TestClient, database_url: str) -> str:
    document = Shelf(database_url, UUID(browser.person)).keep(read(PLAN))
    return str(browser.get("/v1/plans", params={"document": str(document)}).json()["items"][0]["id"])


def test_the_page_begins_today_and_shows_the_rule(browser: TestClient, plan: str) -> None:
    page = browser.get("/due")
    assert page.status_code == 200, page.text
    shown = words(page.text)
    assert f"{LATER:%d.%m.%Y}" in shown
    assert "Провести ярмарку" in shown
    assert "Починить мост" not in shown
    assert "статья 193" in shown
    assert f"назван сам день: {LATER:%d.%m.%Y}" in shown


def test_what_has_passed_is_marked_and_filters_stay_in_the_links(browser: TestClient, plan: str) -> None:
    overdue = browser.get("/due?overdue=true&unit=Отдел дорог").text
    assert "Починить мост" in overdue
    assert overdue.count('class="tag not_done"') == 1
    assert "Провести ярмарку" not in overdue
    assert "/calendars?kind=unit&amp;subject=" in overdue
    assert f"/due?plan={plan}" in browser.get(f"/plans/{plan}").text
    assert "unit=%D0%9E" in between(overdue, 'class="tabs no-print"', "</nav>")


def test_a_wrong_filter_is_told_and_the_rest_is_shown(browser: TestClient, plan: str) -> None:
    page = browser.get("/due?from=завтра&unit=Отдел культуры")
    assert page.status_code == 422
    assert "Срок с:" in page.text
    assert "Провести ярмарку" in page.text
    assert browser.get("/due?cursor=xyz").status_code == 422


def test_the_day_of_an_event_is_entered_and_taken_back(browser: TestClient, plan: str) -> None:
    address = f"/plans/{plan}/events"
    page = browser.get(address).text
    assert "принятия закона" in page
    assert "не известен, сроки ждут" in page
    event = between(page, 'name="event" value="', '"')
    form = {"csrf": browser.csrf, "event": event}
    assert location(browser.post(address, data=form | {"day": TODAY.isoformat()}, follow_redirects=False)) == f"{address}?done=1"
    assert "ввёл(а) Administrator" in browser.get(address).text
    assert "Утвердить порядок" in browser.get("/due").text
    [day] = [item["day"] for item in browser.get("/v1/due").json()["items"] if item["measure"]["text"] == "Утвердить порядок"]
    assert "Утвердить порядок" in browser.get(f"/plans/{plan}?view=timeline&year={day[:4]}").text
    wrong = browser.post(address, data=form | {"day": "31 июня"})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    location(browser.post(address, data=form | {"take": "1"}, follow_redirects=False))
    assert "Утвердить порядок" not in browser.get("/due").text


def test_a_reader_sees_events_and_enters_nothing(stranger: TestClient, sign_in: SignIn, browser: TestClient, plan: str) -> None:
    reader = enter(stranger, sign_in, "reader")
    page = reader.get(f"/plans/{plan}/events").text
    assert "принятия закона" in page
    assert 'type="date"' not in page
    answer = reader.post(f"/plans/{plan}/events", data={"csrf": reader.csrf, "event": "signing", "day": TODAY.isoformat()})
    assert answer.status_code == 403


def test_the_working_day_rule_is_set_by_who_manages(browser: TestClient, stranger: TestClient, sign_in: Callable[..., TestClient]) -> None:
    page = browser.get("/admin/calendar").text
    assert 'value="next" checked' in page
    assert "от 24.09.2025 № 1466" in page
    answer = browser.post("/admin/calendar", data={"csrf": browser.csrf, "rule": "previous"}, follow_redirects=False)
    assert location(answer) == "/admin/calendar?done=1"
    assert 'value="previous" checked' in browser.get("/admin/calendar").text
    assert enter(stranger, sign_in, "clerk").get("/admin/calendar").status_code == 403
