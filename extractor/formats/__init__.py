"""File formats: one module each; `FORMATS` is the one list, in the order in which content is tried.

In: bytes. Out: a `Document`. To add a format, write a module with `matches(content) -> bool` (decides by content, never
by name) and `read(content) -> Document`, and add a line here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from extractor.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how its content is recognised and how it is read."""

    name: str
    matches: Callable[[bytes], bool]
    read: Callable[[bytes], Document]


FORMATS: tuple[Format, ...] = ()
