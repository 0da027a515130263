"""Counts: quantities of a report beside those of a measure that count the same things.

In: a measure and the quantities of a statement. Out: `Count`s. The measure's quantities stand in its indicators, its result and its text.
"""

from collections.abc import Iterator, Sequence

from extractor.fulfilment.kinship import content_words, kinship
from extractor.fulfilment.results import Count
from extractor.narrative.quantities import find_quantities
from extractor.narrative.sentences import shade
from extractor.records import Measure, Quantity


def find_counts(measure: Measure, reached: Sequence[Quantity]) -> tuple[Count, ...]:
    """Pair quantities that count the same things."""
    return tuple(Count(planned=one, reached=other) for one in planned(measure) for other in reached if is_one_unit(one.unit, other.unit))


def planned(measure: Measure) -> Iterator[Quantity]:
    """Yield what a measure's indicators, result and text count."""
    for text in (*measure.indicators, measure.result or "", measure.text):
        yield from find_quantities(shade(text), text)


def is_one_unit(one: str, other: str) -> bool:
    """Tell whether two units are one: of each word of the shorter one the other has a kin."""
    words, others = sorted((content_words(one), content_words(other)), key=len)
    if not words:
        return bool(one) and one.split()[:1] == other.split()[:1]
    return all(any(kinship(word, candidate) for candidate in others) for word in words)
