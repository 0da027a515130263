"""Joining: whom a provider's identity is here, and in which role.

In: claims that were checked. Out: the person whose session may begin, or why none may. Who has a group with a role becomes a person at
their first sign-in, and their role follows the groups; whom an administrator has linked keeps the role that they have here.
"""

import re
from typing import cast
from uuid import UUID

from service.access.provider import Claims
from service.auth.actors import Role
from service.errors import Conflict
from service.settings import ProviderSettings
from service.store.connection import Connection
from service.store.identities import Identity, link, note_identity
from service.store.people import Person, change_person, free_login, insert_person, read_person
from service.store.sessions import end_sessions

# What a login is not written with.
NO_LOGIN = re.compile(r"[^\w.@+-]")
LONGEST_LOGIN = 90


async def join(connection: Connection, claims: Claims, settings: ProviderSettings) -> Person | None:
    """Give the person of an identity, made where a group says so; None where nobody may be signed in. Run it in a transaction."""
    identity = await note_identity(
        connection, issuer=claims.issuer, subject=claims.subject, login=claims.login, name=claims.name, email=claims.email
    )
    role = mapped_role(claims, settings)
    if identity["person"] is None:
        return await make_person(connection, identity, claims, role) if role else None
    person = await read_person(connection, identity["person"])
    if person["disabled_at"]:
        return None
    if not identity["is_mapped"] or role == person["role"]:
        return person
    return await follow(connection, person["id"], role)


def mapped_role(claims: Claims, settings: ProviderSettings) -> Role | None:
    """Give the role of the first group of the settings that the claims name."""
    return next((cast(Role, role) for group, role in settings.roles.items() if group in claims.groups), None)


async def make_person(connection: Connection, identity: Identity, claims: Claims, role: Role) -> Person:
    """Make a person of an identity. Their login is a new one, whatever the provider calls them: names and addresses identify nobody."""
    wanted = NO_LOGIN.sub("", claims.login)[:LONGEST_LOGIN] or "user"
    login = await free_login(connection, wanted)
    person = await insert_person(connection, login=login, name=claims.name or login, role=role, password_hash=None)
    await link(connection, identity["id"], person, is_mapped=True)
    return await read_person(connection, person)


async def follow(connection: Connection, person: UUID, role: Role | None) -> Person | None:
    """Give a person the role that their groups have now; who has none any more is signed out. The last administrator stays."""
    try:
        async with connection.transaction():
            await change_person(connection, person, role=role or "member")
    except Conflict:
        return await read_person(connection, person)
    if role is None:
        await end_sessions(connection, person)
        return None
    return await read_person(connection, person)
