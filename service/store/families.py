"""Families of records: plans, measures, clauses, activities, and the requisites of documents.

In: nothing. Out: `Family`s: the type each is read from, its fields, what of it is found by search and may be corrected, and how its
list is sorted. To add a sort, add a column to the tables (`migrations/`) and a line to `RECORD_SORTS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_type_hints

from extractor.records import Activity, Clause, Measure, Plan, Requisites

FamilyName = Literal["documents", "plans", "measures", "clauses", "activities"]
# Where a value was read, and how well, is no matter of opinion: these fields are not corrected.
READ_ONLY = {"evidence", "sources", "confidence", "measures"}


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of a list: the column that comes before `place` (None: `place` alone), and the type its values are compared as."""

    column: str | None
    type: Literal["bigint", "date", "text", "real"] = "bigint"


NEWEST = Sort(None)
BY_TEXT = Sort("sort_text", "text")
RECORD_SORTS = {
    "newest": NEWEST,
    "deadline": Sort("first_due", "date"),
    "text": BY_TEXT,
    "unit": Sort("sort_unit", "text"),
    "confidence": Sort("confidence", "real"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """A family: its name is its table's and its route's; `weights` gives the search weight (A is most) of its fields' text."""

    name: FamilyName
    type: type
    weights: Mapping[str, Literal["A", "B", "C", "D"]]
    sorts: Mapping[str, Sort]

    @property
    def singular(self) -> str:
        """The name of one of the family."""
        return "activity" if self.name == "activities" else self.name.removesuffix("s")

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a record, in the order of the record format; a plan's measures are a family of their own."""
        return tuple(field.name for field in fields(self.type) if field.name != "measures")

    @property
    def editable(self) -> tuple[str, ...]:
        """The fields that may be corrected."""
        return tuple(name for name in self.fields if name not in READ_ONLY)

    def hint(self, field: str) -> Any:
        """Give the type of a field."""
        return get_type_hints(self.type)[field]


MEASURES = Family(
    name="measures",
    type=Measure,
    weights={"text": "A", "number": "B", "section": "B", "responsible": "B", "result": "C", "mechanism": "D", "audience": "D",
             "indicators": "D", "place": "D", "note": "D"},
    sorts=RECORD_SORTS,
)  # fmt: skip
CLAUSES = Family(
    name="clauses", type=Clause, weights={"text": "A", "number": "B", "responsible": "B"},
    sorts={name: RECORD_SORTS[name] for name in ("newest", "deadline", "text", "unit")},
)  # fmt: skip
ACTIVITIES = Family(
    name="activities", type=Activity, weights={"text": "A", "actor": "B"},
    sorts={name: RECORD_SORTS[name] for name in ("newest", "deadline", "text", "unit")},
)  # fmt: skip
PLANS = Family(name="plans", type=Plan, weights={"title": "A", "period": "B"}, sorts={"newest": NEWEST, "text": BY_TEXT})
DOCUMENTS = Family(
    name="documents",
    type=Requisites,
    weights={"title": "A", "number": "A", "issuer": "B", "municipality": "B", "date": "B", "signatory": "C", "basis": "D"},
    sorts={},
)
# Plans first: the others point to them.
RECORD_FAMILIES = (PLANS, MEASURES, CLAUSES, ACTIVITIES)
FAMILIES: Mapping[str, Family] = {family.name: family for family in (DOCUMENTS, *RECORD_FAMILIES)}
