"""Tokens: a name's words as they are compared.

In: a name. Out: tokens: a lemma ("отдел"), with "+" for the plural ("директор+"), a number ("5"), a word in quotes with a quote before it
('"водоканал'), an abbreviation with "^" ("^куиизо"), a shortened word with its dot ("физ."). The head and what stands before it is read
in the nominative, what follows in a case that a complement has.
"""

import re
from functools import lru_cache

from extractor.lexicons import read_lexicon
from extractor.morphology import Form, forms, is_abbreviation, nominative
from extractor.text import clean, matching_form, rejoin

Tokens = tuple[str, ...]
TOKEN = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*\.?|[A-Za-z]+|\d+|[«»\"]|[,;/]")
# Readings of a word that are rarer are taken where it has no other: "культуры" is hardly ever a given name.
RARE = 0.05
COMPLEMENT_CASES = ("gent", "datv", "ablt", "loct", "accs", "nomn")
# No word of a name is shortened to more letters: "культ.", "информ."; a longer one before a dot ends the name.
LONGEST_SHORTENED = 7
QUOTE, ABBREVIATION, PLURAL, COMMA = '"', "^", "+", ","


@lru_cache(maxsize=20_000)
def tokenize(text: str) -> Tokens:
    """Give the tokens of a name; commas stay, as they part what is listed."""
    text = with_plain_quotes(rejoin(clean(text)).strip(" .,;:"))
    found, quoted, headed = list[str](), 0, False
    for match in TOKEN.finditer(nominative(text)):
        word = match.group()
        if word in '«»"':
            quoted = max(0, quoted + (1 if word == "«" else -1))
        elif quoted and word[0].isalpha():
            found.append(QUOTE + matching_form(word.rstrip(".")))
        elif word[0].isalpha():
            token, is_noun = read_word(word, headed=headed, last=match.end() == len(text))
            found.append(token)
            headed = headed or is_noun
        elif word != ";":
            found.append("," if word == "/" else word)
    return tuple(found)


def with_plain_quotes(text: str) -> str:
    """Make every quotation mark an opening or a closing one: `МУП "Водник"` → `МУП «Водник»`."""
    text = re.sub(r"[\"“„”](?=[\wА-я])", "«", re.sub(r"(?<=[\wА-я.!])[\"“”„]", "»", text))
    return text.replace("“", "«").replace("”", "»")


def read_word(word: str, *, headed: bool, last: bool) -> tuple[str, bool]:
    """Give the token of a word, and whether it can be the head."""
    plain = matching_form(word.rstrip("."))
    if is_abbreviation(word.rstrip(".")) or plain in short_words():
        return ABBREVIATION + plain, True
    if word.endswith(".") and not last and len(plain) <= LONGEST_SHORTENED:
        return plain + ".", True
    reading = complement(word) if headed else heading(word)
    if reading is None:
        return plain, False
    return reading.lemma + (PLURAL if reading.number == "plur" else ""), reading.part == "NOUN"


@lru_cache(maxsize=1)
def short_words() -> frozenset[str]:
    """Give the abbreviations that the lexicon knows, also in small letters."""
    lexicon = read_lexicon("registry")
    return frozenset(word for section in ("abbreviations", "legal_forms") for word in lexicon[section] if " " not in word)


def heading(word: str) -> Form | None:
    """Give the reading of a word that stands before or as the head."""
    readings = forms(word)
    return next((form for form in readings if form.case == "nomn"), readings[0] if readings else None)


def complement(word: str) -> Form | None:
    """Give the reading of a word that follows the head; the case that complements have most often goes first."""
    readings = [form for form in forms(word) if not form.given]
    likely = [form for form in readings if form.score >= RARE] or readings
    found = (form for case in COMPLEMENT_CASES for form in likely if form.case == case)
    return next(found, likely[0] if likely else None)


def single(token: str) -> str:
    """Give a token without the mark of its plural."""
    return token.removesuffix(PLURAL)
