"""Signing in and out in a browser without scripts."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.service.conftest import PASSWORD

HTML = {"Accept": "text/html"}


@pytest.fixture
def browser(stranger: TestClient, sign_in: Callable[[str], TestClient]) -> TestClient:
    """A browser of a person who is not signed in yet; their login is "clerk"."""
    sign_in("clerk")
    stranger.headers["Accept"] = "text/html"
    return stranger


def test_who_is_not_signed_in_is_sent_to_sign_in_and_then_back(browser: TestClient) -> None:
    sent = browser.get("/?a=1", follow_redirects=False)
    assert sent.headers["location"] == "/sign-in?to=%2F%3Fa%3D1"
    form = {"login": "clerk", "password": PASSWORD, "to": "/?a=1"}
    back = browser.post("/sign-in", data=form, follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, "/?a=1")
    assert "Clerk" in browser.get("/").text


def test_a_wrong_password_is_told_on_the_form(browser: TestClient) -> None:
    answer = browser.post("/sign-in", data={"login": "clerk", "password": "nein"})
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert 'value="clerk"' in answer.text


@pytest.mark.parametrize("target", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"])
def test_a_sign_in_never_leads_elsewhere(browser: TestClient, target: str) -> None:
    form = {"login": "clerk", "password": PASSWORD, "to": target}
    assert browser.post("/sign-in", data=form, follow_redirects=False).headers["location"] == "/"


def test_signing_out_ends_the_session(browser: TestClient) -> None:
    browser.post("/sign-in", data={"login": "clerk", "password": PASSWORD})
    token = browser.get("/").text.partition('name="csrf" content="')[2].partition('"')[0]
    assert browser.post("/sign-out", data={"csrf": "wrong"}).status_code == 403
    assert browser.post("/sign-out", data={"csrf": token}, follow_redirects=False).headers["location"] == "/sign-in"
    assert browser.get("/", follow_redirects=False).status_code == 303


def test_an_unknown_page_says_so_as_a_page(browser: TestClient) -> None:
    answer = browser.get("/no-such-page")
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
    assert "script-src 'self'" in answer.headers["content-security-policy"]
