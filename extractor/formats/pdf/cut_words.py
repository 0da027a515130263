"""Words that a narrow column cut between letters, with no hyphen: `ежекварталь ⏎ но`.

In: the lines of one passage with the widths they could fill. Out: their texts with each such word whole on the line where
it begins. A word was cut where it stands alone on its line and leaves no room for one more letter; the dictionary decides.
"""

import re
from collections.abc import Sequence

from extractor.formats.pdf.printed import Measure, TextLine
from extractor.morphology import is_known_word

# Share of the letter size: a line that ends nearer to its column's edge has no room for one more letter.
EDGE = 0.75
# Lines over which a narrow column may cut one word.
MOST_PIECES = 5

END_MARK = re.compile(r"[,.;:!?)»]")
DATE = re.compile(r"(?:^|\s)\d{1,2}\.(?:\n\d{2}\.\d{4}|\d{2}(?:\n\.\d{4}|\.(?:\n\d{4}|\d\n\d{3}|\d\d\n\d\d|\d{3}\n\d)))(?!\w)")
RANGE = re.compile(r"\w[–—/]\n\w")
DIGITS = re.compile(r"\d{1,2}\n\d{1,2}[.)]?")
# Times the letter size: a column of numbers that has no room for two digits and a full stop.
NARROW = 2.0
LAST_WORD = re.compile(r"[^\W\d_]+$")
FIRST_WORD = re.compile(r"[а-яё]+|[А-ЯЁ]+(?![а-яё])")


def mend_word(index: int, texts: list[str], lines: Sequence[TextLine], measures: Sequence[Measure]) -> bool:
    """Move the rest of a word that the column's edge cut to the line where it begins; tell whether there was one."""
    if is_mark_cut(index, texts, lines, measures):
        tail, _, rest = texts[index + 1].partition(" ")
        texts[index], texts[index + 1] = texts[index] + tail, rest
        return True
    head = LAST_WORD.search(texts[index].rstrip("\u00ad"))
    if not head:
        return False
    if texts[index].endswith("\u00ad"):
        tail, _, rest = texts[index + 1].partition(" ")
        texts[index], texts[index + 1] = texts[index][:-1] + tail, rest
        return True
    pieces = cut_pieces(index, texts, lines, measures)
    for count in range(len(pieces), 0, -1):
        if is_cut_word(head.group(), pieces[:count]):
            texts[index] += "".join(pieces[: count - 1])
            texts[index + 1 : index + count] = [""] * (count - 1)
            tail, _, rest = texts[index + count].partition(" ")
            texts[index], texts[index + count] = texts[index] + tail, rest
            return True
    return False


def is_mark_cut(index: int, texts: Sequence[str], lines: Sequence[TextLine], measures: Sequence[Measure]) -> bool:
    """Tell whether a full line's last word lost its end mark, its date the year or its range the end to the line below."""
    if RANGE.search(f"{texts[index]}\n{texts[index + 1]}"):
        return True
    measure = measures[index]
    if DIGITS.fullmatch(f"{texts[index]}\n{texts[index + 1]}") and measure.right - measure.left < NARROW * lines[index].size:
        return True
    if measure.right - lines[index].x1 > EDGE * lines[index].size:
        return False
    return END_MARK.match(texts[index + 1]) is not None or DATE.search(f"{texts[index]}\n{texts[index + 1]}") is not None


def cut_pieces(index: int, texts: Sequence[str], lines: Sequence[TextLine], measures: Sequence[Measure]) -> list[str]:
    """Give the letters that open each line below, as far as the lines above them are one word that fills its width."""
    pieces: list[str] = []
    while index + 1 < len(lines) and len(pieces) < MOST_PIECES:
        line, measure = lines[index], measures[index]
        rest = FIRST_WORD.match(texts[index + 1])
        if line.runs > 1 or measure.right - line.x1 > EDGE * line.size or not rest:
            break
        pieces.append(rest.group())
        index += 1
        if rest.group() != texts[index]:
            break
    return pieces


def is_cut_word(head: str, pieces: Sequence[str]) -> bool:
    """Tell whether a word and the pieces below it are one word: it is known, or none of its parts is."""
    if pieces[0].isupper() and not head.isupper():
        return False
    return is_known_word(head + "".join(pieces)) or not any(is_known_word(part) for part in (head, *pieces))
