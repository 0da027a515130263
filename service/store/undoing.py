"""Undoing: an edit is taken back, and its field is what it was before; taking back is an edit itself, and can be taken back.

In: a record and the number of one of its edits, or none for the newest. Out: the record's next version. Only what stands on top can be
taken back: an edit that a later one of the same field has covered waits until that one is undone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.errors import Conflict, NotFound
from service.store.connection import Connection
from service.store.edits import Opened, Statement, open_record, state_fields
from service.store.families import Family

Past = Mapping[str, Any]
PAST = "SELECT id, field, value, holds, version, undoes FROM edits WHERE record = %s AND family = %s ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What is to be taken back: an edit of a record, or the newest one where `edit` is None, with all fields that it changed."""

    family: Family
    record: UUID
    edit: int | None
    if_match: str
    person: UUID


async def undo(connection: Connection, wanted: Undoing) -> list[str]:
    """Take an edit back in the caller's transaction, and give the fields that changed.

    Raises `NotFound`, `Gone`, `Stale`, and `Conflict` where there is nothing to take back, or a later edit stands on it.
    """
    opened = await open_record(connection, wanted.family, wanted.record, wanted.if_match)
    history: Sequence[Past] = await (await connection.execute(PAST, [wanted.record, wanted.family.name])).fetchall()
    edits = [chosen_edit(history, wanted.edit)] if wanted.edit is not None else newest_edits(history)
    statements = {edit["field"]: taken_back(opened, [past for past in history if past["field"] == edit["field"]], edit) for edit in edits}
    await state_fields(connection, opened, statements, wanted.person)
    return list(statements)


def chosen_edit(history: Sequence[Past], number: int) -> Past:
    """Give an edit by its number; raises `NotFound`."""
    found = next((past for past in history if past["id"] == number), None)
    if found is None:
        raise NotFound("edit_unknown", edit=number)
    return found


def newest_edits(history: Sequence[Past]) -> list[Past]:
    """Give the edits of the newest version that was not taken back; raises `Conflict` where there is none."""
    left = standing(history)
    newest = max((past["version"] for past in left), default=None)
    if newest is None:
        raise Conflict("nothing_to_undo")
    return [past for past in left if past["version"] == newest]


def standing(history: Sequence[Past]) -> list[Past]:
    """Give the edits that were not taken back, oldest first; one whose taking back was taken back stands again."""
    targets = {past["id"]: past["undoes"] for past in history}
    left = dict.fromkeys((past["id"] for past in history if past["undoes"] is None), True)
    for past in history:
        target, back = past["undoes"], False
        while target is not None and targets.get(target) is not None:
            target, back = targets[target], not back
        if target is not None:
            left[target] = back
    return [past for past in history if left.get(past["id"])]


def taken_back(opened: Opened, history: Sequence[Past], edit: Past) -> Statement:
    """Say what a field is without an edit of it, or with it again where the edit is itself a taking back."""
    field, left = edit["field"], standing(history)
    if edit["undoes"] is None:
        check_top(left, edit)
        return as_after(opened, field, left[-2] if len(left) > 1 else None, edit["id"])
    if edit["id"] != history[-1]["id"]:
        raise Conflict("edit_covered", edit=edit["id"], later=history[-1]["id"])
    before = history[:-1]
    return as_after(opened, field, next(iter(reversed(standing(before))), None), edit["id"])


def check_top(left: Sequence[Past], edit: Past) -> None:
    """Refuse to take back what was taken back, or what a later edit covers."""
    if edit not in left:
        raise Conflict("edit_undone", edit=edit["id"])
    if left[-1]["id"] != edit["id"]:
        raise Conflict("edit_covered", edit=edit["id"], later=left[-1]["id"])


def as_after(opened: Opened, field: str, past: Past | None, undoes: int) -> Statement:
    """Say what a field was after an edit, or as it was read where there was none."""
    if past is None or not past["holds"]:
        return Statement(value=opened.read[field], holds=False, action="undo", undoes=undoes)
    return Statement(value=past["value"], holds=True, action="undo", undoes=undoes)
