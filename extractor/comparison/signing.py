"""Signing: what an auditor signs in a comparison, under keys that outlive a second extraction.

In: a `Comparison`. Out: its `Item`s (requisites, headings, clauses, measures), each with a key made of what was found, not of where:
a change that is found again has the same key, so its sign-off holds; a sign-off whose key is gone is void (`void_sign_offs`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any, Literal

from extractor.comparison.changes import Change, Comparison, FieldChange, HeadingChange

Family = Literal["requisite", "heading", "clause", "measure"]
Mark = Literal["seen", "accepted", "question"]
# Where a value was read and how surely, at which place a record stands, and what is made of the values themselves.
UNSIGNED = frozenset({"evidence", "sources", "confidence", "index", "pieces", "differences"})
KEY_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to sign; `name` is the field of a requisite, None for the other families."""

    key: str
    family: Family
    change: Change | HeadingChange | FieldChange
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """What an auditor said of the item with this key; `when` is printed as it is, `subject` says what it was, for when it is gone."""

    key: str
    mark: Mark
    who: str
    when: str
    note: str = ""
    subject: str = ""


def items_of(comparison: Comparison) -> tuple[Item, ...]:
    """Give what is to be signed: requisites, headings, clauses, then measures. Equal changes are told apart by their count."""
    counts: Counter[str] = Counter()
    items = []
    for family, name, change in found_in(comparison):
        digest = digest_of(family, name, change)
        counts[digest] += 1
        key = digest if counts[digest] == 1 else f"{digest}-{counts[digest]}"
        items.append(Item(key=key, family=family, name=name, change=change))
    return tuple(items)


def found_in(comparison: Comparison) -> Iterator[tuple[Family, str | None, Change | HeadingChange | FieldChange]]:
    """Yield all that is different, with its family."""
    yield from (("requisite", name, change) for name, change in comparison.requisites.items())
    yield from (("heading", None, change) for change in comparison.headings)
    yield from (("clause", None, change) for change in comparison.clauses.changes)
    yield from (("measure", None, change) for change in comparison.changes)


def digest_of(family: Family, name: str | None, change: Any) -> str:
    """Give the beginning of the SHA-256 of what was found."""
    signed = json.dumps([family, name, signed_value(change)], sort_keys=True)
    return sha256(signed.encode()).hexdigest()[:KEY_LENGTH]


def signed_value(value: Any) -> Any:
    """Give a value as plain dicts and lists, without what does not count."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: signed_value(getattr(value, field.name)) for field in fields(value) if field.name not in UNSIGNED}
    if isinstance(value, Mapping):
        return {str(key): signed_value(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [signed_value(part) for part in value]
    return value


def void_sign_offs(items: Iterable[Item], sign_offs: Sequence[SignOff]) -> tuple[SignOff, ...]:
    """Give the sign-offs whose change is no longer found."""
    keys = {item.key for item in items}
    return tuple(sign_off for sign_off in sign_offs if sign_off.key not in keys)
