"""Signing in: a login and a password, with a growing wait after failures.

In: what was typed, and the address that it came from. Out: the person's row, or a problem that is the same, and takes the same time,
for a wrong password and an unknown login.
"""

from typing import Any

from service.auth.passwords import HASHER, fits, hash_password
from service.errors import Forbidden, TooMany, Unauthenticated
from service.installation import Installation
from service.settings import Settings
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.identities import has_linked_administrator
from service.store.people import login_key, read_credentials, set_password
from service.store.sessions import forget_failures, note_failure, seconds_to_wait


async def allows_passwords(connection: Connection, settings: Settings) -> bool:
    """Tell whether passwords open the service: where they are switched off, only as long as no administrator came through the provider."""
    return settings.passwords or not await has_linked_administrator(connection)


async def check_credentials(here: Installation, *, login: str, password: str, address: str) -> dict[str, Any]:
    """Give the id, login and role of who knows the password; raises `Unauthenticated`, `TooMany` after failures, or `Forbidden`."""
    pool = here.pool
    async with pool.connection() as connection:
        if not await allows_passwords(connection, here.settings):
            raise Forbidden("passwords_off")
        await count_attempt(connection, login_key(login), address)
        person = await read_credentials(connection, login)
    is_right = await fits(password, person["password"] if person else None)
    async with pool.connection() as connection:
        if not person or not is_right:
            await write_audit(connection, None, "session.refuse", f"people/{person['id']}" if person else "people", address=address)
            raise Unauthenticated("credentials_wrong")
        if not here.settings.passwords and person["role"] != "administrator":
            raise Forbidden("passwords_off")
        await forget_failures(connection, login_key(login))
        if HASHER.check_needs_rehash(person["password"]):
            await set_password(connection, person["id"], await hash_password(password))
    return person


async def count_attempt(connection: Connection, login: str, address: str) -> None:
    """Count an attempt as failed before it is tried, one at a time for a login, so that many at once do not pass together."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [login])
        wait = await seconds_to_wait(connection, login, address)
        if wait:
            raise TooMany("sign_in_later", retry_after=wait)
        await note_failure(connection, login, address)
