"""`planovik registry`: the registry of units and persons built anew.

In: an installation. Out: entries as the newest rules put names together; what people merged, split, named and decided stays.
"""

from typing import TYPE_CHECKING

import typer

from service.commands.answers import tell
from service.commands.people import with_database
from service.commands.running import Home
from service.messages import message

if TYPE_CHECKING:
    from service.store.connection import Connection

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Take the group's only command by its name."""


@app.command(help=message("cli_registry_rebuild_help"))
def rebuild(home: Home = None) -> None:
    """Register every document again."""
    tell("registry_rebuilt", documents=with_database(home, register_all))


async def register_all(connection: "Connection") -> int:
    """Forget what the service put together and register all documents; gives how many this process registered."""
    from service.jobs.registering import register_some
    from service.store.registry.building import forget_untouched

    await forget_untouched(connection)
    count = 0
    while some := await register_some(connection):
        count += some
    return count
