"""What holds for every page: no barriers, no sideways scrolling, a title of its own, and nothing of a document runs."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.addresses import PAGES, address, viewer
from tests.browser.conftest import Enter
from tests.browser.house import House

AXE = Axe()
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The colours alone are other ones in the dark.
DARK_RULES = ("color-contrast", "link-in-text-block")
SERIOUS = ("serious", "critical")
NARROW = {"width": 360, "height": 740}
# What is wider than the screen, and not within something that scrolls by itself.
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map((one) => one.outerHTML.slice(0, 160))"""


def barriers(page: Page, rules: tuple[str, ...], kind: str = "tag") -> list[str]:
    """Give what axe finds that keeps people out."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": kind, "values": list(rules)}}
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    wrong = [violation for violation in found if violation["impact"] in SERIOUS]
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in wrong]


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("hostile")])
def test_a_page_has_no_barriers_and_fits_a_narrow_screen(
    onlookers: Callable[[str | None], BrowserContext], house: House, name: str
) -> None:
    page, said = onlookers(viewer(name)).new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    answer = page.goto(address(house, name))
    assert answer is not None
    assert answer.status == (404 if name == "problem" else 200)
    assert page.title().removesuffix(" — Плановик").strip()
    assert barriers(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page, DARK_RULES, "rule") == []
    page.set_viewport_size(NARROW)
    assert page.evaluate(WIDER) == []
    assert [text for text in said if "status of 404" not in text] == []
    page.close()


def test_nothing_of_a_document_runs(enter: Enter, house: House) -> None:
    page = enter("administrator")
    for name in ("home", "documents", "hostile_document", "plans", "hostile_plan", "measures_all", "units", "line_new"):
        page.goto(address(house, name))
        assert "onerror" in page.content(), name
        assert page.evaluate("window.stung") is None, name


def test_axe_finds_what_is_wrong(enter: Enter) -> None:
    page = enter(None)
    page.set_content("<html lang=ru><title>a</title><main><h1>a</h1><input><p style='color:#eee;background:#fff'>бледно</p></main>")
    assert len(barriers(page, RULES)) == 2
