"""Jobs: what becomes of a document in the queue."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from service.jobs.again import note_version, queue_outdated
from service.jobs.extraction import keepable
from service.jobs.guard import start_guard, stop_guard
from service.jobs.limits import Limits
from service.jobs.queue import cancel_job, defer_document, queue_length, queue_place
from service.jobs.versions import EXTRACTOR_VERSION
from service.settings import Settings
from tests.service import hostile
from tests.service.working import DEADLINE, SAMPLE, Office, eventually, listen, run


@pytest.fixture(scope="module", autouse=True)
def guard() -> Iterator[None]:
    start_guard(hostile.MODULES)
    yield
    stop_guard()


def test_a_document_becomes_its_records(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(SAMPLE)
        await office.work()
        row = await office.row(document)
        assert (row["status"], row["problem"], row["progress"]) == ("done", None, None)
        assert (row["format"], row["extractor_version"]) == ("txt", EXTRACTOR_VERSION)
        extraction = await office.one("SELECT * FROM extractions WHERE document = %s", document)
        measures = sum(len(plan["measures"]) for plan in extraction["records"]["plans"])
        assert measures == len(await office.all("SELECT id FROM measures WHERE document = %s", document)) > 0
        assert extraction["blocks"][0]["text"]
        assert await office.all("SELECT * FROM procrastinate_jobs") == []

    run(settings, story)


def test_an_idle_worker_takes_a_document_without_waiting_for_its_next_look(settings: Settings):
    async def story(office: Office) -> None:
        async with office.working(look=10 * DEADLINE):
            await eventually(lambda: office.all(LISTENING), bool)
            for number in range(2):
                await office.reaches(await office.upload(SAMPLE + b"\n" * number), "done")

    run(settings, story)


LISTENING = "SELECT FROM pg_stat_activity WHERE query LIKE '%%LISTEN%%procrastinate%%' AND state = 'idle' AND datname = current_database()"


def test_each_change_is_announced(settings: Settings):
    async def story(office: Office) -> None:
        async with office.installation.pool.connection() as connection:
            await listen(connection)
            document = await office.upload(SAMPLE)
            await office.work()
            told = [notice.payload async for notice in connection.notifies(timeout=DEADLINE, stop_after=3)]
        assert set(told) == {str(document)}

    run(settings, story)


def test_progress_tells_the_page(settings: Settings):
    async def story(office: Office) -> None:
        async with office.working():
            document = await office.upload(b"sleep")
            row = await eventually(lambda: office.row(document), lambda row: (row["progress"] or {}).get("page") is not None)
            assert row["status"] == "processing"
            assert row["progress"] == {"stage": "reading", "page": 1, "pages": 2}

    run(settings, story)


def test_a_file_that_is_no_document_fails_with_the_extractors_reason(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(b"\x7fELF" + bytes(1000))
        await office.work()
        row = await office.row(document)
        assert row["status"] == "failed"
        assert row["problem"]["code"] == "unsupported_file"
        assert row["problem"]["message"]
        assert row["finished_at"] is not None

    run(settings, story)


def test_a_source_that_is_missing_fails(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(SAMPLE)
        await office.installation.files.remove((await office.row(document))["sha256"])
        await office.work()
        assert (await office.row(document))["problem"]["code"] == "source_missing"

    run(settings, story)


def test_somebody_who_waits_comes_before_bulk(settings: Settings):
    async def story(office: Office) -> None:
        bulk = [await office.upload(SAMPLE + b"\n%d" % number, priority="bulk") for number in range(3)]
        urgent = await office.upload(SAMPLE)
        async with office.installation.pool.connection() as connection:
            places = [await queue_place(connection, (await office.row(document))["job"]) for document in [urgent, *bulk]]
            assert places == [1, 2, 3, 4]
            assert await queue_length(connection) == 4
        await office.work()
        rows = [await office.row(document) for document in [urgent, *bulk]]
        assert rows[0]["finished_at"] == min(row["finished_at"] for row in rows[:1] + rows[2:])

    run(settings, story)


def test_a_job_that_ended_has_no_place(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(SAMPLE)
        await office.work()
        async with office.installation.pool.connection() as connection:
            assert await queue_place(connection, (await office.row(document))["job"]) is None

    run(settings, story)


def test_an_upload_that_is_undone_leaves_no_job(settings: Settings):
    async def story(office: Office) -> None:
        async with office.installation.pool.connection() as connection:
            async with connection.transaction(force_rollback=True):
                await defer_document(office.installation.queue, connection, UUID(int=1), "bulk")
                assert await queue_length(connection) == 1
            assert await queue_length(connection) == 0

    run(settings, story)


async def cancel(office: Office, document: UUID) -> None:
    async with office.installation.pool.connection() as connection, connection.transaction():
        await connection.execute("UPDATE documents SET status = 'cancelled' WHERE id = %s", [document])
        await cancel_job(office.installation.queue, connection, (await office.row(document))["job"])


def test_a_document_that_waits_can_be_cancelled(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(SAMPLE)
        await cancel(office, document)
        await office.work()
        assert (await office.row(document))["status"] == "cancelled"
        assert await office.all("SELECT id FROM extractions") == []

    run(settings, story)


def test_a_running_document_is_cancelled_and_its_worker_goes_on(settings: Settings):
    async def story(office: Office) -> None:
        async with office.working():
            document = await office.upload(b"loop")
            await office.reaches(document, "processing")
            await cancel(office, document)
            job = (await office.row(document))["job"]
            await eventually(lambda: job_status(office, job), lambda status: status != "doing")
            await office.reaches(await office.upload(SAMPLE), "done")
            assert (await office.row(document))["status"] == "cancelled"

    run(settings, story)


async def job_status(office: Office, job: int) -> str | None:
    rows = await office.all("SELECT status FROM procrastinate_jobs WHERE id = %s", job)
    return rows[0]["status"] if rows else None


def test_a_document_that_was_deleted_meanwhile_is_left_alone(settings: Settings):
    async def story(office: Office) -> None:
        async with office.working():
            document = await office.upload(b"sleep")
            await office.reaches(document, "processing")
            await office.change("UPDATE documents SET status = 'deleted' WHERE id = %s", document)
        assert (await office.row(document))["status"] == "deleted"

    run(settings, story)


def test_a_stopping_worker_gives_its_jobs_back(settings: Settings):
    async def story(office: Office) -> None:
        async with office.working():
            document = await office.upload(b"sleep")
            await office.reaches(document, "processing")
        row = await office.row(document)
        assert (row["status"], row["progress"]) == ("queued", None)
        assert await job_status(office, row["job"]) == "todo"

    run(settings, story)


def test_a_document_that_crashed_once_is_tried_again(settings: Settings, tmp_path: Path):
    async def story(office: Office) -> None:
        async with office.working():
            document = await office.upload(b"crash_once %s\n" % str(tmp_path / "crashed").encode() + SAMPLE)
            row = await office.reaches(document, "done")
            assert row["problem"] is None

    run(settings, story)


def test_a_document_that_always_crashes_fails_after_some_tries(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("service.jobs.retrying.FIRST_WAIT", timedelta())

    async def story(office: Office) -> None:
        async with office.working():
            document = await office.upload(b"crash")
            row = await office.reaches(document, "failed")
            assert row["problem"]["code"] == "processing_crashed"
            tries = await office.all("SELECT * FROM procrastinate_events WHERE job_id = %s AND type = 'started'", row["job"])
            assert len(tries) in (0, 4)  # none where the ended job is gone already

    run(settings, story)


def test_a_time_out_is_final(settings: Settings):
    async def story(office: Office) -> None:
        document = await office.upload(b"sleep")
        await office.work()
        row = await office.row(document)
        assert (row["status"], row["problem"]["code"]) == ("failed", "processing_too_long")

    run(settings, story, limits=Limits(seconds=0.5))


def test_characters_that_the_database_cannot_hold_are_replaced_one_for_one(settings: Settings):
    async def story(office: Office) -> None:
        kept = keepable({"text": "план\0 работ\ud800", "rows": [["\udfff", 1, None]]})
        assert kept == {"text": "план\ufffd работ\ufffd", "rows": [["\ufffd", 1, None]]}
        assert (await office.one("SELECT %s::jsonb AS kept", Jsonb(kept)))["kept"] == kept

    run(settings, story)


async def outdate(office: Office, version: str = "0.0.9+old") -> UUID:
    """Give a document that an older version has read."""
    document = await office.upload(SAMPLE)
    await office.work()
    await office.change("UPDATE documents SET extractor_version = %s, tried_version = NULL WHERE id = %s", version, document)
    await office.change("UPDATE extractions SET extractor_version = %s", version)
    return document


async def queue_old(office: Office, version: str = EXTRACTOR_VERSION) -> int:
    async with office.installation.pool.connection() as connection:
        await note_version(connection, version)
        return await queue_outdated(connection, office.installation.queue, version)


def test_a_document_of_an_older_extractor_is_read_again_once(settings: Settings):
    async def story(office: Office) -> None:
        document = await outdate(office)
        before = await office.all("SELECT id FROM measures ORDER BY place")
        assert [await queue_old(office), await queue_old(office)] == [1, 0]
        assert (await office.row(document))["status"] == "done"
        await office.work()
        row = await office.row(document)
        assert (row["status"], row["extractor_version"]) == ("done", EXTRACTOR_VERSION)
        assert await office.all("SELECT id FROM measures ORDER BY place") == before
        assert await queue_old(office) == 0

    run(settings, story)


def test_reading_again_keeps_nobody_from_uploading(settings: Settings):
    async def story(office: Office) -> None:
        await outdate(office)
        await queue_old(office)
        urgent = await office.upload(SAMPLE + b"\n")
        async with office.installation.pool.connection() as connection:
            assert await queue_length(connection) == 1
            assert await queue_place(connection, (await office.row(urgent))["job"]) == 1

    run(settings, story)


def test_a_document_that_cannot_be_read_again_keeps_its_records(settings: Settings):
    async def story(office: Office) -> None:
        document = await outdate(office)
        await office.installation.files.remove((await office.row(document))["sha256"])
        await queue_old(office)
        await office.work()
        row = await office.row(document)
        assert (row["status"], row["problem"], row["extractor_version"]) == ("done", None, "0.0.9+old")
        assert await office.all("SELECT id FROM measures")
        assert await queue_old(office) == 0

    run(settings, story)


def test_an_older_worker_does_not_undo_what_a_newer_one_read(settings: Settings):
    async def story(office: Office) -> None:
        assert await queue_old(office, "0.0.9+old") == 0
        await office.upload(SAMPLE)
        await office.work()
        await queue_old(office)
        assert await queue_old(office, "0.0.9+old") == 0

    run(settings, story)


def test_two_jobs_of_one_document_never_run_at_a_time(settings: Settings):
    async def story(office: Office) -> None:
        async with office.working():
            document = await office.upload(b"sleep")
            async with office.installation.pool.connection() as connection:
                await office.reaches(document, "processing")
                second = await defer_document(office.installation.queue, connection, document, "interactive")
                await office.work()  # a worker that is free ends where it finds nothing that it may take
                assert await queue_place(connection, second) == 1

    run(settings, story)
