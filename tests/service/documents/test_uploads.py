"""Uploads: what is taken in, what is refused and how, and that nothing is lost or doubled."""

import asyncio
import os
import zipfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service import archives, forms
from service.api import uploads as api_uploads
from service.api.uploads import cleared
from service.archives import unpack
from service.file_names import MAX_NAME_BYTES, clean_name, content_disposition
from service.settings import Settings
from service.store.connection import Connection
from service.store.documents import find_by_content, set_deleted
from service.store.files import open_files
from tests.formats.word import p, package
from tests.service.documents.uploading import connected, metadata, plan, post, rows, uploaded, zipped

SignIn = Callable[..., TestClient]
FORM = "multipart/form-data; boundary=X"


def part(name: str, content: bytes, file_name: str | None = None) -> bytes:
    named = f'; filename="{file_name}"' if file_name is not None else ""
    return f'--X\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


def send(client: TestClient, body: bytes | Iterator[bytes], content_type: str = FORM, **headers: str) -> Any:
    return client.post("/v1/documents", content=body, headers={"Content-Type": content_type, **headers})


def is_problem(answer: Any, status: int, code: str) -> bool:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["status"] == status
    return True


def incoming(settings: Settings) -> list[Path]:
    return list((settings.home / "incoming").iterdir())


def test_an_upload_is_answered_with_a_document_that_waits(client: TestClient) -> None:
    answer = post(client, ("План 2025.txt", plan()), metadata=metadata(source="канцелярия"))
    assert answer.status_code == 202
    [item] = answer.json()["documents"]
    document = item["document"]
    assert answer.headers["Location"] == document["links"]["self"]
    assert answer.headers["Retry-After"] == "1"
    assert (item["outcome"], item["problem"], item["archive"]) == ("accepted", None, None)
    assert (document["name"], document["status"], document["size"]) == ("План 2025.txt", "queued", len(plan()))
    assert document["sha256"] == sha256(plan()).hexdigest()
    assert document["metadata"] == {"source": "канцелярия"}
    assert document["uploaded_by"] == "administrator"


def test_the_file_is_in_the_store_and_nothing_is_left_where_it_arrived(client: TestClient, settings: Settings) -> None:
    document = uploaded(client)
    assert asyncio.run(open_files(settings.file_store).read(document["sha256"])) == plan()
    assert incoming(settings) == []


def test_row_job_and_log_entry_are_written_together(client: TestClient, database_url: str) -> None:
    document = uploaded(client, priority="bulk")
    [row] = rows(
        database_url, "SELECT d.priority, j.priority AS job_priority, j.args FROM documents d JOIN procrastinate_jobs j ON j.id = d.job"
    )
    assert (row["priority"], row["job_priority"], row["args"]) == ("bulk", 0, {"document": document["id"]})
    entries = rows(database_url, "SELECT object FROM audit WHERE action = 'document.upload' ORDER BY seq")
    assert entries[-1]["object"] == f"documents/{document['id']}"


def test_several_files_are_answered_in_their_order(client: TestClient) -> None:
    answer = post(client, ("a.txt", plan(1)), ("b.exe", b"\x7fELF" + b"\x00" * 50), ("c.txt", plan(3)))
    assert answer.status_code == 202
    assert "Location" not in answer.headers
    assert [(item["name"], item["outcome"]) for item in answer.json()["documents"]] == [
        ("a.txt", "accepted"),
        ("b.exe", "refused"),
        ("c.txt", "accepted"),
    ]
    assert answer.json()["documents"][1]["problem"]["code"] == "unsupported_file"


def test_the_same_content_is_answered_with_the_document_that_has_it(client: TestClient, sign_in: SignIn) -> None:
    first = uploaded(client)
    again = post(sign_in("clerk"), ("другое имя.txt", plan()))
    assert again.status_code == 200
    [item] = again.json()["documents"]
    assert (item["outcome"], item["document"]["id"]) == ("duplicate", first["id"])
    assert again.headers["Location"] == first["links"]["self"]


def test_the_same_file_twice_in_one_form_is_one_document(client: TestClient) -> None:
    answer = post(client, ("a.txt", plan()), ("b.txt", plan()))
    assert sorted(item["outcome"] for item in answer.json()["documents"]) == ["accepted", "duplicate"]


