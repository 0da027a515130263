"""`planovik push`: many files in a real service, and what interrupts them."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.formats import MAX_FILE_BYTES
from service.cli import app
from service.client import Client, Patience, Unreachable
from service.pushing.finding import find_files
from service.pushing.sending import Manner, Sent, send_files
from service.settings import Settings
from tests.service.conftest import make_person
from tests.service.documents.serving import Served
from tests.service.documents.uploading import fail, plan, process, rows, zipped

ONE = Manner(jobs=1)
Push = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three plans, one of them twice, and what else lies in folders."""
    found = tmp_path / "планы"
    (found / "2025").mkdir(parents=True)
    for place, content in {
        "а.txt": plan(1), "2025/б.TXT": plan(2), "2025/копия.txt": plan(1), "в.txt": plan(3), "list.py": b"x", "~$а.docx": b"x", ".b.txt": b"x",
    }.items():  # fmt: skip
        (found / place).write_bytes(content)
    return found


def outcomes(sent: Iterable[Sent]) -> dict[str, str]:
    return {one.path.name: one.outcome for one in sent}


def files(*paths: Path) -> tuple[Path, ...]:
    return find_files([str(path) for path in paths]).files


class TestFinding:
    def test_folders_give_documents_and_count_the_rest(self, folder: Path) -> None:
        found = find_files([str(folder)])
        assert [path.name for path in found.files] == ["а.txt", "в.txt", "б.TXT", "копия.txt"]
        assert (found.missing, found.passed_over) == ((), 1)

    def test_a_named_file_is_sent_whatever_its_name(self, folder: Path) -> None:
        assert files(folder / "list.py") == (folder / "list.py",)

    def test_patterns_are_understood_and_a_file_is_sent_once(self, folder: Path) -> None:
        found = find_files([f"{folder}/**/*.txt", str(folder / "а.txt"), f"{folder}/*.pdf"])
        assert [path.name for path in found.files] == ["копия.txt", "а.txt", "в.txt"]
        assert found.missing == (f"{folder}/*.pdf",)

    def test_a_file_with_a_pattern_s_letters_in_its_name_is_itself(self, tmp_path: Path) -> None:
        (tmp_path / "план [1].txt").write_bytes(plan())
        assert files(tmp_path / "план [1].txt") == (tmp_path / "план [1].txt",)


