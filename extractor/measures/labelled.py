"""Parties named inside a measure's wording: "Ответственный: …", "Докладчик – …".

In: the text cell and the span of the wording. Out: the parties after the label, up to the end of the line or sentence.
"""

import re

from extractor.document import Passage
from extractor.parties import find_parties
from extractor.records import Issue, Party, PartyRole, Reading
from extractor.text import matching_form

LABEL = re.compile(
    r"(?:^|(?<=[\s(.;]))(?P<label>ответственн\w+(?: (?:за \w+|исполнител\w+|лиц\w+))?|отв\.|исполнител[ьи]|докладчики?|"
    r"докладыва\w+|выступа\w+|содокладчики?|соисполнител[ьи]|куратор\w*|организатор\w*|готов[ия]т|подготовка)\s*(?::|-)\s*"
)
ROLE_WORDS: tuple[tuple[str, PartyRole], ...] = (("соисполнител", "co_executor"), ("содоклад", "co_executor"), ("куратор", "lead"))
SENTENCE_END = re.compile(r"[)]?\.\s+(?=[А-ЯЁ][а-яё]{3,})(?<![А-ЯЁ]\.\s)|;|$")


def first_label(passage: Passage, start: int, end: int) -> int:
    """Give where the first label of parties stands in `text[start:end]`; `end` where none does."""
    label = LABEL.search(matching_form(passage.text), start, end)
    return label.start() if label else end


def find_labelled_parties(passage: Passage, start: int, end: int) -> Reading[tuple[Party, ...]]:
    """Give the parties that follow a label in `text[start:end]`: "Ответственный: Иванов И.И."."""
    form = matching_form(passage.text)
    found: list[Party] = []
    issues: list[Issue] = []
    for label in LABEL.finditer(form, start, end):
        after = label.end()
        line_end = next((b for a, b in passage.hard_spans() if a <= after < b), end)
        stop = SENTENCE_END.search(passage.text, after, min(line_end, end))
        until = stop.start() if stop else min(line_end, end)
        role: PartyRole = next((role for word, role in ROLE_WORDS if label.group("label").startswith(word)), "executor")
        reading = find_parties(passage, after, until, role=role)
        found += reading.value
        issues += reading.issues
    return Reading(tuple(found), tuple(issues))
