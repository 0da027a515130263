"""Words in a text: found where they stand once, replaced, removed, added.

In: a text and the words of an instruction. Out: the new text. Words are found in the matching form (case, quotes, dashes and ё aside) and
only as whole words; none, or more than one where one is meant, is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.consolidation.cases import in_other_cases
from extractor.morphology import forms
from extractor.records import Instruction
from extractor.text import matching_form

Span = tuple[int, int]
# A last dot that belongs to the word: "Шубина В.В.", "2022 г.".
ABBREVIATED = re.compile(r"(?:(?<![А-ЯЁа-яё])[А-ЯЁ]|(?<![а-яё])(?:г|гг|руб|тыс|чел|др|т\.д|т\.п))\.$")
YEAR = re.compile(r" \d{4} (?:г\.?|года|год)$")
IN_CASES = re.compile(r"(?:соответствующ|нужн|необходим)[а-я]+ (?:числ[а-я]+ и |род[а-я]+ и )?падеж")
SENTENCE = re.compile(r"дополнить (?:[а-я]+ )?предложени")
WORD = re.compile(r"[а-я]+(?:-[а-я]+)*")


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after a change, and how many times the words stood in it."""

    text: str
    count: int


def find_words(text: str, words: str) -> list[Span]:
    """Give the spans of words in a text, as whole words; a number is none of another one's parts (`50` of `50,5`)."""
    form, wanted = matching_form(text), matching_form(words.strip())
    if not wanted:
        return []
    left = r"(?<![\w])(?<!\d,)" if wanted[:1].isdigit() else r"(?<![\w])" if wanted[:1].isalnum() else ""
    right = r"(?![\w])(?!,\d)" if wanted[-1:].isdigit() else r"(?![\w])" if wanted[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(left + re.escape(wanted) + right, form)]


def edit_words(text: str, instruction: Instruction, *, everywhere: bool = False) -> Edited:
    """Apply an instruction about words to a text, in every case where it says so."""
    if instruction.old is None:
        adding = with_sentence if SENTENCE.search(matching_form(instruction.evidence.text)) else with_words_at_end
        return Edited(adding(text, instruction.new or ""), 1)
    spans = sorted((*span, new) for old, new in variants_of(instruction) for span in find_words(text, old))
    if not spans or (len(spans) > 1 and not everywhere):
        return Edited(text, len(spans))
    for start, end, new in reversed(spans):
        small = text[start:end][:1].isupper() and instruction.old[:1].islower()
        text = edit_at(text, start, end, replace(instruction, new=new[:1].upper() + new[1:] if small else new))
    return Edited(tidied(text), len(spans))


def variants_of(instruction: Instruction) -> tuple[tuple[str, str], ...]:
    """Give the old words with the new ones, in every case where the instruction says "в соответствующем падеже"."""
    old, new = instruction.old or "", instruction.new or ""
    plain = ((old, new),)
    return (*plain, *in_other_cases(old, new)) if IN_CASES.search(matching_form(instruction.evidence.text)) else plain


def edit_at(text: str, start: int, end: int, instruction: Instruction) -> str:
    """Apply an instruction about words at the place where they stand."""
    new = instruction.new or ""
    if instruction.action == "remove_words":
        return text[:start] + text[end:]
    if instruction.action == "replace_words":
        return text[:start] + new + text[end + repeated_year(text[end:], new) :]
    if instruction.evidence.rule == "before_words":
        return f"{text[:start]}{new} {text[start:]}"
    return f"{text[:end]}{joint(new)}{new}{text[end:]}"


def repeated_year(rest: str, new: str) -> int:
    """Give how much of what follows the new words repeats: «до 1 ноября 2023 г.» in place of «до 1 октября» before `2023 г.`."""
    year = YEAR.search(new)
    return len(year.group()) if year and rest.startswith(year.group()) else 0


def joint(new: str) -> str:
    """Give what stands between a text and words added to it."""
    return "" if new[:1] in ",.;:)" else " "


def with_sentence(text: str, new: str) -> str:
    """Add a sentence at the end of a text."""
    body = text.rstrip(" ;")
    return f"{body}{'' if body.endswith(('.', '!', '?')) else '.'} {new}"


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


def stands_inflected(text: str, instruction: Instruction) -> bool:
    """Tell whether words stand in a text in a form that the instruction does not change: `отдела кадров` for `отдел кадров`."""
    words = instruction.old or ""
    for old, _ in variants_of(instruction):
        for start, end in find_words(text, old):
            text = text[:start] + "\0" * (end - start) + text[end:]
    wanted = [lemma(word) for word in WORD.findall(matching_form(words))]
    return any([found for _, found in window] == wanted for window in windows(lemmas(text), len(wanted)))


def lemmas(text: str) -> list[tuple[str, str]]:
    """Give the words of a text with their dictionary forms."""
    return [(word.group(), lemma(word.group())) for word in WORD.finditer(matching_form(text))]


def windows(words: list[tuple[str, str]], size: int) -> Iterator[list[tuple[str, str]]]:
    """Yield each run of `size` words."""
    return (words[start : start + size] for start in range(len(words) - size + 1)) if size else iter(())


def lemma(word: str) -> str:
    """Give a word's likeliest dictionary form."""
    readings = forms(word)
    return readings[0].lemma if readings else word
