"""Rules: how two names of one body may differ. A rule answers for one way; its docstring is a real wording.

In: two names of one scope and kind. Out: how sure it is that they are one (0 to 1), or None. The rules of `SAME` let the service put the
names together by itself; those of `SUGGESTED` let it ask a person. The first that answers stands. To add a way, add a rule and a case.
"""

import re
from collections.abc import Callable

from rapidfuzz.distance import DamerauLevenshtein

from extractor.lexicons import read_lexicon
from extractor.morphology import is_known_word
from extractor.registry.abbreviations import form_tokens, initials, without_legal_form
from extractor.registry.names import STEM, Name, content_words, letters
from extractor.registry.tokens import ABBREVIATION, COMMA, PLURAL, QUOTE, Tokens, single, tokenize
from extractor.text import matching_form

Rule = Callable[[Name, Name], float | None]

# Letters of an abbreviation that no other name of a municipality makes by chance; shorter ones are only suggested.
SURE_INITIALS = 4
# Letters of a word in which one wrong letter is a misprint and not another word.
LONG_WORD = 6
# A name that has so many times the words of another is of a body that has little to do with it.
MOST_FURTHER = 4


def by_spelling(name: Name, other: Name) -> float | None:
    """МУП "Водник" = МУП «Водник»"""
    return 1.0 if plain(name.text) == plain(other.text) else None


def plain(text: str) -> str:
    """Give a text's words and numbers in small letters."""
    return " ".join(re.findall(r"\w+", matching_form(text)))


def by_broken_word(name: Name, other: Name) -> float | None:
    """Отдел благоустрой ства = Отдел благоустройства"""
    is_one = letters(name.form) == letters(other.form) or letters((plain(name.text),)) == letters((plain(other.text),))
    return 0.98 if is_one else None


def by_case_form(name: Name, other: Name) -> float | None:
    """отдела культуры = отдел культуры"""
    return 0.99 if name.form == other.form and {*name.left_out} == {*other.left_out} else None


def by_place(name: Name, other: Name) -> float | None:
    """Управление культуры администрации района = Управление культуры"""
    return 0.98 if name.form == other.form else None


def by_stated_abbreviation(name: Name, other: Name) -> float | None:
    """Комитет по управлению муниципальным имуществом (КУМИ) = КУМИ"""
    stated = [*name.aliases], [*other.aliases]
    return 0.97 if matching_form(name.text) in stated[1] or matching_form(other.text) in stated[0] else None


def by_legal_form(name: Name, other: Name) -> float | None:
    """МБДОУ «Детский сад № 5 «Рябинушка» = Детский сад № 5 «Рябинушка»"""
    forms = name.form, other.form
    short = [without_legal_form(form) for form in forms]
    bare = [[single(token) for token in unquoted(form)] for form in short]
    lacks_one = (short[0] == forms[0]) != (short[1] == forms[1])
    return 0.95 if lacks_one and len(bare[0]) > 1 and bare[0] == bare[1] else None


def unquoted(form: Tokens) -> Tokens:
    """Give a form as it would be without quotation marks: «Центр занятости населения»; a part in them stays as printed."""
    words = [token.strip(QUOTE) for token in form]
    return tokenize(" ".join(words)) if all(token.startswith(QUOTE) for token in form) else tuple(words)


def by_shortened_words(name: Name, other: Name) -> float | None:
    """зам. гл. врача по мед. части = заместитель главного врача по медицинской части"""
    if len(name.form) != len(other.form):
        return None
    pairs = list(zip(name.form, other.form, strict=True))
    return 0.95 if all(left == right or is_shortened(left, right) or is_shortened(right, left) for left, right in pairs) else None


def is_shortened(short: str, word: str) -> bool:
    """Tell whether a word with a dot is the beginning of another."""
    return short.endswith(".") and len(short) > 2 and word.startswith(short[:-1])


def by_word_order(name: Name, other: Name) -> float | None:
    """Отдел культуры и спорта = Отдел спорта и культуры"""
    lists = listed(name.form), listed(other.form)
    return 0.93 if all(len(items) > 1 for items in lists) and sorted(lists[0]) == sorted(lists[1]) else None


def listed(form: Tokens) -> list[Tokens]:
    """Give what a name lists, each without the words before the list: "комитет по культуре, спорту и туризму"."""
    joining = read_lexicon("registry")["small"]["joining"]
    items: list[list[str]] = [[]]
    for token in form:
        if token == COMMA or token in joining:
            items.append([])
        else:
            items[-1].append(token)
    first = items[0]
    start = next((index for index in range(1, len(first)) if content_words(tuple(first[index:])) == tuple(first[index:])), len(first))
    rest = [tuple(item) for item in items[1:]]
    return [tuple(first[start:]), *rest, ("<", *first[:start])] if rest else []


def by_small_words(name: Name, other: Name) -> float | None:
    """Отдел по делам молодёжи = Отдел молодёжи"""
    return 0.93 if without_small(name.form) == without_small(other.form) else None


def without_small(form: Tokens) -> Tokens:
    """Give a form without prepositions and words that mean as little."""
    small = read_lexicon("registry")["small"]["words"]
    return tuple(token for token in form if token not in small and token != COMMA)


