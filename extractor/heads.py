"""Head nouns: the words by which a name of a body, a position or a group begins.

In: a word. Out: what it heads ("unit", "position", "group", "rank") and the wordings of `lexicons/parties.toml`. To add
a head noun, put its lemma into the lexicon.
"""

from functools import cache, lru_cache
from typing import Literal

from extractor.lexicons import read_lexicon
from extractor.morphology import Form, forms

HeadKind = Literal["unit", "position", "group", "rank"]
KINDS: tuple[HeadKind, ...] = ("unit", "position", "group", "rank")


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


def is_head(word: str) -> bool:
    """Tell whether a word can head a name in some form."""
    return bool(head_forms(word))
