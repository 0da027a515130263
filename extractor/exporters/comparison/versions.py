"""Versions: two documents and what is different between them, as the exporters of a comparison take it.

In: the records of two files with their names. Out: `Compared`: both versions, the whole comparison, and the part of it that is shown.
"""

from dataclasses import dataclass

from extractor.comparison import compare
from extractor.comparison.changes import Comparison
from extractor.exporters.comparison.selection import EVERYTHING, Selection, selected
from extractor.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: its file's name, the SHA-256 of its bytes, and the version of the extractor that read it."""

    name: str
    records: Records
    sha256: str | None = None
    extractor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two versions with all that is different (`whole`) and what of it was asked for (`shown`)."""

    old: Version
    new: Version
    whole: Comparison
    shown: Comparison

    @property
    def hidden(self) -> int:
        """How many differences are not shown."""
        return count_of(self.whole) - count_of(self.shown)


def count_of(comparison: Comparison) -> int:
    """Count the differences: of requisites, headings, clauses and measures."""
    return len(comparison.requisites) + len(comparison.headings) + len(comparison.clauses.changes) + len(comparison.changes)


def compare_versions(old: Version, new: Version, *, selection: Selection = EVERYTHING) -> Compared:
    """Compare two versions and select what is shown."""
    whole = compare(old.records, new.records)
    return Compared(old=old, new=new, whole=whole, shown=selected(whole, selection))
