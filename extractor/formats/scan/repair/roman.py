"""Roman numerals, which the Russian model sees as П, Ш and ГУ: before quarters, after «Раздел», at the head of a heading.

In: the words of a piece and an index. Out: the repair of that word, None where nothing settles it.
"""

import re
from collections.abc import Sequence

from extractor.formats.scan.recognition import Seen
from extractor.formats.scan.repair.pieces import Answer, text_at
from extractor.morphology import analyzer, is_known_word

# Roman numerals as the Russian model sees them.
ROMAN = {
    "Г": "I", "Т": "I", "т": "I", "|": "I", "[": "I", "]": "I", "!": "I", "1": "I", "І": "I", "Ι": "I", "I": "I", "l": "I",
    "П": "II", "11": "II", "И": "II", "Н": "II", "ТТ": "II", "ТГ": "II", "Ц": "II", "ГГ": "II", "II": "II", "1Т": "II", "Т1": "II",
    "Ш": "III", "111": "III", "Ш1": "III", "ПТ": "III", "П1": "III", "ИТ": "III", "III": "III", "ТП": "III", "1П": "III", "Щ": "III",
    "ГУ": "IV", "1У": "IV", "[У": "IV", "ТУ": "IV", "IУ": "IV", "1V": "IV", "IV": "IV", "|У": "IV", "ТМ": "IV", "ТУ/": "IV", "!У": "IV",
    "У": "V", "V": "V", "УТ": "VI", "У1": "VI", "УГ": "VI", "VI": "VI", "У|": "VI", "УП": "VII", "УИ": "VII", "У11": "VII", "VII": "VII",
    "УШ": "VIII", "У111": "VIII", "VIII": "VIII", "ТХ": "IX", "1Х": "IX", "ГХ": "IX", "IX": "IX", "Х": "X", "X": "X",
    "ХТ": "XI", "Х1": "XI", "ХГ": "XI", "ХП": "XII", "Х11": "XII",
}  # fmt: skip
QUARTERS = frozenset({"I", "II", "III", "IV"})
# What is not taken for a numeral at the head of a line: a number, a letter, a mark.
NOT_ALONE = frozenset({"1", "Т", "т", "[", "]", "!", "|", "l", "11", "И", "Н"})
END = "[.,;:)]*"
ROMAN_WORD = re.compile(rf"({'|'.join(sorted(map(re.escape, ROMAN), key=len, reverse=True))})({END})")
ROMAN_RANGE = re.compile(rf"(\S{{1,4}}?)\s?([-–—])\s?(\S{{1,4}}?)({END})")
TERM = re.compile(r"(?:кварт|полуг|кв\.?$|кв\.|п/г)", re.IGNORECASE)
GROWN_TERM = re.compile(r"(\S{1,3}?)((?:квартал|полугоди)[а-яё]*[.,;]?)")
LINK = re.compile(r"(?:и|-|–|—|,|или)$")
CHAPTER = re.compile(r"(?:раздел|глава|этап|часть|подраздел|тур|блок)[аеуы]?$", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]+")


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
    return (ROMAN[found.group(1)] + ".",) if opens_heading(after) else None


def opens_heading(text: str) -> bool:
    """Tell whether a word may stand after the number of a heading: it has a capital and is no name."""
    opening = LETTERS.match(text)
    return opening is not None and len(opening.group()) >= 4 and opening.group()[0].isupper() and is_plain_word(opening.group())


def is_plain_word(text: str) -> bool:
    """Tell whether the dictionary has a word and no name of a person or a place spelt so."""
    return is_known_word(text) and not any(tag in parse.tag for parse in analyzer().parse(text.lower()) for tag in ("Surn", "Name", "Geox"))
