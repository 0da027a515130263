"""Administration: people, keys, the log, the queue and the storage, without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from starlette.testclient import TestClient

from service.auth.actors import ROLE_SCOPES
from service.pages.admin_people import new_password
from service.pages.admin_queue import doing_text
from service.pages.roles import role_names, scope_names
from tests.service.conftest import PASSWORD
from tests.service.signing import change
from tests.service.stored import PLAN, Shelf, read

SignIn = Callable[..., TestClient]
HOSTILE = "<script>alert(1)</script>"
PAGES = (
    "/admin", "/admin/people", "/admin/keys", "/admin/webhooks", "/admin/audit", "/admin/queue", "/admin/persons", "/admin/retention",
    "/admin/storage",
)  # fmt: skip


@pytest.fixture
def enter(stranger: TestClient, sign_in: SignIn) -> Callable[[str], TestClient]:
    """Sign a person of a role in, as a browser does."""

    def browser(role: str) -> TestClient:
        person = sign_in(role)
        stranger.headers["Accept"] = "text/html"
        stranger.post("/sign-in", data={"login": role, "password": PASSWORD})
        stranger.person = person.person
        return stranger

    return browser


def token(browser: TestClient) -> str:
    return browser.get("/help").text.partition('name="csrf" content="')[2].partition('"')[0]


def send(browser: TestClient, path: str, **fields: str):
    return browser.post(path, data=fields | {"csrf": token(browser)}, follow_redirects=False)


def secret(page: str) -> str:
    return re.search(r'<code class="secret">([^<]+)</code>', page)[1]


def test_an_administrator_sees_all_parts_an_auditor_the_log_and_others_nothing(stranger: TestClient, sign_in: SignIn) -> None:
    stranger.headers["Accept"] = "text/html"
    seen = {}
    for role in ROLE_SCOPES:
        sign_in(role)
        stranger.post("/sign-in", data={"login": role, "password": PASSWORD})
        answers = {path: stranger.get(path) for path in PAGES}
        seen[role] = [path for path, answer in answers.items() if answer.status_code == 200]
        assert all(answer.status_code in (200, 403) for answer in answers.values())
        assert all(len(answer.content) < 150_000 for answer in answers.values())
    assert seen == {"member": [], "reader": [], "clerk": [], "auditor": ["/admin/audit"], "administrator": list(PAGES)}


def test_a_person_is_added_with_a_password_that_is_shown_once_and_works(enter: Callable[[str], TestClient]) -> None:
    browser = enter("administrator")
    added = send(browser, "/admin/people", name=HOSTILE, login="ivanova", role="clerk")
    assert added.status_code == 201
    assert HOSTILE not in added.text
    address = re.search(r'action="(/admin/people/[0-9a-f-]+)"', added.text)[1]
    assert "secret" not in browser.get(address).text
    assert HOSTILE not in browser.get("/admin/people").text
    assert "&lt;script&gt;" in browser.get("/admin/people").text
    assert browser.post("/v1/session", json={"login": "ivanova", "password": secret(added.text)}).status_code == 201


def test_what_is_wrong_with_a_new_person_is_told_and_what_was_typed_stays(enter: Callable[[str], TestClient]) -> None:
    browser = enter("administrator")
    for fields in ({"login": "два слова"}, {"login": ""}, {"role": "king"}, {"name": ""}, {"login": "administrator"}):
        answer = send(browser, "/admin/people", **({"name": "Иванова", "login": "ivanova", "role": "clerk"} | fields))
        assert answer.status_code in (409, 422)
        assert 'role="alert"' in answer.text
        assert fields.get("name", "Иванова") in answer.text
    assert browser.post("/admin/people", data={"name": "А", "login": "a", "role": "reader"}).status_code == 403


def test_a_person_gets_another_role_a_new_password_and_is_disabled(enter: Callable[[str], TestClient], sign_in: SignIn) -> None:
    clerk, browser = sign_in("clerk"), enter("administrator")
    page = f"/admin/people/{clerk.person}"
    assert send(browser, page, name="Пётр", role="auditor").headers["location"] == f"{page}?done=changed"
    assert clerk.get("/v1/session").json()["role"] == "auditor"
    reset = send(browser, f"{page}/password")
    assert len(secret(reset.text)) == 19
    assert clerk.get("/v1/session").status_code == 401
    assert send(browser, f"{page}/disable").status_code == 303
    assert "Открыть вход" in browser.get(page).text
    assert send(browser, f"{page}/enable").status_code == 303
    assert "Закрыть вход" in browser.get(page).text
    refused = send(browser, f"/admin/people/{browser.person}/disable")
    assert refused.status_code == 409
    assert 'role="alert"' in refused.text
    assert browser.get("/admin/people/0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e").status_code == 404


def test_the_key_of_anybody_is_revoked_and_stays_in_the_list_of_all(enter: Callable[[str], TestClient], sign_in: SignIn) -> None:
    clerk, browser = sign_in("clerk"), enter("administrator")
    shown = browser.get("/admin/keys?login=clerk").text
    address = re.search(r'action="(/admin/keys/[0-9a-f-]+/revoke)"', shown)[1]
    assert send(browser, address).status_code == 303
    assert clerk.get("/v1/session").status_code == 401
    assert "revoke" not in browser.get("/admin/keys?login=clerk").text
    assert "отозван" in browser.get("/admin/keys?login=clerk&all=1").text


def test_the_log_is_filtered_goes_page_by_page_and_shows_hostile_text_as_text(
    enter: Callable[[str], TestClient], database_url: str
) -> None:
    browser = enter("auditor")
    change(
        database_url,
        "INSERT INTO audit (actor, action, object, details) SELECT 'service', 'line.add', 'lines/' || n, %s FROM generate_series(1, 150) AS n",
        f'{{"name": "{HOSTILE}", "pages": [1, 2]}}',
    )
    first = browser.get("/admin/audit?actor=service&action=line.add").text
    assert HOSTILE not in first
    assert "&lt;script&gt;" in first
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert "action=line.add" in following
    second = browser.get(following).text
    assert (first.count("<tr>"), second.count("<tr>")) == (101, 51)
    assert 'rel="next"' not in second
    assert browser.get("/admin/audit?object=lines/7").text.count("<tr>") == 2
    assert "Таких записей нет" in browser.get("/admin/audit?to=2001-01-01").text
    assert browser.get("/admin/audit?from=2001-01-01&to=9999-12-31").status_code == 422
    assert browser.get("/admin/audit?from=вчера").status_code == 422
    assert browser.get("/admin/audit?cursor=x").status_code == 422


def test_the_log_is_checked_against_itself_and_a_noted_head(enter: Callable[[str], TestClient], database_url: str) -> None:
    browser = enter("auditor")
    head = secret(browser.get("/admin/audit").text)
    assert "Журнал цел" in send(browser, "/admin/audit", head=head).text
    assert send(browser, "/admin/audit", head="никакая").status_code == 422
    assert "написан заново" in send(browser, "/admin/audit", head=f"1:{'0' * 64}").text
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE audit DISABLE TRIGGER audit_is_kept")
        connection.execute("UPDATE audit SET details = '{}' WHERE seq = 1")
    assert "Запись № 1 " in send(browser, "/admin/audit").text


def test_the_queue_shows_what_waits_and_failed_and_tries_all_failed_again(enter: Callable[[str], TestClient], database_url: str) -> None:
    browser = enter("administrator")
    assert "Ни один обработчик не отвечает" in browser.get("/admin").text
    files = [("files", (f"{HOSTILE}{n}.txt", f"План {n}".encode())) for n in range(3)]
    assert browser.post("/v1/documents", files=files, headers={"X-CSRF-Token": token(browser)}).status_code in (200, 201, 202)
    change(
        database_url,
        "UPDATE documents SET status = 'failed', problem = %s",
        '{"code": "x", "message": "Файл <b>повреждён</b>"}',
    )
    change(database_url, "UPDATE procrastinate_jobs SET status = 'failed'")
    change(database_url, "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 day')")
    page = browser.get("/admin/queue").text
    assert "Файл &lt;b&gt;повреждён" in page
    assert HOSTILE not in page
    assert "не отвечает" in page
    assert send(browser, "/admin/queue/retry").headers["location"] == "/admin/queue?again=3"
    assert "Ждут: 3" in browser.get("/admin/queue").text


def test_the_storage_shows_sizes_and_the_backups_of_the_folder(
    enter: Callable[[str], TestClient], database_url: str, settings, tmp_path: Path
) -> None:
    browser = enter("administrator")
    Shelf(database_url, browser.person).keep(read(PLAN))
    assert "В папке копий ещё ничего нет" in browser.get("/admin/storage").text
    folder = settings.home / "backups"
    folder.mkdir(parents=True)
    (folder / f"{HOSTILE.replace('/', '')}.tar").write_bytes(b"no archive")
    page = browser.get("/admin/storage").text
    assert "повреждена" in page
    assert "<script>" not in page
    assert f"planovik db backup {folder}" in page


def test_every_role_and_scope_has_a_name() -> None:
    assert set(role_names()) == set(ROLE_SCOPES)
    assert set(scope_names()) == set.union(*map(set, ROLE_SCOPES.values()))


def test_a_new_password_is_long_and_never_the_same() -> None:
    assert len({new_password() for _ in range(50)}) == 50
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", new_password())


def test_a_document_that_is_read_once_more_is_not_called_done_in_the_queue() -> None:
    assert doing_text({"status": "done", "progress": None}) == "Читается заново"
    assert doing_text({"status": "processing", "progress": {"stage": "reading", "page": 3, "pages": 10}}).endswith("страница 3 из 10")
