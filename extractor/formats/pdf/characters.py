"""The words of a page with their places, sizes and weights, straight from pdfium.

In: a loaded page and its text page. Out: `Word`s in layout space, only what a reader of the page can see: text that is
invisible, white, tiny, slanted (a watermark), outside the crop box or under a picture is left out. To leave out another
kind, add a test to `is_seen`.
"""

import ctypes
import re
from collections import Counter
from typing import NamedTuple

from extractor.errors import TooLarge
from extractor.evidence import Box
from extractor.formats.pdf.covering import Covers, holds
from extractor.formats.pdf.frame import Frame, page_frame
from extractor.formats.pdf.native import Handle
from extractor.formats.pdf.styles import Style, TextPage, letter_box, style_at

# Characters on a page; a full A4 page in the smallest legible print has 15,000.
MAX_CHARACTERS = 200_000
# Points by which the second print of a word may be off.
DOUBLE = 2.0
# Earlier words of the same text that are compared: a page of one repeated word takes no time.
MOST_ALIKE = 50
# Share of the size above and below the baseline: Times and Arial letters with their tails.
ASCENT, DESCENT = 0.78, 0.22
# Share of the size: a word that is wider per letter holds a gap.
WIDEST_LETTER = 0.95
# pdfium writes U+FFFE (earlier versions U+0002) for a hyphen at a line end, with no line break after it.
WORD = re.compile("[^\\s\ufffe\x02]+[\ufffe\x02]?")
# Line-end hyphens, and the bullets of symbol fonts (Symbol, Wingdings), which stand in the private use area.
REPAIRED = str.maketrans(dict.fromkeys("\ufffe\x02", "-") | dict.fromkeys(range(0xF020, 0xF100), "•"))


class Word(NamedTuple):
    """A run of letters without white space in layout space; `y` is the baseline, `first` its index on the text page.

    `turned` is the direction of its letters against the layout: 0 upright, 90 upwards, 270 downwards. A turned word's
    own `x0`, `x1` and `y` are those of the layout turned until it stands upright.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    turned: int
    tag: int
    first: int


class RawWord(NamedTuple):
    """A word in page space: the box from its first letter to its last one."""

    text: str
    box: Box
    style: Style
    first: int


def read_words(handle: Handle, covers: Covers, crop: Box, rotation: int, fonts: dict[Handle, bool]) -> tuple[list[Word], Frame]:
    """Read a page's words and the frame they lie in; `fonts` remembers which of the document's fonts are bold."""
    page = TextPage(handle, covers.drawing, fonts)
    raw = [word for word in find_raw_words(page) if is_seen(word, covers, crop)]
    letters = Counter[int]()
    for word in raw:
        letters[word.style.angle or 0] += len(word.text)
    angle = letters.most_common(1)[0][0] if letters else rotation
    frame = page_frame(crop, rotation, angle)
    return drop_doubles([place_word(word, frame, angle) for word in raw]), frame


def find_raw_words(page: TextPage) -> list[RawWord]:
    """Find the words of a text page in pdfium's order."""
    found: list[RawWord] = []
    for match in WORD.finditer(page_text(page)):
        text, first = match.group(), match.start()
        style = style_at(page, first)
        if style.seen:
            found.extend(measure_word(page, RawWord(text, letter_box(page, first), style, first)))
    return found


