"""Order: which rows stand in another place.

In: the pairs of rows. Out: the pairs whose row moved: under another heading, or to another place among the rows that stayed. A heading
that is only worded anew moves nothing.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from extractor.comparison.changes import HeadingChange
from extractor.comparison.rows import Row

Path = tuple[str, ...]
Pair = tuple[Row, Row]


def renamed_paths(pairs: Iterable[Pair], old: Iterable[Row], new: Iterable[Row]) -> Mapping[Path, Path]:
    """Give the headings that only one version has each, and over most of the same rows: the old path and the new one."""
    gone = {row.path_key for row in old} - {row.path_key for row in new}
    come = {row.path_key for row in new} - {row.path_key for row in old}
    counts = Counter((one.path_key, other.path_key) for one, other in pairs if one.path_key in gone and other.path_key in come)
    renamed: dict[Path, Path] = {}
    for (one, other), _ in sorted(counts.items(), key=lambda counted: (-counted[1], counted[0])):
        if one not in renamed and other not in renamed.values():
            renamed[one] = other
    return renamed


def moved_pairs(pairs: Sequence[Pair], renamed: Mapping[Path, Path]) -> set[int]:
    """Give the old indices of the rows that moved."""
    elsewhere = {one.index for one, other in pairs if renamed.get(one.path_key, one.path_key) != other.path_key}
    staying = sorted((one.index, other.index) for one, other in pairs if one.index not in elsewhere)
    kept = longest_rise([place for _, place in staying])
    return elsewhere | {index for place, (index, _) in enumerate(staying) if place not in kept}


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Give the places of a longest increasing subsequence (patience sorting)."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(ends, number)
        ends[pile : pile + 1] = [number]
        places[pile : pile + 1] = [place]
        before.append(places[pile - 1] if pile else None)
    found: set[int] = set()
    step = places[-1] if places else None
    while step is not None:
        found.add(step)
        step = before[step]
    return found


def heading_changes(old: Sequence[Row], new: Sequence[Row], renamed: Mapping[Path, Path]) -> tuple[HeadingChange, ...]:
    """Give the headings that are gone, new, or worded anew, in the order of the versions; equal ones in another print are worded anew."""
    before, after = printed_paths(old), printed_paths(new)
    same = {key: key for key in before if key in after and before[key] != after[key]}
    gone = [path for key, path in before.items() if key not in after and key not in renamed]
    come = [path for key, path in after.items() if key not in before and key not in set(renamed.values())]
    return (
        *(HeadingChange(kind="renamed", old=before[one], new=after[other]) for one, other in (same | dict(renamed)).items()),
        *(HeadingChange(kind="removed", old=path, new=None) for path in gone),
        *(HeadingChange(kind="added", old=None, new=path) for path in come),
    )


def printed_paths(rows: Iterable[Row]) -> Mapping[Path, Path]:
    """Give each path of headings by its key, as first printed."""
    paths: dict[Path, Path] = {}
    for row in rows:
        paths.setdefault(row.path_key, row.path)
    return paths
