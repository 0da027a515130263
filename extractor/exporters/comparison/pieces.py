"""Pieces: a text's change in stretches that a person reads.

In: the old and the new text. Out: the pieces of `extractor.comparison.words`, the removed one always before the added one in its place,
and signs alone between two changes counted to both: «14.[01.2021][03.2022]», not «14.[01][03].[2021][2022]».
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from extractor.comparison.changes import Piece
from extractor.comparison.words import text_pieces

INITIAL = re.compile(r"(?:^|[\s.])[А-ЯЁA-Z]$")


def readable_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Give the pieces of a text's change; the same and removed ones are `old`, the same and added ones `new`."""
    pieces = text_pieces(old, new)
    last = len(pieces) - 1
    between = [0 < place < last and is_signs(piece) for place, piece in enumerate(pieces)]
    stretches = groupby(zip(pieces, between, strict=True), key=lambda pair: pair[0].kind != "same" or pair[1])
    joined = [tuple(stretch((piece for piece, _ in pairs), is_changed=is_changed)) for is_changed, pairs in stretches]
    return tuple(whole_initials(joined))


def whole_initials(stretches: Sequence[tuple[Piece, ...]]) -> Iterator[Piece]:
    """Yield the pieces of stretches, the dot after changed initials with them: «[Рыжов Г.Г.][Туров Е.Е.]»."""
    dots = [
        after[0].kind == "same"
        and after[0].text.startswith(".")
        and all(piece.kind != "same" and INITIAL.search(piece.text) for piece in before)
        for before, after in pairwise(stretches)
    ]
    for pieces, takes, gives in zip(stretches, [*dots, False], [False, *dots], strict=False):
        for piece in pieces:
            text = f"{piece.text}." if takes else piece.text[1:] if gives else piece.text
            yield from (Piece(kind=piece.kind, text=text),) * bool(text)


def is_signs(piece: Piece) -> bool:
    """Tell whether both versions have the piece and it has no word."""
    return piece.kind == "same" and not any(letter.isalnum() for letter in piece.text)


def stretch(pieces: Iterable[Piece], *, is_changed: bool) -> Iterator[Piece]:
    """Yield a stretch that both versions have as it is, a changed one as what was removed and what was added."""
    pieces = tuple(pieces)
    if not is_changed:
        yield from pieces
        return
    removed = "".join(piece.text for piece in pieces if piece.kind != "added")
    added = "".join(piece.text for piece in pieces if piece.kind != "removed")
    yield from (Piece(kind="removed", text=removed),) * bool(removed)
    yield from (Piece(kind="added", text=added),) * bool(added)


def whole_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Give a change of a value that is only read as a whole: a date, a number."""
    removed, added = (Piece(kind="removed", text=old),) * bool(old), (Piece(kind="added", text=new),) * bool(new)
    return (*removed, *added) if old != new else (Piece(kind="same", text=old),) * bool(old)


def set_off(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces that stand on one line, a space between what was removed and what was added for it."""
    for before, piece in pairwise((Piece(kind="same", text=""), *pieces)):
        if before.kind == "removed" and piece.kind == "added" and not (before.text[-1].isspace() or piece.text[0].isspace()):
            yield Piece(kind="same", text=" ")
        yield piece


def around(text: str) -> tuple[str, str, str]:
    """Part a text from the white space at its ends, which is never marked."""
    words = text.strip()
    opening, _, closing = text.partition(words) if words else (text, "", "")
    return opening, words, closing
