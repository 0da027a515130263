"""A serif typeface with Cyrillic for the PDF renderer.

In: nothing. Out: the names under which a regular and a bold face are registered with reportlab. The files come with the
PyPI package `font-source-serif-pro` (SIL Open Font License, TrueType, full Cyrillic), so no font of the system is needed.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

REGULAR, BOLD = "PlanovikSerif", "PlanovikSerif-Bold"


@cache
def register_fonts() -> tuple[str, str]:
    """Register both faces once; raises RuntimeError with what to install where the package is missing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    found = find_spec("font_source_serif_pro")
    if found is None or found.origin is None:
        raise RuntimeError("the PDF renderer needs a Cyrillic typeface: pip install font-source-serif-pro")
    files = Path(found.origin).parent / "files"
    pdfmetrics.registerFont(TTFont(REGULAR, str(files / "SourceSerifPro-Regular.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(files / "SourceSerifPro-Bold.ttf")))
    return REGULAR, BOLD
