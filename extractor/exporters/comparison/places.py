"""Places: under which heading a record of either version is shown, and how it is called.

In: `Compared`. Out: `Places` for a family of records: their paths as they are shown, the group of a change, the name of its unit. A
record that only the old version has stands under the new version's heading where that heading is only worded anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.comparison.changes import Change, Ref
from extractor.comparison.rows import measures_of
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message
from extractor.records import Clause, Measure, Records

Path = tuple[str, ...]
Record = Measure | Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The records of both versions, the paths of their headings, and what the records have for a group where there are no headings.

    Paths are shown from `first`: the plan's title is 0.
    """

    old: Sequence[Record]
    new: Sequence[Record]
    group: str
    old_paths: Sequence[Path] = ()
    new_paths: Sequence[Path] = ()
    renamed: Mapping[Path, Path] = field(default_factory=dict)
    first: int = 1

    def moved(self, change: Change) -> tuple[Path, Path]:
        """Give the headings over a record in both versions, the old ones as they are worded now."""
        old, new = self.old_path(change.old[0]), self.new_path(change.new[0])
        return self.renamed.get(old, old), new

    def group_of(self, change: Change) -> str:
        """Name the group that a change is shown in."""
        old = () if change.new else self.old_path(change.old[0])
        path = self.new_path(change.new[0]) if change.new else self.renamed.get(old, old)
        return " / ".join(path) or self.group

    def heading(self, path: Path) -> str:
        """Name a heading by its path; a change of the plan's title alone by the title."""
        return " / ".join(path[self.first :] or path)

    def old_path(self, ref: Ref) -> Path:
        """Give the headings over a record of the old version."""
        return self.old_paths[ref.index] if self.old_paths else ()

    def new_path(self, ref: Ref) -> Path:
        """Give the headings over a record of the new version."""
        return self.new_paths[ref.index] if self.new_paths else ()


def clause_places(compared: Compared) -> Places:
    """Give the places of clauses: they have no headings."""
    return Places(old=compared.old.records.clauses, new=compared.new.records.clauses, group=message("table_clauses"))


def measure_places(compared: Compared) -> Places:
    """Give the places of measures; the plan's title is shown where a version has several plans."""
    old, new = compared.old.records, compared.new.records
    first = 0 if max(len(old.plans), len(new.plans)) > 1 else 1
    renamed = ((heading.old, heading.new) for heading in compared.whole.headings if heading.old and heading.new)
    return Places(
        old=tuple(measure for _, measure in measures_of(old)),
        new=tuple(measure for _, measure in measures_of(new)),
        group=message("table_measures"),
        old_paths=shown_paths(old, first),
        new_paths=shown_paths(new, first),
        renamed={one[first:]: other[first:] for one, other in renamed},
        first=first,
    )


def shown_paths(records: Records, first: int) -> tuple[Path, ...]:
    """Give the path of each measure from the plan's title (`first` 0) or from the first heading (1)."""
    return tuple(path[first:] for path, _ in measures_of(records))


def unit_name(change: Change) -> str:
    """Name what a change is about by its number in both versions: «п. 2.1», «п. 2.1 → 2.2», «строка 7» where no number is printed."""
    old, new = numbers(change.old), numbers(change.new)
    if not (old or new):
        return message("unit_row", number=(change.new or change.old)[0].index + 1)
    return message("unit_point", number=old if old == new or not new else f"{old} → {new}" if old else new)


def numbers(refs: Sequence[Ref]) -> str:
    """List the printed numbers of records."""
    return ", ".join(ref.number for ref in refs if ref.number)
