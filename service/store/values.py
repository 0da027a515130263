"""Values of corrections: what a person typed, completed and checked against the extractor's own types.

In: a field's value as JSON. Out: the value as the record format has it. A deadline or a party may be given as its wording alone
(`{"text": "до 1 мая"}`): the extractor reads it. Raises `ValueRefused`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from extractor.deadlines import bounds, find_deadlines
from extractor.document import Passage
from extractor.exporters.json import plain_value
from extractor.parties import find_parties
from service.store.columns import Json
from service.store.families import Family
from service.store.matching import is_storable

RULE = "correction"
SIDE = r"(?:\.\.|[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?[~?%]?)"
# What a value must look like beyond its type: EDTF (ISO 8601-2, levels 0-2), RFC 5545 recurrences, ISO 8601 durations and days.
EDTF = re.compile(rf"{SIDE}(?:/{SIDE})?")
RRULE = re.compile(r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;[A-Z]+=[A-Z0-9,+-]+)*")
OFFSET = re.compile(r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SHAPES = {"edtf": EDTF, "rrule": RRULE, "offset": OFFSET, "start": DAY, "end": DAY, "period": EDTF, "date": DAY}
DAYS = frozenset({"start", "end", "date"})
# What XML has no character for (XML 1.0, 2.2), and so no DOCX and no XLSX.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Letters of a wording that is read, and entries of one list: what the longest cells of real plans stay far below, and what is read in
# a second at most.
LONGEST_WORDING = 1_000
MOST_ENTRIES = 100
# Fields that no record is without.
NEVER_EMPTY = frozenset({"text"})


class ValueRefused(Exception):  # noqa: N818 - the name says what is wrong
    """The value makes no sense for its field; `errors` are as pydantic gives them, their `loc` begins with the field."""

    def __init__(self, field: str, errors: Sequence[Mapping[str, Any]]) -> None:
        """Keep what is wrong where."""
        super().__init__(field)
        self.errors = [{**error, "loc": (field, *error["loc"])} for error in errors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the extractor knows when it reads a wording: the record's own place, the plan's period and the headings above.

    `known` are the other places that the record's values were read at.
    """

    evidence: Json | None
    known: Sequence[Json] = ()
    period: str | None = None
    headings: tuple[str, ...] = ()


