"""`planovik watch`: what comes into a folder becomes documents, once, when it is whole."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from service.client import Client, NotSignedIn, Patience
from service.pushing.journal import Journal
from service.pushing.sending import Sent
from service.pushing.settling import Look, Settling
from service.pushing.watching import Told, Watching
from service.settings import Settings
from tests.service.documents.serving import Served
from tests.service.documents.uploading import fail, plan, rows

SECOND = 1_000_000_000
PLAN = Path("план.txt")


class TestSettling:
    def test_a_file_is_whole_when_it_has_looked_the_same_for_some_seconds(self) -> None:
        settling = Settling(3.0)
        written = [Look(1, 5 * SECOND, 5 * SECOND), Look(2, 6 * SECOND, 6 * SECOND)]
        assert settling.settled({PLAN: written[0]}, 100.0) == []
        assert settling.settled({PLAN: written[1]}, 104.0) == []
        assert settling.settled({PLAN: written[1]}, 106.9) == []
        assert settling.settled({PLAN: written[1]}, 107.0) == [PLAN]

    def test_a_file_that_was_moved_here_is_whole_at_once(self) -> None:
        assert Settling(3.0).settled({PLAN: Look(1, 5 * SECOND, 9 * SECOND)}, 100.0) == [PLAN]

    def test_a_file_that_went_and_came_back_settles_anew(self) -> None:
        settling, look = Settling(3.0), Look(1, 5 * SECOND, 5 * SECOND)
        settling.settled({PLAN: look}, 100.0)
        settling.settled({}, 101.0)
        assert settling.settled({PLAN: look}, 103.0) == []


class TestJournal:
    LOOK = Look(10, 5, 5)

    def test_what_was_noted_holds_after_a_crash_in_the_middle_of_a_line(self, tmp_path: Path) -> None:
        path = tmp_path / "journal"
        Journal(path, "http://a").note("план.txt", self.LOOK, Sent(path=PLAN, outcome="refused", reason="Пусто."))
        with path.open("a") as file:
            file.write('{"file": "друг')
        journal = Journal(path, "http://a")
        assert journal.is_done("план.txt", self.LOOK)
        assert not journal.is_done("план.txt", Look(11, 5, 5))
        assert not journal.is_done("другой.txt", self.LOOK)

    def test_another_service_has_its_own_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "journal"
        Journal(path, "http://a").note("план.txt", self.LOOK, Sent(path=PLAN, outcome="refused"))
        assert not Journal(path, "http://b").is_done("план.txt", self.LOOK)

    def test_what_failed_is_not_done(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path / "journal", "http://a")
        journal.note("план.txt", self.LOOK, Sent(path=PLAN, outcome="failed"))
        assert not journal.is_done("план.txt", self.LOOK)


class Watch:
    """A watch of a folder and what it told."""

    def __init__(self, folder: Path, client: Client, *, settle: float = 0.0, move_to: Path | None = None) -> None:
        self.told: list[str] = []
        self.stopping = Event()
        self.on_trouble: Callable[[], None] = lambda: None
        self.watching = Watching(
            client=client,
            folder=folder,
            journal=Journal(folder / ".journal", client.exchange.server),
            settling=Settling(settle),
            told=Told(
                sent=lambda sent: self.told.append(f"{sent.path.name} {sent.outcome}"),
                passed_over=lambda path: self.told.append(f"{path.name} passed over"),
                finished=lambda file, status, reason: self.told.append(f"{file} {status} {reason}"),
                trouble=self.tell_trouble,
            ),
            every=0.01,
            move_to=move_to,
        )

    def tell_trouble(self, trouble: Exception, seconds: float) -> None:
        self.told.append(f"trouble {type(trouble).__name__}")
        self.on_trouble()

    def look(self) -> list[str]:
        """Look once; give what was told since the last look."""
        self.told.clear()
        self.watching.bring_in(self.stopping)
        self.watching.follow()
        return list(self.told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "входящие"
    found.mkdir()
    return found


class TestWatching:
    def test_a_file_is_sent_once_and_again_when_it_is_another(self, folder: Path, sender: Client) -> None:
        watch = Watch(folder, sender)
        (folder / "план.txt").write_bytes(plan(1))
        assert [watch.look(), watch.look()] == [["план.txt sent"], []]
        (folder / "план.txt").write_bytes(plan(2))
        assert [watch.look(), watch.look()] == [["план.txt sent"], []]
        assert Watch(folder, sender).look() == []

    def test_a_half_written_file_waits(self, folder: Path, sender: Client) -> None:
        watch = Watch(folder, sender, settle=1_000.0)
        (folder / "план.txt").write_bytes(plan()[:20])
        assert watch.look() == []
        whole = folder.parent / "целый.txt"
        whole.write_bytes(plan())
        os.utime(whole, (1, 1))
        whole.rename(folder / "целый.txt")
        assert watch.look() == ["целый.txt sent"]

    def test_what_is_in_folders_of_the_folder_is_sent_and_hidden_files_are_not(self, folder: Path, sender: Client) -> None:
        (folder / "март").mkdir()
        for name in ("март/план.txt", "~$план.docx", ".план.txt", "список.py"):
            (folder / name).write_bytes(plan())
        watch = Watch(folder, sender)
        assert [sorted(watch.look()), watch.look()] == [["план.txt sent", "список.py passed over"], []]

    def test_sent_files_are_moved_where_that_is_wanted(self, folder: Path, sender: Client) -> None:
        watch = Watch(folder, sender, move_to=folder / "готово")
        for number in (1, 2):
            (folder / "план.txt").write_bytes(plan(number))
            (folder / "мусор.docx").write_bytes(b"\0\1\2\3")
            watch.look()
        assert watch.look() == []
        left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.name != ".journal")
        assert left == ["готово/план (2).txt", "готово/план.txt", "мусор.docx"]

    def test_what_becomes_of_documents_is_told_also_after_a_restart(self, folder: Path, sender: Client, database_url: str) -> None:
        (folder / "план.txt").write_bytes(plan())
        Watch(folder, sender).look()
        watch = Watch(folder, sender)
        assert watch.look() == []
        fail(database_url, str(rows(database_url, "SELECT id FROM documents")[0]["id"]))
        assert [watch.look(), watch.look()] == [["план.txt failed Файл повреждён."], []]

    def test_it_goes_on_when_the_service_comes_back(self, folder: Path, settings: Settings, key: str) -> None:
        (folder / "план.txt").write_bytes(plan())
        with Served(settings) as flaky, Client(flaky.url, key, patience=Patience(away=0.0)) as client:
            flaky.stop()
            watch = Watch(folder, client)
            watch.on_trouble = flaky.start
            watch.watching.told = Told(
                sent=lambda sent: (watch.told.append(sent.outcome), watch.stopping.set()),
                passed_over=watch.watching.told.passed_over,
                finished=watch.watching.told.finished,
                trouble=watch.watching.told.trouble,
            )
            watch.watching.run(watch.stopping)
        assert watch.told == ["trouble Unreachable", "sent"]

    def test_a_folder_that_is_away_is_told(self, folder: Path, sender: Client) -> None:
        watch = Watch(folder, sender)
        folder.rmdir()
        watch.on_trouble = watch.stopping.set
        watch.watching.run(watch.stopping)
        assert watch.told == ["trouble FileNotFoundError"]

    def test_a_key_that_is_of_no_use_ends_it(self, folder: Path, served: Served) -> None:
        (folder / "план.txt").write_bytes(plan())
        with Client(served.url, "plv_0_0") as nobody, pytest.raises(NotSignedIn):
            Watch(folder, nobody).watching.run(Event())


def test_the_command_sends_and_stops_when_it_is_told_to(folder: Path, served: Served, key: str, database_url: str) -> None:
    (folder / "план.txt").write_bytes(plan())
    environment = os.environ | {"PLANOVIK_KEY": key, "PLANOVIK_LANG": "en"}
    arguments = ["watch", str(folder), "--server", served.url, "--every", "0.1", "--settle", "0"]
    with subprocess.Popen(
        [sys.executable, "-m", "service.cli", *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as watching:
        while not rows(database_url, "SELECT FROM documents"):
            assert watching.poll() is None
            time.sleep(0.1)
        watching.send_signal(signal.SIGTERM)
        output, _ = watching.communicate(timeout=60)
    assert (watching.returncode, output.splitlines()[-1]) == (0, "Stopped.")
    assert json.loads((folder / ".planovik-watch.jsonl").read_text().splitlines()[0])["outcome"] == "sent"
