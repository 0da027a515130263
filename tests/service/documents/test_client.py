"""The client: what a program gets from a real server, and what it gets instead."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import pytest

from service.client import (
    Client,
    FileChanged,
    InTheWay,
    NotAccepted,
    NotSignedIn,
    NotThere,
    Patience,
    ServiceFault,
    Stale,
    StrangeAnswer,
    TooBusy,
    TookTooLong,
    Unreachable,
    read_content,
)
from service.client.faults import fault_of, seconds_of
from service.settings import Settings
from tests.service.documents.serving import Served
from tests.service.documents.uploading import fail, plan, process, zipped

NOW = Patience(away=0.0, busy=0.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "план.txt"
    path.write_bytes(plan())
    return path


@pytest.fixture
def document(sender: Client, file: Path, database_url: str) -> UUID:
    """A document that is read."""
    (uploaded,) = sender.upload(file)
    assert uploaded.document
    process(database_url, str(uploaded.document.id), plan())
    return uploaded.document.id


def test_a_file_becomes_a_document(sender: Client, file: Path) -> None:
    (uploaded,) = sender.upload(file, metadata={"source": "канцелярия"}, priority="bulk")
    assert uploaded.document
    assert (uploaded.outcome, uploaded.document.name, uploaded.document.status) == ("accepted", "план.txt", "queued")
    assert sender.document(uploaded.document.id).metadata == {"source": "канцелярия"}


def test_the_records_of_a_document_are_given(sender: Client, document: UUID) -> None:
    assert sender.wait(document).status == "done"
    (found,) = sender.records(document).plans
    assert [measure.number for measure in found.measures] == ["1", "2"]


def test_measures_are_given_over_all_pages(sender: Client, document: UUID) -> None:
    found = list(sender.measures(document=document, limit=1, sort="text"))
    assert [measure.text for measure in found] == ["Отремонтировать мост", "Посадить 10 деревьев в парке"]
    assert found[0].document == document


def test_a_measure_is_corrected_once(sender: Client, document: UUID) -> None:
    seen = next(sender.measures(document=document))
    corrected = sender.correct(seen, number="1а", deadlines=[{"text": "до 1 мая"}])
    assert (corrected.number, corrected.deadlines[0].edtf) == ("1а", "../2025-05-01")
    assert corrected.corrections["number"].extracted == seen.number
    with pytest.raises(Stale):
        sender.correct(seen, number="1б")


def test_a_document_is_exported(sender: Client, document: UUID) -> None:
    assert sender.export(document, "xlsx").startswith(b"PK")
    measure = next(sender.measures(document=document))
    assert measure.plan
    assert "Посадить 10 деревьев" in sender.export_plan(measure.plan, "csv").decode("utf-8-sig")


def test_content_that_is_there_is_found_by_its_digest(sender: Client, file: Path, document: UUID) -> None:
    content = read_content(file)
    assert sender.find_contents(["0" * 64, content.sha256])[content.sha256].id == document


def test_the_same_content_is_never_doubled(sender: Client, served: Served, key: str, file: Path) -> None:
    first = sender.upload(file)
    assert sender.upload(file) == first
    with Client(served.url, key) as other:
        assert other.upload(file)[0].outcome == "duplicate"
    assert len(list(sender.documents())) == 1


def test_a_deleted_document_can_be_sent_anew(sender: Client, served: Served, key: str, file: Path) -> None:
    (first,) = sender.upload(file)
    assert first.document
    sender.delete(first.document.id)
    with pytest.raises(NotThere) as gone:
        sender.status(first.document.id)
    assert gone.value.status == 410
    with Client(served.url, key) as later:
        assert later.upload(file)[0].outcome == "accepted"


def test_each_file_of_an_archive_has_an_outcome(sender: Client, tmp_path: Path) -> None:
    archive = tmp_path / "год.zip"
    archive.write_bytes(zipped({"план.txt": plan(), "мусор.bin": b"\0\1\2\3"}))
    assert {file.name: file.outcome for file in sender.upload(archive)} == {"план.txt": "accepted", "мусор.bin": "refused"}
    archive.write_bytes(zipped({"мусор.bin": b"\0\1\2\3", "ещё.bin": b"\0\1\2"}))
    assert [file.outcome for file in sender.upload(archive)] == ["refused", "refused"]


def test_what_is_no_document_is_refused_with_the_service_s_own_words(sender: Client, tmp_path: Path) -> None:
    junk = tmp_path / "мусор.docx"
    junk.write_bytes(b"\0\1\2\3")
    with pytest.raises(NotAccepted) as refused:
        sender.upload(junk)
    assert refused.value.code == "unsupported_file"
    assert refused.value.detail in str(refused.value)


def test_a_wrong_filter_is_named(sender: Client) -> None:
    with pytest.raises(NotAccepted, match="/query/colour"):
        next(sender.measures(colour="red"))


def test_a_failed_document_is_retried_and_a_good_one_not(sender: Client, file: Path, database_url: str) -> None:
    (uploaded,) = sender.upload(file)
    assert uploaded.document
    with pytest.raises(TookTooLong):
        sender.wait(uploaded.document.id, seconds=0.0)
    fail(database_url, str(uploaded.document.id))
    failed = sender.wait(uploaded.document.id)
    assert failed.problem
    assert (failed.status, failed.problem.code) == ("failed", "damaged_file")
    assert sender.retry(uploaded.document.id).status == "queued"
    with pytest.raises(InTheWay):
        sender.retry(uploaded.document.id)


def test_an_unknown_key_and_an_unknown_document_have_their_own_faults(sender: Client, served: Served) -> None:
    with pytest.raises(NotThere):
        sender.document(uuid4())
    with Client(served.url, "plv_0_0") as nobody, pytest.raises(NotSignedIn) as refused:
        nobody.document(uuid4())
    assert "plv_0_0" not in f"{refused.value!r} {refused.value}"


@pytest.mark.parametrize(("status", "kind"), [(302, StrangeAnswer), (200, StrangeAnswer), (404, StrangeAnswer), (502, Unreachable)])
def test_a_proxy_s_page_is_told_from_an_answer_of_the_service(status: int, kind: type[ServiceFault]) -> None:
    answer = httpx2.Response(status, html="<h1>proxy</h1>", request=httpx2.Request("GET", "https://planovik.example/v1/documents"))
    fault = fault_of(answer)
    assert type(fault) is kind
    assert str(fault).count("https://planovik.example ") == 1


def test_a_file_that_changes_while_it_is_sent_becomes_no_document(sender: Client, file: Path) -> None:
    file.write_bytes(plan() + b" " * 1_000_000)

    def write(sent: int, size: int) -> None:
        if sent < size:
            with file.open("ab") as more:
                more.write(b"x")

    with pytest.raises(FileChanged):
        sender.upload(file, progress=write)
    assert list(sender.documents()) == []


class TestPatience:
    @pytest.fixture
    def busy(self, settings: Settings) -> Iterator[Served]:
        """A service in whose queue one document may wait."""
        with Served(replace(settings, queue_limit=1)) as running:
            yield running

    def test_a_full_queue_is_waited_for_as_long_as_it_says(self, busy: Served, key: str, file: Path, tmp_path: Path) -> None:
        pauses: list[tuple[type[ServiceFault], float]] = []
        with Client(busy.url, key, patience=Patience(busy=40.0), told=lambda fault, pause: pauses.append((type(fault), pause))) as client:
            client.upload(file)
            other = tmp_path / "другой.txt"
            other.write_bytes(plan(2))
            client.exchange.closed.set()  # nobody waits half a minute here
            with pytest.raises(TooBusy):
                client.upload(other)
        assert pauses == [(TooBusy, 30.0)]

    def test_a_service_that_comes_back_gets_the_upload(self, settings: Settings, key: str, file: Path) -> None:
        with Served(settings) as flaky:
            flaky.stop()
            pauses: list[float] = []

            def come_back(_: ServiceFault, pause: float) -> None:
                pauses.append(pause)
                if len(pauses) == 1:
                    flaky.start()

            with Client(flaky.url, key, told=come_back) as client:
                assert client.upload(file)[0].outcome == "accepted"
            assert len(pauses) == 1

    def test_a_service_that_stays_away_is_given_up(self, key: str) -> None:
        with Client("http://127.0.0.1:1", key, patience=NOW) as client, pytest.raises(Unreachable, match=r"127\.0\.0\.1:1"):
            client.document(uuid4())


def test_retry_after_is_seconds_or_a_moment() -> None:
    assert seconds_of("30") == 30.0
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert [seconds_of(text) for text in (None, "", "soon")] == [None, None, None]


def test_the_client_loads_nothing_of_the_server() -> None:
    heavy = (
        "fastapi",
        "starlette",
        "psycopg",
        "uvicorn",
        "service.api",
        "service.store",
        "service.settings",
        "spacy",
        "extractor.pipeline",
    )
    script = f"import sys, service.client, service.pushing.watching; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
