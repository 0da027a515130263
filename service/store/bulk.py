"""Bulk corrections: many edits in one transaction, each taken or refused by itself.

In: edits in order. Out: for each what changed, or the problem that it met; one that is refused changes nothing and stops no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import sql
from psycopg.errors import WithCheckOptionViolation

from service.errors import Forbidden, Problem
from service.store.connection import Connection
from service.store.edits import Edit, edit_record
from service.store.families import RECORD_FAMILIES
from service.store.values import ValueRefused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit: the fields that changed, or why it was refused."""

    fields: Sequence[str] = ()
    problem: Problem | ValueRefused | None = None


async def edit_records(connection: Connection, edits: Sequence[Edit]) -> list[Outcome]:
    """Correct records in the caller's transaction."""
    await lock_documents(connection, [edit.record for edit in edits])
    return [await try_edit(connection, edit) for edit in edits]


async def try_edit(connection: Connection, edit: Edit) -> Outcome:
    """Make one edit, or tell why it was refused."""
    try:
        async with connection.transaction():
            return Outcome(await edit_record(connection, edit))
    except (Problem, ValueRefused) as problem:
        return Outcome(problem=problem)
    except WithCheckOptionViolation:
        return Outcome(problem=Forbidden("outside_reach"))


async def lock_documents(connection: Connection, records: Sequence[UUID]) -> None:
    """Lock the documents of records in the order of their ids, so that two who correct many records at a time never wait for each other."""
    named = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT document FROM {} WHERE id = ANY(%(records)s)").format(sql.Identifier(family.name)) for family in RECORD_FAMILIES
    )
    statement = sql.SQL("SELECT FROM documents WHERE id = ANY(%(records)s) OR id IN ({}) ORDER BY id FOR NO KEY UPDATE").format(named)
    await connection.execute(statement, {"records": list(records)})
