"""Alignment: both versions of a plan as one run of rows, for tracked changes.

In: `Compared` and the fields that are columns. Out: `PlanRows` for each plan of either version: its titles and its rows, each with the
cells of the old version, of the new one, or of both. A row that moved is taken out at one place and put in at another, so that the rows
with old cells are the old plan in its order, and those with new cells the new plan.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.comparison.order import translated
from extractor.exporters.comparison.notices import measure_count
from extractor.exporters.comparison.partners import first_places, measure_partners, plan_partners, renamed_headings
from extractor.exporters.comparison.runs import aligned
from extractor.exporters.comparison.values import shown
from extractor.exporters.comparison.versions import Compared
from extractor.exporters.docx import new_headings
from extractor.records import Measure, Plan

Path = tuple[str, ...]
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row of one version: what it is matched by, and its cells; one alone is a heading."""

    key: Hashable
    cells: Cells


@dataclass(frozen=True, slots=True)
class BothRow:
    """A row in both versions; None where a version has it not."""

    old: Cells | None
    new: Cells | None


@dataclass(frozen=True, slots=True)
class PlanRows:
    """A plan in both versions: its titles, None where a version has not the plan, and its rows."""

    old_title: str | None
    new_title: str | None
    rows: tuple[BothRow, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The plans of one version: the fields that are columns, what each measure is matched by, and how its headings are worded now."""

    plans: Sequence[Plan]
    names: Sequence[str]
    keys: Sequence[Hashable]
    renamed: Mapping[Path, Path] = field(default_factory=dict)

    def title(self, place: int | None) -> str | None:
        """Give the title of a plan, None where there is no plan."""
        return None if place is None else self.plans[place].title or ""

    def rows(self, place: int | None) -> list[SideRow]:
        """Give the rows of a plan."""
        return [] if place is None else list(side_rows(self, place))


def aligned_plans(compared: Compared, names: Sequence[str]) -> Iterator[PlanRows]:
    """Yield the plans of both versions, partners together, each plan at its place."""
    partners = measure_partners(compared)
    together = plan_partners(compared, partners)
    counts = [measure_count(version.records) for version in (compared.old, compared.new)]
    keys = [partners.get(place, ("old", place)) for place in range(counts[0])]
    old = Side(compared.old.records.plans, names, keys, dict(renamed_headings(compared.whole)))
    new = Side(compared.new.records.plans, names, range(counts[1]))
    for one, other in aligned([together.get(place, ("old", place)) for place in range(len(old.plans))], range(len(new.plans))):
        yield PlanRows(old.title(one), new.title(other), tuple(both_rows(old.rows(one), new.rows(other))))


def side_rows(side: Side, place: int) -> Iterator[SideRow]:
    """Yield the rows of one plan: its headings where they begin, and its measures."""
    plan, start = side.plans[place], first_places(side.plans)[place]
    above: Path = ()
    for measure, key in zip(plan.measures, side.keys[start:], strict=False):
        path = (plan.title or f"[{place + 1}]", *measure.section)
        now = translated(path, side.renamed)[1:]
        begun = new_headings(above, measure.section)
        for depth, heading in enumerate(begun, len(measure.section) - len(begun) + 1):
            yield SideRow(("heading", now[:depth]), (heading,))
        above = measure.section
        yield SideRow(("measure", key), measure_cells(measure, side.names))


def measure_cells(measure: Measure, names: Sequence[str]) -> Cells:
    """Give the texts of a measure's cells."""
    return tuple(shown(name, getattr(measure, name), "measure") for name in names)


def both_rows(old: Sequence[SideRow], new: Sequence[SideRow]) -> Iterator[BothRow]:
    """Yield the rows of both versions of a plan as one run."""
    for one, other in aligned([row.key for row in old], [row.key for row in new]):
        yield BothRow(None if one is None else old[one].cells, None if other is None else new[other].cells)
