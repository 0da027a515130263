"""Mentions: where a text names persons.

In: a text and a register. Out: spans (half-open) of the text with the number of the person, none over another; and the register with the
persons that the text names and that were not in it. A name given in honour («улица Иванова») is no mention, nor is a place, nor a word that
equals a surname and stands where such a word may stand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.head_nouns import is_head
from extractor.masking.folding import Folded, fold
from extractor.masking.register import Person, Register
from extractor.masking.surnames import key
from extractor.morphology import Form, forms, is_known_word
from extractor.persons import GIVEN, LEFT, RIGHT, PersonSpan, by_patronymic, find_persons, is_given, surname_nominative

# Nothing else can be part of a name, so that most texts are told by one look.
HINT = re.compile(r"[А-ЯЁA-Z]|[A-Za-z]{4}|@")
TOKEN = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
LATIN = re.compile(r"[A-Za-z]{4,}")
# Sixty-four letters are the most that a mailbox has (RFC 5321, 4.5.3.1.1).
EMAIL = re.compile(r"(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]{1,64}(?=@[\w-]{1,63}\.)")
BEFORE = re.compile(r"(?<![А-ЯЁа-яё.-])[А-ЯЁ](?:\. ?[А-ЯЁ])?\. ?\Z")
AFTER = re.compile(r",? ?[А-ЯЁ]\.? ?[А-ЯЁ]\.?(?![А-ЯЁа-яё])|,? ?[А-ЯЁ]\.(?![А-ЯЁа-яё])")
GIVEN_BEFORE = re.compile(r"(?<![А-ЯЁа-яё-])([А-ЯЁ][а-яё]+) \Z")
GIVEN_AFTER = re.compile(r" ([А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+))(?![А-ЯЁа-яё-])")
PATRONYMIC = re.compile(r"(?:вич|вн|ичн|инична|кызы|оглы)(?:[аеуы]|ой|ем)?$", re.IGNORECASE)
# Before names that were given in honour; initials may stand between.
IN_HONOUR = re.compile(
    r"(?<![А-ЯЁа-яё])(?:им|имени|имя|памяти|ул|улиц[аеуыойи]{1,2}|пр|пр-т|просп|проспект[аеуом]{0,2}|пл|площад[ьиюей]{1,2}|пер|переул[а-я]+"
    r"|бул|б-р|бульвар[а-я]*|наб|набережн[а-я]+|мкр|микрорайон[а-я]*|сквер[а-я]*|шоссе|тракт|кубок|кубк[а-я]+|приз[а-я]{0,2}|преми[а-я]+"
    r"|мемориал[а-я]*|турнир[а-я]*)\.? (?:[А-ЯЁ]\. ?){0,2}\Z",
    re.IGNORECASE,
)
# Abbreviations of kinds of places, which a dot tells from prepositions.
PLACE_BEFORE = re.compile(r"(?<![А-ЯЁа-яё])(?:г|гор|пос|п|с|д|дер|ст|х)\. ?\Z")
PLACE_AFTER = re.compile(
    r" (?:район|област|округ|улиц|проспект|переул|сельсовет|поселен|волост|шоссе|площад|бульвар|набережн|мост|сельск|городск|муниципал"
    r"|край|кра[яею])",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"(?<![А-ЯЁа-яё])(?:г-н|г-жа|г-на|г-ну|г-жи|г-же|господин|госпож|тов|товарищ|граждан|коллег)[а-яё]*\.? \Z", re.IGNORECASE
)
SENTENCE = re.compile(r"(?:^|[.!?:;•–—] ?|- )\Z")
ANYWHERE = re.compile(r"[.,;:()/ _0-9-]*")
NO_NAMES = frozenset({"Geox", "Orgn", "Name", "Patr", "Abbr"})
OPENING, CLOSING = '«"“„', '»"”“'
# Letters to the left that a guard looks at.
REACH = 60


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span of a text that names a person by number."""

    start: int
    end: int
    number: int


def find_mentions(text: str, register: Register, *, is_file_name: bool = False) -> list[Mention]:
    """Find where a text names persons of a register; in a file's name a surname may be written small."""
    if not HINT.search(text) and not is_file_name:
        return []
    folded = fold(text)
    found = [
        *with_initials(folded, register),
        *by_surname(text, folded, register, is_file_name=is_file_name),
        *by_given_names(folded, register),
        *in_latin(text, register),
    ]
    return apart(found)


