"""Administration of webhooks: receivers, secrets that are shown once, the log, without scripts."""

import re
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from starlette.testclient import TestClient

from service.settings import Settings, read_networks
from tests.service.pages.browsing import enter, location, words

SignIn = Callable[..., TestClient]
HERE = "http://127.0.0.1:9/hook"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return Settings(home=settings.home, database_url=settings.database_url, webhook_networks=read_networks("127.0.0.0/8"))


@pytest.fixture
def browser(stranger: TestClient, sign_in: SignIn) -> TestClient:
    return enter(stranger, sign_in, "administrator")


def send(browser: TestClient, path: str, **fields: str | list[str]):
    return browser.post(path, data=fields | {"csrf": browser.csrf}, follow_redirects=False)


def secret(page: str) -> str:
    return re.search(r'<code class="secret">([^<]+)</code>', page)[1]


def add(browser: TestClient, **fields: str | list[str]) -> tuple[str, str]:
    added = send(browser, "/admin/webhooks", **({"url": HERE, "description": HOSTILE} | fields))
    assert added.status_code == 201, added.text
    return re.search(r'action="(/admin/webhooks/[0-9a-f-]+)"', added.text)[1], added.text


def test_a_receiver_is_added_with_a_secret_that_is_shown_once(browser: TestClient):
    page, answer = add(browser, types=["document.done", "document.deleted"])
    assert secret(answer).startswith("whsec_")
    for shown in (answer, browser.get(page).text, browser.get("/admin/webhooks").text):
        assert HOSTILE not in shown
        assert "&lt;script&gt;" in shown
    assert "whsec_" not in browser.get(page).text
    rotated = send(browser, f"{page}/secret").text
    assert secret(rotated) != secret(answer)
    assert "Прежний секрет действует вместе с новым" in words(rotated)
    assert "document.done, document.deleted" in browser.get("/admin/webhooks").text
    assert "/admin/webhooks" in browser.get("/admin").text


def test_an_address_that_is_refused_is_told_with_the_reason_and_stays_typed(browser: TestClient):
    for url in ("https://169.254.169.254/latest", "https://10.0.0.8/", "не адрес", ""):
        refused = send(browser, "/admin/webhooks", url=url, description="СЭД")
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
        assert f'value="{url}"' in refused.text
        assert "СЭД" in refused.text


def test_a_receiver_is_changed_disabled_enabled_and_removed(browser: TestClient):
    page, _ = add(browser)
    assert location(send(browser, page, url=HERE, description="СЭД", types=["line.added"])) == f"{page}?done=changed"
    assert send(browser, page, url="https://192.168.1.1/", description="СЭД").status_code == 422
    assert location(send(browser, f"{page}/disable")) == f"{page}?done=disabled"
    assert "отключён вручную" in browser.get(page).text
    assert location(send(browser, f"{page}/enable")) == f"{page}?done=enabled"
    assert "отключён вручную" not in browser.get(page).text
    assert location(send(browser, f"{page}/remove")) == "/admin/webhooks?done=removed"
    assert browser.get(page).status_code == 404


def test_the_log_says_what_happened_and_messages_are_sent_again(browser: TestClient, database_url: str):
    page, _ = add(browser)
    webhook = page.rpartition("/")[2]
    with psycopg.connect(database_url, autocommit=True) as connection:
        for status, answered, fault in (("delivered", 204, None), ("given_up", 500, None), ("waiting", None, "webhook_timeout")):
            row = connection.execute(
                "INSERT INTO webhook_deliveries (webhook, event, subject, type, at, data, status, tries, finished_at)"
                " VALUES (%s, %s, 'x', 'document.done', now(), '{\"object\": \"documents/x\"}', %s, 1, now()) RETURNING id",
                [webhook, uuid4(), status],
            ).fetchone()
            connection.execute(
                "INSERT INTO webhook_tries (delivery, at, seconds, status, answer, fault) VALUES (%s, now(), 0.25, %s, %s, %s)",
                [row[0], answered, HOSTILE, fault],
            )
    shown = browser.get(page).text
    assert HOSTILE not in shown
    assert all(text in words(shown) for text in ("доставлено", "попытки кончились", "нет ответа вовремя, 0.25 с", "следующая попытка"))
    assert "document.done" not in words(browser.get(f"{page}?status=replaced").text.partition('id="log"')[2].partition('id="change"')[0])
    again = re.search(rf'action="({page}/deliveries/\d+/replay)"', shown)[1]
    assert location(send(browser, again)) == f"{page}?done=repeated"
    assert location(send(browser, f"{page}/test")) == f"{page}?done=test"
    assert "webhook.test" in browser.get(page).text
    assert location(send(browser, f"{page}/replay", since="2026-01-01T00:00")) == f"{page}?done=replayed"
    assert send(browser, f"{page}/replay", since="вчера").status_code == 422


def test_others_do_not_see_receivers_and_a_form_from_elsewhere_is_refused(stranger: TestClient, sign_in: SignIn, browser: TestClient):
    page, _ = add(browser)
    assert browser.post(page, data={"url": HERE}).status_code == 403
    auditor = enter(stranger, sign_in, "auditor")
    assert auditor.get("/admin/webhooks").status_code == 403
    assert auditor.get(page).status_code == 403
