"""Prints pairwise precision, recall and F1 of the registry against its gold.

python -m corpora.registry [--errors] [--sets tuned held_out own shared]
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from corpora.registry.mentions import Source, case_sets, own_sources, shared_sources
from corpora.registry.pairs import Tally, score

SETS: dict[str, Callable[[], Sequence[tuple[Source, ...]]]] = {
    "own": lambda: [own_sources()],
    "shared": lambda: [shared_sources()],
    "tuned": lambda: [documents for _, documents in case_sets("tuned.txt")],
    "held_out": lambda: [documents for _, documents in case_sets("held_out.txt")],
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table: what is put together, with what is suggested, and of different wordings alone."""
    parser = argparse.ArgumentParser(prog="python -m corpora.registry")
    parser.add_argument("--errors", action="store_true", help="every pair that was missed or wrong")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    options = parser.parse_args(arguments)
    sys.stdout.write(f"{'':10}{'':18}{'pairs':>7}{'precision':>11}{'recall':>9}{'F1':>8}\n")
    for name in options.sets:
        found = score(SETS[name]())
        for title, tally in (("merged", found.merged), ("with suggestions", found.suggested), ("other wordings", found.unlike)):
            sys.stdout.write(f"{name:10}{title:18}{line(tally)}\n")
        if options.errors:
            sys.stdout.write("".join(f"  missed {pair}\n" for pair in found.merged.missed))
            sys.stdout.write("".join(f"  wrong  {pair}\n" for pair in found.merged.wrong))


def line(tally: Tally) -> str:
    """Give the figures of a tally."""
    return f"{tally.gold:7}{tally.precision:11.3f}{tally.recall:9.3f}{tally.f1:8.3f}"


if __name__ == "__main__":
    main()
