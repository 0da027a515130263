"""Kills: the short form of `python -m service.benchmark.kills`, one process of each kind."""

from pathlib import Path

import pytest

from service.benchmark.kills import Plan, run


# 16 s on two free cores; every start of a process takes its share of a busy machine's.
@pytest.mark.timeout(400)
def test_nothing_is_lost_doubled_or_stuck_whatever_is_killed(tmp_path: Path):
    # A long path: PostgreSQL's socket stands elsewhere then, as in the homes of many people.
    folder = tmp_path / ("long" * 10)
    folder.mkdir()
    outcome = run(folder, Plan(kills=4, documents=25, pace=(0.5, 2.5), lone=0))
    assert outcome.accepted == 25
    assert outcome.verdict.is_clean, outcome.table()