def test_what_was_deleted_may_be_uploaded_anew(client: TestClient) -> None:
    first = uploaded(client)
    assert client.delete(first["links"]["self"]).status_code == 204
    assert uploaded(client)["id"] != first["id"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty_file"),
        (b" \r\n\x00", 422, "empty_file"),
        (b"\x7fELF" + b"\x00" * 50, 415, "unsupported_file"),
        (b"Rar!\x1a\x07" + b"\x00" * 50, 415, "unsupported_file"),
        (b"PK\x03\x04 broken", 422, "damaged_file"),
    ],
    ids=["no bytes", "blanks", "a program", "a RAR", "half a ZIP"],
)
def test_a_single_file_that_is_no_document_is_a_problem(client: TestClient, content: bytes, status: int, code: str) -> None:
    assert is_problem(post(client, ("план.docx", content)), status, code)


def test_the_extractor_says_in_russian_why_a_file_is_refused(client: TestClient) -> None:
    assert "программа" in post(client, ("a.exe", b"\x7fELF" + b"\x00" * 50)).json()["detail"]


def test_several_files_none_of_which_is_a_document_are_one_problem_with_the_reasons(client: TestClient) -> None:
    answer = post(client, ("a.txt", b""), ("b.exe", b"\x7fELF" + b"\x00" * 50))
    assert is_problem(answer, 422, "nothing_accepted")
    assert [item["problem"]["code"] for item in answer.json()["documents"]] == ["empty_file", "unsupported_file"]


def test_a_file_over_the_limit_is_refused_and_the_others_are_taken(
    client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MAX_FILE_BYTES", 1_000)
    answer = post(client, ("большой.txt", b"x" * 1_001), ("малый.txt", plan()))
    assert [item["outcome"] for item in answer.json()["documents"]] == ["refused", "accepted"]
    assert is_problem(post(client, ("большой.txt", b"x" * 1_001)), 413, "upload_too_large")
    assert incoming(settings) == []


def test_a_body_of_two_gigabytes_is_refused_before_it_is_read(client: TestClient) -> None:
    def nothing_of_it() -> Iterator[bytes]:
        pytest.fail("the body was read")
        yield b""

    answer = send(client, nothing_of_it(), **{"Content-Length": "2000000000"})
    assert is_problem(answer, 413, "request_too_large")


def test_a_body_that_hides_its_length_ends_at_the_limit(client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_REQUEST_BYTES", 5_000_000)
    monkeypatch.setattr(forms, "MAX_FILE_BYTES", 1_000_000)

    def endless() -> Iterator[bytes]:
        yield part("files", b"", "a.txt")[:-2]
        for _ in range(1_000):
            yield b"x" * 100_000

    assert is_problem(send(client, endless()), 413, "request_too_large")
    assert incoming(settings) == []


BROKEN_FORMS = {
    "cut off": part("files", plan(), "a.txt"),
    "no boundary in it": b"just some text",
    "nothing": b"",
    "headers without end": b"--X\r\nContent-Disposition: form-data" + b"; x=y" * 2_000,
    "no parts": b"--X",
}


@pytest.mark.parametrize("body", BROKEN_FORMS.values(), ids=BROKEN_FORMS.keys())
def test_a_broken_form_is_a_bad_request(client: TestClient, settings: Settings, body: bytes) -> None:
    assert is_problem(send(client, body), 400, "multipart_broken")
    assert incoming(settings) == []


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/mixed; boundary=X"]
)
def test_what_is_no_form_is_another_content_type(client: TestClient, content_type: str) -> None:
    assert is_problem(send(client, part("files", plan(), "a.txt") + b"--X--\r\n", content_type), 415, "form_expected")


def test_a_form_without_a_boundary_is_broken(client: TestClient) -> None:
    assert is_problem(send(client, part("files", plan(), "a.txt"), "multipart/form-data"), 400, "multipart_broken")


def test_a_form_without_files_is_told_so(client: TestClient) -> None:
    assert is_problem(send(client, part("priority", b"bulk") + b"--X--\r\n"), 422, "files_missing")
    assert is_problem(send(client, part("files", b"", "") + b"--X--\r\n"), 422, "files_missing")


def test_an_unknown_field_is_told_by_its_name(client: TestClient) -> None:
    answer = send(client, part("prioritet", b"bulk") + part("files", plan(), "a.txt") + b"--X--\r\n")
    assert is_problem(answer, 422, "form_field_unknown")
    assert "prioritet" in answer.json()["detail"]
    assert is_problem(send(client, part("file", plan(), "a.txt") + b"--X--\r\n"), 422, "form_field_unknown")


BAD_METADATA = ["[1]", "{", "null", '{"a": NaN}', '{"a": 1e999}', '{"a": "\\u0000"}', '{"a": "\\ud800"}', "[" * 9_000]


@pytest.mark.parametrize("text", BAD_METADATA)
def test_metadata_that_is_no_object_or_can_not_be_kept_is_refused(client: TestClient, text: str) -> None:
    assert is_problem(post(client, ("a.txt", plan()), metadata=text), 422, "metadata_invalid")


def test_metadata_has_a_limit(client: TestClient) -> None:
    assert is_problem(post(client, ("a.txt", plan()), metadata=metadata(a="x" * 17_000)), 413, "field_too_large")


def test_an_unknown_priority_is_refused(client: TestClient) -> None:
    assert is_problem(post(client, ("a.txt", plan()), priority="urgent"), 422, "priority_invalid")


def test_too_many_files_are_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_FILES", 2)
    assert is_problem(post(client, *((f"{n}.txt", plan(n)) for n in range(3))), 413, "too_many_files")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Документы\\план.docx", "план.docx"),
        ("план\x00.docx\r\n", "план.docx"),
        ("план\u202excod.exe", "планxcod.exe"),
        ("  .. ", "document"),
        ("", "document"),
        ("/", "document"),
        ("a" * 300 + ".docx", "a" * 250 + ".docx"),
        ("й" * 300, "й" * 127),
    ],
)
def test_file_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean
    assert len(clean_name(name).encode()) <= MAX_NAME_BYTES


