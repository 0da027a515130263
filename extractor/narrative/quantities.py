"""Quantities of a statement: numbers, also written as words, with what they count.

In: a shaded statement. Out: `Quantity`s in printed order. Years, dates, act numbers, addresses, ages, classes and
anniversaries are no quantities; to refuse a further one, add a pattern to `NOISE` or a word to `[units]`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.months import MONTH
from extractor.narrative.verbs import read_verb
from extractor.narrative.words import has_reading, lemmas, lexicon, readings
from extractor.records import Quantity

NOISE = tuple(
    re.compile(pattern)
    for pattern in (
        # a comparison with another time: "(в 2021 году – 35)", "против 40"
        r"\((?:в |за )?(?:(?:19|20)\d\d ?(?:г\b\.?|год[а-я]*)?|аппг|[а-я ]*(?:прошл|предыдущ)[а-я]+ (?:год|период)[а-я]*) ?[-:][^()]*\)",
        r"(?<=\bпротив )\d[\d ]*(?:[.,]\d+)?",
        r"(?<!\S)\S*(?:www\.|https?:|@)\S+|(?<!\S)\S+\.(?:ru|рф|com|org)\b\S*",
        r"\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)\b",
        rf"\b\d{{1,2}}(?:(?: ?- ?| по | и |, ?)\d{{1,2}})* {MONTH}(?: (?:19|20)\d\d)?",
        r"\b(?:19|20)\d\d(?:(?: ?[-/,] ?| и )(?:20)?\d\d)*(?:-?(?:й|го|м|му))? ?(?:г\b|гг\b|год[а-я]*|учебн[а-я]*|уч\b)",
        r"\b(?:в|за|на|с|по|до|от|к) (?:19|20)\d\d\b(?! (?!-)[а-я])",
        r"\b\d+-?(?:ти|и)?-?ле(?:ти|тн)[а-я]*",
        r"\b(?:от|с) \d+ до \d+ лет\b|\b\d+ ?- ?\d+ лет\b|\b(?:старше|младше|до|от|с) \d+ лет\b|\b\d+ лет\b",
        r"(?:№|\bn) ?\d[\w/.-]*(?:, ?\d+)*(?: и \d+)?|\b\d+-(?:фз|оз|пп|п|р|з|кз)\b",
        r"\b(?:в|с|до|к) \d{1,2}[.:-]\d\d\b(?: ?(?:до|-) ?\d{1,2}[.:-]\d\d)?|\b\d{1,2}:\d\d\b",
        r"\b\d+(?: ?[-,и] ?\d+)*-(?:й|го|му|м|я|ю|е|ая|ой|ый|ого|ое|ые|ых|ом|ем)\b",
        r"\b(?:[1-9]|1[01])(?: ?(?:-|,|и|по) ?(?:[1-9]|1[01]))*-?(?:х|ых|е|й|го)? ?(?:\"[^\"]{0,3}\" ?)?(?:класс|кл\.)[а-я]*",
        r"\b(?:ул|улиц[а-я]+|пр|просп|проспект[а-я]*|пер|переул[а-я]+|мкр|микрорайон[а-я]*|д|кв|корп|каб)\b\.?"
        r"(?: [а-я-]+){0,3},? ?(?:д\. ?|дом ?)?\d+[а-я]?\b",
        r"\b(?:ст|п|пп|ч|гл|статья|статьи|пункт[а-я]*|част[иь]|раздел[а-я]*)\.? ?\d[\d.]*",
        r"\b(?:тел|т|факс)\.?:? ?[\d() -]{5,}",
        r"\b\d+ ?(?:-?(?:й|е|ое|ый))? ?(?:квартал|полугоди|этап)[а-я]*",
        r"\b\d+ ?[xх×] ?\d+\b",
        r"\bна \d+(?:[.,]\d+)? ?(?:%|процент[а-я]*) (?:меньше|больше|выше|ниже|к уровню|по сравнению)",
    )
)
DIGITS = re.compile(r"(?<![\w.,/№-])(\d{1,3}(?: \d{3})+(?!\d)|\d+)([.,]\d+)?(?:-(?:х|ти|и|ми|мя|тью))?(?![\w/]|[.,]\d|-\d)")
TOKEN = re.compile(r"[а-яa-z]+(?:-[а-яa-z]+)*\.?|%|¤+|[^\sа-яa-z]")
NUMERAL = re.compile(r"(?:один|одн|дв|тр|четыр|четвер|пят|шест|сем|восем|восьм|девя|десят|одиннадцат|сорок|ст[ао]\b|сот|обо|оби|полут)")
HAS_DIGIT = re.compile(r"\d")
LETTERS = re.compile(r"[а-я]+")
COUNT_AFTER = re.compile(r"([а-я]+(?: [а-я]+){0,3}) ?[-:(] ?$")
ABOUT_THOUSAND = re.compile(r"\b(?:около|более|свыше|почти|порядка|больше) (тысячи)\b")
IN_WORDS = re.compile(r"(?<=\d) \(([а-я]+)[а-я ]*\)(?= )")
SHARE = re.compile(r"(?:из них|в том числе|из которых) (?:[а-я]+ ){0,4}$")
OUT_OF_THEM = re.compile(r" (?:из них|из которых)\b")
LONGEST_UNIT = 7


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: offsets and value."""

    start: int
    end: int
    value: float


