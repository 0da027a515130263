"""Pictures of pages: PNG, JPEG, TIFF (also of several pages), GIF, BMP and WebP become a document by recognition.

In: bytes. Out: a `Document` as the PDF reader gives it for a scan. The resolution that the file names is believed where a
page of that size exists; else the picture is taken for an A4 page.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extractor.document import Document
from extractor.errors import DamagedFile, NoTextLayer, TooLarge, UnsupportedFile
from extractor.formats import Progress, Wanted
from extractor.formats.pdf import write_document
from extractor.formats.pdf.pages import Layer, Step, lay_out_pages, recognise_page

if TYPE_CHECKING:
    from extractor.formats.scan.picture import PagePicture

# Pixels of one picture: A3 at 600 dots per inch has 70 million; a larger picture is a map or a bomb.
MAX_PIXELS = 100_000_000
# Pictures in one file; a fax or an archived order has some dozens.
MAX_PAGES = 500
# Inches of a page's sides that are believed: half of A5 to A2.
SHORTEST_SIDE, LONGEST_SIDE = 4.0, 24.0
# Inches: the long side of an A4 page.
A4_LONG = 11.69
# Pixels: the long side of an A4 page at 300 dots per inch; a larger JPEG may be read at half its size.
SHARP = 3_508
# Pixels of the longer side under which nothing can be read in a picture: it is an icon.
FEWEST_PIXELS = 100

# Photos of telephones (ISO 14496-12, 4.3), which Pillow does not read.
HEIF = b"ftyp"
# What Pillow raises for broken files, each of its formats in its own way.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, MemoryError, struct.error, zlib.error)


def read(content: bytes, *, pages: Wanted = None, progress: Progress | None = None) -> Document:
    """Read a picture or pictures of pages; raises DamagedFile, TooLarge, MissingProgram, or NoTextLayer without any text."""
    with open_picture(content) as picture:
        count = count_pictures(picture)
        wanted = [index for index in range(count) if pages is None or index + 1 in pages]
        found = []
        for page in lay_out_pages(begin_pages(picture, wanted)):
            found.append(page)
            if progress is not None:
                progress(len(found), len(wanted))
    return write_document("image", found, count)


@contextmanager
def open_picture(content: bytes) -> Iterator[Any]:
    """Open a picture with Pillow; nothing but its header is read yet."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(content))
    except Image.DecompressionBombError as error:
        raise TooLarge("too_many_pixels", limit=MAX_PIXELS // 1_000_000) from error
    except UnidentifiedImageError as error:
        raise (UnsupportedFile("picture") if content[4:8] == HEIF else DamagedFile()) from error
    except BROKEN as error:
        raise DamagedFile from error
    with picture:
        yield picture


def count_pictures(picture: Any) -> int:
    """Count the pictures of a file; of a file that is cut off, those before the cut and the one that it hits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return min(getattr(picture, "n_frames", 1), MAX_PAGES)
        except BROKEN:
            return next((index + 1 for index in range(MAX_PAGES) if not can_seek(picture, index)), MAX_PAGES)


def can_seek(picture: Any, index: int) -> bool:
    """Tell whether a file has a picture at an index."""
    try:
        picture.seek(index)
    except BROKEN:
        return False
    return True


def begin_pages(picture: Any, wanted: Sequence[int]) -> Iterator[Layer | Step]:
    """Give for each picture in a file what is to be done; a broken one after the first is blank."""
    for index in wanted:
        try:
            page = read_picture(picture, index)
        except BROKEN as error:
            if index == wanted[0]:
                raise DamagedFile from error
            yield Layer(index + 1, failure=DamagedFile())
        else:
            yield Step(index + 1, partial(recognise_page, page, index + 1))


def read_picture(picture: Any, index: int) -> "PagePicture":
    """Read one picture of a file at the resolution that recognition works with."""
    from PIL import ImageOps

    from extractor.formats.scan.rendering import fit_picture

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture.seek(index)
        if picture.width * picture.height > MAX_PIXELS:
            raise TooLarge("too_many_pixels", limit=MAX_PIXELS // 1_000_000)
        inches = page_inches(picture)
        picture.draft("RGB", (2 * SHARP, 2 * SHARP))
        shown = ImageOps.exif_transpose(on_paper(picture))
    if shown.width > shown.height and inches[0] < inches[1]:
        inches = (inches[1], inches[0])
    return fit_picture(shown, inches[0])


def on_paper(picture: Any) -> Any:
    """Give a picture in grey or colour on white paper."""
    from PIL import Image

    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode.startswith("I"):
        return picture.point(lambda level: level / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return picture.convert("RGB")


def page_inches(picture: Any) -> tuple[float, float]:
    """Give the width and height of the page that a picture shows."""
    width, height = picture.size
    if max(width, height) < FEWEST_PIXELS:
        raise NoTextLayer
    across, down = picture.info.get("dpi", (0, 0))
    if across and down:
        inches = (float(width / across), float(height / down))
        if min(inches) >= SHORTEST_SIDE and max(inches) <= LONGEST_SIDE:
            return inches
    dots = max(width, height) / A4_LONG
    return width / dots, height / dots
