"""Times and parties that share one place: a column "Срок и ответственный", a listed measure that ends in "– 5 мая, завуч".

In: a passage and a span of it. Out: the spans that are times and the spans that are parties, in printed order. A piece
between commas, semicolons and line ends is a time where it reads as a deadline as a whole.
"""

import re
from itertools import groupby, pairwise

from extractor.deadlines import is_deadline_wording
from extractor.document import Passage
from extractor.head_nouns import find_heads
from extractor.morphology import is_abbreviation
from extractor.text import matching_form

Span = tuple[int, int]

MARK = re.compile(r"[,;]\s*")
TAIL = re.compile(r"(?:\s[–—-]\s|\(|,\s)(?=[^–—()]*(?:\([^()]*\)[\s.;]*)?$|[^()]*\)?[\s.]*$)")
LONGEST_TAIL = 250  # characters; a tail names a time and a few parties
PERSON = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ]\. ?[А-ЯЁ]\b|[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ][а-яё]")
WORD = re.compile(r"[А-ЯЁа-яё-]+")
GAP = re.compile(r"(?:\s[–—-])?\s\(?|\s?/\s?")
BLANK = " ,;.()–—-"


def split_mixed(passage: Passage, start: int, end: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Split `text[start:end]` into the runs of pieces that are times and the runs that are not."""
    text = passage.text
    borders = {line for line, _ in passage.hard_spans() if start < line < end}
    borders |= {mark.end() for mark in MARK.finditer(text, start, end)}
    edges = [start, *sorted(border for border in borders if border < end), end]
    edges = sorted({*edges, *(border for a, b in pairwise(edges) for border in unmarked_border(text, a, b))})
    pieces = [(a, b) for a, b in pairwise(edges) if text[a:b].strip(BLANK)]
    times: list[Span] = []
    parties: list[Span] = []
    for is_time, run in groupby(pieces, key=lambda piece: is_deadline_wording(text[slice(*piece)].strip(BLANK))):
        spans = list(run)
        (times if is_time else parties).append(trimmed(text, spans[0][0], spans[-1][1]))
    return tuple(times), tuple(parties)


def unmarked_border(text: str, start: int, end: int) -> tuple[int, ...]:
    """Give the border between a time and a party that no comma parts: "сентябрь Отдел образования", "Иванов И.И. до 1 мая"."""
    if end - start > LONGEST_TAIL:
        return ()
    for space in GAP.finditer(text, start, end):
        left, right = text[start : space.start()].strip(BLANK), text[space.end() : end].strip(BLANK)
        first, second = is_deadline_wording(left), is_deadline_wording(right)
        if (first and opens_party(right)) or (second and not first and opens_party(left)):
            return (space.end(),)
    return ()


def opens_party(text: str) -> bool:
    """Tell whether a text opens with a person or a name of a body or a position in the nominative."""
    head = next(find_heads(matching_form(text), "nomn"), None)
    word = WORD.match(text)
    return PERSON.match(text) is not None or (head is not None and head[0] == 0) or (word is not None and is_abbreviation(word.group()))


def trimmed(text: str, start: int, end: int) -> Span:
    """Cut blanks and separators off a span; the dot of a last initial stays."""
    while end > start and text[end - 1] in " ,;()–—-/":
        end -= 1
    while start < end and text[start] in " ,;(–—-/":
        start += 1
    return start, end


def find_tail(passage: Passage, start: int, end: int) -> Span | None:
    """Give the span after the dash or in the brackets that ends a wording, where it opens with a time: "… – 5 мая, завуч"."""
    for mark in TAIL.finditer(passage.text, max(start, end - LONGEST_TAIL), end):
        after = trimmed(passage.text, mark.end(), len(passage.text[:end].rstrip(" .;)")) + ends_in_initial(passage.text, end))
        times, _ = split_mixed(passage, *after) if after[0] < after[1] else ((), ())
        if times and times[0][0] == after[0]:
            return after
    return None


def ends_in_initial(text: str, end: int) -> bool:
    """Tell whether the dot cut off a wording's end is that of an initial: "Дубов А.А."."""
    kept = text[:end].rstrip(" .;)")
    return re.search(r"\.[А-ЯЁ]$", kept) is not None and text[len(kept) : len(kept) + 1] == "."
