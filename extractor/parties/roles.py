"""Roles: labels, joining words and brackets that say what part a party has.

In: the matching form of a cell and a place in it. Out: where the label ends, the role it gives and the case of the names
after it. To add a wording, add it to `[role.…]` or `[joining]` of `lexicons/parties.toml`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.lexicons import read_lexicon
from extractor.records import PartyRole
from extractor.text import matching_form

Part = Literal["lead", "co_executor", "executor", "first"]
PARTS: tuple[Part, ...] = ("first", "co_executor", "lead", "executor")
# "ответственный за исполнение: …"; at most 60 letters, or it is a sentence.
RESPONSIBLE_FOR = re.compile(r"ответственн(?:ый|ые|ая|ое лицо|ые лица) за [^:;()-]{1,60}?(?:\s*:|\s-\s)")
NUMBER = re.compile(r"(?P<number>\d{1,2})(?:[.)](?=\s*[^\s\d.,)])|\.\)\s)")
# A time that a clerk put behind the party: ", в срок до 1 мая".
TRAILING_TIME = re.compile(r"[\s,-]+(?:в срок )?(?:до|не позднее) \d[^а-я]{0,12}(?:[а-я]+)?[\s\d]{0,6}(?:г|года)?\.?\Z")
END = re.compile(r"(?:\s*:\s*(?:-\s)?|\s+-\s+|\s*-\s*$)")
BEFORE_PERSON = re.compile(r"\.?:?\s+")


@dataclass(frozen=True, slots=True)
class Label:
    """A label that ends at `end`; `lasting` ones hold for all lines that follow, the others for their own."""

    end: int
    part: Part
    lasting: bool
    case: str | None = None
    rule: str = ""


@cache
def label_pattern(part: Part) -> re.Pattern[str]:
    """Compile the labels of a part, longest first."""
    words = sorted(read_lexicon("parties")["role"][part]["labels"], key=len, reverse=True)
    return re.compile(rf"(?P<label>{'|'.join(re.escape(matching_form(word)) for word in words)})\.?(?![\w])")


@cache
def joining_pattern(case: str) -> re.Pattern[str]:
    """Compile the joining words that govern a case."""
    words = sorted(read_lexicon("parties")["joining"][case], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(word) for word in words)})(?![\w])")


def match_label(form: str, place: int, *, person_at: int | None = None) -> Label | None:
    """Match a label at `place`: "Соисполнители: …", "Отв. Иванов И.И."; `person_at` is where the next person begins."""
    responsible = RESPONSIBLE_FOR.match(form, place)
    if responsible:
        return Label(responsible.end(), "executor", lasting=True, rule="label_responsible_for")
    for part in PARTS:
        label = label_pattern(part).match(form, place)
        if not label:
            continue
        end = END.match(form, label.end())
        if end:
            return Label(end.end(), part, lasting=is_plural(label["label"]), rule=f"label_{part}")
        before = BEFORE_PERSON.match(form, label.end())
        if part == "executor" and before and before.end() == person_at:
            return Label(before.end(), part, lasting=True, rule="label_before_person")
    return None


def is_plural(label: str) -> bool:
    """Tell whether a label announces several parties."""
    return label.endswith(("и", "ы", "е", "ют", "ят"))


def match_joining(form: str, place: int) -> Label | None:
    """Match words that bring in further parties: "совместно с", "при участии"."""
    for case in ("ablt", "gent"):
        found = joining_pattern(case).match(form, place)
        if found:
            return Label(found.end(), "co_executor", lasting=False, case=case, rule=f"joined_{case}")
    return None


def read_bracket_role(text: str) -> PartyRole | None:
    """Give the role that a bracket names: "(свод)", "(соисполнитель)"."""
    return bracket_roles().get(matching_form(text).strip("() .,;"))


@cache
def bracket_roles() -> dict[str, PartyRole]:
    """Give the wordings of brackets with the roles that they name."""
    parts: tuple[PartyRole, ...] = ("executor", "co_executor", "lead")
    return {matching_form(word): part for part in parts for word in read_lexicon("parties")["role"][part]["brackets"]}


def is_aside(text: str) -> bool:
    """Tell whether a bracket's text is no part of a name: "(по согласованию)", "(далее - Отдел)"."""
    return aside_pattern().match(matching_form(text).strip("() .,;")) is not None


@cache
def aside_pattern() -> re.Pattern[str]:
    """Compile the beginnings of brackets that are no part of a name."""
    marks = read_lexicon("parties")["marks"]
    return re.compile(rf"{either(marks['agreement'])}|{either(marks['aside'])}(?!\w)")


@cache
def agreement_pattern() -> re.Pattern[str]:
    """Compile an agreement at the end of a name, with the marks before it."""
    return re.compile(rf"[\s,-]*(?<!\w){either(read_lexicon('parties')['marks']['agreement'])}[.\s]*\Z")


def either(wordings: list[str]) -> str:
    """Give the pattern of any of some wordings, the longest first."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(wordings, key=len, reverse=True))})"


def strip_agreement(form: str, start: int, end: int) -> int:
    """Give the end of a name without a trailing "по согласованию" or time and the marks before it."""
    found = agreement_pattern().search(form[:end], start) or TRAILING_TIME.search(form[:end], start)
    return found.start() if found else end
