"""Changing: what people do with entries: merge, split, add an alias, decide a suggestion, and undo.

In: entries and names in the caller's transaction, who does it. Out: the number of the operation. Raises `Conflict` with the reason where
it can't be done: an entry with itself or with one that it was merged into, a body with its own part, a name that names another body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from extractor.registry import Family, Match, Name, Scope, read_person_name, read_unit_name
from extractor.registry.tokens import ABBREVIATION
from service.errors import Conflict, Invalid, Stale
from service.store.changes import note_change
from service.store.columns import name_key
from service.store.connection import Connection
from service.store.edits import names_version
from service.store.registry.finding import Row, find_entry, find_operation, find_suggestion
from service.store.registry.naming import SCOPE_LOCK, Context, add_entry, find_numbers, key_of, stored_name, write_name

BY_HAND = Match("same", "by_hand", 1.0)
Decision = Literal["confirmed", "rejected"]
# What the change feed calls the operations.
CHANGES = {"merge": "entry.merged", "split": "entry.split", "alias": "entry.named"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that a person asks for: of an entry of a family; `if_match` is the header as it came."""

    family: Family
    entry: UUID
    person: UUID
    if_match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What was done: names went from `source` (None: they are new) to `entry`, where a suggestion was confirmed by that one."""

    kind: Literal["merge", "split", "alias"]
    entry: UUID
    source: UUID | None = None
    names: Sequence[int]
    suggestion: int | None = None
    person: UUID


async def lock_entry(connection: Connection, change: Change) -> Row:
    """Lock the entry of a change and give it; raises `NotFound`, `Conflict` where it was merged, and `Stale`."""
    row = await locked(connection, change.family, change.entry)
    if not names_version(change.if_match, row["version"]):
        raise Stale
    return row


async def locked(connection: Connection, family: Family, entry: UUID) -> Row:
    """Lock an entry; raises `Conflict` for one that was merged."""
    live = await find_entry(connection, entry, family)
    if live["id"] != entry:
        raise Conflict("entry_merged", name=live["name"])
    await connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [SCOPE_LOCK, live["scope"]])
    found = await connection.execute("SELECT * FROM registry_entries WHERE id = %s AND merged_into IS NULL FOR UPDATE", [entry])
    row = await found.fetchone()
    if row is None:
        raise Conflict("entry_merged", name=live["name"])
    return row


async def merge(connection: Connection, change: Change, other: UUID, *, suggestion: int | None = None) -> int:
    """Let an entry take the names of another, which leads to it from now on."""
    if other == change.entry:
        raise Conflict("merge_self")
    if (await find_entry(connection, other, change.family))["id"] == change.entry:
        raise Conflict("merge_cycle")
    target = await lock_entry(connection, change)
    source = await locked(connection, change.family, other)
    if (target["kind"] == "position") != (source["kind"] == "position"):
        raise Conflict("merge_kinds")
    if await is_part(connection, target["id"], source["id"]) or await is_part(connection, source["id"], target["id"]):
        raise Conflict("merge_part")
    names = await move_names(connection, source["id"], target["id"])
    await connection.execute("UPDATE registry_entries SET merged_into = %s WHERE id = %s", [target["id"], source["id"]])
    entries = {"entry": target["id"], "source": source["id"]}
    return await note(connection, Operation(kind="merge", **entries, names=names, suggestion=suggestion, person=change.person))


async def is_part(connection: Connection, part: UUID, whole: UUID) -> bool:
    """Tell whether one entry is a part of another, whichever way up: UNION ends a circle."""
    found = await connection.execute(
        "WITH RECURSIVE up AS (SELECT %(part)s::uuid AS id UNION SELECT n.entry FROM up JOIN registry_entries e ON e.id = up.id"
        " JOIN registry_names n ON n.form_key = e.parent_key) SELECT FROM up WHERE id = %(whole)s AND id <> %(part)s",
        {"part": part, "whole": whole},
    )
    return await found.fetchone() is not None


async def move_names(connection: Connection, source: UUID, target: UUID, names: Sequence[int] | None = None) -> list[int]:
    """Move names (None: all) from an entry to another, and count both versions on; gives the names."""
    moved = await connection.execute(
        "UPDATE registry_names SET entry = %(target)s WHERE entry = %(source)s AND (%(names)s::bigint[] IS NULL OR id = ANY(%(names)s))"
        " RETURNING id",
        {"source": source, "target": target, "names": None if names is None else list(names)},
    )
    await connection.execute("UPDATE registry_entries SET version = version + 1 WHERE id = ANY(%s)", [[source, target]])
    return sorted(row["id"] for row in await moved.fetchall())


async def note(connection: Connection, done: Operation) -> int:
    """Add an operation to the history and give its number."""
    row = await connection.execute(
        "INSERT INTO registry_operations (kind, entry, source, names, suggestion, person) VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        [done.kind, done.entry, done.source, list(done.names), done.suggestion, done.person],
    )
    await tell(connection, CHANGES[done.kind], done.entry, done.source)
    return int((await row.fetchone() or {})["id"])


async def tell(connection: Connection, change: str, entry: UUID, source: UUID | None) -> None:
    """Note a change of an entry for the feed."""
    found = await connection.execute("SELECT kind FROM registry_entries WHERE id = %s", [entry])
    family = "persons" if (await found.fetchone() or {})["kind"] == "person" else "units"
    await note_change(connection, change, f"{family}/{entry}", source=source and str(source))


async def split(connection: Connection, change: Change, names: Sequence[int]) -> int:
    """Let names of an entry leave into a new one, which the service puts together with this one no more."""
    source = await lock_entry(connection, change)
    found = await connection.execute("SELECT * FROM registry_names WHERE entry = %s ORDER BY id", [source["id"]])
    rows = await found.fetchall()
    leaving = [row for row in rows if row["id"] in set(names)]
    if not leaving or len(leaving) < len(set(names)):
        raise Invalid("split_unknown")
    if len(leaving) == len(rows):
        raise Invalid("split_all")
    target = await add_entry(connection, stored_name(leaving[0]), Context(source["municipality"], source["issuer"]))
    moved = await move_names(connection, source["id"], target, [row["id"] for row in leaving])
    staying = [row["id"] for row in rows if row not in leaving]
    await reject_all(connection, moved, staying, change.person)
    done = Operation(kind="split", entry=target, source=source["id"], names=moved, person=change.person)
    return await note(connection, done)


async def reject_all(connection: Connection, names: Sequence[int], others: Sequence[int], person: UUID) -> None:
    """Note that names are of other bodies than others, so that nobody is asked again."""
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO registry_suggestions (name, other, rule, score, decision, decided_by, decided_at)"
            " VALUES (%s, %s, 'by_hand', 0, 'rejected', %s, now()) ON CONFLICT (name, other)"
            " DO UPDATE SET decision = 'rejected', decided_by = excluded.decided_by, decided_at = now(),"
            " version = registry_suggestions.version + 1",
            [(*sorted((name, other)), person) for name in names for other in others],
        )


async def add_alias(connection: Connection, change: Change, text: str) -> int:
    """Add a name by hand, as an abbreviation that no document explains; raises `Conflict` where it names another body there."""
    if not name_key(text):
        raise Invalid("name_empty")
    row = await lock_entry(connection, change)
    scope = Scope(row["scope"])
    name: Name = read_person_name(text, scope) if change.family == "person" else read_unit_name(text, scope)
    known = await find_numbers(connection, [key_of(name)])
    if known:
        found = await connection.execute(
            "SELECT e.id, e.name FROM registry_names n JOIN registry_entries e ON e.id = n.entry WHERE n.id = %s", list(known.values())
        )
        owner = await found.fetchone() or {}
        raise Conflict("alias_known" if owner["id"] == row["id"] else "alias_taken", name=owner["name"], extra={"entry": str(owner["id"])})
    number = await write_name(connection, name, row["id"], BY_HAND, change.person)
    await connection.execute("UPDATE registry_entries SET version = version + 1 WHERE id = %s", [row["id"]])
    return await note(connection, Operation(kind="alias", entry=row["id"], names=[number], person=change.person))


async def undo(connection: Connection, operation: int, person: UUID) -> Row:
    """Take an operation back; raises `Conflict` where it was, or where its names have gone elsewhere since."""
    row = await find_operation(connection, operation)
    await connection.execute("SELECT FROM registry_operations WHERE id = %s FOR UPDATE", [operation])
    row = await find_operation(connection, operation)
    if row["undone_at"]:
        raise Conflict("operation_undone")
    await check_names(connection, row)
    if row["kind"] == "alias":
        await connection.execute("DELETE FROM registry_names WHERE id = ANY(%s)", [row["names"]])
        await connection.execute("UPDATE registry_entries SET version = version + 1 WHERE id = %s", [row["entry"]])
    else:
        await connection.execute("UPDATE registry_entries SET merged_into = NULL WHERE id = %s", [row["source"]])
        await move_names(connection, row["entry"], row["source"], row["names"])
    if row["kind"] == "split":
        await connection.execute("UPDATE registry_entries SET merged_into = %s WHERE id = %s", [row["source"], row["entry"]])
        await connection.execute(
            "DELETE FROM registry_suggestions WHERE rule = 'by_hand' AND (name = ANY(%(names)s) OR other = ANY(%(names)s))",
            {"names": row["names"]},
        )
    await connection.execute(
        "UPDATE registry_suggestions g SET decision = NULL, decided_by = NULL, decided_at = NULL, version = version + 1"
        " FROM registry_operations o WHERE o.id = %s AND g.id = o.suggestion",
        [operation],
    )
    await connection.execute("UPDATE registry_operations SET undone_by = %s, undone_at = now() WHERE id = %s", [person, operation])
    await tell(connection, "entry.undone", row["entry"], row["source"])
    return await find_operation(connection, operation)


async def check_names(connection: Connection, operation: Row) -> None:
    """Raise `Conflict` where the names of an operation, or the entry that they would go back to, are not as it left them."""
    found = await connection.execute(
        "SELECT count(*) AS there FROM registry_names WHERE id = ANY(%s) AND entry = %s", [operation["names"], operation["entry"]]
    )
    is_there = (await found.fetchone() or {})["there"] == len(operation["names"])
    back = await connection.execute(
        "SELECT FROM registry_entries WHERE id = %s AND merged_into IS NOT DISTINCT FROM %s",
        [operation["source"] or operation["entry"], operation["entry"] if operation["kind"] == "merge" else None],
    )
    further = await connection.execute(
        "SELECT FROM registry_names WHERE entry = %s AND NOT id = ANY(%s) AND %s",
        [operation["entry"], operation["names"], operation["kind"] == "split"],
    )
    if not is_there or await back.fetchone() is None or await further.fetchone() is not None:
        raise Conflict("operation_built_on")


async def decide(connection: Connection, suggestion: int, decision: Decision, *, person: UUID, if_match: str) -> int | None:
    """Confirm a suggestion, which merges its two entries, or reject it; gives the operation where there is one."""
    await connection.execute("SELECT FROM registry_suggestions WHERE id = %s FOR UPDATE", [suggestion])
    row = await find_suggestion(connection, suggestion)
    if not names_version(if_match, row["version"]):
        raise Stale
    if row["decision"]:
        raise Conflict("suggestion_decided")
    operation = await confirm(connection, row, person) if decision == "confirmed" else None
    await connection.execute(
        "UPDATE registry_suggestions SET decision = %s, decided_by = %s, decided_at = now(), version = version + 1 WHERE id = %s",
        [decision, person, suggestion],
    )
    return operation


async def confirm(connection: Connection, suggestion: Row, person: UUID) -> int | None:
    """Merge what a suggestion stands between; an abbreviation that names a body already does not make it one with a second."""
    if suggestion["entry"] == suggestion["other"]:
        return None
    for side in ("", "other_"):
        entry = suggestion["other" if side else "entry"]
        if is_short(suggestion[f"{side}form"]) and await has_further_names(connection, entry):
            names = {"alias": suggestion[f"{side}text"], "name": suggestion["other_name" if side else "entry_name"]}
            raise Conflict("alias_two_bodies", extra={"entry": str(entry)}, **names)
    target = await find_entry(connection, suggestion["entry"], suggestion["family"])
    change = Change(family=suggestion["family"], entry=target["id"], person=person, if_match="*")
    return await merge(connection, change, suggestion["other"], suggestion=suggestion["id"])


def is_short(form: Sequence[str]) -> bool:
    """Tell whether a name is an abbreviation alone."""
    return len(form) == 1 and form[0].startswith(ABBREVIATION)


async def has_further_names(connection: Connection, entry: UUID) -> bool:
    """Tell whether an entry has several names."""
    row = await (await connection.execute("SELECT count(*) AS names FROM registry_names WHERE entry = %s", [entry])).fetchone()
    return bool(row and row["names"] > 1)
