"""Marks of fields: what a person says of the value that one field of a record has.

In: a record, a field and a mark. Out: an edit of that field. "accepted" holds the value as it is, also against later readings and where
the newest extraction disagrees; "rejected" takes it out; None gives the field back to what is read.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.errors import Invalid
from service.store.connection import Connection
from service.store.corrections import says
from service.store.edits import Opened, Statement, check_fields, open_record, state_fields
from service.store.families import Family
from service.store.reviews import Mark
from service.store.values import Context, ValueRefused, read_value


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMark:
    """What a person says of a field's value; `if_match` is the header as it came."""

    family: Family
    record: UUID
    field: str
    mark: Mark | None
    if_match: str
    person: UUID


async def mark_field(connection: Connection, given: FieldMark) -> list[str]:
    """Mark a field in the caller's transaction, and give its name where anything changed.

    Raises as `edit_record` does, and `Invalid` where a field that can't be empty is rejected.
    """
    check_fields(given.family, {given.field: None})
    opened = await open_record(connection, given.family, given.record, given.if_match)
    statement = STATEMENTS[given.mark](opened, given.field)
    if statement is None:
        return []
    await state_fields(connection, opened, {given.field: statement}, given.person)
    return [given.field]


def accept(opened: Opened, field: str) -> Statement | None:
    """Hold the value, unless it is held already by who knew what is read now."""
    held = opened.held.get(field)
    if held and says(held.seen) == says(held.reading):
        return None
    return Statement(value=opened.row["body"][field], holds=True, action="confirm")


def reject(opened: Opened, field: str) -> Statement | None:
    """Take the value out, and hold that there is none."""
    value = opened.row["body"][field]
    empty: Any = [] if isinstance(value, list) else None
    if value == empty:
        return None
    try:
        read_value(opened.family, field, empty, Context(evidence=None))
    except ValueRefused:
        raise Invalid("field_never_empty", field=field) from None
    return Statement(value=empty, holds=True, action="reject")


def give_back(opened: Opened, field: str) -> Statement | None:
    """Give the field back to what is read."""
    return Statement(value=opened.read[field], holds=False, action="return") if field in opened.held else None


STATEMENTS = {"accepted": accept, "rejected": reject, None: give_back}
