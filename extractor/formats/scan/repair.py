"""Repair: look-alikes that recognition mixed up, where the dictionary or what stands beside them settles it.

In: the words that Tesseract saw in one piece, in reading order. Out: the same words repaired, with what was seen kept in
`before`. To add a repair, add a function to `RULES`: it takes the words and an index and gives the word's texts (several
where words had grown together, none for no answer); the first answer stands.
"""

import re
from collections.abc import Callable, Sequence

from extractor.formats.scan.recognition import Seen
from extractor.morphology import analyzer, is_known_word

ROMAN = {
    "Г": "I", "Т": "I", "т": "I", "|": "I", "[": "I", "]": "I", "!": "I", "1": "I", "І": "I", "Ι": "I", "I": "I", "l": "I",
    "П": "II", "11": "II", "И": "II", "Н": "II", "ТТ": "II", "ТГ": "II", "Ц": "II", "ГГ": "II", "II": "II", "1Т": "II", "Т1": "II",
    "Ш": "III", "111": "III", "Ш1": "III", "ПТ": "III", "П1": "III", "ИТ": "III", "III": "III", "ТП": "III", "1П": "III", "Щ": "III",
    "ГУ": "IV", "1У": "IV", "[У": "IV", "ТУ": "IV", "IУ": "IV", "1V": "IV", "IV": "IV", "|У": "IV", "ТМ": "IV", "ТУ/": "IV", "!У": "IV",
    "У": "V", "V": "V", "УТ": "VI", "У1": "VI", "УГ": "VI", "VI": "VI", "У|": "VI", "УП": "VII", "УИ": "VII", "У11": "VII", "VII": "VII",
    "УШ": "VIII", "У111": "VIII", "VIII": "VIII", "ТХ": "IX", "1Х": "IX", "ГХ": "IX", "IX": "IX", "Х": "X", "X": "X",
    "ХТ": "XI", "Х1": "XI", "ХГ": "XI", "ХП": "XII", "Х11": "XII",
}  # fmt: skip
"""Roman numerals as the Russian model sees them."""
QUARTERS = frozenset({"I", "II", "III", "IV"})
NOT_ALONE = frozenset({"1", "Т", "т", "[", "]", "!", "|", "l", "11", "И", "Н"})
"""What is not taken for a numeral at the head of a line: a number, a letter, a mark."""
END = "[.,;:)]*"
ROMAN_WORD = re.compile(rf"({'|'.join(sorted(map(re.escape, ROMAN), key=len, reverse=True))})({END})")
ROMAN_RANGE = re.compile(rf"(\S{{1,4}}?)\s?([-–—])\s?(\S{{1,4}}?)({END})")
TERM = re.compile(r"(?:квартал|полугоди|кв\.?$|кв\.|п/г)", re.IGNORECASE)
GROWN_TERM = re.compile(r"(\S{1,3}?)((?:квартал|полугоди)[а-яё]*[.,;]?)")
LINK = re.compile(r"(?:и|-|–|—|,|или)$")
CHAPTER = re.compile(r"(?:раздел|глава|этап|часть|подраздел|тур|блок)[аеуы]?$", re.IGNORECASE)
MONTH = re.compile(r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)", re.IGNORECASE)

NUMBER_SIGN = re.compile(r"(?:М|Ме|Мо|Мё|Мг|Мз|Хе|Хо|Ло|Ле|Л|N9|№9|№е|№о|№2|Мо\.|Ме\.|N|Хз)")
GROWN_NUMBER = re.compile(r"(?:Ме|Мо|Мё|Хо|Хе|№е|№о)(\d\S*|п/п)")
ROW_NUMBER = re.compile(r"п[/.]?п\.?")
GROWN_ROW_NUMBER = re.compile(r"(?:М|Ме|Мо|N|№)\s?(п/п)")

