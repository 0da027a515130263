"""Items: the enumerated parts of a measure's wording.

In: a passage and the span of the wording. Out: the spans of its parts, without marker and end mark. Parts are
"а) …; б) …", "1) …; 2) …", dash lines, or lines that end in ";" after a colon; one part alone is no enumeration.
"""

import re
from collections.abc import Iterator

from extractor.document import Passage

Span = tuple[int, int]

LETTERED = re.compile(r"(?:(?<=^)|(?<=[\s:;,.]))([а-я])\)\s*")
NUMBERED = re.compile(r"(?:(?<=^)|(?<=[\s:;,.]))(\d{1,2})\)\s*")
POINTED = re.compile(r"(?:(?<=^)|(?<=[:;.]\s))(\d{1,2})\.\s+(?=[А-ЯЁа-яё])")
ALPHABET = "абвгдежзиклмнопрстуфхцчшщэюя"
END_MARKS = " ;,."


def find_items(passage: Passage, start: int, end: int) -> tuple[Span, ...]:
    """Give the spans of the enumerated parts of `text[start:end]`; empty where there is no enumeration."""
    text = passage.text[:end]
    for markers in (
        in_order(LETTERED, text, start, ALPHABET),
        in_order(NUMBERED, text, start, [str(n) for n in range(1, 60)]),
        in_order(POINTED, text, start, [str(n) for n in range(1, 60)]),
        dashed(passage, start, end),
        closed_lines(passage, start, end),
    ):
        if len(markers) > 1:
            return tuple(trim(text, span) for span in spans_between(markers, end))
    return ()


def in_order(pattern: re.Pattern[str], text: str, start: int, order: str | list[str]) -> list[Span]:
    """Give the markers of one kind that follow each other in order from the first: а) б) в)."""
    found: list[Span] = []
    for match in pattern.finditer(text, start):
        if len(found) < len(order) and match.group(1) == order[len(found)]:
            found.append(match.span())
    return found


def dashed(passage: Passage, start: int, end: int) -> list[Span]:
    """Give dash markers that open a line or follow a colon or a semicolon."""
    heads = {line.start for line in passage.lines}
    return [
        match.span()
        for match in re.finditer(r"[-–—•▪*·]\s*(?=[«\"„“(№]*[^\W_])", passage.text[:end])
        if match.start() >= start and (match.start() in heads or re.search(r"[:;]\s*$", passage.text[start : match.start()]))
    ]


def closed_lines(passage: Passage, start: int, end: int) -> list[Span]:
    """Give the heads of lines that end in ";" after a line that ends in a colon, with the last line that closes the list."""
    spans = [(max(a, start), min(b, end)) for a, b in passage.hard_spans() if b > start and a < end]
    opened = [index for index, (a, b) in enumerate(spans) if passage.text[a:b].rstrip().endswith(":")]
    if not opened:
        return []
    rest = spans[opened[0] + 1 :]
    if len(rest) < 2 or not all(passage.text[a:b].rstrip().endswith((";", ",")) for a, b in rest[:-1]):
        return []
    return [(a, a) for a, _ in rest]


def spans_between(markers: list[Span], end: int) -> Iterator[Span]:
    """Yield what stands between each marker and the next."""
    for index, (_, after) in enumerate(markers):
        yield after, markers[index + 1][0] if index + 1 < len(markers) else end


def trim(text: str, span: Span) -> Span:
    """Cut white space and end marks off a part."""
    start, end = span
    while end > start and text[end - 1] in END_MARKS:
        end -= 1
    while start < end and text[start] == " ":
        start += 1
    return start, end
