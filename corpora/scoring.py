"""Scoring: how many of the gold values were found, and how many of the found ones are right, field by field.

In: two records in the record format, gold and extracted. Out: a `Tally` with counts per field and every miss. Measures, clauses and
statements are first paired one to one by their texts; a value counts as right after normalisation (case, white space,
quotes, hyphens, final punctuation). A record is whole when all its fields are right. To add a field, add a line to
`DOCUMENT`, `MEASURE`, `CLAUSE`, `ACTIVITY` or `PLAN`.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpora.pairing import SIGNS, likeness, normal, pair_texts

Json = Mapping[str, Any]
# Right, gold, found.
Counts = tuple[int, int, int]
Comparison = Callable[[Json, Json], Counts]


def person_key(person: str | None) -> str | None:
    """Give surname and initials in lower case."""
    return re.sub(r"[^а-яa-z-]", "", person.translate(SIGNS).lower()) if person else None


def deadline_key(deadline: Json) -> Hashable:
    """A deadline is right when kind, EDTF and recurrence are."""
    return deadline.get("kind"), deadline.get("edtf"), deadline.get("rrule")


def party_key(party: Json) -> Hashable:
    """A party is right when name, person and role are."""
    return normal(party.get("name") or ""), person_key(party.get("person")), party.get("role") or "executor"


def amount_key(amount: Json) -> Hashable:
    """An amount is right when its sum, year and source are."""
    return amount.get("amount"), amount.get("year"), normal(amount.get("source") or "")


def instruction_key(instruction: Json) -> Hashable:
    """An instruction is right when all its parts are."""
    place = tuple((step.get("unit"), step.get("number"), normal(step.get("name") or "")) for step in instruction.get("place") or [])
    words = tuple(normal(instruction.get(name) or "") for name in ("old", "new"))
    return instruction.get("number"), instruction.get("action"), place, words


def signatory_key(signatory: Json) -> Hashable:
    """A signatory is right when position and person are."""
    return normal(signatory.get("position") or ""), person_key(signatory.get("person"))


def approval_key(stamp: Json) -> Hashable:
    """A stamp is right when its body, date and number are."""
    return normal(stamp.get("issuer") or ""), stamp.get("date"), stamp.get("number")


def one(name: str, *, least: float = 1.0, optional: bool = False) -> Comparison:
    """Compare a single text; `name_alt` in the gold holds further wordings that are right too.

    An optional field counts only where the gold has it: the record format leaves open when else it may be filled.
    """

    def compare(gold: Json, found: Json) -> Counts:
        if optional and not gold.get(name):
            return 0, 0, 0
        wanted = [gold[name], *gold.get(f"{name}_alt", [])] if gold.get(name) else []
        right = bool(found.get(name)) and any(likeness(str(text), str(found[name])) >= least for text in wanted)
        return int(right), int(bool(wanted)), int(bool(found.get(name)))

    return compare


def several(name: str, key: Callable[[Any], Hashable]) -> Comparison:
    """Compare lists as multisets of keys; a single object counts as a list of one."""

    def listed(record: Json) -> Counter[Hashable]:
        value = record.get(name) or []
        return Counter(key(entry) for entry in ([value] if isinstance(value, Mapping) else value))

    def compare(gold: Json, found: Json) -> Counts:
        left, right = listed(gold), listed(found)
        return (left & right).total(), left.total(), right.total()

    return compare


DOCUMENT: Mapping[str, Comparison] = {
    **{name: one(name) for name in ("kind", "date", "number", "place")},
    **{name: one(name, optional=True) for name in ("period", "municipality")},
    "issuer": one("issuer", least=0.9),
    "title": one("title", least=0.9),
    "signatory": several("signatory", signatory_key),
    "basis": several("basis", normal),
    "approval": several("approval", approval_key),
}
MEASURE: Mapping[str, Comparison] = {
    "text": one("text", least=0.97),
    "deadlines": several("deadlines", deadline_key),
    "responsible": several("responsible", party_key),
    "section": several("section", normal),
    "number": one("number"),
    **{name: one(name, least=0.95) for name in ("mechanism", "audience", "result", "place")},
    "note": one("note", least=0.95, optional=True),
    "items": several("items", normal),
    "indicators": several("indicators", normal),
    "basis": several("basis", normal),
    "funding": several("funding", amount_key),
    "status": one("status"),
}
CLAUSE: Mapping[str, Comparison] = {
    "text": one("text", least=0.95),
    "number": one("number"),
    "kind": one("kind"),
    "deadlines": several("deadlines", deadline_key),
    "responsible": several("responsible", party_key),
}
ACTIVITY: Mapping[str, Comparison] = {
    "status": one("status"),
    "period": one("period", optional=True),
    "actor": one("actor"),
    "quantities": several("quantities", lambda quantity: quantity.get("value")),
}
PLAN: Mapping[str, Comparison] = {"title": one("title", least=0.9), "appendix": one("appendix"), "period": one("period")}
AMENDMENT: Mapping[str, Comparison] = {
    "target": several("target", lambda target: (target.get("kind"), target.get("date"), target.get("number"))),
    "instructions": several("instructions", instruction_key),
}


@dataclass(frozen=True, slots=True)
class Miss:
    """A value that was not read, or was read wrongly."""

    document: str
    format: str
    field: str
    record: str
    gold: str
    found: str

    def __str__(self) -> str:
        """Give the miss on one line."""
        place = f" «{self.record[:60]}»" if self.record else ""
        return f"{self.document}.{self.format} {self.field}:{place} gold={self.gold} found={self.found}"


@dataclass(slots=True)
class Tally:
    """Counts per field while documents are scored."""

    document: str = ""
    format: str = ""
    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def add(self, name: str, counts: Counts) -> None:
        """Count a comparison."""
        self.right[name] += counts[0]
        self.gold[name] += counts[1]
        self.found[name] += counts[2]

    def merge(self, other: "Tally") -> None:
        """Take over another tally's counts and misses."""
        for name in other.gold | other.found:
            self.add(name, (other.right[name], other.gold[name], other.found[name]))
        self.misses += other.misses

    def miss(self, name: str, record: str, gold: object, found: object) -> None:
        """Keep a miss."""
        self.misses.append(Miss(self.document, self.format, name, record, brief(gold), brief(found)))

    def fields(self, kind: str, comparisons: Mapping[str, Comparison], gold: Json, found: Json) -> bool:
        """Compare a record's fields; tells whether all are right."""
        whole = True
        for name, compare in comparisons.items():
            counts = compare(gold, found)
            self.add(f"{kind}.{name}", counts)
            if len(set(counts)) > 1:
                whole = False
                self.miss(f"{kind}.{name}", str(gold.get("text") or ""), gold.get(name), found.get(name))
        return whole

    def rows(self) -> Iterator[tuple[str, float, float, float]]:
        """Yield field, precision, recall and F1; a field that neither side has is left out."""
        for name in self.gold | self.found:
            precision = self.right[name] / self.found[name] if self.found[name] else float(not self.gold[name])
            recall = self.right[name] / self.gold[name] if self.gold[name] else float(not self.found[name])
            both = precision + recall
            yield name, precision, recall, 2 * precision * recall / both if both else 0.0


