"""Search: Russian full text, and what of a text it found.

In: texts and a query as a person types it ("слово", "-слово", "\\"точная фраза\\"", или). Out: the form that PostgreSQL takes words from,
and fragments with the found words marked, safe to put into HTML.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from extractor.text import matching_form
from service.store.connection import Connection

# Outside of ASCII, a server with the locale C takes every character for a letter: «Старт» would be a word of seven. A slash and
# angle brackets would begin paths and tags. They are blanks on any server, one for one, so that offsets stay.
NO_WORDS = re.compile(r"[^\x00-\x7f\w]|[/\\<>&_\x00-\x1f]")
# Control characters, so no text has them once it is in its search form.
OPEN, CLOSE = "\x02", "\x03"
MARKS = re.compile(f"[{OPEN}{CLOSE}]")
HEADLINE = f'HighlightAll=true, StartSel="{OPEN}", StopSel="{CLOSE}"'
# Letters on each side of a found word, and fragments of one text: what a result list shows on two lines.
AROUND = 60
MOST_FRAGMENTS = 3

# A whole phrase, in which every word is looked for, and the word between two that lets either do.
QUOTED = re.compile(r'("[^"]*"?)')
EITHER = re.compile(r"\bили\b")

Span = tuple[int, int]


def search_form(text: str) -> str:
    """Give the form in which words are found, of the length of the text: lower case, ё as е, blanks for all that is no word."""
    return NO_WORDS.sub(" ", matching_form(text))


def query_form(text: str) -> str:
    """Give the form of a query: that of what is searched, `или` between words as `or`, which PostgreSQL knows."""
    parts = QUOTED.split(search_form(text))
    return "".join(part if number % 2 else EITHER.sub("or", part) for number, part in enumerate(parts))


async def find_marks(connection: Connection, query: str, texts: Sequence[str]) -> list[list[Span]]:
    """Find the spans of each text (half-open) that a query asks for."""
    rows = await connection.execute(
        "SELECT ts_headline('russian', text, websearch_to_tsquery('russian', %s), %s) AS marked"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS found (text, place) ORDER BY place",
        [query_form(query), HEADLINE, list(map(search_form, texts))],
    )
    return [list(marked_spans(row["marked"])) for row in await rows.fetchall()]


def marked_spans(marked: str) -> Iterator[Span]:
    """Yield the spans between the marks, as offsets of the text without them."""
    start = 0
    for count, mark in enumerate(MARKS.finditer(marked)):
        place = mark.start() - count
        if mark.group() == CLOSE:
            yield start, place
        start = place


def fragments(text: str, marks: Sequence[Span]) -> list[str]:
    """Give what stands around the marks as HTML: the text escaped, the found words in `<mark>`, "…" where it was cut."""
    found: list[Span] = []
    for start, end in marks:
        left, right = cut(text, start - AROUND, end + AROUND)
        if found and left <= found[-1][1]:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return [fragment(text, span, marks) for span in found[:MOST_FRAGMENTS]]


def cut(text: str, start: int, end: int) -> Span:
    """Move the ends of a span inwards to blanks, so that no word is cut."""
    left = 0 if start <= 0 else max(text.find(" ", start) + 1, start)
    right = len(text) if end >= len(text) else max(text.rfind(" ", 0, end), left)
    return left, right


def fragment(text: str, span: Span, marks: Sequence[Span]) -> str:
    """Write one fragment as HTML."""
    parts, at = ["…" if span[0] else ""], span[0]
    for start, end in marks:
        if span[0] <= start and end <= span[1]:
            parts += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
            at = end
    return "".join([*parts, escape(text[at : span[1]]), "…" if span[1] < len(text) else ""])
