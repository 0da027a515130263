"""The words of a page with their places, sizes and weights, straight from pdfium.

In: a loaded page and its text page. Out: `Word`s in layout space, only what a reader of the page can see: text that is
invisible, white, tiny, slanted (a watermark), outside the crop box or under a picture is left out. To leave out another
kind, add a test to `is_seen`.
"""

import ctypes
import re
from collections import Counter
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

from extractor.errors import TooLarge
from extractor.evidence import Box
from extractor.formats.pdf.covering import Covers, holds
from extractor.formats.pdf.drawing import CLEAR, WHITE, Buffers, Drawing
from extractor.formats.pdf.frame import Frame, page_frame
from extractor.formats.pdf.native import Handle, native

MAX_CHARACTERS = 200_000
"""Characters on a page; a full A4 page in the smallest legible print has 15,000."""
SMALLEST = 2.0
"""Points: smaller print can't be read; it hides text for search engines."""
LEAN = 8.0
"""Degrees off the upright directions at which text is a watermark."""
DOUBLE = 2.0
"""Points by which the second print of a word may be off."""
MOST_ALIKE = 50
"""Earlier words of the same text that are compared: a page of one repeated word takes no time."""
INVISIBLE_MODES = frozenset({3, 7})
"""Text rendering modes that paint nothing (ISO 32000-1, 9.3.6): invisible, and clipping only."""
BOLD_WEIGHT = 600
FORCE_BOLD = 1 << 18
"""The ForceBold font flag (ISO 32000-1, table 123)."""
BOLD_NAME = re.compile(r"bold|black|heavy|demi|полужирн", re.IGNORECASE)
ASCENT, DESCENT = 0.78, 0.22
"""Share of the size above and below the baseline: Times and Arial letters with their tails."""
WIDEST_LETTER = 0.95
"""Share of the size: a word that is wider per letter holds a gap."""
WORD = re.compile("[^\\s\ufffe\x02]+[\ufffe\x02]?")
"""pdfium writes U+FFFE (earlier versions U+0002) for a hyphen at a line end, with no line break after it."""
REPAIRED = str.maketrans(dict.fromkeys("\ufffe\x02", "-") | {code: "•" for code in range(0xF020, 0xF100)})
"""Line-end hyphens, and the bullets of symbol fonts (Symbol, Wingdings), which stand in the private use area."""


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


class Style(NamedTuple):
    """What the letters of one text object share; `angle` and `origin`, on the baseline, are in page space.

    `angle` is None for slanted text.
    """

    size: float
    bold: bool
    angle: int | None
    seen: bool
    tag: int
    order: int
    origin: tuple[float, float]


@dataclass(slots=True)
class TextPage:
    """A loaded text page while its words are read."""

    handle: Handle
    drawing: Drawing
    buffers: Buffers
    styles: dict[Handle, Style]
    fonts: dict[Handle, bool]


class RawWord(NamedTuple):
    """A word in page space: the box from its first letter to its last one."""

    text: str
    box: Box
    style: Style
    first: int


def read_words(handle: Handle, covers: Covers, crop: Box, rotation: int, fonts: dict[Handle, bool]) -> tuple[list[Word], Frame]:
    """Read a page's words and the frame they lie in; `fonts` remembers which of the document's fonts are bold."""
    page = TextPage(handle, covers.drawing, Buffers(), {}, fonts)
    raw = [word for word in find_raw_words(page) if is_seen(word, covers, crop)]
    letters = Counter[int]()
    for word in raw:
        letters[word.style.angle or 0] += len(word.text)
    angle = letters.most_common(1)[0][0] if letters else rotation
    frame = page_frame(crop, rotation, angle)
    return drop_doubles([place_word(word, frame, angle) for word in raw]), frame


def find_raw_words(page: TextPage) -> list[RawWord]:
    """Find the words of a text page in pdfium's order."""
    pdf = native()
    text = page_text(pdf, page.handle)
    found: list[RawWord] = []
    for match in WORD.finditer(text):
        first, last = match.start(), match.end() - 1
        style = style_at(pdf, page, first)
        if style.seen:
            found.extend(measure_word(pdf, page, match.group(), first, last, style))
    return found


