"""Head nouns: the words by which a name of a body, a position or a group begins.

In: a word, or a wording in the matching form. Out: what the word heads ("unit", "position", "group", "rank"); the heads of
the wording that stand in a case. To add a head noun, put its lemma into `lexicons/parties.toml`.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import Literal

from extractor.lexicons import read_lexicon
from extractor.morphology import Form, agrees, forms, is_modifier, is_noun

HeadKind = Literal["unit", "position", "group", "rank"]
WORD = re.compile(r"[а-я]+(?:-[а-я]+)*")
ANY_PARTY: frozenset[HeadKind] = frozenset({"unit", "position", "group"})
POSITION: frozenset[HeadKind] = frozenset({"position"})
KINDS: tuple[HeadKind, ...] = ("unit", "position", "group", "rank")
# The dictionary gives participles the lemma of their verb.
SUBSTANTIVES = {
    "заведовать": "заведующий",
    "исполнять": "исполняющий",
    "обучаться": "обучающийся",
    "служить": "служащий",
    "уполномочить": "уполномоченный",
    "управлять": "управляющий",
    "учиться": "учащийся",
}


@cache
def lexicon_words(section: str, key: str = "words") -> frozenset[str]:
    """Give the words of a section of the lexicon: `lexicon_words("unit")`, `lexicon_words("short", "opens")`."""
    return frozenset(read_lexicon("parties")[section][key])


@lru_cache(maxsize=20_000)
def head_forms(word: str) -> tuple[tuple[HeadKind, Form], ...]:
    """Give the readings of a word that are head nouns, each with what it heads; empty for any other word."""
    found = list[tuple[HeadKind, Form]]()
    for form in forms(word):
        if form.part in {"NOUN", "ADJF", "PRTF"} and not form.given and not form.surname:
            found += [(kind, form) for kind in KINDS if is_lemma_of(form.lemma, kind)]
    return tuple(found)


def is_lemma_of(lemma: str, kind: HeadKind) -> bool:
    """Tell whether a lemma heads names of the kind; a hyphenated one is judged by its first half ("учитель-логопед")."""
    words = lexicon_words(kind)
    return lemma in words or SUBSTANTIVES.get(lemma, "") in words or ("-" in lemma and lemma.split("-", maxsplit=1)[0] in words)


def is_head(word: str) -> bool:
    """Tell whether a word can head a name in some form."""
    return bool(head_forms(word))


def find_heads(form: str, case: str, start: int = 0, *, kinds: Collection[HeadKind] = ANY_PARTY) -> Iterator[tuple[int, int]]:
    """Yield the half-open span of each head in the case from `start` on, with its adjectives: `районной администрации`."""
    words = list(WORD.finditer(form, start))
    opened: int | None = None
    for index, word in enumerate(words):
        if index and form[words[index - 1].end() : word.start()] != " ":
            opened = None
        begin = word.start() if opened is None else opened
        following = words[index + 1].group() if index + 1 < len(words) else ""
        heads = [reading for kind, reading in head_forms(word.group()) if kind in kinds and reading.case == case]
        if any(not is_attribute(head, following) for head in heads):
            yield begin, word.end()
            opened = None
        else:
            opened = begin if any(is_modifier(reading) and reading.case == case for reading in forms(word.group())) else None


def is_attribute(head: Form, following: str) -> bool:
    """Tell whether a head that is an adjective only describes the noun after it: `пожарную безопасность`."""
    return is_modifier(head) and any(is_noun(noun) and agrees(head, noun) for noun in forms(following))