class TestSending:
    def test_each_content_is_sent_once(self, sender: Client, folder: Path) -> None:
        sent = list(send_files(sender, files(folder), Manner()))
        assert outcomes(sent) == {"а.txt": "sent", "б.TXT": "sent", "в.txt": "sent", "копия.txt": "known"}
        assert len({one.document for one in sent}) == 3
        assert Counter(outcomes(send_files(sender, files(folder), Manner())).values()) == {"known": 4}

    def test_an_interrupted_push_goes_on_with_what_is_missing(self, settings: Settings, key: str, folder: Path, database_url: str) -> None:
        with Served(settings) as flaky, Client(flaky.url, key, patience=Patience(away=0.0)) as client:

            def leave_at_the_second(path: Path, sent: int, size: int) -> None:
                if path.name == "в.txt":
                    flaky.close()

            with pytest.raises(Unreachable):
                list(send_files(client, files(folder), ONE, leave_at_the_second))
            flaky.stop()
            flaky.start()
            again = outcomes(send_files(client, files(folder), ONE))
        assert (again["а.txt"], again["копия.txt"], again["б.TXT"]) == ("known", "known", "sent")
        assert len(rows(database_url, "SELECT FROM documents")) == 3

    def test_a_file_that_changes_is_sent_as_it_is_in_the_end(self, sender: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("service.pushing.sending.CHANGE_SECONDS", 0.0)
        file = tmp_path / "план.txt"
        file.write_bytes(plan(1))

        def write_once(path: Path, sent: int, size: int) -> None:
            if path.read_bytes() == plan(1):
                path.write_bytes(plan(22))

        (sent,) = send_files(sender, [file], ONE, write_once)
        assert (sent.outcome, [document.size for document in sender.documents()]) == ("sent", [len(plan(22))])

    def test_a_file_that_never_rests_is_not_sent(self, sender: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("service.pushing.sending.CHANGE_SECONDS", 0.0)
        file = tmp_path / "план.txt"
        file.write_bytes(plan())

        def write(path: Path, sent: int, size: int) -> None:
            with path.open("ab") as more:
                more.write(b"x")

        assert outcomes(send_files(sender, [file], ONE, write)) == {"план.txt": "failed"}
        assert list(sender.documents()) == []

    def test_a_file_that_is_too_large_is_told_before_it_is_sent(self, key: str, tmp_path: Path, served: Served) -> None:
        file = tmp_path / "скан.pdf"
        file.touch()
        os.truncate(file, MAX_FILE_BYTES + 1)
        with Client("http://127.0.0.1:1", key) as nobody_there:
            (sent,) = send_files(nobody_there, [file], ONE)
        assert (sent.outcome, "100" in str(sent.reason)) == ("refused", True)

    def test_a_file_that_is_gone_or_no_document_stops_nothing(self, sender: Client, tmp_path: Path) -> None:
        (tmp_path / "мусор.docx").write_bytes(b"\0\1\2\3")
        (tmp_path / "план.txt").write_bytes(plan())
        sent = send_files(sender, [tmp_path / "нет.txt", tmp_path / "мусор.docx", tmp_path / "план.txt"], ONE)
        assert outcomes(sent) == {"нет.txt": "failed", "мусор.docx": "refused", "план.txt": "sent"}

    def test_the_files_of_an_archive_are_named(self, sender: Client, tmp_path: Path) -> None:
        archive = tmp_path / "год.zip"
        archive.write_bytes(zipped({"план.txt": plan(), "мусор.bin": b"\0\1\2\3"}))
        sent = list(send_files(sender, [archive], ONE))
        assert {one.name: one.outcome for one in sent} == {f"{archive} › план.txt": "sent", f"{archive} › мусор.bin": "refused"}

    def test_documents_that_failed_are_told_and_read_again_where_that_is_wanted(
        self, sender: Client, tmp_path: Path, database_url: str
    ) -> None:
        file = tmp_path / "план.txt"
        file.write_bytes(plan())
        (sent,) = send_files(sender, [file], ONE)
        fail(database_url, str(sent.document))
        (known,) = send_files(sender, [file], ONE)
        assert (known.outcome, known.reason, known.is_good) == ("known", "Файл повреждён.", False)
        (again,) = send_files(sender, [file], Manner(retry=True))
        assert (again.outcome, again.document, again.is_good) == ("sent", sent.document, True)


class TestCommand:
    @pytest.fixture
    def push(self, served: Served, key: str, monkeypatch: pytest.MonkeyPatch) -> Push:
        monkeypatch.setenv("PLANOVIK_LANG", "en")
        monkeypatch.setenv("PLANOVIK_KEY", key)
        monkeypatch.setenv("PLANOVIK_SERVER", served.url)
        return lambda *arguments: CliRunner().invoke(app, ["push", *map(str, arguments)])

    def test_a_line_for_each_file_tells_where_its_document_is(self, push: Push, folder: Path, served: Served) -> None:
        done = push(folder)
        lines = done.stdout.splitlines()
        assert (done.exit_code, len(lines)) == (0, 4)
        assert all(f" → {served.url}/documents/" in line for line in lines)
        assert "Sent 3, there already 1" in done.stderr

    def test_the_status_tells_that_something_is_wrong(self, push: Push, folder: Path) -> None:
        (folder / "мусор.docx").write_bytes(b"\0\1\2\3")
        assert push(folder).exit_code == 1
        assert push(folder / "а.txt", folder / "нет.txt").exit_code == 1
        assert push(folder / "нет.txt").exit_code == 2

    def test_waiting_tells_what_was_read(self, push: Push, folder: Path, database_url: str) -> None:
        push(folder / "а.txt", folder / "в.txt")
        good, bad = rows(database_url, "SELECT id FROM documents ORDER BY seq")
        process(database_url, str(good["id"]), plan(1))
        fail(database_url, str(bad["id"]))
        done = push(folder / "а.txt", folder / "в.txt", "--wait")
        assert done.exit_code == 1
        assert done.stdout.count(", read →") == 2  # when it was found and when it was waited for
        assert "could not be read: Файл повреждён." in done.stdout

    def test_without_a_key_or_with_a_wrong_one_nothing_is_sent(self, push: Push, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLANOVIK_KEY", "plv_0_0")
        assert push(folder).exit_code == 2
        for key in ("", "ключ", "nokey"):
            monkeypatch.setenv("PLANOVIK_KEY", key)
            assert push(folder).exit_code == 2

    def test_a_reader_s_key_is_refused(self, push: Push, folder: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
        token = asyncio.run(make_person(database_url, "looker", "reader", "-"))[1]
        file = folder / "key"
        file.write_text(f"{token}\n")
        done = push(folder, "--key-file", file)
        assert (done.exit_code, token in done.output) == (2, False)

    @pytest.mark.parametrize("server", ["planovik.example", "ftp://planovik.example", "http://user:word@planovik.example"])
    def test_an_address_that_is_none_is_named(self, push: Push, folder: Path, server: str) -> None:
        done = push(folder, "--server", server)
        assert (done.exit_code, server in done.stderr) == (2, True)

    def test_a_service_that_is_away_is_named(self, push: Push, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("service.client.exchange.FIRST_PAUSE", 1_000.0)
        monkeypatch.setattr("service.client.exchange.LONGEST_PAUSE", 1_000.0)
        done = push(folder, "--server", "http://127.0.0.1:1")
        assert (done.exit_code, "left 4" in done.stderr) == (1, True)

    def test_a_key_is_made_on_the_machine_of_the_service(
        self, push: Push, folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", database_url)
        made = CliRunner().invoke(app, ["people", "key", "sender"])
        monkeypatch.setenv("PLANOVIK_KEY", made.stdout)
        assert (made.exit_code, push(folder).exit_code) == (0, 0)
        assert CliRunner().invoke(app, ["people", "key", "sender", "--scopes", "manage"]).exit_code == 1
