"""Paragraphs of plain text: lines outside tables become paragraphs.

In: lines. Out: `RoughParagraph`s. Blank lines part paragraphs. Where the text is wrapped at a width, a line goes on in
the next one when that one's first word would not have fitted, unless it opens a list item or is indented. Where the
text is not wrapped, each line is a paragraph. Lines pushed to the right (stamps) and centred lines stay apart.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.document import Paragraph
from extractor.formats.txt.emphasis import strip_emphasis
from extractor.formats.txt.lines import SourceLine
from extractor.formats.txt.rough import flow_bounded
from extractor.formats.txt.rows import OPEN_END
from extractor.text import PrintedLine

# Typewriters and old mail programs wrap at 60 to 100 columns; a longest line beyond this is not wrapped text.
MAX_WRAP_WIDTH, MIN_WRAP_WIDTH = 130, 45
# A ragged edge: a long word leaves this much of a line free.
RAGGED = 16
# Share of the lines followed by another one that must be near the width.
FULL_SHARE = 0.45
MIN_FULL_LINES = 3
# Leading blanks that no first-line indent has: the text is pushed to the right half.
RIGHT_INDENT = 24
# A first line is indented up to here; a centred line in small letters has more room before it.
MAX_FIRST_INDENT = 10
# A paragraph longer than any real one; the limit keeps joining linear on hostile input.
MAX_PARAGRAPH_LINES = 300
TAB_WIDTH = 8

ITEM_MARK = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]|[а-яёa-z]\)|[IVXLC]{1,5}[.)]|[-–—•*·]|#{1,6})\s*(?=\S)", re.IGNORECASE)
DATED = re.compile(r"от\s+[«\"\d_]|№|n\s*\d", re.IGNORECASE)
CLOSED_END = (".", ";", "!", "?", ":")
# A capitalised word that stands alone as the kind of the act: the heading below it is another line.
MAX_KIND_WORDS = 1


@dataclass(frozen=True, slots=True)
class RoughParagraph:
    """A paragraph before its block's number is known."""

    lines: tuple[PrintedLine, ...]
    centred: bool = False
    right: bool = False
    bold: bool = False
    level: int | None = None


def build_paragraph(rough: RoughParagraph, block: int) -> Paragraph:
    """Build the paragraph numbered `block`."""
    text, lines = flow_bounded(rough.lines)
    return Paragraph(text=text, block=block, lines=lines, centred=rough.centred, right=rough.right, bold=rough.bold, level=rough.level)


