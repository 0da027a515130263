"""Measures how reports are linked to a plan's measures: precision and recall of links, and the states of measures.

In: the folders beside this module, rendered and extracted. Out: a table, or every miss with `--errors`.

    python -m corpora.fulfilment.scoring [--format docx] [--case NAME] [--errors] [--blind]

`gold.toml` names a link as "number < words of the report"; a sentence that tells of several measures has several numbers. A link that is
found is right where its measure has a gold link whose words stand in its statement, or its statement in them. `also` lists links that are
right and not asked for; they count neither way. Measures with a link are done, but those in `ongoing` and `not_done`. Cases that are
`held_back` were written with the others and are measured by `--blind` alone: the linker was not made by looking at them.
"""

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpora.render import FURTHER, RENDERERS
from corpora.source import read_layout
from extractor.comparison.likeness import plain
from extractor.fulfilment import check_fulfilment
from extractor.fulfilment.results import Fulfilment
from extractor.pipeline import extract
from extractor.records import Records

CASES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class GoldLink:
    """A measure by its number, and words of the report that tell of it."""

    number: str
    words: str

    def is_told_by(self, text: str) -> bool:
        """Tell whether a statement is the one that is meant."""
        words, statement = plain(self.words), plain(text)
        return words in statement or statement in words


@dataclass(frozen=True, slots=True)
class Case:
    """A plan and a report by their folder, with the links between them."""

    folder: Path
    links: tuple[GoldLink, ...]
    also: tuple[GoldLink, ...]
    ongoing: frozenset[str]
    not_done: frozenset[str]
    held_back: bool

    def state(self, number: str | None) -> str:
        """Give the state of a measure."""
        if number in self.ongoing or number in self.not_done:
            return "ongoing" if number in self.ongoing else "not_done"
        return "done" if any(link.number == number for link in self.links) else "none"


@dataclass(slots=True)
class Score:
    """Counts: links found, right ones among them, gold links and those found; states of measures; `misses` are sentences."""

    found: int = 0
    right: int = 0
    gold: int = 0
    recalled: int = 0
    measures: int = 0
    states: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the links found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold links that are found."""
        return self.recalled / self.gold if self.gold else 1.0

    @property
    def accuracy(self) -> float:
        """The share of the measures whose state is right."""
        return self.states / self.measures if self.measures else 1.0

    def add(self, other: "Score") -> None:
        """Add the counts of another."""
        for name in ("found", "right", "gold", "recalled", "measures", "states"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.misses += other.misses


def read_cases(folder: Path = CASES) -> Iterator[Case]:
    """Read the folders."""
    for path in sorted(folder.glob("*/gold.toml")):
        gold = tomllib.loads(path.read_text(encoding="utf-8"))
        links, also = (tuple(link for text in gold.get(name, ()) for link in read_links(text)) for name in ("links", "also"))
        ongoing, not_done = (frozenset(gold.get(name, ())) for name in ("ongoing", "not_done"))
        yield Case(path.parent, links, also, ongoing, not_done, gold.get("held_back", False))


def read_links(text: str) -> Iterator[GoldLink]:
    """Read a line of the gold: "1.2, 1.3 < words"."""
    numbers, _, words = text.partition(" < ")
    yield from (GoldLink(number.strip(), words) for number in numbers.split(","))


def records_of(case: Case, side: str, extension: str) -> Records:
    """Render one side of a case and extract its records."""
    return extract((RENDERERS | FURTHER)[extension](read_layout(case.folder / f"{side}.txt")))


def score_case(case: Case, extension: str) -> Score:
    """Count the links and states of one case."""
    found = check_fulfilment(records_of(case, "plan", extension), [records_of(case, "report", extension)])
    score = Score(gold=len(case.links), measures=len(found.outcomes))
    score_links(case, found, score)
    for outcome in found.outcomes:
        score.states += outcome.state == case.state(outcome.number)
        if outcome.state != case.state(outcome.number):
            score.misses.append(f"{case.folder.name} state:  {outcome.number} is {outcome.state}, not {case.state(outcome.number)}")
    return score


def score_links(case: Case, found: Fulfilment, score: Score) -> None:
    """Count the links."""
    pairs = [(found.outcomes[link.measure].number, found.statements[link.statement].text, link.score) for link in found.links]
    for number, text, value in pairs:
        if any(link.number == number and link.is_told_by(text) for link in case.links):
            score.right += 1
        elif any(link.number == number and link.is_told_by(text) for link in case.also):
            continue
        else:
            score.misses.append(f"{case.folder.name} extra:  {number} < {text} ({value})")
        score.found += 1
    for link in case.links:
        if any(number == link.number and link.is_told_by(text) for number, text, _ in pairs):
            score.recalled += 1
        else:
            score.misses.append(f"{case.folder.name} missed: {link.number} < {link.words}")


def measure(extension: str, *, blind: bool = False, name: str | None = None) -> dict[str, Score]:
    """Give the scores of the cases, and of all together under "ALL"."""
    cases = [case for case in read_cases() if (case.held_back == blind if name is None else case.folder.name == name)]
    scores = {case.folder.name: score_case(case, extension) for case in cases}
    whole = Score()
    for score in scores.values():
        whole.add(score)
    return scores | {"ALL": whole}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m corpora.fulfilment.scoring", description="measure the links of reports to plans")
    parser.add_argument("--format", default="docx", help="the format in which plans and reports are rendered")
    parser.add_argument("--case", help="only this one")
    parser.add_argument("--blind", action="store_true", help="the cases that are held back")
    parser.add_argument("--errors", action="store_true", help="print every miss")
    arguments = parser.parse_args()
    scores = measure(arguments.format, blind=arguments.blind, name=arguments.case)
    print("| case | links | precision | recall | states |\n|---|---|---|---|---|")
    for name, score in scores.items():
        print(f"| {name} | {score.gold} | {score.precision:.3f} | {score.recall:.3f} | {score.accuracy:.3f} |")
    if arguments.errors:
        print("\n".join(scores["ALL"].misses))


if __name__ == "__main__":
    main()