def page_text(pdf: Any, handle: Handle) -> str:
    """Give the page's text with exactly one character for each of pdfium's."""
    count = pdf.FPDFText_CountChars(handle)
    if count > MAX_CHARACTERS:
        raise TooLarge(f"больше {MAX_CHARACTERS} знаков на странице")
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdf.FPDFText_GetText(handle, 0, count, ctypes.addressof(buffer))
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (pdf.FPDFText_GetUnicode(handle, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes)


def style_at(pdf: Any, page: TextPage, index: int) -> Style:
    """Give the style of the letter at an index; asked once for each text object."""
    item = pdf.FPDFText_GetTextObject(page.handle, index)
    style = page.styles.get(item)
    if style is None:
        style = page.styles[item] = read_style(pdf, page, item, index)
    return style


def read_style(pdf: Any, page: TextPage, item: Handle, index: int) -> Style:
    """Read the style of a text object from one of its letters."""
    buffers = page.buffers
    pdf.FPDFText_GetMatrix(page.handle, index, buffers.at[0])
    a, b, c, d, _, _ = buffers.floats
    size = pdf.FPDFText_GetFontSize(page.handle, index) * (hypot(c, d) or 1.0)
    angle = upright_angle(a, b)
    seen = size >= SMALLEST and angle is not None and is_painted(pdf, item, page)
    tag = pdf.FPDFPageObj_GetMarkedContentID(item) if item else -1
    order = page.drawing.order.get(item, -1)
    return Style(size, is_bold(pdf, item, page.fonts), angle, seen, tag, order, origin_of(pdf, page, index))


def upright_angle(a: float, b: float) -> int | None:
    """Give the direction of a text matrix as 0, 90, 180 or 270 degrees; None where it is slanted."""
    angle = degrees(atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= LEAN else None


def is_painted(pdf: Any, item: Handle, page: TextPage) -> bool:
    """Tell whether a text object leaves a mark that is not white on white."""
    if not item:
        return True
    if pdf.FPDFTextObj_GetTextRenderMode(item) in INVISIBLE_MODES:
        return False
    at = page.buffers.number_at
    if not pdf.FPDFPageObj_GetFillColor(item, at[0], at[1], at[2], at[3]):
        return True
    red, green, blue, alpha = page.buffers.numbers
    if alpha <= CLEAR:
        return False
    return min(red, green, blue) < WHITE or stands_on_colour(pdf, item, page)


def stands_on_colour(pdf: Any, item: Handle, page: TextPage) -> bool:
    """Tell whether white text stands on a dark area: the header row of a coloured table."""
    at = page.buffers.at
    pdf.FPDFPageObj_GetBounds(item, at[0], at[1], at[2], at[3])
    left, bottom, right, top, _, _ = page.buffers.floats
    x, y = (left + right) / 2, (bottom + top) / 2
    dark = [area for area in page.drawing.fills if min(area.colour) < WHITE] + page.drawing.pictures
    return any(holds(area.box, x, y) for area in dark)


def is_bold(pdf: Any, item: Handle, fonts: dict[Handle, bool]) -> bool:
    """Tell whether a text object's font is bold, by its name, weight or flags."""
    font = pdf.FPDFTextObj_GetFont(item) if item else None
    if not font:
        return False
    if font not in fonts:
        name = ctypes.create_string_buffer(128)
        pdf.FPDFFont_GetBaseFontName(font, ctypes.addressof(name), 128)
        named = BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None
        fonts[font] = named or pdf.FPDFFont_GetWeight(font) >= BOLD_WEIGHT or bool(pdf.FPDFFont_GetFlags(font) & FORCE_BOLD)
    return fonts[font]


def measure_word(pdf: Any, page: TextPage, text: str, first: int, last: int, style: Style) -> list[RawWord]:
    """Give a word with its box; a run that holds a gap or changes its baseline is cut into several words."""
    box = letter_box(pdf, page, first)
    if last == first:
        return [RawWord(text, box, style, first)]
    end, end_style = letter_box(pdf, page, last), style_at(pdf, page, last)
    across = style.angle in (0, 180)
    length = abs(end[0] - box[0] if across else end[1] - box[1])
    step = 0.0
    if end_style is not style:
        step = abs(end_style.origin[1] - style.origin[1] if across else end_style.origin[0] - style.origin[0])
    if length > WIDEST_LETTER * style.size * (last - first) or step > style.size / 4:
        return cut_word(pdf, page, text, first)
    return [RawWord(text, cover(box, end), style, first)]


def cut_word(pdf: Any, page: TextPage, text: str, first: int) -> list[RawWord]:
    """Cut a run at its gaps and where its baseline changes, letter by letter."""
    words: list[RawWord] = []
    for offset, letter in enumerate(text):
        style, box = style_at(pdf, page, first + offset), letter_box(pdf, page, first + offset)
        if words and adjoins(words[-1], box, style):
            above = words[-1]
            words[-1] = above._replace(text=above.text + letter, box=cover(above.box, box))
        else:
            words.append(RawWord(letter, box, style, first + offset))
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


def origin_of(pdf: Any, page: TextPage, index: int) -> tuple[float, float]:
    """Give a letter's origin on its baseline in page space."""
    doubles = page.buffers.doubles
    pdf.FPDFText_GetCharOrigin(page.handle, index, page.buffers.double_at[0], page.buffers.double_at[1])
    return doubles[0], doubles[1]


def letter_box(pdf: Any, page: TextPage, index: int) -> Box:
    """Give a letter's box (left, bottom, right, top) in page space."""
    pdf.FPDFText_GetLooseCharBox(page.handle, index, page.buffers.at[0])
    left, top, right, bottom, _, _ = page.buffers.floats
    return (left, bottom, right, top)


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
    return Word(word.text.translate(REPAIRED), x0, x1, y, style.size, style.bold, turned, style.tag, word.first)


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
