"""Shares: a plan's measures counted by section, unit, status and month, for its overviews.

In: measures of `service.store.overviews`. Out: counts as the templates show them. What is counted by month is what falls due; what goes
on all the time («еженедельно», «постоянно») is not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.due.frames import Frame
from service.pages.texts import _
from service.pages.timelines import MONTHS, Timeline, timeline_rows
from service.store.columns import Json

# Rows of a table of units or sections: with their names 50 kB of HTML.
MOST_GROUPS = 200
# Rows of the heat table: what a screen shows.
MOST_HEATED = 30
# Shades of the heat table.
SHADES = 5
STATUSES = ("done", "partly", "not_done", "none")


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that share a section or a unit: how many, how many of them by status, with something late, with issues."""

    name: str
    measures: int
    statuses: dict[str, int]
    late: int
    issues: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit with the number of what falls due in each month, and the shade (0 to `SHADES`) of each."""

    name: str
    counts: tuple[int, ...]
    shades: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A status with its number, and where its part of a bar of 1,000 begins and how wide it is."""

    status: str
    count: int
    start: float
    width: float


def unit_names(measure: Json) -> list[str]:
    """Give the units of a measure; without one it stands under its person, or under nobody's name."""
    return list(dict.fromkeys(measure["units"])) or list(dict.fromkeys(measure["persons"])) or [""]


def section_names(measure: Json) -> list[str]:
    """Give the whole heading of a measure."""
    return [" / ".join(measure["section"] or ())]


def groups(measures: Sequence[Json], names: Callable[[Json], list[str]], late: frozenset[object]) -> list[Group]:
    """Count measures by the names that they have, in the order in which the names come first."""
    found: dict[str, list[Json]] = {}
    for measure in measures:
        for name in names(measure):
            found.setdefault(name, []).append(measure)
    return [group_of(name, members, late) for name, members in found.items()]


def group_of(name: str, members: Sequence[Json], late: frozenset[object]) -> Group:
    """Count the members of a group."""
    return Group(
        name=name,
        measures=len(members),
        statuses=dict(Counter(measure["status"] or "none" for measure in members)),
        late=sum(measure["id"] in late for measure in members),
        issues=sum(measure["has_issue"] for measure in members),
    )


def late_measures(measures: Sequence[Json], frame: Frame, year: int, today: date) -> frozenset[object]:
    """Give the ids of the measures of which something is late in a year."""
    return frozenset(row.measure["id"] for row in timeline_rows(measures, year, frame, today) if row.is_late)


def heat(timeline: Timeline) -> list[HeatRow]:
    """Count what falls due by unit and month, the busiest units first."""
    counts: dict[str, Counter[int]] = {}
    for row in timeline.rows:
        months = Counter(day.month for day in {day for day, _due in row.due})
        for name in unit_names(row.measure):
            counts.setdefault(name, Counter()).update(months)
    busiest = sorted(counts.items(), key=lambda pair: -pair[1].total())[:MOST_HEATED]
    most = max((count for _name, months in busiest for count in months.values()), default=0) or 1
    return [heat_row(name, months, most) for name, months in busiest if months.total()]


def heat_row(name: str, months: Counter[int], most: int) -> HeatRow:
    """Give a row of the heat table."""
    counts = tuple(months[month] for month in MONTHS)
    return HeatRow(name, counts, tuple(-(-count * SHADES // most) for count in counts))


def shares(measures: Iterable[Json]) -> list[Share]:
    """Count measures by status, as parts of one bar."""
    counts = Counter(measure["status"] or "none" for measure in measures)
    return list(parts_of(counts, counts.total() or 1))


def parts_of(counts: Counter[str], total: int) -> Iterator[Share]:
    """Yield the parts of a bar of 1,000, side by side."""
    start = 0.0
    for status in STATUSES:
        width = 1000 * counts[status] / total
        if counts[status]:
            yield Share(status, counts[status], round(start, 1), round(width, 1))
        start += width


def month_names() -> tuple[str, ...]:
    """Give the short names of the months."""
    return tuple(_("янв фев мар апр май июн июл авг сен окт ноя дек").split())
