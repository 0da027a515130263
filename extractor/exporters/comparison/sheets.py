"""Sheets: the pages of a Word document that a comparison is printed on.

In: nothing. Out: an empty A4 document, across, with the type of office papers, page numbers at the foot, and the styles of titles, lines
and cells; and its bytes.
"""

import io
from typing import Any, NamedTuple

from extractor.exporters.comparison.markup import CELL_STYLE, element, paragraph, run
from extractor.messages import message

# ГОСТ Р 7.0.97-2016, section 3.3 and 3.5: the type and the least margins of an official paper, in centimetres.
TYPE = "Times New Roman"
LEFT, OTHERS = 2.0, 1.5
# Between the margins of an A4 page across.
WIDTH = 29.7 - LEFT - OTHERS
TITLE_STYLE, HEADING_STYLE, LINE_STYLE = "SheetTitle", "SheetHeading", "SheetLine"


class LineStyle(NamedTuple):
    """A paragraph style: its size and the space before and after it in points."""

    name: str
    size: int
    bold: bool = False
    before: int = 0
    after: int = 0


STYLES = (
    LineStyle(TITLE_STYLE, 14, bold=True, after=4),
    LineStyle(HEADING_STYLE, 12, bold=True, before=10, after=4),
    LineStyle(LINE_STYLE, 12, after=2),
    LineStyle(CELL_STYLE, 10),
)


def new_sheet() -> Any:
    """Make an empty document."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(LEFT), Cm(OTHERS), Cm(OTHERS), Cm(OTHERS)
    page.header_distance = page.footer_distance = Cm(0.8)
    set_type(document.styles["Normal"], 12)
    for style in STYLES:
        add_style(document, style)
    page.footer._element.append(page_number())
    return document


def add_style(document: Any, style: LineStyle) -> None:
    """Add a paragraph style."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    added = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    added.base_style = document.styles["Normal"]
    set_type(added, style.size)
    added.font.bold = style.bold
    added.paragraph_format.space_before, added.paragraph_format.space_after = Pt(style.before), Pt(style.after)
    added.paragraph_format.line_spacing = 1.0


def set_type(style: Any, size: int) -> None:
    """Set the type for letters of every script; Word takes the Cyrillic ones from its own attribute."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = TYPE, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), TYPE)


def page_number() -> Any:
    """Make the line «Страница 1 из 3», whose numbers the program fills in."""
    before, _, rest = message("protocol_page", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    return paragraph(run(before), number("PAGE"), run(between), number("NUMPAGES"), run(after), align="right")


def number(field: str) -> Any:
    """Make a field that the program fills in."""
    return element("fldSimple", run("1"), instr=field)


def append(document: Any, *parts: Any) -> None:
    """Add elements at the end of a document."""
    last = document.element.body.sectPr
    for part in parts:
        last.addprevious(part)


def written(document: Any) -> bytes:
    """Give the bytes of a document, the same ones every time: python-docx's template has fixed dates."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
