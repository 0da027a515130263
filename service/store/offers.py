"""Offers: what lessons of a document's issuer would change in it, shown and never done by itself.

In: lessons and a record, or a document's tables. Out: `Offer`s: which field would become what, and by which lesson. A field that a person
has spoken of, and an offer that was decided, are left alone.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extractor.document import Passage
from extractor.parties import find_parties
from extractor.wordings import wording_key
from service.store.columns import Json
from service.store.teaching import DIVIDED, joined, words_of

# Entries that may be one wording: what a reader divided further, nobody would put together again.
LONGEST_RUN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A field of a record, or a column of a table (`block`, `column`), as it is `now` and as a lesson would have it `then`."""

    lesson: Json
    field: str
    now: Any
    then: Any
    block: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Lessons by their kind, field and wording; of two of one wording the first stands."""

    lessons: Mapping[tuple[str, str, str], Json]

    def find(self, kind: str, field: str, wording: str) -> Json | None:
        """Give the lesson of a wording."""
        return self.lessons.get((kind, field, wording_key(wording))) if wording else None

    def has(self, kind: str, field: str) -> bool:
        """Tell whether anything of a kind was taught of a field."""
        return any(known[:2] == (kind, field) for known in self.lessons)


def known_by(lessons: Sequence[Json]) -> Known:
    """Sort lessons by their wordings."""
    return Known({(lesson["kind"], lesson["field"], lesson["wording_key"]): lesson for lesson in reversed(lessons)})


def record_offers(body: Json, taught: Known, spoken_of: Collection[str]) -> Iterator[Offer]:
    """Yield what aliases and splits would change in a record, one change of each field."""
    for field in DIVIDED:
        entries = body.get(field)
        if entries and field not in spoken_of:
            offer = split_offer(field, entries, taught) or alias_offer(field, entries, taught)
            if offer:
                yield offer


def alias_offer(field: str, entries: Sequence[Any], taught: Known) -> Offer | None:
    """Give parties the taught names; None where none of them has a wording that was taught."""
    named = [entry for entry in entries if isinstance(entry, dict)]
    lesson = next((found for entry in named if (found := taught.find("alias", field, entry.get("name") or ""))), None)
    if lesson is None:
        return None
    name = lesson["meaning"]["name"]
    then = [{**entry, "name": name} if taught.find("alias", field, entry.get("name") or "") is lesson else entry for entry in entries]
    return Offer(lesson=lesson, field=field, now=entries, then=then) if then != list(entries) else None


def split_offer(field: str, entries: Sequence[Any], taught: Known) -> Offer | None:
    """Divide entries that make a taught wording as it was taught; None where they do not stand there, or are so divided."""
    for first, last in runs(len(entries)) if taught.has("split", field) else ():
        lesson = taught.find("split", field, joined(entries[first:last]))
        if lesson and [words_of(entry) for entry in entries[first:last]] != lesson["meaning"]["parts"]:
            parts = (as_entry(field, part, entries[first]) for part in lesson["meaning"]["parts"])
            return Offer(lesson=lesson, field=field, now=entries, then=[*entries[:first], *parts, *entries[last:]])
    return None


def runs(length: int) -> Iterator[tuple[int, int]]:
    """Yield where runs of entries begin and end, in a list of so many."""
    for first in range(length):
        yield from ((first, last) for last in range(first + 1, min(first + LONGEST_RUN, length) + 1))


def as_entry(field: str, part: str, instead_of: Any) -> Any:
    """Give a part as a correction gives it, at the place of what it stands instead of: a party whole, a deadline to be read."""
    if field == "items":
        return part
    given = {"text": part, "evidence": instead_of["evidence"]}
    return given | {"role": instead_of["role"], **as_party(part)} if field == "responsible" else given


def as_party(part: str) -> Json:
    """Read a part as one party, which the wording itself is where it holds none or several."""
    found = find_parties(Passage(text=part, block=1), known=[part]).value
    return {"name": found[0].name, "person": found[0].person} if len(found) == 1 else {"name": part, "person": None}


def table_offers(tables: Sequence[Json], taught: Known) -> Iterator[Offer]:
    """Yield the columns that taught headers would have read otherwise."""
    for table in tables:
        for column in table["columns"]:
            lesson = taught.find("header", "header", column["header"])
            if lesson and lesson["meaning"]["role"] != column["role"]:
                place = {"block": table["block"], "column": column["column"]}
                yield Offer(lesson=lesson, field="header", now=column["role"], then=lesson["meaning"]["role"], **place)


def undecided(offers: Iterator[Offer], target: UUID, decisions: Mapping[tuple[UUID, UUID], str]) -> list[Offer]:
    """Give the offers for a record or a document that nobody has decided."""
    return [offer for offer in offers if (offer.lesson["id"], target) not in decisions]
