"""Hostile documents: whatever a file does to the parser, the worker goes on and the next document is processed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from service.jobs.guard import start_guard, stop_guard
from service.jobs.limits import Limits
from service.jobs.processes import descendants, parents
from service.settings import Settings
from tests.service import hostile
from tests.service.working import SAMPLE, Office, run

SMALL = Limits(seconds=60.0, file_bytes=20_000_000, scratch_bytes=50_000_000, processes=16)
# Of those that end by their time alone; the next document has as much, ten times what it needs on a quiet machine.
SHORT = replace(SMALL, seconds=3.0)

HOSTILE = {
    "loop": "processing_too_long",
    "ignore_signals": "processing_too_long",
    "allocate": "processing_out_of_memory",
    "crash": "processing_crashed",
    "fork_many": "processing_overstepped",
    "write_without_end": "processing_overstepped",
    "answer_without_end": "processing_overstepped",
    "leave_hidden_grandchild": "processing_overstepped",
}


@pytest.fixture(scope="module", autouse=True)
def guard() -> Iterator[None]:
    start_guard(hostile.MODULES)
    yield
    stop_guard()


@pytest.mark.parametrize(("deed", "code"), HOSTILE.items())
def test_the_document_fails_with_its_reason_and_the_next_is_processed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, deed: str, code: str
):
    monkeypatch.setattr("service.jobs.retrying.MAX_TRIES", 1)

    async def story(office: Office) -> None:
        document = await office.upload(deed.encode())
        following = await office.upload(SAMPLE)
        await office.work()
        row = await office.row(document)
        assert (row["status"], row["problem"]["code"]) == ("failed", code)
        assert row["problem"]["message"]
        assert (await office.row(following))["status"] == "done"
        server = start_guard().process.pid
        assert descendants(server, parents()) == [server]

    run(settings, story, limits=SHORT if code == "processing_too_long" else SMALL)
