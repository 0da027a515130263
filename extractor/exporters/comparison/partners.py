"""Partners: which measure, and which plan, of the new version answers which of the old one.

In: `Compared`. Out: maps from places in the old version to places in the new one. Of a split measure the first part is the partner, of
merged ones the first has the partner.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from extractor.comparison.changes import Comparison
from extractor.exporters.comparison.notices import measure_count
from extractor.exporters.comparison.versions import Compared
from extractor.records import Plan


def measure_partners(compared: Compared) -> Mapping[int, int]:
    """Give the partners of the measures; those without a change are in one order in both versions."""
    old, new = (measure_count(version.records) for version in (compared.old, compared.new))
    changes = compared.whole.changes
    untouched = sorted(set(range(old)) - {ref.index for change in changes for ref in change.old})
    others = sorted(set(range(new)) - {ref.index for change in changes for ref in change.new})
    changed = {change.old[0].index: change.new[0].index for change in changes if change.old and change.new}
    return changed | dict(zip(untouched, others, strict=True))


def plan_partners(compared: Compared, partners: Mapping[int, int]) -> Mapping[int, int]:
    """Give the partners of the plans: those that have most measures in common come first."""
    homes, new_homes = plan_places(compared.old.records.plans), plan_places(compared.new.records.plans)
    counts = Counter((homes[one], new_homes[other]) for one, other in partners.items())
    found: dict[int, int] = {}
    for (one, other), _ in sorted(counts.items(), key=lambda counted: (-counted[1], counted[0])):
        if one not in found and other not in found.values():
            found[one] = other
    return found


def plan_places(plans: Sequence[Plan]) -> list[int]:
    """Give for each measure the place of its plan."""
    return [place for place, plan in enumerate(plans) for _ in plan.measures]


def first_places(plans: Sequence[Plan]) -> list[int]:
    """Give for each plan the place of its first measure among all."""
    return [0, *accumulate(len(plan.measures) for plan in plans)][:-1]


def renamed_headings(comparison: Comparison) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the headings that are worded anew over the same rows, from the plan's title down."""
    yield from ((heading.old, heading.new) for heading in comparison.headings if heading.old and heading.new)
