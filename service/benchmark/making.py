"""Making: documents like real ones, as many as are wanted.

In: numbers, years and a seed. Out: the records of documents as the extractor gives them, with 30 measures each, of 400 units and 2,000
persons. Words come with the frequencies that they have in the project's corpus; units follow Zipf's law, and each person belongs to one
unit, so that some filters never meet. The same seed makes the same documents.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.exporters.json import to_json
from extractor.pipeline import extract
from service.jobs.extraction import SPECIMEN
from service.store.columns import Json

CORPUS = Path(__file__).parents[2] / "corpora" / "documents"
MEASURES_EACH = 30
UNITS = 400
PERSONS_EACH = 5
ISSUERS = 300
MUNICIPALITIES = 100
# A unit that is in the documents of the oldest year alone, in one party of ten: the newest rows say nothing of it.
FORMER_UNIT, FORMER_SHARE = "Упразднённое управление", 0.1
# What makes rare words of the corpus' own, and how often each comes for once that the corpus has a word: in 1 measure of 10,000.
RARE, RARE_COUNT = "сверх", 0.02
KINDS = ("resolution", "plan", "order", "directive", "programme", "roadmap", "minutes", "report")
KIND_WEIGHTS = (40, 25, 14, 10, 6, 3, 1.5, 0.5)
SYLLABLES = ("ба", "ве", "ги", "до", "жу", "за", "ке", "ли", "мо", "ну", "па", "ре", "си", "то", "фу", "ха", "це", "чи", "шо", "щу")
# Where a plan's table stands in its document, and the columns of its wordings.
BLOCK, TEXT_COLUMN, DEADLINE_COLUMN, PARTY_COLUMN = 10, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Words:
    """What texts are made of: the corpus' words with their weights, cumulated as `random.choices` likes them."""

    words: tuple[str, ...]
    counts: tuple[float, ...]

    @property
    def cumulated(self) -> list[float]:
        """The running sum of the counts."""
        total, sums = 0.0, []
        for count in self.counts:
            total += count
            sums.append(total)
        return sums


def read_words() -> Words:
    """Count the words of the project's corpus, the most frequent first, and add as many rare ones that no text of it has."""
    texts = (path.read_text(encoding="utf-8").lower() for path in sorted(CORPUS.glob("*.txt")))
    counts = Counter(word for text in texts for word in re.findall(r"[а-яё]{4,}", text)).most_common()
    rare = [(f"{RARE}{word}", RARE_COUNT) for word, _ in counts]
    return Words(*zip(*counts, *rare, strict=True))


def unit_name(number: int) -> str:
    """Give the name of a unit."""
    return f"Отдел {('благоустройства', 'культуры', 'имущества', 'образования')[number % 4]} № {number}"


