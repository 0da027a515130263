"""Filling: a store of any size with measures like real ones.

In: a connection to an empty store and a number. Out: that many measures, about 30 to a document, of 400 units and 2,000 persons. Words come
with the frequencies that they have in the project's corpus; units follow Zipf's law, and each person belongs to one unit, so that some
filters never meet. The same number gives the same store.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from uuid import UUID

from psycopg import sql

from service.benchmark.naming import Numbers, register
from service.store.columns import IssuePlaces, Json, document_columns, own_columns
from service.store.connection import Connection
from service.store.due_days import Act, make_days, write_days
from service.store.due_setting import DueSetting, read_setting
from service.store.families import MEASURES, PLANS, Family
from service.store.identity import new_id
from service.store.rows import insert_rows
from service.store.saving import ROOM

CORPUS = Path(__file__).parents[2] / "corpora" / "documents"
MEASURES_EACH = 30
# The years of the plans, unless others are asked for.
FIRST_YEAR, YEARS = 2015, 10
UNITS = 400
PERSONS_EACH = 5
ISSUERS = 300
# A unit that is in the oldest documents alone, in one measure of five: the newest rows say nothing of it.
FORMER_UNIT = "Упразднённое управление"
FORMER_SHARE = 0.05
# What makes rare words of the corpus' own, and how often each comes for once that the corpus has a word: in 1 measure of 10,000.
RARE, RARE_COUNT = "сверх", 0.02
# Documents whose rows are made and written at a time.
BATCH = 200
KINDS = ("resolution", "plan", "order", "directive", "programme", "roadmap", "minutes", "report")
KIND_WEIGHTS = (40, 25, 14, 10, 6, 3, 1.5, 0.5)
NO_ISSUES = IssuePlaces(frozenset(), {})


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
    return f"Рябинин{'абвгдежзик'[unit % 10]}{'абвгд'[number]}ов{unit} {'АБВГ'[unit % 4]}.{'ДЕКЛМ'[number]}."


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes measures; `random` is seeded, so that every run makes the same ones."""

    random: random.Random
    words: Sequence[str]
    sums: Sequence[float]
    unit_sums: Sequence[float]
    first_year: int

    def text(self, count: int) -> str:
        """Give a wording of so many words."""
        return " ".join(self.random.choices(self.words, cum_weights=self.sums, k=count)).capitalize()

    def parties(self, evidence: Json, *, former: bool) -> list[Json]:
        """Give one or two parties, half of them with a person."""
        units = self.random.choices(range(UNITS), cum_weights=self.unit_sums, k=self.random.choice((1, 1, 2)))
        found = []
        for unit in units:
            name = FORMER_UNIT if former and self.random.random() < 0.2 else unit_name(unit)
            person = person_name(unit, self.random.randrange(PERSONS_EACH)) if self.random.random() < 0.5 else None
            found.append({"name": name, "person": person, "text": name, "evidence": evidence, "role": "executor"})
        return found

    def deadline(self, year: int, evidence: Json) -> Json:
        """Give a deadline: a day of the year for most, else a recurrence, or one that has no days."""
        made = {
            "text": "ежеквартально", "kind": "recurring", "edtf": None, "rrule": "FREQ=MONTHLY;INTERVAL=3", "offset": None,
            "start": None, "end": None, "evidence": evidence,
        }  # fmt: skip
        draw = self.random.random()
        if draw < 0.6:
            end = f"{year}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
            return made | {
                "text": f"до {end}",
                "kind": "calendar",
                "edtf": f"../{end}",
                "rrule": None,
                "start": f"{year}-01-01",
                "end": end,
            }
        if draw < 0.75:
            return made | {"text": "постоянно", "kind": "continuous", "rrule": None}
        return made | ({"text": "по отдельному графику", "kind": "scheduled", "rrule": None} if draw < 0.76 else {})

    def measure(self, row: int, year: int, section: str, *, former: bool) -> Json:
        """Give a measure as JSON."""
        text = self.text(self.random.randint(8, 22))
        evidence = {
            "text": text,
            "block": 4,
            "start": 0,
            "end": len(text),
            "rule": "column",
            "page": None,
            "row": row,
            "column": 2,
            "box": None,
        }
        return {
            "text": text, "evidence": evidence, "number": str(row), "section": [section], "items": [],
            "deadlines": [self.deadline(year, evidence)], "responsible": self.parties(evidence, former=former), "mechanism": None,
            "audience": None, "result": self.text(4), "indicators": [], "funding": [], "basis": [], "place": None, "note": None,
            "status": "done" if self.random.random() < 0.02 else None, "sources": {"number": [evidence], "section": [evidence]},
            "confidence": {"text": round(1 - self.random.random() ** 8 * 0.6, 3)},
        }  # fmt: skip