def test_a_file_named_with_a_path_is_taken_by_its_last_part(client: TestClient) -> None:
    answer = send(client, part("files", plan(), "../../etc/план.txt") + b"--X--\r\n")
    assert answer.json()["documents"][0]["name"] == "план.txt"


def test_a_name_in_cp1251_is_read(client: TestClient) -> None:
    body = part("files", plan(), "NAME").replace(b"NAME", "план.txt".encode("cp1251")) + b"--X--\r\n"
    assert send(client, body).json()["documents"][0]["name"] == "план.txt"


def test_a_name_for_saving_can_not_break_its_header() -> None:
    header = content_disposition('план "1".docx')
    assert header == "attachment; filename=\"____ _1_.docx\"; filename*=UTF-8''%D0%BF%D0%BB%D0%B0%D0%BD%20%221%22.docx"


# Archives.


def test_a_zip_is_unpacked_and_each_file_is_a_document(client: TestClient) -> None:
    answer = post(client, ("год.zip", zipped({"2025/план 1.txt": plan(1), "план 2.txt": plan(2), "__MACOSX/._план": b"x", "2025/": b""})))
    assert answer.status_code == 202
    found = [(item["name"], item["archive"], item["outcome"]) for item in answer.json()["documents"]]
    assert found == [("план 1.txt", "год.zip", "accepted"), ("план 2.txt", "год.zip", "accepted")]


def test_an_office_document_is_not_taken_for_an_archive(client: TestClient) -> None:
    [item] = post(client, ("план.docx", package(p("ПЛАН МЕРОПРИЯТИЙ")))).json()["documents"]
    assert (item["archive"], item["outcome"]) == (None, "accepted")


def test_an_archive_in_an_archive_is_refused_beside_the_others(client: TestClient) -> None:
    answer = post(client, ("год.zip", zipped({"план.txt": plan(), "ещё.zip": zipped({"план.txt": plan(2)})})))
    assert [item["outcome"] for item in answer.json()["documents"]] == ["accepted", "refused"]


def test_paths_in_an_archive_lead_nowhere(client: TestClient, settings: Settings) -> None:
    answer = post(client, ("a.zip", zipped({"../../../outside.txt": plan(1), "/etc/outside.txt": plan(2)})))
    assert [item["name"] for item in answer.json()["documents"]] == ["outside.txt", "outside.txt"]
    assert not list(settings.home.rglob("outside*"))


def test_names_of_russian_archives_are_read(client: TestClient) -> None:
    archive = zipped({"PLAN.txt": plan()}).replace(b"PLAN.txt", "план.txt".encode("cp866"))
    assert post(client, ("a.zip", archive)).json()["documents"][0]["name"] == "план.txt"


