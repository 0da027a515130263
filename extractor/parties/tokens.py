"""Tokens of a cell of parties: words, quoted names, brackets, persons and marks, each with its place.

In: a passage's text with its lines. Out: `Token`s in printed order. A quoted name, a bracket and a person are one token
each, so that nothing inside them can be taken for a border. To add a kind of token, add a named group to `TOKEN`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from extractor.document import Passage
from extractor.head_nouns import is_head, lexicon_words
from extractor.morphology import is_abbreviation, is_known_word
from extractor.persons import INITIALS, PersonSpan, find_persons
from extractor.text import matching_form

Kind = Literal[
    "word", "short", "number", "quote", "bracket", "person", "comma", "semicolon", "stop", "dash", "slash", "colon", "bullet", "other"
]
Break = Literal["", "soft", "hard"]
LONGEST_CELL = 20_000  # characters that are split; a longer cell is a text that lost its table

TOKEN = re.compile(
    r"(?P<acting>(?<![\w.])(?:и\. ?о\.?|вр\. ?и\. ?о\.|врио|врид)(?![\w]))"
    r"|(?P<slashed>[^\W\d_]/[^\W\d_]{1,12})(?![\w/])"
    r"|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)"
    r"|(?P<number>№? ?\d+(?:[.,/-]\d+)*(?:-?[а-я]{1,3}(?![а-я]))?)"
    r"|(?P<comma>,)|(?P<semicolon>;)|(?P<stop>\.)|(?P<dash>--?)|(?P<slash>[/\\])|(?P<colon>:)|(?P<bullet>[•·●▪*■□➢✓])|(?P<other>\S)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: `start` inclusive, `end` exclusive offsets in the passage; `line` tells of a line end before it."""

    kind: Kind
    start: int
    end: int
    text: str
    line: Break = ""
    person: PersonSpan | None = None

    @property
    def is_capital(self) -> bool:
        """Tell whether the token begins with a capital letter."""
        return self.text[:1].isupper()


def read_tokens(passage: Passage, start: int, end: int) -> tuple[Token, ...]:
    """Read the tokens of `passage.text[start:end]`; offsets are the passage's."""
    breaks = line_breaks(passage, start, end)
    text = passage.text[: min(end, start + LONGEST_CELL)]
    persons = {start + person.start: person for person in find_persons(with_line_ends(text[start:], breaks, start))}
    tokens, place, pending = list[Token](), start, list(breaks)
    for token in scan(text, matching_form(text), place, persons):
        before: Break = ""
        while pending and pending[0] <= token.start:
            before = breaks[pending.pop(0)]
        tokens.append(Token(token.kind, token.start, token.end, token.text, before, token.person))
    return tuple(tokens)


def line_breaks(passage: Passage, start: int, end: int) -> dict[int, Break]:
    """Give the places where lines begin inside the span, with how the line above ends."""
    lines = passage.lines
    return {below.start: "hard" if above.hard else "soft" for above, below in pairwise(lines) if start < below.start < end}


def with_line_ends(text: str, breaks: dict[int, Break], start: int) -> str:
    """Give the text with "\\n" for each line end that a person's name can't cross."""
    marked = text
    for place, kind in breaks.items():
        at = place - start - 1
        if kind == "hard" and 0 <= at < len(text) and text[at] == " " and not is_torn_name(text, at, breaks, start):
            marked = f"{marked[:at]}\n{marked[at + 1 :]}"
    return marked


def is_torn_name(text: str, at: int, breaks: dict[int, Break], start: int) -> bool:
    """Tell whether the line end at `at` stands between a surname and its initials: `Лугин` ⏎ `П.А.`."""
    ends = sorted(place - start - 1 for place in breaks)
    above = text[max((end + 1 for end in ends if end < at), default=0) : at]
    below = text[at + 1 : min((end for end in ends if end > at), default=len(text))]
    last, initials = above.rpartition(" ")[2], INITIALS.match(below)
    if initials:
        rest = below[initials.end() :].strip(" .,;)")
        return last.isalpha() and last[:1].isupper() and not is_head(last) and not rest[:1].isupper()
    first = below.partition(" ")[0].rstrip(",;.")
    lone = INITIALS.fullmatch(above.strip()) or INITIALS.fullmatch(last)
    return bool(lone) and first.isalpha() and first[:1].isupper() and not is_head(first)


