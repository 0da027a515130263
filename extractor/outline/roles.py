"""What a head's line can be, and what a head has shown so far.

In: nothing. Out: `Role`, `HeadLine` and the `State` that the rules of `heads.py` ask. A new role is a name in `Role`.
"""

from dataclasses import dataclass, field
from typing import Literal

from extractor.outline.printed import Stretch

Role = Literal[
    "naming",
    "approved",
    "agreed",
    "kind",
    "registration",
    "place",
    "title",
    "issuer",
    "furniture",
    "heading",
    "amended",
    "preamble",
    "body",
]


@dataclass(slots=True)
class State:
    """What the head has shown so far."""

    act: bool
    registered: bool = False
    minutes: bool = False
    addressed: bool = False
    role: Role | None = None
    seen: set[Role] = field(default_factory=set)
    stamp: list[Stretch] = field(default_factory=list)
    previous: Stretch | None = None
    bare_title: bool = False
    own_kind: Stretch | None = None


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of a head with its role."""

    role: Role
    line: Stretch
