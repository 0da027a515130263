"""A house and a browser for the tests of this folder, which run one after another in one process.

The fixtures end with the folder: Playwright's loop runs in the test's thread, and other tests start loops of their own there.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from service.access.recognition import COOKIE
from tests.browser.house import House, open_house

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
# Milliseconds in which something appears on a page, on a slow and busy machine.
PATIENCE = 60_000

Enter = Callable[..., Page]


@pytest.fixture(scope="package")
def chromium() -> str:
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium); in CI it must be")
    assert CHROMIUM, "Chromium is not installed"
    return CHROMIUM


@pytest.fixture(scope="package")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def enter(browser: Browser, house: House) -> Iterator[Enter]:
    """Give a page of somebody with a role who is signed in (None: a stranger); options are those of a browser's context."""
    opened: list[BrowserContext] = []

    def page_of(role: str | None = "clerk", **options: object) -> Page:
        context = enter_as(browser, house, role, **options)
        opened.append(context)
        return context.new_page()

    yield page_of
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def onlookers(browser: Browser, house: House) -> Iterator[Callable[[str | None], BrowserContext]]:
    """Give the context of a role, one for all tests of a module that leave nothing in it: making one takes as long as a page."""

    @cache
    def context_of(role: str | None) -> BrowserContext:
        opened.append(enter_as(browser, house, role))
        return opened[-1]

    opened: list[BrowserContext] = []
    yield context_of
    for context in opened:
        context.close()


def enter_as(browser: Browser, house: House, role: str | None, **options: object) -> BrowserContext:
    """Open a context in which a role is signed in."""
    context = browser.new_context(**{"base_url": house.url, "locale": "ru-RU"} | options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    if role:
        context.add_cookies([{"name": COOKIE, "value": house.cookies[role], "url": house.url}])
    return context
