"""Paragraphs: the text that the page shows, with its list number and how it is printed.

In: a `w:p` element, in reading order. Out: `Printed`: text with "\\n" at forced line ends, "\\f" at page breaks and
"\\t" at tabs, and the text boxes anchored in it. Tracked changes read as accepted, fields show their result, hidden text,
comments and note marks are gone. An inline element that only wraps text goes into `WRAPPERS`; one that prints something
of its own, into `PRINTED`; every other element is passed over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extractor.formats.docx.markup import (
    ALTERNATE,
    BOLD,
    BOX_CONTENT,
    CHOICE,
    CONTENT,
    CONTENT_CONTROL,
    CONTENT_CONTROL_MARKS,
    DELETED,
    FALLBACK,
    HIDDEN,
    INSERTED,
    MATH,
    MOVED_FROM,
    NUMBERING,
    PARAGRAPH_MARKS,
    RUN,
    RUN_MARKS,
    RUN_STYLE,
    STYLE,
    TEXT,
    VAL,
    W,
    is_on,
    leading,
)
from extractor.formats.docx.numbering import Numbering
from extractor.formats.docx.styles import Style, Styles, paragraph_properties

WRAPPERS = frozenset(
    f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "moveTo", "bdo", "dir", "sdtContent", "ruby", "rubyBase")
) | {INSERTED, CONTENT, f"{MATH}oMath", f"{MATH}oMathPara", f"{MATH}r"}  # fmt: skip
PRINTED = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
ANCHOR, CONTENTS_ANCHOR = f"{W}anchor", "_Toc"  # a line of a table of contents is a link to such an anchor
BREAK, SYMBOL, FIELD, MATH_TEXT = f"{W}br", f"{W}sym", f"{W}fldChar", f"{MATH}t"
DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
PAGE_BREAKS = frozenset({"page", "column"})
# Twips (7.4 cm): a left indent beyond it puts a stamp or a signature into the right half of a portrait page.
RIGHT_HALF = 4_200
# Twips (1.25 cm): Word's default tab stop in Russian documents.
TAB_WIDTH = 708
# Twips: a space of 13-point Times.
SPACE_WIDTH = 65
# Fields inside fields; Word allows 20.
MAX_FIELDS = 50
PRIVATE = re.compile("[\ue000-\uf8ff]")
PRIVATE_BASE = 0xF000
# Low bytes of the Symbol and Wingdings characters met in office texts; ASCII ones stand for themselves, others are dropped.
SYMBOLS = {0xB7: "•", 0xA7: "•", 0xD8: "•", 0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥"}


@dataclass(slots=True)
class Printed:
    """A paragraph as printed; `label` is its list number with a space, `boxes` the contents of its text boxes."""

    text: str
    label: str = ""
    bold: bool = False
    style: Style = field(default_factory=Style)
    boxes: list[Any] = field(default_factory=list)

    @property
    def centred(self) -> bool:
        """Tell whether it is printed in the middle."""
        return self.style.alignment == "center"

    @property
    def right(self) -> bool:
        """Tell whether it is printed on the right: so aligned, or pushed into the right half by indent, tabs or spaces."""
        if self.centred or self.style.alignment in ("right", "end"):
            return not self.centred
        lead = self.text[: len(self.text) - len(self.text.lstrip())]
        return self.style.indent + TAB_WIDTH * lead.count("\t") + SPACE_WIDTH * (len(lead) - lead.count("\t")) >= RIGHT_HALF


class Paragraphs:
    """Reads the paragraphs of one story (body, header) in reading order; lists and joined paragraphs carry over."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        """Begin before the first paragraph."""
        self.styles = styles
        self.numbering = numbering
        self.fields: list[bool] = []  # one per field begun in the paragraph: whether its result is being printed
        self.carried = ""  # text of paragraphs whose end was deleted: it runs on into the next paragraph
        self.parts: list[str] = []
        self.boxes: list[Any] = []
        self.bold = self.plain = False

    def read(self, paragraph: Any) -> Printed:
        """Read one paragraph; a paragraph whose end mark is deleted or hidden gives no text yet."""
        style_id, style, joined = self.marks(paragraph)
        self.parts, self.boxes, self.bold, self.plain = [], [], False, False
        self.fields = []  # an instruction never runs over paragraphs, but a damaged field may lack its end
        self.collect(paragraph, style)
        text = "".join(self.parts)
        if joined:
            self.carried += text
            return Printed("", boxes=self.boxes)
        if self.carried:
            text, self.carried = self.carried + text, ""
        number_id = style.number_id
        label = self.numbering.label(number_id, style.number_level or 0, style_id) if number_id is not None else ""
        return Printed(text, label, self.bold and not self.plain, style, self.boxes)

    def rest(self) -> str:
        """Give the text that still waits for a next paragraph: a table or the end of a cell ends it."""
        text, self.carried = self.carried, ""
        return text

    def marks(self, paragraph: Any) -> tuple[str | None, Style, bool]:
        """Give the paragraph's style id, its properties, and whether its end is deleted."""
        marks = leading(paragraph, PARAGRAPH_MARKS)
        if marks is None:
            return None, self.styles.default, False
        named = marks.find(STYLE)
        style_id = None if named is None else named.get(VAL)
        style = self.styles.paragraph(style_id)
        if len(marks) > (named is not None):
            style = paragraph_properties(marks, style)
            if marks.find(NUMBERING) is not None:
                style_id = None
        end = marks.find(RUN_MARKS)
        joined = end is not None and any(end.find(tag) is not None for tag in (DELETED, MOVED_FROM, f"{W}specVanish"))
        return style_id, style, joined

    def collect(self, container: Any, style: Style) -> None:
        """Collect the text of a paragraph or of an element that wraps runs; libxml2 bounds the depth."""
        for child in container:
            tag = child.tag
            if tag == RUN:
                self.run(child, style)
            elif tag in WRAPPERS:
                if not child.get(ANCHOR, "").startswith(CONTENTS_ANCHOR):
                    self.collect(child, style)
            elif tag == CONTENT_CONTROL:
                if not is_placeholder(child):
                    self.collect(child, style)
            elif tag == ALTERNATE:
                self.collect(chosen(child), style)
            elif tag == MATH_TEXT:
                self.parts.append(child.text or "")

    def run(self, run: Any, style: Style) -> None:
        """Collect a run: its text, tabs, breaks, symbols and text boxes."""
        bold, hidden = style.bold, style.hidden
        for child in run:
            tag = child.tag
            if tag == RUN_MARKS:
                bold, hidden = self.run_marks(child, style)
            elif tag == TEXT:
                if hidden or False in self.fields:
                    continue
                text = child.text
                if text:
                    self.write(text, bold)
            elif tag == FIELD:
                self.field(child.get(f"{W}fldCharType"))
            elif not hidden:
                self.other(child, tag)

    def run_marks(self, marks: Any, style: Style) -> tuple[bool, bool]:
        """Tell whether a run is bold and whether it is hidden."""
        bold, hidden = style.bold, style.hidden
        for mark in marks:
            tag = mark.tag
            if tag == BOLD:
                bold = is_on(mark)
            elif tag == HIDDEN:
                hidden = is_on(mark)
            elif tag == RUN_STYLE:
                named = self.styles.run(mark.get(VAL))
                bold, hidden = bold or named.bold, hidden or named.hidden
        return bold, hidden

    def write(self, text: str, bold: bool) -> None:
        """Add a stretch of text; a line end inside the XML text is a mere space."""
        if "\n" in text:
            text = text.replace("\n", " ")
        if PRIVATE.search(text):
            text = PRIVATE.sub(lambda found: symbol(ord(found.group())), text)
        self.parts.append(text)
        if bold:
            self.bold = True
        elif not self.plain and not text.isspace():
            self.plain = True

    def other(self, child: Any, tag: str) -> None:
        """Collect what a run has besides text."""
        if tag == ALTERNATE:
            for inner in chosen(child):
                self.other(inner, inner.tag)
        elif tag in DRAWINGS:
            self.boxes.extend(outer_boxes(child))
        elif False in self.fields:
            return
        elif tag in PRINTED:
            self.parts.append(PRINTED[tag])
        elif tag == BREAK:
            self.parts.append("\f" if child.get(f"{W}type") in PAGE_BREAKS else "\n")
        elif tag == SYMBOL:
            self.parts.append(symbol(int(child.get(f"{W}char") or "0", 16)) if is_hexadecimal(child.get(f"{W}char")) else "")
        elif tag in WRAPPERS:
            self.collect(child, Style())

    def field(self, kind: str | None) -> None:
        """Follow a field: between its begin and its separator stands the instruction, which is not printed."""
        if kind == "begin" and len(self.fields) < MAX_FIELDS:
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()


