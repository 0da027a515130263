"""Scans: the pages of the PDF as an office scanner gives them: grey pictures, a little askew and grainy, the last one turned.

In: a `Layout`. Out: a PDF of pictures only, the same for the same layout; the last page lies on its side.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from corpora.render import pdf
from corpora.source import Layout

# Dots per inch: what office scanners are set to.
DOTS = 200
# Degrees by which the pages lie askew, in turn.
ASKEW = (0.4, -0.3, 0.0)
# Spread of the paper's brightness.
GRAIN = 6.0
QUALITY = 80
TURNED = 90


def render(layout: Layout) -> bytes:
    """Give the file."""
    return scan_pdf(pdf.render(layout))


def scan_pdf(content: bytes, *, dots: int = DOTS, turned: int = TURNED) -> bytes:
    """Give a PDF's pages as pictures; the last is turned by `turned` degrees counter-clockwise."""
    first, *rest = page_pictures(content, dots=dots, turned=turned)
    stream = BytesIO()
    first.save(stream, "PDF", save_all=True, append_images=rest, resolution=dots, quality=QUALITY)
    return stream.getvalue()


def page_pictures(content: bytes, *, dots: int = DOTS, turned: int = TURNED) -> list[Any]:
    """Give a picture of Pillow for each page."""
    pages = [scanned(picture, index) for index, picture in enumerate(printed_pages(content, dots))]
    pages[-1] = pages[-1].rotate(turned, expand=True)
    return pages


def printed_pages(content: bytes, dots: int) -> Iterator[Any]:
    """Yield the pages as printed."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            yield page.render(scale=dots / 72).to_pil().convert("L")


def scanned(picture: Any, index: int) -> Any:
    """Lay a page on the glass a little askew; the glass adds its grain."""
    import numpy as np
    from PIL import Image

    askew = picture.rotate(ASKEW[index % len(ASKEW)], resample=Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(index).normal(0.0, GRAIN, (picture.height, picture.width))
    return Image.fromarray(np.clip(np.asarray(askew, dtype=np.float64) - 8 + grain, 0, 255).astype(np.uint8))