def by_initials(name: Name, other: Name) -> float | None:
    """КУИиЗО = Комитет по управлению имуществом и земельным отношениям"""
    short = abbreviated(name.form, other.form) or abbreviated(other.form, name.form)
    return 0.92 if short and len(short) >= SURE_INITIALS else None


def by_few_initials(name: Name, other: Name) -> float | None:
    """УСЗ = Управление социальной защиты"""
    return 0.7 if abbreviated(name.form, other.form) or abbreviated(other.form, name.form) else None


def abbreviated(short: Tokens, long: Tokens) -> str | None:
    """Give the abbreviation in one form whose initials the other has in its place: "начальник УСЗН"."""
    for index, token in enumerate(short):
        rest = len(short) - index - 1
        end = len(long) - rest
        if (
            token.startswith(ABBREVIATION)
            and token not in form_tokens()
            and short[:index] == long[:index]
            and short[index + 1 :] == long[end:]
        ):
            wanted = token.strip(ABBREVIATION)
            made = initials(long[index:end])
            if wanted in made or wanted.replace("и", "") in {word.replace("и", "") for word in made if len(word) > 2}:
                return wanted
    return None


def by_misprint(name: Name, other: Name) -> float | None:
    """Отдел благоустроства = Отдел благоустройства"""
    if len(name.form) != len(other.form):
        return None
    unlike = [(left, right) for left, right in zip(name.form, other.form, strict=True) if left != right]
    is_one = len(unlike) == 1 and is_misprint(*map(single, unlike[0]))
    return 0.9 if is_one and not (is_proper(unlike[0][0], name.text) or is_proper(unlike[0][1], other.text)) else None


def is_proper(token: str, text: str) -> bool:
    """Tell whether a word after the first is printed with a capital, as names of places are: "староста деревни Броды"."""
    return any(word[:1].isupper() and matching_form(word)[:STEM] == token[:STEM] for word in text.split()[1:])


def is_misprint(left: str, right: str) -> bool:
    """Tell whether one of two words is no word and differs from the other by a letter."""
    if min(len(left), len(right)) < LONG_WORD or not (left.isalpha() and right.isalpha()) or is_known_word(left) == is_known_word(right):
        return False
    return DamerauLevenshtein.distance(left, right, score_cutoff=1) == 1


def by_subject(name: Name, other: Name) -> float | None:
    """Управление культуры ~ Отдел культуры"""
    subjects = stems(name), stems(other)
    return 0.6 if is_department(name) and is_department(other) and subjects[0] and subjects[0] == subjects[1] else None


def by_part(name: Name, other: Name) -> float | None:
    """Отдел по делам молодёжи ~ Отдел по делам молодёжи, физической культуре и спорту"""
    less, more = sorted((stems(name), stems(other)), key=len)
    is_likely = less and less < more and len(more) <= MOST_FURTHER * len(less)
    return 0.5 if is_likely and is_department(name) and name.form[0] == other.form[0] else None


def is_department(name: Name) -> bool:
    """Tell whether a name is of a department, which is renamed and joined with others more often than other bodies."""
    return any(token in read_lexicon("registry")["departments"]["words"] for token in name.form[:2])


def stems(name: Name) -> frozenset[str]:
    """Give the beginnings of the words that tell a name from others."""
    return frozenset(token.strip(QUOTE + PLURAL)[:STEM] for token in content_words(name.form))


def by_name(name: Name, other: Name) -> float | None:
    """Щеголев А. А. = Щёголев А.А."""
    return 1.0 if name.form == other.form else None


def by_fewer_initials(name: Name, other: Name) -> float | None:
    """Сапсан Ж. = Сапсан Ж.Г."""
    (surname, some), (another, further) = name.form, other.form
    is_shorter = bool(some) and bool(further) and (some.startswith(further) or further.startswith(some))
    return 0.92 if surname == another and is_shorter else None


def by_surname(name: Name, other: Name) -> float | None:
    """Карасёв ~ Карасёв И.И."""
    return 0.6 if name.form[0] == other.form[0] and not (name.form[1] and other.form[1]) else None


def by_like_surname(name: Name, other: Name) -> float | None:
    """Кузьмин И.А. ~ Кузьмина И.А."""
    is_like = DamerauLevenshtein.distance(name.form[0], other.form[0], score_cutoff=1) == 1
    return 0.5 if is_like and len(name.form[1]) > 1 and name.form[1] == other.form[1] else None


UNIT_SAME: tuple[Rule, ...] = (
    by_spelling, by_case_form, by_place, by_broken_word, by_stated_abbreviation, by_legal_form, by_shortened_words, by_word_order,
    by_small_words, by_initials, by_misprint,
)  # fmt: skip
UNIT_SUGGESTED: tuple[Rule, ...] = (by_few_initials, by_subject, by_part)
PERSON_SAME: tuple[Rule, ...] = (by_name, by_fewer_initials)
PERSON_SUGGESTED: tuple[Rule, ...] = (by_surname, by_like_surname)
SAME = {"unit": UNIT_SAME, "person": PERSON_SAME}
SUGGESTED = {"unit": UNIT_SUGGESTED, "person": PERSON_SUGGESTED}