def scan(text: str, form: str, place: int, persons: dict[int, PersonSpan]) -> Iterator[Token]:
    """Yield the tokens from `place` on, without their line ends."""
    offset = place
    while place < len(text):
        person = persons.get(place)
        if person:
            stop = offset + person.end
            yield Token("person", place, stop, text[place:stop], person=person)
        elif form[place] == "(":
            stop = closing(form, place)
            yield Token("bracket", place, stop, text[place:stop])
        elif form[place] == '"' and (stop := quote_end(text, form, place)) > place + 1:
            yield Token("quote", place, stop, text[place:stop])
        elif form[place] == " ":
            place += 1
            continue
        else:
            token = plain_token(text, form, place, persons)
            yield token
            stop = token.end
        place = stop


def plain_token(text: str, form: str, place: int, persons: dict[int, PersonSpan]) -> Token:
    """Give the word, number or mark that begins at `place`."""
    match = TOKEN.match(form, place)
    assert match is not None  # every visible character is at least "other"
    kind, end = match.lastgroup or "other", match.end()
    if kind == "acting":
        return Token("short", place, end, text[place:end])
    if kind == "slashed":
        return Token("word", place, end, text[place:end])
    if kind == "word":
        cut = next((at for at in range(place + 1, end) if at in persons), end)
        if cut == place + 1 < end and text[place] == text[cut]:  # a slip of the key: "ЛЛугин П.А."
            return Token("other", place, cut, text[place])
        if cut == end and form[end : end + 1] == "." and is_shortened(text[place:end]):
            return Token("short", place, end + 1, text[place : end + 1])
        return Token("word", place, cut, text[place:cut])
    return Token(kind, place, end, text[place:end])  # type: ignore[arg-type]


def is_shortened(word: str) -> bool:
    """Tell whether a word before a full stop is a shortened one ("зам.", "физ.") and not the end of a sentence."""
    small = word.lower().replace("ё", "е")
    if any(small in lexicon_words("short", key) for key in ("opens", "adjective", "other")):
        return True
    if is_abbreviation(word) or len(word) == 1:
        return len(word) == 1
    return len(word) <= 2 or ("-" in word and not is_known_word(word)) or not is_known_word(word)


def closing(form: str, place: int) -> int:
    """Give the end of the bracket that opens at `place`; the text's end where it is not closed."""
    depth = 0
    for at in range(place, len(form)):
        depth += (form[at] == "(") - (form[at] == ")")
        if depth == 0:
            return at + 1
    return len(form)


def quote_end(text: str, form: str, place: int) -> int:
    """Give the end of the quoted name that opens at `place`; a name that is not closed ends at its last closing mark."""
    depth, last = 0, place
    for at in range(place, len(form)):
        if form[at] == '"':
            if is_opening(text, form, at):
                if depth == 0 and at > place:
                    return last
                depth += 1
            else:
                depth, last = depth - 1, at + 1
                if depth <= 0:
                    return last
        elif (form[at] == ";" and last > place) or (depth == 2 and last > place and form[at] == ","):
            return last
    return last


def is_opening(text: str, form: str, place: int) -> bool:
    """Tell whether the quotation mark at `place` opens."""
    if text[place] in "«„“":
        return text[place] != "“" or (place + 1 < len(form) and form[place + 1].isalnum())
    if text[place] in "»”":
        return False
    before, after = form[place - 1 : place] if place else "", form[place + 1 : place + 2]
    return (not before or before in ' (-"') and bool(after) and after not in ' ,;.)"'
