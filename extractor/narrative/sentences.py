"""Sentences of a paragraph, and a sentence with its quotations and brackets shaded.

In: final text. Out: (start, end) offsets of sentences; a same-length form in which only the author's own words are left.
"""

import re
from functools import lru_cache

from extractor.text import matching_form

# A sentence of a report has at most about 900 characters in the corpus; a longer one is a table flattened to text.
LONGEST_SENTENCE = 1500
# A paragraph of a report has at most about 4,000 characters; a longer one is a whole text without its layout.
LONGEST_PARAGRAPH = 20_000
# Abbreviations after which razdel may end a sentence, though a capital letter or a number goes on.
ABBREVIATION = re.compile(
    r"(?<![\w-])(?:г|гг|им|т|тыс|млн|млрд|руб|коп|ул|пл|пос|п|пп|с|д|ст|см|чел|кв|м|км|га|шт|ед|экз|обл|р-н|мкр|пр|пер|дир|зам|нач|рук|акад|проф|тел|стр|рис|табл|уч|св|ч|мин)\.$"
)
# The longest quoted title of the corpus has 240 characters; an unclosed mark must not shade a page.
LONGEST_ENCLOSED = 600
SHADE = "¤"
OPENING = re.compile(r"[«“„(\[\"]")
PAIRS = {"«": "»", "“": "”", "„": "“", "(": ")", "[": "]"}


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Give the (start, end) of each sentence; a bracket or a quotation is never cut."""
    from razdel import sentenize

    found = [(piece.start, piece.stop) for piece in sentenize(text)]
    return join_spans(text, found)


def join_spans(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join pieces that razdel cut inside a bracket, a quotation or after an abbreviation."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and goes_on(text[joined[-1][0] : joined[-1][1]], text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def goes_on(left: str, right: str) -> bool:
    """Tell whether `right` continues the sentence `left`."""
    if len(left) + len(right) > LONGEST_SENTENCE:
        return False
    if left.count("(") > left.count(")") or left.count("«") > left.count("»"):
        return True
    if right[:1] in "-–—(" and not left.endswith(("!", "?", ";")):
        return True
    return bool(ABBREVIATION.search(left.lower())) and (right[:1].islower() or right[:1].isdigit())


@lru_cache(maxsize=1000)
def shade(text: str) -> str:
    """Give the matching form with all that stands in quotation marks or brackets replaced by `¤`; same length.

    An opening mark that is never closed shades nothing.
    """
    form = matching_form(text)
    for start, end in enclosed(text):
        form = form[:start] + SHADE * (end - start) + form[end:]
    return form


def enclosed(text: str) -> list[tuple[int, int]]:
    """Give the outermost stretches inside quotation marks and brackets, the marks not included."""
    found: list[tuple[int, int]] = []
    position = 0
    while opening := OPENING.search(text, position):
        close = closing(text, opening.start())
        if close is not None:
            found.append((opening.end(), close))
        position = opening.end() if close is None else close + 1
    return found


def closing(text: str, position: int) -> int | None:
    """Give the offset of the mark that closes the one at `position`."""
    mark, limit = text[position], position + LONGEST_ENCLOSED
    if mark == '"':
        end = text.find('"', position + 1, limit)
        return end if end > 0 else None
    if mark not in PAIRS:
        return None
    depth = 0
    for offset in range(position, min(len(text), limit)):
        depth += (text[offset] == mark) - (text[offset] == PAIRS[mark])
        if not depth:
            return offset
    first = text.find(PAIRS[mark], position, limit)
    return first if first > 0 else None
