"""Russian word forms: what pymorphy3 knows, loaded when first asked, and the nominative of a phrase.

In: words and phrases. Out: whether a word is known, its parses, the phrase with its head noun in the nominative. The
head is the first noun that stands in the governed case; the words before it that agree with it, the second half of a
dash or an "и", and a participle after a comma follow it; whatever depends on it stays as printed. To teach a new
substantivised word ("заведующему отделением") add its lemma to `GOVERNING`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

# The order in which a governed case is tried where no hint is given: the unambiguous ones first.
OBLIQUE = ("datv", "ablt", "accs", "gent", "loct")
# Participles and adjectives that are nouns in this genre although a noun in the same form may follow
# ("исполняющей обязанности главы").
GOVERNING = frozenset({"заведовать", "заведующий", "исполнять", "исполняющий"})
FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL"})
PERSONAL = GOVERNING | {"управлять", "управляющий", "уполномочить", "уполномоченный", "ответственный", "командовать", "служащий"}
# Plurals that the dictionary inflects to a form that nobody prints.
PRINTED_PLURALS = {"учители": "учителя", "инспекторы": "инспектора"}
POSSESSIVE = frozenset({"его", "ее", "её", "их"})
WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*\.?|[A-Za-z]+|\d+")
# Quoted names and brackets are no part of the phrase that is put into the nominative.
OPAQUE = re.compile(r"[«\"“„][^»\"”“]*[»\"”]?|\([^)]*\)?")
DASH = re.compile(r"\s+[-–—]\s+")
JOINED = re.compile(r"\s*,?\s+(?:и|или)\s+|\s*,\s+")
LONGEST_ABBREVIATION = 6  # longer words in capitals are words of a heading: "РОСПОТРЕБНАДЗОРУ"


@cache
def analyzer() -> Any:
    """Load the dictionary (about 0.1 s) once."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=50_000)
def is_known_word(word: str) -> bool:
    """Tell whether the dictionary has the word in any form."""
    return bool(analyzer().word_is_known(word.lower()))


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word: part of speech, case, number, gender and animacy as pymorphy3 names them."""

    lemma: str
    part: str
    case: str | None
    number: str | None
    gender: str | None
    animate: bool
    surname: bool
    given: bool
    score: float
    parse: Any


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[Form, ...]:
    """Give the readings of a word, likeliest first; empty for what is not a Russian word."""
    return tuple(
        Form(
            lemma=parse.normal_form.replace("ё", "е"),
            part=str(parse.tag.POS or ""),
            case=parse.tag.case,
            number=parse.tag.number,
            gender=parse.tag.gender,
            animate="anim" in parse.tag,
            surname="Surn" in parse.tag,
            given="Name" in parse.tag or "Patr" in parse.tag,
            score=parse.score,
            parse=parse,
        )
        for parse in analyzer().parse(word.rstrip(".").lower())
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A head and the words before it that agree with it; `words` are (start, end, reading) of the phrase."""

    words: tuple[tuple[int, int, Form], ...]
    end: int
    animate: bool
    number: str | None


def is_modifier(form: Form) -> bool:
    """Tell whether the reading is an adjective or a participle."""
    return form.part in {"ADJF", "PRTF"}


def is_noun(form: Form) -> bool:
    """Tell whether the reading is a noun of the common vocabulary (not a given name)."""
    return form.part == "NOUN" and not form.given


def is_abbreviation(word: str) -> bool:
    """Tell whether a word is an abbreviation, which has no case: КУИиЗО, ОМВД, МБУ."""
    capitals = sum(letter.isupper() for letter in word)
    if capitals < 2 or "-" in word:
        return False
    if word.isupper():
        known = len(word) > 3 and is_known_word(word) and not is_marked_abbreviation(word)
        return len(word) <= LONGEST_ABBREVIATION and not known
    return word[-1:].isupper() or (capitals > 2 and not is_known_word(word))


@lru_cache(maxsize=5_000)
def is_marked_abbreviation(word: str) -> bool:
    """Tell whether the dictionary itself marks a word as an abbreviation or as one that takes no endings: ЗАГС, ГИБДД."""
    return any("Abbr" in form.parse.tag or "Fixd" in form.parse.tag for form in forms(word)[:2])


def agrees(modifier: Form, noun: Form) -> bool:
    """Tell whether an adjective and a noun stand in the same case, number and gender."""
    if modifier.case != noun.case or modifier.number != noun.number:
        return False
    return noun.number == "plur" or modifier.gender == noun.gender or noun.gender is None


def find_group(phrase: str, start: int, case: str) -> Group | None:
    """Find the head in the given case at the start of `phrase[start:]`; None where the words there do not allow it."""
    modifiers = list[tuple[int, int, tuple[Form, ...]]]()
    for word in WORD.finditer(phrase, start):
        text, place = word.group(), (word.start(), word.end())
        readings = () if text[0].isdigit() else forms(text)
        if phrase[modifiers[-1][1] if modifiers else start : word.start()].strip(" -"):
            break
        if text.lower() in POSSESSIVE or (readings and readings[0].part == "ADVB"):
            start = word.end()
            continue
        if readings and readings[0].part in FUNCTION_WORDS:
            break
        if text.endswith(".") or is_abbreviation(text):
            return substantive(modifiers, case)
        own = tuple(form for form in readings if form.case == case)
        if any(form.lemma in GOVERNING for form in own):
            return substantive([*modifiers, (*place, own)], case)
        adjectives = likely_modifiers(own)
        noun = None if adjectives else agreeing_noun(own, modifiers)
        if noun:
            return group_of(modifiers, (*place, noun))
        if not adjectives:
            break
        modifiers.append((*place, adjectives))
    return substantive(modifiers, case)


