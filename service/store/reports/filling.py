"""Filling in: what people write in a form, hand in, return and accept.

In: a form in the version that a person has seen. Out: its next version, kept beside all former ones; of two people who write in one version
the second is told so, and nothing is overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from service.errors import Conflict, Invalid, NotFound, Stale
from service.store.changes import note_change
from service.store.columns import Json
from service.store.connection import Connection
from service.store.edits import names_version, read_record_document
from service.store.hidden import hidden_in

State = Literal["empty", "draft", "handed_in", "returned", "accepted"]
Decision = Literal["accepted", "returned"]
CHANGE_OF: Mapping[str, str] = {"draft": "drafted", "handed_in": "handed_in", "returned": "returned", "accepted": "accepted"}
FIND = "SELECT id, document, plan, measure, state, version, reached, share, day, texts, note FROM reports WHERE id = %s"
WRITE = """
UPDATE reports SET state = %(state)s, version = version + 1, reached = %(reached)s, share = %(share)s, day = %(day)s, texts = %(texts)s,
    note = %(note)s, author = %(author)s, at = now() WHERE id = %(id)s
"""
KEEP = """
INSERT INTO report_versions (report, version, state, reached, share, day, texts, note, author)
SELECT id, version, state, reached, share, day, texts, note, %s FROM reports WHERE id = %s
"""
# What was hidden in an earlier version does not come back over a later one.
FORGET_ORIGINALS = "DELETE FROM hidden_originals WHERE relation = 'reports' AND key = %s AND field IN ('texts', 'note')"
HISTORY = """
SELECT v.version, v.state, v.reached, v.share, v.day, v.texts, v.note, people.name AS author, v.at
FROM report_versions v JOIN people ON people.id = v.author WHERE v.report = %s ORDER BY v.version DESC LIMIT %s
"""
# Versions of one form that its history shows; nobody writes in one more often.
LONGEST_HISTORY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a form says: how many organisations were reached and which, what was done, its share in percent, remarks and the like."""

    reached: int | None = None
    organisations: Sequence[str] = ()
    done: str = ""
    share: int | None = None
    remarks: str = ""
    proposals: str = ""
    assessment: str = ""
    day: date | None = None

    @property
    def texts(self) -> Json:
        """What is no number."""
        return {name: getattr(self, name) for name in TEXTS} | {"organisations": list(self.organisations)}

    @property
    def count(self) -> int | None:
        """How many organisations were reached: as many as are named where no number is given."""
        return len(self.organisations) if self.reached is None and self.organisations else self.reached


TEXTS = ("done", "remarks", "proposals", "assessment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A form in the version that a person has seen; `if_match` is the header as it came."""

    report: UUID
    if_match: str
    person: UUID


async def fill_report(connection: Connection, seen: Seen, content: Content, *, hand_in: bool, today: date) -> None:
    """Write in a form in the caller's transaction, and hand it in.

    Raises `NotFound`, `Stale`, `Conflict` where it was accepted, and `Invalid` where nothing is said or fewer organisations are counted
    than named.
    """
    form = await open_report(connection, seen)
    if form["state"] == "accepted":
        raise Conflict("report_accepted")
    await refuse_hidden(connection, content.texts)
    if content.reached is not None and content.reached < len(content.organisations):
        raise Invalid("report_count_too_small", count=len(content.organisations))
    if hand_in and content.count is None and content.share is None and not any(content.texts.values()):
        raise Invalid("report_empty")
    values = {"reached": content.count, "share": content.share, "texts": content.texts, "note": form["note"]}
    day = content.day or (today if hand_in else None)
    await write_version(connection, form, "handed_in" if hand_in else "draft", values | {"day": day}, seen.person)


async def decide_report(connection: Connection, seen: Seen, decision: Decision, note: str) -> None:
    """Accept a form that was handed in, or return it with a note, in the caller's transaction; one that was accepted may be returned.

    Raises `NotFound`, `Stale`, `Conflict` where it was not handed in, and `Invalid` for a return without a note.
    """
    form = await open_report(connection, seen)
    if form["state"] != "handed_in" and (form["state"], decision) != ("accepted", "returned"):
        raise Conflict("report_not_handed_in")
    if decision == "returned" and not note:
        raise Invalid("report_note_missing")
    await refuse_hidden(connection, {"note": note})
    values = {name: form[name] for name in ("reached", "share", "day", "texts")}
    await write_version(connection, form, decision, values | {"note": note}, seen.person)


async def refuse_hidden(connection: Connection, texts: Json) -> None:
    """Raise `Invalid` where texts would name a hidden person, whomever the document names."""
    if await hidden_in(connection, texts):
        raise Invalid("person_hidden")


async def open_report(connection: Connection, seen: Seen) -> Json:
    """Lock a form in the version that a person has seen; its document first, as renewing does."""
    form = await find_form(connection, seen.report)
    await read_record_document(connection, form["document"])
    form = await find_form(connection, seen.report, lock=True)
    if not names_version(seen.if_match, form["version"]):
        raise Stale
    return form


async def find_form(connection: Connection, report: UUID, *, lock: bool = False) -> Json:
    """Give a form's row; raises `NotFound`."""
    row = await (await connection.execute(FIND + " FOR UPDATE" if lock else FIND, [report])).fetchone()
    if row is None:
        raise NotFound
    return row


async def write_version(connection: Connection, form: Json, state: State, values: Mapping[str, Any], author: UUID) -> None:
    """Write the next version of a form, keep it, and tell of it."""
    written = {**values, "texts": Jsonb(values["texts"]), "state": state, "author": author, "id": form["id"]}
    await connection.execute(WRITE, written)
    await connection.execute(FORGET_ORIGINALS, [str(form["id"])])
    await connection.execute(KEEP, [author, form["id"]])
    await note_report(connection, CHANGE_OF[state], form, version=form["version"] + 1)


async def note_report(connection: Connection, change: str, form: Json, **details: object) -> None:
    """Note a change of a form."""
    where = {"plan": str(form["plan"]), "measure": str(form["measure"])}
    await note_change(connection, f"report.{change}", f"reports/{form['id']}", document=form["document"], **where, **details)


async def read_versions(connection: Connection, report: UUID) -> list[Json]:
    """Give the versions of a form, the newest first; raises `NotFound`."""
    await find_form(connection, report)
    return await (await connection.execute(HISTORY, [report, LONGEST_HISTORY])).fetchall()