def test_an_encrypted_entry_is_told_of(client: TestClient) -> None:
    archive = bytearray(zipped({"план.txt": plan()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.find(signature) + offset] |= 1
    assert is_problem(post(client, ("a.zip", bytes(archive))), 422, "encrypted_file")


def test_a_damaged_entry_is_told_of_beside_the_others(client: TestClient) -> None:
    archive = bytearray(zipped({"a.txt": plan(1), "b.txt": plan(2)}))
    archive[archive.find(b"a.txt") + 10] ^= 0xFF
    answer = post(client, ("a.zip", bytes(archive)))
    assert [(item["outcome"], (item["problem"] or {}).get("code")) for item in answer.json()["documents"]] == [
        ("refused", "entry_damaged"),
        ("accepted", None),
    ]


def test_a_zip_bomb_is_refused(client: TestClient, settings: Settings) -> None:
    assert is_problem(post(client, ("a.zip", zipped({"нули.txt": b"0" * 20_000_000}))), 413, "zip_suspicious")
    assert incoming(settings) == []


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [("MAX_ENTRIES", 1, "zip_too_many"), ("MAX_TOTAL_BYTES", 400, "zip_too_large")],
)
def test_an_archive_over_a_limit_is_refused_as_a_whole(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str
) -> None:
    monkeypatch.setattr(archives, limit, value)
    assert is_problem(post(client, ("a.zip", zipped({"a.txt": plan(1), "b.txt": plan(2)}))), 413, code)


def test_a_large_entry_is_refused_beside_the_others(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 1_000)
    answer = post(client, ("a.zip", zipped({"a.txt": bytes(range(32, 127)) * 20, "b.txt": plan(2)})))
    assert [(item["outcome"], (item["problem"] or {}).get("code")) for item in answer.json()["documents"]] == [
        ("refused", "upload_too_large"),
        ("accepted", None),
    ]


def test_an_empty_archive_is_refused(client: TestClient) -> None:
    assert is_problem(post(client, ("a.zip", zipped({"папка/": b""}))), 422, "zip_empty")


def test_an_entry_that_says_it_is_small_is_not_believed(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": b"0" * 1_000_000}))
    place = content.find(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "out").mkdir()
    [entry] = unpack(tmp_path / "a.zip", tmp_path / "out")
    assert entry.refusal == "damaged_file"


def test_a_directory_that_names_one_entry_many_times_passes_no_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 100_000)
    monkeypatch.setattr(archives, "MAX_RATIO", 10_000)
    entries = {f"{n}.txt": bytes([65 + n]) * 30_000 for n in range(5)}
    (tmp_path / "a.zip").write_bytes(zipped(entries))
    (tmp_path / "out").mkdir()
    with pytest.raises(archives.ArchiveRefused, match="zip_too_large"):
        unpack(tmp_path / "a.zip", tmp_path / "out")
    assert zipfile.is_zipfile(tmp_path / "a.zip")


# Repeated uploads.


def test_a_repeated_upload_gets_the_same_answer_and_adds_nothing(client: TestClient, database_url: str) -> None:
    first, second = (post(client, ("a.txt", plan()), key="k-1") for _ in range(2))
    assert (second.status_code, second.json()) == (202, first.json())
    assert second.headers["Location"] == first.headers["Location"]
    assert [row["count"] for row in rows(database_url, "SELECT count(*) FROM procrastinate_jobs")] == [1]


def test_a_key_that_was_used_for_something_else_is_refused(client: TestClient) -> None:
    post(client, ("a.txt", plan(1)), key="k-1")
    for other in ({"priority": "bulk"}, {"metadata": metadata(a=1)}):
        assert is_problem(post(client, ("a.txt", plan(1)), key="k-1", **other), 422, "idempotency_mismatch")
    assert is_problem(post(client, ("a.txt", plan(2)), key="k-1"), 422, "idempotency_mismatch")


def test_keys_of_two_people_are_their_own(client: TestClient, sign_in: SignIn) -> None:
    assert post(client, ("a.txt", plan(1)), key="k-1").status_code == 202
    assert post(sign_in("clerk"), ("a.txt", plan(2)), key="k-1").status_code == 202


def test_a_key_in_use_is_a_conflict(client: TestClient, database_url: str) -> None:
    async def while_it_is_held() -> Any:
        async with await connected(database_url) as connection, connection.transaction():
            lock = f"idempotency {client.person} k-1"
            await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
            return await asyncio.to_thread(post, client, ("a.txt", plan()), key="k-1")

    answer = asyncio.run(while_it_is_held())
    assert is_problem(answer, 409, "idempotency_running")
    assert int(answer.headers["Retry-After"]) > 0
    assert post(client, ("a.txt", plan()), key="k-1").status_code == 202


def test_a_refused_upload_keeps_no_key(client: TestClient) -> None:
    assert post(client, ("a.txt", b""), key="k-1").status_code == 422
    assert post(client, ("a.txt", plan()), key="k-1").status_code == 202


@pytest.mark.parametrize("key", ["", "a b", "x" * 256])
def test_a_key_that_is_none_is_refused(client: TestClient, key: str) -> None:
    answer = client.post("/v1/documents", files=[("files", ("a.txt", plan()))], headers={"Idempotency-Key": key})
    assert is_problem(answer, 422, "invalid")


# Many at a time.


@pytest.fixture
def short_queue(client: TestClient) -> Iterator[None]:
    """Let no more than two documents wait."""
    state, whole = client.app.state, client.app.state.installation
    state.installation = replace(whole, settings=replace(whole.settings, queue_limit=2))
    yield
    state.installation = whole


@pytest.mark.usefixtures("short_queue")
def test_a_full_queue_is_answered_with_429_and_nothing_is_added(client: TestClient, database_url: str) -> None:
    statuses = [post(client, (f"{n}.txt", plan(n))).status_code for n in range(4)]
    assert statuses == [202, 202, 429, 429]
    refused = post(client, ("a.txt", plan(9)))
    assert is_problem(refused, 429, "queue_full")
    assert int(refused.headers["Retry-After"]) > 0
    assert [row["count"] for row in rows(database_url, "SELECT count(*) FROM documents")] == [2]


@pytest.mark.usefixtures("short_queue")
def test_an_archive_that_does_not_fit_into_the_queue_is_not_taken_in_part(client: TestClient, database_url: str) -> None:
    assert is_problem(post(client, ("a.zip", zipped({f"{n}.txt": plan(n) for n in range(3)}))), 429, "queue_full")
    assert rows(database_url, "SELECT 1 FROM documents") == []


def upload_together(client: TestClient, contents: list[bytes], threads: int) -> list[Any]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda content: post(client, ("план.txt", content)), contents))


