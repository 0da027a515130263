"""Places: under which heading a record of either version is shown, and how it is called.

In: `Compared`. Out: `Places` for a family of records: their paths as they are shown, the group of a change, the name of its unit. A
record that only the old version has stands under the new version's heading where that heading is only worded anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.comparison.changes import Change, Ref
from extractor.comparison.order import translated
from extractor.comparison.rows import measures_of
from extractor.exporters.comparison.partners import renamed_headings
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message
from extractor.records import Clause, Measure

Path = tuple[str, ...]
Record = Measure | Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The records of both versions, the paths of their headings, and what the records have for a group where there are no headings.

    Paths begin with the plan's title and are shown from `first`.
    """

    old: Sequence[Record]
    new: Sequence[Record]
    group: str
    old_paths: Sequence[Path] = ()
    new_paths: Sequence[Path] = ()
    renamed: Mapping[Path, Path] = field(default_factory=dict)
    first: int = 1

    def moved(self, change: Change) -> tuple[Path, Path]:
        """Give the headings over a record in both versions as they are shown, the old ones as they are worded now."""
        old, new = self.old_paths[change.old[0].index], self.new_paths[change.new[0].index]
        return translated(old, self.renamed)[self.first :], new[self.first :]

    def group_of(self, change: Change) -> str:
        """Name the group that a change is shown in."""
        return " / ".join(self.path_of(change)[self.first :]) or self.group

    def path_of(self, change: Change) -> Path:
        """Give the headings over a change as the new version words them."""
        if not self.old_paths and not self.new_paths:
            return ()
        return self.new_paths[change.new[0].index] if change.new else translated(self.old_paths[change.old[0].index], self.renamed)

    def heading(self, path: Path) -> str:
        """Name a heading by its path; the plan's title by itself."""
        return " / ".join(path[self.first :] or path)


def clause_places(compared: Compared) -> Places:
    """Give the places of clauses: they have no headings."""
    return Places(old=compared.old.records.clauses, new=compared.new.records.clauses, group=message("table_clauses"))


def measure_places(compared: Compared) -> Places:
    """Give the places of measures; the plan's title is shown where a version has several plans."""
    old, new = (tuple(measures_of(version.records)) for version in (compared.old, compared.new))
    return Places(
        old=tuple(measure for _, measure in old),
        new=tuple(measure for _, measure in new),
        group=message("table_measures"),
        old_paths=tuple(path for path, _ in old),
        new_paths=tuple(path for path, _ in new),
        renamed=dict(renamed_headings(compared.whole)),
        first=0 if max(len(version.records.plans) for version in (compared.old, compared.new)) > 1 else 1,
    )


def unit_name(change: Change) -> str:
    """Name what a change is about by its number in both versions: «п. 2.1», «п. 2.1 → 2.2», «строка 7» where no number is printed."""
    old, new = numbers(change.old), numbers(change.new)
    if not (old or new):
        return message("unit_row", number=(change.new or change.old)[0].index + 1)
    return message("unit_point", number=old if old == new or not new else f"{old} → {new}" if old else new)


def numbers(refs: Sequence[Ref]) -> str:
    """List the printed numbers of records."""
    return ", ".join(ref.number for ref in refs if ref.number)
