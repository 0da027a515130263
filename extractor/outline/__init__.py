"""The document's outline: which blocks are head, preamble, points, signature, stamps, appendices, titles, narrative.

In: the `Document`. Out: `Outline`: parts in printed order with what each consists of, the title above each table, and the
paragraphs of narrative. A new kind of head line is a rule in `heads.py`; a new word is an entry of
`lexicons/requisites.toml`.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from extractor.casing import Casing, read_casing
from extractor.document import Document, Paragraph, Table
from extractor.outline.foot import Signature
from extractor.outline.marks import PLACE, is_registration
from extractor.outline.parts import Part, PartKind, find_parts
from extractor.outline.printed import Stretch, is_layout, printed_lines
from extractor.outline.roles import HeadLine
from extractor.outline.titles import Title, lines_above, make_title
from extractor.outline.words import enacting, opening

__all__ = ["HeadLine", "Outline", "Part", "PartKind", "Signature", "Stretch", "Title", "is_layout", "read_outline"]


FOOT_LINES = 4  # place, date and number under a signature


@dataclass(frozen=True)
class Outline:
    """A document's parts and how to ask for the part and the title of a table.

    `casing` turns capitals into sentence case by the document's own words.
    """

    document: Document
    parts: tuple[Part, ...]
    casing: Casing

    def part_of(self, block: int) -> Part:
        """Give the part that a block (counted from 1) stands in."""
        return next((part for part in self.parts if part.first <= block <= part.last), self.parts[-1])

    def part_title(self, part: Part) -> Title | None:
        """Give a part's own title."""
        return make_title(part.lines("title"), self.casing)

    def title_above(self, block: int) -> Title | None:
        """Give the title of a table (its block, counted from 1): the heading right above it, else its part's title."""
        part = self.part_of(block)
        lines = lines_above(self.document, part, block)
        own = {(line.block, line.start) for line in part.lines("title")}
        if not lines or any((line.block, line.start) in own for line in lines):
            return self.part_title(part) or make_title(lines, self.casing)
        return make_title(lines, self.casing)

    def foot_registration(self, part: Part) -> tuple[Stretch, ...]:
        """Give the lines of place, date and number right under an act's signature, as decrees print them."""
        if part.kind != "act" or part.minutes or not part.signatures:
            return ()
        last = part.signatures[-1].lines[-1].block
        below = [line for block in self.document.blocks[last : part.last] for line in printed_lines(block)]
        return tuple(takewhile(lambda line: is_registration(line.form) or bool(PLACE.match(line.form)), below[:FOOT_LINES]))

    @cached_property
    def narrative(self) -> tuple[Paragraph, ...]:
        """Give the paragraphs outside heads, stamps, preambles, points, signatures and titles above tables; of minutes none."""
        used = {line.block for part in self.parts for line in used_lines(part) if not tells(part, line)}
        used |= {line.block for title in map(self.title_above, data_tables(self.document)) if title for line in title.lines}
        acts = [part for part in self.parts if part.kind == "act"]
        after = {block for part in acts for block in range(last_operative(part), part.last + 1)}
        return tuple(p for p in self.document.paragraphs if p.block not in used and p.block not in after)


def data_tables(document: Document) -> tuple[int, ...]:
    """Give the blocks of the tables that are not layout."""
    return tuple(block.block for block in document.blocks if isinstance(block, Table) and not is_layout(block))


def tells(part: Part, line: Stretch) -> bool:
    """Tell whether a preamble's paragraph tells what was done: whole sentences before the one that enacts."""
    if line not in part.preamble or part.minutes or opening("preamble").match(line.form):
        return False
    return line.form.rstrip().endswith(".") and not enacting().search(line.form)


def last_operative(part: Part) -> int:
    """Give the block from which on nothing of an act is narrative: its signature, or for minutes its beginning."""
    if part.minutes:
        return part.first
    if part.signatures:
        return part.signatures[0].lines[0].block
    return max((point.block for group in part.operative for point in group), default=part.last) + 1


def used_lines(part: Part) -> tuple[Stretch, ...]:
    """Give every line of a part that has a role."""
    head = tuple(line.line for line in part.head if line.role != "heading")
    points = tuple(point for group in part.operative for point in group)
    return (*head, *part.preamble, *points, *(line for signature in part.signatures for line in signature.lines))


def read_outline(document: Document) -> Outline:
    """Read the outline of a document."""
    return Outline(document, find_parts(document), read_casing(document))
