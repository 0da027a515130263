"""Page furniture: menus, breadcrumbs, counters, footers and buttons around a document on a web page.

In: the root element, once; then elements and block texts. Out: whether they are furniture. Nothing that holds a data
table or a large share of the page's text is ever furniture. Words are in `lexicons/furniture.toml`; a new kind of
furniture with a mark of its own is a function in `RULES`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from extractor.formats.html.tables import own_rows
from extractor.formats.letterheads import STAMP
from extractor.lexicons import read_lexicon
from extractor.text import matching_form

FURNITURE_TAGS = frozenset({"nav", "aside", "footer"})
FURNITURE_ROLES = frozenset({"navigation", "contentinfo", "search", "complementary", "menu", "menubar", "banner", "dialog"})
BLOCKS_WITH_LINKS = frozenset({"ul", "ol", "div", "table", "td", "section", "p", "dl", "header"})
NAME_PART = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")
CRUMBS = re.compile(r"главная(?: страница)?\s*(?:[»>→/|\\›·•]|::|->)")
COUNTER = re.compile(
    r"(?:создан[оа]?|опубликован[оа]?|обновлен[оа]?|изменен[оа]?|размещен[оа]?|добавлен[оа]?|просмотр\w*|скачиван\w*|загруз\w*|hits?)\s*:\s*"
    r"[\d\s.:,/-]*(?:[а-я]+\s+\d{4})?[\d\s.:,г-]*$"
)
CLOCK = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4},?\s+\d{1,2}:\d{2}(?::\d{2})?$")
FILE_LINK = re.compile(
    r".*\b(?:docx?|pdf|xlsx?|rtf|odt|zip|rar)\b\W{0,3}[\d.,]+\s*(?:кб|мб|kb|mb|байт)\W*$|.*\.(?:docx?|pdf|xlsx?|rtf|odt|zip|rar)$"
)
# Of the page's text: a block with more is the document, whatever its class is called.
MAX_SHARE = 0.3
# Characters: the longest menu seen has 6,000.
MAX_FURNITURE = 20_000
# Characters: a longer block that opens like a counter or a copyright line may be text.
MAX_OPENING = 160
MIN_LINKS = 4
LINK_SHARE = 0.8
# Characters on average: menu entries are short; a list of linked acts has long titles.
MAX_LINK = 60
CLASS_LINK_SHARE = 0.3
# Characters: a named block with a link and more text than this is an article with a link in it.
MAX_CLASS_TEXT = 400
UNNAMED_TAGS = frozenset({"body", "html", "td", "th", "tr"})
INITIALS = re.compile(r"[А-ЯЁ]\. ?[А-ЯЁ]\.")
MIN_TABLE_ROWS = MIN_TABLE_COLUMNS = 2
HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "hidden"})


@dataclass(slots=True)
class Weight:
    """What an element holds: characters of text, of linked text, links, and whether a data table."""

    text: int = 0
    linked: int = 0
    links: int = 0
    table: bool = False

    def add(self, other: "Weight") -> None:
        """Count what a child holds."""
        self.text += other.text
        self.linked += other.linked
        self.links += other.links
        self.table = self.table or other.table


@cache
def words() -> Mapping[str, frozenset[str]]:
    """Load the lexicon."""
    return {name: frozenset(entries) for name, entries in read_lexicon("furniture").items()}


class Furniture:
    """Tells the furniture of one page."""

    def __init__(self, root: Any) -> None:
        """Weigh every element once, from the leaves up."""
        self.weights: dict[Any, Weight] = {}
        for _, element in etree.iterwalk(root, events=("end",)):
            self.weights[element] = self.weigh(element)
        self.total = max(1, self.weights[root].text)

    def weigh(self, element: Any) -> Weight:
        """Weigh an element whose children are weighed."""
        tag = element.tag
        if tag in ("script", "style"):
            return Weight()
        text = element.text
        weight = Weight(len(text.strip()) if text else 0)
        for child in element:
            weight.add(self.weights[child])
            text = child.tail
            if text:
                weight.text += len(text.strip())
        if tag == "a" and element.get("href") is not None:
            weight.linked, weight.links = weight.text, weight.links + 1
        elif tag == "table":
            weight.table = weight.table or is_data_table(element, weight)
        return weight

    def has(self, element: Any) -> bool:
        """Tell whether an element is furniture."""
        weight = self.weights.get(element)
        if weight is None or weight.table or weight.text > min(MAX_SHARE * self.total, MAX_FURNITURE):
            return False
        return any(rule(element, weight) for rule in RULES)


def is_data_table(table: Any, weight: Weight) -> bool:
    """Tell whether a table has two rows and columns and is not made of links."""
    rows = own_rows(table)
    return len(rows) >= MIN_TABLE_ROWS and max(rows) >= MIN_TABLE_COLUMNS and weight.linked < LINK_SHARE * weight.text


def by_tag(element: Any, weight: Weight) -> bool:
    """<nav>…</nav>, <footer>…</footer>; not a foot that holds a signature or a stamp."""
    if element.tag not in FURNITURE_TAGS and element.get("role", "").lower() not in FURNITURE_ROLES:
        return False
    text = "".join(element.itertext())
    return not STAMP.search(text) and (weight.links > 0 or not INITIALS.search(text))


def by_site_header(element: Any, weight: Weight) -> bool:
    """<header> with a menu, not the heading of an article."""
    inside = any(parent.tag in ("article", "main") for parent in element.iterancestors())
    if element.tag != "header" or inside or next(element.iter("h1"), None) is not None:
        return False
    return weight.links > 0 or next(element.iter("form", "nav"), None) is not None


def by_class(element: Any, weight: Weight) -> bool:
    """<div class="breadcrumbs">, <ul id="main-menu">; never what holds the page's heading, a signature or a stamp."""
    if element.tag in UNNAMED_TAGS or not named_parts(element) & words()["classes"] or next(element.iter("h1"), None) is not None:
        return False
    if weight.links:
        return weight.linked >= CLASS_LINK_SHARE * weight.text or weight.text <= MAX_CLASS_TEXT
    text = "".join(element.itertext()) if weight.text <= MAX_LINK else ""
    return weight.text <= MAX_LINK and not INITIALS.search(text) and not STAMP.search(text)