def read_values(family: Family, values: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Give the corrected values of a record's fields; wordings are read, which takes a while. Raises `ValueRefused`."""
    return {field: read_value(family, field, value, context) for field, value in values.items()}


def read_value(family: Family, field: str, value: Any, context: Context) -> Any:
    """Give a corrected value as the record format has it; raises `ValueRefused`."""
    check_storable(field, value)
    complete = COMPLETIONS.get(field)
    if complete and isinstance(value, list) and context.evidence:
        check_size(field, value)
        value = [entry for given in value for entry in (complete(given, context) if isinstance(given, dict) else [given])]
    try:
        plain = plain_value(adapter(family, field).validate_python(value))
    except ValidationError as error:
        raise ValueRefused(field, error.errors(include_url=False)) from None
    check_shapes(field, plain)
    return plain


@lru_cache(maxsize=64)
def adapter(family: Family, field: str) -> TypeAdapter[Any]:
    """Give what checks a field against its type."""
    return TypeAdapter(family.hint(field))


def check_storable(field: str, value: Any) -> None:
    """Refuse what JSON, PostgreSQL or an exported file can't keep: NaN, control characters, half of a surrogate pair."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        raise refused(field, (), "finite_number", value) from None
    for text in texts(value):
        if UNWRITABLE.search(text) or not is_storable(text):
            raise refused(field, (), "string_unicode", value)


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from texts(part)


def check_size(field: str, value: list[Any]) -> None:
    """Refuse lists and wordings that would take long to read."""
    if len(value) > MOST_ENTRIES:
        raise ValueRefused(field, [{"type": "too_long", "loc": (), "msg": "", "input": None, "ctx": {"max_length": MOST_ENTRIES}}])
    for number, given in enumerate(value):
        if isinstance(given, dict) and isinstance(given.get("text"), str) and len(given["text"]) > LONGEST_WORDING:
            wrong = {"type": "string_too_long", "loc": (number, "text"), "msg": "", "input": None, "ctx": {"max_length": LONGEST_WORDING}}
            raise ValueRefused(field, [wrong])


def check_shapes(field: str, value: Any, place: tuple[str | int, ...] = ()) -> None:
    """Refuse texts that are no EDTF, recurrence, duration or day where one belongs, empty wordings, and days in the wrong order."""
    if isinstance(value, list):
        for number, entry in enumerate(value):
            check_shapes(field, entry, (*place, number))
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "evidence":
                check_shapes(field, part, (*place, key))
        if field == "deadlines" and value["start"] and value["end"] and value["start"] > value["end"]:
            raise refused(field, (*place, "end"), "value_error", value["end"])
    elif isinstance(value, str):
        check_text(field, value, place)


def check_text(field: str, text: str, place: tuple[str | int, ...]) -> None:
    """Refuse a text that is not of the shape that its name asks for."""
    name = str((field, *place)[-1])
    if name in SHAPES and not SHAPES[name].fullmatch(text):
        raise refused(field, place, "string_pattern_mismatch", text)
    if name in DAYS and not is_day(text):
        raise refused(field, place, "date_parsing", text)
    if name in NEVER_EMPTY and not text.strip():
        raise refused(field, place, "string_too_short", text)


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def refused(field: str, place: tuple[str | int, ...], kind: str, value: Any) -> ValueRefused:
    """Make the refusal of one value, with a code of pydantic's."""
    context = {"pattern": SHAPES[str((field, *place)[-1])].pattern} if kind == "string_pattern_mismatch" else {"min_length": 1}
    return ValueRefused(field, [{"type": kind, "loc": place, "msg": kind, "input": value, "ctx": context}])


def place_of(given: Json, context: Context) -> Json:
    """Give the evidence of a value that a person typed: the one it came with where the record has that, else the record's own place."""
    assert context.evidence is not None
    own = {**context.evidence, "rule": RULE}
    return next((known for known in context.known if known == given.get("evidence")), own)


def complete_deadline(given: Json, context: Context) -> list[Json]:
    """Give a deadline with its evidence, kind and days; a wording alone is read, and may hold several."""
    evidence = {"evidence": place_of(given, context)}
    if set(given) <= {"text", "evidence"} and isinstance(given.get("text"), str):
        passage = Passage(text=given["text"], block=1)
        found = plain_value(find_deadlines(passage, period=context.period, headings=context.headings).value)
        return [deadline | evidence for deadline in found] or [given | {"kind": "unknown"} | evidence]
    days: Json = {}
    if isinstance(given.get("edtf"), str) and EDTF.fullmatch(given["edtf"]) and not {"start", "end"} & set(given):
        days = dict(zip(("start", "end"), bounds(given["edtf"]), strict=True))
    return [{"kind": kind_of(given), **days, **given, **evidence}]


def kind_of(given: Json) -> str:
    """Give the kind of a deadline by the values that it has."""
    kinds = {"rrule": "recurring", "offset": "relative", "edtf": "calendar", "start": "calendar", "end": "calendar"}
    return next((kind for name, kind in kinds.items() if given.get(name)), "unknown")


def complete_party(given: Json, context: Context) -> list[Json]:
    """Give a party with its evidence and wording; a wording alone is read, and may hold several."""
    evidence = {"evidence": place_of(given, context)}
    if set(given) <= {"text", "role", "evidence"} and isinstance(given.get("text"), str):
        found = plain_value(find_parties(Passage(text=given["text"], block=1)).value)
        read = found or [{"name": given["text"], "person": None, "text": given["text"]}]
        return [party | given_role(given) | evidence for party in read]
    names: Json = {"name": None, "person": None} | given
    text = ", ".join(part for part in (names["name"], names["person"]) if isinstance(part, str) and part)
    return [{"text": text, **names, **evidence}]


def given_role(given: Json) -> Json:
    """Give the role that was typed, if one was."""
    return {"role": given["role"]} if "role" in given else {}


def complete_funding(given: Json, context: Context) -> list[Json]:
    """Give an amount with its evidence."""
    return [{"source": None, "year": None, **given, "evidence": place_of(given, context)}]


COMPLETIONS = {"deadlines": complete_deadline, "responsible": complete_party, "funding": complete_funding}
