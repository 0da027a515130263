"""Retention: what is over its time goes, and nothing else; a hold keeps a document whatever rules say."""

import asyncio
import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service.api.retention import SubjectName
from service.settings import Settings
from service.store.files import open_files
from service.store.retention import SUBJECTS
from tests.service.test_masked_names import Archive

LONG_AGO = time.time() - 30 * 86_400
TEXT = "План\n\n№ | Мероприятие | Срок | Исполнитель |\n1 | Починить мост | до 1 мая 2026 | Отдел дорог |\n"


class Files:
    """The file store of one installation, with files of whatever age."""

    def __init__(self, settings: Settings) -> None:
        self.store = open_files(settings.file_store)
        self.folder = Path(settings.file_store)

    def keep(self, address: str, *, old: bool = True) -> None:
        source = self.folder.parent / "source.upload"
        source.write_bytes(b"plan")
        asyncio.run(self.store.keep(source, address))
        if old:
            os.utime(self.folder / address[:2] / address, (LONG_AGO, LONG_AGO))

    def names(self) -> set[str]:
        return {path.name for path in self.folder.glob("*/*")}


@pytest.fixture
def files(settings: Settings) -> Files:
    return Files(settings)


@pytest.fixture
def archive(database_url: str) -> Archive:
    return Archive(database_url)


def add(archive: Archive, files: Files, name: str, *, deleted: bool = True) -> tuple[UUID, str]:
    """Add a document with its file and a picture of its page, deleted a month ago."""
    document = archive.add(TEXT + name, name)
    address = sha256(name.encode()).hexdigest()
    change(archive, "UPDATE documents SET sha256 = %s WHERE id = %s", address, document)
    if deleted:
        change(archive, "UPDATE documents SET status = 'deleted', deleted_at = now() - interval '30 days' WHERE id = %s", document)
    files.keep(address)
    files.keep(f"{address}-1-96.png")
    return document, address


def change(archive: Archive, statement: str, *values: Any) -> None:
    async def work(connection: Any) -> None:
        await connection.execute(statement, values)

    archive.run(work)


def apply(client: TestClient) -> dict[str, int]:
    answer = client.post("/v1/retention/runs")
    assert answer.status_code == 201, answer.text
    return answer.json()["counts"]


def test_a_deleted_document_is_erased_with_its_pictures_when_its_time_is_over(archive: Archive, files: Files, client: TestClient) -> None:
    document, address = add(archive, files, "a")
    assert apply(client)["deleted_documents"] == 0
    assert client.put("/v1/retention/deleted_documents", json={"days": 60}).status_code == 204
    assert apply(client)["deleted_documents"] == 0
    assert client.put("/v1/retention/deleted_documents", json={"days": 20}).status_code == 204
    over = client.get("/v1/retention").json()["over"]
    assert over["deleted_documents"] == 1
    assert files.names() == {address, f"{address}-1-96.png"}
    counts = apply(client)
    assert (counts["deleted_documents"], counts["files"]) == (1, 2)
    assert files.names() == set()
    assert archive.rows("SELECT FROM extractions WHERE document = %s", document) == []
    assert client.get("/v1/retention").json()["last_run"]["actor"] == "administrator"


def test_a_file_that_another_document_has_stays(archive: Archive, files: Files, client: TestClient) -> None:
    _, address = add(archive, files, "a")
    other = archive.add(TEXT, "b")
    change(archive, "UPDATE documents SET sha256 = %s WHERE id = %s", address, other)
    client.put("/v1/retention/deleted_documents", json={"days": 20})
    counts = apply(client)
    assert (counts["deleted_documents"], counts["files"]) == (1, 0)
    assert address in files.names()


def test_a_hold_keeps_a_document(archive: Archive, files: Files, client: TestClient) -> None:
    document, address = add(archive, files, "a")
    client.put("/v1/retention/deleted_documents", json={"days": 0})
    assert client.put(f"/v1/documents/{document}/hold", json={"reason": "Запрос прокуратуры"}).status_code == 204
    assert apply(client)["deleted_documents"] == 0
    assert address in files.names()
    assert client.delete(f"/v1/documents/{document}/hold").status_code == 204
    assert apply(client)["deleted_documents"] == 1


def test_a_rule_for_a_kind_goes_before_the_one_for_all(archive: Archive, files: Files, client: TestClient) -> None:
    add(archive, files, "a")
    client.put("/v1/retention/deleted_documents", json={"days": 20})
    client.put("/v1/retention/deleted_documents?document_kind=plan", json={"days": 300})
    assert apply(client)["deleted_documents"] == 0
    assert client.delete("/v1/retention/deleted_documents?document_kind=plan").status_code == 204
    assert apply(client)["deleted_documents"] == 1


def test_a_source_goes_and_its_records_stay(archive: Archive, files: Files, client: TestClient) -> None:
    document, _ = add(archive, files, "a", deleted=False)
    change(archive, "UPDATE documents SET uploaded_at = now() - interval '400 days' WHERE id = %s", document)
    client.put("/v1/retention/sources", json={"days": 365})
    assert apply(client)["sources"] == 1
    answer = client.get(f"/v1/documents/{document}/source")
    assert (answer.status_code, answer.json()["code"]) == (404, "source_erased")
    assert len(client.get("/v1/measures").json()["items"]) == 1


def test_files_without_a_document_go_after_a_day(archive: Archive, files: Files, client: TestClient) -> None:
    archive.add(TEXT, "a")
    old, new = sha256(b"old").hexdigest(), sha256(b"new").hexdigest()
    files.keep(old)
    files.keep(new, old=False)
    assert apply(client)["files"] == 1
    assert files.names() == {new}
    os.utime(files.folder / new[:2] / new, (LONG_AGO, LONG_AGO))
    files.keep(new, old=False)
    assert apply(client)["files"] == 0, "a file that is uploaded again is as good as new"


def test_without_any_document_no_file_goes(files: Files, client: TestClient) -> None:
    files.keep(sha256(b"old").hexdigest())
    assert apply(client)["files"] == 0


def test_old_extractions_and_sign_ins_go(archive: Archive, files: Files, client: TestClient) -> None:
    document = archive.add(TEXT, "a")
    change(
        archive,
        "INSERT INTO extractions (id, document, extractor_version, records, blocks, seconds, finished_at)"
        " VALUES (gen_random_uuid(), %s, 'older', '{}', '[]', 0, now() - interval '100 days')",
        document,
    )
    change(archive, "INSERT INTO sign_in_failures (login, address, at) VALUES ('x', 'y', now() - interval '2 days')")
    client.put("/v1/retention/old_extractions", json={"days": 90})
    counts = apply(client)
    assert (counts["old_extractions"], counts["sign_in_failures"]) == (1, 1)
    assert len(archive.rows("SELECT FROM extractions")) == 1


def test_rules_that_make_no_sense_are_refused(client: TestClient) -> None:
    assert client.put("/v1/retention/sessions?document_kind=plan", json={"days": 1}).json()["code"] == "retention_kind_refused"
    assert client.put("/v1/retention/audit", json={"days": 1}).status_code == 422
    assert client.put("/v1/retention/sources", json={"days": -1}).status_code == 422
    assert client.delete("/v1/retention/sources").status_code == 404
    assert set(get_args(SubjectName)) == set(SUBJECTS)


def test_only_administrators_set_rules(sign_in: Callable[[str], TestClient]) -> None:
    assert sign_in("auditor").get("/v1/retention").status_code == 403
