"""Lines: the values of a change, one a line, with both versions' words marked.

In: the records of a change. Out: `Line`s: of a pair its text and what differs, of a lone record all its values, of split and merged ones
the records of each version whole. Values of a list (deadlines, parties, sums) are a line each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from extractor.comparison.changes import Change, Piece
from extractor.comparison.rows import CLAUSE_FIELDS, MEASURE_FIELDS
from extractor.comparison.values import is_reworded
from extractor.exporters.comparison.pieces import readable_pieces, whole_pieces
from extractor.exporters.comparison.places import Record
from extractor.exporters.comparison.runs import paired
from extractor.exporters.comparison.values import Family, label, shown
from extractor.messages import message

Side = Literal["removed", "added"]
# Fields that are shown beside a text.
FIELDS = {"measure": MEASURE_FIELDS[1:], "clause": tuple(name for name in CLAUSE_FIELDS if name != "text")}
# Values that are only read as a whole.
WHOLE = frozenset({"funding", "status", "kind", "date", "number", "period"})
OTHER: dict[Side, Side] = {"removed": "added", "added": "removed"}
SAID: dict[Side, str] = {"removed": "line_was", "added": "line_became"}


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its label, None for the text itself, and its pieces; `only` is the side of a line that the other version has not."""

    label: str | None
    pieces: tuple[Piece, ...]
    only: Side | None = None


def side_of(lines: Iterable[Line], side: Side) -> Iterator[Line]:
    """Yield the lines of one version: without what only the other one has."""
    for line in lines:
        pieces = tuple(piece for piece in line.pieces if piece.kind != OTHER[side])
        if pieces and line.only in (side, None):
            yield replace(line, pieces=pieces)


def labelled_once(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines of which those of one list have their label once."""
    last: str | None = None
    for line in lines:
        yield replace(line, label=None) if line.label == last else line
        last = line.label


def inline(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines of both versions as they stand one under the other; the texts of one version alone say of which."""
    said = (replace(line, label=message(SAID[line.only])) if line.only and line.label is None else line for line in lines)
    yield from labelled_once(said)


def value_lines(name: str, old: object, new: object, family: Literal["requisite", "clause", "measure"]) -> Iterator[Line]:
    """Yield the lines of a field in both versions."""
    before, after = shown(name, old, family).splitlines(), shown(name, new, family).splitlines()
    pieces = whole_pieces if name in WHOLE else readable_pieces
    for one, other in paired(before, after):
        yield Line(label(name, family), pieces("" if one is None else before[one], "" if other is None else after[other]))


def record_lines(change: Change, old: Sequence[Record], new: Sequence[Record], family: Family) -> Iterator[Line]:
    """Yield the lines of a clause's or a measure's change."""
    if len(old) == len(new) == 1:
        yield from pair_lines(old[0], new[0], change, family)
    elif not (old and new):
        side: Side = "removed" if old else "added"
        for record in old or new:
            yield Line(None, (Piece(kind=side, text=f"{number_of(record)}{record.text}"),))
            yield from (Line(name, (Piece(kind=side, text=text),)) for name, text in labelled_values(record, family))
    else:
        yield from part_lines(old, new, family)


def pair_lines(old: Record, new: Record, change: Change, family: Family) -> Iterator[Line]:
    """Yield a record's text under its numbers, and the other fields that differ, in value or in print."""
    number = whole_pieces(number_of(old), number_of(new))
    yield Line(None, (*number, *readable_pieces(old.text, new.text)))
    for name in FIELDS[family]:
        values = getattr(old, name), getattr(new, name)
        if name in change.fields or ("wording" in change.classes and is_reworded(name, *values)):
            yield from value_lines(name, *values, family)


def number_of(record: Record) -> str:
    """Give the number as it stands before a text."""
    return f"{record.number}. " if record.number else ""


def labelled_values(record: Record, family: Family) -> Iterator[tuple[str, str]]:
    """Yield the values of a record besides its text, each with its label."""
    for name in FIELDS[family]:
        if name != "kind":
            yield from ((label(name, family), text) for text in shown(name, getattr(record, name), family).splitlines())


def part_lines(old: Sequence[Record], new: Sequence[Record], family: Family) -> Iterator[Line]:
    """Yield the records of each version whole: words and values that the other version has not are marked."""
    pieces = readable_pieces(*(" ".join(record.text for record in records) for records in (old, new)))
    sides: tuple[tuple[Side, Sequence[Record], Sequence[Record]], ...] = (("removed", old, new), ("added", new, old))
    for side, records, others in sides:
        known = {pair for other in others for pair in labelled_values(other, family)}
        own = [piece for piece in pieces if piece.kind != OTHER[side]]
        for record, cut in zip(records, cut_pieces(own, [len(record.text) for record in records]), strict=True):
            number = number_of(record)
            yield Line(None, (*whole_pieces(number, number), *cut), side)
            for name, text in labelled_values(record, family):
                yield Line(name, (Piece(kind="same" if (name, text) in known else side, text=text),), side)


def cut_pieces(pieces: Iterable[Piece], lengths: Iterable[int]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of each of the texts that were joined by a space."""
    letters = [(piece.kind, letter) for piece in pieces for letter in piece.text]
    start = 0
    for length in lengths:
        groups = groupby(letters[start : start + length], key=lambda pair: pair[0])
        yield tuple(Piece(kind=kind, text="".join(letter for _, letter in group)) for kind, group in groups)
        start += length + 1
