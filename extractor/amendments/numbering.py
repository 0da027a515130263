"""Numbers of points: what a paragraph's own number is and where it stands among those above.

In: a paragraph's text, the numbers above it. Out: its `Marker`, and its number joined with dots: `б)` under `1.3` is `1.3.б`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MarkerKind = Literal["decimal", "bracket", "letter", "roman", "dash", "none"]
MARKER = re.compile(
    r"(?P<decimal>\d{1,3}(?:\. ?\d{1,3}){1,5}\)?|\d{1,2}(?=\.))(?P<end>[.)]*) ?(?=[а-яa-z\"(№«]|$)|(?P<bracket>\d{1,2})\) ?|"
    r"(?P<letter>[а-яa-z])[).] ?(?! ?\d)(?=[^.])|(?P<roman>[ivx]{1,5})\. ?(?=[а-я])|(?P<dash>[-*•·]) ?(?=\S)"
)
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
SHORTENED = frozenset("пчг")  # "п. 3", "ч. 2": a unit, no lettered point


@dataclass(frozen=True, slots=True)
class Marker:
    """A paragraph's own number: its kind, its value without brackets, where the text after it begins."""

    kind: MarkerKind
    value: str
    end: int


@dataclass(frozen=True, slots=True)
class Level:
    """A number in force: the marker's kind and value, and the number joined with those above."""

    kind: MarkerKind
    value: str
    joined: str | None


NO_MARKER = Marker("none", "", 0)


def read_marker(form: str) -> Marker:
    """Read the number that a paragraph opens with."""
    found = MARKER.match(form)
    if not found:
        return NO_MARKER
    kind: MarkerKind = next(name for name in ("decimal", "bracket", "letter", "roman", "dash") if found.group(name))
    if kind == "letter" and form[found.end("letter")] == "." and found.group("letter") in SHORTENED:
        return NO_MARKER
    value = found.group(kind).replace(" ", "").rstrip(")")
    if kind == "decimal" and "." not in value and found.group("end").startswith(")"):
        kind = "bracket"
    return Marker(kind, value, found.end())


def is_next(marker: Marker, level: Level) -> bool:
    """Tell whether a marker is the one after a level's: `1.3` after `1.2`, `б)` after `а)`, `2` after `1`."""
    if marker.kind != level.kind or marker.kind in ("dash", "none"):
        return False
    if marker.kind == "letter":
        return marker.value in LETTERS and LETTERS[: LETTERS.index(marker.value)].endswith(level.value)
    if marker.kind == "roman":
        return True
    head, _, last = marker.value.rpartition(".")
    above, _, before = level.value.rpartition(".")
    return head == above and int(last) == int(before) + 1


def place_level(levels: Sequence[Level], marker: Marker, *, opened: bool) -> tuple[Level, ...]:
    """Give the levels in force from a marker on; `opened` tells that the paragraph above leads in what follows."""
    if marker.kind in ("dash", "none"):
        outer = tuple(level for level in levels if level.kind not in ("dash", "none"))
        return (*outer, Level(marker.kind, "", outer[-1].joined if outer else None))
    numbered = tuple(level for level in levels if level.kind not in ("dash", "none"))
    if marker.kind == "decimal" and "." in marker.value:
        outer = tuple(level for level in numbered if level.kind == "decimal" and marker.value.startswith(f"{level.value}."))
        return (*outer, Level("decimal", marker.value, marker.value))
    same = [place for place, level in enumerate(numbered) if level.kind == marker.kind]
    following = [place for place in same if is_next(marker, numbered[place])]
    nested = opened and marker.value in ("1", "а", "a", "i")
    border = len(numbered) if nested else following[-1] if following else 0 if marker.kind == "decimal" else [*same, len(numbered)][0]
    outer = numbered[:border]
    above = outer[-1].joined if outer else None
    return (*outer, Level(marker.kind, marker.value, f"{above}.{marker.value}" if above else marker.value))


def follows(levels: Sequence[Level], marker: Marker) -> bool:
    """Tell whether a marker goes on with the numbering in force."""
    return any(is_next(marker, level) for level in levels) or is_deeper_next(levels, marker)


def is_deeper_next(levels: Sequence[Level], marker: Marker) -> bool:
    """Tell whether a decimal marker is the next point of a level above: `2` after `1.3`."""
    tops = [level.value.split(".")[0] for level in levels if level.kind == "decimal"]
    return marker.kind == "decimal" and marker.value.isdigit() and bool(tops) and int(marker.value) == int(tops[0]) + 1
