"""Flow: an act's paragraphs and tables as `Node`s, one for each point or line, with what they quote taken out.

In: paragraphs and tables in reading order. Out: nodes. A quotation, over however many paragraphs and tables it goes, is one character
of the node's skeleton; the rules read the skeleton and the quotations apart. An edition that is announced and not put in quotation
marks is taken as one up to the next point.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.amendments.lexicon import FIRST_QUOTE, LAST_QUOTE, unit_word
from extractor.amendments.numbering import Level, Marker, follows, place_level, read_marker
from extractor.amendments.quotes import Mark, ends_quoted, find_marks, resumes
from extractor.document import Table
from extractor.evidence import Evidence
from extractor.outline import Stretch
from extractor.text import matching_form

Piece = Stretch | Table
ANNOUNCED = re.compile(r"(?:(?:редакции|содержания|редакцию|слов[а-я]*|текст[а-я]*)[^:.]{0,60}:?|:)$")
EDITED = re.compile(r"(?:редакции|содержания)[^:]{0,60}:?$")
CUE = re.compile(
    r"замен(?:ить|ив)|исключ(?:ить|ив)|дополн(?:ить|ив)|излож(?:ить|ив)|утративш|внести|(?:редакции|содержания) ?:|опубликовать|контроль|"
    r"вступает в силу|(?:в|во) (?:пункт|раздел|строк|приложени|граф|абзац|подпункт)"
)
ONLY_MARKS = re.compile(r"[»”“\"'.;,\s]*$")
# A letter or a number in quotation marks is part of a place: подпункт «а», раздел «II».
SHORT = re.compile(r"[а-яa-z]\)?|\d+(?:\.\d+)*[.)]?|[ivx]{1,5}", re.IGNORECASE)
LONGEST_QUOTES = int(LAST_QUOTE.encode("utf-16-be").hex(), 16) - int(FIRST_QUOTE.encode("utf-16-be").hex(), 16)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks: paragraphs and tables in order, without the outer marks."""

    parts: tuple[str | Table, ...]

    @property
    def text(self) -> str:
        """The paragraphs joined by spaces, a table as its rows' cells."""
        return " ".join(part if isinstance(part, str) else " ".join(row_texts(part)) for part in self.parts).strip()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in it."""
        return tuple(part for part in self.parts if isinstance(part, Table))


@dataclass(frozen=True)
class Node:
    """A point or a line: its number joined with dots, the levels it stands under, its skeleton and quotations.

    `origins` gives for each character of the skeleton its stretch and the half-open span there.
    """

    levels: tuple[Level, ...]
    skeleton: str
    quotations: tuple[Quotation, ...]
    origins: tuple[tuple[Stretch, int, int], ...]

    @property
    def number(self) -> str | None:
        """The number joined with those above it."""
        return self.levels[-1].joined if self.levels else None

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """Give the place in the source of a part of the skeleton, as far as it stands in one paragraph."""
        while start < end - 1 and self.skeleton[start] in " .;,":
            start += 1
        stretch, first, last = self.origins[start]
        for other, _, until in self.origins[start:end]:
            if other is stretch:
                last = max(last, until)
        return stretch.part(first, last).evidence(rule)


@dataclass
class Draft:
    """A node while it is read: `open` is the quotation that has not ended yet, `depth` how many are open within each other."""

    levels: tuple[Level, ...] = ()
    skeleton: list[str] = field(default_factory=list)
    origins: list[tuple[Stretch, int, int]] = field(default_factory=list)
    quotations: list[list[str | Table]] = field(default_factory=list)
    depth: int = 0
    bare: bool = False
    last: str = ""

    @property
    def form(self) -> str:
        """The skeleton in the matching form."""
        return matching_form("".join(self.skeleton))

    def put(self, character: str, stretch: Stretch, start: int, end: int) -> None:
        """Add a character of the source to the skeleton."""
        self.skeleton.append(character)
        self.origins.append((stretch, start, end))

    def begin_quote(self, stretch: Stretch, start: int) -> None:
        """Begin a quotation."""
        self.put(chr(ord(FIRST_QUOTE) + min(len(self.quotations), LONGEST_QUOTES)), stretch, start, start + 1)
        self.quotations.append([""])

    def extend_quote(self, text: str, stretch: Stretch, end: int) -> None:
        """Add text to the quotation that is open."""
        last = self.quotations[-1][-1]
        if isinstance(last, str):
            self.quotations[-1][-1] = last + text
        else:
            self.quotations[-1].append(text)
        place = max(index for index, letter in enumerate(self.skeleton) if FIRST_QUOTE <= letter <= LAST_QUOTE)
        origin, start, until = self.origins[place]
        if origin is stretch:
            self.origins[place] = (origin, start, max(until, end))

    def end_quote(self) -> None:
        """End the quotation; a letter or a number of a unit is put back into the skeleton."""
        self.depth = 0
        quoted = self.quotations[-1]
        before = "".join(self.skeleton[:-1])
        if len(quoted) == 1 and isinstance(quoted[0], str) and SHORT.fullmatch(quoted[0].strip()) and names_unit(before):
            origin = self.origins.pop()
            self.skeleton.pop()
            self.quotations.pop()
            plain = quoted[0].strip().rstrip(").")
            for letter in plain + (")" if plain.isalpha() and len(plain) == 1 else ""):
                self.put(letter, *origin)

    def cut_quote(self) -> None:
        """End a quotation that has no last mark."""
        last = self.quotations[-1][-1]
        if isinstance(last, str) and not self.bare and ends_quoted(last):
            self.quotations[-1][-1] = last.rstrip(" .;,")
        self.end_quote()

    def finished(self) -> Node:
        """Give the node; in a quotation without its last mark the inner one has closed both, and a stop after it is outside."""
        if self.depth:
            self.cut_quote()
        quotations = tuple(Quotation(tuple(part.strip() if isinstance(part, str) else part for part in q if part)) for q in self.quotations)
        return Node(self.levels, "".join(self.skeleton), quotations, tuple(self.origins))


def names_unit(before: str) -> bool:
    """Tell whether a text ends in a unit's word, or in one with numbers that a further one goes on with."""
    return bool(re.search(rf"{unit_word()}(?: ?№)?(?: [\da-zа-я.]{{1,5}}\)?(?: ?,| и| ?-))* ?$", matching_form(before)[-60:]))


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
    if marker.kind == "none" and piece.text[:1].islower() and form[-1:] not in ".;:":
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


