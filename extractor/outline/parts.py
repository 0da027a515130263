"""A document's parts: the act, its appendices, or the body of a document without an act.

In: the document. Out: `Part`s in printed order, each read on its own: head, preamble, operative paragraphs, signatures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.document import Block, Document, Paragraph, Table
from extractor.outline.decisions import find_decisions
from extractor.outline.foot import PERSON, Signature, find_signatures
from extractor.outline.heads import read_head
from extractor.outline.marks import DATE_LINE, GREETING, HEAD_LINES, NAMING, NUMBERED, is_addressee, is_kind_line, is_naming
from extractor.outline.notes import without_notes
from extractor.outline.printed import Stretch, header_row, is_layout, is_printed_heading, printed_lines
from extractor.outline.roles import HeadLine
from extractor.outline.words import adjective_opening, enacting, opening, unspaced

PartKind = Literal["act", "appendix", "body"]
PREAMBLE_PARAGRAPHS = 15  # an enacting word further down belongs to something quoted
FOOT_WIDTH = 120  # characters of a position at the foot; a longer paragraph is text
POINT = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]? ?[а-я]")
REQUEST = re.compile(
    r"(?<![а-я])(?:прошу|просим|просит|просят|необходимо|предлага[а-я]+|рекоменд[а-я]+|поручаю|требую)(?![а-я])[^.:]{0,120}:$"
)
NOTHING_AFTER = re.compile(
    r"[_\s/|-]+$|визы|лист (?:согласования|ознакомления)|согласовано|с приказом |исп\. ?:?|"
    r"исполнитель ?:|разослано|рассылка|верно ?:|наименование должности|\(?должность"
)
IMPERATIVE = re.compile(r"[а-я-]+(?:ть|ти|чь|ться|тись|чься)(?![а-я])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the document, from block `first` to block `last` (inclusive, counted from 1).

    `appendix` is the appendix's number as printed, None where none is printed. `operative` has the paragraphs that
    prescribe, one group for an act and one for each item of minutes. `signatures` come in printed order.
    """

    kind: PartKind
    first: int
    last: int
    appendix: str | None = None
    minutes: bool = False
    head: tuple[HeadLine, ...] = ()
    preamble: tuple[Stretch, ...] = ()
    operative: tuple[tuple[Stretch, ...], ...] = ()
    signatures: tuple[Signature, ...] = ()

    def lines(self, *roles: str) -> tuple[Stretch, ...]:
        """Give the head's lines that have one of the roles."""
        return tuple(line.line for line in self.head if line.role in roles)


def find_parts(document: Document) -> tuple[Part, ...]:
    """Split the document into its parts."""
    borders = appendix_borders(document.blocks)
    starts = sorted({0, *borders})
    ends = [*starts[1:], len(document.blocks)]
    pieces = [document.blocks[start:end] for start, end in zip(starts, ends, strict=True) if end > start]
    return tuple(read_part(piece, first=index == 0) for index, piece in enumerate(pieces))


def appendix_borders(blocks: Sequence[Block]) -> list[int]:
    """Give the indices of the blocks that an appendix begins with; a name that nothing follows begins none."""
    borders = [index for index, block in enumerate(blocks) if begins_appendix(block)]
    signed = [index for index, block in enumerate(blocks) if approves_below(blocks, index, borders)]
    return [border for border in sorted({*borders, *signed}) if has_content(blocks[border:])]


def begins_appendix(block: Block) -> bool:
    """Tell whether a block's first line names an appendix."""
    lines = printed_lines(block)
    if isinstance(block, Table):
        return any(is_naming(line.form) for line in lines[:6]) and block.row_count <= 8
    return bool(lines) and is_naming(lines[0].form) and len(lines[0].text) < 200


def approves_below(blocks: Sequence[Block], index: int, borders: Sequence[int]) -> bool:
    """Tell whether an УТВЕРЖДЕН stamp begins an unnamed appendix: an act's points stand above it."""
    lines = printed_lines(blocks[index])
    if not lines or not re.match(r"утвержден[аоы]?(?![а-я])", lines[0].form) or any(0 <= index - border <= 8 for border in borders):
        return False
    above = [line.form for block in blocks[max(0, index - 80) : index] for line in printed_lines(block)]
    return any(enacting().search(form) for form in above) or sum(bool(POINT.match(form)) for form in above) >= 2


def has_content(blocks: Sequence[Block]) -> bool:
    """Tell whether more follows an appendix's name than the naming lines and a stamp."""
    rest = [line for block in blocks for line in printed_lines(block)]
    if any(isinstance(block, Table) and not is_layout(block) for block in blocks):
        return True
    head = read_head(rest, act=False)
    return len(rest) > len(head) or any(line.role == "title" for line in head)