def find_quantities(shaded: str, printed: str) -> tuple[Quantity, ...]:
    """Give the quantities of a statement; `printed` is the same stretch as printed, for the units."""
    calm = hush(shaded)
    found: list[Quantity] = []
    for number in find_numbers(calm):
        if quantity := read_quantity(calm, printed, number) or read_share(calm, number, found):
            found.append(with_unit_before(quantity, found))
    return tuple(found)


def with_unit_before(quantity: Quantity, found: list[Quantity]) -> Quantity:
    """Give a count by groups the unit of the count before it: "764 мероприятия, для молодёжи – 882"."""
    first = quantity.unit.split()[0].lower()
    counted = [earlier.unit for earlier in found if earlier.unit != "%"]
    return replace(quantity, unit=counted[-1]) if counted and first in lexicon().prepositions else quantity


def read_share(calm: str, number: Number, found: list[Quantity]) -> Quantity | None:
    """Read a number that counts a part of what was counted before: "выявлено 17 свалок, из них ликвидировано 11"."""
    before = calm[: number.start].split()
    if found and OUT_OF_THEM.match(calm, number.end):
        return Quantity(value=number.value, unit=found[-1].unit)
    if not found or re.match(r" [а-я]", calm[number.end :]) or not before:
        return None
    verb = read_verb(before[-1])
    if not SHARE.search(calm[: number.start]) and (verb is None or verb.form != "participle"):
        return None
    return Quantity(value=number.value, unit=found[-1].unit)


def hush(shaded: str) -> str:
    """Replace the numbers that count nothing by shade, and a number's repetition in words by blanks; same length."""
    shaded = IN_WORDS.sub(lambda found: " " * len(found.group()) if numeral(found.group(1)) else found.group(), shaded)
    for pattern in NOISE if HAS_DIGIT.search(shaded) else ():
        shaded = pattern.sub(lambda found: "¤" * len(found.group()), shaded)
    return shaded


def find_numbers(calm: str) -> list[Number]:
    """Give the numbers in figures and in words, scaled by "тыс.", "млн", "млрд", in order."""
    figures = [
        Number(found.start(), found.end(), float(found.group(1).replace(" ", "") + (found.group(2) or "").replace(",", ".")))
        for found in DIGITS.finditer(calm)
    ]
    about = [Number(*found.span(1), 1000.0) for found in ABOUT_THOUSAND.finditer(calm)]
    numbers = sorted([*about, *(scaled(calm, number) for number in [*figures, *numbers_in_words(calm)])], key=lambda number: number.start)
    return joined(calm, numbers)


def joined(calm: str, numbers: list[Number]) -> list[Number]:
    """Join the parts of one sum: "3 млн 200 тыс." is 3200000."""
    whole: list[Number] = []
    for number in numbers:
        last = whole[-1] if whole else None
        if last and calm[last.end : number.start] == " " and last.value >= 1000 and number.value < last.value:
            whole[-1] = Number(last.start, number.end, last.value + number.value)
        else:
            whole.append(number)
    return whole


def numbers_in_words(calm: str) -> Iterator[Number]:
    """Give the numbers written as words: "двадцать пять" is one number."""
    run: Number | None = None
    for found in LETTERS.finditer(calm):
        value = numeral(found.group()) if NUMERAL.match(found.group()) else None
        if value is not None and run and calm[run.end : found.start()] == " " and value < run.value:
            run = Number(run.start, found.end(), run.value + value)
            continue
        if run:
            yield run
        run = Number(found.start(), found.end(), value) if value is not None else None
    if run:
        yield run


def numeral(word: str) -> float | None:
    """Give the value of a cardinal or collective numeral in any case."""
    known = lexicon().numerals
    if word in known:
        return float(known[word])
    return next((float(known[reading.lemma]) for reading in readings(word)[:1] if reading.lemma in known), None)


