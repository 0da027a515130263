"""Persons by their initials or full names: "И. А. Рябинину", "БЕРЕЗОВ Е.А.", "Иванов Иван Иванович".

In: text; a line end in it ("\\n") is a border. Out: spans, and the value "Фамилия И.О." in the nominative. A name given
in somebody's honour ("им. Б.А. Дубовикова"), in quotes or in an address is no person. To add a way of writing names,
add a pattern beside `INITIALS`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.head_nouns import is_head
from extractor.morphology import Form, forms, is_abbreviation, is_known_word

Gender = Literal["masc", "femn"]
SURNAME = r"(?:[А-ЯЁ][а-яё]+|[А-ЯЁ]{2,})(?:-(?:[А-ЯЁ][а-яё]+|[А-ЯЁ]{2,}))*"
# Two initials, the last dot may be missing; or one with its dot.
INITIALS = re.compile(r"(?<![А-ЯЁ])(?P<first>[А-ЯЁ])\. ?(?P<second>[А-ЯЁ])(?:\.(?![А-ЯЁ]\.)|(?![А-ЯЁа-яё.-]))")
ONE_INITIAL = re.compile(r"(?<![А-ЯЁа-яё.-])(?P<first>[А-ЯЁ])\.(?! ?[А-ЯЁ]\.)")
PATRONYMIC = r"[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+)(?i:(?:вич|ьич|мич|кич|ттич)(?:а|у|ем|е)?|(?:вн|чн)(?:а|ы|е|у|ой))"
GIVEN = re.compile(
    rf"(?<![А-ЯЁа-яё-])(?P<first>[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+)) (?P<second>{PATRONYMIC}|[А-ЯЁ][а-яё]+ (?i:оглы|кызы))(?![А-ЯЁа-яё-])"
)
LEFT = re.compile(rf"({SURNAME}) ?\Z")
RIGHT = re.compile(rf" ?({SURNAME})(?![А-ЯЁа-яё])")
SON_OF = re.compile(r" (?i:оглы|кызы)\b")
# Before a name that was given in honour, and before names of streets.
IN_HONOUR = re.compile(r"(?<![А-ЯЁа-яё])(?:им|имени|памяти|ул|улица|улице|пр|просп|проспект|пл|площадь|пер|бул|наб|кубок|приз)\.? ?\Z")
QUOTED = re.compile(r"«[^»\n]*»?|\"[^\"\n]*\"|“[^”\n]*”")
# A family name by its shape; from a list of the 500 commonest endings of Russian, Ukrainian, Armenian and Georgian ones.
SHAPE = re.compile(
    r"(?:[оеё]в|[оеё]ва|[иы]н|[иы]на|ск(?:ий|ая|ой)|цк(?:ий|ая)|енко|[чщ]?ук|юк|ич|[ыи]х|[яа]н|дзе|швили|ец|ко|ер|[оеё]в(?:у|ой|ым|а)|[иы]н(?:у|ой|ым)"
    r"|[сц]к(?:ого|ому|ую|им))$"
)
# A surname and a given name without a patronymic, up to a border.
FIRST_ONLY = re.compile(r"(?<=[а-яё] )(?P<first>[А-ЯЁ][а-яё]{2,})(?= ?(?:[,;.)\n/]|$))")
LONGEST_ACRONYM = 5
LONGEST_SURNAME = 60  # letters, with a hyphen; a bound on the search to the left
NEVER, WEAK, STRONG = 0, 1, 2


@dataclass(frozen=True, slots=True)
class PersonSpan:
    """A person in a text: `start` inclusive, `end` exclusive; `surname` and `initials` ("И.О.") as printed, not inflected."""

    start: int
    end: int
    surname: str
    initials: str
    text: str


@lru_cache(maxsize=20_000)
def find_persons(text: str) -> tuple[PersonSpan, ...]:
    """Find the persons of a text in printed order; none stretches over a line end."""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    found = list[PersonSpan]()
    for match in given_names(text):
        done = found[-1].end if found else 0
        if match.start() < done or any(start < match.start() < end for start, end in quoted):
            continue
        person = beside(text, match, done)
        if person and not IN_HONOUR.search(text, 0, person.start):
            found.append(person)
    return tuple(found)


def given_names(text: str) -> Iterator[re.Match[str]]:
    """Yield the initials and the given names with patronymics in printed order."""
    matches = [*INITIALS.finditer(text), *ONE_INITIAL.finditer(text)]
    matches += [match for match in GIVEN.finditer(text) if is_given(match)]
    matches += [match for match in FIRST_ONLY.finditer(text) if is_first_only(match)]
    return iter(sorted(matches, key=lambda match: (match.start(), -match.end())))


def is_given(match: re.Match[str]) -> bool:
    """Tell whether the word before a patronymic is a given name."""
    return (
        "Patr" in tags(match["second"])
        and ("Name" in tags(match["first"]) or not is_known_word(match["first"]) or "оглы" in match["second"].lower())
    ) or match["second"].lower().endswith(("оглы", "кызы"))


def is_first_only(match: re.Match[str]) -> bool:
    """Tell whether a lone given name ends a person's name: a surname stands before it, as in "Гаев Илья"."""
    before = LEFT.search(match.string, max(0, match.start() - LONGEST_SURNAME), match.start())
    if before is None or not is_surname(before[1]) or not any(form.surname and form.case == "nomn" for form in forms(before[1])):
        return False
    return any(form.given and form.case == "nomn" for form in forms(match["first"])) and not is_surname(match["first"])


