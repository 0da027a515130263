"""Settling: which files of a folder are whole.

In: how files look, again and again. Out: those that nobody writes to any more: they have looked the same for some seconds, or they were
moved here after they had been written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import stat_result
from pathlib import Path

NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """How a file looks: its size in bytes, and when it was written to and when its name or place changed, in nanoseconds."""

    size: int
    written: int
    placed: int

    @classmethod
    def of(cls, found: stat_result) -> "Look":
        """Give the look of a file."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def was_moved(self, seconds: float) -> bool:
        """Tell whether it was placed here so long after it was written, by the clock of its file system alone."""
        return self.placed - self.written >= seconds * NANOSECONDS


@dataclass(slots=True)
class Settling:
    """What is known of the files; `since` has for each its look and when it first looked so."""

    seconds: float
    since: dict[Path, tuple[Look, float]] = field(default_factory=dict)

    def settled(self, looks: Mapping[Path, Look], now: float) -> list[Path]:
        """Give the files that are whole at a moment, in seconds of any clock; those that are not there any more are forgotten."""
        before = self.since
        self.since = {path: before[path] if path in before and before[path][0] == look else (look, now) for path, look in looks.items()}
        return [path for path, (look, since) in self.since.items() if look.was_moved(self.seconds) or now - since >= self.seconds]
