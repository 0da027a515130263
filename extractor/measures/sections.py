"""Sections: the headings a measure stands under, and how a new heading fits among those above it.

In: section rows as they come down the table. Out: the stack of headings after each, outermost first.
"""

import re
from dataclasses import dataclass

from extractor.evidence import Evidence
from extractor.text import matching_form

ROMAN = r"[ivxlcхiу]+"
NAMES = ("раздел", "подраздел", "глава", "часть", "блок", "этап", "модуль", "направление", "задача", "цель", "подпрограмма")
# What has a number in headings and in rows of their own alike.
ALSO_ROWS = ("основное мероприятие", "комплекс мероприятий")
NAMED_NUMBER = re.compile(
    rf"(?P<name>{'|'.join((*NAMES, *ALSO_ROWS))})\s*(?:№\s*)?"
    rf"(?:{ROMAN}|\d+(?:\.\d+)*)(?![\w/-])\s*(?:[.:)]|-(?=\s))?\s*"
)
PLAIN_NUMBER = re.compile(
    rf"(?:(?P<roman>{ROMAN})\s*[.)]\s*|(?P<decimal>\d{{1,2}}(?:\.\d{{1,2}})*)(?:[.)]+\s*(?!\d)|(?<=\.\d)\s+|(?<=\.\d\d)\s+))"
)
LETTER_NUMBER = re.compile(r"(?P<letter>[а-я])\)\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: its text without numbering, the style of its numbering or print, and where it was read."""

    text: str
    style: str
    evidence: Evidence


def heading_number(text: str) -> tuple[str, int]:
    """Give the style of a heading's numbering and its length: ("decimal 2", 5) for "1.2. Работа"; ("", 0) without one."""
    form = matching_form(text)
    if (named := NAMED_NUMBER.match(form)) and named.end() < len(text):
        return named.group("name"), named.end()
    if plain := PLAIN_NUMBER.match(form):
        if plain.end() == len(text):
            return "", 0
        decimal = plain.group("decimal")
        return (f"decimal {decimal.count('.') + 1}" if decimal else "roman"), plain.end()
    if letter := LETTER_NUMBER.match(form):
        return "letter", letter.end()
    return "", 0


def names_section(style: str) -> bool:
    """Tell whether a style of numbering is one that only headings have: "Раздел 1.", "IV."."""
    return style == "roman" or style in NAMES


def print_style(text: str, *, bold: bool) -> str:
    """Name how a heading without a number is printed; headings of one level are printed alike."""
    first = matching_form(text).split(" ", 1)[0].rstrip(":.")
    if first in {"цель", "задача", "подпрограмма", "направление", "раздел"}:
        return first
    return ("capitals" if text.isupper() else "plain") + (" bold" if bold else "")


def push_heading(stack: tuple[Heading, ...], heading: Heading, *, after_heading: bool) -> tuple[Heading, ...]:
    """Give the stack with a new heading in its place.

    A heading of a style that is in the stack ends that one and all inside it; one right under another heading
    (`after_heading`) goes inside it; any other takes the place of the innermost.
    """
    for depth, above in enumerate(stack):
        if above.style == heading.style:
            return (*stack[:depth], heading)
    if after_heading or not stack:
        return (*stack, heading)
    return (*stack[:-1], heading)
