"""Answers of commands: what a command prints, and one line instead of a traceback where it fails.

In: a command's work. Out: text on standard output, or one line on standard error and exit status 1.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from service.messages import message

if TYPE_CHECKING:
    from service.settings import Settings


def tell(code: str, **values: object) -> None:
    """Print a message."""
    typer.echo(message(code, **values))


def refuse(code: str, **values: object) -> typer.Exit:
    """Print on standard error why there is no answer; gives what to raise."""
    typer.echo(message(code, **values), err=True)
    return typer.Exit(1)


@contextmanager
def failing_plainly() -> Iterator[None]:
    """Turn what can go wrong with an installation into one line and exit status 1."""
    import psycopg

    from service.database.faults import DatabaseFault
    from service.errors import Problem
    from service.migrations.running import UnfitDatabase

    try:
        yield
    except DatabaseFault as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    except (Problem, UnfitDatabase) as fault:
        raise refuse(fault.code, **getattr(fault, "values", {})) from None
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        raise refuse("database_unreachable", reason=str(error).strip()) from None
    except OSError as error:
        raise refuse("file_trouble", path=error.filename or "", reason=error.strerror or error) from None


def settings_for(home: Path | None) -> "Settings":
    """Read the settings; `home` from the command line comes before the environment's."""
    from service.settings import read_settings

    if home is not None:
        os.environ["PLANOVIK_HOME"] = str(home)
    try:
        return read_settings()
    except ValueError as error:
        raise refuse("settings_wrong", reason=error) from None


def become(module: str, *arguments: str) -> None:
    """Go on as another module of the service: it starts with a clean memory, and its children find a small main module."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *arguments])  # noqa: S606 - this Python