def scaled(calm: str, number: Number) -> Number:
    """Multiply a number by the scale after it: "1,5 тыс." is 1500."""
    after = re.match(r" ?([а-я]+)\.?", calm[number.end :])
    if not after:
        return number
    word = after.group(1)
    scale = lexicon().scales.get(word) or next(
        (lexicon().scales[lemma] for lemma in sorted(lemmas(word)) if lemma in lexicon().scales), None
    )
    if not scale:
        return number
    return Number(number.start, number.end + after.end(), round(number.value * scale, 2))


def read_quantity(calm: str, printed: str, number: Number) -> Quantity | None:
    """Read a number with its unit: the words after it, or the noun before a dash ("заседаний – 12")."""
    before = re.search(r"([а-яa-z]+)\.? ?$", calm[: number.start])
    if before and before.group(1) in lexicon().before_numbers:
        return None
    length = unit_length(calm[number.end :])
    unit = re.sub(r"^ *\([^)]*\) ", "", printed[number.end : number.end + length]).strip(" .,;:")
    if calm[number.end : number.end + length].strip().startswith("%"):
        return Quantity(value=number.value, unit="%")
    if unit and not is_refused(calm[number.end : number.end + length]):
        return Quantity(value=number.value, unit=unit)
    return None if unit or calm[number.start].isalpha() else counted_before(calm, printed, number)


def counted_before(calm: str, printed: str, number: Number) -> Quantity | None:
    """Read what is counted before a dash: "Проведено заседаний комиссии – 5"."""
    counted = COUNT_AFTER.search(calm[: number.start])
    if not counted:
        return None
    start, end = counted.span(1)
    verbs = [word for word in LETTERS.finditer(calm, start, end) if read_verb(word.group())]
    start = min(verbs[-1].end() + 1, end) if verbs else start
    return Quantity(value=number.value, unit=printed[start:end]) if start < end else None


def is_refused(unit: str) -> bool:
    """Tell whether the word after a number says that it counts nothing: a month, a class, "один из"."""
    first = re.search(r"[а-яa-z]+", unit)
    if not first:
        return True
    if first.group() in lexicon().refused_words:
        return True
    return len(first.group()) > 1 and not lexicon().refused_units.isdisjoint(lemmas(first.group()))


def unit_length(rest: str) -> int:
    """Give the length of the noun phrase that `rest` opens with, up to a preposition, a verb or a stop."""
    end, words, counted = 0, 0, False
    for found in TOKEN.finditer(rest):
        word = found.group()
        if word == "," and words and goes_on_listing(rest[found.end() :]):
            continue
        if found.start() > end + 1 and rest[end : found.start()].strip(" ,"):
            break
        if words >= LONGEST_UNIT or not is_unit_word(word) or (counted and not goes_on_in_genitive(word)):
            break
        counted = counted or is_noun(word.rstrip("."))
        words, end = words + 1, found.end()
        if word.endswith(".") and word not in lexicon().abbreviated_units:
            break
    return end


def is_noun(word: str) -> bool:
    """Tell whether a word is the counted noun: "новыми" and "пожилым" that stand before it are adjectives, however rarely nouns."""
    first = readings(word)[0].grammemes if readings(word) else frozenset[str]()
    return "NOUN" in first or (has_reading(word, "NOUN") and not first & {"ADJF", "PRTF"})


def is_unit_word(token: str) -> bool:
    """Tell whether the token can stand in the name of what is counted."""
    if token in ("%", '"') or token.startswith("¤"):
        return True
    word = token.rstrip(".")
    if not word.isalpha() and "-" not in word:
        return False
    if lexicon().abbreviated_units & {token, word}:
        return True
    first = readings(word)[0].grammemes if readings(word) else frozenset[str]()
    return bool(first & {"NOUN", "ADJF", "PRTF", "LATN", "UNKN"}) or (
        has_reading(word, "NOUN") and not first & {"PREP", "CONJ", "VERB", "PRTS", "ADVB", "PRCL", "NPRO"}
    )


def goes_on_listing(rest: str) -> bool:
    """Tell whether a comma is followed by a further counted noun: "40 мероприятий, конкурсов, акций"."""
    found = re.match(r" ([а-я-]+)(?:[,.;]| и |$)", rest)
    return found is not None and has_reading(found.group(1), "NOUN", "gent", "plur")


def goes_on_in_genitive(word: str) -> bool:
    """Tell whether the word can belong to the counted noun before it: "4 заседания Общественного совета"."""
    shortened = word.endswith(".") and word in lexicon().abbreviated_units
    return not word[0].isalpha() or shortened or has_reading(word, "gent") or has_reading(word, "LATN")
