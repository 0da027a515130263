"""Webhooks under fire: the short form of `python -m service.benchmark.webhooks`, with one worker killed."""

from pathlib import Path

import pytest

from service.benchmark.webhooks import Plan, run


@pytest.mark.timeout(400)
def test_every_event_comes_and_in_order_though_a_worker_is_killed_and_the_receiver_fails_half_of_the_time(tmp_path: Path):
    outcome = run(tmp_path, Plan(events=200, documents=20, kills=1))
    assert outcome.is_good, outcome.table()
    assert outcome.tries > 250, outcome.table()
