"""Matching: whether two names are of one body or person.

In: two names. Out: `Match`: "same" (the service may put them together), "suggested" (a person decides), "different"; how sure it is and by
which rule. What tells two bodies apart decides before any likeness: another municipality, another number, another name in quotes, a unit
and a post, one and several, other initials.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from extractor.registry.abbreviations import form_tokens
from extractor.registry.names import Name
from extractor.registry.rules import SAME, SUGGESTED
from extractor.registry.tokens import PLURAL, QUOTE

Outcome = Literal["same", "suggested", "different"]


@dataclass(frozen=True, slots=True)
class Match:
    """What two names are to each other; `rule` is the name of the rule or of the guard that decided, empty where none did."""

    outcome: Outcome
    rule: str = ""
    score: float = 0.0


DIFFERENT = Match("different")


def match(name: Name, other: Name) -> Match:
    """Compare two names; which one comes first says nothing."""
    guard = next((guard.__name__ for guard in GUARDS if guard(name, other)), None)
    if guard:
        return Match("different", guard)
    for outcome, rules in (("same", SAME), ("suggested", SUGGESTED)):
        for rule in rules[name.family]:
            score = rule(name, other)
            if score is not None:
                return Match("same" if outcome == "same" else "suggested", rule.__name__, score)
    return DIFFERENT


def other_family(name: Name, other: Name) -> bool:
    """One is a person and the other is not."""
    return name.family != other.family


def other_scope(name: Name, other: Name) -> bool:
    """Администрация города Старицына, Администрация города Новодворска"""
    return name.scope != other.scope


def other_kind(name: Name, other: Name) -> bool:
    """Отдел кадров, начальник отдела кадров"""
    return name.kind != other.kind and "position" in {name.kind, other.kind}


def other_number(name: Name, other: Name) -> bool:
    """Школа № 5, школа № 6; a school without a number is neither"""
    return numbers(name) != numbers(other)


def numbers(name: Name) -> set[str]:
    """Give the numbers in a name."""
    return {token for token in name.form if token.isdigit()} if name.family == "unit" else set()


def other_quoted(name: Name, other: Name) -> bool:
    """Редакция газеты «Степная новь», редакция газеты «Степные вести»"""
    less, more = sorted((quoted(name), quoted(other)), key=len)
    return bool(less) and not more.endswith(less)


def other_legal_form(name: Name, other: Name) -> bool:
    """ООО «Исток», АО «Исток»"""
    both = [{token for token in one.form if token in form_tokens()} for one in (name, other)]
    return all(both) and both[0] != both[1]


def quoted(name: Name) -> str:
    """Give the letters in quotes."""
    return "".join(token.strip(QUOTE) for token in name.form if token.startswith(QUOTE))


def one_and_several(name: Name, other: Name) -> bool:
    """Глава сельского поселения, главы сельских поселений"""
    return name.family == "unit" and bool(name.form and other.form) and is_several(name) != is_several(other)


def is_several(name: Name) -> bool:
    """Tell whether a name is of several."""
    head = next((token for token in name.form if token[0].isalpha() and not token.endswith(("ий", "ый", "ой", "."))), name.form[0])
    return head.endswith(PLURAL)


def other_initials(name: Name, other: Name) -> bool:
    """Новиков А.А., Новиков А.Б."""
    if name.family != "person":
        return False
    some, further = name.form[1], other.form[1]
    return bool(some and further) and not (some.startswith(further) or further.startswith(some))


GUARDS: tuple[Callable[[Name, Name], bool], ...] = (
    other_family, other_scope, other_kind, other_number, other_quoted, other_legal_form, one_and_several, other_initials,
)  # fmt: skip