@lru_cache(maxsize=20_000)
def tags(word: str) -> str:
    """Give the dictionary's marks of a word's readings in one string."""
    return " ".join(str(form.parse.tag) for form in forms(word))


def beside(text: str, match: re.Match[str], done: int) -> PersonSpan | None:
    """Give the person whose surname stands left or right of initials or of a given name."""
    left, right = LEFT.search(text, max(done, match.start() - LONGEST_SURNAME), match.start()), RIGHT.match(text, match.end())
    lone = match.re is ONE_INITIAL
    before = strength(left[1], lone=lone, alone=is_alone(text, left.start(), match.end())) if left else NEVER
    after = strength(right[1], lone=lone, alone=False) if right and ends_before_break(text, match, right) else NEVER
    if right and after and before and has_own_initials(text, right.end()):
        after = NEVER
    if lone and not is_bordered(text, match.end()):
        before = NEVER
    if left and before >= max(after, WEAK):
        tail = SON_OF.match(text, match.end())
        return span(text, left.start(1), tail.end() if tail else match.end(), left[1], match)
    if right and after:
        return span(text, match.start(), right.end(), right[1], match)
    return None


def ends_before_break(text: str, match: re.Match[str], right: re.Match[str]) -> bool:
    """Tell whether initials that lack their last dot are not taken for an abbreviation before a word."""
    return match.re is not INITIALS or text[match.end() - 1] == "." or right.group().startswith(" ")


def span(text: str, start: int, end: int, surname: str, match: re.Match[str]) -> PersonSpan:
    """Build the span of a person."""
    second = match.groupdict().get("second") or ""
    initials = f"{match['first'][0]}." + (f"{second[0]}." if second else "")
    return PersonSpan(start, end, surname, initials, text[start:end])


