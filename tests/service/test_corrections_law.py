"""A law of corrections: whatever people edit, mark and undo, and however often a document is read again, nothing that they said is lost,
what was read stands beside it, and the history only grows.

Random steps over one document are done by the API and by a model of a field: a stack of what was said, and what is read.
"""

import copy
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read

FIELDS = ("number", "note", "result")
WORDS = (None, "а", "б", "в")


@dataclass
class Said:
    """What a field is by the words of people: each as its value, the reading that was known, and whether it holds."""

    reading: Any
    words: list[tuple[Any, Any, bool]] = field(default_factory=list)
    seen: Any = None

    @property
    def holds(self) -> bool:
        return bool(self.words) and self.words[-1][2]

    @property
    def value(self) -> Any:
        return self.words[-1][0] if self.holds else self.reading

    def say(self, value: Any, *, holds: bool) -> None:
        self.words.append((value, self.reading, holds))
        self.seen = self.reading

    def undo(self) -> None:
        self.words.pop()
        self.seen = self.reading


class Law:
    """A document, what is said of its measures, and the histories as they were seen last."""

    def __init__(self, client: TestClient, shelf: Shelf, seed: int) -> None:
        self.client, self.shelf, self.chance = client, shelf, random.Random(seed)
        self.source = read(PLAN)
        self.document = shelf.keep(self.source)
        items = client.get("/v1/measures", params={"document": str(self.document)}).json()["items"]
        self.addresses = [item["links"]["self"] for item in items]
        self.said = [{name: Said(item[name]) for name in FIELDS} for item in items]
        self.histories: list[list[Any]] = [[] for _ in items]

    def step(self) -> None:
        number = self.chance.randrange(len(self.addresses))
        deed = self.chance.choice([self.edit, self.edit, self.mark, self.undo, self.undo, self.read_again])
        deed(number)
        for touched in range(len(self.addresses)) if deed == self.read_again else (number,):
            self.check(touched)

    def edit(self, number: int) -> None:
        name, value = self.chance.choice(FIELDS), self.chance.choice(WORDS)
        said = self.said[number][name]
        before = said.value
        assert self.client.patch(self.addresses[number], json={name: value}, headers={"If-Match": "*"}).status_code == 200
        if value != before:
            said.say(value, holds=value != said.reading)

    def mark(self, number: int) -> None:
        name, mark = self.chance.choice(FIELDS), self.chance.choice(["accepted", "rejected", None])
        said = self.said[number][name]
        address = f"{self.addresses[number]}/review/{name}"
        assert self.client.put(address, json={"mark": mark}, headers={"If-Match": "*"}).status_code == 200
        if mark == "accepted" and not (said.holds and said.seen == said.reading):
            said.say(said.value, holds=True)
        elif mark == "rejected" and said.value is not None:
            said.say(None, holds=True)
        elif mark is None and said.holds:
            said.say(said.reading, holds=False)

    def undo(self, number: int) -> None:
        history = self.client.get(f"{self.addresses[number]}/history").json()["items"]
        undone = {entry["undoes"] for entry in history}
        left = [entry for entry in history if entry["action"] != "undo" and entry["id"] not in undone]
        given = {"edit": self.chance.choice(left)["id"]} if left and self.chance.random() < 0.5 else {}
        answer = self.client.post(f"{self.addresses[number]}/undo", json=given, headers={"If-Match": "*"})
        chosen = next((entry for entry in left if entry["id"] == given.get("edit")), left[0] if left else None)
        covered = chosen and any(entry["field"] == chosen["field"] and entry["id"] > chosen["id"] for entry in left)
        assert answer.status_code == (200 if chosen and not covered else 409)
        if answer.status_code == 200 and chosen:
            self.said[number][chosen["field"]].undo()

    def read_again(self, number: int) -> None:
        records = copy.deepcopy(self.source)
        measures = records["plans"][0]["measures"]
        for measure, said in zip(measures, self.said, strict=True):
            for name in FIELDS:
                said[name].reading = measure[name] = self.chance.choice([*WORDS, said[name].value, said[name].reading])
        if self.chance.random() < 0.3:
            self.shelf.save(self.document, records | {"plans": [records["plans"][0] | {"measures": measures[:number]}]})
        self.shelf.save(self.document, records)

    def check(self, number: int) -> None:
        record = self.client.get(self.addresses[number]).json()
        for name, said in self.said[number].items():
            assert record[name] == said.value
            assert (name in record["corrections"]) == (said.holds and said.value != said.reading)
            assert (name in record["confirmed"]) == (said.holds and said.value == said.reading)
            if name in record["corrections"]:
                note = record["corrections"][name]
                assert (note["extracted"], note["disagrees"]) == (said.reading, said.reading not in (said.value, said.seen))
        history = self.client.get(f"{self.addresses[number]}/history").json()["items"]
        assert history[len(history) - len(self.histories[number]) :] == self.histories[number]
        assert len({(entry["version"], entry["field"]) for entry in history}) == len(history)
        self.histories[number] = history


def follow(client: TestClient, database_url: str, seed: int, steps: int) -> None:
    law = Law(client, Shelf(database_url, UUID(client.person)), seed)
    for _ in range(steps):
        law.step()
    assert sum(map(len, law.histories)) > 0


@pytest.mark.parametrize("seed", [1])
def test_nothing_that_people_said_is_lost(client: TestClient, database_url: str, seed: int) -> None:
    follow(client, database_url, seed, steps=25)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 18))
def test_nothing_that_people_said_is_lost_over_many_steps(client: TestClient, database_url: str, seed: int) -> None:
    follow(client, database_url, seed, steps=100)
