"""Preparing the database: `python -m service.supervision.preparing`, before the API or a worker starts.

In: `DATABASE_URL`. Out: a database with the tables of this version and, on the first start only, the person `administrator`, whose
one-time password is printed. With `--tables-only` nobody is made. Ends with status 1 and one line where the database is not
fit, with `TRY_AGAIN` where it does not answer.
"""

import asyncio
import secrets
import sys
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from service.logs import say
from service.migrations.running import UnfitDatabase, migrate
from service.settings import read_settings
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.files import open_files
from service.store.people import add_person, list_people
from service.supervision.children import TRY_AGAIN

LOGIN = "administrator"


def main() -> None:
    """Prepare the database that the environment names, and see that the file store can be opened."""
    settings = read_settings()
    url = settings.database_url or ""
    try:
        open_files(settings.file_store)
        migrate(url)
        if "--tables-only" not in sys.argv:
            asyncio.run(make_administrator(url))
    except UnfitDatabase as error:
        say(error.code)
        sys.exit(1)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        say("database_unreachable", reason=str(error).strip())
        sys.exit(TRY_AGAIN)
    except (ValueError, OSError) as error:
        say("files_unreachable", address=settings.file_store, reason=error)
        sys.exit(1)


async def make_administrator(url: str) -> None:
    """Make the administrator of a new installation and print the password once it is kept."""
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True, row_factory=dict_row)
    async with connection:
        password = secrets.token_urlsafe(12)
        async with connection.transaction():
            is_made = await is_first(connection) and await add_administrator(connection, password)
    if is_made:
        say("up_administrator", login=LOGIN, password=password)


async def is_first(connection: Connection) -> bool:
    """Say whether no start before this one came so far; others that start at this moment wait for the answer."""
    noted = await connection.execute(
        "INSERT INTO installation (key, value) VALUES ('administrator', to_jsonb(now())) ON CONFLICT DO NOTHING RETURNING key"
    )
    return await noted.fetchone() is not None and not await list_people(connection)


async def add_administrator(connection: Connection, password: str) -> UUID:
    """Add the administrator and note it in the audit log."""
    person = await add_person(connection, login=LOGIN, name="Администратор", role="administrator", password=password)
    await write_audit(connection, None, "person.add", f"people/{person}", login=LOGIN, role="administrator")
    return person


if __name__ == "__main__":
    main()
