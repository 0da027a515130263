"""The guard: this process's fork server, started when it is first needed and again when it died.

In: modules to load, then requests. Out: descriptors on which a child answers (`sandbox.py` reads them).
"""

import json
import os
import pickle
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

from service.jobs.child import REQUEST
from service.jobs.limits import Limits
from service.jobs.scratch import clear, make_room, sweep_rooms

# What a child may know of this process's environment: none of it is a secret.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "PLANOVIK_LANG", "TZ")
# One thread in numerical libraries: the children are the parallelism, and a fork server must not have threads.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# A fork server that is told to end kills and removes everything within this.
END_SECONDS = 10
# What a process loads that only draws pages.
DRAWING = ("service.jobs.rendering",)
# What a worker loads.
EXTRACTING = ("service.jobs.extraction", "service.jobs.rendering", "service.jobs.consolidation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A child that was started: its number and the pipes for its answer and for its end."""

    number: int
    answer: int
    status: int


class Guard:
    """One fork server with its room of scratch folders."""

    def __init__(self, modules: Sequence[str]) -> None:
        """Start the fork server, which then loads the modules."""
        sweep_rooms()
        self.modules = tuple(modules)
        self.room = make_room()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.numbers = count(1)
        command = [sys.executable, "-P", "-m", "service.jobs.forkserver", str(theirs.fileno()), str(self.room), *modules]
        self.process = subprocess.Popen(  # noqa: S603 - this interpreter with our own module
            command, env=self.environment(), pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        theirs.close()

    def environment(self) -> dict[str, str]:
        """Give the environment of the fork server and all children: no address, no credentials."""
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        paths = os.pathsep.join(str(Path(part or ".").resolve()) for part in sys.path)
        return {**kept, **ONE_THREAD, "PYTHONPATH": paths, "TMPDIR": str(self.room), "HOME": str(self.room)}

    @property
    def is_alive(self) -> bool:
        """Tell whether the fork server runs."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the fork server with all its children, and wait until nothing is left of them."""
        self.control.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)
        self.process.kill()
        self.process.wait()
        clear(self.room)

    @contextmanager
    def child(self, task: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits, has_progress: bool) -> Iterator[Running]:
        """Start a child for a task in a scratch folder that goes afterwards; raises OSError where the fork server is gone."""
        folder = Path(tempfile.mkdtemp(dir=self.room))
        try:
            with (folder / REQUEST).open("wb") as request:
                pickle.dump((task, arguments, has_progress), request)
            running = self.start(folder, limits)
            try:
                yield running
            finally:
                self.kill(running.number)
                os.close(running.answer)
                os.close(running.status)
        finally:
            clear(folder)

    def start(self, folder: Path, limits: Limits) -> Running:
        """Ask the fork server for a child."""
        answer, write_answer = os.pipe2(os.O_CLOEXEC)
        status, write_status = os.pipe2(os.O_CLOEXEC)
        number = next(self.numbers)
        message = json.dumps({"start": number, "folder": str(folder), "limits": asdict(limits)}).encode()
        try:
            socket.send_fds(self.control, [message], [write_answer, write_status])
        except OSError:
            os.close(answer)
            os.close(status)
            raise
        finally:
            os.close(write_answer)
            os.close(write_status)
        return Running(number=number, answer=answer, status=status)

    def kill(self, number: int) -> None:
        """Have a child killed; nothing happens where it has ended."""
        with suppress(OSError):
            self.control.send(json.dumps({"kill": number}).encode())


LOCK = threading.Lock()
STARTED: list[Guard] = []


def start_guard(modules: Sequence[str] | None = None) -> Guard:
    """Give this process's guard; where none lives, one is started with the modules (those of the one that died, `DRAWING`)."""
    with LOCK:
        if STARTED and STARTED[0].is_alive:
            return STARTED[0]
        wanted = modules or (STARTED[0].modules if STARTED else DRAWING)
        for dead in STARTED:
            dead.close()
        STARTED[:] = [Guard(wanted)]
        return STARTED[0]


def stop_guard() -> None:
    """End this process's guard, where it has one."""
    with LOCK:
        for guard in STARTED:
            guard.close()
        STARTED.clear()
