"""Words: a text's change word by word.

In: the old and the new text. Out: pieces: those that are the same and removed give the old text, those that are the same and added the new.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.comparison.changes import Piece

# A word with the white space before it, or a sign.
TOKEN = re.compile(r"\s*(?:\w+|[^\w\s])")
# Words of both texts beyond which only their common beginning and end are looked for: the count of steps is their product.
MANY_WORDS = 4_000


def text_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Give the pieces of a text's change; `"".join` of the same and removed ones is `old`, of the same and added ones `new`."""
    from rapidfuzz.distance import Indel

    left, right = tokens(old), tokens(new)
    if len(left) + len(right) > MANY_WORDS:
        return tuple(ends_kept(old, new))
    steps = [(step.tag, left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]) for step in Indel.opcodes(left, right)]
    return tuple(piece for same, run in groupby(steps, lambda step: step[0] == "equal") for piece in run_pieces(list(run), same=same))


def run_pieces(steps: Sequence[tuple[str, list[str], list[str]]], *, same: bool) -> Iterator[Piece]:
    """Yield what stands in both texts; or what is removed, all of it before what is added in its place."""
    removed, added = ("".join(token for step in steps for token in step[side]) for side in (1, 2))
    if removed:
        yield Piece(kind="same" if same else "removed", text=removed)
    if added and not same:
        yield Piece(kind="added", text=added)


def tokens(text: str) -> list[str]:
    """Give the words and signs of a text, each with the white space before it; together they are the text."""
    found = TOKEN.findall(text)
    rest = text[sum(map(len, found)) :]
    return [*found, rest] if rest else found


def ends_kept(old: str, new: str) -> Iterator[Piece]:
    """Yield the common beginning, what is between, and the common end."""
    shorter = min(len(old), len(new))
    start = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    end = next((place for place in range(shorter - start) if old[-1 - place] != new[-1 - place]), shorter - start)
    pieces = (
        Piece(kind="same", text=old[:start]),
        Piece(kind="removed", text=old[start : len(old) - end]),
        Piece(kind="added", text=new[start : len(new) - end]),
        Piece(kind="same", text=old[len(old) - end :]),
    )
    yield from (piece for piece in pieces if piece.text)
