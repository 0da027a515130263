"""Measures the comparison on the pairs of versions: rows matched, F1 by class of change, fields of changed rows.

In: `versions/`. Out: a table, the misses, or floors. `gold` compares gold records (the comparison alone); `docx` and `pdf` compare what is
extracted from both versions in that format, `docx>pdf` from different ones; `formats` compares each version with itself in DOCX and PDF,
`scans` in DOCX and as a scan (minutes; not among the default modes).

    python -m corpora.compare [--modes gold,docx] [--pair NAME] [--errors] [--raise-floors]
"""

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpora.changes import Score, result_of, score_pair
from corpora.floors import add_options, fingerprint, settle_floors
from corpora.gold_records import typed_records
from corpora.render import FURTHER, RENDERERS
from corpora.version_pairs import VERSIONS, Pair, read_pairs
from extractor.comparison import compare
from extractor.comparison.changes import Comparison
from extractor.pipeline import extract
from extractor.records import Records, Requisites

FLOORS = Path(__file__).parent / "version_floors.json"
# How the old and the new version are had: from the gold, or extracted from this format.
MODES = {"gold": ("gold", "gold"), "docx": ("docx", "docx"), "pdf": ("pdf", "pdf"), "docx>pdf": ("docx", "pdf"), "formats": ("docx", "pdf")}
# Takes minutes and Tesseract: each version in DOCX against its own scan.
FURTHER_MODES = {"scans": ("docx", "scan.pdf")}


@cache
def records_of(pair: str, side: int, source: str) -> Records:
    """Give one version's records: compiled from its annotation, or extracted from the rendered file."""
    found = next(each for each in read_pairs() if each.name == pair)
    if source == "gold":
        return typed_records(found.records[side])
    return extract((RENDERERS | FURTHER)[source](found.layouts[side]))


def score_mode(mode: str, pairs: Sequence[Pair]) -> Score:
    """Score all pairs in one mode."""
    score = Score()
    for pair in pairs:
        for one in score_sides(mode, pair):
            score.add(one)
    return score


def score_sides(mode: str, pair: Pair) -> Iterator[Score]:
    """Score the old version against the new one; or each version against itself, which must give no change."""
    sources = (MODES | FURTHER_MODES)[mode]
    itself = mode in ("formats", "scans")
    sides = [(0, 0), (1, 1)] if itself else [(0, 1)]
    for old, new in sides:
        gold = same_version(pair, old) if itself else pair
        try:
            comparison = compare(records_of(pair.name, old, sources[0]), records_of(pair.name, new, sources[1]))
        except Exception as error:  # noqa: BLE001 - whatever breaks must be counted, never end the measurement
            yield missed_pair(gold, error)
        else:
            yield score_pair(gold, comparison, wording_counts=sources[0] == sources[1])


def missed_pair(pair: Pair, error: Exception) -> Score:
    """Score a comparison that broke: nothing of the gold is found."""
    empty = Comparison(old=Requisites(kind="other"), new=Requisites(kind="other"), changes=(), unchanged=0)
    score = score_pair(pair, empty)
    score.right.clear()
    score.misses[:] = [f"{pair.name} CRASH {type(error).__name__}: {error}"]
    return score


def same_version(pair: Pair, side: int) -> Pair:
    """Give the pair of a version with itself: nothing changes."""
    record, layout, name = pair.records[side], pair.layouts[side], f"{pair.name}.{('old', 'new')[side]}"
    return Pair(name, (layout, layout), (record, record), ())


def measure(modes: Collection[str], pairs: Sequence[Pair]) -> dict[str, Score]:
    """Score all pairs in some modes."""
    return {mode: score_mode(mode, pairs) for mode in modes}


def pinnable(scores: dict[str, Score]) -> dict[str, Any]:
    """Give the result in the form that floors are pinned by."""
    return {"fingerprint": fingerprint(VERSIONS, "*.t*"), "formats": {mode: result_of(score) for mode, score in scores.items()}}


def print_table(scores: dict[str, Score]) -> None:
    """Print F1 of each name in each mode with the gold's count."""
    print(f"{'':20} {'gold':>6} " + " ".join(f"{mode:>9}" for mode in scores))
    for name in sorted({name for score in scores.values() for name in score.names()}):
        values = " ".join(f"{score.f1(name):9.4f}" if name in score.names() else " " * 9 for score in scores.values())
        print(f"{name:20} {max(score.gold[name] for score in scores.values()):6} {values}")


def main() -> None:
    """Measure and report; the exit code is 1 where a floor is not reached."""
    parser = argparse.ArgumentParser(description="measure the comparison of versions")
    parser.add_argument("--modes", default=",".join(MODES), help=f"some of {', '.join([*MODES, *FURTHER_MODES])}")
    parser.add_argument("--pair", help="only this pair")
    parser.add_argument("--errors", action="store_true", help="print every miss")
    add_options(parser)
    arguments = parser.parse_args()
    pairs = [pair for pair in read_pairs() if arguments.pair in (None, pair.name)]
    scores = measure(arguments.modes.split(","), pairs)
    print_table(scores)
    if arguments.errors:
        print("\n".join(f"{mode} {miss}" for mode, score in scores.items() for miss in score.misses))
    if not arguments.pair and set(scores) == set(MODES):
        sys.exit(settle_floors(FLOORS, pinnable(scores), arguments))


if __name__ == "__main__":
    main()
