"""Digits and number signs: letters among digits, days grown together with months, «Ме» for №.

In: the words of a piece and an index. Out: the repair of that word, None where nothing settles it; `repair_numbers` looks
at whole columns of row numbers.
"""

import re
from collections.abc import Sequence

from extractor.formats.scan.recognition import Seen
from extractor.formats.scan.repair.pieces import MONTH, Answer, text_at

NUMBER_SIGN = re.compile(r"(?:М|Ме|Мо|Мё|Мг|Мз|Хе|Хо|Ло|Ле|Л|N9|№9|№е|№о|№2|Мо\.|Ме\.|N|Хз)")
GROWN_NUMBER = re.compile(r"(?:Ме|Мо|Мё|Хо|Хе|№е|№о)(\d\S*|п/п)")
ROW_NUMBER = re.compile(r"п[/.]?п\.?")
GROWN_ROW_NUMBER = re.compile(r"(?:М|Ме|Мо|N|№)\s?(п/п)")
DIGITS = str.maketrans("ОоOoЗзбIl|", "0000336111")
NUMERIC = re.compile(r"(?=(?:\D*\d){2})[\dОоOoЗзбIl|]+(?:[.,/:-][\dОоOoЗзбIl|]+)*[.,;)]?")
FEW_DIGITS = re.compile(r"(до|с|по|от|на|в|к)[О0]?(\d{1,2}\S*)")
GROWN_DAY = re.compile(r"([ЗОзб]|[0-3]?\d)([а-я]{3,9})")
DAY = str.maketrans("Ззб|l]IО", "33611110")
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


def repair_numbers(columns: Sequence[Sequence[list[Seen]]]) -> None:
    """Repair numbers in place: a letter that stands alone in a column of row numbers, or in the row of column numbers.

    `columns` has for each column (or row) of cells the words of its cells.
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
