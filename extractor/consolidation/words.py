"""Words in a text: found where they stand once, replaced, removed, added.

In: a text and the words of an instruction. Out: the new text. Words are found in the matching form (case, quotes, dashes and ё aside) and
only as whole words; none, or more than one where one is meant, is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.morphology import forms
from extractor.records import Instruction
from extractor.text import matching_form

Span = tuple[int, int]
# A last dot that belongs to the word: "Шубина В.В.", "2022 г.".
ABBREVIATED = re.compile(r"(?:(?<![А-ЯЁа-яё])[А-ЯЁ]|(?<![а-яё])(?:г|гг|руб|тыс|чел|др|т\.д|т\.п))\.$")
WORD = re.compile(r"[а-я]+(?:-[а-я]+)*")


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after a change, and how many times the words stood in it."""

    text: str
    count: int


def find_words(text: str, words: str) -> list[Span]:
    """Give the spans of words in a text, as whole words."""
    form, wanted = matching_form(text), matching_form(words.strip())
    if not wanted:
        return []
    left = r"(?<![\w])" if wanted[:1].isalnum() else ""
    right = r"(?![\w])" if wanted[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(left + re.escape(wanted) + right, form)]


def edit_words(text: str, instruction: Instruction, *, everywhere: bool = False) -> Edited:
    """Apply an instruction about words to a text."""
    old, new = instruction.old, instruction.new or ""
    if old is None:
        return Edited(with_words_at_end(text, new), 1)
    spans = find_words(text, old)
    if not spans or (len(spans) > 1 and not everywhere):
        return Edited(text, len(spans))
    for start, end in reversed(spans):
        text = edit_at(text, start, end, instruction)
    return Edited(tidied(text), len(spans))


def edit_at(text: str, start: int, end: int, instruction: Instruction) -> str:
    """Apply an instruction about words at the place where they stand."""
    new = instruction.new or ""
    if instruction.action == "remove_words":
        return text[:start] + text[end:]
    if instruction.action == "replace_words":
        return text[:start] + new + text[end:]
    if instruction.evidence.rule == "before_words":
        return f"{text[:start]}{new} {text[start:]}"
    return f"{text[:end]}{joint(new)}{new}{text[end:]}"


def joint(new: str) -> str:
    """Give what stands between a text and words added to it."""
    return "" if new[:1] in ",.;:)" else " "


def with_words_at_end(text: str, new: str) -> str:
    """Add words at the end of a text, before its last stop."""
    body = text if ABBREVIATED.search(text) else text.rstrip(" .;")
    stop = text[len(body) :].strip()
    return f"{body}{joint(new)}{new}{'' if new.endswith(('.', ';')) else stop}"


def tidied(text: str) -> str:
    """Repair the white space and the commas that removed words leave."""
    text = re.sub(r" +", " ", text).strip()
    text = re.sub(r" (?=[,.;:])", "", text)
    text = re.sub(r"([,;])(?: ?[,;])+", r"\1", text)
    return re.sub(r"^[,;] ?|[,;]$", "", text)


def stands_inflected(text: str, words: str) -> bool:
    """Tell whether the words stand in a text in other forms than the one printed: `отдела кадров` for `отдел кадров`."""
    wanted = [lemma(word) for word in WORD.findall(matching_form(words))]
    here = [(word.group(), lemma(word.group())) for word in WORD.finditer(matching_form(text))]
    plain = WORD.findall(matching_form(words))
    return any([found for _, found in window] == wanted and [word for word, _ in window] != plain for window in windows(here, len(wanted)))


def windows(words: list[tuple[str, str]], size: int) -> Iterator[list[tuple[str, str]]]:
    """Yield each run of `size` words."""
    return (words[start : start + size] for start in range(len(words) - size + 1)) if size else iter(())


def lemma(word: str) -> str:
    """Give a word's likeliest dictionary form."""
    readings = forms(word)
    return readings[0].lemma if readings else word