def brief(value: object) -> str:
    """Give a value on one short line: evidence and empty parts are left out."""
    if isinstance(value, Mapping):
        parts = (f"{name}={brief(part)}" for name, part in value.items() if part and name not in ("evidence", "text", "start", "end"))
        return f"({', '.join(parts)})"
    if isinstance(value, (list, tuple)):
        return f"[{'; '.join(brief(part) for part in value)}]"
    return str(value)


def score_document(gold: Json, found: Json, *, document: str = "", format: str = "") -> Tally:
    """Score one document; an empty `found` counts every gold value as missed."""
    tally = Tally(document, format)
    whole = tally.fields("document", DOCUMENT, gold["document"], found.get("document") or {})
    tally.add("document.WHOLE", (int(whole), 1, int(bool(found))))
    score_records(tally, "clause", CLAUSE, gold["clauses"], found.get("clauses") or [])
    score_records(tally, "measure", MEASURE, measures_of(gold), measures_of(found))
    if gold["activities"]:
        score_records(tally, "activity", ACTIVITY, gold["activities"], found.get("activities") or [])
    score_in_order(tally, "plan", PLAN, gold["plans"], found.get("plans") or [])
    score_in_order(tally, "amendment", AMENDMENT, gold.get("amendments") or [], found.get("amendments") or [])
    return tally


def measures_of(record: Json) -> list[Json]:
    """Give all measures of all plans in order."""
    return [measure for plan in record.get("plans") or [] for measure in plan.get("measures") or []]


def score_in_order(tally: Tally, kind: str, comparisons: Mapping[str, Comparison], gold: Sequence[Json], found: Sequence[Json]) -> None:
    """Score records that are few and ordered, such as plans: the first with the first."""
    for place in range(max(len(gold), len(found))):
        left = gold[place] if place < len(gold) else {}
        tally.fields(kind, comparisons, left, found[place] if place < len(found) else {})


def score_records(tally: Tally, kind: str, comparisons: Mapping[str, Comparison], gold: Sequence[Json], found: Sequence[Json]) -> None:
    """Pair records by their texts and score each pair's fields; an unpaired gold record misses all its fields."""
    texts = [record["text"] for record in gold], [record.get("text") or "" for record in found]
    pairs = dict(pair_texts(*texts, partial=kind == "activity"))
    tally.add(kind, (len(pairs), len(gold), len(found)))
    whole = 0
    for place, record in enumerate(gold):
        if place in pairs:
            whole += tally.fields(kind, comparisons, record, found[pairs[place]])
        else:
            tally.miss(kind, record["text"], "present", None)
            for name, compare in comparisons.items():
                tally.add(f"{kind}.{name}", (0, compare(record, {})[1], 0))
    for place in sorted(set(range(len(found))) - set(pairs.values())):
        tally.miss(kind, str(found[place].get("text")), None, "present")
    tally.add(f"{kind}.WHOLE", (whole, len(gold), len(found)))
