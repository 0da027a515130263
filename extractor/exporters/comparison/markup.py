"""Markup: the parts of a Word document that the outputs of a comparison are made of (ECMA-376, part 1, chapter 17).

In: texts. Out: elements: runs, paragraphs, cells, rows, a table of fixed widths whose header rows are repeated on every page. Made
directly, because python-docx looks through the whole table for every row that it adds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

TWIPS_PER_CENTIMETRE = 567
# Signs that XML 1.0 forbids (section 2.2).
FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TABLE_STYLE, CELL_STYLE = "TableGrid", "CellText"
# Run properties stand in this order (17.3.2.28).
RUN_PROPERTIES = ("b", "i", "strike", "color", "u")
PLAIN: Mapping[str, str] = {}
BOLD = {"b": "1"}


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """Make an element of the main namespace with its attributes and children; a None among the children is left out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def run(text: str, marks: Mapping[str, str] = PLAIN, *, deleted: bool = False) -> Any:
    """Make a run; line ends are breaks. Marks are named as in the format: `{"b": "1", "u": "single"}`."""
    properties = [element(name, val=marks[name]) for name in RUN_PROPERTIES if name in marks]
    made = element("r", element("rPr", *properties) if properties else None)
    for place, line in enumerate(FORBIDDEN.sub("", text).split("\n")):
        if place:
            made.append(element("br"))
        if line:
            made.append(text_element("delText" if deleted else "t", line))
    return made


def text_element(tag: str, text: str) -> Any:
    """Make the text of a run; white space at its ends is kept."""
    made = element(tag)
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(*content: Any, style: str = CELL_STYLE, align: str | None = None, keep: bool = False, mark: Any = None) -> Any:
    """Make a paragraph; `keep` holds it on the page of the next one, `mark` is the tracked change of its end."""
    marks = element("pPr", element("pStyle", val=style), element("keepNext") if keep else None)
    marks.extend([element("jc", val=align)] if align else [])
    marks.extend([element("rPr", mark)] if mark is not None else [])
    return element("p", marks, *content)


def cell(paragraphs: Iterable[Any], width: float, *, span: int = 1, shade: str | None = None, merge: str | None = None) -> Any:
    """Make a cell of a width in centimetres; `merge` is "restart" or "continue" of a vertical merge."""
    marks = element("tcPr", element("tcW", w=round(width * TWIPS_PER_CENTIMETRE), type="dxa"))
    marks.extend([element("gridSpan", val=span)] if span > 1 else [])
    marks.extend([element("vMerge", val=merge)] if merge else [])
    marks.extend([element("shd", val="clear", color="auto", fill=shade)] if shade else [])
    return element("tc", marks, *paragraphs)


def row(*cells: Any, header: bool = False, whole: bool = False, mark: Any = None) -> Any:
    """Make a row: a `header` is repeated on every page, a `whole` row stands on one page, `mark` is the row's tracked change."""
    marks = [element("cantSplit")] if header or whole else []
    marks += [element("tblHeader")] if header else []
    marks += [mark] if mark is not None else []
    return element("tr", element("trPr", *marks) if marks else None, *cells)


def table(rows: Iterable[Any], widths: Sequence[float]) -> Any:
    """Make a ruled table with columns of these widths in centimetres."""
    twips = [round(width * TWIPS_PER_CENTIMETRE) for width in widths]
    marks = element(
        "tblPr", element("tblStyle", val=TABLE_STYLE), element("tblW", w=sum(twips), type="dxa"), element("tblLayout", type="fixed")
    )
    return element("tbl", marks, element("tblGrid", *(element("gridCol", w=width) for width in twips)), *rows)
