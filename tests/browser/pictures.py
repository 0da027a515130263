"""Pictures of the pages for the documentation: `python -m tests.browser.pictures [NAME…]`.

In: names of pages (`tests.browser.addresses`), all where none is given. Out: `docs/pictures/NAME.png`, and of some pages one in the dark
and one on a narrow screen; each has at most 64 colours, which keeps text sharp and files small.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.addresses import PAGES, address, viewer
from tests.browser.conftest import ARGUMENTS, CHROMIUM, enter_as
from tests.browser.house import HOSTILE_NAME, House, open_house

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 64
SIZES = {"": {"width": 1280, "height": 860}, "_narrow": {"width": 360, "height": 740}, "_dark": {"width": 1280, "height": 860}}
NARROW = ("document", "measures", "plan")
DARK = ("document_pages", "plan_timeline", "comparison")
# The folder of the house is of this machine; pictures show the one that the documentation names.
PLACE = "/srv/planovik"
HIDE_PLACE = (
    """([from, to]) => { for (const one of document.querySelectorAll("code")) one.textContent = one.textContent.replaceAll(from, to); }"""
)
LEFT_OUT = ("documents_empty", "measures_empty", "measures_all", "hostile_document", "hostile_plan", "document_delete")


def kinds(name: str) -> list[str]:
    """Give the endings of a page's pictures."""
    return ["", *(["_narrow"] if name in NARROW else []), *(["_dark"] if name in DARK else [])]


def take(browser: Browser, house: House, name: str, kind: str) -> None:
    """Take a picture of a page."""
    context = enter_as(browser, house, viewer(name), viewport=SIZES[kind], color_scheme="dark" if kind == "_dark" else "light")
    page = context.new_page()
    page.goto(address(house, name), wait_until="load")
    page.evaluate(HIDE_PLACE, [str(house.stack.home), PLACE])
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}{kind}.png", optimize=True)
    context.close()


def main() -> None:
    """Take the pictures."""
    names = sys.argv[1:] or [name for name in PAGES if name not in LEFT_OUT]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house, sync_playwright() as playwright:
        house.ask("DELETE", f"/v1/documents/{house.documents[HOSTILE_NAME]}", role="clerk")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for name in names:
            for kind in kinds(name):
                take(browser, house, name, kind)
        browser.close()


if __name__ == "__main__":
    main()
