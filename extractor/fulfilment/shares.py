"""Shares: how much is done, by unit, by section and by month.

In: the outcomes of measures. Out: `Share`s. A measure counts for each of its units and for each month in which a deadline of it ends; one
without any counts under an empty name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from extractor.comparison.likeness import plain
from extractor.fulfilment.results import Outcome, Share, State


def shares_by_unit(outcomes: Sequence[Outcome]) -> tuple[Share, ...]:
    """Give the shares of responsible units and persons, in the order in which the plan names them."""
    return shares(outcomes, lambda outcome: outcome.units)


def shares_by_section(outcomes: Sequence[Outcome]) -> tuple[Share, ...]:
    """Give the shares of sections in the order of the plan."""
    return shares(outcomes, lambda outcome: (" / ".join(outcome.section),))


def shares_by_month(outcomes: Sequence[Outcome]) -> tuple[Share, ...]:
    """Give the shares of months (YYYY-MM) in order; measures without a calendar deadline come last."""
    return tuple(sorted(shares(outcomes, lambda outcome: outcome.months), key=lambda share: share.name or "~"))


def shares(outcomes: Sequence[Outcome], names_of: Callable[[Outcome], Iterable[str]]) -> tuple[Share, ...]:
    """Count the states of the measures under each of their names; names that differ in print only are one."""
    counted: dict[str, tuple[str, Counter[State]]] = {}
    for outcome in outcomes:
        named = {plain(name): name for name in names_of(outcome)} or {"": ""}
        for key, name in named.items():
            counted.setdefault(key, (name, Counter()))[1][outcome.state] += 1
    return tuple(
        Share(name=name, done=states["done"], ongoing=states["ongoing"], not_done=states["not_done"], none=states["none"])
        for name, states in counted.values()
    )
