"""`planovik people`: who may sign in, for the one who looks after the machine.

In: logins. Out: rows of people; each change is noted in the audit log. A password is asked for, or read from a pipe, and never given as
an argument, where others could see it.
"""

import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args

import typer

from service.auth.actors import Role, Scope
from service.commands.answers import failing_plainly, refuse, settings_for, tell
from service.commands.running import Home
from service.messages import message

if TYPE_CHECKING:
    from service.store.connection import Connection

app = typer.Typer(no_args_is_help=True)
RoleName = StrEnum("RoleName", get_args(Role))  # type: ignore[misc]
CLERK = RoleName("clerk")
Answer = TypeVar("Answer")

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=message("cli_login_help"))]
Name = Annotated[str, typer.Option("--name", help=message("cli_name_help"))]
KeyName = Annotated[str, typer.Option("--name", help=message("cli_key_name_help"))]
Scopes = Annotated[str, typer.Option("--scopes", metavar="LIST", help=message("cli_scopes_help"))]
RoleOption = Annotated[RoleName, typer.Option("--role", help=message("cli_role_help"))]


def with_database(home: Path | None, work: Callable[["Connection"], Awaitable[Answer]]) -> Answer:
    """Do something in one transaction of the installation's database."""
    import asyncio

    from psycopg import AsyncConnection
    from psycopg.rows import dict_row

    from service.database.access import open_database

    async def run(url: str) -> Answer:
        async with await AsyncConnection.connect(url, row_factory=dict_row) as connection:
            return await work(connection)

    with failing_plainly(), open_database(settings_for(home)) as url:
        return asyncio.run(run(url))


@app.command("list", help=message("cli_people_list_help"))
def list_everybody(home: Home = None) -> None:
    """Show everybody."""
    from service.store.people import list_people

    for person in with_database(home, list_people):
        state = message("people_disabled") if person["disabled_at"] else ""
        typer.echo(f"{person['login']:<24} {person['role']:<14} {person['name']} {state}".rstrip())


@app.command(help=message("cli_people_add_help"))
def add(login: Login, name: Name = "", role: RoleOption = CLERK, home: Home = None) -> None:
    """Add a person who may sign in at once."""
    from service.store.audit import write_audit
    from service.store.people import add_person

    password = ask_password()

    async def work(connection: "Connection") -> None:
        added = await add_person(connection, login=login, name=name or login, role=cast(Role, role.value), password=password)
        await write_audit(connection, None, "person.add", f"people/{added}", login=login, role=role.value)

    with_database(home, work)
    tell("people_added", login=login, role=role.value)


@app.command(help=message("cli_people_password_help"))
def password(login: Login, home: Home = None) -> None:
    """Give a person another password; their sessions end."""
    from service.auth.passwords import check_password, hash_password
    from service.store.audit import write_audit
    from service.store.people import set_password
    from service.store.sessions import end_sessions, forget_failures

    new = ask_password()

    async def work(connection: "Connection") -> None:
        person = await find(connection, login)
        check_password(new, login=login)
        await set_password(connection, person["id"], await hash_password(new))
        await end_sessions(connection, person["id"])
        await forget_failures(connection, person["login"])
        await write_audit(connection, None, "person.password", f"people/{person['id']}")

    with_database(home, work)
    tell("people_password_set", login=login)


@app.command(help=message("cli_people_disable_help"))
def disable(login: Login, home: Home = None) -> None:
    """Keep a person from signing in; their keys work no more either."""
    set_disabled(login, home, is_disabled=True)


@app.command(help=message("cli_people_enable_help"))
def enable(login: Login, home: Home = None) -> None:
    """Let a person sign in again."""
    set_disabled(login, home, is_disabled=False)


@app.command(help=message("cli_people_key_help"))
def key(login: Login, name: KeyName = "planovik push", scopes: Scopes = "read,upload", home: Home = None) -> None:
    """Make an API key for a person and print it."""
    from service.auth.actors import Grant, all_scopes
    from service.store.api_keys import add_key
    from service.store.audit import write_audit
    from service.store.grants import list_grants

    async def work(connection: "Connection") -> str:
        person = await find(connection, login)
        wanted = frozenset(scope.strip() for scope in scopes.split(","))
        grants = [Grant(row["role"], row["place"], row["name"]) for row in await list_grants(connection, person["id"])]
        if beyond := sorted(wanted - all_scopes(person["role"], grants)):
            raise refuse("scopes_beyond_role", scopes=", ".join(beyond))
        made, token = await add_key(connection, person=person["id"], name=name, scopes=cast(frozenset[Scope], wanted))
        await write_audit(connection, None, "key.add", f"keys/{made}", name=name, scopes=sorted(wanted))
        return token

    typer.echo(with_database(home, work))


def set_disabled(login: str, home: Path | None, *, is_disabled: bool) -> None:
    """Disable or enable a person."""
    from service.store.audit import write_audit
    from service.store.people import change_person
    from service.store.sessions import end_sessions

    async def work(connection: "Connection") -> None:
        person = await find(connection, login)
        await change_person(connection, person["id"], disabled=is_disabled)
        if is_disabled:
            await end_sessions(connection, person["id"])
        await write_audit(connection, None, "person.change", f"people/{person['id']}", disabled=is_disabled)

    with_database(home, work)
    tell("people_disabled_now" if is_disabled else "people_enabled_now", login=login)


async def find(connection: "Connection", login: str) -> dict[str, Any]:
    """Give the person of a login; ends the command where there is none."""
    from service.store.people import list_people, login_key

    for person in await list_people(connection):
        if person["login"] == login_key(login):
            return person
    raise refuse("people_unknown", login=login)


def ask_password() -> str:
    """Ask for a new password twice without showing it, or read it from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt(message("people_password"), hide_input=True, confirmation_prompt=message("people_password_again")))