def check_none_is_lost(client: TestClient, database_url: str, count: int) -> None:
    answers = upload_together(client, [plan(n) for n in range(count)], count)
    assert {answer.status_code for answer in answers} <= {202, 429}
    accepted = [answer.json()["documents"][0]["document"]["id"] for answer in answers if answer.status_code == 202]
    kept = rows(database_url, "SELECT d.id FROM documents d JOIN procrastinate_jobs j ON j.id = d.job AND j.status = 'todo'")
    assert sorted(accepted) == sorted(str(row["id"]) for row in kept)
    assert len(accepted) == count


def test_of_fifty_uploads_at_a_time_none_is_lost(client: TestClient, database_url: str) -> None:
    check_none_is_lost(client, database_url, 50)


@pytest.mark.slow
def test_of_two_hundred_uploads_at_a_time_none_is_lost(client: TestClient, database_url: str) -> None:
    check_none_is_lost(client, database_url, 200)


def test_of_equal_uploads_at_a_time_one_is_accepted(client: TestClient, database_url: str) -> None:
    answers = upload_together(client, [plan()] * 20, 20)
    assert Counter(answer.status_code for answer in answers) == {202: 1, 200: 19}
    assert len({answer.json()["documents"][0]["document"]["id"] for answer in answers}) == 1
    assert len(rows(database_url, "SELECT 1 FROM procrastinate_jobs")) == 1


def test_a_file_whose_document_is_deleted_meanwhile_becomes_a_new_one(
    client: TestClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = uploaded(client)["id"]

    async def find_too_late(connection: Connection, sha256: str) -> UUID | None:
        async with await connected(database_url) as other:
            await set_deleted(other, UUID(first), UUID(client.person))
        return await find_by_content(connection, sha256)

    monkeypatch.setattr("service.admission.find_by_content", find_too_late)
    assert uploaded(client)["id"] != first


def test_archives_with_the_same_files_in_another_order_do_not_block_each_other(client: TestClient, database_url: str) -> None:
    names = [f"{n}.txt" for n in range(20)]
    both = [zipped({name: plan(int(name[:-4])) for name in order}) for order in (names, names[::-1])]
    answers = upload_together(client, both * 2, 4)
    assert {answer.status_code for answer in answers} <= {200, 202}
    assert len(rows(database_url, "SELECT 1 FROM documents")) == 20


def test_readers_may_not_upload(sign_in: SignIn) -> None:
    assert is_problem(post(sign_in("reader"), ("a.txt", plan())), 403, "forbidden")


def test_a_client_that_falls_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_uploads, "SILENCE_SECONDS", 0.01)

    async def silent() -> AsyncIterator[bytes]:
        yield b"--X"
        await asyncio.Event().wait()

    async def taken() -> list[bytes]:
        return [piece async for piece in api_uploads.patiently(silent())]

    with pytest.raises(TimeoutError):
        asyncio.run(taken())


def test_what_a_killed_process_left_of_an_upload_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "incoming" / "left"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    cleared(tmp_path / "incoming")
    assert not left.exists()
