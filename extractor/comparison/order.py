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


def renamed_paths(pairs: Sequence[Pair], old: Iterable[Row], new: Iterable[Row]) -> Mapping[Path, Path]:
    """Give the headings that only one version has each, and over most of the same rows: the old path and the new one.

    Outer headings come first: what stands under a heading that is worded anew stands under the same one.
    """
    before, after = printed_paths(old), printed_paths(new)
    renamed: dict[Path, Path] = {}
    for depth in range(1, max(map(len, before), default=0) + 1):
        known = {translated(path, renamed) for path in before}
        votes = Counter((one.path_key[:depth], other.path_key[:depth]) for one, other in pairs)
        for (one, other), _ in sorted(votes.items(), key=lambda counted: (-counted[1], counted[0])):
            is_gone, has_come = translated(one, renamed) not in after, other in after and other not in known
            if len(one) == len(other) == depth and is_gone and has_come and other not in renamed.values():
                renamed[one] = other
    return renamed


def translated(path: Path, renamed: Mapping[Path, Path]) -> Path:
    """Give the path that a path of the old version has in the new one."""
    known = next((depth for depth in range(len(path), 0, -1) if path[:depth] in renamed), 0)
    return (*renamed.get(path[:known], ()), *path[known:])


def moved_pairs(pairs: Sequence[Pair], renamed: Mapping[Path, Path]) -> set[int]:
    """Give the old indices of the rows that moved."""
    elsewhere = {one.index for one, other in pairs if translated(one.path_key, renamed) != other.path_key}
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
    answers = {key: translated(key, renamed) for key in before}
    kept = {key: answer for key, answer in answers.items() if answer in after}
    return (
        *(
            HeadingChange(kind="renamed", old=before[one], new=after[other])
            for one, other in kept.items()
            if before[one][-1] != after[other][-1]
        ),
        *(HeadingChange(kind="removed", old=path, new=None) for key, path in before.items() if key not in kept),
        *(HeadingChange(kind="added", old=None, new=path) for key, path in after.items() if key not in set(kept.values())),
    )


def printed_paths(rows: Iterable[Row]) -> Mapping[Path, Path]:
    """Give each path of headings, outer ones before what they hold, by its key, as first printed."""
    paths: dict[Path, Path] = {}
    for row in rows:
        for depth in range(1, len(row.path) + 1):
            paths.setdefault(row.path_key[:depth], row.path[:depth])
    return paths
