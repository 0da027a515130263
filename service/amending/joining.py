"""Joining: which stored document an amending act changes, by the date and number of the act that it names.

In: a connection, a document's id and its records. Out: rows of `service.store.amending`. An act joins its base whichever of the two comes
first. What is not sure (an act of another body, or of an unknown one, or several documents of one act) is suggested, and a person decides;
what a person has rejected or taken out is left alone.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from extractor.consolidation.acts import identities, plain
from extractor.records import Records
from service.placing import NUMBERED, UNSURE, join, line_with
from service.store.amending import ActName, Row, find_named, names_of, put_act, put_names
from service.store.connection import Connection
from service.store.lines import Reason, hold_lines, line_of, list_versions, rejected_of, suggest
from service.store.matching import matching_key

RECORDS = TypeAdapter(Records)
# Letters of an act's number and of an issuer's key that are compared: an index takes no entry over 2,704 bytes.
LONGEST_NUMBER, LONGEST_KEY = 100, 300


async def place_act(connection: Connection, document: UUID, records: dict[str, Any]) -> None:
    """Note which acts a document is and changes, and join it to its bases, and to itself the acts that were waiting for it."""
    names = list(dict.fromkeys(act_names(RECORDS.validate_python(records))))
    await put_names(connection, document, names)
    if not names:
        return
    await hold_lines(connection)
    await join_bases(connection, document)
    for name in names:
        for act in await find_named(connection, "target", name.day, name.number) if name.role == "own" else ():
            if act["id"] != document:
                await join_bases(connection, act["id"])


def act_names(records: Records) -> Iterator[ActName]:
    """Yield the acts that a document is, and those that its instructions change; without date and number none can be found.

    "Приказ директора" names no body: it is one of the act's own.
    """
    issuer = records.document.issuer
    for kind, day, number in identities(records.document):
        yield from named("own", day, number, kind, issuer)
    for amendment in records.amendments:
        target = amendment.target
        body = target.issuer if target.issuer and " " in target.issuer else issuer
        yield from named("target", target.date, target.number, target.kind, body)


def named(role: Any, day: str | None, number: str | None, kind: str | None, issuer: str | None) -> Iterator[ActName]:
    """Yield an act where its date is whole and its number is known."""
    key = plain(number)
    if key and day and is_whole(day):
        yield ActName(role, day, key[:LONGEST_NUMBER], kind, matching_key(issuer)[:LONGEST_KEY] if issuer else None)


def is_whole(day: str) -> bool:
    """Tell whether a date leaves nothing out."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return len(day) == len("2025-01-31")


async def join_bases(connection: Connection, act: UUID) -> None:
    """Join an act to the documents that it changes, each in a line; what is not sure is suggested."""
    rejected = await rejected_of(connection, act)
    for target in await names_of(connection, act, "target"):
        found = await find_named(connection, "own", target["day"], target["number"])
        fitting = [row for row in found if row["id"] not in {*rejected, act} and may_be(target, row)]
        base = await only_base(connection, fitting) if all(is_surely(target, row) for row in fitting) else None
        if base:
            await line_with(connection, base)
            await put_act(connection, base, act, "act")
            continue
        for row in fitting:
            await suggest(connection, act, row["id"], reason="act", score=1.0 if is_surely(target, row) else UNSURE)


def may_be(target: Row, row: Row) -> bool:
    """Tell whether a document of the same date and number may be the act that is changed: bodies number each kind by itself."""
    is_other_kind = {target["kind"], row["kind"]} <= NUMBERED and target["kind"] != row["kind"]
    bodies = {target["issuer_key"], target["own_issuer"]}
    return not is_other_kind and (not target["issuer_key"] or not row["issuer_key"] or not bodies.isdisjoint(issuers(row)))


def is_surely(target: Row, row: Row) -> bool:
    """Tell whether a document that may be the act that is changed is of the same body."""
    return bool(target["issuer_key"]) and target["issuer_key"] in issuers(row)


def issuers(row: Row) -> set[str]:
    """Give the bodies that an act is known to be of: its own, and the one that approves it."""
    return {row["issuer_key"], row["named_issuer"]} - {None}


async def only_base(connection: Connection, fitting: list[Row]) -> UUID | None:
    """Give the one document that fits, or the oldest version where all stand in one line."""
    if len(fitting) < 2:
        return fitting[0]["id"] if fitting else None
    lines = {await line_of(connection, row["id"]) for row in fitting}
    if len(lines) > 1 or None in lines:
        return None
    (line,) = lines
    assert line
    known = {row["id"] for row in fitting}
    return next((row["document"] for row in await list_versions(connection, line) if row["document"] in known), None)


async def join_confirmed(connection: Connection, document: UUID, other: UUID, reason: Reason, person: UUID) -> None:
    """Join a document to another as a person has confirmed: an act without a plan changes it, anything else is a version beside it."""
    if await is_act(connection, document):
        await line_with(connection, other, person)
        await put_act(connection, other, document, "hand", person)
    else:
        await join(connection, document, other, reason, person)


async def is_act(connection: Connection, document: UUID) -> bool:
    """Tell whether a document changes others and has no plan of its own."""
    found = await connection.execute(
        "SELECT FROM act_names WHERE document = %(document)s AND role = 'target'"
        " AND NOT EXISTS (SELECT FROM plans WHERE plans.document = %(document)s)",
        {"document": document},
    )
    return await found.fetchone() is not None
