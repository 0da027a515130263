"""Actors: people and the keys that act for them, with what they may do.

In: nothing. Out: `Actor`, the scopes, and which role has which. To add a scope, add it here and ask for it in a route.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Role = Literal["reader", "clerk", "auditor", "administrator"]
# read: documents and records; upload: add, cancel, retry and delete one's own documents; edit: correct records;
# audit: read the audit log and what was deleted; manage: people, everybody's keys and documents.
Scope = Literal["read", "upload", "edit", "audit", "manage"]

ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    "reader": frozenset({"read"}),
    "clerk": frozenset({"read", "upload", "edit"}),
    "auditor": frozenset({"read", "audit"}),
    "administrator": frozenset({"read", "upload", "edit", "audit", "manage"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, or a key acting for one: `key` is its id, and `scopes` are then those of the key that the person still has."""

    person: UUID
    login: str
    role: Role
    scopes: frozenset[Scope]
    key: UUID | None = None
