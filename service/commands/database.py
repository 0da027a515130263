"""`planovik db`: what is in an installation's database, its backups, and its move to a server elsewhere.

In: options and files. Out: figures; an archive; an installation made from one. What replaces data asks for `--force`, and nothing is
copied from or to a database that others work with.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.answers import failing_plainly, refuse, settings_for, tell
from service.commands.running import Home
from service.messages import message

if TYPE_CHECKING:
    from service.database.transfer import Counts

app = typer.Typer(no_args_is_help=True)

Archive = Annotated[Path, typer.Argument(metavar="FILE", help=message("cli_archive_help"))]
Force = Annotated[bool, typer.Option("--force", help=message("cli_force_help"))]
Address = Annotated[str, typer.Argument(metavar="URL", help=message("cli_url_help"))]
Files = Annotated[str | None, typer.Option("--files", metavar="ADDRESS", help=message("cli_files_address_help"))]


@app.command(help=message("cli_db_status_help"))
def status(home: Home = None) -> None:
    """Show the versions, the size, the rows and the queue."""
    from service.database.access import open_database
    from service.database.status import read_status

    settings = settings_for(home)
    with failing_plainly(), open_database(settings) as url:
        found = read_status(url)
    tell("db_status", **found.values, files=settings.file_store)
    show_counts(found.rows)
    for name, number in found.documents.items():
        show_count(f"{message('db_documents')}: {message(f'status_{name}')}", number)
    for name, number in found.jobs.items():
        show_count(f"{message('db_jobs')}: {message(f'job_{name}')}", number)


def show_counts(counts: "Counts") -> None:
    """Print the rows of each table."""
    for table, rows in counts.items():
        show_count(message(f"rows_{table}"), rows)


def show_count(name: str, number: int) -> None:
    """Print a number with its name."""
    typer.echo(f"  {name:<34}{number:>12}")


@app.command(help=message("cli_db_backup_help"))
def backup(file: Archive, home: Home = None) -> None:
    """Write everything into one archive; the service may run meanwhile."""
    import asyncio

    from service.database.access import open_database
    from service.database.archive import write_archive
    from service.store.files import open_files

    settings = settings_for(home)
    if file.exists():
        raise refuse("file_is_there", path=file)
    with failing_plainly(), open_database(settings) as url:
        contents = asyncio.run(write_archive(url, open_files(settings.file_store), file.resolve()))
    tell("db_backup_done", path=file, rows=sum(contents.counts.values()), sources=contents.sources, bytes=file.stat().st_size)
    for address in contents.missing:
        tell("db_source_missing", address=address)


@app.command(help=message("cli_db_restore_help"))
def restore(file: Archive, force: Force = False, home: Home = None) -> None:
    """Make the installation that an archive holds, and check that it is the same."""
    import asyncio

    from service.database.access import open_database
    from service.database.archive import read_archive, read_manifest
    from service.store.files import open_files

    settings = settings_for(home)
    with failing_plainly():
        read_manifest(file)
        with open_database(settings, make=True) as url:
            check_target(url, force=force)
            contents = asyncio.run(read_archive(file, url, open_files(settings.file_store)))
            verify(url, contents.counts)
    tell("db_restore_done", rows=sum(contents.counts.values()), sources=contents.sources)


@app.command(help=message("cli_db_move_help"))
def move(address: Address, files: Files = None, force: Force = False, home: Home = None) -> None:
    """Copy everything to another server, check that it is the same, and say what to set."""
    import asyncio

    from service.database.access import open_database
    from service.database.archive import copy_sources
    from service.database.transfer import is_in_use, transfer
    from service.store.files import open_files

    settings = settings_for(home)
    with failing_plainly(), open_database(settings) as url:
        check_target(address, force=force)
        if is_in_use(url):
            raise refuse("database_in_use")
        if files is not None:
            asyncio.run(copy_sources(url, open_files(settings.file_store), open_files(files)))
        counts = transfer(url, address)
        verify(address, counts)
    tell("db_move_done", rows=sum(counts.values()), files=files or settings.file_store)


def check_target(url: str, *, force: bool) -> None:
    """End where the target can't hold Russian text, is in use, or has content that may not be replaced."""
    import psycopg

    from service.database.transfer import has_content, is_in_use
    from service.migrations.running import check_server

    with psycopg.connect(url) as connection:
        check_server(connection)
    if is_in_use(url):
        raise refuse("database_in_use")
    if not force and has_content(url):
        raise refuse("database_has_content")


def verify(url: str, counts: "Counts") -> None:
    """Compare the rows of each table with those that should be there, then bring the tables to this version."""
    import psycopg

    from service.database.transfer import count_rows
    from service.migrations.running import migrate

    with psycopg.connect(url) as connection:
        found = count_rows(connection)
    if found != counts:
        tables = [table for table in counts | found if counts.get(table) != found.get(table)]
        raise refuse("counts_differ", tables=", ".join(tables))
    migrate(url)