def outer_marks(table: Table) -> tuple[bool, bool]:
    """Tell whether a table's first cell opens a quotation that its text does not close, and whether its last one closes one."""
    texts = [cell.text for cell in table.cells if cell.text]
    if not texts:
        return False, False
    balance = [sum(mark.turn for mark in find_marks(text)) for text in texts]
    first_is_open = texts[0][:1] in '«"„“' and (balance[0] > 0 or len(texts[0]) == 1)
    return first_is_open, balance[-1] < 0 or texts[-1].rstrip(" .;") in ("»", '"')


def row_texts(table: Table) -> list[str]:
    """Give each row's cells joined by " | ", the quotation's outer marks aside."""
    opened, closed = outer_marks(table)
    rows = [[cell.text for cell in distinct_cells(row)] for row in table.grid]
    if opened:
        first = next(row for row in rows if any(row))
        place = next(index for index, text in enumerate(first) if text)
        first[place] = first[place][1:].lstrip()
    if closed:
        last = next(row for row in reversed(rows) if any(row))
        place = max(index for index, text in enumerate(last) if text)
        last[place] = re.sub(r"(?:[»”“\"]|>>)[\s.;,]*$", "", last[place])
    return [" | ".join(row) for row in rows if any(row)]


def distinct_cells(row: Sequence[object]) -> list[Any]:
    """Give the cells of a row, each once."""
    return list({id(cell): cell for cell in row if cell is not None}.values())
