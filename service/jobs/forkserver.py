"""The fork server: a process with the extractor loaded, from which each job's child is forked in milliseconds.

In: messages on a socket (`guard.py` is the other side): start a child, kill it. Out: for each child one line of JSON, after it
and whatever it started are gone. It owns the processes: it watches what they take, kills and reaps them, and when its socket closes,
because the service has ended in whatever way, it kills them all and removes its room. It has no credentials, and no network where
the system permits that. It is a program of its own, so `__main__` and the service's threads play no part.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.jobs.child import run_child
from service.jobs.limits import Limits
from service.jobs.processes import adopt_orphans, descendants, give_up_privileges, kill, leave_network, parents, resident_bytes
from service.jobs.scratch import clear, held_bytes, lock_room

# Seconds between looks at what the jobs take: a look costs 1 ms for each 80 processes of the machine.
LOOK_SECONDS = 0.2
# Looks between two counts of the bytes in the scratch folders, which walk a whole LibreOffice profile.
LOOKS_PER_COUNT = 5
MAX_MESSAGE = 65_536


@dataclass(slots=True, kw_only=True)
class Job:
    """A child that runs: `status` is the pipe for its end, `reason` why it was killed."""

    number: int
    pid: int
    folder: Path
    limits: Limits
    status: int
    started: float
    reason: str | None = None


def main(arguments: Sequence[str]) -> None:
    """Serve until the socket closes: the arguments are its descriptor, the room, and the modules to load."""
    control = socket.socket(fileno=int(arguments[0]))
    room = Path(arguments[1])
    os.setsid()
    os.chdir("/")
    lock_room(room)
    for name in arguments[2:]:
        load(name)
    adopt_orphans()
    give_up_privileges()
    leave_network()
    gc.freeze()
    try:
        Server(control).serve()
    finally:
        clear(room)


def load(name: str) -> None:
    """Import a module, and let it warm up where it knows how to."""
    warm_up = getattr(importlib.import_module(name), "warm_up", None)
    if warm_up is not None:
        warm_up()


class Server:
    """The children that run, by their numbers, until the socket closes."""

    def __init__(self, control: socket.socket) -> None:
        """Begin without children."""
        self.control = control
        self.jobs: dict[int, Job] = {}
        self.looks = 0
        self.woken, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        # Ctrl-C and the service's manager mean the service, which closes the socket when it is ready to.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def serve(self) -> None:
        """Start, watch, kill and reap until the socket closes; then end all that runs."""
        while True:
            control = self.control.fileno()
            ready, _, _ = select.select([control, self.woken], [], [], LOOK_SECONDS if self.jobs else None)
            if self.woken in ready:
                os.read(self.woken, MAX_MESSAGE)
            if control in ready and not self.take_message():
                break
            self.watch()
            self.reap()
        for job in self.jobs.values():
            kill([job.pid])
        self.end_strays({os.getpid()})

    def take_message(self) -> bool:
        """Do what one message says; False where the socket was closed."""
        try:
            content, descriptors, _, _ = socket.recv_fds(self.control, MAX_MESSAGE, 2)
        except ConnectionResetError:
            return False
        if not content:
            return False
        message = json.loads(content)
        if "kill" in message:
            self.end(message["kill"], "cancelled")
        else:
            self.start(message, *descriptors)
        return True

    def start(self, message: dict[str, Any], answer: int, status: int) -> None:
        """Fork a child for a job."""
        folder, limits, server = Path(message["folder"]), Limits(**message["limits"]), os.getpid()
        pid = os.fork()
        if pid == 0:
            run_child(folder, answer, limits, server)
        os.close(answer)
        number = message["start"]
        self.jobs[number] = Job(number=number, pid=pid, folder=folder, limits=limits, status=status, started=time.monotonic())

    def end(self, number: int, reason: str) -> None:
        """Kill a job's child and its group; the rest follows when it is reaped."""
        job = self.jobs.get(number)
        if job is not None:
            job.reason = job.reason or reason
            kill([job.pid])

    def watch(self) -> None:
        """Kill the jobs that take more than they may."""
        old = [job for job in self.jobs.values() if time.monotonic() - job.started > LOOK_SECONDS]
        if not old:
            return
        known = parents()
        self.looks += 1
        for job in old:
            reason = self.excess(job, descendants(job.pid, known))
            if reason is not None:
                self.end(job.number, reason)

    def excess(self, job: Job, processes: list[int]) -> str | None:
        """Say which limit a job passes."""
        limits = job.limits
        if time.monotonic() - job.started > limits.seconds:
            return "time"
        if len(processes) > limits.processes:
            return "processes"
        if resident_bytes(processes) > limits.memory_bytes:
            return "memory"
        counts = self.looks % LOOKS_PER_COUNT == 0
        return "disk" if counts and held_bytes(job.folder) > limits.scratch_bytes else None

    def reap(self) -> None:
        """Collect the processes that ended, and finish their jobs."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for job in [job for job in self.jobs.values() if job.pid == pid]:
                self.finish(job, os.waitstatus_to_exitcode(status))

    def finish(self, job: Job, code: int) -> None:
        """End what a child left behind, which is now this process's own, and tell how the child ended."""
        del self.jobs[job.number]
        self.end_strays({os.getpid()} | {other.pid for other in self.jobs.values()})
        with contextlib.suppress(BrokenPipeError):
            os.write(job.status, json.dumps({"code": code, "reason": job.reason}).encode())
        os.close(job.status)

    def end_strays(self, ours: set[int]) -> None:
        """Kill the children of this process that are no job's, until none is left: each that dies leaves its own to this process."""
        while strays := [pid for pid, parent in parents().items() if parent == os.getpid() and pid not in ours]:
            kill(strays)
            for pid in strays:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
