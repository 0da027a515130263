"""Runs: what two sequences have in common, in order.

In: two sequences of keys. Out: the places of equal keys together, as many as can be in one order, and the others alone.
"""

from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby, zip_longest

Places = tuple[int | None, int | None]


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Places]:
    """Yield the places of equal keys together, the others alone; what is taken out stands before what is put in."""
    for one, other in aligned_stretches(old, new):
        if one and other and old[one[0]] == new[other[0]]:
            yield from zip(one, other, strict=True)
        else:
            yield from ((place, None) for place in one)
            yield from ((None, place) for place in other)


def paired(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Places]:
    """Yield the places of equal keys together, and those of others that stand at one place together as well."""
    for one, other in aligned_stretches(old, new):
        yield from zip_longest(one, other)


def aligned_stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[range, range]]:
    """Yield the stretches of places that are equal in both, and between them those that are not."""
    from rapidfuzz.distance import Indel

    numbers = {key: number for number, key in enumerate(dict.fromkeys((*old, *new)))}
    steps = Indel.opcodes([numbers[key] for key in old], [numbers[key] for key in new])
    for _, group in groupby(steps, key=lambda step: step.tag == "equal"):
        stretch = list(group)
        yield (
            range(min(step.src_start for step in stretch), max(step.src_end for step in stretch)),
            range(min(step.dest_start for step in stretch), max(step.dest_end for step in stretch)),
        )
