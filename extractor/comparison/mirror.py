"""Mirror: the same comparison seen from the other version.

In: what was found from one version to the other. Out: the same with old and new changed over: added is removed, split is merged.
"""

from collections.abc import Iterable

from extractor.comparison.changes import MIRRORED, Change, Difference, FieldChange, Piece


def mirrored_change(change: Change) -> Change:
    """Give a change as the other version sees it."""
    return Change(
        classes=tuple(MIRRORED.get(name, name) for name in change.classes),
        old=change.new,
        new=change.old,
        fields={name: mirrored_field(field) for name, field in change.fields.items()},
    )


def mirrored_field(field: FieldChange) -> FieldChange:
    """Give a field's change as the other version sees it."""
    return FieldChange(
        old=field.new,
        new=field.old,
        pieces=tuple(mirrored_pieces(field.pieces)),
        differences=tuple(map(mirrored_difference, field.differences)),
    )


def mirrored_difference(difference: Difference) -> Difference:
    """Give a difference as the other version sees it."""
    kind = MIRRORED.get(difference.kind, difference.kind)
    return Difference(kind=kind, old=difference.new, new=difference.old, days=difference.days, amount=difference.amount)


def mirrored_pieces(pieces: Iterable[Piece]) -> list[Piece]:
    """Give the pieces with added and removed changed over; what is removed stands before what is added in its place."""
    turned: list[Piece] = []
    for piece in pieces:
        kind = MIRRORED.get(piece.kind, piece.kind)
        if kind == "removed" and turned and turned[-1].kind == "added":
            turned.insert(-1, Piece(kind=kind, text=piece.text))
        else:
            turned.append(Piece(kind=kind, text=piece.text))
    return turned
