"""Text repair and matching: lines as printed become one final text, and a same-length form serves for matching.

In: printed lines with their places. Out: the passage's text with `Line` offsets (`flow`), or a text's matching form
(`matching_form`): lower case, ё as е, one kind of space, dash and quote, the same length as the text, so that an offset
found in it is an offset of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.document import Line
from extractor.evidence import Box
from extractor.morphology import is_known_word

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\v\f\x85\u2028\u2029"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
QUOTES = "«»“”„‟‘’‚"
# No width on the page: soft hyphens, zero-width marks, direction marks, the byte order mark, control characters.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")

MATCHING = dict.fromkeys(SPACES, " ") | dict.fromkeys(DASHES, "-") | dict.fromkeys(QUOTES, '"') | {"ё": "е"}
UNLIKE = re.compile(f"[{''.join(MATCHING)}]")
# Characters: cells and wordings are kept, whole paragraphs are not worth the memory.
SHORT = 300
# A word cut by a hyphen and white space: "градо- строительству"; not a hanging hyphen ("одно- и двухэтажных").
CUT_WORD = re.compile(r"(?<![\w-])([А-ЯЁа-яё-]*[А-ЯЁа-яё])- (?!(?:и|или|а|но|либо|до)\b)([а-яё]+)")
# A word set in spaced letters: "П Р И К А З", "п о с т а н о в л я ю:"; the end of a line is looked at on its own,
# because such a word often ends a long preamble.
SPACED_WORD = re.compile(r"(?<!\S)[А-ЯЁа-яё](?:[ \u00a0][А-ЯЁа-яё]){3,40}(?=[\s:.,;!»\"]|$)")
TAIL = 20
# No Russian word with its hyphens is longer; a longer one is not a word cut by a line end.
LONGEST_WORD = 60
# "организационно-методической": the dictionary knows such adjectives without their hyphen too.
COMPOUND_HALF = re.compile(r"[бвгджзлмнпрстфхцчшьй]но$|ско$")
ADJECTIVE_END = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ых|их|ую|юю|ом|ем|ыми|ими)$")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as the reader found it, before repair; `hard` as in `Line`."""

    text: str
    hard: bool = True
    page: int | None = None
    box: Box | None = None


def matching_form(text: str) -> str:
    """Give the form that rules match against; it has the length of `text`."""
    return short_form(text) if len(text) <= SHORT else fold(text)


@lru_cache(maxsize=20_000)
def short_form(text: str) -> str:
    """Fold a wording; the same ones come again and again in a document."""
    return fold(text)


def fold(text: str) -> str:
    """Fold a text: lower case, ё as е, one kind of space, dash and quote."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return UNLIKE.sub(lambda mark: MATCHING[mark.group()], lower)


def clean(text: str) -> str:
    """Drop invisible characters and make white space single."""
    if text.count(" ") * 5 > len(text) or text[-TAIL:].count(" ") * 3 > TAIL:
        text = SPACED_WORD.sub(unspaced_word, text)
    if text.isprintable() and "  " not in text:  # nothing but single spaces between visible characters: the usual case
        return text.strip(" ")
    return " ".join(INVISIBLE.sub("", text).split())


def unspaced_word(spaced: re.Match[str]) -> str:
    """Close up a word printed with spaced letters, or two such words side by side; what the dictionary has not stays."""
    letters = "".join(spaced.group().split())
    if is_known_word(letters):
        return letters
    for cut in range(len(letters) - 2, 2, -1):
        if is_known_word(letters[:cut]) and is_known_word(letters[cut:]):
            return f"{letters[:cut]} {letters[cut:]}"
    return spaced.group()


def rejoin(text: str) -> str:
    """Rejoin words that a line end cut in two: `градо- строительству` → `градостроительству`.

    The hyphen stays where the joined word is not in the dictionary (`Тренинг- центра` → `Тренинг-центра`).
    """
    return CUT_WORD.sub(joined_word, text) if "- " in text else text


def joined_word(cut: re.Match[str]) -> str:
    """Give the whole word for a cut one, with or without its hyphen."""
    head, tail = cut.groups()
    compound = COMPOUND_HALF.search(head) is not None and ADJECTIVE_END.search(tail) is not None
    return head + tail if "-" not in head and not compound and is_known_word(head + tail) else f"{head}-{tail}"


def flow(printed: Iterable[PrintedLine]) -> tuple[str, tuple[Line, ...]]:
    """Join printed lines into final text; gives the text and the offsets of its lines.

    Empty lines vanish. A word cut at a line end belongs whole to the line where it begins.
    """
    texts, sources = list[str](), list[PrintedLine]()
    for line in printed:
        piece = rejoin(clean(line.text))
        if texts and piece:
            head, tail = seam(texts[-1], piece)
            if head[-1] != " ":  # a word was rejoined over the line end: it stays with the line above
                word, _, piece = tail.partition(" ")
                texts[-1] = head + word
                if not piece:
                    sources[-1] = PrintedLine("", line.hard, sources[-1].page, sources[-1].box)
        if piece:
            texts.append(piece)
            sources.append(line)
    return " ".join(texts), tuple(place_lines(texts, sources))


def place_lines(texts: Sequence[str], sources: Sequence[PrintedLine]) -> Iterator[Line]:
    """Yield the lines with their offsets; one space stands between two, and the last one is hard."""
    start = 0
    for number, (text, source) in enumerate(zip(texts, sources, strict=True), 1):
        end = start + len(text)
        yield Line(start, end, source.hard or number == len(texts), source.page, source.box)
        start = end + 1


def flow_hard(lines: Sequence[str]) -> tuple[str, tuple[Line, ...]]:
    """Join lines that the author ended, with no places known; the same as `flow` and faster for a single line."""
    if len(lines) != 1:
        return flow([PrintedLine(line) for line in lines])
    text = rejoin(clean(lines[0]))
    return text, (Line(0, len(text)),) if text else ()


def seam(above: str, below: str) -> tuple[str, str]:
    """Give the two texts as they stand at the seam of two lines: with a space between, or with a cut word rejoined."""
    if not above.endswith("-"):
        return f"{above} ", below
    word_start = above.rfind(" ") + 1
    if len(above) - word_start > LONGEST_WORD:
        return f"{above} ", below
    cut = CUT_WORD.match(f"{above[word_start:]} {below}")
    if not cut:
        return (above, below) if below[:1].isalnum() and above[-2:-1].isalnum() else (f"{above} ", below)
    whole = joined_word(cut)
    kept = len(whole) - len(cut.group(2))
    return above[:word_start] + whole[:kept], below
