"""Webhooks under fire: the short form of `python -m service.benchmark.webhooks`, with processes that only deliver."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from service.benchmark.webhooks import Plan, put_under_fire, receiving
from service.store.identity import new_id

PERSON = "INSERT INTO people (id, login, name, role, password) VALUES (%s, 'm', 'M', 'administrator', '')"
WEBHOOK = "INSERT INTO webhooks (id, url, description, types, secret, position, created_by) VALUES (%s, %s, '', '{}', 'x', 0, %s)"


@contextmanager
def couriers(url: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    started = [subprocess.Popen([sys.executable, "-m", "tests.service.courier", url]) for _ in range(2)]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_every_event_comes_and_in_order_though_a_process_is_killed_and_the_receiver_fails_half_of_the_time(
    database_url: str, tmp_path: Path
):
    log = tmp_path / "received.ndjson"
    with receiving(log, 1) as port, couriers(database_url) as running:
        with psycopg.connect(database_url) as connection:
            person = new_id()
            connection.execute(PERSON, [person])
            connection.execute(WEBHOOK, [new_id(), f"http://127.0.0.1:{port}/", person])
        plan = Plan(events=200, documents=20, kills=1)
        outcome = put_under_fire(database_url, log, plan, lambda: [one.pid for one in running if one.poll() is None])
    assert outcome.is_good, outcome.table()
    assert outcome.tries > 250, outcome.table()
