"""Reading: what is to be applied to a base, as the job that computes versions takes it.

In: a connection, a base. Out: `Assembled`: the records of the base and of its acts as people corrected them, without the instructions that
people have rejected, and a stamp that changes whenever any of it does. An act that a person joined by hand is applied to this base also
where what it names was read otherwise.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from extractor.consolidation.acts import identities, is_base
from extractor.records import Records
from service.amending.joining import is_whole
from service.store.amending import Row, acts_of, marks_of
from service.store.connection import Connection
from service.store.corrections import newest_correction
from service.store.documents import find_document
from service.store.lines import line_of, list_versions
from service.store.records import document_records

Json = dict[str, Any]
RECORDS = TypeAdapter(Records)
DIGITS = 16
# Acts that are applied to one base, the oldest first; each makes a version with the texts of all acts before it.
MAX_ACTS = 100


@dataclass(frozen=True, slots=True)
class Numbered:
    """An instruction as it was read, the act that it is for, its key and a digest of what was read."""

    instruction: Json
    target: Json
    key: str
    reading: str


@dataclass(frozen=True, slots=True)
class AmendingAct:
    """An act of a base: its row, its records as they are applied, all of its instructions, and those that a person has rejected."""

    row: Row
    records: Json
    instructions: Sequence[Numbered]
    rejected: frozenset[str]

    @property
    def applied(self) -> list[Numbered]:
        """The instructions that are to be applied, in their order."""
        return [one for one in self.instructions if one.key not in self.rejected]


@dataclass(frozen=True, slots=True)
class Assembled:
    """What versions of a base are computed from: its row and records, its acts, and the stamp of it all."""

    base: Row
    records: Json
    acts: Sequence[AmendingAct]
    stamp: str

    @property
    def applied(self) -> list[AmendingAct]:
        """The acts that have something to apply, in order of date."""
        acts = [act for act in self.acts if act.records["amendments"]]
        return sorted(acts, key=lambda act: act.records["document"]["date"] or "9999")[:MAX_ACTS]


def number_instructions(amendments: Sequence[Json]) -> Iterator[Numbered]:
    """Yield the instructions of an act with their keys: a digest of the point and its wording, counted where a wording holds several."""
    seen: Counter[str] = Counter()
    for amendment in amendments:
        for one in amendment["instructions"]:
            wording = digest([one["number"], " ".join(one["evidence"]["text"].split())])
            seen[wording] += 1
            reading = digest([{name: one[name] for name in ("action", "place", "old", "new")}, amendment["target"]])
            yield Numbered(one, amendment["target"], f"{wording}-{seen[wording]}", reading)


def digest(value: Any) -> str:
    """Give a short digest of a JSON value."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:DIGITS]


async def assemble(connection: Connection, base: UUID, extractor: str) -> Assembled | None:
    """Read a base with its acts; None where the base is not there any more, or was not read."""
    row = await find_document(connection, base)
    if row is None or row["status"] == "deleted" or row["requisites"] is None:
        return None
    # Before anything else: what changes meanwhile makes another stamp, and another job.
    stamp = await stamp_of(connection, base, extractor)
    records = await document_records(connection, base)
    rows = await acts_of(connection, [base])
    marks = await marks_of(connection, [act["act"] for act in rows])
    acts = [await read_act(connection, act, marks.get(act["act"], {}), records) for act in rows]
    return Assembled(row, records, acts, stamp)


async def read_act(connection: Connection, row: Row, marks: Mapping[str, Row], base: Json) -> AmendingAct:
    """Read an act as it is applied to a base."""
    records = await document_records(connection, row["act"])
    numbered = list(number_instructions(records["amendments"]))
    rejected = frozenset(key for key, mark in marks.items() if mark["mark"] == "rejected")
    kept = without_rejected(records["amendments"], numbered, rejected)
    if row["reason"] == "hand":
        kept = for_base(kept, base)
    document = records["document"]
    if document["date"] and not is_whole(document["date"]):
        document = document | {"date": None}
    return AmendingAct(row, records | {"amendments": kept, "document": document}, numbered, rejected)


def without_rejected(amendments: Sequence[Json], numbered: Sequence[Numbered], rejected: frozenset[str]) -> list[Json]:
    """Give amendments without the instructions with these keys, and without amendments that then say nothing."""
    keys = iter(one.key for one in numbered)
    left = [
        amendment | {"instructions": [one for one in amendment["instructions"] if next(keys) not in rejected]} for amendment in amendments
    ]
    return [amendment for amendment in left if amendment["instructions"] or amendment.get("renumberings")]


def for_base(amendments: Sequence[Json], base: Json) -> list[Json]:
    """Give the amendments of an act that a person joined to a base: where it names one act, and another than the base, that is the base."""
    known = RECORDS.validate_python(base)
    targets = [one.target for one in RECORDS.validate_python(base | {"amendments": amendments}).amendments]
    names = {(target.date, target.number) for target in targets}
    if len(names) != 1 or any(is_base(known, target) for target in targets):
        return list(amendments)
    own = identities(known.document)
    kind, day, number = own[0] if own else (None, None, None)
    meant = {"kind": kind or "other", "date": day, "number": number} if own else {"date": None, "number": None, "title": base_title(known)}
    return [amendment | {"target": amendment["target"] | meant} for amendment in amendments]


def base_title(base: Records) -> str | None:
    """Give the title that a document without date and number is known by."""
    return base.document.title or next((plan.title for plan in base.plans if plan.title), None)


async def stamp_of(connection: Connection, base: UUID, extractor: str) -> str:
    """Give a digest of everything that versions of a base are computed from, and of what stands beside them in its line."""
    acts = await acts_of(connection, [base])
    row = await find_document(connection, base)
    marks = await marks_of(connection, [act["act"] for act in acts])
    line = await line_of(connection, base)
    uploaded = [one for one in await list_versions(connection, line) if one["computed_from"] is None] if line else []
    parts = [
        extractor,
        await state_of(connection, row) if row else None,
        [str(line), [[str(one["document"]), str(one["in_force"])] for one in uploaded]],
        [[await state_of(connection, act | {"id": act["act"]}), act["reason"]] for act in acts],
        sorted([str(act), key, mark["mark"]] for act, given in marks.items() for key, mark in given.items()),
    ]
    return digest(parts)


async def state_of(connection: Connection, row: Row) -> list[Any]:
    """Give what changes whenever a document's records do."""
    return [str(row["id"]), row["version"], await newest_correction(connection, row["id"])]