DIGITS = str.maketrans("ОоOoЗзбIl|", "0000336111")
NUMERIC = re.compile(r"(?=(?:\D*\d){2})[\dОоOoЗзбIl|]+(?:[.,/:-][\dОоOoЗзбIl|]+)*[.,;)]?")
FEW_DIGITS = re.compile(r"(до|с|по|от|на|в|к)[О0]?(\d{1,2}\S*)")
GROWN_DAY = re.compile(r"([ЗОзб]|[0-3]?\d)([а-я]{3,9})")
DAY = str.maketrans("Ззб|l]IО", "33611110")
INNER_CAPITAL = re.compile(r"[А-ЯЁ][А-ЯЁа-яё]*(?:[а-яё][УХСОКЗВШЩЦИЙКМТФПГНЯЬЫЭЮЖ]|[А-ЯЁ][а-яё])[А-ЯЁа-яё]*[.,;:)]?")
INITIALS = re.compile(r"[03А-ЯЁ]\.\s?[03А-ЯЁ]\.?[,;)]?")
NAMED = re.compile(r"[«\"(]?[А-ЯЁ](?:[а-яё]{2,}|[А-ЯЁ]{2,})(?:-[А-ЯЁ][а-яё]+)?")
COUNTED = re.compile(r"(?:раздел|глава|пункт|подпункт|приложение|таблица|рис|стать|част|форма|строк|позици)", re.IGNORECASE)
GROWN_INITIALS = re.compile(r"([«(]?[А-Яа-яЁё-]*[А-Яа-яё])([А-ЯЁ]\.[А-ЯЁ]\.[,;)]?)")
GROWN_SURNAME = re.compile(r"([А-ЯЁ]\.[А-ЯЁ])([А-ЯЁ][а-яё]{3,}[.,;]?)")
LINKED = re.compile(r"([ив])([А-ЯЁ]{1,4})")
LONE_INITIAL = re.compile(r"[А-ЯЁ]\.[,;]?")
GROWN_INITIAL = re.compile(r"([А-ЯЁ]{4,})([А-ЯЁ]\.)")
LATIN = str.maketrans("ABCEHKMOPTXYaceopxyu", "АВСЕНКМОРТХУасеорхуи")
MIXED = re.compile(r"(?=.*[A-Za-z])(?=.*[А-Яа-яЁё])[A-Za-zА-Яа-яЁё-]+")
LETTERS = re.compile(r"[^\W\d_]+")
GROWN_PREPOSITION = re.compile(r"([виксоуВИКСОУ]|на|по|от|до|из|за|для|при|не|На|По|До)([А-ЯЁа-яё]{4,})([.,;:)»]*)")
GROWN_CONJUNCTION = re.compile(r"([А-ЯЁа-яё]{4,})([ив])")
DASHES = re.compile(r"[-–—=]{2,}")
LEADING_DASH = re.compile(r"[—–_]+([А-Яа-яЁё]{3,}[.,;:)»]*)")

Answer = tuple[str, ...] | None
Rule = Callable[[Sequence[Seen], int], Answer]


def repair_words(words: Sequence[Seen]) -> list[Seen]:
    """Repair the words of one piece."""
    repaired: list[Seen] = []
    for index, word in enumerate(words):
        answer = next((found for rule in RULES if (found := rule(words, index)) is not None), None)
        repaired.extend([word] if answer is None or answer == (word.text,) else replace_word(word, answer))
    return repaired


def replace_word(word: Seen, texts: Sequence[str]) -> list[Seen]:
    """Give a word with another text, or parted into several by the number of their letters."""
    total = sum(map(len, texts))
    width = (word.x1 - word.x0) / max(total, 1)
    parts: list[Seen] = []
    start = word.x0
    for text in texts:
        parts.append(word._replace(text=text, x0=start, x1=start + width * len(text), before=word.text))
        start += width * len(text)
    return parts


def text_at(words: Sequence[Seen], index: int) -> str:
    """Give the text of a word, nothing where there is none."""
    return words[index].text if 0 <= index < len(words) else ""


def quarter(words: Sequence[Seen], index: int) -> Answer:
    """П квартал, Ш и ГУ кварталы, П-Ш кв.: numerals of quarters and half-years."""
    if not leads_to_term(words, index + 1):
        return None
    text = words[index].text
    if (single := ROMAN_WORD.fullmatch(text)) and ROMAN[single.group(1)] in QUARTERS:
        alone = single.group(1) == "1"
        return None if alone else (ROMAN[single.group(1)] + single.group(2),)
    if both := ROMAN_RANGE.fullmatch(text):
        first, last = ROMAN.get(both.group(1)), ROMAN.get(both.group(3))
        if first in QUARTERS and last in QUARTERS and not (both.group(1) + both.group(3)).isdigit():
            return (f"{first}{both.group(2)}{last}{both.group(4)}",)
    return None


def leads_to_term(words: Sequence[Seen], index: int) -> bool:
    """Tell whether the words from an index on are numerals and links up to «квартал»."""
    for word in words[index : index + 6]:
        if TERM.match(word.text):
            return True
        if not (LINK.fullmatch(word.text) or ROMAN_WORD.fullmatch(word.text) or ROMAN_RANGE.fullmatch(word.text)):
            return False
    return False


def grown_quarter(words: Sequence[Seen], index: int) -> Answer:
    """Шквартал, Гполугодие: a numeral grown together with its word."""
    found = GROWN_TERM.fullmatch(words[index].text)
    if not found or ROMAN.get(found.group(1)) not in QUARTERS:
        return None
    number = found.group(1) if found.group(1) == "1" else ROMAN[found.group(1)]
    return (number, found.group(2))


