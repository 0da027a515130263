"""Kills: documents are uploaded while processes of the installation are killed at random moments, and nothing may be lost.

    python -m service.benchmark.kills [--kills 30] [--documents 500] [--seed 1] [--workers 2]

In: numbers. Out: a table, and status 1 where a document is lost, doubled, stuck, failed or wrong, a process is left, or the job of a
killed worker was picked up later than allowed. The supervisor is started again here, as a machine's init would; everything else it
starts again itself.
"""

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import psycopg

from corpora.render import RENDERERS
from corpora.synthesize import synthesize
from service.benchmark.sending import Sending, make_client
from service.benchmark.stack import Stack, free_port
from service.benchmark.verdict import Verdict, judge, processes_of
from service.benchmark.watching import POLL_SECONDS, Watch
from service.database.cluster import Cluster

# What is killed, and what its command line holds. Of PostgreSQL the postmaster, which takes its own children along.
VICTIMS = {
    "worker": "service.supervision.worker",
    "API": "service.supervision.api",
    "database": "/bin/postgres",
    "supervisor": "service.supervision.up",
}
# Seconds between two kills, at random between these: also while things are still starting after the last one.
SHORTEST, LONGEST = 0.5, 6.0
# Seconds in which everything is processed after the last kill.
DRAIN_SECONDS = 300.0
# Seconds in which the job of a killed worker is picked up.
PICK_UP_SECONDS = 12.0
# Documents of a lone kill, their measures, and how many run at the kill: so many that every one of two workers has some.
BURST, LONG_MEASURES, RUNNING = 10, 200, 3
# Documents and processes of each kind that are named when something went wrong.
SHOWN = 5
# Measures of the documents, in turn: most take a tenth of a second, some so long that a kill finds them half done.
MEASURES = (3, 5, 8, 13, 21, 34, 55)
# Documents are sent within this share of the time in which the kills happen, so that some always wait.
SENDING_SHARE = 0.8


def make_contents(small: int, count: int) -> list[tuple[str, bytes]]:
    """Make documents in all formats in turn, no two alike: small ones first, then long ones."""
    formats = list(RENDERERS)
    contents = []
    for number in range(count):
        layout, _ = synthesize(MEASURES[number % len(MEASURES)] if number < small else LONG_MEASURES, number)
        extension = formats[number % len(formats)]
        contents.append((f"plan-{number}.{extension}", RENDERERS[extension](layout)))
    return contents


@dataclass(slots=True)
class Keeper:
    """Starts the supervisor again, whether it was killed or ended because what it started was killed during its start."""

    stack: Stack
    starts: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def keep(self) -> None:
        """Keep the supervisor running until told to stop."""
        while not self.ended.wait(POLL_SECONDS):
            if self.stack.process is not None and self.stack.process.poll() is not None:
                self.starts += 1
                self.stack.start()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run showed."""

    kills: Counter[str]
    accepted: int
    repeats: int
    starts: int
    seconds: float
    longest: dict[str, float]
    verdict: Verdict

    @property
    def is_good(self) -> bool:
        """Tell whether everything was as it should be."""
        return self.verdict.is_clean and self.longest.get("worker", 0.0) <= PICK_UP_SECONDS

    def table(self) -> str:
        """Give the table."""
        verdict = self.verdict
        rows = [(f"killed: {victim}", str(count)) for victim, count in self.kills.items()]
        rows += [("documents accepted", str(self.accepted)), ("requests sent again", str(self.repeats))]
        rows += [("supervisor started again", str(self.starts)), ("seconds", f"{self.seconds:.0f}")]
        rows += [(f"longest pick-up after a kill: {victim}", f"{seconds:.1f} s") for victim, seconds in self.longest.items()]
        found = {name: getattr(verdict, name) for name in Verdict.__slots__}
        rows += [(name, str(len(ids))) for name, ids in found.items()]
        named = [f"{name}: {wrong}" for name, ids in found.items() for wrong in ids[:SHOWN]]
        return "\n".join([f"{name:50} {value:>8}" for name, value in rows] + named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run does; `pace` is the shortest and the longest pause between two kills, in seconds.

    After the kills a worker is killed `lone` times more, each when all is well again: so long a pick-up takes that nothing else delays.
    """

    kills: int
    documents: int
    seed: int = 1
    workers: int = 2
    pace: tuple[float, float] = (SHORTEST, LONGEST)
    lone: int = 3

    @property
    def first_documents(self) -> int:
        """Documents that are sent during the kills; the others are for the lone ones."""
        return self.documents - self.lone * BURST

    @property
    def sending_pause(self) -> float:
        """Seconds between two documents."""
        return SENDING_SHARE * self.kills * sum(self.pace) / 2 / self.first_documents


