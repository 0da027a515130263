"""Abbreviations: what everybody knows them to stand for, and the initials of a name.

In: tokens. Out: tokens with known abbreviations written out and legal forms short; the abbreviations that a name's initials make.
"""

import re
from collections.abc import Iterator
from functools import cache

from extractor.head_nouns import lexicon_words
from extractor.lexicons import read_lexicon
from extractor.registry.tokens import ABBREVIATION, QUOTE, Tokens, single, tokenize

# Words whose initials make an abbreviation at most.
MOST_INITIALS = 10
# Words of a name that its abbreviation leaves out, or has as a small letter: КУИиЗО, КУМИ.
CONJUNCTIONS = frozenset({"и", "или", "а"})
PREPOSITIONS = frozenset({"по", "в", "на", "с", "при", "для", "о", "об"})


@cache
def known_phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give the abbreviations of several words with what they stand for."""
    known = read_lexicon("registry")["abbreviations"]
    return tuple((re.compile(rf"\b{re.escape(short)}\b", re.IGNORECASE), long) for short, long in known.items() if " " in short)


def phrases_in_full(text: str) -> str:
    """Write out the abbreviations of several words: "отдел ГО и ЧС"."""
    for pattern, long in known_phrases():
        text = pattern.sub(long, text)
    return text


@cache
def known_words() -> dict[str, Tokens]:
    """Give the abbreviations of one word with the tokens of what they stand for."""
    return {short: tokenize(long) for short, long in read_lexicon("registry")["abbreviations"].items() if " " not in short}


def written_out(tokens: Tokens) -> Tokens:
    """Write out the abbreviations that everybody knows."""
    return tuple(word for token in tokens for word in words_of(token))


def words_of(token: str) -> Tokens:
    """Give a token, or the words that it stands for; in quotes they stand in quotes too: «ЕДДС»."""
    short = token.strip(QUOTE + ABBREVIATION + ".")
    if token.startswith(QUOTE) and short in known_words():
        return tokenize(f"«{read_lexicon('registry')['abbreviations'][short]}»")
    return known_words().get(short, (token,))


@cache
def legal_forms() -> tuple[tuple[Tokens, Tokens], ...]:
    """Give the legal forms, the longest first: their words and their short form, as tokens."""
    known = read_lexicon("registry")["legal_forms"]
    pairs = [(tokenize(long), tuple(ABBREVIATION + word for word in short.split())) for short, long in known.items()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def with_short_form(tokens: Tokens) -> Tokens:
    """Write a legal form short: "муниципальное унитарное предприятие «Водник»" → "МУП «Водник»"."""
    for long, short in legal_forms():
        for start in range(len(tokens) - len(long)):
            if tokens[start : start + len(long)] == long:
                return (*tokens[:start], *short, *tokens[start + len(long) :])
    return tokens


@cache
def form_tokens() -> frozenset[str]:
    """Give the tokens of short legal forms."""
    own = {token for _, short in legal_forms() for token in short}
    return frozenset(own | {ABBREVIATION + word for word in lexicon_words("form") if len(word) > 1} - {"^сош", "^оош", "^дк", "^црб"})


def without_legal_form(tokens: Tokens) -> Tokens:
    """Give tokens without the legal form at their head, where more follows."""
    start = 0
    while start < len(tokens) - 1 and tokens[start] in form_tokens():
        start += 1
    return tokens[start:]


@cache
def initials(tokens: Tokens) -> frozenset[str]:
    """Give the abbreviations that the initials of a name make: with and without its conjunctions and prepositions."""
    words = [single(token).strip(QUOTE) for token in tokens if token[0].isalpha() or token.startswith(QUOTE)]
    if not 2 <= len(words) <= MOST_INITIALS:
        return frozenset()
    return frozenset(
        "".join(part[0] for word in words if word not in left_out for part in parts(word))
        for left_out in (PREPOSITIONS, PREPOSITIONS | CONJUNCTIONS)
        for parts in (whole, halves)
    )


def whole(word: str) -> Iterator[str]:
    """Yield a word."""
    yield word


def halves(word: str) -> Iterator[str]:
    """Yield the halves of a word with a hyphen: "жилищно-коммунальный" gives two initials."""
    yield from filter(None, word.split("-"))
