"""Filters: what a list is narrowed by, as conditions on the tables' columns.

In: filters by name with their values, as a route read them. Out: `Condition`s, which all hold. Values of one filter are "any of". To add
one, write its function, add a line to `FILTERS`, and the parameter to `service.api.schemas`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from service.store.columns import keys
from service.store.search import query_form


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with its values; `leads` tells that an index has the rows that fit together, ordered by place."""

    text: sql.Composable
    values: tuple[Any, ...] = ()
    leads: bool = False


Filter = Callable[[Any], Condition]


def equals(column: LiteralString) -> Filter:
    """Give the filter by a column of single values."""

    def condition(values: Sequence[Any]) -> Condition:
        if len(values) == 1:
            return Condition(sql.SQL("{} = %s").format(sql.Identifier(column)), (values[0],), leads=True)
        return Condition(sql.SQL("{} = ANY(%s)").format(sql.Identifier(column)), (list(values),))

    return condition


def named(column: LiteralString) -> Filter:
    """Give the filter by a column of one name's key."""
    return lambda values: equals(column)(keys(values) or [""])


def has_any(column: LiteralString) -> Filter:
    """Give the filter by a column of several names' keys."""
    return lambda values: Condition(sql.SQL("{} && %s::text[]").format(sql.Identifier(column)), (keys(values),))


def by_due(days: tuple[Any, Any]) -> Condition:
    """Filter by deadlines that touch the days from the first to the last, both inclusive, None where open.

    The second condition is the one of the index, which PostgreSQL does not see in the first.
    """
    return Condition(sql.SQL("(due && daterange(%s, %s, '[]') AND due <> '{}')"), days)


def by_issue(wanted: bool) -> Condition:
    """Filter by whether an issue stands in the record's row."""
    return Condition(sql.SQL("has_issue" if wanted else "NOT has_issue"))


# A person looks at readings of which, on the project's corpus, more than one in ten were wrong.
SURE = 0.9
MARKED = sql.SQL("EXISTS (SELECT FROM reviews WHERE record = id AND seen_version = version)")
# With the document, so that those of one are found by its index.
CORRECTED = sql.SQL("(document, id) IN (SELECT document, record FROM corrections WHERE differs)")
DISAGREES = sql.SQL("(document, id) IN (SELECT document, record FROM corrections WHERE disagrees)")


def by_check(wanted: bool) -> Condition:
    """Filter by whether a person should look: an issue or a reading that is not sure, and nobody has accepted or rejected it."""
    doubted = sql.SQL("(has_issue OR coalesce(confidence, 1) < {}::real) AND NOT {}").format(sql.Literal(SURE), MARKED)
    return Condition(sql.SQL("({})" if wanted else "NOT ({})").format(doubted))


def by_correction(wanted: bool) -> Condition:
    """Filter by whether a person has corrected something."""
    return Condition(CORRECTED if wanted else sql.SQL("NOT ({})").format(CORRECTED))


def by_disagreement(wanted: bool) -> Condition:
    """Filter by whether the newest extraction reads what is neither a person's correction nor what they knew."""
    return Condition(DISAGREES if wanted else sql.SQL("NOT ({})").format(DISAGREES))


def by_review(marks: Sequence[str]) -> Condition:
    """Filter by what people have said of the record as it is now."""
    return Condition(sql.SQL("(id, version) IN (SELECT record, seen_version FROM reviews WHERE mark = ANY(%s))"), (list(marks),))


def by_names(numbers: Sequence[int]) -> Condition:
    """Filter by numbers of the registry's names; lists make them of entries (`service.store.registry.finding.with_numbers`).

    As values PostgreSQL can estimate how many rows have them, which it can't of those that a query gives.
    """
    return Condition(sql.SQL("parties && %s::bigint[]"), (list(numbers),))


def by_standing(wanted: bool) -> Condition:
    """Filter by whether the document's records are those that stand, and no computed version is newer than it."""
    others = sql.SQL("(SELECT id FROM documents WHERE superseded)")
    return Condition(sql.SQL("document NOT IN {}" if wanted else "document IN {}").format(others))


def by_words(query: str) -> Condition:
    """Filter by what a person searches for."""
    return Condition(sql.SQL("search @@ websearch_to_tsquery('russian', %s)"), (query_form(query),))


FILTERS: Mapping[str, Filter] = {
    "document": equals("document"),
    "plan": equals("plan"),
    "issuer": named("issuer_key"),
    "municipality": named("municipality_key"),
    "status": equals("status"),
    "kind": equals("kind"),
    "document_kind": equals("document_kind"),
    "unit": has_any("units"),
    "person": has_any("persons"),
    "unit_id": by_names,
    "person_id": by_names,
    "section": has_any("sections"),
    "deadline_kind": has_any("deadline_kinds"),
    "due": by_due,
    "confidence_below": lambda value: Condition(sql.SQL("confidence < %s::real"), (value,)),
    "confidence_from": lambda value: Condition(sql.SQL("confidence >= %s::real"), (value,)),
    "has_issue": by_issue,
    "to_check": by_check,
    "corrected": by_correction,
    "disagrees": by_disagreement,
    "review": by_review,
    "q": by_words,
    "standing": by_standing,
}


def conditions(filters: Mapping[str, Any]) -> list[Condition]:
    """Give the conditions of filters, in the order of `FILTERS`: those that leave fewest rows lead."""
    return [make(filters[name]) for name, make in FILTERS.items() if name in filters]


def both(found: Sequence[Condition]) -> Condition:
    """Join conditions into one that holds where all hold."""
    text = sql.SQL(" AND ").join(condition.text for condition in found) if found else sql.SQL("true")
    return Condition(text, tuple(value for condition in found for value in condition.values))
