"""Administration of persons' data and of retention, without scripts."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from service.pages.admin_persons import place_names
from service.store.hidden import FIELDS
from tests.service.pages.test_admin import PASSWORD, send
from tests.service.test_masked_names import Archive

PLAN = "План\n\n№ | Мероприятие | Срок | Исполнитель |\n1 | Починить мост | до 1 мая 2026 | Дубов А.А. |\n"


@pytest.fixture
def browser(stranger: TestClient, sign_in: Callable[[str], TestClient]) -> TestClient:
    sign_in("administrator")
    stranger.headers["Accept"] = "text/html"
    stranger.post("/sign-in", data={"login": "administrator", "password": PASSWORD})
    return stranger


def test_a_person_is_found_hidden_and_shown_again(browser: TestClient, database_url: str) -> None:
    document = Archive(database_url).add(PLAN, "план.txt")
    found = send(browser, "/admin/persons", surname="Дубов", initials="А. А.")
    assert f"/documents/{document}" in found.text
    assert "текст и записи документа" in found.text
    assert "Укажите основание" in send(browser, "/admin/persons", surname="Дубов", initials="А.А.", hide="1").text
    assert "без пробелов" in send(browser, "/admin/persons", surname="<b>", initials="А.А.").text
    hidden = send(browser, "/admin/persons", surname="Дубов", initials="А.А.", reason="Заявление № 1", hide="1")
    assert hidden.headers["location"] == "/admin/persons?done=hidden"
    page = browser.get("/admin/persons?done=hidden").text
    assert "Имя скрыто" in page
    assert "Дубов А.А." not in browser.get(f"/documents/{document}").text
    rule = page.partition('action="/admin/persons/')[2].partition("/lift")[0]
    assert send(browser, f"/admin/persons/{rule}/lift").status_code == 303
    assert "Дубов А.А." in browser.get(f"/documents/{document}").text


def test_rules_are_set_applied_and_removed(browser: TestClient) -> None:
    set_rule = send(browser, "/admin/retention", subject="sources", document_kind="plan", days="365")
    assert set_rule.headers["location"] == "/admin/retention?done=changed"
    assert "365 — " in browser.get("/admin/retention").text
    assert "целым числом" in send(browser, "/admin/retention", subject="sources", days="-1").text
    assert send(browser, "/admin/retention/apply").status_code == 303
    assert "Последний раз правила применены" in browser.get("/admin/retention").text
    assert send(browser, "/admin/retention", subject="sources", document_kind="plan", days="").status_code == 303
    assert "365" not in browser.get("/admin/retention").text


def test_every_place_that_may_name_a_person_has_a_name() -> None:
    assert set(place_names()) == {field.relation for field in FIELDS} | {"registry_names", "audit"}
