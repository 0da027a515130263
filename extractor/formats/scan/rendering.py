"""Rendering: a page of a PDF, or a picture of a page, becomes a `PagePicture` of the resolution that is read.

In: a page of pdfium, or a picture of Pillow. Out: `PagePicture`, as the page is shown, with its annotations. pdfium is
not safe for threads: pages are rendered one at a time.
"""

from typing import Any

import cv2
import numpy as np

from extractor.formats.scan.picture import POINTS_PER_INCH, PagePicture, Pixels, fitting_scale, paper_zoom


def render_page(page: Any) -> PagePicture:
    """Render a page at the resolution that recognition works with."""
    width, height = page.get_size()
    zoom = paper_zoom(width, height)
    bitmap = page.render(scale=fitting_scale(width / zoom, height / zoom) / zoom, rev_byteorder=True, may_draw_forms=False)
    pixels = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return PagePicture(pixels, max(pixels.shape[:2]) * zoom / max(width, height, 1e-6), zoom)


def fit_picture(picture: Any, inches: float) -> PagePicture:
    """Give a picture of Pillow, which shows a page of a width in inches, at the resolution that recognition works with."""
    pixels: Pixels = np.asarray(picture, dtype=np.uint8)
    own = pixels.shape[1] / (inches * POINTS_PER_INCH)
    wanted = fitting_scale(pixels.shape[1] / own, pixels.shape[0] / own)
    if abs(own - wanted) < 0.05 * wanted:
        return PagePicture(pixels, own)
    size = (max(1, round(pixels.shape[1] * wanted / own)), max(1, round(pixels.shape[0] * wanted / own)))
    method = cv2.INTER_AREA if own > wanted else cv2.INTER_CUBIC
    return PagePicture(cv2.resize(pixels, size, interpolation=method).astype(np.uint8), size[0] / (inches * POINTS_PER_INCH))