def likely_modifiers(readings: tuple[Form, ...]) -> tuple[Form, ...]:
    """Give the adjective readings that are not far less likely than a noun ("главой" is no adjective)."""
    noun = max((form.score for form in readings if is_noun(form)), default=0.0)
    return tuple(form for form in readings if is_modifier(form) and form.score > noun / 10)


def agreeing_noun(readings: tuple[Form, ...], modifiers: list[tuple[int, int, tuple[Form, ...]]]) -> Form | None:
    """Give the first noun reading with which every modifier agrees."""
    for noun in readings:
        if is_noun(noun) and all(any(agrees(form, noun) for form in own) for _, _, own in modifiers):
            return noun
    return None


def group_of(modifiers: list[tuple[int, int, tuple[Form, ...]]], head: tuple[int, int, Form]) -> Group:
    """Give the group of a head noun and its modifiers."""
    noun = head[2]
    chosen = tuple((start, end, next(form for form in own if agrees(form, noun))) for start, end, own in modifiers)
    return Group((*chosen, head), head[1], noun.animate, noun.number)


def substantive(modifiers: list[tuple[int, int, tuple[Form, ...]]], case: str) -> Group | None:
    """Give the group whose head is its last adjective: "управляющему делами", "районной ЦРБ"."""
    if not modifiers:
        return None
    start, end, own = modifiers[-1]
    head = next((form for form in own if form.case == case and form.gender != "neut"), own[0])
    chosen = list[tuple[int, int, Form]]()
    for left, right, readings in modifiers[:-1]:
        fitting = [form for form in readings if form.number == head.number and form.gender == head.gender]
        chosen.append((left, right, fitting[0] if fitting else readings[0]))
    return Group((*chosen, (start, end, head)), end, head.lemma in PERSONAL, head.number)


def to_nominative(word: str, form: Form) -> str:
    """Give the word in the nominative of the same number, in the letters' case of the word."""
    wanted = {"nomn", form.number} if form.number else {"nomn"}
    if is_modifier(form) and form.number == "sing" and form.gender:
        wanted.add(form.gender)
    inflected = form.parse.inflect(wanted)
    if inflected is None:
        return word
    found = str(inflected.word)
    for odd, printed in PRINTED_PLURALS.items():
        found = found.replace(odd, printed)
    if "ё" not in word.lower():
        found = found.replace("ё", "е")
    return in_letters_of(word, found)


def in_letters_of(model: str, word: str) -> str:
    """Give the word in capitals, with a capital or in small letters, as the model is written."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    common = 0
    while common < min(len(model), len(word)) and model[common].lower() == word[common]:
        common += 1
    return model[:common] + word[common:] if common else word.capitalize() if model[:1].isupper() else word


def governed_case(phrase: str) -> str | None:
    """Give the oblique case that a phrase stands in; None where a nominative reading fits or nothing is clear."""
    if find_group(phrase, 0, "nomn"):
        return None
    for case in OBLIQUE:
        group = find_group(phrase, 0, case)
        if group and (case in {"datv", "ablt"} or group.animate):
            return case
    return None


def is_open_to(phrase: str, left: Group, right: Group, case: str, mark: str) -> bool:
    """Tell whether a second group in the same case is coordinated with the first and not part of its tail."""
    between = phrase[left.end : right.words[0][0]]
    is_bare = between.strip() == mark.strip()
    if is_bare:
        return left.animate == right.animate or "," not in mark
    if case in {"gent", "accs", "loct"} or not (left.animate and right.animate):
        return False
    return not (case == "datv" and re.search(r"\bпо\b", between))


def joined_groups(phrase: str, first: Group, case: str) -> Iterator[Group]:
    """Yield the groups that share the first one's case: after a dash, after "и", a participle after a comma."""
    last = first
    apposed = find_group(phrase, first.end, case)
    if apposed and apposed.animate and first.animate and case in {"datv", "ablt"} and is_noun(apposed.words[-1][2]):
        last = apposed
        yield apposed
    for dash in DASH.finditer(phrase, first.end):
        group = find_group(phrase, dash.end(), case)
        if group:
            last = group
            yield group
    for mark in JOINED.finditer(phrase, last.end):
        group = find_group(phrase, mark.end(), case)
        if group and "," in mark.group() and is_clause(group, first):
            yield group
        elif group and is_head(group.words[-1][2]) and is_open_to(phrase, last, group, case, mark.group()):
            last = group
            yield group


def is_clause(group: Group, head: Group) -> bool:
    """Tell whether a group after a comma is a participle that agrees with the head: "отделам, инициирующим …"."""
    return is_modifier(group.words[-1][2]) and agrees(group.words[-1][2], head.words[-1][2])


def is_head(form: Form) -> bool:
    """Tell whether a reading can be the head of a name."""
    return is_noun(form) or form.lemma in PERSONAL


@lru_cache(maxsize=20_000)
def nominative(phrase: str, *, case: str | None = None) -> str:
    """Put the phrase's head and what agrees with it into the nominative; the rest stays as printed.

    `case` is the governor's: "datv", "accs", "ablt", "gent" or "loct"; None leaves a phrase that can be read as
    nominative. The number is kept: "Руководителям отделов" → "Руководители отделов".
    """
    visible = OPAQUE.sub(lambda hidden: "\0" * len(hidden.group()), phrase)
    case = case or governed_case(visible)
    first = find_group(visible, 0, case) if case else None
    if case is None or first is None:
        return phrase
    result, done = "", 0
    words = [word for group in (first, *joined_groups(visible, first, case)) for word in group.words]
    for start, end, form in sorted(words, key=lambda word: word[0]):
        if start >= done:
            result += phrase[done:start] + to_nominative(phrase[start:end], form)
            done = end
    return result + phrase[done:]
