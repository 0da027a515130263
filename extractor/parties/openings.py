"""Openings: what kind of name, if any, begins at a token.

In: tokens, a place among them and the case that names stand in. Out: an `Opening` or None where no name can begin. A
name begins with a head noun of the lexicon and the words that agree with it, an abbreviation, a form of institution or
a shortened position. To add a head noun or an abbreviation, add it to `lexicons/parties.toml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from extractor.head_nouns import HeadKind, head_forms, lexicon_words
from extractor.morphology import POSSESSIVE, Form, agrees, forms, is_abbreviation, is_modifier, likely_modifiers
from extractor.parties.tokens import Token

OpeningKind = Literal["head", "noun", "form", "abbreviation", "complement", "short"]
MOST_MODIFIERS = 6  # words that agree with a head and stand before it


# "рук-ль", "уч-ля", "нач-к", "спец-ты"
CONTRACTED = re.compile(
    r"(?:рук|уч|восп|преп|зам|нач|спец|инстр|пред|библ|инсп|пом|отв|зав)[а-я]{0,6}-(?:л[ьияю]|тел[ьияю]|[кртц][ьиыа]?|ны[йе]|щи[йе])"
    # "замглавы", "завотделением"
    r"|(?:зам|зав)(?:архив|библиотек|глав|декан|директор|кафедр|клуб|лаборатори|министр|начальник|отдел|председател|производств|руководител"
    r"|секретар|сектор|секци|склад|столов|хоз)[а-я]*"
)

# What only says of what the word before is: "мастер п/о", "глава с/п".
SLASHED_COMPLEMENTS = frozenset({"п/о", "ж/д", "с/х", "с/п", "г/п", "с/с", "м/р", "м/о", "г/о"})


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a name: `end` is the index after its head.

    `certain` says that the words can't be a genitive, which would make them a part of the name before.
    """

    kind: OpeningKind
    end: int
    lemma: str = ""
    head: HeadKind | None = None
    certain: bool = True
    capital: bool = False
    plural: bool = False
    animate: bool = False
    modified: bool = False
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word's readings in the wanted case, and whether it can be a genitive as well."""

    text: str
    fitting: tuple[Form, ...]
    genitive: bool


@lru_cache(maxsize=50_000)
def read_word(text: str, case: str) -> Word:
    """Read a word for a case; the readings that are no given names or surnames."""
    readings = tuple(form for form in forms(text) if not form.given and not form.surname)
    fitting = tuple(form for form in readings if form.case == case)
    if case == "nomn" and not fitting:
        fitting = tuple(replace(form, case="nomn", number="plur") for form in readings if is_plural_in_a(text, form))
    return Word(text, fitting, any(form.case == "gent" for form in readings))


def is_plural_in_a(text: str, form: Form) -> bool:
    """Tell whether a genitive singular is the spoken plural as well: "инструктора по спорту"."""
    singular = form.case == "gent" and form.number == "sing" and text.lower().endswith(("а", "я"))
    return singular and form.lemma in lexicon_words("plural_in_a")


def find_opening(tokens: Sequence[Token], at: int, case: str) -> Opening | None:
    """Find the name that begins at `tokens[at]` in the case ("nomn", "datv", …)."""
    modifiers, place, possessive = list[Word](), at, False
    while place < len(tokens) and len(modifiers) <= MOST_MODIFIERS:
        token = tokens[place]
        if token.kind == "short":
            found = by_short(tokens, place, case)
            return found and placed(found, tokens[at])
        if token.kind != "word":
            if modifiers and token.kind == "comma" and is_modifier_of_list(tokens, place + 1, case):
                place += 1
                continue
            break
        small = token.text.lower()
        if CONTRACTED.fullmatch(small) or is_slashed_abbreviation(small):
            return placed(by_contraction(small, place), tokens[at])
        if small in POSSESSIVE or (forms(token.text)[:1] and forms(token.text)[0].part == "ADVB" and not is_abbreviation(token.text)):
            possessive, place = possessive or small in POSSESSIVE, place + 1
            continue
        if small == "и" and modifiers and is_modifier_of_list(tokens, place + 1, case):
            place += 1
            continue
        found = by_abbreviation(token, place, modifiers) or by_noun(token, place, modifiers, case, listed=place - at > len(modifiers))
        if found:
            return placed(found, tokens[at], possessive=possessive)
        word = read_word(token.text, case)
        if not likely_modifiers(word.fitting):
            break
        modifiers.append(word)
        place += 1
    found = by_substantive(modifiers, place)
    return found and placed(found, tokens[at], possessive=possessive)


def placed(opening: Opening, first: Token, *, possessive: bool = False) -> Opening:
    """Give the opening with what its first token shows."""
    return Opening(
        opening.kind,
        opening.end,
        opening.lemma,
        opening.head,
        opening.certain,
        first.is_capital,
        opening.plural,
        opening.animate,
        opening.modified,
        possessive,
    )


