"""Webhooks under fire: changes are told to a receiver that fails half of the time, while workers are killed.

    python -m service.benchmark.webhooks [--events 10000] [--documents 200] [--kills 5] [--seed 1]

In: numbers. Out: a table, and status 1 where an event was lost or came before an earlier one of its document. Changes are written as the
service writes them, in transactions of several connections at a time. The waits between tries, two weeks in all, are not waited for:
what waits for its next try is made due at once.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from service.benchmark.sending import make_client
from service.benchmark.stack import Stack
from service.database.cluster import Cluster
from service.lifeline import die_with_parent
from service.store.changes import note_document
from service.store.connection import Connection
from service.store.identity import new_id

WORKER = "service.supervision.worker"
# Connections that write changes at a time, each of documents of its own.
WRITERS = 4
TURN_SECONDS = 0.1
# Seconds in which the last event is delivered after the last one was written.
DRAIN_SECONDS = 1_800.0
TURN = "UPDATE webhook_deliveries SET due_at = now() WHERE status = 'waiting' AND due_at > now()"
LEFT = """
SELECT (SELECT count(*) FROM webhook_deliveries WHERE status = 'waiting') + (SELECT count(*) FROM changes c, webhooks w
WHERE c.position > w.position) AS left
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run does: so many events of so many documents, and so many kills of a worker on the way."""

    events: int
    documents: int
    kills: int
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run showed; `doubled` counts receipts beyond the first of an event, `disordered` events that came after a later one."""

    events: int
    delivered: int
    doubled: int
    disordered: int
    lost: int
    given_up: int
    tries: int
    kills: int
    seconds: float

    @property
    def is_good(self) -> bool:
        """Tell whether every event came at least once, each document's in their order."""
        return self.lost == self.disordered == self.given_up == 0 and self.delivered == self.events

    def table(self) -> str:
        """Give the table."""
        rows = [(name, getattr(self, name)) for name in self.__slots__ if name != "seconds"]
        return "\n".join(f"{name:12} {value:>8}" for name, value in [*rows, ("seconds", f"{self.seconds:.0f}")])


def run(folder: Path, plan: Plan) -> Outcome:
    """Run an installation in a folder and have it tell a failing receiver of changes, while its workers are killed."""
    environment = {"PLANOVIK_WEBHOOK_NETWORKS": "127.0.0.0/8", "PLANOVIK_WORKERS": "2"}
    log = folder / "received.ndjson"
    with Stack(folder / "home", environment=environment) as stack, receiving(log, plan.seed) as port:
        body = json.dumps({"url": f"http://127.0.0.1:{port}/planovik"}).encode()
        make_client(stack, "manage").ask("POST", "/v1/webhooks", body, {"Content-Type": "application/json"})
        return put_under_fire(Cluster(stack.home / "database").url(), log, plan, lambda: workers(stack))


def put_under_fire(url: str, log: Path, plan: Plan, victims: Callable[[], list[int]]) -> Outcome:
    """Write changes and kill who tells of them, wait until all is told, and judge."""
    begun = time.monotonic()
    ended = threading.Event()
    turning = threading.Thread(target=turn_time, args=(url, ended))
    writing = threading.Thread(target=write_changes, args=(url, plan))
    turning.start()
    writing.start()
    kill_often(url, plan, victims)
    writing.join()
    wait_until(lambda: asked(url, LEFT) == 0)
    ended.set()
    turning.join()
    return judge(url, log, plan, time.monotonic() - begun)


@contextmanager
def receiving(log: Path, seed: int) -> Iterator[int]:
    """Have a receiver run, and give its port."""
    process = subprocess.Popen(  # noqa: S603 - this Python
        [sys.executable, "-P", "-m", "service.benchmark.receiving", str(log), str(seed)],
        stdout=subprocess.PIPE,
        preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only makes two system calls
    )
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def write_changes(url: str, plan: Plan) -> None:
    """Write the changes, several transactions at a time; the numbers of a document's changes go up."""
    documents = [new_id() for _ in range(plan.documents)]

    async def write(first: int) -> None:
        own = documents[first::WRITERS]
        async with await Connection.connect(url, autocommit=True, row_factory=dict_row) as connection:
            for number in range(len(range(first, plan.events, WRITERS))):
                async with connection.transaction():
                    await note_document(connection, "document.corrected", own[number % len(own)], number=number)

    async def write_all() -> None:
        await asyncio.gather(*[write(first) for first in range(WRITERS)])

    asyncio.run(write_all())


def turn_time(url: str, ended: threading.Event) -> None:
    """Make what waits for its next try due, until told to stop."""
    with psycopg.connect(url, autocommit=True) as connection:
        while not ended.wait(TURN_SECONDS):
            connection.execute(TURN)


def kill_often(url: str, plan: Plan, victims: Callable[[], list[int]]) -> None:
    """Kill one of the victims each time that a further share of the events is delivered."""
    chance = random.Random(plan.seed)  # noqa: S311 - it draws lots, no secrets
    for number in range(1, plan.kills + 1):
        wait_until(partial(is_delivered, url, plan.events * number // (plan.kills + 1)))
        wait_until(lambda: bool(victims()))
        os.kill(chance.choice(victims()), signal.SIGKILL)


def is_delivered(url: str, events: int) -> bool:
    """Tell whether so many events are delivered."""
    return count(url, "delivered") >= events


def workers(stack: Stack) -> list[int]:
    """Give the processes that are workers."""
    return [pid for pid, command in stack.processes().items() if WORKER in command]


def count(url: str, status: str) -> int:
    """Count the deliveries with a status."""
    return asked(url, f"SELECT count(*) FROM webhook_deliveries WHERE status = '{status}'")  # noqa: S608 - constants


def asked(url: str, statement: str) -> int:
    """Give the number that a query answers."""
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return int(row[0]) if row else 0


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for a condition; gives up after a while, which the table shows."""
    end = time.monotonic() + DRAIN_SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(TURN_SECONDS)


def judge(url: str, log: Path, plan: Plan, seconds: float) -> Outcome:
    """Compare what was written with what came."""
    with psycopg.connect(url) as connection:
        written: set[UUID] = {row[0] for row in connection.execute("SELECT id FROM changes").fetchall()}
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    came = Counter(line["id"] for line in lines)
    return Outcome(
        events=plan.events,
        delivered=count(url, "delivered"),
        doubled=len(lines) - len(came),
        disordered=count_disordered(lines),
        lost=len({f"msg_{event}" for event in written} - came.keys()),
        given_up=count(url, "given_up"),
        tries=asked(url, "SELECT count(*) FROM webhook_tries"),
        kills=plan.kills,
        seconds=seconds,
    )


def count_disordered(lines: Sequence[dict[str, Any]]) -> int:
    """Count the events that came for the first time after a later one of their document."""
    newest: dict[str, int] = {}
    seen: set[str] = set()
    disordered = 0
    for line in lines:
        document, number = line["data"]["document"], line["data"]["number"]
        disordered += line["id"] not in seen and number < newest.get(document, -1)
        seen.add(line["id"])
        newest[document] = max(number, newest.get(document, -1))
    return disordered


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="planovik-webhooks-") as name:
        outcome = run(Path(name), Plan(**vars(options)))
    sys.stdout.write(outcome.table() + "\n")
    sys.exit(0 if outcome.is_good else 1)


if __name__ == "__main__":
    main()
