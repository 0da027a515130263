"""Rendering: pictures of a document's pages, drawn in a child (`sandbox.run_in_child`).

In: a file's bytes, a page, a resolution. Out: PNG. The libraries are imported where they draw: the API names these functions and
never runs them itself.
"""

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extractor.errors import DamagedFile
from extractor.formats import recognise
from extractor.formats.pdf.opening import open_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS_PER_INCH = 72
# A page of A3 at 300 dpi has 17 million pixels, a poster any number; what is larger is drawn smaller.
MAX_PIXELS = 20_000_000


def warm_up() -> None:
    """Load what drawing needs into this process."""
    for name in ("pypdfium2", "PIL.Image", "PIL.ImageOps", "PIL.ImageSequence", "PIL.PngImagePlugin"):
        import_module(name)


def render_page(content: bytes, page: int, dpi: int, turn: int = 0) -> bytes:
    """Draw a page (from 1) of a PDF or of a picture, turned clockwise; raises `DamagedFile` where there is none, as `open_pdf` does."""
    picture = render_pdf(content, page, dpi) if recognise(content).name == "pdf" else read_picture(content, page)
    # Pillow turns the other way round.
    picture = picture.rotate(-turn, expand=True) if turn else picture
    target = BytesIO()
    picture.save(target, "PNG", compress_level=1)
    return target.getvalue()


def render_pdf(content: bytes, page: int, dpi: int) -> "Image":
    """Draw a page of a PDF."""
    import pypdfium2

    with open_pdf(content) as document:
        if not 1 <= page <= len(document):
            raise DamagedFile("no_pages")
        try:
            opened = document[page - 1]
        except pypdfium2.PdfiumError as error:
            raise DamagedFile from error
        width, height = opened.get_size()
        scale = dpi / POINTS_PER_INCH
        fitting = (MAX_PIXELS / max(width * height, 1)) ** 0.5
        drawn: Any = opened.render(scale=min(scale, fitting), may_draw_forms=False).to_pil()
        image: Image = drawn.convert("RGB")
        return image


def read_picture(content: bytes, page: int) -> "Image":
    """Give a page of a picture as it is, turned as it says, made smaller where it is too large to show."""
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(BytesIO(content)) as source:
            frame = ImageSequence.Iterator(source)[page - 1]
            picture = ImageOps.exif_transpose(frame).convert("RGB")
    except (OSError, IndexError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DamagedFile from error
    if picture.width * picture.height > MAX_PIXELS:
        side = int((MAX_PIXELS / max(picture.width / picture.height, picture.height / picture.width)) ** 0.5)
        picture.thumbnail((side, side))
    return picture
