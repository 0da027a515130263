"""Items: the names and persons of a cell in printed order, before it is known which person belongs to which name.

In: nothing but offsets and readings (`reading` builds them, `pairing` brings them together). Out: `Item`.
"""

from dataclasses import dataclass
from typing import Literal

from extractor.parties.openings import Opening
from extractor.parties.roles import Part

ItemMark = Literal["start", "comma", "semicolon", "stop", "slash", "and", "line", "space", "dash", "bracket", "number", "label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A name or a person: `start` inclusive, `end` exclusive offsets; `mark` is what stands before it.

    `cuts` are spans inside it that are no part of the name; `enclosed` says that it stands in a bracket with others.
    """

    kind: Literal["name", "person"]
    start: int
    end: int
    mark: ItemMark
    rule: str
    case: str | None = None
    part: Part | None = None
    opening: Opening | None = None
    cuts: tuple[tuple[int, int], ...] = ()
    surname_only: bool = False
    enclosed: bool = False
