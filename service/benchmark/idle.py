"""The memory of an idle installation: `python -m service.benchmark.idle`.

In: nothing. Out: a table of the processes of an installation that has processed the samples and waits, in MB of PSS. Status 1 where
their sum passes the limit.
"""

import sys
import tempfile
import time
from pathlib import Path

from service.benchmark.stack import Stack, megabytes

LIMIT = 400.0
# Seconds in which the samples are processed and what was only needed for the start is given back.
SETTLE_SECONDS = 20.0


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="planovik-idle-") as folder, Stack(Path(folder) / "home", "--samples") as stack:
        time.sleep(SETTLE_SECONDS)
        memory = {pid: (megabytes(pid), command) for pid, command in stack.processes().items()}
    for size, command in memory.values():
        sys.stdout.write(f"{size:8.1f}  {short(command)}\n")
    total = sum(size for size, _ in memory.values())
    sys.stdout.write(f"{total:8.1f}  MB in all, the limit is {LIMIT:.0f}\n")
    sys.exit(total > LIMIT)


def short(command: str) -> str:
    """Give what matters of a command line: the module, or the name of the server's process."""
    words = command.split()
    if "-m" in words:
        return " ".join(words[words.index("-m") + 1 :])[:60]
    return command[:60] if command.startswith("postgres:") else Path(words[0]).name


if __name__ == "__main__":
    main()
