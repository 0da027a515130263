"""A plan checked against reports, and how it is told in words.

In: names of files and a `Fulfilment`. Out: `Checked`; the rows of its tables, the same in every output.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.fulfilment.results import Count, Fulfilment, Link, Outcome, Share
from extractor.messages import message

MEASURE_COLUMNS = ("column_number", "column_measure", "check_column_state", "check_column_told", "check_column_counts")
SHARE_COLUMNS = ("check_column_name", "check_done", "check_ongoing", "check_not_done", "check_none", "check_column_share")
OUTSIDE_COLUMNS = ("check_column_report", "check_column_told")


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan and its reports by the names of their files; without reports the plan's own marks were looked at."""

    plan: str
    reports: tuple[str, ...]
    found: Fulfilment

    def report_of(self, statement: int) -> str:
        """Give the name of the file in which a statement stands."""
        return self.reports[self.found.statements[statement].report] if self.reports else self.plan

    def links_of(self, outcome: Outcome) -> list[Link]:
        """Give the links of a measure."""
        return [link for link in self.found.links if link.measure == outcome.index]


def state_of(outcome: Outcome) -> str:
    """Say what became of a measure."""
    return message(f"check_{outcome.state}")


def measure_rows(checked: Checked) -> Iterator[tuple[str, ...]]:
    """Yield for each measure its number and text, its state, what is told of it, and what was counted."""
    for outcome in checked.found.outcomes:
        links = checked.links_of(outcome)
        told = "\n".join(told_by(checked, link) for link in links)
        counts = "\n".join(count_text(count) for link in links for count in link.counts)
        yield outcome.number or "", outcome.text, state_of(outcome), told, counts


def told_by(checked: Checked, link: Link) -> str:
    """Say what a statement tells: an activity in its words, a row by its mark."""
    statement = checked.found.statements[link.statement]
    return statement.evidence.text if statement.kind == "row" else statement.text


def count_text(count: Count) -> str:
    """Say how much of a planned quantity was reached."""
    return message("check_count", reached=f"{count.reached.value:g}", planned=f"{count.planned.value:g}", unit=count.planned.unit)


def share_rows(shares: Sequence[Share]) -> Iterator[tuple[str, ...]]:
    """Yield for each unit, section or month how many measures are in which state, and the share that is done."""
    for share in shares:
        numbers = (share.done, share.ongoing, share.not_done, share.none)
        yield share.name or message("check_nameless"), *map(str, numbers), f"{round(100 * share.done / share.total)} %"


def outside_rows(checked: Checked) -> Iterator[tuple[str, ...]]:
    """Yield the statements of which no measure speaks."""
    for place in checked.found.outside:
        yield checked.report_of(place), checked.found.statements[place].text


def share_tables(checked: Checked) -> Iterator[tuple[str, Sequence[Share]]]:
    """Yield the tables of shares under the codes of their names; one that has a single nameless line says nothing."""
    for code, shares in (
        ("check_by_unit", checked.found.units),
        ("check_by_section", checked.found.sections),
        ("check_by_month", checked.found.months),
    ):
        if any(share.name for share in shares):
            yield code, shares


def summary(checked: Checked) -> str:
    """Say in one line how many measures are in which state."""
    states = [outcome.state for outcome in checked.found.outcomes]
    numbers = {state: states.count(state) for state in ("done", "ongoing", "not_done", "none")}
    return message("check_summary", count=len(states), **numbers)
