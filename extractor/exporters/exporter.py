"""Exporters: kinds of output, each with how it is written.

In: what is told: records, a comparison, a check of reports. Out: bytes of one file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Exporter(Generic[Told]):
    """A kind of output: its name on the command line, the ending of its files, and how it is written.

    What is not text is never printed on a terminal.
    """

    name: str
    ending: str
    write: Callable[[Told], bytes]
    is_text: bool = True
