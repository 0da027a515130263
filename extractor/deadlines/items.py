"""Items of a list of dates: points and bare numbers with the words that lead to them and link them.

In: a form's tokens and a place among them. Out: `Item`s as far as the list goes. To add a word that leads to a date,
add it to `BEFORE`, `FROM` or `PLAIN`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.deadlines.points import Point, is_kind, read_point
from extractor.deadlines.tokens import Token

# No cell lists more dates than this; what follows is read as a list of its own.
LONGEST_LIST = 400
# A longer run of bare numbers and marks is no list of days of a month.
LONGEST_SHORT = 15
LONGEST_RUN = 80
IN_RUN = frozenset(("number", ",", "-", "and", "through", "/"))
BEFORE = re.compile(
    r"(?:(?:в )?срок\w*(?: исполнения| выполнения)?(?: -|:|,)? ?)?(?:но )?(?:до|не (?:позднее|позже)(?:,? чем)?(?:"
    r" до)?|ранее|ко?|по|до наступления) +(?=[\d\"а-яiіl|])"
)
FROM = re.compile(
    r"(?:в (?:период|срок|сроки)(?: времени)? |на период |период |на срок |начиная |сроком )?(?:со?|после|не"
    r" ранее(?: чем)?|от) +(?=[\d\"а-яiіl|])"
)
PLAIN = re.compile(
    r"(?:(?:(?:в|за|на) ?(?:течении|течение|теч\.?)|на протяжении) (?:всего )?|(?:в|на|за)(?: весь)? период |на"
    r" срок |во? |на |за |весь |с )(?=[\d\"а-яiіl|])"
    r"|(?:срок\w*|дата|даты|период)(?: -|:) ?(?=[\d\"а-яiіl|])"
)
PREFIXES = (("before", BEFORE), ("from", FROM), ("plain", PLAIN))


@dataclass(frozen=True, slots=True)
class Item:
    """A point in a list, or a bare number that waits for its month (`point` None): its prefix and the link before it."""

    start: int
    end: int
    prefix: str
    link: str
    point: Point | None
    number: int = 0
    token: Token | None = None


def read_items(form: str, tokens: Sequence[Token], place: int) -> list[Item]:
    """Read points and bare numbers one after another as far as they go."""
    items, link = list[Item](), ""
    while place < len(tokens) and len(items) < LONGEST_LIST:
        item, after = read_item(form, tokens, place, link, items[-1] if items else None)
        if item is None:
            break
        items.append(item)
        link, place = read_link(tokens, after, item)
        if not link:
            break
    return items


def read_item(form: str, tokens: Sequence[Token], place: int, link: str, before: Item | None) -> tuple[Item | None, int]:
    """Read one point or bare number with the words that lead to it."""
    start = tokens[place].start
    prefix, at = read_prefix(form, tokens, place)
    if prefix and link == "range":
        return None, place
    found = read_point(tokens, at)
    if found:
        return Item(start, found[0].end, prefix, link, found[0]), found[1]
    if short := short_year(tokens, at, link, before):
        return Item(start, tokens[at].end, prefix, link, short), at + 1 + is_kind(tokens, at + 1, "year_word")
    if not is_kind(tokens, at, "number") or not 1 <= tokens[at].value[0] <= 31 or (link == "adjacent" and not prefix):
        return None, place
    if not link and not leads_to_month(tokens, at):
        return None, place
    token = tokens[at]
    return Item(start, token.end, prefix, link, None, token.value[0], token), at + 1


def short_year(tokens: Sequence[Token], place: int, link: str, before: Item | None) -> Point | None:
    """Give the year of "2022-24 гг.", printed with two figures after a whole one."""
    opening = before.point.year if before and before.point and before.point.month is None else None
    if link != "range" or opening is None or not is_kind(tokens, place, "number") or not is_kind(tokens, place + 1, "year_word"):
        return None
    year = opening - opening % 100 + tokens[place].value[0]
    return Point(tokens[place].start, tokens[place + 1].end, year=year) if opening < year <= opening + LONGEST_SHORT else None


def leads_to_month(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a run of bare numbers may be days: it is short and ends at a month or at the end of the wording."""
    for token in tokens[place : place + LONGEST_RUN]:
        if token.kind not in IN_RUN:
            return True
    return len(tokens) - place < LONGEST_RUN


def read_prefix(form: str, tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """Give the sense of the words that lead to a date ("до", "с", "в течение") and the place after them."""
    start = tokens[place].start
    for sense, pattern in PREFIXES:
        if found := pattern.match(form, start):
            after = place
            while after < len(tokens) and tokens[after].start < found.end():
                after += 1
            return sense, after
    return "", place


def read_link(tokens: Sequence[Token], place: int, item: Item) -> tuple[str, int]:
    """Give what links an item to the next one: a range, a list, mere adjacency, or nothing."""
    if place >= len(tokens):
        return "", place
    kind = tokens[place].kind
    leads_on = kind == "before" or tokens[place].text == "на"
    if kind == "-" or (kind == "through" and item.prefix != "before") or (leads_on and item.prefix == "from"):
        return "range", place + 1
    if kind == "/" and item.point is not None and item.point.month is not None:
        return "list", place + 1
    if kind in (",", "and"):
        return "list", place + 1 + (kind == "," and is_kind(tokens, place + 1, "and"))
    return ("range" if is_lost_dash(tokens, place, item) else "adjacent"), place


def is_lost_dash(tokens: Sequence[Token], place: int, item: Item) -> bool:
    """Tell whether a dash was lost between two years: "2009 2011 годы"."""
    if item.point is None or not is_kind(tokens, place, "year") or not is_kind(tokens, place + 1, "year_word"):
        return False
    bare = is_kind(tokens, place - 1, "year") and item.point.month is None
    return (
        bare
        and tokens[place + 1].text in ("годы", "гг", "годов", "годах")
        and item.point.year is not None
        and tokens[place].value[0] > item.point.year
    )
