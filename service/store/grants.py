"""Grants: roles that people have for the documents of one issuer or municipality, beside a role for everything.

In: a connection and values. Out: rows of `grants` as dicts, and the grants of a person as `service.auth.actors` has them.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.sql import SQL

from service.auth.actors import Actor, Grant, GrantedRole, Place
from service.errors import Conflict, Invalid, NotFound
from service.store.columns import name_key
from service.store.connection import Connection
from service.store.identity import new_id

# Of the person in the statement around it.
OF_PERSON = SQL(
    "coalesce((SELECT jsonb_agg(jsonb_build_array(grants.role, place, key)) FROM grants WHERE grants.person = people.id), '[]') AS grants"
)
SELECT = SQL("SELECT id, role, place, name, granted_at FROM grants WHERE ")


async def list_grants(connection: Connection, person: UUID) -> list[dict[str, Any]]:
    """Give a person's grants, the oldest first."""
    return await (await connection.execute(SELECT + SQL("person = %s ORDER BY id"), [person])).fetchall()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """A role to give: for the documents of the issuer or municipality with this name, by `giver`."""

    role: GrantedRole
    place: Place
    name: str
    giver: UUID


async def add_grant(connection: Connection, person: UUID, new: NewGrant) -> dict[str, Any]:
    """Give a person a role for a part; raises `Conflict` where they have it already, `Invalid` for a name without letters and digits."""
    key = name_key(new.name)
    if not any(sign.isalnum() for sign in key):
        raise Invalid("grant_nameless")
    try:
        row = await connection.execute(
            "INSERT INTO grants (id, person, role, place, key, name, granted_by) VALUES (%s, %s, %s, %s, %s, %s, %s)"
            " RETURNING id, role, place, name, granted_at",
            [new_id(), person, new.role, new.place, key, new.name.strip(), new.giver],
        )
    except UniqueViolation:
        raise Conflict("grant_there") from None
    return await row.fetchone() or {}


async def remove_grant(connection: Connection, person: UUID, grant: UUID) -> dict[str, Any]:
    """Take a grant back and give what it was; raises `NotFound`."""
    row = await connection.execute(
        "DELETE FROM grants WHERE person = %s AND id = %s RETURNING id, role, place, name, granted_at", [person, grant]
    )
    found = await row.fetchone()
    if not found:
        raise NotFound
    return found


async def holds(connection: Connection, actor: Actor) -> bool:
    """Tell whether an actor's role and grants are still what they were."""
    rows = await connection.execute(SQL("SELECT role, {} FROM people WHERE id = %s").format(OF_PERSON), [actor.person])
    found = await rows.fetchone()
    return found is not None and found["role"] == actor.role and read_grants(found["grants"]) == actor.grants


def read_grants(found: list[list[Any]]) -> frozenset[Grant]:
    """Read the grants that a statement with `OF_PERSON` gives."""
    return frozenset(Grant(*parts) for parts in found)
