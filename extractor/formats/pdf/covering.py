"""What hides text: pictures and filled areas that are painted over it.

In: a loaded page and its `Drawing`. Out: `Covers`, which tells whether a point of the page, painted at a given turn, can
still be seen. A stamp or a signature is a picture that is clear between its strokes, so a picture hides only where its
rendered alpha says so.
"""

import ctypes
from dataclasses import dataclass, field
from typing import Any

from extractor.evidence import Box
from extractor.formats.pdf.drawing import Drawing, Painted
from extractor.formats.pdf.native import Handle

# Alpha from which a picture hides what is under it.
OPAQUE = 200
# FPDFBitmap_BGRA in fpdfview.h: the only rendered form that has an alpha channel.
BGRA = 4
# Pictures rendered per page to look at their alpha; a page with more text under pictures is no plan.
MAX_RENDERED = 40


@dataclass(frozen=True, slots=True)
class Alpha:
    """The alpha of a rendered picture, row by row from its top; None for a picture without alpha."""

    width: int
    height: int
    stride: int
    pixels: bytes | None


@dataclass(slots=True)
class Covers:
    """The pictures and areas of a page that may hide text, with the alpha of those that were looked at."""

    document: Any
    page: Any
    drawing: Drawing
    rendered: dict[Handle, Alpha | None] = field(default_factory=dict)

    def hides(self, box: Box, order: int) -> bool:
        """Tell whether what stands in a box of page space and was painted at a turn is hidden by something later."""
        if order < 0 or not (self.drawing.fills or self.drawing.pictures):
            return False
        left, bottom, right, top = box
        y = (bottom + top) / 2
        points = [(left + share * (right - left), y) for share in (0.25, 0.5, 0.75)]
        if any(area.opaque and area.order > order and all(holds(area.box, *point) for point in points) for area in self.drawing.fills):
            return True
        return any(
            picture.order > order and holds(picture.box, *points[1]) and all(self.is_opaque(picture, *point) for point in points)
            for picture in self.drawing.pictures
        )

    def is_opaque(self, picture: Painted, x: float, y: float) -> bool:
        """Tell whether a picture hides the page at a point."""
        if picture.item not in self.rendered:
            if len(self.rendered) >= MAX_RENDERED:
                return False
            self.rendered[picture.item] = read_alpha(self.document, self.page, picture.item)
        alpha = self.rendered[picture.item]
        if alpha is None:
            return False
        if alpha.pixels is None:
            return True
        left, bottom, right, top = picture.box
        column = min(alpha.width - 1, max(0, int((x - left) / max(right - left, 1) * alpha.width)))
        row = min(alpha.height - 1, max(0, int((top - y) / max(top - bottom, 1) * alpha.height)))
        return alpha.pixels[row * alpha.stride + column * 4 + 3] >= OPAQUE


def holds(box: Box, x: float, y: float) -> bool:
    """Tell whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def read_alpha(document: Any, page: Any, item: Handle) -> Alpha | None:
    """Render a picture at a pixel per point and give its alpha; None where pdfium can't render it."""
    from pypdfium2 import raw

    picture = ctypes.cast(item, raw.FPDF_PAGEOBJECT)
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(document.raw, page.raw, picture)
    if not bitmap:
        return None
    try:
        width, height = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        if raw.FPDFBitmap_GetFormat(bitmap) != BGRA:
            return Alpha(width, height, stride, None)
        return Alpha(width, height, stride, ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height))
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
