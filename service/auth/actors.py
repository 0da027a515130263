"""Actors: people and the keys that act for them, with what they may do, and with which documents.

In: nothing. Out: `Actor`, the scopes, which role has which, and `Reach`. To add a scope, add it here and ask for it in a route.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

# A member may do nothing but what grants give.
Role = Literal["member", "reader", "clerk", "auditor", "administrator"]
# read: documents and records; upload: add, cancel, retry and delete one's own documents; edit: correct records;
# audit: read the audit log and what was deleted; manage: people, everybody's keys and documents.
Scope = Literal["read", "upload", "edit", "audit", "manage"]

ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    "member": frozenset(),
    "reader": frozenset({"read"}),
    "clerk": frozenset({"read", "upload", "edit"}),
    "auditor": frozenset({"read", "audit"}),
    "administrator": frozenset({"read", "upload", "edit", "audit", "manage"}),
}


# Roles that may be given for the documents of one issuer or municipality; people and keys, which administrators manage, are of none.
GrantedRole = Literal["reader", "clerk", "auditor"]
Place = Literal["issuer", "municipality"]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for the documents of one issuer or municipality; `key` is the matching form of its name."""

    role: GrantedRole
    place: Place
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which documents a person sees: those of these issuers or municipalities (keys), and of their own those that name neither."""

    person: UUID
    issuers: frozenset[str]
    municipalities: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, or a key acting for one: `key` is its id, and `scopes` are then those of the key that the person still has.

    `role` holds for the whole installation, `grants` for parts of it; `scopes` are those of all of them.
    """

    person: UUID
    login: str
    role: Role
    scopes: frozenset[Scope]
    key: UUID | None = None
    grants: frozenset[Grant] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        """All roles that they have, for the whole installation or for parts of it."""
        return frozenset({self.role, *(grant.role for grant in self.grants)})

    def reach(self, scope: Scope) -> Reach | None:
        """Give the documents with which they may do something; None stands for all."""
        if scope in ROLE_SCOPES[self.role]:
            return None
        held = {grant for grant in self.grants if scope in ROLE_SCOPES[grant.role]}
        return Reach(person=self.person, issuers=keys_of(held, "issuer"), municipalities=keys_of(held, "municipality"))


def all_scopes(role: Role, grants: Iterable[Grant]) -> frozenset[Scope]:
    """Give what somebody may do with any document at all."""
    return ROLE_SCOPES[role].union(*(ROLE_SCOPES[grant.role] for grant in grants))


def keys_of(grants: Iterable[Grant], place: Place) -> frozenset[str]:
    """Give the keys of the issuers, or of the municipalities, that grants name."""
    return frozenset(grant.key for grant in grants if grant.place == place)