def run(folder: Path, plan: Plan) -> Outcome:
    """Run an installation in a folder, kill and upload, wait until all is processed, and judge."""
    contents = make_contents(plan.first_documents, plan.documents)
    begun = time.monotonic()
    with Stack(folder / "home", environment=environment(folder, plan.workers)) as stack:
        watch = Watch(Cluster(stack.home / "database").url())
        keeper = Keeper(stack)
        side = [threading.Thread(target=watch.look, daemon=True), threading.Thread(target=keeper.keep, daemon=True)]
        for thread in side:
            thread.start()
        sending = Sending(make_client(stack), contents)
        sending.start(range(plan.first_documents), plan.sending_pause)
        killed = kill_often(stack, watch, plan)
        sending.wait()
        for first in range(plan.first_documents, plan.documents, BURST):
            killed["worker"] += kill_alone(stack, watch, sending, range(first, first + BURST))
        drain(watch.url)
        for ended, thread in zip((watch.ended, keeper.ended), side, strict=True):
            ended.set()
            thread.join()
        accepted = {document: contents[place][1] for place, document in sending.accepted.items()}
        verdict = judge(watch.url, accepted, [])
    found = processes_of(folder)
    verdict = Verdict(**{name: getattr(verdict, name) for name in Verdict.__slots__ if name != "orphans"}, orphans=found)
    return Outcome(
        kills=killed,
        accepted=len(accepted),
        repeats=sending.repeats,
        starts=keeper.starts,
        seconds=time.monotonic() - begun,
        longest=watch.longest,
        verdict=verdict,
    )


def environment(folder: Path, workers: int) -> dict[str, str]:
    """Give the settings: one port for all starts, a folder for everything that is temporary, no limit on requests."""
    temporary = folder / "tmp"
    temporary.mkdir()
    names = {"PORT": free_port(), "WORKERS": workers, "REQUESTS_PER_MINUTE": 1_000_000}
    return {"TMPDIR": str(temporary)} | {f"PLANOVIK_{name}": str(value) for name, value in names.items()}


def kill_often(stack: Stack, watch: Watch, plan: Plan) -> Counter[str]:
    """Kill as often as planned, each kind in turn in a random order, with random pauses."""
    chance = random.Random(plan.seed)  # noqa: S311 - it draws lots, no secrets
    victims = list(islice(cycle(VICTIMS), plan.kills))
    chance.shuffle(victims)
    killed: Counter[str] = Counter()
    for victim in victims:
        time.sleep(chance.uniform(*plan.pace))
        kill(stack, watch, victim, chance)
        killed[victim] += 1
    return killed


def kill_alone(stack: Stack, watch: Watch, sending: Sending, places: range) -> int:
    """Kill a worker over some documents of its own and wait until its jobs are picked up; gives the number of kills."""
    drain(watch.url)
    sending.start(places)
    end = time.monotonic() + DRAIN_SECONDS
    while len(watch.running) < RUNNING and time.monotonic() < end:
        time.sleep(POLL_SECONDS / 10)
    kill(stack, watch, "worker", random.Random(places.start))  # noqa: S311 - it draws lots, no secrets
    sending.wait()
    while watch.waiting and time.monotonic() < end:
        time.sleep(POLL_SECONDS)
    return 1


def kill(stack: Stack, watch: Watch, victim: str, chance: random.Random) -> None:
    """Kill one process of a kind, as soon as there is one."""
    while not (found := [pid for pid, command in stack.processes().items() if is_victim(command, VICTIMS[victim])]):
        time.sleep(POLL_SECONDS)
    watch.note_kill(victim)
    with contextlib.suppress(ProcessLookupError):
        os.kill(chance.choice(found), signal.SIGKILL)


def is_victim(command: str, part: str) -> bool:
    """Tell whether a command line is that of a kind of process."""
    return part in command and not command.startswith("postgres:")


def drain(url: str) -> None:
    """Wait until no document waits and no job is there; gives up after a while, which the verdict shows."""
    end = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute(LEFT).fetchone()
            if row is not None and row[0] == 0:
                return
        time.sleep(POLL_SECONDS)


LEFT = """
SELECT (SELECT count(*) FROM documents WHERE status IN ('queued', 'processing'))
     + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="planovik-kills-") as name:
        plan = Plan(kills=options.kills, documents=options.documents, seed=options.seed, workers=options.workers)
        outcome = run(Path(name), plan)
    sys.stdout.write(outcome.table() + "\n")
    sys.exit(0 if outcome.is_good else 1)


if __name__ == "__main__":
    main()
