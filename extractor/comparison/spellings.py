"""Spellings: when two parties are one party, spelt in two ways.

In: two parties. Out: whether they are one: another ending, a misprint, an abbreviation beside its expansion, alone («КУМИ») or within a
name («Отдел ЖКХ»), with the abbreviation added in brackets or not. To allow a further spelling, add its reading to `variants`.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.comparison.likeness import is_same_word, is_wording, plain
from extractor.records import Party

# Capitals of an abbreviation and words of its expansion: two letters stand for too many things.
SHORTEST_ABBREVIATION = 3
LETTERS = re.compile(r"[^\W\d_]+")
BRACKETED = re.compile(r"(?P<before>[^()]+?)\s*\((?:далее\s*[-–—]?\s*)?(?P<inside>[^()]+)\)\s*(?P<after>[^()]*)")
# Left out of abbreviations; a conjunction is in some ("КУИиЗО").
PREPOSITION_LETTERS = 2


def is_respelled(old: Party, new: Party) -> bool:
    """Tell whether two parties are one, spelt in two ways."""
    if plain(old.person or "") != plain(new.person or "") or old.role != new.role or not old.name or not new.name:
        return False
    return any(is_one_name(one, other) for one in variants(old.name) for other in variants(new.name))


def is_one_name(old: str, new: str) -> bool:
    """Tell whether two names are one in other forms of its words, or one abbreviates the other."""
    return plain(old) == plain(new) or is_wording(old, new) or is_abbreviation_of(old, new) or is_abbreviation_of(new, old)


def variants(name: str) -> Iterator[str]:
    """Yield a name as printed; where it ends in its own abbreviation in brackets, also without it, and the abbreviation alone."""
    yield name
    match = BRACKETED.fullmatch(name)
    if match and is_abbreviation(match["inside"].strip()):
        yield f"{match['before']} {match['after']}".strip()
        if not match["after"]:
            yield match["inside"].strip()


def is_abbreviation(word: str) -> bool:
    """Tell whether a word is made of capitals, with a small conjunction among them or not: "КУИиЗО"."""
    return bool(LETTERS.fullmatch(word)) and sum(letter.isupper() for letter in word) >= max(SHORTEST_ABBREVIATION, len(word) - 1)


def is_abbreviation_of(short: str, long: str) -> bool:
    """Tell whether a name is another with some of its words put as their first letters: «Отдел ЖКХ», «КУИиЗО»."""
    words = LETTERS.findall(short)
    return any(map(is_abbreviation, words)) and expands(words, plain(long).split())


def expands(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether words stand one by one for other words, an abbreviation for the words whose first letters it has."""
    if not short or not long:
        return not short and not long
    if is_same_word(plain(short[0]), long[0]) and expands(short[1:], long[1:]):
        return True
    ends = range(SHORTEST_ABBREVIATION, len(long) + 1) if is_abbreviation(short[0]) else ()
    return any(short[0].lower() in initials(long[:end]) and expands(short[1:], long[end:]) for end in ends)


def initials(words: Sequence[str]) -> set[str]:
    """Give the first letters of words, with and without prepositions and conjunctions."""
    long = [word for word in words if len(word) > PREPOSITION_LETTERS]
    kept = (words, [word for word in words if word in long or word == "и"], long)
    return {"".join(word[0] for word in chosen) for chosen in kept}