def learn(texts: Sequence[str], register: Register) -> Register:
    """Give the register with the persons that texts name; those of a text come in printed order."""
    for text in texts:
        if not HINT.search(text):
            continue
        folded = fold(text).text
        for person in persons_in(folded):
            if register.named(person.surname, person.initials) is None and not is_anothers(folded, person, register):
                register = register.joined(Person(nominative(person.surname, person.text), person.initials))
        for match in given_pairs(folded):
            if register.called(given_key(match), given_initials(match)) is None and not inside(match.span(), persons_in(folded)):
                register = register.joined(Person("", given_initials(match), given_key(match)))
    return register


def persons_in(text: str) -> list[PersonSpan]:
    """Give the persons that a folded text names by initials or given names, without those whom something is named after."""
    return [person for person in find_persons(text) if not IN_HONOUR.search(text, max(0, person.start - REACH), person.start)]


def is_anothers(text: str, person: PersonSpan, register: Register) -> bool:
    """Tell whether initials belong to the known surname on their other side: «глава города Рябинового Р.Г. Мальцева»."""
    beside = (RIGHT.match(text, person.end), LEFT.search(text, max(0, person.start - REACH), person.start))
    return any(found and register.named(found[1], person.initials) is not None for found in beside)


def nominative(surname: str, text: str) -> str:
    """Give a surname in the nominative as far as the name itself shows its case."""
    case, gender = by_patronymic(text)
    return surname_nominative(surname, case, gender)


def inside(span: tuple[int, int], persons: Sequence[PersonSpan]) -> bool:
    """Tell whether a span is part of a person's name."""
    return any(person.start <= span[0] and span[1] <= person.end for person in persons)


def with_initials(folded: Folded, register: Register) -> Iterator[Mention]:
    """Yield surnames with initials or given names: «И. А. Рябинину», «Иванов Иван Иванович»."""
    for person in persons_in(folded.text):
        number = register.named(person.surname, person.initials)
        if number is not None:
            yield Mention(*folded.span(person.start, person.end), number)


def by_surname(text: str, folded: Folded, register: Register, *, is_file_name: bool) -> Iterator[Mention]:
    """Yield surnames of the register, with the initials and given names beside them."""
    for token in TOKEN.finditer(folded.text):
        if not any(key(half) in register.by_form for half in token.group().split("-")):
            continue
        for part in parts(token, register):
            start, end, number = widened(folded.text, *part, register)
            if number is None:
                continue
            is_alone = (start, end) == part
            if is_file_name or (folded.text[start].isupper() and not is_guarded(text, folded, (start, end), is_alone=is_alone)):
                yield Mention(*folded.span(start, end), number)


def parts(token: re.Match[str], register: Register) -> list[tuple[int, int]]:
    """Give the spans of a word that are surnames: the whole word, or halves of a hyphenated one («директор-Иванов»)."""
    if register.named(token.group()) is not None:
        return [token.span()]
    if "-" not in token.group():
        return []
    halves = re.finditer(r"[^-]+", token.group())
    return [(token.start() + half.start(), token.start() + half.end()) for half in halves if register.named(half.group()) is not None]


def widened(text: str, start: int, end: int, register: Register) -> tuple[int, int, int | None]:
    """Give the span of a surname with the initials or given names beside it, and the person's number; None where they are another's."""
    surname = text[start:end]
    number = register.named(surname)
    if after := AFTER.match(text, end):
        known = register.named(surname, initials_of(after.group()))
        if known is not None or not register.hidden:
            return start, after.end(), known if known is not None else number
        return start, end, None
    if before := BEFORE.search(text, max(0, start - REACH), start):
        known = register.named(surname, initials_of(before.group()))
        if known is not None or not register.hidden:
            return before.start(), end, known if known is not None else number
        return start, end, None
    begin, finish = start, end
    given = ""
    for _ in range(2):
        if (after := GIVEN_AFTER.match(text, finish)) and is_given_word(after[1]):
            given, finish = f"{given}{after[1][0]}.", after.end()
        elif (before := GIVEN_BEFORE.search(text, max(0, begin - REACH), begin)) and is_given_word(before[1]):
            given, begin = f"{before[1][0]}.{given}", before.start()
    known = register.named(surname, given)
    return (begin, finish, known or number) if known is not None or not register.hidden else (start, end, None)


