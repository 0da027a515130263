"""Children: the processes that a supervisor starts, and starts again when they end.

In: a name and a module. Out: a running `python -m module` that dies with its parent.
"""

import os
import signal
import subprocess
import sys
import time

from service.lifeline import die_with_parent
from service.supervision.signals import Signals

# Seconds before a child is started again: at once when it had worked for a while, then longer and longer, so that one that can't
# start does not take the machine from the others.
FIRST_DELAY = 0.2
LONGEST_DELAY = 20.0
# A child that lived so long has worked; its earlier deaths count no more.
WORKED_SECONDS = 20.0
POLL_SECONDS = 0.2
# The status of a process that found its database away: the same may work in a moment (EX_TEMPFAIL in sysexits.h).
TRY_AGAIN = 75


def delay_after(failures: int) -> float:
    """Give the seconds to wait after so many deaths in a row."""
    return 0.0 if failures <= 1 else float(min(FIRST_DELAY * 2 ** (failures - 2), LONGEST_DELAY))


class Child:
    """One child, from its first start to its stop; in a session of its own, so that Ctrl-C reaches the supervisor only."""

    def __init__(self, name: str, *arguments: str, descriptors: tuple[int, ...] = (), environment: dict[str, str] | None = None) -> None:
        """Name it; `arguments` are a module and what it is told, `descriptors` the open files that it gets."""
        self.name = name
        self.arguments = arguments
        self.descriptors = descriptors
        self.environment = environment or {}
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.failures = 0
        self.due = 0.0

    def start(self) -> None:
        """Start it; `-P` keeps modules of the current folder out."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - this Python and a module of the service
            [sys.executable, "-P", "-m", *self.arguments],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            pass_fds=self.descriptors,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only makes two system calls
        )

    def is_running(self) -> bool:
        """Say whether it lives."""
        return self.process is not None and self.process.poll() is None

    def note_death(self) -> int | None:
        """Give how a child ended that has since been noted as running (negative: the signal), and say when it is due again."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        now = time.monotonic()
        self.failures = 1 if now - self.started > WORKED_SECONDS else self.failures + 1
        self.due = now + delay_after(self.failures)
        self.process = None
        return status

    def stop(self, signals: Signals, seconds: float) -> None:
        """Ask it to stop and wait that long; then, or when someone is in haste, end it."""
        if self.process is None or not self.is_running():
            return
        self.process.terminate()
        end = time.monotonic() + seconds
        while self.is_running() and time.monotonic() < end and not signals.is_hasty():
            signals.wait(POLL_SECONDS)
        if self.is_running():
            self.process.kill()
        self.process.wait()
