"""The place between two tokens at which a border may stand, and what the rules ask about it.

In: the name so far, the tokens that follow, the mark between. Out: `Gap`, with the openings on both sides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.head_nouns import head_forms, lexicon_words
from extractor.morphology import forms
from extractor.parties.openings import Opening, find_opening
from extractor.parties.tokens import Break, Token

Mark = Literal["comma", "semicolon", "stop", "slash", "and", "line", "space"]


@dataclass(frozen=True)
class Gap:
    """A place between two tokens: `left` is the name so far, `right` all that follows the mark, `line` the line end there."""

    left: Sequence[Token]
    right: Sequence[Token]
    mark: Mark
    line: Break
    case: str
    known: Collection[str] = ()

    @cached_property
    def opening(self) -> Opening | None:
        """The name that begins on the right."""
        return find_opening(self.right, 0, self.case)

    @cached_property
    def name(self) -> Opening | None:
        """The opening of the name on the left."""
        return find_opening(self.left, 0, self.case)

    @cached_property
    def tail(self) -> Sequence[Token]:
        """What follows the head of the name on the left."""
        start = self.name.end if self.name else 0
        return [token for token in self.left[start:] if token.kind != "bracket"]

    @property
    def is_bare(self) -> bool:
        """Tell whether the name on the left is a head with nothing after it."""
        return bool(self.name) and not self.tail

    @property
    def last(self) -> Token:
        """The last token on the left."""
        return self.left[-1]

    @property
    def follows_preposition(self) -> bool:
        """Tell whether a preposition in the tail on the left may govern what follows: "по делам ГО и ЧС"."""
        return any(part_of(token) == "PREP" for token in self.tail)

    @property
    def complement(self) -> Sequence[Token]:
        """What follows the head on the right, up to a mark, a line end or a preposition."""
        return complement_of(self.right, self.opening)

    @property
    def ends_in_unit(self) -> bool:
        """Tell whether the left ends in a head noun that still lacks its complement: "специалист отдела"."""
        named = self.last.kind == "word" and any(form.lemma in lexicon_words("unit", "territories") for form in forms(self.last.text))
        return self.last.kind == "word" and bool(head_forms(self.last.text)) and not (named and self.line == "hard")


def complement_of(tokens: Sequence[Token], opening: Opening | None) -> Sequence[Token]:
    """Give the tokens after an opening, up to a mark, a line end, a person or "и"."""
    found = list[Token]()
    for token in tokens[opening.end if opening else 0 :]:
        if token.kind not in {"word", "short", "number", "quote"} or token.line == "hard" or token.text.lower() == "и":
            break
        found.append(token)
    return found


def part_of(token: Token) -> str:
    """Give the part of speech of a token's likeliest reading."""
    return forms(token.text)[0].part if token.kind == "word" and forms(token.text) else ""


def cases_of(token: Token) -> set[str]:
    """Give the cases in which a word can be read."""
    return {form.case or "" for form in forms(token.text)} if token.kind == "word" else set()


def has_genitive(tokens: Sequence[Token]) -> bool:
    """Tell whether a complement has a genitive: "членов Комиссии", "специалисты по кадрам филиалов"."""
    words = [token for token in tokens if token.kind == "word"]
    after = next((at for at, token in enumerate(words) if part_of(token) == "PREP"), len(words))
    governed = words[after + 2 :]  # the preposition and its word
    return any("gent" in cases_of(token) and "datv" not in cases_of(token) for token in [*words[:after], *governed]) or any(
        "gent" in cases_of(token) for token in words[:after]
    )


def is_plural_genitive(tokens: Sequence[Token]) -> bool:
    """Tell whether a complement is a genitive plural: "главы сельских поселений"."""
    for token in tokens:
        readings = forms(token.text) if token.kind == "word" else ()
        if any(form.case == "gent" and form.number == "plur" for form in readings):
            return not any(form.case == "gent" and form.number == "sing" and form.part == "NOUN" for form in readings)
        if readings and not any(form.case == "gent" for form in readings):
            return False
    return False