def is_modifier_of_list(tokens: Sequence[Token], at: int, case: str) -> bool:
    """Tell whether an adjective in the case goes on a list of adjectives: "правоохранительные и надзорные органы"."""
    if at >= len(tokens) or tokens[at].kind != "word" or head_forms(tokens[at].text):
        return False
    return any(is_modifier(form) for form in read_word(tokens[at].text, case).fitting)


def is_slashed_abbreviation(word: str) -> bool:
    """Tell whether a word is a shortened one with a slash: "д/с", "с/к"; "с/поселений" is a genitive."""
    second = word.partition("/")[2]
    return bool(second) and (len(second) <= 2 or any(form.case == "nomn" for form in forms(second)))


def by_contraction(word: str, place: int) -> Opening:
    """Рук-ль, завхоз, замглавы; д/с, с/к."""
    if "/" in word:
        return Opening("complement" if word in SLASHED_COMPLEMENTS else "short", place + 1, word, "unit")
    return Opening("short", place + 1, word, "position", animate=True)


def by_short(tokens: Sequence[Token], place: int, case: str) -> Opening | None:
    """Зам. директора, кл. рук., соц. педагог, и.о. главы."""
    text = tokens[place].text.lower().replace("ё", "е")
    word = text.rstrip(".")
    if word == "нач" and place + 1 < len(tokens) and tokens[place + 1].text.lower().startswith("кл"):
        return None  # "учителя нач. кл.": an adjective
    if (text.startswith(("и.", "вр")) and text != "вр.") or word in lexicon_words("short", "opens"):
        return Opening("short", place + 1, word, "position", animate=True)
    parts = word.split("-")
    if len(parts) > 1 and parts[0] in lexicon_words("short", "adjective"):
        return Opening("short", place + 1, word, "position", animate=True)
    if (word in lexicon_words("short", "adjective") or len(word) > 2) and place + 1 < len(tokens):
        following = tokens[place + 1]
        if following.kind == "short" or following.text.lower() in lexicon_words("short", "opens"):
            return Opening("short", place + 2, word, "position", animate=True)
        found = find_opening(tokens, place + 1, case)
        return found if found and found.kind in {"head", "short"} else None
    return None


def by_abbreviation(token: Token, place: int, modifiers: Sequence[Word]) -> Opening | None:
    """КУИиЗО, МБУ, районная ЦРБ."""
    if not is_abbreviation(token.text):
        return None
    small = token.text.lower()
    kind: OpeningKind = (
        "complement" if small in lexicon_words("complement") else "form" if small in lexicon_words("form") else "abbreviation"
    )
    certain = not modifiers or not all(word.genitive for word in modifiers)
    return Opening(kind, place + 1, small, None, certain=certain, modified=bool(modifiers))


def by_noun(token: Token, place: int, modifiers: Sequence[Word], case: str, *, listed: bool) -> Opening | None:
    """Отдел, классные руководители, районная газета."""
    word = read_word(token.text, case)
    nouns = [form for form in word.fitting if form.part == "NOUN" and len(token.text) > 1 and fits(form, modifiers, listed=listed)]
    if not nouns or likely_modifiers(word.fitting) or (modifiers and word.genitive and head_forms(modifiers[-1].text)):
        return None
    lemmas = {form.lemma: form for form in reversed(nouns)}
    heads = [(kind, lemmas[form.lemma]) for kind, form in head_forms(token.text) if form.lemma in lemmas and form.part == "NOUN"]
    if heads and case == "nomn" and not modifiers and is_genitive_of_other(token.text, heads[0][1]):
        heads, nouns = [], [heads[0][1]]
    kind, form = heads[0] if heads else (None, nouns[0])
    certain = not word.genitive or not all(modifier.genitive for modifier in modifiers)
    if modifiers:
        certain = not (word.genitive and all(modifier.genitive for modifier in modifiers))
    return Opening(
        "head" if heads else "noun",
        place + 1,
        form.lemma,
        kind,
        certain=certain,
        plural=form.number == "plur",
        animate=form.animate,
        modified=bool(modifiers),
    )


def is_genitive_of_other(text: str, head: Form) -> bool:
    """Tell whether a plural is the genitive of another word as well: "департамент ЖКХ, энергетики"."""
    if head.number != "plur":
        return False
    return any(form.case == "gent" and form.number == "sing" and form.lemma != head.lemma and form.part == "NOUN" for form in forms(text))


def fits(noun: Form, modifiers: Sequence[Word], *, listed: bool) -> bool:
    """Tell whether all modifiers agree with a noun; in a list of adjectives the case is enough."""
    return all(
        any(is_modifier(form) and (agrees(form, noun) or (listed and form.case == noun.case)) for form in word.fitting)
        for word in modifiers
    )


def by_substantive(modifiers: Sequence[Word], place: int) -> Opening | None:
    """Заведующий отделением, управляющий делами, участковые уполномоченные."""
    if not modifiers:
        return None
    last = modifiers[-1]
    for kind, form in head_forms(last.text):
        if form in last.fitting:
            certain = not all(modifier.genitive for modifier in modifiers)
            return Opening(
                "head", place, form.lemma, kind, certain, plural=form.number == "plur", animate=True, modified=len(modifiers) > 1
            )
    return None