def wrap_width(lines: Iterable[SourceLine]) -> int | None:
    """Give the width at which the text is wrapped, None where lines are whole paragraphs."""
    lengths = [len(expanded(above)) for above, below in following(lines) if not below.is_blank and not is_right(above)]
    long = sorted(length for length in lengths if length >= MIN_WRAP_WIDTH * 2 // 3)
    if len(long) < MIN_FULL_LINES:
        return None
    width = long[max(0, len(long) - 1 - len(long) // 50)]
    full = sum(length >= width - RAGGED for length in long)
    fits = MIN_WRAP_WIDTH <= width <= MAX_WRAP_WIDTH and full >= max(MIN_FULL_LINES, FULL_SHARE * len(long))
    return width if fits else None


def layout_width(lines: Iterable[SourceLine]) -> int | None:
    """Give the width of the printed page where no line is longer than one, None where lines are whole paragraphs."""
    width = max((len(expanded(line)) for line in lines), default=0)
    return width if MIN_WRAP_WIDTH <= width <= MAX_WRAP_WIDTH else None


def following(lines: Iterable[SourceLine]) -> Iterable[tuple[SourceLine, SourceLine]]:
    """Yield each filled line with the line below it."""
    above: SourceLine | None = None
    for line in lines:
        if above is not None and not above.is_blank:
            yield above, line
        above = line


def expanded(line: SourceLine) -> str:
    """Give the line with its leading tabs as blanks, without blanks at its end."""
    text = line.text.rstrip()
    body = text.lstrip()
    return text[: len(text) - len(body)].expandtabs(TAB_WIDTH) + body


def indent_of(line: SourceLine) -> int:
    """Count the leading blanks."""
    text = expanded(line)
    return len(text) - len(text.lstrip())


def is_right(line: SourceLine) -> bool:
    """Tell whether the line is pushed to the right half, as stamps are."""
    return indent_of(line) >= RIGHT_INDENT


def is_centred(line: SourceLine, width: int | None) -> bool:
    """Tell whether the line has about as much room before it as after it, in text wrapped at `width`."""
    if width is None:
        return False
    text = expanded(line)
    left, right = len(text) - len(text.lstrip()), width - len(text)
    if left > MAX_FIRST_INDENT:
        return abs(left - right) <= 8
    return left >= 3 and right >= 3 and abs(left - right) <= 4 and text.isupper()


def find_paragraphs(lines: Sequence[SourceLine], width: int | None, page_width: int | None = None) -> list[RoughParagraph]:
    """Find the paragraphs in lines of a text that is wrapped at `width` and printed on pages of `page_width`."""
    groups: list[list[SourceLine]] = []
    above: SourceLine | None = None
    for line in lines:
        if line.is_blank:
            above = None
            continue
        if above is not None and len(groups[-1]) < MAX_PARAGRAPH_LINES and belongs(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
        above = line
    return [read_paragraph(group, width or page_width) for group in groups]


def belongs(group: Sequence[SourceLine], below: SourceLine, width: int | None) -> bool:
    """Tell whether a line goes on with the paragraph above it."""
    above = group[-1]
    if len(group) < 4 and sum(line.text.count("**") for line in group) % 2:
        return True
    if width is None:
        return False
    centred = is_centred(above, width) and not is_full(above, below, width)
    if centred or is_centred(below, width):
        return centred and is_centred(below, width) and heading_goes_on(above.text.strip(), below.text.strip())
    if is_right(below) and (is_right(above) or not is_full(above, below, width)):
        return False
    return body_goes_on(group, below, width)


def heading_goes_on(above: str, below: str) -> bool:
    """Tell whether a centred line goes on with the one above: in small letters, or both in capitals."""
    if DATED.match(below) or ITEM_MARK.match(below) or above.endswith(CLOSED_END):
        return False
    if below[:1].islower():
        return True
    return above.isupper() and below.isupper() and len(above.split()) > MAX_KIND_WORDS


def body_goes_on(group: Sequence[SourceLine], below: SourceLine, width: int) -> bool:
    """Tell whether a line of running text goes on with the paragraph above it."""
    above, text = group[-1], below.text.strip()
    closed = above.text.rstrip().endswith(CLOSED_END)
    if ITEM_MARK.match(text) and (closed or not is_full(above, below, width) or not text.startswith(("-", "–", "—"))):
        return False
    if indent_of(below) > indent_of(group[-1] if len(group) > 1 else below) + 1 or (len(group) == 1 and starts_deeper(above, below)):
        return False
    if is_full(above, below, width):
        return True
    return len(expanded(above)) > width // 2 and (
        (text[:1].islower() and not closed) or OPEN_END.search(above.text.rstrip()[-20:]) is not None
    )


def starts_deeper(above: SourceLine, below: SourceLine) -> bool:
    """Tell whether a line is indented more than the first line of the paragraph above it."""
    return indent_of(below) > indent_of(above) + 1 and not ITEM_MARK.match(above.text.strip())


def is_full(above: SourceLine, below: SourceLine, width: int) -> bool:
    """Tell whether the first word of the line below would not have fitted into the line above."""
    first = below.text.split(maxsplit=1)[0]
    return len(expanded(above)) + 1 + len(first) > width - 1


def read_paragraph(group: Sequence[SourceLine], width: int | None) -> RoughParagraph:
    """Make a paragraph of its lines: all but the last are wrapped ones, unless they are a heading's own lines."""
    text, bold, level = strip_emphasis("\n".join(line.text for line in group).strip())
    centred = all(is_centred(line, width) for line in group)
    pages = [line.page for line in group]
    lines = tuple(PrintedLine(line, hard=centred, page=page) for line, page in zip(text.split("\n"), pages, strict=False))
    return RoughParagraph(lines, centred=centred, right=not centred and is_right(group[0]), bold=bold, level=level)
