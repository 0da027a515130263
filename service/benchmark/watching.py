"""Watching the queue of an installation that is being killed: how long interrupted jobs wait for their next start.

In: the database's URL, and each kill as it happens. Out: the longest wait for each kind of victim.
"""

import contextlib
import threading
import time
from dataclasses import dataclass, field

import psycopg

POLL_SECONDS = 0.1
# Stands for the victim where another was killed before a job was picked up.
SEVERAL = "several in a row"


@dataclass(slots=True)
class Watch:
    """Looks at the queue: how long the jobs that a kill interrupted waited for their next start."""

    url: str
    waiting: dict[int, tuple[str, float]] = field(default_factory=dict)
    longest: dict[str, float] = field(default_factory=dict)
    running: set[int] = field(default_factory=set)
    ended: threading.Event = field(default_factory=threading.Event)

    def note_kill(self, victim: str) -> None:
        """Remember the jobs that ran a moment ago; those that still wait after another kill have been hit by several."""
        if victim != "API":
            self.waiting = {job: (SEVERAL, moment) for job, (_, moment) in self.waiting.items()}
        for job in self.running - self.waiting.keys():
            self.waiting[job] = (victim, time.time())

    def look(self) -> None:
        """Look at the queue until told to stop; while the database is away there is nothing to see."""
        while not self.ended.wait(POLL_SECONDS):
            with contextlib.suppress(psycopg.Error, OSError), psycopg.connect(self.url, connect_timeout=1) as connection:
                self.look_once(connection)

    def look_once(self, connection: psycopg.Connection) -> None:
        """Note which jobs run, and which of the interrupted ones have begun again or are gone."""
        started: dict[int, float] = dict(connection.execute(STARTED).fetchall())
        self.running = set(started)
        for job, (victim, moment) in list(self.waiting.items()):
            again = started.get(job, 0.0)
            if again > moment or self.is_gone(connection, job):
                del self.waiting[job]
                seconds = (again or time.time()) - moment
                self.longest[victim] = max(self.longest.get(victim, 0.0), seconds)

    def is_gone(self, connection: psycopg.Connection, job: int) -> bool:
        """Tell whether a job has ended."""
        return connection.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s", [job]).fetchone() is None


STARTED = """
SELECT job.id, extract(epoch FROM max(event.at))::float8
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id
WHERE job.status = 'doing' AND event.type = 'started' GROUP BY job.id
"""
