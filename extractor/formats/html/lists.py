"""List numbers: what a browser prints before the items of a list.

In: the list element, then its items in order. Out: their labels ("1. ", "б) " is never printed by HTML, "- ").
"""

from dataclasses import dataclass
from typing import Any

from extractor.formats.docx.numbering import BULLET, LATIN, lettered, roman
from extractor.formats.html.stylesheet import Look

FORMS = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
NAMED_FORMS = ("lower-alpha", "upper-alpha", "lower-latin", "upper-latin", "lower-roman", "upper-roman", "decimal")


@dataclass(slots=True)
class ItemList:
    """A list being read: `form` is the CSS name of its numbers, None for bullets; `number` is the next item's."""

    form: str | None
    number: int = 1
    step: int = 1
    shown: bool = True

    def label(self, item: Any) -> str:
        """Count an item and give its label with a space."""
        value = whole(item.get("value"))
        if value is not None:
            self.number = value
        number, self.number = self.number, self.number + self.step
        if not self.shown:
            return ""
        return BULLET if self.form is None else f"{write_number(number, self.form)}. "


def open_list(element: Any, look: Look) -> ItemList:
    """Begin a list; `start`, `type`, `reversed` and the list style count."""
    shown = look.bullets is not False
    if element.tag != "ol":
        return ItemList(None, shown=shown)
    form = FORMS.get(element.get("type", "1"), "decimal")
    form = next((name for name in NAMED_FORMS if f"list-style-type:{name}" in look.properties.replace(" ", "")), form)
    start = whole(element.get("start"))
    if "reversed" in element.attrib:
        return ItemList(form, sum(1 for _ in element.iterchildren("li")) if start is None else start, -1, shown)
    return ItemList(form, 1 if start is None else start, shown=shown)


def whole(text: str | None) -> int | None:
    """Read a whole number of up to nine digits."""
    cleaned = (text or "").strip()
    return int(cleaned) if cleaned.lstrip("-").isdecimal() and len(cleaned) < 10 else None


def write_number(number: int, form: str) -> str:
    """Print an item's number; letters and Roman numerals begin at one."""
    if form.endswith("roman"):
        printed = roman(number)
    elif form.endswith(("alpha", "latin")):
        printed = lettered(LATIN)(number)
    else:
        printed = str(number)
    return printed.upper() if form.startswith("upper") else printed
