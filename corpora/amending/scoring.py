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
from corpora.pairing import normal
from corpora.render import FURTHER, RENDERERS
from corpora.scoring import measures_of
from corpora.source import parse_layout
from extractor.consolidation import Refusal, consolidate
from extractor.exporters.json import plain_value, to_json
from extractor.pipeline import extract
from extractor.records import Amendment, Records

CASES = Path(__file__).parent
Json = Mapping[str, Any]
FIELDS = (
    "text", "number", "section", "items", "deadlines", "responsible", "mechanism", "audience", "result", "place", "note", "kind", "funding",
)  # fmt: skip
ABSENT = object()


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
    fields: int = 0
    fields_right: int = 0
    changes: int = 0
    changes_right: int = 0
    wrong: int = 0
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


Rows = Mapping[tuple[str, str], Mapping[str, object]]


def rows_of(records: Records) -> Rows:
    """Give each measure and clause by its number with the values of its fields."""
    plain = to_json(records)
    found: dict[tuple[str, str], Mapping[str, object]] = {}
    for kind, listed in (("measure", measures_of(plain)), ("clause", plain["clauses"])):
        for record in listed:
            found[kind, str(record["number"])] = {name: value_of(record, name) for name in FIELDS if name in record}
    return found | {("document", ""): {"title": normal(records.document.title or "")}}


def value_of(record: Json, name: str) -> object:
    """Give a field's value in the form in which it is compared."""
    value = record[name]
    if name == "deadlines":
        return tuple((entry["kind"], entry["edtf"], entry["rrule"]) for entry in value)
    if name == "responsible":
        return tuple((normal(entry["name"] or ""), entry["person"], entry["role"]) for entry in value)
    if name == "funding":
        return tuple((entry["amount"], entry["source"], entry["year"]) for entry in value)
    return tuple(map(normal, value)) if isinstance(value, list) else normal(value or "")


def score_plan(score: Score, where: str, base: Rows, computed: Rows, edition: Rows) -> None:
    """Count the fields of the computed version against the edition, and those that were changed wrongly."""
    for key in {**edition, **computed, **base}:
        names = {**edition.get(key, {}), **computed.get(key, {}), **base.get(key, {})}
        for name in names:
            before, found, wanted = (rows.get(key, {}).get(name, ABSENT) for rows in (base, computed, edition))
            if found == wanted == ABSENT and before == ABSENT:
                continue
            score.fields += 1
            score.fields_right += found == wanted
            score.changes += before != wanted
            score.changes_right += before != wanted and found == wanted
            score.wrong += found not in (before, wanted)
            if found != wanted:
                score.misses.append(f"{where} {key} {name}: {found} instead of {wanted}, before {before}")


def score_case(score: Score, case: Case, extension: str) -> None:
    """Score one case in one format."""
    acts = [records_of(case, act, extension) for act in case.acts]
    for index, (gold, act) in enumerate(zip(case.gold, acts, strict=True), 1):
        score_instructions(score, f"{extension} {case.name}/{index}", gold, act.amendments)
    base, edition = records_of(case, case.base, extension), records_of(case, case.edition, extension)
    found = consolidate(base, acts)
    where = f"{extension} {case.name}"
    score_plan(score, where, rows_of(base), rows_of(found.records), rows_of(edition))
    score.misses += [f"{where} refused {refusal.point}: {refusal.issue.message}" for refusal in found.refused if is_unwanted(case, refusal)]


def is_unwanted(case: Case, refusal: Refusal) -> bool:
    """Tell whether a refusal is none that the gold expects."""
    return refusal.point not in case.refused and refusal.issue.code != "amendment_other_act"


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
        print(f"targets {score.targets_right}/{score.targets}", end="  ")
        print(f"plan fields {score.fields_right}/{score.fields}  changes {score.changes_right}/{score.changes}  wrong {score.wrong}")
        if arguments.errors:
            print("\n".join(score.misses))


if __name__ == "__main__":
    main()
