"""Flow: an act's paragraphs and tables as `Node`s, one for each point or line, with what they quote taken out.

In: paragraphs and tables in reading order. Out: nodes. A quotation, over however many paragraphs and tables it goes, is one character
of the node's skeleton; the rules read the skeleton and the quotations apart. An edition that is announced and not put in quotation
marks is taken as one up to the next point.
"""

import re
from collections.abc import Iterable, Iterator

from extractor.amendments.drafts import Draft
from extractor.amendments.lexicon import object_word, unit_word
from extractor.amendments.nodes import Node, outer_marks
from extractor.amendments.numbering import Marker, follows, place_level, read_marker
from extractor.amendments.quotes import TOLD, Mark, ends_quoted, find_marks, resumes
from extractor.document import Table
from extractor.outline import Stretch

Piece = Stretch | Table
ANNOUNCED = re.compile(r"(?:(?:редакции|содержания|редакцию|слов[а-я]*|текст[а-я]*)[^:.]{0,60}:?|:)$")
EDITED = re.compile(r"(?:редакции|содержания)[^:]{0,60}:?$")
CUE = re.compile(
    r"замен(?:ить|ив)|исключ(?:ить|ив)|дополн(?:ить|ив)|излож(?:ить|ив)|утративш|внести|(?:редакции|содержания) ?:|опубликовать|контроль|"
    r"вступает в силу|(?:в|во) (?:пункт|раздел|строк|приложени|граф|абзац|подпункт)"
)
# A line that can't be a paragraph's last: "постановление от 05.04.2022 №", "администрации города".
UNFINISHED = re.compile(r"(?:[а-я\d,(-]|№|(?<=\d) г\.)$")
# What a quotation follows: a mark there opens one, however it is spaced.
ASKS_QUOTE = re.compile(rf"(?:{object_word()}|{unit_word()}|(?<![а-я])на|редакции ?:?|содержания ?:?) ?$")
ONLY_MARKS = re.compile(r"[»”“\"'.;,\s]*$")


def find_nodes(pieces: Iterable[Piece]) -> tuple[Node, ...]:
    """Group the pieces into nodes; a piece inside a quotation belongs to the node that opened it."""
    drafts: list[Draft] = []
    for piece in pieces:
        above = drafts[-1] if drafts else None
        if isinstance(piece, Table):
            if above is not None:
                take_table(above, piece)
            continue
        marker = read_marker(piece.form)
        if above is not None and above.depth and is_cut_off(above, piece, marker):
            above.cut_quote()
        if above is not None and goes_on(above, piece, marker):
            take_paragraph(above, piece, 0)
        elif not ONLY_MARKS.match(piece.text):
            drafts.append(
                Draft(place_level(above.levels if above else (), marker, opened=bool(above and above.form.rstrip().endswith(":"))))
            )
            take_paragraph(drafts[-1], piece, marker.end)
    return tuple(draft.finished() for draft in drafts if draft.skeleton)


def is_cut_off(draft: Draft, piece: Stretch, marker: Marker) -> bool:
    """Tell whether a quotation has ended without its last mark: the next point of the act follows."""
    if not follows(draft.levels, marker):
        return marker.kind == "dash" and ends_quoted(draft.last) and bool(CUE.search(piece.form)) and not draft.bare
    return ends_quoted(draft.last) or bool(CUE.search(piece.form[:200])) or draft.bare


def goes_on(draft: Draft, piece: Stretch, marker: Marker) -> bool:
    """Tell whether a paragraph belongs to the node above: inside its quotation, or as the edition that it announces."""
    if draft.depth:
        return True
    form = draft.form.rstrip()
    if marker.kind == "none" and (form[-1:] not in ".;:" if piece.text[:1].islower() else UNFINISHED.search(form)):
        return True
    if not ANNOUNCED.search(form):
        return False
    if any(mark.start == 0 and mark.turn >= 0 for mark in find_marks(piece.text)):
        return True
    draft.bare = form.endswith(":") and bool(EDITED.search(form)) and not follows(draft.levels, marker) and not CUE.search(piece.form[:80])
    return draft.bare


def take_paragraph(draft: Draft, piece: Stretch, start: int) -> None:
    """Add a paragraph to a node, from `start` on."""
    text, form = piece.text, piece.form
    if draft.skeleton and not draft.depth:
        draft.put(" ", piece, start, start + 1)
    if draft.bare and not draft.depth:
        draft.begin_quote(piece, start)
        draft.depth = 1
    elif draft.depth:
        draft.quotations[-1].append("")
    at = start
    for mark in find_marks(text):
        if mark.start < at:
            continue
        add_text(draft, piece, text[at : mark.start], at)
        take_mark(draft, piece, mark, form)
        at = mark.end
    add_text(draft, piece, text[at:], at)
    draft.last = text


def add_text(draft: Draft, piece: Stretch, text: str, start: int) -> None:
    """Add a run of text without quotation marks, to the quotation that is open or to the skeleton."""
    if draft.depth:
        for line, (first, last) in enumerate(hard_lines(piece, start, start + len(text))):
            if line:
                draft.quotations[-1].append("")
            draft.extend_quote(piece.text[first:last], piece, last)
        return
    for place, character in enumerate(text, start):
        draft.put(character, piece, place, place + 1)


def hard_lines(piece: Stretch, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span between the places where the author ended a line: paragraphs of a quotation in one paragraph."""
    for line in piece.passage.lines:
        border = line.end - piece.start
        if line.hard and start < border < end:
            yield start, border
            start = border
    yield start, end


def take_mark(draft: Draft, piece: Stretch, mark: Mark, form: str) -> None:
    """Open or close a quotation at a mark; inner marks stay part of the text."""
    printed = piece.text[mark.start : mark.end]
    turn = mark.turn or (-1 if draft.depth else 1)
    if turn < 0 and not draft.depth and printed not in TOLD and ASKS_QUOTE.search(form[: mark.start]):
        turn = 1
    if draft.bare:
        draft.extend_quote(printed, piece, mark.end)
    elif turn > 0:
        if draft.depth:
            draft.extend_quote(printed, piece, mark.end)
        else:
            draft.begin_quote(piece, mark.start)
        draft.depth += 1
    elif draft.depth > 1 and not resumes(form, mark.end):
        draft.extend_quote(printed, piece, mark.end)
        draft.depth -= 1
    elif draft.depth:
        draft.extend_quote(printed if draft.depth > 1 else "", piece, mark.end)
        draft.end_quote()


def take_table(draft: Draft, table: Table) -> None:
    """Add a table to a node: inside its quotation, or as the edition that it announces."""
    opened, closed = outer_marks(table)
    if draft.depth:
        draft.quotations[-1].append(table)
        if closed and not opened:
            draft.end_quote()
    elif draft.origins and ANNOUNCED.search(draft.form.rstrip()):
        stretch, _, end = draft.origins[-1]
        draft.begin_quote(stretch, max(0, end - 1))
        draft.quotations[-1] = [table]
        draft.depth = 1 if opened and not closed else 0
