"""References: acts that a text names by kind, date and number, and the acts that a document changes.

In: text, or `Records`. Out: `ActReference`s in printed order, with their spans. The act's own name is not read here
(`extractor.requisites`), nor what is changed in the other act.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.records import DocumentKind, Records
from extractor.requisites.naming import named_kind
from extractor.requisites.registration import DATE, read_date, read_number
from extractor.text import matching_form

# Characters before a date in which its act is named: «постановление администрации городского поселения Рябиновка от».
REACH = 160
# A number stands right after its date, or right before it: «от 20.01.2020 года № 11», «№ 11 от 20.01.2020».
AFTER = re.compile(r'[ "]*(?:г\.|года|г)?,? ?(?:№|n)')
BEFORE = re.compile(r"(?:№|n) ?[^\s,;()]{1,20}(?: от)? ?\Z")
# Of the words of an amending act: «О внесении изменений», «Об изложении в новой редакции», «О признании утратившим силу».
CHANGES = re.compile(r"внес(?:ении|ти)\b.{0,60}изменени|изменени[ея] в|в (?:новой|следующей) редакции|дополн(?:ить|ении)|изложи(?:ть|в)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActReference:
    """An act as a text names it: its date as ISO 8601, its number as printed; `start` and `end` are offsets of date and number."""

    kind: DocumentKind | None
    date: str
    number: str | None
    start: int
    end: int


def find_acts(text: str) -> Iterator[ActReference]:
    """Yield the acts that a text names by a date with a kind or a number: «постановление администрации от 20.01.2020 № 11»."""
    form = matching_form(text)
    since = 0
    for printed in DATE.finditer(form):
        dated = read_date(text[printed.start() : printed.end()])
        if dated is None:
            continue
        kind = last_kind(form[max(since, printed.start() - REACH) : printed.start()])
        number, start, end = number_beside(text, form, printed.start(), printed.end())
        if kind or number:
            yield ActReference(kind=kind, date=dated[0], number=number, start=start, end=end)
        since = end


def last_kind(form: str) -> DocumentKind | None:
    """Give the kind of act that is named last."""
    kind: DocumentKind | None = None
    while named := named_kind(form):
        kind, form = named[0], form[named[2] :]
    return kind


def number_beside(text: str, form: str, start: int, end: int) -> tuple[str | None, int, int]:
    """Give the number that stands beside a date, and the span of both."""
    if AFTER.match(form, end) and (number := read_number(text[end:])):
        return number[0], start, end + number[2]
    before = BEFORE.search(form, max(0, start - 40), start)
    number = read_number(text[before.start() : start]) if before else None
    return (number[0], before.start(), end) if before and number else (None, start, end)


def amended_acts(records: Records) -> tuple[ActReference, ...]:
    """Give the acts that a document says it changes or restates: in its title, and in its clauses of amendment, each once."""
    texts = [records.document.title or "", *(clause.text for clause in records.clauses if clause.kind in ("amendment", "approval"))]
    found: dict[tuple[str, str | None], ActReference] = {}
    for text in texts:
        if CHANGES.search(matching_form(text)):
            for act in find_acts(text):
                found.setdefault((act.date, act.number), act)
    return tuple(found.values())