def chapter(words: Sequence[Seen], index: int) -> Answer:
    """Раздел П. Глава Ш: a numeral after the word for a part."""
    found = ROMAN_WORD.fullmatch(words[index].text)
    if not found or not CHAPTER.match(text_at(words, index - 1)) or found.group(1).isdigit():
        return None
    return (ROMAN[found.group(1)] + found.group(2),)


def heading(words: Sequence[Seen], index: int) -> Answer:
    """П. Организационная работа: a numeral at the head of a piece or line, before a word that is no name."""
    word, after = words[index], text_at(words, index + 1)
    if index and words[index - 1].line == word.line:
        return None
    found = ROMAN_WORD.fullmatch(word.text)
    if not found or found.group(2) != "." or found.group(1) in NOT_ALONE or found.group(1).isdigit():
        return None
    opening = LETTERS.match(after)
    if not opening or len(opening.group()) < 4 or not opening.group()[0].isupper() or not is_plain_word(opening.group()):
        return None
    return (ROMAN[found.group(1)] + ".",)


def is_plain_word(text: str) -> bool:
    """Tell whether the dictionary has a word and no name of a person or a place spelt so."""
    return is_known_word(text) and not any(tag in parse.tag for parse in analyzer().parse(text.lower()) for tag in ("Surn", "Name", "Geox"))


def number_sign(words: Sequence[Seen], index: int) -> Answer:
    """Ме 121, М п/п: the number sign before a number."""
    text, after = words[index].text, text_at(words, index + 1)
    if grown := GROWN_ROW_NUMBER.fullmatch(text):
        return ("№", grown.group(1))
    if grown := GROWN_NUMBER.fullmatch(text):
        return ("№", grown.group(1))
    if NUMBER_SIGN.fullmatch(text) and (ROW_NUMBER.fullmatch(after) or (text not in ("Л", "N") and after[:1].isdigit())):
        return ("№",)
    return None


def numeric(words: Sequence[Seen], index: int) -> Answer:
    """2О21, О1.О7.2021, 1З: letters among digits."""
    text = words[index].text
    if text.isascii() and not re.search("[OoIl|]", text):
        return None
    groups = re.split(r"[.,/:;)-]", text)
    if not NUMERIC.fullmatch(text) or not all(re.search(r"\d", group) for group in groups if group):
        return None
    return (text.translate(DIGITS),)


def day_after_preposition(words: Sequence[Seen], index: int) -> Answer:
    """до1 июня, д01 ноября: a preposition grown together with the day."""
    text = words[index].text.replace("д0", "до", 1) if words[index].text.startswith("д0") else words[index].text
    found = FEW_DIGITS.fullmatch(text)
    return (found.group(1), found.group(2)) if found and (MONTH.match(text_at(words, index + 1)) or "." in found.group(2)) else None


def grown_day(words: Sequence[Seen], index: int) -> Answer:
    """Зянваря, 1мая: the day grown together with the month."""
    found = GROWN_DAY.fullmatch(words[index].text)
    return (found.group(1).translate(DIGITS), found.group(2)) if found and MONTH.match(found.group(2)) else None


def day(words: Sequence[Seen], index: int) -> Answer:
    """З января, до | ноября: a letter or a stroke before a month."""
    text = words[index].text
    return (
        (text.translate(DAY),)
        if text in ("З", "з", "|", "l", "]", "б", "IО", "1О", "ЗО") and MONTH.match(text_at(words, index + 1))
        else None
    )


def inner_capital(words: Sequence[Seen], index: int) -> Answer:
    """ДУб, КомиссиИ: capitals that have the shape of small letters inside a word."""
    text = words[index].text
    found = INNER_CAPITAL.fullmatch(text)
    if not found or text.isupper():
        return None
    usual = text.capitalize()
    return (usual,) if is_known_word(usual.rstrip(".,;:)")) else None


def initials(words: Sequence[Seen], index: int) -> Answer:
    """Малиновская 3.3.: digits in place of initials beside a surname."""
    text, above = words[index].text, text_at(words, index - 1)
    if not INITIALS.fullmatch(text) or not any(mark in text for mark in "03") or text.count(".") < 2:
        return None
    named = NAMED.match(above) and not COUNTED.match(above) and words[index - 1].line == words[index].line
    return (text.replace("3", "З").replace("0", "О"),) if named or is_surname(text_at(words, index + 1)) else None


def is_surname(text: str) -> bool:
    """Tell whether the dictionary has a word as a surname only."""
    found = NAMED.match(text)
    return found is not None and all("Surn" in parse.tag for parse in analyzer().parse(found.group().lower())[:1])


