"""Amendments: the instructions of an amending act, each with its place, old and new words and evidence.

In: the document and its outline. Out: an `Amendment` for each changed act. The stages are modules: `quotes` (quotation marks), `flow`
(points with their quotations taken out), `numbering`, `phrases` (sentences cut at their verbs), a module for each family of wordings
(`replacing`, `removing`, `restating`, `adding`), `wordings` (new texts), `places`, `targets`, `reading` (leads and contexts). To add a
wording, write a rule in the module of its family.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from extractor.amendments.flow import Piece, find_nodes
from extractor.amendments.reading import Found, read_nodes
from extractor.amendments.targets import completed, read_target
from extractor.document import Document, Table
from extractor.outline import Outline, Part, Stretch
from extractor.records import Amendment, Instruction, Issue, Reading, Renumbering, Target
from extractor.text import matching_form

CUE = re.compile(
    r"изменени|изложи|излага|утративш|дополн|исключ|замен|недействующ|утрачива|читать|ввести|включить|добавить|отменить|отменяется|вставить|изменить|указать"
)
HEADED = re.compile(r"об? (?:внесении|изменении|дополнении|признании|изложении|исключении|некотор)")
CHANGES = re.compile(r"(?:изменени[яей]|перечень изменений|дополнени[яей])(?:[^а-я]|$)")
APPROVES = re.compile(r"утвердить (?:[а-я]+ )?(?P<changes>(?:изменени|дополнени)[а-я]+)")
STAMPS = frozenset({"naming", "approved", "agreed", "registration"})
TITLE_SCAN = 12  # paragraphs of a title
NUMBERED = re.compile(r"(?:\d{1,2}|[ivx]{1,4})(?:\.\d{1,2})*[.)] ?[а-я\"]|[а-я]\) |- ")


def find_amendments(document: Document, outline: Outline) -> Reading[tuple[Amendment, ...]]:
    """Find the instructions of the document's act and of its appendices of changes."""
    found, issues = list[Found](), list[Issue]()
    for part in outline.parts:
        pieces = pieces_of(document, outline, part)
        if pieces:
            here, met = read_part(outline, part, pieces)
            found += here
            issues += met
    return Reading(tuple(grouped(found)), tuple(issues))


def pieces_of(document: Document, outline: Outline, part: Part) -> tuple[Piece, ...]:
    """Give the paragraphs and tables of a part that may change another act; none of any other part."""
    if part.kind == "act" and not part.minutes and has_cue(part):
        return act_pieces(document, outline, part)
    return body_pieces(outline, part) if part.kind == "appendix" and is_list_of_changes(outline, part) else ()


def has_cue(part: Part) -> bool:
    """Tell whether an act's operative paragraphs may change another act."""
    return any(CUE.search(stretch.form) for group in part.operative for stretch in group)


def is_list_of_changes(outline: Outline, part: Part) -> bool:
    """Tell whether an appendix lists changes: "Изменения, которые вносятся в …"."""
    return bool(CHANGES.match(matching_form(part_title(outline, part)).lstrip(' "')))


def read_part(outline: Outline, part: Part, pieces: Sequence[Piece]) -> tuple[list[Found], list[Issue]]:
    """Read one part's instructions; issues only where it changes something, or says so in its title."""
    amending = bool(HEADED.match(matching_form(part_title(outline, part)))) or part.kind == "appendix"
    found, met = read_nodes(find_nodes(pieces), casing=outline.casing, heading=heading_target(outline, part), amending=amending)
    return found, met if found or amending else []


def part_title(outline: Outline, part: Part) -> str:
    """Give the printed title of a part, empty where it has none; an appendix's is what stands above its first point."""
    lines = part.lines("title", "amended") if part.kind == "act" else title_paragraphs(outline, part)
    return outline.casing.sentence(" ".join(line.text for line in lines)) if lines else ""


