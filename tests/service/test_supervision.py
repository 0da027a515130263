"""`planovik up`: everything starts, comes back when it is killed, and stops together."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from service.benchmark.stack import Stack, command_of, free_port
from service.database.cluster import Cluster
from service.supervision.children import LONGEST_DELAY, delay_after

# Seconds in which something must come true on a machine that is busy with other tests.
DEADLINE = 240.0


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, str | None]]:
    """Give an installation and the password that its first start has printed."""
    with Stack(tmp_path_factory.mktemp("stack") / "home") as stack:
        yield stack, stack.password


@pytest.fixture(scope="module")
def running(first_start: tuple[Stack, str | None]) -> Stack:
    return first_start[0]


@pytest.fixture
def stack(running: Stack) -> Stack:
    """Give an installation that works, whatever the test before has killed or stopped."""
    if running.process is None or running.process.poll() is not None:
        running.__enter__()
    wait_for(lambda: running.status_of("/ready") == 200 and pid_of(running, "service.supervision.worker") is not None)
    return running


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def pid_of(stack: Stack, part: str) -> int | None:
    """Give the process of a part, by what its command line holds."""
    return next((pid for pid, command in stack.processes().items() if part in command), None)


def kill(stack: Stack, part: str) -> int:
    pid = pid_of(stack, part)
    assert pid
    os.kill(pid, signal.SIGKILL)
    return pid


def up(home: Path, port: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `planovik up` to its end."""
    command = [str(Path(sys.executable).with_name("planovik")), "up", "--home", str(home), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PLANOVIK_LANG": "en"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=DEADLINE, check=False)


def sign_in(stack: Stack, password: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=DEADLINE)
    with contextlib.closing(connection):
        body = json.dumps({"login": "administrator", "password": password})
        connection.request("POST", "/v1/session", body, {"Content-Type": "application/json"})
        return connection.getresponse().status


def test_the_password_of_the_first_start_signs_the_administrator_in(stack: Stack, first_start: tuple[Stack, str | None]) -> None:
    password = first_start[1]
    assert password
    assert sign_in(stack, password) in {200, 201}


def test_a_second_up_on_the_same_folder_says_so(stack: Stack) -> None:
    second = up(stack.home)
    assert second.returncode == 1
    assert stack.process
    assert f"process {stack.process.pid}" in second.stdout + second.stderr


def test_a_killed_api_comes_back_and_meanwhile_requests_wait(stack: Stack) -> None:
    killed = kill(stack, "service.supervision.api")
    assert stack.status_of("/health") == 200
    assert pid_of(stack, "service.supervision.api") != killed


def test_a_killed_worker_comes_back(stack: Stack) -> None:
    killed = kill(stack, "service.supervision.worker")
    wait_for(lambda: pid_of(stack, "service.supervision.worker") not in {None, killed})


def test_a_killed_postgresql_comes_back_and_the_api_is_ready_again(stack: Stack) -> None:
    killed = kill(stack, "bin/postgres")
    wait_for(lambda: pid_of(stack, "bin/postgres") not in {None, killed})
    wait_for(lambda: stack.status_of("/ready") == 200)


def test_no_command_line_shows_the_password_of_the_database(stack: Stack) -> None:
    password = (stack.home / "database" / "password").read_text()
    assert not any(password in command for command in stack.processes().values())


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        failed = up(tmp_path / "home", port)
    assert failed.returncode == 1
    assert str(port) in failed.stderr


def test_an_up_with_a_database_that_can_not_be_reached_says_so(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "home", environment={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    with pytest.raises(RuntimeError, match="can't be reached"):
        stack.__enter__()


def test_an_up_with_an_address_that_is_no_file_store_says_so(cluster: Cluster, template: str, tmp_path: Path) -> None:
    stack = Stack(tmp_path / "home", environment={"DATABASE_URL": cluster.url(template), "PLANOVIK_FILES": "ftp://files"})
    with pytest.raises(RuntimeError, match="ftp://files"):
        stack.__enter__()


def test_an_api_and_a_worker_alone_work_with_an_external_database(cluster: Cluster, tmp_path: Path) -> None:
    name = f"external_{os.getpid()}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    with parts_alone(cluster.url(name), tmp_path) as port:
        wait_for(lambda: answers(port))
        wait_for(lambda: count_workers(cluster.url(name)) == 1)


@contextlib.contextmanager
def parts_alone(url: str, home: Path) -> Iterator[int]:
    """Run `planovik api` and `planovik worker`, which end when they are told to, with status 0."""
    port = free_port()
    planovik = str(Path(sys.executable).with_name("planovik"))
    environment = os.environ | {"DATABASE_URL": url, "PLANOVIK_HOME": str(home)}
    commands = ([planovik, "api", "--port", str(port)], [planovik, "worker"])
    parts = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for command in commands]
    try:
        yield port
    finally:
        for part in parts:
            part.terminate()
        assert [part.wait(DEADLINE) for part in parts] == [0, 0]


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", "/ready")
        return connection.getresponse().status == 200
    return False


def count_workers(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        assert row
        return int(row[0])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_everything_with_status_0(stack: Stack, number: signal.Signals) -> None:
    started, said = stack.processes(), len(stack.said())
    assert stack.stop(number) == 0
    assert "Traceback" not in stack.said()[said:]
    assert [pid for pid in started if command_of(pid)] == []


def test_a_killed_supervisor_takes_everything_along_and_the_next_start_has_all_that_was_committed(stack: Stack) -> None:
    with psycopg.connect(Cluster(stack.home / "database").url()) as connection:
        connection.execute("INSERT INTO installation VALUES ('kept', '1')")
    started = stack.processes()
    assert stack.process
    stack.process.kill()
    stack.process.wait()
    wait_for(lambda: not any(command_of(pid) for pid in started))
    stack.__enter__()
    assert stack.password is None
    with psycopg.connect(Cluster(stack.home / "database").url()) as connection:
        assert connection.execute("SELECT value FROM installation WHERE key = 'kept'").fetchone() == (1,)


def test_a_start_killed_at_any_moment_starts_again(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "home")
    for seconds in (0.3, 0.9, 1.5):
        stack.start()
        moment = time.monotonic() + seconds
        wait_for(lambda moment=moment: time.monotonic() > moment)  # type: ignore[misc]
        assert stack.process
        stack.process.kill()
        stack.process.wait()
    with stack:
        assert stack.status_of("/ready") == 200


def test_a_child_that_keeps_dying_is_started_less_and_less_often() -> None:
    delays = [delay_after(failures) for failures in range(1, 20)]
    assert delays[0] == 0
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_DELAY
