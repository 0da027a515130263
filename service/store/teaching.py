"""Teaching: what a correction teaches beyond its record.

In: a field's value as it was read, and as a person corrected it. Out: an alias, where one name stands for another that says the same at
more length; a split, where the same words are divided otherwise. A value that is simply another one teaches nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rapidfuzz import fuzz

from extractor.text import matching_form
from service.store.lessons import Taught

# Fields whose cells are divided into entries.
DIVIDED = ("responsible", "deadlines", "items")
# Letters that tell two words of one stem.
STEM = 4
# Two spellings of one name: a letter or two are misread. Names of different bodies reach 83 ("Отдел экономики", "Отдел экологии").
ONE_NAME = 92
WORD = re.compile(r"[^\W_]+")


def find_taught(field: str, read: Any, given: Any) -> Iterator[Taught]:
    """Yield what the difference between a field as it was read and as it was corrected teaches."""
    if field not in DIVIDED or not isinstance(read, list) or not isinstance(given, list):
        return
    before, after = different_part(read, given)
    if not before or not after:
        return
    if len(before) == len(after):
        aliases = (alias_of(field, was, now) for was, now in zip(before, after, strict=True))
        yield from (alias for alias in aliases if alias)
    elif letters(before) == letters(after):
        yield Taught("split", field, joined(before), {"parts": [words_of(entry) for entry in after]})


def different_part(before: Sequence[Any], after: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """Give two lists without the entries that they begin and end with alike."""
    shorter = min(len(before), len(after))
    head = next((number for number in range(shorter) if before[number] != after[number]), shorter)
    rest = shorter - head
    tail = next((number for number in range(rest) if before[-1 - number] != after[-1 - number]), rest)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def words_of(entry: Any) -> str:
    """Give the wording of an entry."""
    return str(entry["text"]) if isinstance(entry, dict) else str(entry)


def joined(entries: Sequence[Any]) -> str:
    """Give the wording of entries that stand one after the other."""
    return " ".join(map(words_of, entries))


def letters(entries: Sequence[Any]) -> str:
    """Give the letters and figures of entries, by which a cell is the same however it is divided."""
    return "".join(WORD.findall(matching_form(joined(entries))))


def alias_of(field: str, was: Any, now: Any) -> Taught | None:
    """Give the alias that one party in place of another teaches."""
    if field != "responsible" or not was.get("name") or not now.get("name") or now["person"] not in (None, was["person"]):
        return None
    return Taught("alias", field, was["name"], {"name": now["name"]}) if is_same_name(was["name"], now["name"]) else None


def is_same_name(short: str, full: str) -> bool:
    """Tell whether a name is another one shortened, abbreviated or misspelt: "Отдел ЖКХ", "Отдел жилищно-коммунального хозяйства"."""
    if matching_form(short) == matching_form(full):
        return False
    return fuzz.ratio(matching_form(short), matching_form(full)) >= ONE_NAME or is_shortened(short, full)


def is_shortened(short: str, full: str) -> bool:
    """Tell whether each word of a name is one of a longer name, in their order, or an abbreviation of some of its words."""
    long = WORD.findall(matching_form(full))
    at = 0
    for word in WORD.findall(short):
        found = word_end(word, long, at)
        if found is None:
            return False
        at = found
    return len(long) > len(WORD.findall(short))


def word_end(word: str, long: Sequence[str], at: int) -> int | None:
    """Give where a word, or what it abbreviates, ends among the words of the longer name; None where it is not there."""
    form = matching_form(word)
    same = next((number + 1 for number in range(at, len(long)) if long[number][:STEM] == form[:STEM]), None)
    if same is not None or sum(letter.isupper() for letter in word) < 2:
        return same
    end = at
    for letter in form:
        found = next((number + 1 for number in range(end, len(long)) if long[number].startswith(letter)), None)
        if found is None:
            return None
        end = found
    return end
