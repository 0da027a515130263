"""`planovik push` and `planovik watch`: files brought into a service, once or as they come.

In: paths, the service's address, a file with an API key. Out: a line for each file; exit status 0 where all are documents of the service,
1 where something failed, 2 where there was nothing to do or no way to do it. The key is never an argument, where others could see it.
"""

import os
import re
import signal
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from service.commands.answers import settings_for, tell
from service.messages import message

if TYPE_CHECKING:
    from service.client import Client
    from service.pushing.sending import Manner, Sent
    from service.pushing.telling import Telling
    from service.pushing.watching import Told

FAILED, TROUBLE, INTERRUPTED = 1, 2, 130
# Seconds for which `push` waits in a full queue, and `watch` for an answer: it looks at its folder meanwhile and asks again by itself.
PUSH_BUSY_SECONDS = 3_600.0
WATCH_SECONDS = 5.0
JOURNAL = ".planovik-watch.jsonl"
KEY = re.compile(r"plv_[!-~]+")
ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")

Files = Annotated[list[str], typer.Argument(metavar="FILES…", help=message("cli_push_files_help"))]
Server = Annotated[str | None, typer.Option("--server", metavar="URL", help=message("cli_server_help"))]
KeyFile = Annotated[Path | None, typer.Option("--key-file", metavar="FILE", help=message("cli_key_file_help"))]
Wait = Annotated[bool, typer.Option("--wait", help=message("cli_wait_help"))]
Retry = Annotated[bool, typer.Option("--retry", help=message("cli_retry_help"))]
Jobs = Annotated[int, typer.Option("-j", "--jobs", min=1, max=32, help=message("cli_push_jobs_help"))]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=message("cli_watch_folder_help"))]
MoveTo = Annotated[Path | None, typer.Option("--move-to", metavar="DIR", help=message("cli_move_to_help"))]
Every = Annotated[float, typer.Option("--every", metavar="SECONDS", min=0.1, help=message("cli_every_help"))]
Settle = Annotated[float, typer.Option("--settle", metavar="SECONDS", min=0.0, help=message("cli_settle_help"))]
JournalFile = Annotated[Path | None, typer.Option("--journal", metavar="FILE", help=message("cli_journal_help"))]


def stop(code: str, **values: object) -> NoReturn:
    """Say on standard error why nothing can be done, and end."""
    typer.echo(message(code, **values), err=True)
    raise typer.Exit(TROUBLE)


def push(  # noqa: PLR0913, PLR0917 - typer makes the options of the parameters
    files: Files, server: Server = None, key_file: KeyFile = None, wait: Wait = False, retry: Retry = False, jobs: Jobs = 4
) -> None:
    """Send files to a service."""
    from service.client import Client, Patience
    from service.pushing.finding import find_files
    from service.pushing.sending import Manner
    from service.pushing.telling import Telling

    address, key = address_of(server), read_key(key_file)
    found = find_files(files)
    for text in found.missing:
        typer.echo(message("push_missing", path=text), err=True)
    if found.passed_over:
        typer.echo(message("push_passed_over", count=found.passed_over), err=True)
    if not found.files:
        stop("push_nothing")
    manner = Manner(jobs=jobs, priority="bulk" if len(found.files) > 1 else "interactive", retry=retry)
    with Telling(address) as telling, Client(address, key, patience=Patience(busy=PUSH_BUSY_SECONDS), told=telling.pause) as client:
        status = push_all(client, found.files, manner, telling, wait=wait)
    raise typer.Exit(status or (FAILED if found.missing else 0))


def push_all(client: "Client", files: Sequence[Path], manner: "Manner", telling: "Telling", *, wait: bool) -> int:
    """Send files, wait for their records where that is wanted, and give the exit status."""
    from service.client import NotAllowed, NotSignedIn, ServiceFault
    from service.pushing.sending import send_files, wait_for

    results: list[Sent] = []
    status = 0
    try:
        telling.begin("push_sending", len(files))
        for sent in send_files(client, files, manner, telling.progress):
            telling.tell(sent)
            results.append(sent)
        if wait:
            telling.begin("push_waiting", len(results))
            for place, sent in enumerate(results):
                results[place] = wait_for(client, sent)
                telling.tell(results[place])
    except ServiceFault as fault:
        telling.complain(str(fault))
        status = TROUBLE if isinstance(fault, NotSignedIn | NotAllowed) else FAILED
    except KeyboardInterrupt:
        status = INTERRUPTED
    left = len(set(files) - {sent.path for sent in results})
    telling.summarise(results, left)
    return status or (0 if all(sent.is_good for sent in results) else FAILED)


def watch(  # noqa: PLR0913, PLR0917 - typer makes the options of the parameters
    folder: Folder,
    server: Server = None,
    key_file: KeyFile = None,
    move_to: MoveTo = None,
    every: Every = 1.0,
    settle: Settle = 3.0,
    journal: JournalFile = None,
) -> None:
    """Send what comes into a folder."""
    from service.client import Client, NotAllowed, NotSignedIn, Patience
    from service.pushing.journal import Journal
    from service.pushing.settling import Settling
    from service.pushing.watching import Watching

    if not folder.is_dir():
        stop("watch_no_folder", path=folder)
    address, key = address_of(server), read_key(key_file)
    stopping = stop_on_signals()
    with Client(address, key, patience=Patience(away=WATCH_SECONDS, busy=WATCH_SECONDS)) as client:
        watching = Watching(
            client=client,
            folder=folder.resolve(),
            journal=Journal((journal or folder / JOURNAL).resolve(), address),
            settling=Settling(settle),
            told=telling_of_a_watch(address),
            every=every,
            move_to=move_to.resolve() if move_to else None,
        )
        tell("watch_begun", folder=folder, server=address)
        try:
            watching.run(stopping)
        except (NotSignedIn, NotAllowed) as fault:
            typer.echo(str(fault), err=True)
            raise typer.Exit(TROUBLE) from None
    tell("watch_ended")


def telling_of_a_watch(address: str) -> "Told":
    """Give what a watch tells: a line for each event, also on a terminal."""
    from service.pushing.telling import line_of
    from service.pushing.watching import Told

    return Told(
        sent=lambda sent: typer.echo(line_of(sent, address), err=not sent.is_good),
        passed_over=lambda path: tell("watch_passed_over", path=path),
        finished=lambda file, status, reason: typer.echo(f"{file}: {message(f'push_status_{status}')}{f': {reason}' if reason else ''}"),
        trouble=lambda trouble, seconds: typer.echo(message("push_pause", reason=trouble, seconds=round(seconds)), err=True),
    )


def stop_on_signals() -> Event:
    """Give what is set when somebody wants this process to stop; a second wish ends it at once."""
    stopping = Event()

    def note(number: int, _: FrameType | None) -> None:
        stopping.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    return stopping


def address_of(server: str | None) -> str:
    """Give the address of the service: as told, else the one of this machine; ends where it is none."""
    settings = settings_for(None)
    address = (server or os.environ.get("PLANOVIK_SERVER") or f"http://{settings.host}:{settings.port}").rstrip("/")
    if not ADDRESS.fullmatch(address):
        stop("server_unclear", text=address)
    return address


def read_key(file: Path | None) -> str:
    """Read the API key from its file, or from the environment; ends where there is none."""
    try:
        key = (file.read_text(encoding="utf-8") if file else os.environ.get("PLANOVIK_KEY", "")).strip()
    except (OSError, UnicodeDecodeError):
        stop("key_file_unreadable", path=file)
    if not key:
        stop("key_missing")
    if not KEY.fullmatch(key):
        stop("key_unclear")
    return key
