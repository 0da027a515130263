"""People: who may sign in, and in which role.

In: a connection and values. Out: rows of `people` as dicts without the password. To add a property of a person, add a column
(`migrations`) and name it in `COLUMNS`.
"""

from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation

from service.auth.actors import Role
from service.auth.passwords import check_password, hash_password
from service.errors import Conflict, NotFound
from service.store.connection import Connection
from service.store.identity import new_id

Person = dict[str, Any]

# Held while administrators are counted and changed, so that two of them can't demote each other; any number of its own.
ADMINISTRATORS_LOCK = 7_200_010


async def add_person(connection: Connection, *, login: str, name: str, role: Role, password: str) -> UUID:
    """Add a person and give their id; raises `Invalid` where the password is too weak and `Conflict` where the login is taken."""
    check_password(password, login=login)
    return await insert_person(connection, login=login, name=name, role=role, password_hash=await hash_password(password))


async def insert_person(connection: Connection, *, login: str, name: str, role: Role, password_hash: str | None) -> UUID:
    """Add a person whose password is hashed already, or who has none, as a provider signs them in."""
    person = new_id()
    try:
        await connection.execute(
            "INSERT INTO people (id, login, name, role, password) VALUES (%s, %s, %s, %s, %s)",
            [person, login_key(login), name, role, password_hash],
        )
    except UniqueViolation as error:
        raise Conflict("login_taken") from error
    return person


async def free_login(connection: Connection, wanted: str) -> str:
    """Give a login that nobody has: the wanted one, or with a number."""
    rows = await connection.execute(
        "SELECT login FROM people WHERE login = %(wanted)s OR starts_with(login, %(wanted)s || '-')", {"wanted": login_key(wanted)}
    )
    taken = {row["login"] for row in await rows.fetchall()}
    numbered = (f"{login_key(wanted)}-{number}" for number in range(2, len(taken) + 3))
    return next(login for login in (login_key(wanted), *numbered) if login not in taken)


def login_key(login: str) -> str:
    """Give the form in which a login is kept and looked up: case and outer spaces do not matter."""
    return login.strip().casefold()


async def list_people(connection: Connection) -> list[Person]:
    """Give everybody, by login."""
    rows = await connection.execute("SELECT id, login, name, role, created_at, disabled_at FROM people ORDER BY login")
    return await rows.fetchall()


async def read_person(connection: Connection, person: UUID) -> Person:
    """Give one person; raises `NotFound`."""
    rows = await connection.execute("SELECT id, login, name, role, created_at, disabled_at FROM people WHERE id = %s", [person])
    found = await rows.fetchone()
    if not found:
        raise NotFound
    return found


async def hold_administrators(connection: Connection) -> None:
    """Let nobody else change administrators before this transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", [ADMINISTRATORS_LOCK])


async def change_person(
    connection: Connection, person: UUID, *, name: str | None = None, role: Role | None = None, disabled: bool | None = None
) -> None:
    """Change what is given; raises `Conflict` where no administrator would be left. Run it in a transaction."""
    await hold_administrators(connection)
    await connection.execute(
        "UPDATE people SET name = coalesce(%(name)s, name), role = coalesce(%(role)s, role),"
        " disabled_at = CASE %(disabled)s::boolean WHEN true THEN coalesce(disabled_at, now()) WHEN false THEN NULL ELSE disabled_at END"
        " WHERE id = %(person)s",
        {"name": name, "role": role, "disabled": disabled, "person": person},
    )
    await check_administrator_left(connection)


async def check_administrator_left(connection: Connection) -> None:
    """Raise `Conflict` where no administrator would be left who can sign in, by a password or through a provider."""
    left = await connection.execute(
        "SELECT FROM people WHERE role = 'administrator' AND disabled_at IS NULL"
        " AND (password IS NOT NULL OR EXISTS (SELECT FROM identities WHERE person = people.id)) LIMIT 1"
    )
    if await left.fetchone() is None:
        raise Conflict("last_administrator")


async def set_password(connection: Connection, person: UUID, password_hash: str) -> None:
    """Keep a new password's hash."""
    await connection.execute("UPDATE people SET password = %s WHERE id = %s", [password_hash, person])


async def read_credentials(connection: Connection, login: str) -> Person | None:
    """Give the id, login, role and password hash of a person who may sign in, or None."""
    rows = await connection.execute(
        "SELECT id, login, role, password FROM people WHERE login = %s AND disabled_at IS NULL", [login_key(login)]
    )
    return await rows.fetchone()
