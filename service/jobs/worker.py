"""The worker: takes documents from the queue, several at a time, until it is told to stop.

In: settings with a database. Out: processed documents. `python -m service.jobs.worker` runs one by the environment. It ends by
itself, with `WorkerEnded`, when the database is away for longer than a restart takes: who started it starts it again.
"""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker

from service.installation import Installation
from service.jobs.again import note_version, queue_outdated
from service.jobs.due import renew_outdated
from service.jobs.following import follow_changes
from service.jobs.guard import EXTRACTING, start_guard, stop_guard
from service.jobs.processing import Workplace
from service.jobs.queue import QUEUE, make_queue
from service.jobs.registering import register_some
from service.jobs.rescue import BEAT_SECONDS, LOOK_SECONDS, rescue_documents, rescue_jobs
from service.jobs.retrying import DATABASE_AWAY
from service.jobs.sandbox import run_in_child
from service.jobs.upkeep import tidy
from service.jobs.versions import EXTRACTOR_VERSION
from service.settings import Settings, read_settings
from service.store.connection import Connection, make_pool
from service.store.files import open_files
from service.store.masking_again import mask_documents
from service.store.reports.telling import tell_due
from service.webhooks.addresses import reach_of
from service.webhooks.delivering import Courier

# A job that was rescued or that waits for its next try is announced by nobody, so the queue is looked at.
FETCH_SECONDS = 1.0
# A cancelled job's announcement may be missed while a connection is renewed.
ABORT_SECONDS = 1.0
# A stopping worker lets jobs finish for this long; most take less than a second. Then they go back to the queue.
STOP_SECONDS = 5.0
# Seconds between looks for documents without a job, for documents of an older extractor, for rows to delete, and for due days to renew and
# names to register.
DOCUMENTS_SECONDS, AGAIN_SECONDS, TIDY_SECONDS, DUE_SECONDS = 10.0, 30.0, 3600.0, 2.0
# Seconds between looks for changes that computed versions hang on: a person who corrects looks at the version next.
FOLLOW_SECONDS = 1.0
# Connections of a worker beside those of its jobs: heartbeat, rescue, the queue, webhooks.
OTHER_CONNECTIONS = 6


class WorkerEnded(Exception):  # noqa: N818 - the name says what happened
    """The worker ended though nobody told it to: the database is away."""


async def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; raises `WorkerEnded` where the database went away."""
    assert settings.database_url is not None
    try:
        await asyncio.to_thread(start_sandbox)
        async with make_pool(settings.database_url, size=settings.concurrency + OTHER_CONNECTIONS) as pool:
            queue = make_queue()
            await queue.open_async(pool)
            files = open_files(settings.file_store)
            await work(Installation(settings=settings, pool=pool, files=files, queue=queue))
    except DATABASE_AWAY as error:
        raise WorkerEnded from error
    finally:
        await asyncio.to_thread(stop_guard)


def start_sandbox() -> None:
    """Start the fork server and try it, before any document has to; raises `ChildEnded` where this machine can't run it."""
    start_guard(EXTRACTING)
    run_in_child(abs, -1)


async def work(installation: Installation) -> None:
    """Run the queue's worker beside the rescue and the webhooks until any of them ends."""
    with ThreadPoolExecutor(installation.settings.concurrency, thread_name_prefix="child") as threads:
        place = Workplace(installation=installation, threads=threads)
        worker = make_worker(place)
        asked = listen_for_stop(worker)
        courier = Courier(installation.pool, reach_of(installation.settings))
        side = [asyncio.create_task(keep_order(place, worker), name="rescue"), asyncio.create_task(courier.run(), name="webhooks")]
        for task in side:
            task.add_done_callback(lambda _: worker.stop())
        try:
            await worker.run()
        finally:
            for task in side:
                task.cancel()
        for task in side:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if not asked.is_set():
            raise WorkerEnded


def make_worker(place: Workplace) -> Worker:
    """Make the queue's worker."""
    return Worker(
        place.installation.queue,
        queues=[QUEUE],
        concurrency=place.installation.settings.concurrency,
        fetch_job_polling_interval=FETCH_SECONDS,
        abort_job_polling_interval=ABORT_SECONDS,
        shutdown_graceful_timeout=STOP_SECONDS,
        update_heartbeat_interval=BEAT_SECONDS,
        delete_jobs=DeleteJobCondition.SUCCESSFUL,
        additional_context={"workplace": place},
        install_signal_handlers=False,
    )


def listen_for_stop(worker: Worker) -> asyncio.Event:
    """Stop the worker on SIGTERM and SIGINT; gives the event of having been asked to."""
    asked = asyncio.Event()

    def stop() -> None:
        asked.set()
        # A connection that the stop cuts off while it is made is no error.
        logging.getLogger("procrastinate.utils").setLevel(logging.CRITICAL)
        worker.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    return asked


async def keep_order(place: Workplace, worker: Worker) -> None:
    """Rescue jobs and documents, read old ones again, delete what is old, each in its time."""
    pool, queue = place.installation.pool, place.installation.queue
    async with pool.connection() as connection:
        await note_version(connection, EXTRACTOR_VERSION)
    duties: list[tuple[float, Callable[[Connection], Awaitable[object]]]] = [
        (LOOK_SECONDS, lambda connection: rescue_jobs(connection, own=worker.worker_id, running=place.running)),
        (DOCUMENTS_SECONDS, lambda connection: rescue_documents(connection, queue)),
        (AGAIN_SECONDS, lambda connection: queue_outdated(connection, queue, EXTRACTOR_VERSION)),
        (TIDY_SECONDS, lambda connection: tidy(connection, place.installation.files)),
        (DUE_SECONDS, renew_outdated),
        (DUE_SECONDS, tell_due),
        (DUE_SECONDS, register_some),
        (DUE_SECONDS, mask_documents),
        (FOLLOW_SECONDS, lambda connection: follow_changes(connection, queue)),
    ]
    due = [0.0] * len(duties)
    while True:
        for index, (seconds, duty) in enumerate(duties):
            if time.monotonic() >= due[index]:
                due[index] = time.monotonic() + seconds
                async with pool.connection() as connection:
                    await duty(connection)
        await asyncio.sleep(LOOK_SECONDS)


def main() -> None:
    """Run a worker by the environment's settings."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    asyncio.run(run_worker(read_settings()))


if __name__ == "__main__":
    main()
