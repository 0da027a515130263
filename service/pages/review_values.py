"""Values of records in words: names of fields, deadlines, parties, kinds.

In: a record as the API shows it. Out: `FieldShown`s, each with its parts and the places they were read at. To show a further field, add
its name to `FIELD_NAMES`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.pages.review_names import FIELD_NAMES, VALUE_NAMES
from service.pages.times import deadline_reading, period
from service.store.columns import Json
from service.store.families import Family
from service.store.filters import SURE

# Between thousands.
THOUSANDS = "\u00a0"


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a field: its text, what was made of it where that is something else, and where it was read."""

    text: str
    reading: str = ""
    place: Json | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """A filled field; `confidence` is that of its reading, None where a person has spoken of it or none is known."""

    name: str
    label: str
    parts: Sequence[Part]
    confidence: float | None
    correction: Json | None
    confirmed: Json | None = None

    @property
    def read(self) -> str:
        """What was read before a person corrected it, as text."""
        return value_words(self.name, self.correction["extracted"]) if self.correction else ""

    @property
    def disagrees(self) -> bool:
        """Whether the newest extraction reads what is neither the correction nor what its author knew."""
        return bool(self.correction and self.correction["disagrees"])

    @property
    def is_unsure(self) -> bool:
        """Whether a person should look at it."""
        return self.confidence is not None and self.confidence < SURE


def shown_fields(family: Family, record: Json) -> list[FieldShown]:
    """Give the filled fields of a record, and emptied ones that were read."""
    return list(find_fields(family, record))


def find_fields(family: Family, record: Json) -> Iterator[FieldShown]:
    """Yield the fields in the order of the record format."""
    for name in family.editable:
        correction, confirmed = record["corrections"].get(name), record["confirmed"].get(name)
        if record.get(name) or correction:
            yield FieldShown(
                name=name,
                label=field_label(family, name),
                parts=list(find_parts(name, record.get(name), record)),
                confidence=None if correction or confirmed else (record.get("confidence") or {}).get(name),
                correction=correction,
                confirmed=confirmed,
            )


def field_label(family: Family, name: str) -> str:
    """Give the name of a field for a reader."""
    own = FIELD_NAMES.get(f"{family.name}.{name}") or FIELD_NAMES[name]
    return own()


def find_parts(name: str, value: Any, record: Json) -> Iterator[Part]:
    """Yield the values of a field with their places."""
    places: Sequence[Json] = (record.get("sources") or {}).get(name) or ()
    whole = record.get("evidence")
    if isinstance(value, dict) or not isinstance(value, list):
        if value:
            yield Part(words_of(name, value), place=next(iter(places), whole))
        return
    for number, entry in enumerate(value):
        place = entry.get("evidence") if isinstance(entry, dict) else None
        yield Part(words_of(name, entry), reading_of(name, entry), place or (places[min(number, len(places) - 1)] if places else whole))


def words_of(name: str, value: Any) -> str:
    """Give a value as text."""
    if name in WORDS and isinstance(value, dict):
        return WORDS[name](value)
    if isinstance(value, str) and name in ("kind", "status"):
        return name_of(value)
    return period(value) if name in ("date", "period") else number_words(value) if isinstance(value, float) else str(value)


def number_words(value: float) -> str:
    """Write a number as it is printed: 850 000, 2,5."""
    return f"{value:,.10g}".replace(",", THOUSANDS).replace(".", ",")


def name_of(value: str) -> str:
    """Give the name of a kind or a status."""
    known = VALUE_NAMES.get(value)
    return known() if known else value


def reading_of(name: str, entry: Any) -> str:
    """Give what was made of a wording, where that is something else than the wording."""
    return READINGS[name](entry) if name in READINGS else ""


def party_reading(party: Json) -> str:
    """Give the body and the person that a wording names, and the role that is not the usual one."""
    names = ", ".join(part for part in (party.get("name"), party.get("person")) if part)
    role = "" if party.get("role") == "executor" else name_of(party.get("role") or "")
    shown = names if names != party.get("text") else ""
    return "; ".join(part for part in (shown, role) if part)


def party_words(party: Json) -> str:
    """Give a party as it is printed."""
    return party.get("text") or ", ".join(part for part in (party.get("name"), party.get("person")) if part)


def funding_words(funding: Json) -> str:
    """Give an amount with its year and source."""
    amount = f"{funding['amount']:,.2f}".replace(",", THOUSANDS).replace(".", ",") + " ₽"
    return ", ".join(str(part) for part in (amount, funding.get("year"), funding.get("source")) if part)


def quantity_words(quantity: Json) -> str:
    """Give a number with what it counts."""
    return " ".join(words_of(part, quantity[part]) for part in ("value", "unit") if quantity.get(part))


def joined(value: Json) -> str:
    """Give the parts of a value, the kind by its name."""
    return ", ".join(words_of(key, part) for key, part in value.items() if part and key != "evidence")


WORDS: Mapping[str, Callable[[Json], str]] = {
    "deadlines": lambda deadline: str(deadline["text"]),
    "responsible": party_words,
    "funding": funding_words,
    "quantities": quantity_words,
    "signatory": joined,
    "approval": joined,
}
READINGS: Mapping[str, Callable[[Any], str]] = {"deadlines": deadline_reading, "responsible": party_reading}


def value_words(name: str, value: Any) -> str:
    """Give a whole field's value as one text, for histories."""
    entries = value if isinstance(value, list) else [value] if value else []
    return "; ".join(words_of(name, entry) for entry in entries)