def make_maker(first_year: int) -> Maker:
    """Make a maker with its words and weights; its oldest documents are of the first year."""
    words = read_words()
    sums, total = [], 0.0
    for rank in range(1, UNITS + 1):
        total += 1 / rank
        sums.append(total)
    return Maker(random.Random(4), words.words, words.cumulated, sums, first_year)  # noqa: S311 - samples, no secrets


def document_rows(maker: Maker, numbers: Numbers, seq: int, documents: int) -> Iterator[tuple[Family | None, Json]]:
    """Yield the rows of one document: its own (None), its plan, its measures; years go up with time."""
    choose = maker.random.choices
    document, plan, year = str(new_id()), str(new_id()), maker.first_year + YEARS * seq // documents
    requisites = {"kind": choose(KINDS, KIND_WEIGHTS)[0], "issuer": f"Администрация района № {int(ISSUERS * maker.random.random() ** 3)}",
                  "municipality": f"Район № {seq % 100}"}  # fmt: skip
    shared = {"document": document, "version": 1, **document_columns(requisites)}
    yield None, {"id": document, "seq": seq, "requisites": requisites, **document_columns(requisites)}
    title = {"title": f"План мероприятий на {year} год", "appendix": None, "period": str(year)}
    place = -seq * ROOM
    own = own_columns(PLANS, title, issues=NO_ISSUES)
    yield PLANS, {"id": plan, "place": place, "body": title, "measure_count": MEASURES_EACH, **shared, **own}
    sections = [maker.text(3) for _ in range(3)] if seq % 2 else ["Общие мероприятия"] * 3
    for row in range(MEASURES_EACH):
        body = maker.measure(row + 1, year, sections[row % 3], former=seq < documents * FORMER_SHARE)
        parties = numbers.parties(requisites["municipality"], body)
        own = own_columns(MEASURES, body, issues=NO_ISSUES) | {"has_issue": maker.random.random() < 0.03, "parties": parties}
        yield MEASURES, {"id": str(new_id()), "plan": plan, "period": str(year), "place": place + row, "body": body, **shared, **own}


async def fill(connection: Connection, measures: int, *, first_year: int = FIRST_YEAR) -> None:
    """Fill an empty store with the plans of ten years; the indexes are made at the end, several times faster than row by row."""
    author = new_id()
    person = "INSERT INTO people (id, login, name, role, password) VALUES (%s, 'benchmark', 'Замеры', 'administrator', '-')"
    await connection.execute(person, [author])
    indexes = await drop_indexes(connection)
    documents, maker, registry = measures // MEASURES_EACH, make_maker(first_year), Numbers(unit_name(0))
    setting = await read_setting(connection, date.today())
    numbers = iter(range(1, documents + 1))
    while batch := list(islice(numbers, BATCH)):
        rows = [row for seq in batch for row in document_rows(maker, registry, seq, documents)]
        async with connection.transaction():
            await insert_documents(connection, [row | {"due_stamp": setting.stamp} for family, row in rows if family is None], author)
            for family in (PLANS, MEASURES):
                of_family = (row for other, row in rows if other is family)
                for _, members in groupby(of_family, key=itemgetter("document")):
                    await insert_rows(connection, family, list(members))
            await insert_days(connection, [row for family, row in rows if family is MEASURES], setting)
    for definition in indexes:
        await connection.execute(definition.encode())
    await register(connection, registry)
    await connection.execute("SELECT setval(pg_get_serial_sequence('documents', 'seq'), max(seq)) FROM documents")
    await connection.execute("VACUUM ANALYZE")


async def insert_days(connection: Connection, rows: Sequence[Json], setting: DueSetting) -> None:
    """Insert the due days of measures, whose plans name a year each."""
    measures = [row | {"deadlines": row["body"]["deadlines"]} for row in rows]
    await write_days(connection, measures, make_days(measures, Act(setting.horizon, None, {}, {}), setting))


async def insert_documents(connection: Connection, rows: Sequence[Json], author: UUID) -> None:
    """Insert documents that are done."""
    await connection.execute(
        "INSERT INTO documents (id, seq, sha256, size, name, priority, uploaded_by, status, requisites, kind, issuer_key, municipality_key,"
        " due_stamp)"
        " OVERRIDING SYSTEM VALUE SELECT id, seq, id::text, 1, id || '.docx', 'bulk', %s, 'done', requisites, document_kind, issuer_key,"
        " municipality_key, due_stamp FROM jsonb_to_recordset(%s::jsonb) AS row (id uuid, seq bigint, requisites jsonb, document_kind text,"
        " issuer_key text, municipality_key text, due_stamp text)",
        [author, json.dumps(rows)],
    )


async def drop_indexes(connection: Connection) -> list[str]:
    """Drop the indexes of the measures and their due days that no constraint needs, and give their definitions."""
    rows = await connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
        " AND tablename IN ('measures', 'due_days', 'due_names') AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    )
    found = await rows.fetchall()
    for row in found:
        await connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(row["indexname"])))
    return [row["indexdef"] for row in found]
