"""Browsers of these tests: people who signed in, and what stands on a page."""

import re
from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from tests.service.conftest import PASSWORD

SignIn = Callable[..., TestClient]
ROW = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)


def enter(stranger: TestClient, sign_in: SignIn, role: str) -> TestClient:
    """Give a browser of a new person of a role, signed in with a password; `csrf` is what their forms carry."""
    client = sign_in(role)
    browser = TestClient(stranger.app, headers={"Accept": "text/html"})
    browser.portal = stranger.portal
    browser.post("/sign-in", data={"login": role, "password": PASSWORD})
    browser.csrf = between(browser.get("/help").text, 'name="csrf" content="', '"')
    browser.person = client.person
    return browser


def between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def words(html: str) -> str:
    """Give the words of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def location(answer: Any) -> str:
    assert answer.status_code == 303, answer.text[:500]
    return str(answer.headers["location"])