def outer_boxes(drawing: Any) -> Iterable[Any]:
    """Give the text box contents of a drawing, of each alternative one, none that stands inside another box."""
    for found in drawing.iter(BOX_CONTENT):
        between = []
        for parent in found.iterancestors():
            if parent is drawing:
                break
            between.append(parent.tag)
        if BOX_CONTENT not in between and not (FALLBACK in between and has_choice(found)):
            yield found


def has_choice(found: Any) -> bool:
    """Tell whether a fallback's box has its like in the preferred branch."""
    alternate = next(found.iterancestors(ALTERNATE), None)
    return alternate is not None and alternate.find(CHOICE) is not None


def chosen(alternate: Any) -> Any:
    """Give the branch that is shown: the first choice, or the fallback (ECMA-376 part 3, 9.3)."""
    choice = alternate.find(CHOICE)
    fallback = alternate.find(FALLBACK)
    if choice is not None and (len(choice) or fallback is None):
        return choice
    return fallback if fallback is not None else ()


def is_placeholder(control: Any) -> bool:
    """Tell whether a content control shows only its prompt ("Место для ввода текста")."""
    marks = control.find(CONTENT_CONTROL_MARKS)
    return marks is not None and is_on(marks.find(f"{W}showingPlcHdr"))


def is_hexadecimal(text: str | None) -> bool:
    """Tell whether an attribute is a character code."""
    return bool(text) and re.fullmatch(r"[0-9A-Fa-f]{1,6}", text or "") is not None


def symbol(code: int) -> str:
    """Give a readable character for a character of a symbol font; "" where there is none."""
    if not PRIVATE_BASE - 0x1000 <= code <= 0xF8FF:
        return chr(code) if 0x20 <= code <= 0x10FFFF else ""
    low = code & 0xFF
    return SYMBOLS.get(low, chr(low) if 0x20 <= low < 0x7F else "")
