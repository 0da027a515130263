"""Rescue: what a process that was killed leaves behind is taken up, once."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest

from service.benchmark.kills import PICK_UP_SECONDS
from service.jobs.extraction import extract_content
from service.jobs.guard import stop_guard
from service.jobs.processes import descendants, parents
from service.jobs.rescue import LOOK_SECONDS, SILENT_SECONDS, rescue_documents, rescue_jobs
from service.jobs.retrying import MAX_DEATHS
from service.jobs.sandbox import run_in_child
from service.jobs.states import Assignment, save_answer
from service.jobs.worker import FETCH_SECONDS
from service.settings import Settings
from tests.service.working import DEADLINE, SAMPLE, Office, eventually, run


@pytest.fixture(scope="module", autouse=True)
def guard() -> Iterator[None]:
    yield
    stop_guard()


class Workers:
    """Workers in processes of their own."""

    def __init__(self, settings: Settings) -> None:
        """Take what they need from the settings."""
        self.environment = {
            **os.environ,
            "DATABASE_URL": str(settings.database_url),
            "PLANOVIK_HOME": str(settings.home),
            "PLANOVIK_CONCURRENCY": "1",
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.service.slow_worker"]
        self.started.append(subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL))
        return self.started[-1]

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


@pytest.fixture
def workers(settings: Settings) -> Iterator[Workers]:
    workers = Workers(settings)
    yield workers
    workers.end()


def test_the_job_of_a_killed_worker_is_picked_up_by_another(settings: Settings, workers: Workers):
    async def story(office: Office) -> None:
        first = workers.start()
        document = await office.upload(b"sleep")
        await office.reaches(document, "processing")
        children = descendants(first.pid, parents())
        workers.start()
        await eventually(lambda: office.all("SELECT id FROM procrastinate_workers"), lambda found: len(found) == 2)
        first.kill()
        first.wait()
        await office.change(SILENT, SILENT_SECONDS, document)
        await eventually(lambda: office.one(STARTS, document), lambda found: found["starts"] > 1)
        await are_gone(children)

    run(settings, story)


async def are_gone(processes: list[int]) -> None:
    async def left() -> set[int]:
        return set(processes) & set(parents())

    await eventually(left, lambda found: not found)


def test_by_what_workers_wait_for_a_job_is_picked_up_in_time():
    assert SILENT_SECONDS + LOOK_SECONDS + FETCH_SECONDS <= PICK_UP_SECONDS


# The worker of a document's job was last heard so many seconds earlier than it was.
SILENT = """
UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - make_interval(secs => %s)
WHERE id = (SELECT job.worker_id FROM procrastinate_jobs job JOIN documents ON documents.job = job.id WHERE documents.id = %s)
"""


STARTS = (
    "SELECT count(*) AS starts FROM procrastinate_events event JOIN documents ON documents.job = event.job_id"
    " WHERE event.type = 'started' AND documents.id = %s"
)


def test_a_worker_that_is_told_to_stop_gives_its_job_back_and_leaves_nothing(settings: Settings, workers: Workers):
    async def story(office: Office) -> None:
        worker = workers.start()
        document = await office.upload(b"sleep")
        await office.reaches(document, "processing")
        children = descendants(worker.pid, parents())
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.wait, DEADLINE) == 0
        assert (await office.row(document))["status"] == "queued"
        await are_gone(children)

    run(settings, story)


def test_a_worker_whose_database_goes_away_ends_with_an_error(settings: Settings, workers: Workers):
    async def story(office: Office) -> None:
        worker = workers.start()
        await eventually(lambda: office.all("SELECT id FROM procrastinate_workers"), bool)
        await office.change("DROP TABLE procrastinate_workers CASCADE")
        assert await asyncio.to_thread(worker.wait, DEADLINE) != 0

    run(settings, story)


async def rescue(office: Office, *, own: int | None = None, running: set[int] | None = None) -> int:
    async with office.installation.pool.connection() as connection:
        jobs = await rescue_jobs(connection, own=own, running=running or set())
        return jobs + await rescue_documents(connection, office.installation.queue)


async def being_processed(office: Office, *, silent_seconds: int, started_seconds: int = 0) -> UUID:
    """Give a document in the hands of a worker that was last heard some time ago."""
    document = await office.upload(SAMPLE)
    worker = await office.one(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id", silent_seconds
    )
    await office.change("UPDATE documents SET status = 'processing' WHERE id = %s", document)
    await office.change("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", worker["id"])
    await office.change("UPDATE procrastinate_events SET at = now() - make_interval(secs => %s) WHERE type = 'started'", started_seconds)
    return document


def test_a_document_of_a_silent_worker_waits_again(settings: Settings):
    async def story(office: Office) -> None:
        document = await being_processed(office, silent_seconds=9)
        assert [await rescue(office), await rescue(office)] == [1, 0]
        assert (await office.row(document))["status"] == "queued"
        await office.work()
        assert (await office.row(document))["status"] == "done"

    run(settings, story)


def test_a_document_of_a_worker_that_beats_is_left_alone(settings: Settings):
    async def story(office: Office) -> None:
        await being_processed(office, silent_seconds=0)
        assert await rescue(office) == 0

    run(settings, story)


def test_a_job_that_runs_longer_than_any_may_is_rescued(settings: Settings):
    async def story(office: Office) -> None:
        await being_processed(office, silent_seconds=0, started_seconds=1000)
        assert await rescue(office) == 1

    run(settings, story)


def test_a_job_that_its_own_worker_has_forgotten_is_rescued(settings: Settings):
    async def story(office: Office) -> None:
        document = await being_processed(office, silent_seconds=0, started_seconds=11)
        job = (await office.row(document))["job"]
        own = (await office.one("SELECT worker_id FROM procrastinate_jobs"))["worker_id"]
        assert await rescue(office, own=own, running={job}) == 0
        assert await rescue(office, own=own) == 1

    run(settings, story)


def test_two_rescuers_at_a_time_rescue_once(settings: Settings):
    async def story(office: Office) -> None:
        await being_processed(office, silent_seconds=9)
        assert sum(await asyncio.gather(*(rescue(office) for _ in range(4)))) == 1
        assert len(await office.all("SELECT id FROM procrastinate_jobs")) == 1

    run(settings, story)


def test_a_document_that_kills_every_worker_fails_in_the_end(settings: Settings):
    async def story(office: Office) -> None:
        document = await being_processed(office, silent_seconds=9)
        await office.change("UPDATE procrastinate_jobs SET attempts = %s", MAX_DEATHS)
        await rescue(office)
        row = await office.row(document)
        assert (row["status"], row["problem"]["code"]) == ("failed", "processing_failed")

    run(settings, story)


def test_a_document_without_a_job_gets_one(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(SAMPLE, queued=False)
        assert [await rescue(office), await rescue(office)] == [1, 0]
        await office.work()
        assert (await office.row(document))["status"] == "done"

    run(settings, story)


@pytest.mark.parametrize("ended", ["succeeded", "aborted", "cancelled"])
def test_a_document_whose_job_ended_without_it_gets_another(settings: Settings, ended: str):
    async def story(office: Office) -> None:
        document = await being_processed(office, silent_seconds=0)
        await office.change("UPDATE procrastinate_jobs SET status = %s", ended)
        assert await rescue(office) == 1
        await office.work()
        assert (await office.row(document))["status"] == "done"

    run(settings, story)


def test_a_cancelled_document_of_a_dead_worker_stays_cancelled(settings: Settings):
    async def story(office: Office) -> None:
        document = await being_processed(office, silent_seconds=9)
        await office.change("UPDATE documents SET status = 'cancelled' WHERE id = %s", document)
        await office.change("UPDATE procrastinate_jobs SET abort_requested = true")
        await rescue(office)
        await office.work()
        assert (await office.row(document))["status"] == "cancelled"
        assert await office.all("SELECT id FROM extractions") == []

    run(settings, story)


def test_a_result_that_was_saved_before_the_crash_is_not_doubled(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(SAMPLE)
        await office.work()
        measures = await office.all("SELECT id FROM measures ORDER BY place")
        await office.change("UPDATE documents SET status = 'processing', job = NULL WHERE id = %s", document)
        await rescue(office)
        await office.work()
        assert (await office.row(document))["status"] == "done"
        assert len(await office.all("SELECT id FROM extractions")) == 1
        assert await office.all("SELECT id FROM measures ORDER BY place") == measures

    run(settings, story)


def test_a_worker_that_was_taken_for_dead_and_answers_is_heard(settings: Settings):
    async def story(office: Office) -> None:
        document = await being_processed(office, silent_seconds=9)
        row = await office.row(document)
        held = Assignment(document=document, job=row["job"], again=False, sha256=row["sha256"], seq=row["seq"])
        await rescue(office)
        answer = await asyncio.to_thread(run_in_child, extract_content, SAMPLE, progress=lambda *_: None)
        async with office.installation.pool.connection() as connection:
            assert await save_answer(connection, held, answer, 1.0)
            assert not await save_answer(connection, held, answer, 1.0)
        await office.work()
        assert (await office.row(document))["status"] == "done"
        assert len(await office.all("SELECT id FROM extractions")) == 1

    run(settings, story)
