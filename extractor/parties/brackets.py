"""Brackets and dashes after a name or a person: what they hold.

In: the tokens of a bracket. Out: the surnames it lists, or the position it names; asides and roles are told in `roles`.
"""

import re
from collections.abc import Sequence

from extractor.document import Passage
from extractor.morphology import forms, is_abbreviation
from extractor.parties.items import Item
from extractor.parties.openings import find_opening
from extractor.parties.roles import Part, read_bracket_role
from extractor.parties.tokens import Token, read_tokens
from extractor.persons import is_place, is_surname

SURNAME_ENDING = re.compile(r"^[А-ЯЁ][а-яё]{2,}(?:[оеё]ва?|[иы]на?|енко|ск(?:ий|ая))$")
SURNAMES = re.compile(r"[А-ЯЁ][А-ЯЁа-яё-]+(?:\s*(?:,|;|\bи\b)\s*[А-ЯЁ][А-ЯЁа-яё-]+)*")


def inner_span(token: Token) -> tuple[int, int]:
    """Give the offsets of what stands between a bracket's marks."""
    return token.start + 1, token.end - token.text.endswith(")")


def inner_tokens(text: str, token: Token) -> tuple[Token, ...]:
    """Read the tokens between a bracket's marks."""
    start, end = inner_span(token)
    return read_tokens(Passage(text=text, block=1), start, end) if end > start else ()


def has_persons(text: str, token: Token) -> bool:
    """Tell whether a bracket lists persons: "(Ветрова О.А.)", "(Гращенкова, Бледнова)"."""
    inner = inner_tokens(text, token)
    return any(part.kind == "person" for part in inner) or bool(find_surnames(text, token, inner, None))


def find_surnames(text: str, token: Token, inner: Sequence[Token], part: Part | None) -> list[Item]:
    """Find the surnames that a bracket lists without initials: "(Гращенкова, Бледнова)"."""
    start, end = inner_span(token)
    words = [word for word in inner if word.kind == "word" and word.text != "и"]
    if not words or not SURNAMES.fullmatch(text[start:end].strip(" .,;")) or (len(words) == 1 and not looks_like_surname(words[0].text)):
        return []
    if not any(looks_like_surname(word.text) for word in words):
        return []
    rule = "surnames_in_brackets"
    return [Item(kind="person", start=word.start, end=word.end, mark="bracket", rule=rule, part=part, surname_only=True) for word in words]


def looks_like_surname(word: str) -> bool:
    """Tell whether a capitalised word in a bracket is a surname; here the shape is enough: "(Угольников)"."""
    if is_surname(word) or is_place(word) or is_abbreviation(word):
        return is_surname(word)
    adjective = any(form.part == "ADJF" and form.case == "nomn" for form in forms(word)[:1]) and not word.endswith(("ое", "ые", "ие"))
    return bool(SURNAME_ENDING.search(word)) or adjective


def find_position(text: str, token: Token, person: Item) -> list[Item]:
    """Find the position that a bracket after a person names: "Лугин П.А. (председатель)"."""
    inner = inner_tokens(text, token)
    opening = find_opening(inner, 0, "nomn") if inner else None
    if not opening:
        return []
    start, end = inner_span(token)
    return [Item(kind="name", start=start, end=end, mark="bracket", rule="position_in_brackets", part=person.part, opening=opening)]


def names_own_body(text: str, token: Token, items: Sequence[Item]) -> bool:
    """Tell whether a bracket names the body of a person whose position stands before: "директору Лугину П.А. (МБОУ «Лицей»)"."""
    inner = inner_tokens(text, token)
    opening = find_opening(inner, 0, "nomn") if inner else None
    named = [item.kind for item in items]
    return bool(opening and opening.kind == "form" and named[-1:] == ["person"] and "name" in named)


def without_role(text: str, tokens: list[Token]) -> tuple[list[Token], Part | None]:
    """Take a role off the end of a name: "отдел экономики - свод"."""
    dash = next((at for at in range(len(tokens) - 1, 0, -1) if tokens[at].kind == "dash"), 0)
    role = read_bracket_role(text[tokens[dash].end : tokens[-1].end]) if dash else None
    return (tokens[:dash], role) if role else (tokens, None)
