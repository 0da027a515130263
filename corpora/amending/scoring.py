"""Measures how amending acts are read and applied: instructions, fields of the consolidated plan, wrong applications.

In: the folders beside this module, rendered in every format. Out: a table, or every miss with `--errors`.

    python -m corpora.amending.scoring [--format docx] [--case NAME] [--errors]

An instruction is right when action, place, old and new words are. The consolidated plan is compared field by field with what is extracted
from the edition that was written by hand. A field that was changed, and is not what that edition says, is a wrong application.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora.gold import read_amendment
from corpora.render import FURTHER, RENDERERS
from corpora.pairing import normal
from corpora.source import parse_layout
from extractor.exporters.json import plain_value
from extractor.pipeline import extract
from extractor.records import Amendment, Records

CASES = Path(__file__).parent
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A folder's layouts and gold: `acts` in order of date, with the instructions of each."""

    name: str
    base: str
    acts: tuple[str, ...]
    edition: str
    gold: tuple[tuple[Json, ...], ...]
    refused: tuple[str, ...]


@dataclass
class Score:
    """Counts of one format: instructions, fields of plans, wrong applications; `misses` are sentences."""

    right: int = 0
    found: int = 0
    gold: int = 0
    targets: int = 0
    targets_right: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The instructions' F1."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


def read_cases() -> Iterator[Case]:
    """Read the folders."""
    for folder in sorted(path for path in CASES.iterdir() if (path / "gold.toml").exists()):
        gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
        names = sorted(path.stem for path in folder.glob("act*.txt"))
        yield Case(
            name=folder.name,
            base=text_of(folder, "base"),
            acts=tuple(text_of(folder, name) for name in names),
            edition=text_of(folder, "edition"),
            gold=tuple(tuple(map(read_amendment, gold.get(name, []))) for name in names),
            refused=tuple(gold.get("refused", ())),
        )


def text_of(folder: Path, name: str) -> str:
    """Read one layout."""
    return (folder / f"{name}.txt").read_text(encoding="utf-8")


def records_of(case: Case, text: str, extension: str) -> Records:
    """Render a layout and extract its records."""
    return extract((RENDERERS | FURTHER)[extension](parse_layout(case.name, text)))


def instruction_key(instruction: Json) -> tuple[object, ...]:
    """Give what must be right in an instruction."""
    place = tuple((step["unit"], step["number"], normal(step["name"] or "")) for step in instruction["place"])
    return instruction["action"], place, normal(instruction["old"] or ""), normal(instruction["new"] or "")


def target_key(target: Json) -> tuple[object, ...]:
    """Give what must be right in a target."""
    texts = (normal(target["title"] or ""), normal(target["issuer"] or ""))
    return target["kind"], target["date"], target["number"], *texts, tuple(target["amended_by"])


def score_instructions(score: Score, where: str, gold: tuple[Json, ...], found: tuple[Amendment, ...]) -> None:
    """Count the instructions and targets of one act."""
    plain: list[Json] = plain_value(found)
    wanted = Counter(instruction_key(i) for amendment in gold for i in amendment["instructions"])
    given = Counter(instruction_key(i) for amendment in plain for i in amendment["instructions"])
    score.right += (wanted & given).total()
    score.gold += wanted.total()
    score.found += given.total()
    score.misses += [f"{where} missed: {key}" for key in (wanted - given).elements()]
    score.misses += [f"{where} extra:  {key}" for key in (given - wanted).elements()]
    targets, read = Counter(target_key(a["target"]) for a in gold), Counter(target_key(a["target"]) for a in plain)
    score.targets += targets.total()
    score.targets_right += (targets & read).total()
    score.misses += [f"{where} target: {key} not in {list(read)}" for key in (targets - read).elements()]


def score_case(score: Score, case: Case, extension: str) -> None:
    """Score one case in one format."""
    acts = [records_of(case, act, extension) for act in case.acts]
    for index, (gold, act) in enumerate(zip(case.gold, acts, strict=True), 1):
        score_instructions(score, f"{extension} {case.name}/{index}", gold, act.amendments)


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description="measure how amending acts are read and applied")
    parser.add_argument("--format", help="only this format")
    parser.add_argument("--case", help="only this case")
    parser.add_argument("--errors", action="store_true", help="print every miss")
    arguments = parser.parse_args()
    for extension in [arguments.format] if arguments.format else list(RENDERERS):
        score = Score()
        for case in read_cases():
            if arguments.case in (None, case.name):
                score_case(score, case, extension)
        print(f"{extension:8} instructions {score.right}/{score.gold} found {score.found} F1 {score.f1:.3f}", end="  ")
        print(f"targets {score.targets_right}/{score.targets}")
        if arguments.errors:
            print("\n".join(score.misses))


if __name__ == "__main__":
    main()
