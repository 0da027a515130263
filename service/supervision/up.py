"""The supervisor: `python -m service.supervision.up [--samples]`, one installation on one machine.

In: the settings. Out: PostgreSQL (where no `DATABASE_URL` is set), the API and the workers, each a process of its own that is started
again when it ends, until SIGINT or SIGTERM; then all of them stop, the API first and PostgreSQL last. It imports little, because it
stays in memory.
"""

import os
import socket
import sys
import time
from typing import IO

from service.database.cluster import Cluster
from service.database.faults import DatabaseFault, FolderTaken
from service.database.locking import take_lock
from service.logs import complain, say
from service.messages import message
from service.settings import Settings, read_settings
from service.supervision.children import TRY_AGAIN, Child, delay_after
from service.supervision.listening import PortTaken, address_of, is_answering, listen
from service.supervision.signals import Signals

# Seconds that each gets to stop by itself: requests under way 5; a worker finishes its documents or gives them back.
API_SECONDS = 8.0
WORKER_SECONDS = 30.0
# Seconds between looks at the children while nothing is reported; the end of a child is reported by a signal.
LOOK_SECONDS = 5.0
WAITING_LOOK_SECONDS = 0.1
# An API that died so often before it ever answered will not start by being started once more.
HOPELESS_STARTS = 6
# Times that a module is run whose own PostgreSQL was killed under it.
MOST_TRIES = 5


class Supervisor:
    """The processes of one installation."""

    def __init__(self, settings: Settings, signals: Signals, *, samples: bool = False) -> None:
        """Keep what to start; `samples` loads the project's sample documents once."""
        self.settings = settings
        self.signals = signals
        self.samples = samples
        embedded = settings.database_url is None
        self.cluster = Cluster(settings.home / "database", is_stopping=signals.is_stopping) if embedded else None
        self.listener: socket.socket | None = None
        self.lock: IO[str] | None = None
        self.children: list[Child] = []
        self.database_failures = 0
        self.database_due = 0.0

    def run(self) -> int:
        """Start everything, watch it, stop everything; gives the exit status."""
        try:
            self.start()
            while not self.signals.is_stopping():
                self.tend()
                self.signals.wait(self.pause())
        except FolderTaken as fault:
            complain(message("up_running_already", **fault.values))
            return 1
        except (DatabaseFault, PortTaken, OSError) as fault:
            if not self.signals.is_stopping():
                complain(str(fault))
                return 1
        finally:
            self.stop()
        return 0

    def start(self) -> None:
        """Start the database, prepare it, then start the others; raises DatabaseFault, PortTaken or SystemExit."""
        self.lock = take_lock(self.settings.home / "lock")
        self.listener = listen(self.settings.host, self.settings.port)
        if self.cluster is not None:
            say("up_database", folder=self.cluster.folder)
            self.cluster.start()
        self.run_once("service.supervision.preparing")
        self.children = self.parts(self.listener)
        self.wait_for_api(self.listener)
        if self.samples:
            self.run_once("service.samples")

    def parts(self, listener: socket.socket) -> list[Child]:
        """Give the processes that are watched, in the order in which they stop."""
        api = {"PLANOVIK_SOCKET": str(listener.fileno())}
        workers = [
            Child(f"worker {number + 1}", "service.supervision.worker", environment=self.database())
            for number in range(self.settings.workers)
        ]
        return [
            Child("api", "service.supervision.api", environment=self.database() | api, descriptors=(listener.fileno(),)),
            *workers,
        ]

    def database(self) -> dict[str, str]:
        """Give the part of the environment that names the database."""
        url = self.settings.database_url or (self.cluster.url() if self.cluster else "")
        return {"DATABASE_URL": url, "PLANOVIK_HOME": str(self.settings.home)}

    def run_once(self, module: str) -> None:
        """Run a module to its end; again where it or our own PostgreSQL was killed. Raises SystemExit where it failed."""
        for _ in range(MOST_TRIES if self.cluster else 1):
            status = self.run_to_end(module)
            if not status or self.signals.is_stopping():
                return
            if status > 0 and status != TRY_AGAIN:
                break
        raise SystemExit(1)

    def run_to_end(self, module: str) -> int | None:
        """Run a module to its end while the others are watched, and give its status."""
        child = Child(module, module, environment=self.database())
        child.start()
        try:
            while child.is_running() and not self.signals.is_stopping():
                self.tend()
                self.signals.wait(WAITING_LOOK_SECONDS)
        finally:
            child.stop(self.signals, 0)
        return child.note_death()

    def wait_for_api(self, listener: socket.socket) -> None:
        """Watch until the API answers, then say where; raises SystemExit where it dies again and again instead."""
        while not self.signals.is_stopping():
            self.tend()
            if is_answering(listener):
                say("up_ready", address=address_of(listener))
                return
            if self.children[0].failures >= HOPELESS_STARTS:
                say("up_api_failed")
                raise SystemExit(1)
            self.signals.wait(WAITING_LOOK_SECONDS)

    def tend(self) -> None:
        """Start what is not running and due."""
        self.tend_database()
        for child in self.children:
            if (status := child.note_death()) is not None and not self.signals.is_stopping():
                say("up_child_ended", name=child.name, status=status, seconds=max(0.0, round(child.due - time.monotonic(), 1)))
            if child.process is None and child.due <= time.monotonic() and not self.signals.is_stopping():
                child.start()

    def tend_database(self) -> None:
        """Start PostgreSQL again where it ended; a start that fails is tried again later."""
        if self.cluster is None or self.cluster.is_running() or time.monotonic() < self.database_due or self.signals.is_stopping():
            return
        say("up_database_ended")
        try:
            self.cluster.start()
            self.database_failures = 0
        except DatabaseFault as fault:
            self.database_failures += 1
            self.database_due = time.monotonic() + delay_after(self.database_failures + 1)
            complain(str(fault))

    def pause(self) -> float:
        """Give the seconds until something is due."""
        due = [child.due for child in self.children if child.process is None]
        if self.cluster is not None and not self.cluster.is_running():
            due.append(self.database_due)
        return max(0.0, min([LOOK_SECONDS, *(moment - time.monotonic() for moment in due)]))

    def stop(self) -> None:
        """Stop everything: no new requests, then the workers together, then PostgreSQL."""
        if self.children:
            say("up_stopping")
        api, workers = self.children[:1], self.children[1:]
        for child in api:
            child.stop(self.signals, API_SECONDS)
        for child in workers:
            if child.process is not None and child.is_running():
                child.process.terminate()
        for child in workers:
            child.stop(self.signals, WORKER_SECONDS)
        if self.listener is not None:
            self.listener.close()
        if self.cluster is not None:
            self.cluster.stop()
        if self.lock is not None:
            self.lock.close()


def main() -> None:
    """Run the installation that the environment names."""
    # What this process and its children write belongs to this user only.
    os.umask(0o077)
    with Signals() as signals:
        sys.exit(Supervisor(read_settings(), signals, samples="--samples" in sys.argv[1:]).run())


if __name__ == "__main__":
    main()