def read_part(blocks: Sequence[Block], *, first: bool) -> Part:
    """Read one part: its head, then what its kind goes on with; what follows the first is an appendix."""
    until_table = head_blocks(blocks)
    lines = [line for block in until_table for line in printed_lines(block)]
    naming = not first or begins_appendix(blocks[0])
    minutes = not naming and any(
        is_minutes(line.form) and not in_stamp_above(lines, index) for index, line in enumerate(lines[:HEAD_LINES])
    )
    act = not naming and not minutes and (has_act(blocks, lines) or is_requesting_letter(blocks))
    head = read_head(lines, act=act, minutes=minutes)
    named = next((found for line in head if line.role == "naming" and (found := NAMING.match(line.line.form))), None)
    kind: PartKind = "appendix" if naming else "act" if act or minutes else "body"
    rest = tuple(without_notes(rest_after(blocks, lines, len(head))))
    preamble, operative, signatures = read_rest(rest, act=act, minutes=minutes, blocks=blocks)
    return Part(
        kind=kind, first=blocks[0].block, last=blocks[-1].block, appendix=named.group(1) if named else None, minutes=minutes,
        head=head, preamble=preamble, operative=operative, signatures=signatures,
    )  # fmt: skip


def head_blocks(blocks: Sequence[Block]) -> Sequence[Block]:
    """Give the blocks before the first table that is not layout, with that table where a title stands over its header."""
    for index, block in enumerate(blocks):
        menu = index == 0 and isinstance(block, Table) and block.row_count == 1
        if isinstance(block, Table) and not is_layout(block) and not menu:
            return blocks[: index + (header_row(block) > 1)]
    return blocks


def is_minutes(form: str) -> bool:
    """Tell whether a line names minutes."""
    return is_kind_line(form) and bool(re.match(r'["(\s]*(?:выписка из )?протокол', unspaced(form)))


def has_act(blocks: Sequence[Block], lines: Sequence[Stretch]) -> bool:
    """Tell whether the part is an act: its kind is named at the head, or an enacting word stands before a point."""
    if any(is_kind_line(line.form) and not in_stamp_above(lines, index) for index, line in enumerate(lines[:HEAD_LINES])):
        return True
    return any(isinstance(block, Paragraph) and enacting().search(printed_form(block)) for block in blocks[:HEAD_LINES])


def is_requesting_letter(blocks: Sequence[Block]) -> bool:
    """Tell whether the part is a letter that asks for numbered things: a greeting or an addressee, "прошу:", a point."""
    lines = [line for block in blocks[:HEAD_LINES] for line in printed_lines(block)]
    asked = [index for index, line in enumerate(lines) if REQUEST.search(line.form) and POINT.match(after(lines, index))]
    return bool(asked) and any(is_addressee(line.form) or GREETING.match(line.form) for line in lines[: asked[0]])


def after(lines: Sequence[Stretch], index: int) -> str:
    """Give the matching form of the line after the one at the index."""
    return lines[index + 1].form if index + 1 < len(lines) else ""


def in_stamp_above(lines: Sequence[Stretch], index: int) -> bool:
    """Tell whether a kind word belongs to a stamp (УТВЕРЖДЕНО / приказом, Приказ № 5)."""
    above = [line.form for line in lines[max(0, index - 4) : index]]
    stamped = any(opening("stamps", name).match(form) for form in above for name in ("approved", "agreed"))
    if stamped and is_printed_heading(lines[index]) and not is_printed_heading(lines[index - 1]):
        return False
    dated = any(DATE_LINE.search(form) for form in above)
    return stamped and not (lines[index].text.isupper() and (dated or not re.search(r"\d", lines[index].text)))


def printed_form(paragraph: Paragraph) -> str:
    """Give the matching form of a whole paragraph."""
    return Stretch(paragraph, 0, len(paragraph.text)).form


def rest_after(blocks: Sequence[Block], lines: Sequence[Stretch], count: int) -> tuple[Stretch, ...]:
    """Give the paragraphs after the head's `count` lines; a paragraph that the head ends in is cut there."""
    following = lines[count] if count < len(lines) else None
    last = lines[count - 1].block if count else 0
    rest = list[Stretch]()
    for block in blocks:
        if isinstance(block, Table):
            continue
        if following is not None and block.block == following.block:
            rest.append(Stretch(block, following.start, len(block.text)))
        elif block.block > last and block.text:
            rest.append(Stretch(block, 0, len(block.text)))
    return tuple(rest)


Rest = tuple[tuple[Stretch, ...], tuple[tuple[Stretch, ...], ...], tuple[Signature, ...]]


