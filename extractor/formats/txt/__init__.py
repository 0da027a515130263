"""TXT: plain text with the tables that were flattened into it.

In: bytes in any Russian encoding. Out: a `Document`. Lines are handed through `FINDERS`, each of which takes out the
tables of one family; what is left are paragraphs. To add a family, write a module with a finder and add it to the list.
"""

from collections.abc import Iterable, Sequence

from extractor.document import Block, Document
from extractor.errors import TooLarge
from extractor.formats.encodings import decode
from extractor.formats.txt.aligned import find_aligned_tables
from extractor.formats.txt.cells_by_line import find_line_tables
from extractor.formats.txt.lines import LONE_NUMBER, SourceLine, split_lines
from extractor.formats.txt.paragraphs import RoughParagraph, build_paragraph, find_paragraphs, layout_width, wrap_width
from extractor.formats.txt.pipes import find_pipe_tables
from extractor.formats.txt.pseudographics import find_framed_tables
from extractor.formats.txt.quoted import find_quoted_rows
from extractor.formats.txt.rough import Finder, Piece, RoughTable, build_table
from extractor.formats.txt.stamps import unfold_stamps
from extractor.formats.txt.tabs import find_tab_tables
from extractor.text import clean

# A plan of 2,000 measures is 1.5 MB of text; beyond this it is a log or a dump.
MAX_TEXT_BYTES = 24_000_000
# The same plan has 40,000 lines.
MAX_LINES = 300_000

# Frames first: a framed line has pipes and wide gaps too. Quoted rows before the tables that may go on over plain lines.
FINDERS: tuple[Finder, ...] = (
    find_framed_tables, find_quoted_rows, find_pipe_tables, find_tab_tables, find_line_tables, find_aligned_tables,
)  # fmt: skip


def read(content: bytes) -> Document:
    """Read plain text; raises `TooLarge`."""
    if len(content) > MAX_TEXT_BYTES:
        raise TooLarge("too_many_megabytes", limit=MAX_TEXT_BYTES // 1_000_000)
    text, _ = decode(content)
    lines = split_lines(text)
    if len(lines) > MAX_LINES:
        raise TooLarge("too_many_lines", limit=MAX_LINES)
    pieces: list[Piece] = [lines]
    for finder in FINDERS:
        pieces = [part for piece in pieces for part in ([piece] if isinstance(piece, RoughTable) else finder(piece))]
    return Document(format="txt", blocks=tuple(build_blocks(pieces, layout_width(lines))), pages=lines[-1].page if lines else None)


def build_blocks(pieces: Sequence[Piece], page_width: int | None) -> Iterable[Block]:
    """Number and build the blocks."""
    plain = [line for piece in pieces if not isinstance(piece, RoughTable) for line in [*piece, SourceLine("")]]
    width, numbers = wrap_width(plain), page_numbers(plain)
    rough: list[RoughTable | RoughParagraph] = []
    for piece in pieces:
        if isinstance(piece, RoughTable):
            rough.append(piece)
        else:
            rough += find_paragraphs(unfold_stamps([line for line in piece if id(line) not in numbers]), width, page_width)
    filled = (item for item in rough if isinstance(item, RoughTable) or any(clean(line.text) for line in item.lines))
    for number, item in enumerate(filled, 1):
        yield build_table(item, number) if isinstance(item, RoughTable) else build_paragraph(item, number)


def page_numbers(lines: Sequence[SourceLine]) -> set[int]:
    """Find the lines that number pages: lone numbers between blank lines that count on from page to page; gives their ids."""
    lone = [
        line
        for above, line, below in zip([SourceLine(""), *lines], lines, [*lines[1:], SourceLine("")], strict=False)
        if above.is_blank and below.is_blank and len(line.text) < 40 and LONE_NUMBER.fullmatch(line.text)
    ]
    counts = [int(line.text) for line in lone]
    counting = len(counts) > 1 and counts == list(range(counts[0], counts[0] + len(counts)))
    return {id(line) for line in lone} if counting else set()
