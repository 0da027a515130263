"""A value of a requisite with the places it was read from.

In: stretches of printed lines. Out: `Found`, the value and its evidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.evidence import Evidence
from extractor.outline.printed import Stretch

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and where it was read, one evidence for each line it was joined from."""

    value: Value
    places: tuple[Evidence, ...]


def found(value: Value, lines: Iterable[Stretch], rule: str) -> Found[Value]:
    """Give the value with the lines as its places."""
    return Found(value, tuple(line.evidence(rule) for line in lines))
