"""Elements: what HTML tags and inline marks mean to the reader of a page.

In: nothing. Out: sets of tags, shapes of list markers and note links, the `State` of a place in the tree.
"""

import re
from dataclasses import dataclass

from extractor.formats.html.stylesheet import RIGHT_HALF

BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
SILENT_TAGS = frozenset({
    "script", "style", "template", "noscript", "head", "select", "option", "button", "textarea", "iframe", "object", "embed", "svg",
    "canvas", "audio", "video", "map", "xml", "del", "datalist", "applet", "noframes", "frameset", "input", "math",
})  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOLD_TAGS = frozenset({"b", "strong", "th", *HEADINGS})
GROUPS = frozenset({"thead", "tbody", "tfoot"})
NOTE_LINK = re.compile(r"#_?(?:ftn|edn|sdfootnote|sdendnote|_ftn|_edn|_msocom)", re.IGNORECASE)
NOTE_ID = re.compile(r"(?:sd)?(?:footnote|endnote|ftn|edn)\d+$", re.IGNORECASE)
MARKER = re.compile(r"\s*(?:[-–—•·*]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zА-Яа-яЁё]|[ivxIVX]{1,5})[.)])\s")
POINT = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s*[А-ЯЁA-Z«]|\d{1,2}(?:\.\d{1,2}){1,3}\s+[А-ЯЁ])")
WORD_BULLETS = frozenset("·§oØ-–—•")


@dataclass(frozen=True, slots=True)
class State:
    """How text is printed where the walk stands; `part` says what the innermost element is to the walk."""

    part: str = "line"
    alignment: str | None = None
    margin: float = 0.0
    bold: bool = False
    level: int | None = None
    kept_lines: bool = False


# Points: a space of 13-point Times.
SPACE_WIDTH = 3.25
SILENT = State("silent")


def split_paragraphs(text: str) -> list[str]:
    """Split text at blank lines and before numbered points: many pages have line breaks for paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if (not line.strip() or POINT.match(line)) and paragraphs[-1]:
            paragraphs.append([])
        if line.strip():
            paragraphs[-1].append(line)
    return ["\n".join(lines) for lines in paragraphs if lines]


def is_right(look: State, text: str) -> bool:
    """Tell whether a text is printed on the right: so aligned, or pushed into the right half by a margin or by spaces."""
    if look.alignment in ("center", "right", "end"):
        return look.alignment != "center"
    pushed = SPACE_WIDTH * text.count("\u00a0", 0, len(text) - len(text.lstrip()))
    return look.margin + pushed >= RIGHT_HALF
