"""Territories: the municipality or region that a name, an issuer or a title names.

In: tokens. Out: `Territory`s with their place among the tokens: "район", "верхнелугск"; the root is empty where only the noun is printed
("глава района").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.lexicons import read_lexicon
from extractor.registry.tokens import PLURAL, Tokens

ADJECTIVE_ENDS = ("ий", "ый", "ой")
SHORT_NOUNS = {"г.": "город", "гор.": "город", "с.": "село", "п.": "поселок", "пос.": "поселок", "д.": "деревня"}
# Nouns before whose name no adjective is wanted: "город Еловогорск", "поселение Рябиновка", "городской округ Вербный".
NAMED_AFTER = frozenset({"город", "поселение", "округ", "село", "поселок", "деревня", "станица", "сельсовет"})


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory: the noun, and the root of its name; both empty for none."""

    type: str = ""
    root: str = ""

    def has(self, other: "Territory") -> bool:
        """Tell whether another wording means this territory: its name, or the noun alone."""
        return bool(self.type) and other.type == self.type and other.root in {"", self.root}

    @property
    def key(self) -> str:
        """The territory as a text; empty where it has no name."""
        return f"{self.root} {self.type}" if self.root else ""


@cache
def types() -> frozenset[str]:
    """Give the nouns."""
    return frozenset(read_lexicon("registry")["territories"]["types"])


@cache
def kinds() -> frozenset[str]:
    """Give the adjectives that tell the kind and not the name."""
    return frozenset(read_lexicon("registry")["territories"]["kinds"])


def root_of(word: str) -> str:
    """Give what the adjective and the noun share: "тихореченский", "тихореченск" → "тихореченск"."""
    word = word.strip('"')
    return word[:-2] if word.endswith(ADJECTIVE_ENDS) and len(word) > 4 else word


def find_territories(tokens: Tokens) -> Iterator[tuple[int, int, Territory]]:
    """Yield each territory with its half-open span; plurals ("сельских поселений") name none."""
    index = 0
    while index < len(tokens):
        found = territory_at(tokens, index)
        if found:
            yield index, *found
            index = found[0]
        else:
            index += 1


def territory_at(tokens: Tokens, start: int) -> tuple[int, Territory] | None:
    """Give the end and the territory that begins at a token."""
    end, named = start, list[str]()
    while end < len(tokens) and tokens[end].endswith(ADJECTIVE_ENDS) and tokens[end][0].isalpha():
        if tokens[end] not in kinds():
            named.append(tokens[end])
        end += 1
    if end == len(tokens):
        return None
    if tokens[start:end] == ("муниципальный",) and tokens[end] == "образование":
        return after_noun(tokens, end, "образование")
    noun = SHORT_NOUNS.get(tokens[end], tokens[end])
    if noun == "администрация" and end >= start + 2 and tokens[end - 1] == "городской" and len(named) == 1:
        return end, Territory("город", root_of(named[0]))
    if noun not in types() or (noun == "область" and start and tokens[start - 1] == "в"):
        return None
    if named:
        return end + 1, Territory(noun, root_of(named[-1]))
    return after_noun(tokens, end, noun) if noun in NAMED_AFTER else (end + 1, Territory(noun))


def after_noun(tokens: Tokens, end: int, noun: str) -> tuple[int, Territory]:
    """Give a territory whose name follows its noun, or the noun alone."""
    following = tokens[end + 1] if end + 1 < len(tokens) else ""
    if following[:1].isalpha() and following not in types() and not following.endswith((PLURAL, ".")):
        return end + 2, Territory(noun, root_of(following))
    return end + 1, Territory(noun)