def named_parts(element: Any) -> set[str]:
    """Give the words of an element's class and id."""
    return {part.lower() for part in NAME_PART.findall(f"{element.get('class', '')} {element.get('id', '')}")}


def by_links(element: Any, weight: Weight) -> bool:
    """A block of short links and little else: a menu."""
    return (
        element.tag in BLOCKS_WITH_LINKS
        and weight.links >= MIN_LINKS
        and weight.linked >= LINK_SHARE * weight.text
        and weight.linked <= MAX_LINK * weight.links
    )


def by_title(element: Any, weight: Weight) -> bool:
    """<div title="footer">: the running header or footer of a page that LibreOffice saved."""
    if element.tag != "div" or element.get("title") not in ("header", "footer"):
        return False
    return element.get("title") == "footer" or not STAMP.search("".join(element.itertext()))


RULES: tuple[Callable[[Any, Weight], bool], ...] = (by_tag, by_site_header, by_class, by_links, by_title)


def is_furniture_text(text: str) -> bool:
    """Tell whether the text of a whole block outside tables is a button, a counter, breadcrumbs or a copyright line."""
    if len(text) > MAX_OPENING:
        return False
    form = matching_form(text).strip(' .:!|">[]()')
    if form in words()["phrases"] or CRUMBS.match(text.lower()) or any(shape.match(form) for shape in (COUNTER, CLOCK, FILE_LINK)):
        return True
    return any(form.startswith(opening) and not form[len(opening) : len(opening) + 1].isalpha() for opening in words()["openings"])
