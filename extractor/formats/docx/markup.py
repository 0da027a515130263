"""Names of WordprocessingML elements (ECMA-376 part 1, section 17) as lxml spells them, and reading of their values.

In: nothing. Out: constants. Only elements that the reader looks at are here.
"""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

VAL = f"{W}val"
PARAGRAPH, RUN, TEXT, TABLE, ROW, CELL = f"{W}p", f"{W}r", f"{W}t", f"{W}tbl", f"{W}tr", f"{W}tc"
PARAGRAPH_MARKS, RUN_MARKS, ROW_MARKS, CELL_MARKS = f"{W}pPr", f"{W}rPr", f"{W}trPr", f"{W}tcPr"
STYLE, RUN_STYLE, ALIGNMENT, INDENT, OUTLINE = f"{W}pStyle", f"{W}rStyle", f"{W}jc", f"{W}ind", f"{W}outlineLvl"
NUMBERING, NUMBER_ID, NUMBER_LEVEL = f"{W}numPr", f"{W}numId", f"{W}ilvl"
BOLD, HIDDEN = f"{W}b", f"{W}vanish"
DELETED, MOVED_FROM, INSERTED = f"{W}del", f"{W}moveFrom", f"{W}ins"
CONTENT_CONTROL, CONTENT_CONTROL_MARKS, CONTENT = f"{W}sdt", f"{W}sdtPr", f"{W}sdtContent"
BOX_CONTENT, ALTERNATE, CHOICE, FALLBACK = f"{W}txbxContent", f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"
SECTION, HEADER_REFERENCE = f"{W}sectPr", f"{W}headerReference"


def is_on(mark: Any) -> bool:
    """Tell whether an on/off property is on: its presence means yes unless its value says no."""
    return mark is not None and mark.get(VAL) not in ("0", "false", "off")


def read_number(element: Any, attribute: str = VAL) -> int | None:
    """Read a whole number; None where there is none or it isn't one (some writers give fractions: 12.5 is 12)."""
    if element is None:
        return None
    try:
        return int(float(element.get(attribute, "")))
    except (ValueError, OverflowError):
        return None


def leading(element: Any, tag: str) -> Any:
    """Give the first child if it is the properties element asked for, as the schema orders; faster than `find`."""
    if not len(element):
        return None
    child = element[0]
    return child if child.tag == tag else element.find(tag)
