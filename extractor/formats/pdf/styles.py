"""The style of text objects: how large and how bold their letters are, which way they run, whether they can be seen.

In: a loaded text page and the index of a letter. Out: its `Style`, asked for once in each text object, and the places of
single letters. To hide another kind of invisible text, add a test to `is_painted`.
"""

import ctypes
import re
from dataclasses import dataclass, field
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

from extractor.evidence import Box
from extractor.formats.pdf.covering import holds
from extractor.formats.pdf.drawing import CLEAR, WHITE, Buffers, Drawing
from extractor.formats.pdf.native import Handle, native

# Points: smaller print can't be read; it hides text for search engines.
SMALLEST = 2.0
# Degrees off the upright directions at which text is a watermark.
LEAN = 8.0
# Text rendering modes that paint nothing (ISO 32000-1, 9.3.6): invisible, and clipping only.
INVISIBLE_MODES = frozenset({3, 7})
BOLD_WEIGHT = 600
# The ForceBold font flag (ISO 32000-1, table 123).
FORCE_BOLD = 1 << 18
BOLD_NAME = re.compile(r"bold|black|heavy|demi|полужирн", re.IGNORECASE)


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
    """A loaded text page while its words are read; `fonts` remembers which of the document's fonts are bold."""

    handle: Handle
    drawing: Drawing
    fonts: dict[Handle, bool]
    styles: dict[Handle, Style] = field(default_factory=dict)
    buffers: Buffers = field(default_factory=Buffers)
    pdf: Any = field(default_factory=native)


def style_at(page: TextPage, index: int) -> Style:
    """Give the style of the letter at an index; asked once for each text object."""
    item = page.pdf.FPDFText_GetTextObject(page.handle, index)
    style = page.styles.get(item)
    if style is None:
        style = page.styles[item] = read_style(page, item, index)
    return style


def read_style(page: TextPage, item: Handle, index: int) -> Style:
    """Read the style of a text object from one of its letters."""
    buffers = page.buffers
    page.pdf.FPDFText_GetMatrix(page.handle, index, buffers.at[0])
    a, b, c, d, _, _ = buffers.floats
    size = page.pdf.FPDFText_GetFontSize(page.handle, index) * (hypot(c, d) or 1.0)
    angle = upright_angle(a, b)
    seen = size >= SMALLEST and angle is not None and is_painted(item, page)
    tag = page.pdf.FPDFPageObj_GetMarkedContentID(item) if item else -1
    order = page.drawing.order.get(item, -1)
    return Style(size, is_bold(item, page), angle, seen, tag, order, origin_of(page, index))


def upright_angle(a: float, b: float) -> int | None:
    """Give the direction of a text matrix as 0, 90, 180 or 270 degrees; None where it is slanted."""
    angle = degrees(atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= LEAN else None


def is_painted(item: Handle, page: TextPage) -> bool:
    """Tell whether a text object leaves a mark that is not white on white."""
    if not item:
        return True
    if page.pdf.FPDFTextObj_GetTextRenderMode(item) in INVISIBLE_MODES:
        return False
    at = page.buffers.number_at
    if not page.pdf.FPDFPageObj_GetFillColor(item, at[0], at[1], at[2], at[3]):
        return True
    red, green, blue, alpha = page.buffers.numbers
    if alpha <= CLEAR:
        return False
    return min(red, green, blue) < WHITE or stands_on_colour(item, page)


def stands_on_colour(item: Handle, page: TextPage) -> bool:
    """Tell whether white text stands on a dark area: the header row of a coloured table."""
    at = page.buffers.at
    page.pdf.FPDFPageObj_GetBounds(item, at[0], at[1], at[2], at[3])
    left, bottom, right, top, _, _ = page.buffers.floats
    x, y = (left + right) / 2, (bottom + top) / 2
    dark = [area for area in page.drawing.fills if min(area.colour) < WHITE] + page.drawing.pictures
    return any(holds(area.box, x, y) for area in dark)


def is_bold(item: Handle, page: TextPage) -> bool:
    """Tell whether a text object's font is bold, by its name, weight or flags."""
    font = page.pdf.FPDFTextObj_GetFont(item) if item else None
    if not font:
        return False
    fonts = page.fonts
    if font not in fonts:
        name = ctypes.create_string_buffer(128)
        page.pdf.FPDFFont_GetBaseFontName(font, ctypes.addressof(name), 128)
        named = BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None
        fonts[font] = named or page.pdf.FPDFFont_GetWeight(font) >= BOLD_WEIGHT or bool(page.pdf.FPDFFont_GetFlags(font) & FORCE_BOLD)
    return fonts[font]


def origin_of(page: TextPage, index: int) -> tuple[float, float]:
    """Give a letter's origin on its baseline in page space."""
    doubles = page.buffers.doubles
    page.pdf.FPDFText_GetCharOrigin(page.handle, index, page.buffers.double_at[0], page.buffers.double_at[1])
    return doubles[0], doubles[1]


def letter_box(page: TextPage, index: int) -> Box:
    """Give a letter's box (left, bottom, right, top) in page space."""
    page.pdf.FPDFText_GetLooseCharBox(page.handle, index, page.buffers.at[0])
    left, top, right, bottom, _, _ = page.buffers.floats
    return (left, bottom, right, top)
