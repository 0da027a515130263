"""Style: what style attributes and simple rules of style sheets say about alignment, weight and visibility.

In: the root element and elements. Out: a `Look`. Of the style sheets only rules for a tag, a class, an id or a tag with
a class are read; conditions (@media) are left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COMMENT = re.compile(r"/\*(?:(?!/\*).)*?\*/|<!--|-->", re.DOTALL)
BRACE = re.compile("([{}])")
SELECTOR = re.compile(r"(?:[a-z][\w]*)?(?:[.#][\w-]+)?")
LENGTH = re.compile(r"(-?[\d.]+)\s*(cm|mm|in|pt|px|pc)\b")
POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75, "pc": 12.0}
# Points (7.4 cm): a left margin beyond it puts a stamp into the right half of a portrait page.
RIGHT_HALF = 210.0
HEAVY = frozenset({"bold", "bolder", "600", "700", "800", "900"})
LIGHT = frozenset({"normal", "lighter", "100", "200", "300", "400", "500"})
# Characters: no value that matters here is longer.
MAX_VALUE = 200
# Characters: real documents stay below 100,000; more is a site's framework, which says nothing about the document.
MAX_STYLESHEET = 500_000


@dataclass(frozen=True, slots=True)
class Look:
    """What is said about an element itself; None: nothing."""

    alignment: str | None = None
    bold: bool | None = None
    hidden: bool = False
    margin: float = 0.0
    bullets: bool | None = None
    properties: str = ""


NOTHING = Look()


class Stylesheet:
    """The rules of one page; the same style text is read once."""

    def __init__(self, root: Any) -> None:
        """Read the page's style elements."""
        self.rules: dict[str, str] = {}
        self.known: dict[str, Look] = {}
        for style in root.iter("style"):
            self.read(style.text or "")

    def read(self, text: str) -> None:
        """Add the rules of one style element."""
        if len(text) > MAX_STYLESHEET:
            return
        depth, selectors = 0, ""
        for piece in BRACE.split(COMMENT.sub("", text)):
            if piece in ("{", "}"):
                depth = max(0, depth + (1 if piece == "{" else -1))
            elif depth == 0:
                selectors = piece.rpartition(";")[2]
            elif depth == 1 and "@" not in selectors:
                self.add(selectors, piece)

    def add(self, selectors: str, declarations: str) -> None:
        """Add a rule for each of its plain selectors."""
        for selector in selectors.split(","):
            name = selector.strip().lower()
            if name and SELECTOR.fullmatch(name):
                self.rules[name] = f"{self.rules.get(name, '')};{declarations}"

    def look(self, element: Any) -> Look:
        """Give the look of an element: its tag's rules, its classes', its id's, then its own attributes."""
        attributes: Mapping[str, str] = element.attrib
        text = self.rules.get(element.tag, "")
        if not attributes and not text:
            return NOTHING
        for name in attributes.get("class", "").lower().split():
            text += self.rules.get(f".{name}", "") + self.rules.get(f"{element.tag}.{name}", "")
        if "id" in attributes:
            text += self.rules.get(f"#{attributes['id'].lower()}", "")
        if "align" in attributes:
            text += f";text-align:{attributes['align']}"
        if "hidden" in attributes:
            text += ";display:none"
        if "style" in attributes:
            text += f";{attributes['style']}"
        if text not in self.known:
            self.known[text] = read_look(text)
        return self.known[text]


def read_look(text: str) -> Look:
    """Read declarations; a later one wins."""
    said = {}
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        said[name.strip().lower()] = value.strip().lower()[:MAX_VALUE].removesuffix("!important").strip()
    alignment = said.get("text-align")
    weight = said.get("font-weight", "")
    return Look(
        alignment=alignment if alignment in ("left", "right", "center", "justify", "start", "end") else None,
        bold=True if weight in HEAVY else False if weight in LIGHT else None,
        hidden=is_hidden(said),
        margin=read_margin(said),
        bullets=False if said.get("list-style-type", said.get("list-style", "")) == "none" else None,
        properties=text.lower(),
    )


def is_hidden(said: Mapping[str, str]) -> bool:
    """Tell whether declarations hide an element; mso-hide is Word's hidden text, mso-element names notes and comments."""
    return (
        said.get("display") == "none"
        or said.get("visibility") in ("hidden", "collapse")
        or said.get("mso-hide") == "all"
        or said.get("font-size") in ("0", "0px", "0pt")
        or said.get("mso-element", "") in ("footnote", "footnote-list", "endnote", "endnote-list", "comment", "comment-list", "footer")
    )


def read_margin(said: Mapping[str, str]) -> float:
    """Give the left margin in points, also from the short form `margin: top right bottom left`."""
    found = LENGTH.match(said.get("margin-left", ""))
    if found is None:
        found = next(iter(list(LENGTH.finditer(said.get("margin", "")))[3:4]), None)
    try:
        return float(found.group(1)) * POINTS[found.group(2)] if found else 0.0
    except ValueError:
        return 0.0
