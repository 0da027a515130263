"""The command line of the service, beside the extractor's `extract` and `explain`.

In: arguments. Out: an installation that runs (`up`, `api`, `worker`), or an answer about one (`db`, `people`, `audit`). The modules of
`service.commands` import what they work with inside their functions, so that `planovik extract` starts as fast without the service. To
add a command, write it in a module there and a line below.
"""

from extractor.cli import app, main
from service.commands import auditing, database, people, running
from service.messages import message

__all__ = ["app", "main"]

for command, name in ((running.up, "up"), (running.api, "api"), (running.worker, "worker")):
    app.command(name, help=message(f"cli_{name}_help"))(command)
for group, name in ((database.app, "db"), (people.app, "people"), (auditing.app, "audit")):
    app.add_typer(group, name=name, help=message(f"cli_{name}_help"))

if __name__ == "__main__":
    main()