def is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but punctuation stands around on the line."""
    line = text[text.rfind("\n", 0, start) + 1 : start], text[end:].partition("\n")[0]
    return not line[0].strip(" ,;(").strip() and not line[1].strip(" ,;.)").strip()


def is_bordered(text: str, place: int) -> bool:
    """Tell whether a single initial before `place` ends a name: a border or a capital follows."""
    return not re.match(r" ?[а-яё\d]", text[place:])


def has_own_initials(text: str, place: int) -> bool:
    """Tell whether initials follow a surname, so that it is not the one of the initials before it."""
    return bool(re.compile(r" ?[А-ЯЁ]\. ?[А-ЯЁ]\.").match(text, place))


@lru_cache(maxsize=20_000)
def strength(word: str, *, lone: bool, alone: bool) -> int:
    """Tell how surely a capitalised word is a surname: NEVER, WEAK or STRONG."""
    surname = any(form.surname and form.score > 0.01 for form in forms(word))
    if is_head(word) and not surname:
        return NEVER
    shaped = bool(SHAPE.search(word.lower()))
    if lone:
        return STRONG if (surname or shaped) and not is_place(word) else WEAK if alone else NEVER
    if surname:
        return STRONG
    if word.isupper() and len(word) <= LONGEST_ACRONYM and not is_known_word(word) and not shaped:
        return WEAK
    return WEAK if is_known_word(word) else STRONG


def is_place(word: str) -> bool:
    """Tell whether the likeliest reading of a word is a place: "Г. Рыбинск"."""
    return "Geox" in str(forms(word)[0].parse.tag) if forms(word) else False


def is_surname(word: str) -> bool:
    """Tell whether a capitalised word without initials is a surname by the dictionary or by its shape."""
    if not re.fullmatch(SURNAME, word) or is_head(word) or is_abbreviation(word):
        return False
    readings = forms(word)
    if any(form.surname for form in readings):
        return not is_place(word) and max(form.score for form in readings if form.surname) >= 0.1
    short_only = bool(readings) and all(form.part == "ADJS" for form in readings)  # "Комлева": no one writes "комлёва"
    return (short_only or not is_known_word(word)) and bool(SHAPE.search(word.lower()))


def read_person(text: str, *, case: str | None = None) -> str | None:
    """Give the first person of a text as "Фамилия И.О." in the nominative, or a surname that stands alone.

    `case` is the governor's ("datv", "accs", "ablt", "gent", "loct"): it settles «Кузьмину»; a patronymic settles case and
    gender by itself.
    """
    persons = find_persons(text)
    if not persons:
        alone = text.strip(" .,;()")
        return surname_nominative(alone, case, None) if is_surname(alone) else None
    person = persons[0]
    own_case, gender = by_patronymic(person.text)
    return f"{surname_nominative(person.surname, own_case or case, gender)} {person.initials}"


def by_patronymic(text: str) -> tuple[str | None, Gender | None]:
    """Give the case and the gender that a patronymic shows; (None, None) where there is none."""
    match = GIVEN.search(text)
    if not match:
        return None, None
    word = match["second"].lower()
    endings: tuple[tuple[str, str | None, Gender], ...] = (
        ("ичу", "datv", "masc"), ("ича", "accs", "masc"), ("ичем", "ablt", "masc"), ("иче", "loct", "masc"), ("ич", None, "masc"),
        ("не", "datv", "femn"), ("ну", "accs", "femn"), ("ной", "ablt", "femn"), ("ны", "gent", "femn"), ("на", None, "femn"),
    )  # fmt: skip
    return next(((case, gender) for ending, case, gender in endings if word.endswith(ending)), (None, None))


# (ending, what it becomes), in the order in which they are tried; a surname that fits none stays as it is.
ADJECTIVAL = {
    "datv": ((r"(?<=[сц]к)ому$", "ий"), (r"(?<=[сц]к)ой$", "ая")),
    "accs": ((r"(?<=[сц]к)ого$", "ий"), (r"(?<=[сц]к)ую$", "ая")),
    "gent": ((r"(?<=[сц]к)ого$", "ий"), (r"(?<=[сц]к)ой$", "ая")),
    "ablt": ((r"(?<=[сц]к)им$", "ий"), (r"(?<=[сц]к)ой$", "ая")),
    "loct": ((r"(?<=[сц]к)ом$", "ий"), (r"(?<=[сц]к)ой$", "ая")),
}
SOFT = {
    "datv": ((r"(?<=[аеиоуя])ю$", "й"), (r"ю$", "ь"), (r"(?<=[^аеиоуыэюяьй])у$", "")),
    "accs": ((r"(?<=[аеиоуя])я$", "й"), (r"я$", "ь"), (r"(?<=[^аеиоуыэюяьй])а$", "")),
}
MASCULINE = {
    "datv": ((r"(?<=[оеё]в|[иы]н)у$", ""), (r"ому$", "ый"), (r"ему$", "ий"), *SOFT["datv"]),
    "accs": ((r"(?<=[оеё]в|[иы]н)а$", ""), (r"ого$", "ый"), (r"его$", "ий"), *SOFT["accs"]),
    "ablt": ((r"(?<=[оеё]в|[иы]н)ым$", ""), (r"ым$", "ый"), (r"им$", "ий"), (r"(?<=[^аеиоуыэюяьй])[оеё]м$", "")),
    "loct": ((r"(?<=[оеё]в|[иы]н)е$", ""),),
}  # fmt: skip
MASCULINE["gent"] = MASCULINE["accs"]
FEMININE = {
    "datv": ((r"(?<=[оеё]в|[иы]н)ой$", "а"), (r"ой$", "ая"), (r"ей$", "яя"), (r"(?<![иь])е$", "а")),
    "accs": ((r"(?<=[оеё]в|[иы]н)у$", "а"), (r"ую$", "ая"), (r"юю$", "яя"), (r"у$", "а"), (r"ю$", "я")),
    "gent": ((r"(?<=[оеё]в|[иы]н)ой$", "а"), (r"ой$", "ая"), (r"(?<=[гкхжчш])и$", "а"), (r"ы$", "а")),
    "ablt": ((r"(?<=[оеё]в|[иы]н)ой$", "а"), (r"ой$", "а"), (r"ей$", "я")),
    "loct": ((r"(?<=[оеё]в|[иы]н)ой$", "а"), (r"ой$", "ая"), (r"(?<![иь])е$", "а")),
}  # fmt: skip
# Surnames of either gender in these endings take no case.
UNCHANGED = re.compile(r"(?:[ыи]х|[ая]го|(?<![ое]г)о|э)$|^[А-ЯЁ](?:ой|ей|им|ем)$")


@lru_cache(maxsize=5_000)
def surname_nominative(surname: str, case: str | None, gender: Gender | None) -> str:
    """Put a surname, or each half of a double one, into the nominative; capitals throughout become one capital."""
    halves = [half.capitalize() if half.isupper() else half for half in surname.split("-")]
    return "-".join(half_nominative(half, case, gender) if case else half for half in halves)


def half_nominative(surname: str, case: str, gender: Gender | None) -> str:
    """Put one surname into the nominative by its ending: "Лугину" (dative) → "Лугин", (accusative) → "Лугина"."""
    if UNCHANGED.search(surname):
        return surname
    tables = {"masc": (ADJECTIVAL, MASCULINE), "femn": (ADJECTIVAL, FEMININE), None: (ADJECTIVAL, MASCULINE, FEMININE)}[gender]
    if gender != "femn" and (noun := as_common_noun(surname, case)):
        return noun
    for table in tables:
        for ending, nominative in table[case]:
            if re.search(ending, surname):
                return re.sub(ending, nominative, surname)
    return surname


def as_common_noun(surname: str, case: str) -> str | None:
    """Give the nominative of a surname that is a common noun, which knows its fleeting vowels: "Кравцу" → "Кравец"."""
    if not is_known_word(surname):
        return None
    fitting: list[Form] = [form for form in forms(surname) if form.part == "NOUN" and form.case == case and form.number == "sing"]
    if not fitting or any(form.surname for form in fitting) or any(form.case == "nomn" for form in forms(surname)):
        return None
    return fitting[0].lemma.capitalize() if fitting[0].gender == "masc" else None