def grown_initials(words: Sequence[Seen], index: int) -> Answer:
    """ГоршенинА.В., БУЦУКЕ. В.: initials grown together with the word before them."""
    text = words[index].text
    if name := GROWN_SURNAME.fullmatch(text):
        return (name.group(1) + "." + name.group(2),)
    if both := GROWN_INITIALS.fullmatch(text):
        linked = LINKED.fullmatch(both.group(1))
        return (*(linked.groups() if linked else (both.group(1),)), both.group(2))
    single = GROWN_INITIAL.fullmatch(text)
    if single and LONE_INITIAL.fullmatch(text_at(words, index + 1)) and not is_known_word(single.group(1) + single.group(2)[0]):
        return (single.group(1), single.group(2))
    return None


def mixed_alphabets(words: Sequence[Seen], index: int) -> Answer:
    """Cовет: Latin letters in a Russian word."""
    text = words[index].text
    if not MIXED.fullmatch(text):
        return None
    russian = text.translate(LATIN)
    return (russian,) if is_known_word(russian) else None


def grown_preposition(words: Sequence[Seen], index: int) -> Answer:
    """вапреле, вУправление: a preposition or a conjunction grown together with its word."""
    text = words[index].text
    found = GROWN_PREPOSITION.fullmatch(text)
    if not found or is_known_word(found.group(1) + found.group(2)):
        return None
    inner_capital = found.group(2)[0].isupper() and found.group(1).islower()
    if inner_capital or (found.group(2).islower() and is_known_word(found.group(2))):
        return (found.group(1), found.group(2) + found.group(3))
    return None


def grown_conjunction(words: Sequence[Seen], index: int) -> Answer:
    """пропагандыи т.д.: a conjunction grown together with the word before it."""
    found = GROWN_CONJUNCTION.fullmatch(words[index].text)
    if found and not is_known_word(words[index].text) and is_known_word(found.group(1)):
        return (found.group(1), found.group(2))
    return None


def torn(words: Sequence[Seen], index: int) -> Answer:
    """АДМИНИСТРАЦИ Й: a word torn in two; the rest goes to the word where it began."""
    if is_torn(words, index):
        return (words[index].text + words[index + 1].text,)
    return () if is_torn(words, index - 1) else None


def is_torn(words: Sequence[Seen], index: int) -> bool:
    """Tell whether a word and the next one in its line make one: together they are known, apart they are not."""
    if not 0 <= index < len(words) - 1 or words[index].line != words[index + 1].line:
        return False
    first, rest = words[index].text, words[index + 1].text.rstrip(".,;:)»")
    if not (first.isalpha() and rest.isalpha() and len(first) + len(rest) > 5 and first.isupper() == rest.isupper()):
        return False
    return is_known_word(first + rest) and not is_known_word(first) and (len(rest) < 3 or not is_known_word(rest))


def dashes(words: Sequence[Seen], index: int) -> Answer:
    """города -— руководители: one dash seen as two."""
    return ("—",) if DASHES.fullmatch(words[index].text) and len(words) > 1 else None


def leading_dash(words: Sequence[Seen], index: int) -> Answer:
    """ведение —антикоррупционной пропаганды: a wide space seen as a dash."""
    found = LEADING_DASH.fullmatch(words[index].text)
    same_line = index > 0 and words[index - 1].line == words[index].line
    return (found.group(1),) if found and same_line and words[index - 1].text[-1:].isalpha() else None


RULES: tuple[Rule, ...] = (
    quarter,
    grown_quarter,
    chapter,
    heading,
    number_sign,
    day_after_preposition,
    grown_day,
    day,
    numeric,
    inner_capital,
    initials,
    grown_initials,
    mixed_alphabets,
    grown_preposition,
    grown_conjunction,
    torn,
    dashes,
    leading_dash,
)


COLUMN_DIGITS = {
    "з": "3",
    "и": "11",
    "п": "11",
    "З": "3",
    "И": "11",
    "О": "0",
    "о": "0",
    "б": "6",
    "|": "1",
    "П": "11",
    "Т": "1",
    "]": "1",
    "[": "1",
    "$": "5",
}
MARKED = re.compile(r"(\S{1,2}?)([.)]?)")


def repair_numbers(columns: Sequence[Sequence[list[Seen]]]) -> None:
    """Repair row numbers in place: a letter that stands alone in a column of numbers is a number.

    `columns` has for each column of cells the words of its cells.
    """
    for cells in columns:
        single = [words for words in cells if len(words) == 1]
        numbers = sum(words[0].text.rstrip(".)").replace(".", "").isdigit() for words in single)
        if numbers < 2 or 2 * numbers < len(single):
            continue
        for words in single:
            found = MARKED.fullmatch(words[0].text)
            if found and found.group(1) in COLUMN_DIGITS:
                words[0] = words[0]._replace(text=COLUMN_DIGITS[found.group(1)] + found.group(2), before=words[0].text)