def title_paragraphs(outline: Outline, part: Part) -> tuple[Stretch, ...]:
    """Give an appendix's paragraphs between its naming or stamp and its first point."""
    named = {line.line.block for line in part.head if line.role in STAMPS and line.line.start == 0}
    inside = (p for p in outline.document.paragraphs if part.first <= p.block <= part.last and p.block not in named and p.text)
    above = takewhile(lambda p: not NUMBERED.match(matching_form(p.text)), inside)
    return tuple(Stretch(paragraph, 0, len(paragraph.text)) for paragraph in islice(above, TITLE_SCAN))


def heading_target(outline: Outline, part: Part) -> Target | None:
    """Give the act that the headings of a part and of the act itself say is changed."""
    own = title_target(outline, part)
    if part is outline.parts[0]:
        return own
    return completed(completed(own, approved_target(outline)), title_target(outline, outline.parts[0]))


def approved_target(outline: Outline) -> Target | None:
    """Read the changed act from the point that approves a list of changes: "Утвердить изменения, которые вносятся в …"."""
    for group in outline.parts[0].operative:
        for stretch in group:
            named = APPROVES.search(stretch.form)
            if named:
                return read_target(stretch.text[named.start("changes") :], outline.casing)
    return None


def title_target(outline: Outline, part: Part) -> Target | None:
    """Read the changed act from a part's title."""
    title = part_title(outline, part)
    named = re.search(r"(?:изменени|дополнени|утративш|редакци).*$", title, re.IGNORECASE)
    return read_target(named.group(), outline.casing) if named else None


def act_pieces(document: Document, outline: Outline, part: Part) -> tuple[Piece, ...]:
    """Give an act's operative paragraphs and the tables among them; what a quotation hides from the outline comes back by `beyond`."""
    stretches = [stretch for group in part.operative for stretch in group]
    first = stretches[0].block
    last = part.signatures[0].lines[0].block if part.signatures else part.last + 1
    tables = [block for block in document.tables if first < block.block < last]
    pieces: list[Piece] = [*stretches, *tables]
    pieces.sort(key=lambda piece: (piece.block, getattr(piece, "start", 0)))
    return (*pieces, *beyond(document, outline, part, pieces))


def beyond(document: Document, outline: Outline, part: Part, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what follows an act that was cut off inside a quotation: the quoted text named an appendix or a stamp."""
    if part.signatures or not ends_inside(pieces):
        return
    later = [other for other in outline.parts if other.first > part.last]
    for block in document.blocks[part.last : later[-1].last if later else part.last]:
        if isinstance(block, Table):
            yield block
        elif block.text:
            yield Stretch(block, 0, len(block.text))


def ends_inside(pieces: Sequence[Piece]) -> bool:
    """Tell whether a quotation is open at the end of the pieces, or announced there."""
    text = " ".join(piece.text for piece in pieces[-TITLE_SCAN:] if not isinstance(piece, Table))
    return text.count("«") > text.count("»") or text.rstrip().endswith(("редакции:", "содержания:"))


def body_pieces(outline: Outline, part: Part) -> tuple[Piece, ...]:
    """Give the paragraphs and tables of an appendix under its title."""
    titled = title_paragraphs(outline, part)
    first = titled[-1].block + 1 if titled else part.first
    blocks = [block for block in outline.document.blocks if first <= block.block <= part.last]
    return tuple(block if isinstance(block, Table) else Stretch(block, 0, len(block.text)) for block in blocks if not is_empty(block))


def is_empty(block: object) -> bool:
    """Tell whether a block has no text."""
    return not isinstance(block, Table) and not getattr(block, "text", "")


def grouped(found: Sequence[Found]) -> Iterator[Amendment]:
    """Yield an amendment for each target, in the order in which they are first named."""
    targets: dict[Target, list[Instruction | Renumbering]] = {}
    for one in found:
        targets.setdefault(one.target, []).append(one.instruction)
    for target, here in targets.items():
        instructions = tuple(one for one in here if isinstance(one, Instruction))
        yield Amendment(target=target, instructions=instructions, renumberings=tuple(one for one in here if isinstance(one, Renumbering)))
