"""Openings: the number and the label printed at the head of a measure's wording.

In: the text cell. Out: where the wording begins, the number before it, and the label that heads several rows.
"""

import re
from dataclasses import dataclass

from extractor.document import Passage

NUMBER = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})*)(?P<mark>\.|\)|(?<=\d\.\d)|(?<=\d\.\d\d))\s*(?=[^\W\d_]|[«\"(])")
LABELLED_NUMBER = re.compile(r"(?P<label>[А-ЯЁ][^.;:!?]{3,120}?):?\s(?P<number>\d{1,2}\.\d{1,2})\.\s+(?=[А-ЯЁ])")
# A label in capitals: at least two words, or one of six letters ("ОБРАЗОВАНИЕ"), then an ordinary capitalised word.
CAPITAL_LABEL = re.compile(r"(?P<label>[А-ЯЁ]{4,}(?:[ ,-]+[А-ЯЁ]+)*)[.:]?\s+(?=[А-ЯЁ][а-яё])")
LABEL_LENGTH_LEAST = 6


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the wording begins, and the spans of the number and the label before it."""

    start: int = 0
    number: tuple[int, int] | None = None
    label: tuple[int, int] | None = None


def read_opening(passage: Passage) -> Opening:
    """Read the opening of a measure's text cell: "1.2. Провести …", "ОБРАЗОВАНИЕ Создание …"."""
    text = passage.text
    if (plain := NUMBER.match(text)) and not is_list(text, plain):
        return Opening(plain.end(), plain.span("number"))
    if labelled := LABELLED_NUMBER.match(text):
        return Opening(labelled.end(), labelled.span("number"), labelled.span("label"))
    capital = CAPITAL_LABEL.match(text)
    if capital and len(capital.group("label")) >= LABEL_LENGTH_LEAST:
        return Opening(capital.end(), None, capital.span("label"))
    return Opening()


def is_list(text: str, first: re.Match[str]) -> bool:
    """Tell whether the number only opens an enumeration inside the cell: "1) …; 2) …"."""
    number, mark = first.group("number"), first.group("mark")
    if "." in number:
        return False
    following = re.escape(str(int(number) + 1)) + re.escape(mark or ".")
    return number == "1" and re.search(rf"(?<![\d.]){following}\s*[^\W\d_]", text[first.end() :]) is not None