def read_rest(rest: Sequence[Stretch], *, act: bool, minutes: bool, blocks: Sequence[Block]) -> Rest:
    """Give preamble, operative groups and signatures of what follows the head."""
    if minutes:
        groups = find_decisions(rest)
        signed = foot_signatures(blocks, last_prescribed(groups[-1]) if groups else rest[0].block if rest else 0)
        ends = signed[0].lines[0].block if signed else None
        groups = tuple(tuple(p for p in group if ends is None or p.block < ends) for group in groups)
        return (), tuple(group for group in groups if group), signed
    if not act:
        tables = [block.block for block in blocks if isinstance(block, Table) and not is_layout(block)]
        return (), (), foot_signatures(blocks, max(tables, default=rest[0].block - 1 if rest else 0), at_end=True)
    preamble, operative = split_preamble(rest)
    signed = act_signatures(blocks, operative)
    operative = before_signature(operative, signed[0].lines[0]) if signed else before_foot(operative)
    return preamble, (operative,) if operative else (), signed


def before_signature(operative: Sequence[Stretch], line: Stretch) -> tuple[Stretch, ...]:
    """Give the operative paragraphs above a signature's first line; a paragraph that the line stands in is cut there."""
    above = [p for p in operative if p.block < line.block]
    cut = [
        p.part(0, line.start - p.start) for p in operative if p.block == line.block and p.passage is line.passage and p.start < line.start
    ]
    return (*above, *(piece for piece in cut if piece.text))


def before_foot(operative: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Give the operative paragraphs without what follows an unread signature: a short position after the last point ends them."""
    last = max((index for index, p in enumerate(operative) if POINT.match(p.form)), default=len(operative))
    listing = last < len(operative) and operative[last].form.endswith(":")
    for index, paragraph in enumerate(operative):
        below = index > last and not listing
        if NOTHING_AFTER.match(paragraph.form) or (below and (is_bare_position(paragraph.form) or PERSON.fullmatch(paragraph.text))):
            return tuple(operative[:index])
    return (*operative[:-1], without_name(operative[-1])) if operative else ()


def without_name(paragraph: Stretch) -> Stretch:
    """Give the last paragraph without a bare name after its full stop: `… оставляю за собой. И.И. Иванов`."""
    kept = re.search(r"за собой\. (?=\S)", paragraph.form)
    return paragraph.part(0, kept.end()) if kept and PERSON.fullmatch(paragraph.text[kept.end() :]) else paragraph


def is_bare_position(form: str) -> bool:
    """Tell whether a line is only a position, as over a signature: no sentence, no label, no member of a list."""
    ended = form.endswith((".", ";", ":", ",")) or re.search(r" - \S|^ответственн|^исполнител", form)
    return bool(opening("positions").match(form)) and len(form) < FOOT_WIDTH and not ended


def last_prescribed(group: Sequence[Stretch]) -> int:
    """Give the block of the last paragraph of a group that surely prescribes: numbered or beginning with an infinitive."""
    sure = [p.block for p in group if POINT.match(p.form) or IMPERATIVE.match(p.form)]
    return sure[-1] if sure else group[0].block - 1


def split_preamble(rest: Sequence[Stretch]) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Split what follows the head of an act at its enacting word, or before its first point."""
    for index, paragraph in enumerate(rest[:PREAMBLE_PARAGRAPHS]):
        found = enacting().search(paragraph.form)
        if found:
            before, after = paragraph.part(0, found.end()), paragraph.part(found.end(), len(paragraph.form))
            return (*rest[:index], before), ((after,) if after.text else ()) + tuple(rest[index + 1 :])
    for index, paragraph in enumerate(rest[:PREAMBLE_PARAGRAPHS]):
        if POINT.match(paragraph.form) or IMPERATIVE.match(paragraph.form):
            return tuple(rest[:index]), tuple(rest[index:])
    opened = [p for p in rest[:1] if opening("preamble").match(p.form)]
    return tuple(opened), tuple(rest[len(opened) :])


def act_signatures(blocks: Sequence[Block], operative: Sequence[Stretch]) -> tuple[Signature, ...]:
    """Find an act's signatures, after its last numbered point where one follows it."""
    numbered = [p.block for p in operative if POINT.match(p.form)]
    first = operative[0].block if operative else blocks[0].block
    return (foot_signatures(blocks, numbered[-1]) if numbered else ()) or foot_signatures(blocks, first - (not operative))


def foot_signatures(blocks: Sequence[Block], after: int, *, at_end: bool = False) -> tuple[Signature, ...]:
    """Find the signatures in the blocks after the one given; `at_end` wants them among the last lines."""
    lines = [line for block in blocks if block.block > after for line in printed_lines(block)]
    found = find_signatures(lines)
    if not at_end or not found:
        return found
    places = {id(line): index for index, line in enumerate(lines)}
    return tuple(s for s in found if len(lines) - places[id(s.lines[0])] <= 16)


def is_title_word(form: str) -> bool:
    """Tell whether a line begins with the name of a plan, a report or a regulation; "Таблица 2" names nothing."""
    return not re.fullmatch(r"таблица ?№? ?[\d.]+", form.strip()) and any(
        adjective_opening("titles", kind).match(unspaced(form)) and not NUMBERED.match(form)
        for kind in ("plan", "roadmap", "programme", "scheme", "report", "other")
    )
