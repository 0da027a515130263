"""The first page, the account and the help in a browser."""

from html import unescape
from uuid import UUID

from starlette.testclient import TestClient

from service.auth.actors import ROLE_SCOPES
from service.pages.roles import role_names, scope_names
from tests.service.conftest import PASSWORD
from tests.service.pages.browsing import SignIn, between, enter, location, words
from tests.service.signing import change
from tests.service.stored import PLAN, Shelf, read

NEW = "четыре синих трамвая осенью"


def test_an_empty_system_says_how_to_begin_and_loads_the_samples(stranger: TestClient, browser: TestClient, sign_in: SignIn) -> None:
    assert "Загрузить образцы" in browser.get("/").text
    empty = browser.get("/documents").text
    assert "Здесь пока нет документов" in empty
    reader = enter(stranger, sign_in, "reader")
    assert "Загрузить образцы" not in reader.get("/").text
    assert reader.post("/samples", data={"csrf": reader.csrf}).status_code == 403
    assert browser.post("/samples", data={"csrf": "odd"}).status_code == 403
    for _ in range(2):
        assert location(browser.post("/samples", data={"csrf": browser.csrf}, follow_redirects=False)) == "/"
    page = browser.get("/").text
    assert page.count("data-live") == 6
    assert words(between(page, '<ul class="counts">', "</ul>")) == "6 В очереди"
    assert {one["uploaded_by"] for one in browser.get("/v1/documents").json()["items"]} == {"clerk"}


def test_the_first_page_shows_what_needs_a_look(browser: TestClient, database_url: str) -> None:
    shelf = Shelf(database_url, UUID(browser.person))
    shelf.keep(read(PLAN.replace("План благоустройства", "<i>План</i> благоустройства")))
    failed = shelf.keep(read("ПИСЬМО\n\nОтвет."), name="скан.pdf")
    change(database_url, "UPDATE documents SET status = 'failed', problem = %s WHERE id = %s", '{"code": "x", "message": "Беда"}', failed)
    page = browser.get("/").text
    assert "<i>План" not in page
    assert words(between(page, '<ul class="counts">', "</ul>")) == "1 Готово 1 Не обработано"
    checks = words(between(page, 'id="to-check"', "</section>"))
    assert "Беда" in checks
    assert "замечание" in checks


def test_the_account_tells_what_one_may_do_and_changes_the_password(browser: TestClient) -> None:
    page = browser.get("/account").text
    assert "Делопроизводитель" in page
    assert scope_names()["edit"] in page
    assert scope_names()["manage"] not in page
    form = {"csrf": browser.csrf, "present": PASSWORD, "new": NEW, "again": NEW}
    for wrong, said in (
        ({"again": "другой"}, "два раза по-разному"),
        ({"present": "odd"}, "ароль"),
        ({"new": "мал", "again": "мал"}, "12"),
    ):
        refused = browser.post("/account/password", data=form | wrong)
        assert refused.status_code in (403, 422)
        assert said in between(refused.text, 'id="password-fault">', "<")
    assert location(browser.post("/account/password", data=form, follow_redirects=False)) == "/account?done=password"
    assert browser.get("/account?done=password").status_code == 200
    assert browser.post("/sign-in", data={"login": "clerk", "password": PASSWORD}).status_code == 401


def test_a_key_is_shown_once_and_revoked(browser: TestClient, stranger: TestClient) -> None:
    form = {"csrf": browser.csrf, "name": "<b>СЭД</b>", "scopes": ["read"], "last_day": "2999-12-31"}
    for wrong, said in (
        ({"name": " "}, "Название"), ({"scopes": []}, "Что разрешено"), ({"scopes": ["manage"]}, "manage"), ({"last_day": "вчера"}, "Последний день"),
        ({"last_day": "2020-01-01"}, ""),
    ):  # fmt: skip
        refused = browser.post("/account/keys", data=form | wrong)
        assert refused.status_code in (403, 422)
        assert said in between(refused.text, 'id="key-fault">', "<")
        assert "plv_" not in refused.text
    made = browser.post("/account/keys", data=form)
    token = between(made.text, 'class="token" value="', '"')
    assert "&lt;b&gt;СЭД&lt;/b&gt;" in made.text
    assert "<b>СЭД" not in made.text
    bearer = {"Authorization": f"Bearer {token}"}
    assert stranger.get("/v1/session", headers=bearer).json()["scopes"] == ["read"]
    page = browser.get("/account").text
    assert token not in page
    revoke = between(page, 'action="/account/keys/', '"')
    assert location(browser.post(f"/account/keys/{revoke}", data={"csrf": browser.csrf}, follow_redirects=False)) == "/account?done=revoked"
    assert stranger.get("/v1/session", headers=bearer).status_code == 401


def test_nobody_revokes_the_keys_of_others(browser: TestClient, stranger: TestClient, sign_in: SignIn) -> None:
    reader = enter(stranger, sign_in, "reader")
    other = reader.get("/v1/keys").json()["items"][0]["id"]
    assert browser.post(f"/account/keys/{other}/revoke", data={"csrf": browser.csrf}).status_code == 404


def test_the_help_names_roles_limits_and_formats(browser: TestClient) -> None:
    page = unescape(browser.get("/help").text)
    for text in ("Делопроизводитель", "100 МБ", "500", "DOCX", "24 ч", "4 ч", "12 знаков"):
        assert text in page


def test_every_role_and_scope_has_a_name() -> None:
    assert role_names().keys() == ROLE_SCOPES.keys()
    assert scope_names().keys() == frozenset().union(*ROLE_SCOPES.values())


def test_an_ended_session_says_so_and_comes_back(browser: TestClient, database_url: str) -> None:
    change(database_url, "DELETE FROM sessions")
    sent = browser.get("/documents?q=мост", follow_redirects=False)
    assert location(sent).endswith("&why=ended")
    assert "Сеанс закончился" in browser.get(sent.headers["location"]).text
    foreign = browser.post("/samples", data={}, headers={"Referer": "https://elsewhere.example/x"}, follow_redirects=False)
    assert location(foreign) == "/sign-in?to=%2F&why=lost"