def initials_of(text: str) -> str:
    """Give the initials of a text as the register has them."""
    return "".join(f"{letter}." for letter in text if letter.isupper())


def is_given_word(word: str) -> bool:
    """Tell whether a capitalised word is a given name or a patronymic and hardly anything else."""
    return bool(PATRONYMIC.search(word)) or any(form.given and form.score > 0.1 for form in forms(word))


def is_guarded(text: str, folded: Folded, span: tuple[int, int], *, is_alone: bool) -> bool:
    """Tell whether a word that equals a surname is none here."""
    start, end = span
    before = folded.text[max(0, start - REACH) : start]
    if IN_HONOUR.search(before):
        return True
    if not is_alone or TITLE.search(before):
        return False
    if PLACE_AFTER.match(folded.text, end) or PLACE_BEFORE.search(before) or is_in_quotes(text, folded.span(start, end)):
        return True
    word = folded.text[start:end]
    return is_common(word) and not is_named_alone(folded.text, span) and (word.isupper() or bool(SENTENCE.search(before)))


def is_in_quotes(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a word stands in quotes by itself, as the name of a firm does."""
    return text[max(0, span[0] - 1) : span[0]] in tuple(OPENING) and text[span[1] : span[1] + 1] in tuple(CLOSING)


def is_named_alone(text: str, span: tuple[int, int]) -> bool:
    """Tell whether there is nothing but the word in its text: a cell of one surname."""
    return not ANYWHERE.sub("", text[: span[0]] + text[span[1] :])


def is_common(word: str) -> bool:
    """Tell whether a word is also a common one: «Мороз», «Совету»."""
    if not is_known_word(word):
        return False
    return is_head(word) or any(is_common_reading(form) for form in forms(word))


def is_common_reading(form: Form) -> bool:
    """Tell whether a reading of a word is no name of anything."""
    marks = str(form.parse.tag)
    return not form.surname and not any(mark in marks for mark in NO_NAMES) and "Poss" not in marks and form.score > 0.01


def given_pairs(text: str) -> Iterator[re.Match[str]]:
    """Yield given names with patronymics."""
    return (
        match
        for match in GIVEN.finditer(text)
        if is_given(match) and not IN_HONOUR.search(text, max(0, match.start() - REACH), match.start())
    )


def given_key(match: re.Match[str]) -> str:
    """Give what is the same in all cases of a given name with a patronymic."""
    return " ".join(key(min((form.lemma for form in forms(word) if form.given), default=word)) for word in match.groups())


def given_initials(match: re.Match[str]) -> str:
    """Give the initials of a given name with a patronymic."""
    return f"{match['first'][0].upper()}.{match['second'][0].upper()}."


def by_given_names(folded: Folded, register: Register) -> Iterator[Mention]:
    """Yield given names with patronymics: «Уважаемый Иван Иванович!»."""
    for match in given_pairs(folded.text):
        number = register.called(given_key(match), given_initials(match))
        if number is not None:
            yield Mention(*folded.span(*match.span()), number)


def in_latin(text: str, register: Register) -> Iterator[Mention]:
    """Yield surnames in Latin letters, and the names of mailboxes that have one."""
    if not register.by_latin:
        return
    for box in EMAIL.finditer(text):
        letters = re.sub(r"[^a-z]", "", box.group().lower())
        number = next((number for form, number in register.by_latin.items() if form in letters), None)
        if number is not None:
            yield Mention(*box.span(), number)
    for word in LATIN.finditer(text):
        number = register.by_latin.get(word.group().lower().rstrip("auye")) or register.by_latin.get(word.group().lower())
        if number is not None:
            yield Mention(*word.span(), number)


def apart(found: list[Mention]) -> list[Mention]:
    """Give mentions in order; of those that overlap, one that covers them all."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if kept and mention.start < kept[-1].end:
            kept[-1] = Mention(kept[-1].start, max(kept[-1].end, mention.end), kept[-1].number)
        else:
            kept.append(mention)
    return kept
