"""Columns: what lists filter, sort and search a record by, made from the record.

In: a record as JSON (`docs/records.md`), its document's requisites and issues. Out: the values of its filter columns. To add a filter,
add its column to the tables (`migrations/`), its value here and a line to `service.store.filters.FILTERS`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.deadlines import bounds
from service.store.families import Family
from service.store.matching import matching_key
from service.store.search import search_form

Json = dict[str, Any]

# Letters of a key: an index takes no entry over 2,704 bytes, and a name in Cyrillic has two bytes a letter.
LONGEST_KEY = 300
# Letters that a wording is sorted by: they tell nearly all apart, and rows stay small.
LONGEST_SORT_KEY = 80
# Letters of one field that search looks at: a tsvector holds 1 MB at most, and no real wording comes near this.
LONGEST_SEARCHED = 60_000
# Names of one record that are filtered by; a hostile document may have a cell of thousands.
MOST_NAMES = 200


def name_key(name: str) -> str:
    """Give the key that a name is filtered and sorted by."""
    return matching_key(name)[:LONGEST_KEY].rstrip()


def keys(names: Sequence[str | None]) -> list[str]:
    """Give the keys of names, each once, in order."""
    found = dict.fromkeys(name_key(name) for name in names if name)
    return [key for key in found if key][:MOST_NAMES]


def person_keys(persons: Sequence[str | None]) -> list[str]:
    """Give the keys of persons: the full form ("Дубов А.А.") and the surname alone."""
    return keys([form for person in persons if person for form in (person, person.split()[0] if person.split() else None)])


def sort_key(body: Json) -> str:
    """Give what a record is sorted by as text: the beginning of its wording, or of a plan's title."""
    return name_key(body.get("text") or body.get("title") or "")[:LONGEST_SORT_KEY]


def unit_names(family: Family, body: Json) -> list[str | None]:
    """Give the bodies and units that a record names."""
    if family.name == "activities":
        return [body["actor"]]
    return [party["name"] for party in body.get("responsible", ())]


def ranges(body: Json) -> list[tuple[str | None, str | None]]:
    """Give the first and last day (ISO 8601, inclusive, None where open) of each deadline or period that has any."""
    found = [(deadline["start"], deadline["end"]) for deadline in body.get("deadlines", ())]
    found += [bounds(body["period"])] if body.get("period") else []
    return [(start, end) for start, end in found if (start or end) and not (start and end and start > end)]


def multirange(days: Sequence[tuple[str | None, str | None]]) -> str:
    """Write ranges of days as PostgreSQL reads a datemultirange."""
    return "{" + ",".join(f"[{start or ''},{end or ''}]" for start, end in days) + "}"


def first_due(days: Sequence[tuple[str | None, str | None]]) -> str | None:
    """Give the day on which the first deadline runs out: its last day, or its first where the last is open."""
    return min((end or start or "" for start, end in days), default=None)


def lowest_confidence(body: Json, corrected: Collection[str]) -> float | None:
    """Give the lowest confidence of the fields that nobody has corrected."""
    return min((value for field, value in (body.get("confidence") or {}).items() if field not in corrected), default=None)


def search_text(family: Family, body: Json, weight: str) -> str:
    """Give the words of the fields that have a weight in search."""
    found = [words(body.get(field)) for field, other in family.weights.items() if other == weight]
    return search_form(" ".join(text for text in found if text)[:LONGEST_SEARCHED])


def words(value: Any) -> str:
    """Give the words of a value: a text, a list of texts, parties or a signatory; places in the source are no words."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(map(words, value))
    if isinstance(value, dict):
        return " ".join(words(value.get(key)) for key in ("name", "person", "position") if value.get(key))
    return ""


@dataclass(frozen=True, slots=True)
class IssuePlaces:
    """Where a document's issues stand: rows of tables as (block, row), and spans of running text by their block."""

    rows: frozenset[tuple[int, int]]
    spans: Mapping[int, tuple[tuple[int, int], ...]]

    def has(self, evidence: Json) -> bool:
        """Tell whether an issue stands in the same row of a table, or in the same stretch of text."""
        if evidence["row"] is not None:
            return (evidence["block"], evidence["row"]) in self.rows
        return any(start < evidence["end"] and end > evidence["start"] for start, end in self.spans.get(evidence["block"], ()))


def issue_places(issues: Sequence[Json]) -> IssuePlaces:
    """Find where a document's issues stand."""
    places = [issue["evidence"] for issue in issues if issue["evidence"]]
    spans: dict[int, list[tuple[int, int]]] = {}
    for place in places:
        if place["row"] is None:
            spans.setdefault(place["block"], []).append((place["start"], max(place["end"], place["start"] + 1)))
    rows = frozenset((place["block"], place["row"]) for place in places if place["row"] is not None)
    return IssuePlaces(rows, {block: tuple(found) for block, found in spans.items()})


def document_columns(requisites: Json) -> Json:
    """Give the columns that a record shares with its document."""
    return {
        "document_kind": requisites["kind"],
        "issuer_key": name_key(requisites["issuer"] or "") or None,
        "municipality_key": name_key(requisites["municipality"] or "") or None,
    }


def search_columns(family: Family, body: Json) -> Json:
    """Give the words of each search weight."""
    return {f"words_{weight.lower()}": search_text(family, body, weight) for weight in "ABCD"}


def plan_columns(family: Family, body: Json) -> Json:
    """Give a plan's own columns."""
    return {"sort_text": sort_key(body), **search_columns(family, body)}


def record_columns(family: Family, body: Json, *, issues: IssuePlaces, corrected: Collection[str] = ()) -> Json:
    """Give the own columns of a measure, a clause or an activity; `corrected` names its corrected fields."""
    parties, deadlines, days = body.get("responsible", ()), body.get("deadlines", ()), ranges(body)
    units = keys(unit_names(family, body))
    return {
        "kind": body.get("kind"),
        "status": body.get("status"),
        "sections": keys(body.get("section", ())),
        "units": units,
        "persons": person_keys([party["person"] for party in parties]),
        "deadline_kinds": list(dict.fromkeys(deadline["kind"] for deadline in deadlines)),
        "due": multirange(days),
        "first_due": first_due(days),
        "confidence": lowest_confidence(body, corrected),
        "has_issue": issues.has(body["evidence"]),
        "sort_text": sort_key(body),
        "sort_unit": next(iter(units), None),
        **search_columns(family, body),
    }


def own_columns(family: Family, body: Json, *, issues: IssuePlaces, corrected: Collection[str] = ()) -> Json:
    """Give a record's own columns, whatever its family."""
    if family.name == "plans":
        return plan_columns(family, body)
    return record_columns(family, body, issues=issues, corrected=corrected)


def evidence_places(bodies: Sequence[Json]) -> Iterator[tuple[int | None, ...]]:
    """Yield for each record of one family where it stands; a second one of the same place is counted up."""
    seen: dict[tuple[int | None, ...], int] = {}
    for body in bodies:
        evidence = body["evidence"]
        place = tuple(evidence[name] for name in ("block", "row", "column", "start"))
        seen[place] = seen.get(place, 0) + 1
        yield (*place, seen[place])