def page_text(page: TextPage) -> str:
    """Give the page's text with exactly one character for each of pdfium's."""
    count = page.pdf.FPDFText_CountChars(page.handle)
    if count > MAX_CHARACTERS:
        raise TooLarge("too_many_characters_on_page", limit=MAX_CHARACTERS)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = page.pdf.FPDFText_GetText(page.handle, 0, count, ctypes.addressof(buffer))
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (page.pdf.FPDFText_GetUnicode(page.handle, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes)


def measure_word(page: TextPage, word: RawWord) -> list[RawWord]:
    """Give a word, which has the box of its first letter, its whole box.

    A run that holds a gap or changes its baseline is cut into several words.
    """
    count = len(word.text) - 1
    if count == 0:
        return [word]
    box, style = word.box, word.style
    end, end_style = letter_box(page, word.first + count), style_at(page, word.first + count)
    across = style.angle in (0, 180)
    length = abs(end[0] - box[0] if across else end[1] - box[1])
    step = 0.0
    if end_style is not style:
        step = abs(end_style.origin[1] - style.origin[1] if across else end_style.origin[0] - style.origin[0])
    if length > WIDEST_LETTER * style.size * count or step > style.size / 4:
        return cut_word(page, word)
    return [word._replace(box=cover(box, end))]


def cut_word(page: TextPage, word: RawWord) -> list[RawWord]:
    """Cut a run at its gaps and where its baseline changes, letter by letter."""
    words: list[RawWord] = []
    for index, letter in enumerate(word.text, word.first):
        style, box = style_at(page, index), letter_box(page, index)
        if words and adjoins(words[-1], box, style):
            above = words[-1]
            words[-1] = above._replace(text=above.text + letter, box=cover(above.box, box))
        else:
            words.append(RawWord(letter, box, style, index))
    return words


def adjoins(word: RawWord, box: Box, style: Style) -> bool:
    """Tell whether a letter goes on where a word ends, on the same baseline and with no gap."""
    if word.style.angle != style.angle:
        return False
    gap = style.size * 0.25
    along, across = (0, 1) if style.angle in (0, 180) else (1, 0)
    if abs(style.origin[across] - word.style.origin[across]) > gap:
        return False
    return box[along] - word.box[along + 2] <= gap and word.box[along] - box[along + 2] <= gap


def cover(one: Box, other: Box) -> Box:
    """Give the smallest box that holds both."""
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def is_seen(word: RawWord, covers: Covers, crop: Box) -> bool:
    """Tell whether a word lies within the page and nothing is painted over it."""
    left, bottom, right, top = word.box
    return holds(crop, (left + right) / 2, (bottom + top) / 2) and not covers.hides(word.box, word.style.order)


def place_word(word: RawWord, frame: Frame, angle: int) -> Word:
    """Give a word in layout space, or in the turned layout where its letters are turned against it."""
    style = word.style
    turned = ((style.angle or 0) - angle) % 360
    x0, top, x1, bottom = frame.box(*word.box)
    x, y = frame.point(*style.origin)
    if turned == 90:
        x0, x1, y = -bottom, -top, x
    elif turned == 270:
        x0, x1, y = top, bottom, -x
    elif turned == 180:
        x0, x1, y = -x1, -x0, -y
    text = word.text if word.text.isprintable() else word.text.translate(REPAIRED)
    return Word(text, x0, x1, y, style.size, style.bold, turned, style.tag, word.first)


def word_box(word: Word) -> Box:
    """Give a word's box in layout space, as high as its letters may be."""
    return turned_box((word.x0, word.y - word.size * ASCENT, word.x1, word.y + word.size * DESCENT), word.turned)


def turned_box(box: Box, turned: int) -> Box:
    """Give the layout box of a box in the turned layout of words that run in another direction."""
    x0, top, x1, bottom = box
    if turned == 90:
        return (top, -x1, bottom, -x0)
    if turned == 270:
        return (-bottom, x0, -top, x1)
    if turned == 180:
        return (-x1, -bottom, -x0, -top)
    return box


def drop_doubles(words: list[Word]) -> list[Word]:
    """Drop words printed twice on one place, or a hair beside it to look bold."""
    seen: dict[str, list[Word]] = {}
    kept = []
    for word in words:
        alike = seen.setdefault(word.text, [])
        x, y = word.x0, word.y
        if any(-DOUBLE < other.x0 - x < DOUBLE and -DOUBLE < other.y - y < DOUBLE for other in alike[-MOST_ALIKE:]):
            continue
        alike.append(word)
        kept.append(word)
    return kept
