"""Page drawing: tasks over a hostile file's pages, for a child (`service.jobs.sandbox.run_in_child`).

In: a file's bytes, or a page's picture and boxes. Out: sizes of pages in points (1/72 inch), or PNG. To show more on a page, draw it in
`draw_boxes`.
"""

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import ExifTags, Image, ImageDraw

from extractor.errors import DamagedFile, NoTextLayer
from extractor.evidence import Box
from extractor.formats import recognise
from extractor.formats.image import BROKEN, count_pictures, open_picture, page_inches
from extractor.formats.pdf.opening import open_pdf
from service.page_turning import Size

POINTS_PER_INCH = 72.0
# The outline of a box: it must be seen on white paper and on grey scans.
OUTLINE = (214, 40, 40)
# Points between a box and its outline, so that the letters stay clear.
MARGIN = 1.5
# Orientations (Exif 2.32, 4.6.4) in which the rows of pixels are columns of the page.
LYING = frozenset({5, 6, 7, 8})


def write_sizes(content: bytes) -> bytes:
    """Write the sizes of all pages as JSON, in which form they are kept."""
    return json.dumps(page_sizes(content)).encode()


def page_sizes(content: bytes) -> list[Size]:
    """Give the width and height of each page as it is shown; empty for formats without pages."""
    readers = {"pdf": pdf_sizes, "image": picture_sizes}
    reader = readers.get(recognise(content).name)
    return list(reader(content)) if reader else []


def pdf_sizes(content: bytes) -> Iterator[Size]:
    """Yield the sizes of the pages of a PDF, turned and cropped as they are shown; a page that can't be opened has none."""
    with open_pdf(content) as document:
        for number in range(len(document)):
            try:
                width, height = document[number].get_size()
            except pypdfium2.PdfiumError:
                width, height = 0.0, 0.0
            yield float(width), float(height)


def picture_sizes(content: bytes) -> Iterator[Size]:
    """Yield the sizes of the sheets that the pictures of a file show."""
    with open_picture(content) as picture:
        for number in range(count_pictures(picture)):
            yield picture_size(picture, number)


def picture_size(picture: Any, number: int) -> Size:
    """Give the size of the sheet that a picture shows, turned as the reader turns it; one that can't be read has none."""
    try:
        picture.seek(number)
        across, down = page_inches(picture)
        width, height = picture.size
        if picture.getexif().get(ExifTags.Base.Orientation, 1) in LYING:
            width, height = height, width
    except (*BROKEN, NoTextLayer):
        return 0.0, 0.0
    if width > height and across < down:
        across = down
    return across * POINTS_PER_INCH, across * POINTS_PER_INCH * height / width


def draw_boxes(picture: bytes, boxes: Sequence[Box], size: Size) -> bytes:
    """Draw boxes, which are in points of a page of this size, on the picture of the page."""
    try:
        image = Image.open(BytesIO(picture)).convert("RGB")
    except BROKEN as error:
        raise DamagedFile from error
    across, down = image.width / max(size[0], 1.0), image.height / max(size[1], 1.0)
    pen = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in boxes:
        corners = ((x0 - MARGIN) * across, (y0 - MARGIN) * down, (x1 + MARGIN) * across, (y1 + MARGIN) * down)
        pen.rectangle(corners, outline=OUTLINE, width=max(1, round(across)))
    target = BytesIO()
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()
