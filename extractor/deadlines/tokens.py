"""Tokens of time wordings: dates, years, numbers, months, units of time, links.

In: the matching form of a wording (same length as its text). Out: `Token`s with offsets in it. To add a word, add a
line to `lexicons/deadlines.toml`; to add a shape, add a group to `SHAPES`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extractor.lexicons import read_lexicon
from extractor.text import matching_form

# Letters that look alike: a Latin letter beside Cyrillic ones is read as the Cyrillic one ("Mай", "cентябрь").
LATIN = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
MIXED = re.compile(r"(?<=[а-я])[aceopxykmtbh]+|[aceopxykmtbh]+(?=[а-я])")
# The letter О between digits is a nought ("2О19").
NOUGHT = re.compile(r"(?<=\d)[оo]+(?=\d)")
# "п/г" is short for a half-year.
HALF_YEAR = re.compile(r"п/г(?!\w)")
# "__.03.2024": the day is left to be filled in.
BLANK_DAY = re.compile(r"\"?_+\"? ?\.(?= ?\d)")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
         "п": 2, "ш": 3}  # fmt: skip
# Roman figures are typed with letters and figures that look like them: І (Ukrainian), |, l, 1 before v, У for V.
ROMAN_LOOK = str.maketrans("іl|1у!", "iiiivi")
CENTURY = 2000

SHAPES = re.compile(
    r"""
    (?P<iso>(?<!\d)[12]\d{3}-\d{2}-\d{2}(?!\d))
  | (?P<date>(?<![\d.])\d{1,2}\ ?[./]\ ?\d{1,2}\ ?[./]\ ?(?:\d{4}|\d{2})(?![\d/]|\.\d)|(?<!\d)\d{1,2}-\d{1,2}-\d{4}(?!\d))
  | (?P<monthyear>(?<![\d.])(?:0?[1-9]|1[0-2])\ ?[./]\ ?(?:19|20)\d\d(?!\d))
  | (?P<daymonth>(?<![\d.])\d{1,2}[./]\d{1,2}(?!\d)\.?)
  | (?P<year>(?<!\d)[12]\d{3}(?!\d))
  | (?P<roman>(?<![a-zа-яі\d])(?:[iіl|!1][vу]|[iіl|!]{1,3}|[пш])(?:-(?:го|ого|ом|ый|ой|ий|ое|ая|[ейямх]))?
      (?:(?![a-zа-яі\d|!])|(?=кв|пол))(?=.{0,24}?(?:кв|полуг|пол[ов]|пг\.|дек|нед|чет|пол\ ?год)))
  | (?P<number>"\d{1,2}"|(?<!\d)\d{1,3}(?!\d)(?:(?:\ ?-\ ?)?(?:ого|го|ое|ый|ой|ая|ую|ом|ти|ми|[емйяюх])(?![а-я]))?)
  | (?P<word>[а-яa-zі]+)
  | (?P<mark>[-,;:()/+.…])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a wording: `kind`, half-open offsets, and what it stands for (day, month, year; or one number)."""

    kind: str
    start: int
    end: int
    text: str
    value: tuple[int, ...] = ()


def lexicon() -> Mapping[str, Any]:
    """Load the words of deadlines once."""
    return read_lexicon("deadlines")


def deadline_form(text: str) -> str:
    """Give the matching form with look-alike letters and noughts put right; it has the length of `text`."""
    form = matching_form(text)
    if "п/г" in form:
        form = HALF_YEAR.sub("пг.", form)
    if NOUGHT.search(form):
        form = NOUGHT.sub(lambda found: "0" * len(found.group()), form)
    if "_" in form:
        form = BLANK_DAY.sub(lambda found: " " * len(found.group()), form)
    if form.isascii() or not MIXED.search(form):
        return form
    return MIXED.sub(lambda found: found.group().translate(LATIN), form)


def read_tokens(form: str) -> tuple[Token, ...]:
    """Cut a form into tokens; white space, full stops after words and other signs are left out."""
    return tuple(token for found in SHAPES.finditer(form) if (token := read_token(found)))


def read_token(found: re.Match[str]) -> Token | None:
    """Give the token of a match, or None for a mark that says nothing."""
    shape, text = found.lastgroup or "", found.group()
    if shape == "word":
        kind, value = classify(text)
        return Token(kind, found.start(), found.end(), text, value)
    if shape == "mark":
        return None if text == "." else Token(text.replace("…", "-"), found.start(), found.end(), text)
    kind, value = NUMERIC[shape](text)
    return Token(kind, found.start(), found.end(), text, value)


def read_date(text: str) -> tuple[str, tuple[int, ...]]:
    """01.03.2021"""
    day, month, year = (int(piece) for piece in re.findall(r"\d+", text))
    return valid("date", day, month, year if year >= 100 else CENTURY + year)


def read_iso(text: str) -> tuple[str, tuple[int, ...]]:
    """2021-03-01"""
    year, month, day = (int(piece) for piece in text.split("-"))
    return valid("date", day, month, year)


def read_daymonth(text: str) -> tuple[str, tuple[int, ...]]:
    """01.03"""
    day, month = (int(piece) for piece in re.findall(r"\d+", text))
    return valid("daymonth", day, month)


def read_monthyear(text: str) -> tuple[str, tuple[int, ...]]:
    """03.2021"""
    month, year = (int(piece) for piece in re.findall(r"\d+", text))
    return "monthyear", (month, year)


def read_year(text: str) -> tuple[str, tuple[int, ...]]:
    """2021"""
    return "year", (int(text),)


def read_roman(text: str) -> tuple[str, tuple[int, ...]]:
    """iv"""
    text = text.partition("-")[0]
    return "number", (ROMAN.get(text) or ROMAN.get(text.translate(ROMAN_LOOK), 0),)


def read_figures(text: str) -> tuple[str, tuple[int, ...]]:
    """10-го"""
    return "number", (int(re.findall(r"\d+", text)[0]),)


def valid(kind: str, day: int, month: int, *year: int) -> tuple[str, tuple[int, ...]]:
    """Give the kind and its numbers where the day and the month exist, else a kind that no rule reads."""
    return (kind, (day, month, *year)) if 1 <= month <= 12 and 1 <= day <= LONGEST[month] else ("figures", ())


LONGEST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NUMERIC: Mapping[str, Callable[[str], tuple[str, tuple[int, ...]]]] = {
    "iso": read_iso,
    "date": read_date,
    "monthyear": read_monthyear,
    "daymonth": read_daymonth,
    "year": read_year,
    "roman": read_roman,
    "number": read_figures,
}


@lru_cache(maxsize=10_000)
def classify(word: str) -> tuple[str, tuple[int, ...]]:
    """Give a word's kind and number by the lexicon: `март` is a month, 3; `квартала` is a quarter."""
    for kind, words in lexicon()["words"].items():
        if word in words:
            return kind, (words[word],)
    for kind, stems in lexicon()["stems"].items():
        for stem, value in stems.items():
            if word.startswith(stem) and word[len(stem) :] in endings(kind):
                return kind, (value,)
    return "word", ()


@cache
def endings(kind: str) -> frozenset[str]:
    """Give the endings that the words of a kind may have after their stem."""
    return frozenset(lexicon()["endings"][kind].split("|"))