def person_name(unit: int, number: int) -> str:
    """Give one of the persons of a unit."""
    stem = SYLLABLES[unit // len(SYLLABLES)] + SYLLABLES[unit % len(SYLLABLES)] + "бвгдж"[number]
    return f"{stem.capitalize()}ов {'АБВГ'[unit % 4]}.{'ДЕКЛМ'[number]}."


@cache
def specimen() -> Json:
    """Give the records of the smallest document, which has every field."""
    return to_json(extract(SPECIMEN.encode()))


def municipality_name(number: int) -> str:
    """Give the name of a municipality, which units and persons of it are known by."""
    return f"{SYLLABLES[number // 10]}{SYLLABLES[10 + number % 10]}вский район".capitalize()


def issuer_name(number: int) -> str:
    """Give the name of an issuer."""
    return f"Администрация района № {number}"


def evidence(text: str, row: int, column: int) -> Json:
    """Give where a cell's wording stands."""
    place = {"block": BLOCK, "start": 0, "end": len(text), "page": None, "row": row, "column": column, "box": None}
    return {"text": text, "rule": "column", **place}


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes documents; `random` is seeded, so that every run makes the same ones."""

    random: random.Random
    words: Sequence[str]
    sums: Sequence[float]
    unit_sums: Sequence[float]

    def records(self, number: int, year: int, *, oldest: bool) -> Json:
        """Give the records of a document with a plan of a year."""
        choose = self.random.choices
        issuer, municipality = issuer_name(int(ISSUERS * self.random.random() ** 3)), municipality_name(number % MUNICIPALITIES)
        requisites = specimen()["document"] | {
            "kind": choose(KINDS, KIND_WEIGHTS)[0], "issuer": issuer, "municipality": municipality,
            "date": None, "period": str(year), "signatory": None, "basis": [], "sources": {},
        }  # fmt: skip
        sections = [self.text(3) for _ in range(3)] if number % 2 else ["Общие мероприятия"] * 3
        measures = [self.measure(row, year, sections[row % 3], former=oldest) for row in range(2, MEASURES_EACH + 2)]
        doubts = [measure["evidence"] for measure in measures if self.random.random() < 0.03]
        issues = [{"code": "deadline_unread", "severity": "warning", "message": "Срок не прочитан.", "evidence": doubt} for doubt in doubts]
        plan = {"title": f"План мероприятий на {year} год", "appendix": None, "period": str(year), "measures": measures}
        return {"document": requisites, "clauses": [], "plans": [plan], "activities": [], "amendments": [], "issues": issues}

    def text(self, count: int) -> str:
        """Give a wording of so many words."""
        return " ".join(self.random.choices(self.words, cum_weights=self.sums, k=count)).capitalize()

    def parties(self, row: int, *, former: bool) -> list[Json]:
        """Give one or two parties, half of them with a person."""
        units = self.random.choices(range(UNITS), cum_weights=self.unit_sums, k=self.random.choice((1, 1, 2)))
        found = []
        for unit in units:
            name = FORMER_UNIT if former and self.random.random() < FORMER_SHARE else unit_name(unit)
            person = person_name(unit, self.random.randrange(PERSONS_EACH)) if self.random.random() < 0.5 else None
            text = f"{name}, {person}" if person else name
            found.append({"name": name, "person": person, "text": text, "evidence": evidence(text, row, PARTY_COLUMN), "role": "executor"})
        return found

    def deadline(self, year: int, row: int) -> Json:
        """Give a deadline: a day of the year for most, else a recurrence, or one that has no days."""
        made: Json = {"text": "ежеквартально", "kind": "recurring", "edtf": None, "rrule": "FREQ=MONTHLY;INTERVAL=3", "offset": None,
                      "start": None, "end": None}  # fmt: skip
        draw = self.random.random()
        if draw < 0.6:
            end = f"{year}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
            days = {"edtf": f"../{end}", "rrule": None, "start": f"{year}-01-01", "end": end}
            made |= {"text": f"до {end}", "kind": "calendar", **days}
        elif draw < 0.75:
            made |= {"text": "постоянно", "kind": "continuous", "rrule": None}
        elif draw < 0.76:
            made |= {"text": "по отдельному графику", "kind": "scheduled", "rrule": None}
        return made | {"evidence": evidence(made["text"], row, DEADLINE_COLUMN)}

    def measure(self, row: int, year: int, section: str, *, former: bool) -> Json:
        """Give a measure as JSON."""
        text = self.text(self.random.randint(8, 22))
        own: Json = {
            "text": text, "evidence": evidence(text, row, TEXT_COLUMN), "number": str(row - 1), "section": [section],
            "deadlines": [self.deadline(year, row)], "responsible": self.parties(row, former=former), "result": self.text(4),
            "status": "done" if self.random.random() < 0.02 else None, "sources": {"number": [evidence(str(row - 1), row, 1)]},
            "confidence": {"text": round(1 - self.random.random() ** 8 * 0.6, 3)},
        }  # fmt: skip
        return {**specimen()["plans"][0]["measures"][0], **own}


def make_maker(seed: int) -> Maker:
    """Make a maker with its words and weights."""
    words = read_words()
    sums, total = [], 0.0
    for rank in range(1, UNITS + 1):
        total += 1 / rank
        sums.append(total)
    return Maker(random.Random(seed), words.words, words.cumulated, sums)  # noqa: S311 - samples, no secrets
