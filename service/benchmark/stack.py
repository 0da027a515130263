"""An installation to measure and to test: `planovik up` as a process of its own, in a folder of its own.

In: a folder. Out: a running installation, its address, its processes and their memory.
"""

import contextlib
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from service.lifeline import die_with_parent

# Seconds in which an installation starts on a slow and busy machine.
START_SECONDS = 240.0
STOP_SECONDS = 100.0
# Seconds in which a killed API is back there and answers what waited for it.
ANSWER_SECONDS = 120.0
POLL_SECONDS = 0.05
# Below those that Linux gives to clients.
SERVED_PORTS = (20_000, 32_000)
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
PASSWORD = re.compile(r"(?:password|паролем) (\S+) (?:and change|и смените)")


class Stack:
    """A supervisor with all that it starts."""

    def __init__(self, home: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Keep how to start it; `arguments` are those of `service.supervision.up`."""
        self.home = home
        self.log = home.with_name(f"{home.name}.log")
        self.arguments = arguments
        here = {"PLANOVIK_HOME": str(home), "PLANOVIK_PORT": "0", "PLANOVIK_LANG": "en"} | dict(environment or {})
        self.environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | here
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it and wait until the API answers."""
        self.start()
        self.wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    def start(self) -> None:
        """Start the supervisor; what it says is added to the log."""
        with self.log.open("ab") as log:
            log.truncate(0)
            self.process = subprocess.Popen(  # noqa: S603 - this Python
                [sys.executable, "-P", "-m", "service.supervision.up", *self.arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes two system calls
            )

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does; gives the exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    def said(self) -> str:
        """Give what it has said since its last start."""
        return self.log.read_text() if self.log.exists() else ""

    def wait_until_ready(self) -> None:
        """Wait until it has said its address; raises TimeoutError, or RuntimeError where it ended."""
        end = time.monotonic() + START_SECONDS
        while not ADDRESS.search(self.said()):
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError(self.said())
            if time.monotonic() > end:
                raise TimeoutError(self.said())
            time.sleep(POLL_SECONDS)

    @property
    def port(self) -> int:
        """The port of the API."""
        found = ADDRESS.search(self.said())
        return int(found[1]) if found else 0

    @property
    def password(self) -> str | None:
        """The one-time password of the administrator, if it was printed since the last start."""
        found = PASSWORD.search(self.said())
        return found[1] if found else None

    def status_of(self, path: str) -> int:
        """Ask for a path; gives the status, 0 where nobody answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """Give the processes of the installation, the supervisor first, with their command lines."""
        return descendants(self.process.pid) if self.process else {}


def free_port() -> int:
    """Give a port of this machine that nobody has, and none that a client gets: it stays free while its service is away."""
    while True:
        port = random.randrange(*SERVED_PORTS)  # noqa: S311 - it draws lots, no secrets
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def descendants(root: int) -> dict[int, str]:
    """Give a process and all that descend from it, with their command lines."""
    parents = {int(entry.name): parent_of(entry) for entry in Path("/proc").glob("[0-9]*")}
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return {pid: command_of(pid) for pid in found if command_of(pid)}


def parent_of(entry: Path) -> int:
    """Give the parent of a process of /proc, 0 where it has just ended."""
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def command_of(pid: int) -> str:
    """Give the command line of a process, empty where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def megabytes(pid: int) -> float:
    """Give the memory of a process in MB: its own and its share of what it shares (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
