"""A value of a requisite with the places it was read from.

In: stretches of printed lines. Out: `Found`, the value and its evidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.evidence import Evidence
from extractor.outline.printed import Stretch

Value_co = TypeVar("Value_co", covariant=True)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value_co]):
    """A value and where it was read, one evidence for each line it was joined from."""

    value: Value_co
    places: tuple[Evidence, ...]


def found(value: Read, lines: Iterable[Stretch], rule: str) -> Found[Read]:
    """Give the value with the lines as its places."""
    return Found(value, tuple(line.evidence(rule) for line in lines))
