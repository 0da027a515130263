"""`planovik audit`: whether the audit log is whole.

In: a head that was printed before, if any. Out: what is wrong, with exit status 1, or the head to note.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.answers import refuse, tell
from service.commands.people import with_database
from service.commands.running import Home
from service.messages import message

if TYPE_CHECKING:
    from service.access.chain import Head

app = typer.Typer(no_args_is_help=True)
Noted = Annotated[str | None, typer.Option("--head", metavar="SEQ:HASH", help=message("cli_head_help"))]


@app.callback()
def group() -> None:
    """Take the group's only command by its name."""


@app.command(help=message("cli_audit_verify_help"))
def verify(head: Noted = None, home: Home = None) -> None:
    """Compute every hash of the log anew."""
    from service.access.chain import verify_chain

    noted = read_noted(head)
    report = with_database(home, lambda connection: verify_chain(connection, noted))
    for fault in report.faults:
        tell(f"audit_{fault.kind}", seq=fault.seq)
    if not report.is_whole:
        raise refuse("audit_broken", rows=report.rows, faults=len(report.faults))
    tell("audit_whole", rows=report.rows, head=report.head or "-")


def read_noted(text: str | None) -> "Head | None":
    """Read a head; ends the command where the text is none."""
    from service.access.chain import read_head

    try:
        return read_head(text) if text else None
    except ValueError:
        raise refuse("audit_head_unclear", text=text) from None
