"""`planovik retention`: how long things are kept, what is over its time, and its end.

In: the rules of the installation. Out: the rules; what would go now, or what went, a line for each subject.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from service.commands.answers import settings_for, tell
from service.commands.people import with_database
from service.commands.running import Home
from service.messages import message

if TYPE_CHECKING:
    from service.store.connection import Connection
    from service.store.files import FileStore

app = typer.Typer(no_args_is_help=True)
Answer = TypeVar("Answer")


def with_files(home: Path | None, work: Callable[["Connection", "FileStore"], Awaitable[Answer]]) -> Answer:
    """Do something with the database and the file store, each step in a transaction of its own: a file that went does not come back."""
    from service.store.files import open_files

    async def run(connection: "Connection") -> Answer:
        await connection.set_autocommit(True)
        return await work(connection, open_files(settings_for(home).file_store))

    return with_database(home, run)


def tell_counts(counts: Mapping[str, int]) -> None:
    """Print how much of each subject there is."""
    for subject, count in counts.items():
        typer.echo(f"{message(f'retention_{subject}'):<60} {count:>9}")


@app.command(help=message("cli_retention_show_help"))
def show(home: Home = None) -> None:
    """Show the rules."""
    from service.store.retention import list_retention

    rules = with_database(home, list_retention)
    for rule in rules:
        name = message(f"retention_{rule['subject']}")
        typer.echo(f"{name:<60} {rule['document_kind'] or '*':<12} {rule['days']:>6}")
    if not rules:
        tell("retention_no_rules")


@app.command("dry-run", help=message("cli_retention_dry_run_help"))
def dry_run(home: Home = None) -> None:
    """Count what would go."""
    from service.store.retention import count_all

    tell_counts(with_files(home, count_all))


@app.command(help=message("cli_retention_apply_help"))
def apply(home: Home = None) -> None:
    """Erase what is over its time."""
    from service.store.retention import erase_all

    tell_counts(with_files(home, lambda connection, files: erase_all(connection, files, None)))
