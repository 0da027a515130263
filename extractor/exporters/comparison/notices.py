"""Notices: what a reader of a comparison must know before the changes.

In: `Compared`. Out: a line of text for each: equal files, documents of other kinds, no measures on a side, nothing in common, what was
read doubtfully. To add one, write a function that yields lines and add it to `NOTICES`.
"""

from collections.abc import Callable, Iterator

from extractor.exporters.comparison.versions import Compared
from extractor.messages import message
from extractor.records import Records


def notices(compared: Compared) -> Iterator[str]:
    """Yield the lines, most important first."""
    for find in NOTICES:
        yield from find(compared)


def equal_files(compared: Compared) -> Iterator[str]:
    """Both files have the same bytes."""
    if compared.old.sha256 and compared.old.sha256 == compared.new.sha256:
        yield message("compare_same_file")


def other_kinds(compared: Compared) -> Iterator[str]:
    """A plan is compared with a report."""
    old, new = (message(f"kind_{version.records.document.kind}") for version in (compared.old, compared.new))
    if old != new:
        yield message("compare_other_kinds", old=old.lower(), new=new.lower())


def missing_measures(compared: Compared) -> Iterator[str]:
    """A document has no measures."""
    without = [version.name for version in (compared.old, compared.new) if not measure_count(version.records)]
    if len(without) == 1:
        yield message("compare_no_measures", name=without[0])
    elif without:
        found = any(version.records.clauses for version in (compared.old, compared.new))
        yield message("compare_no_measures_at_all") if found else message("compare_requisites_only")


def nothing_common(compared: Compared) -> Iterator[str]:
    """Both documents have measures, and no measure is in both."""
    whole = compared.whole
    matched = whole.unchanged or any(change.old and change.new for change in whole.changes)
    if not matched and all(measure_count(version.records) for version in (compared.old, compared.new)):
        yield message("compare_nothing_common")


def doubtful_reading(compared: Compared) -> Iterator[str]:
    """A document was not read without issues."""
    for version in (compared.old, compared.new):
        if count := sum(issue.severity != "notice" for issue in version.records.issues):
            yield message("compare_issues", name=version.name, count=count)


def measure_count(records: Records) -> int:
    """Count the measures of all plans."""
    return sum(len(plan.measures) for plan in records.plans)


NOTICES: tuple[Callable[[Compared], Iterator[str]], ...] = (equal_files, other_kinds, missing_measures, nothing_common, doubtful_reading)
