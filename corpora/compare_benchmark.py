"""How the time of a comparison grows: CPU seconds at several sizes, and the ratio to the size before.

In: numbers of measures. Out: a table; a doubling of the rows should about double the time. Synthesized plans stand on both sides.

    python -m corpora.compare_benchmark [--sizes 500,1000,2000,4000] [--rounds 3]
"""

import argparse
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from corpora.gold_records import typed_records
from corpora.synthesize import synthesize
from extractor.comparison import compare
from extractor.records import Measure, Records

Edit = Callable[[tuple[Measure, ...], random.Random], tuple[Measure, ...]]
# Shares of rows that are reworded where most stay, and of the words of a reworded row.
FEW, WORDS = 0.05, 0.25


def reworded(measure: Measure, words: list[str], chance: random.Random) -> Measure:
    """Put other words of the plan in the place of some of a measure's."""
    text = [chance.choice(words) if chance.random() < WORDS else word for word in measure.text.split()]
    return replace(measure, text=" ".join(text))


def words_of(measures: tuple[Measure, ...]) -> list[str]:
    """Give all words of a plan."""
    return [word for measure in measures for word in measure.text.split()]


def most_equal(measures: tuple[Measure, ...], chance: random.Random) -> tuple[Measure, ...]:
    """Reword a few rows."""
    words = words_of(measures)
    return tuple(reworded(measure, words, chance) if chance.random() < FEW else measure for measure in measures)


def all_changed(measures: tuple[Measure, ...], chance: random.Random) -> tuple[Measure, ...]:
    """Reword every row."""
    words = words_of(measures)
    return tuple(reworded(measure, words, chance) for measure in measures)


def one_row(measures: tuple[Measure, ...], chance: random.Random) -> tuple[Measure, ...]:
    """Repeat one reworded row."""
    return (reworded(measures[0], words_of(measures), chance),) * len(measures)


EDITS: Mapping[str, Edit] = {
    "itself": lambda measures, _: measures,
    "most rows equal": most_equal,
    "all rows changed": all_changed,
    "one row repeated": one_row,
}


def seconds(old: Records, new: Records, rounds: int) -> float:
    """Give the least CPU time of some comparisons."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        compare(old, new)
        taken.append(time.process_time() - begun)
    return min(taken)


def edited(records: Records, edit: Edit) -> Records:
    """Give the records with the measures of their plan edited."""
    [plan] = records.plans
    return replace(records, plans=(replace(plan, measures=edit(plan.measures, random.Random(1))),))


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="How the time of a comparison grows")
    parser.add_argument("--sizes", default="500,1000,2000,4000", help="numbers of measures")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    before: dict[str, float] = {}
    print("| measures | " + " | ".join(EDITS) + " |")
    print("|---|" + "---|" * len(EDITS))
    for size in map(int, arguments.sizes.split(",")):
        records = typed_records(synthesize(size)[1])
        compare(records, records)  # the dictionary loads at the first comparison
        now = {name: seconds(records, edited(records, edit), arguments.rounds) for name, edit in EDITS.items()}
        print(f"| {size} | " + " | ".join(f"{now[name]:.2f} s" + growth(now[name], before.get(name)) for name in EDITS) + " |", flush=True)
        before = now


def growth(now: float, before: float | None) -> str:
    """Say how much longer it took than the size before."""
    return f" (× {now / before:.1f})" if before else ""


if __name__ == "__main__":
    main()
