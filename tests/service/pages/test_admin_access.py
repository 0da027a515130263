"""A person's page: roles for municipalities and bodies, and accounts of an identity provider, without scripts."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from service.settings import ProviderSettings, Settings
from tests.service.openid import CLIENT, SECRET, OpenId, running
from tests.service.pages.browsing import SignIn, enter, location
from tests.service.test_provider import begin, come_back

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def openid() -> Iterator[OpenId]:
    with running() as provider:
        yield provider


@pytest.fixture
def settings(settings: Settings, openid: OpenId) -> Settings:
    return replace(settings, provider=ProviderSettings(issuer=openid.issuer, client_id=CLIENT, client_secret=SECRET, roles={}))


@pytest.fixture
def browser(stranger: TestClient, sign_in: SignIn) -> TestClient:
    return enter(stranger, sign_in, "administrator")


def send(browser: TestClient, path: str, **fields: str):
    return browser.post(path, data=fields | {"csrf": browser.csrf}, follow_redirects=False)


def test_a_right_for_a_municipality_is_given_shown_and_taken_back(browser: TestClient, sign_in: SignIn) -> None:
    page = f"/admin/people/{sign_in('member').person}"
    given = send(browser, f"{page}/grants", role="clerk", place="municipality", name=f"Луговой район {HOSTILE}")
    assert location(given) == f"{page}?done=changed#access"
    text = browser.get(page).text
    assert "Делопроизводитель: Луговой район" in text
    assert HOSTILE not in text
    assert "уже есть эта роль" in send(browser, f"{page}/grants", role="clerk", place="municipality", name=f"Луговой район {HOSTILE}").text
    remove = re.search(rf'action="({page}/grants/[^"]+/remove)"', text)[1]
    assert location(send(browser, remove)) == f"{page}?done=changed#access"
    assert "Луговой район" not in browser.get(page).text


def test_a_right_that_makes_no_sense_is_refused_on_the_page(browser: TestClient, sign_in: SignIn) -> None:
    page = f"/admin/people/{sign_in('member').person}"
    for fields in ({"role": "administrator"}, {"place": "planet"}, {"name": ""}, {"name": "—"}):
        answer = send(browser, f"{page}/grants", **({"role": "clerk", "place": "issuer", "name": "Дума"} | fields))
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


def test_who_waits_is_linked_and_unlinked(openid: OpenId, browser: TestClient, stranger: TestClient, sign_in: SignIn) -> None:
    openid.person |= {"name": f"Иванова {HOSTILE}", "email": "i@example.org", "email_verified": False}
    page = f"/admin/people/{sign_in('reader').person}"
    comer = TestClient(stranger.app)
    comer.portal = stranger.portal
    assert comer.get(come_back(begin(comer)), follow_redirects=False).status_code == 403
    waiting = browser.get(page).text
    assert "Ждут связывания" in waiting
    assert HOSTILE not in waiting
    assert "i@example.org" not in waiting
    link = re.search(rf'action="({page}/identities/[^"/]+)"', waiting)[1]
    assert location(send(browser, link)) == f"{page}?done=changed#access"
    assert comer.get(come_back(begin(comer)), follow_redirects=False).status_code == 303
    assert location(send(browser, f"{link}/remove")) == f"{page}?done=changed#access"
    assert comer.get("/v1/session").status_code == 401


def test_only_administrators_give_rights(stranger: TestClient, sign_in: SignIn) -> None:
    auditor = enter(stranger, sign_in, "auditor")
    answer = send(auditor, f"/admin/people/{auditor.person}/grants", role="clerk", place="issuer", name="Дума")
    assert answer.status_code == 403


def test_a_member_sees_their_rights_in_their_account(stranger: TestClient, browser: TestClient, sign_in: SignIn) -> None:
    member = sign_in("member")
    send(browser, f"/admin/people/{member.person}/grants", role="reader", place="municipality", name="Луговой район")
    own = TestClient(stranger.app, headers={"Accept": "text/html"})
    own.portal = stranger.portal
    own.post("/sign-in", data={"login": "member", "password": "сирень у пятого подъезда"})
    assert "Читатель: Луговой район" in own.get("/account").text
