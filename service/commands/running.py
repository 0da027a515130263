"""`planovik up`, `planovik api`, `planovik worker`: processes that run until they are told to stop.

In: options, which come before the environment's settings. Out: this process becomes the supervisor, an API or a worker.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from service.commands.answers import become, refuse, settings_for
from service.messages import message

Home = Annotated[Path | None, typer.Option("--home", metavar="DIR", help=message("cli_home_help"))]
Host = Annotated[str | None, typer.Option("--host", help=message("cli_host_help"))]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help=message("cli_port_help"))]
Workers = Annotated[int | None, typer.Option("--workers", min=0, max=64, help=message("cli_workers_help"))]
Samples = Annotated[bool, typer.Option("--samples", help=message("cli_samples_help"))]


def up(home: Home = None, host: Host = None, port: Port = None, workers: Workers = None, samples: Samples = False) -> None:
    """Run a whole installation."""
    prepare_environment(home=home, host=host, port=port, workers=workers)
    become("service.supervision.up", *(["--samples"] if samples else []))


def api(home: Home = None, host: Host = None, port: Port = None) -> None:
    """Serve the API of an installation whose database runs elsewhere."""
    prepare_environment(home=home, host=host, port=port)
    prepare_database()
    become("service.supervision.api")


def worker(home: Home = None) -> None:
    """Process documents of an installation whose database runs elsewhere."""
    prepare_environment(home=home)
    prepare_database("--tables-only")
    become("service.supervision.worker")


def prepare_environment(*, home: Path | None, **options: object) -> None:
    """Put the options where the settings are read from, and check that they can be read."""
    os.environ |= {f"PLANOVIK_{name.upper()}": str(value) for name, value in options.items() if value is not None}
    settings_for(home)


def prepare_database(*arguments: str) -> None:
    """Bring the external database to this version, in a process of its own; ends this one where that fails."""
    if not os.environ.get("DATABASE_URL"):
        raise refuse("database_url_missing")
    done = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-P", "-m", "service.supervision.preparing", *arguments], check=False
    )
    if done.returncode:
        raise typer.Exit(1)
