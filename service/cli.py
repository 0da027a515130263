"""The command line of the service, beside the extractor's `extract` and `explain`.

In: arguments. Out: an installation that runs (`up`, `api`, `worker`), an answer about one (`db`, `people`, `audit`,
`registry`, `retention`), or files sent to one
(`push`, `watch`). The modules of `service.commands` import what they work with inside their functions, so that `planovik extract` starts
as fast without the service. To add a command, write it in a module there and a line below.
"""

from copy import copy

from extractor.cli import app as extractor_app
from service.commands import auditing, database, people, registering, retention, running, sending
from service.messages import message

app = copy(extractor_app)
app.registered_commands = list(extractor_app.registered_commands)
app.registered_groups = list(extractor_app.registered_groups)
COMMANDS = ((running.up, "up"), (running.api, "api"), (running.worker, "worker"), (sending.push, "push"), (sending.watch, "watch"))
for command, name in COMMANDS:
    app.command(name, help=message(f"cli_{name}_help"))(command)
for group, name in (
    (database.app, "db"),
    (people.app, "people"),
    (auditing.app, "audit"),
    (registering.app, "registry"),
    (retention.app, "retention"),
):
    app.add_typer(group, name=name, help=message(f"cli_{name}_help"))


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
