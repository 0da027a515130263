"""Words: initials seen as digits, words grown together or torn, Latin letters and capitals among Russian small ones.

In: the words of a piece and an index. Out: the repair of that word, None where the dictionary does not settle it.
"""

import re
from collections.abc import Sequence

from extractor.formats.scan.recognition import Seen
from extractor.formats.scan.repair.pieces import Answer, text_at
from extractor.morphology import analyzer, is_known_word

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
GROWN_PREPOSITION = re.compile(r"([виксоуВИКСОУ]|на|по|от|до|из|за|для|при|не|На|По|До)([А-ЯЁа-яё]{4,})([.,;:)»]*)")
GROWN_CONJUNCTION = re.compile(r"([А-ЯЁа-яё]{4,})([ив])")
DASHES = re.compile(r"[-–—=]{2,}")
LEADING_DASH = re.compile(r"[—–_]+([А-Яа-яЁё]{3,}[.,;:)»]*)")


def inner_capital(words: Sequence[Seen], index: int) -> Answer:
    """ДУб, КомиссиИ: capitals that have the shape of small letters inside a word."""
    text = words[index].text
    found = INNER_CAPITAL.fullmatch(text)
    if not found or text.isupper():
        return None
    usual = text.capitalize()
    return (usual,) if is_full_word(usual.rstrip(".,;:)")) else None


def is_full_word(text: str) -> bool:
    """Tell whether the dictionary has a word that is no abbreviation (СПб)."""
    return is_known_word(text) and not any("Abbr" in parse.tag for parse in analyzer().parse(text.lower()))


def initials(words: Sequence[Seen], index: int) -> Answer:
    """Малиновская 3.3.: digits in place of initials beside a surname."""
    text, above = words[index].text, text_at(words, index - 1)
    if not INITIALS.fullmatch(text) or not any(mark in text for mark in "03") or text.count(".") < 2:
        return None
    named = NAMED.match(above) and not COUNTED.match(above) and words[index - 1].line == words[index].line
    return (text.replace("3", "З").replace("0", "О"),) if named or is_surname(text_at(words, index + 1)) else None


def list_letter(words: Sequence[Seen], index: int) -> Answer:
    """а) осмотр; 6) ремонт; в) уборка: the second letter of a list, seen as a six."""
    if words[index].text != "6)":
        return None
    above = [word.text for word in words[:index]]
    return ("б)",) if "а)" in above and "5)" not in above else None


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
    inside = index + 1 < len(words) and words[index + 1].line == words[index].line  # the last word of a line may be cut
    if found and inside and not is_known_word(words[index].text) and is_known_word(found.group(1)):
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
