"""Leftovers: server processes whose supervisor was killed.

In: the folder of a cluster whose lock this process holds, so that no process in it may be alive. Out: none is. Found through /proc,
so on Linux; elsewhere PostgreSQL itself refuses to start beside them and says so.
"""

import os
import signal
import time
from pathlib import Path

NAMES = {"postgres", "initdb"}
# Seconds for each way to stop, from the gentle to the hard; somebody waits for the start, and an immediate shutdown loses nothing.
FAST_SECONDS = 3.0
IMMEDIATE_SECONDS = 5.0
KILL_SECONDS = 10.0
POLL_SECONDS = 0.02


def stop_leftovers(folder: Path) -> None:
    """Stop every server process that works inside a folder, and remove what would make PostgreSQL believe that one is alive."""
    server = folder / "server"
    for number, seconds in ((signal.SIGINT, FAST_SECONDS), (signal.SIGQUIT, IMMEDIATE_SECONDS)):
        postmaster = read_postmaster(server)
        if postmaster in find_leftovers(folder):
            send(postmaster, number)
            wait_until_gone(folder, seconds)
    for pid in find_leftovers(folder):
        send(pid, signal.SIGKILL)
    if wait_until_gone(folder, KILL_SECONDS):
        for name in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (server / name).unlink(missing_ok=True)


def find_leftovers(folder: Path) -> set[int]:
    """Give the processes of PostgreSQL whose working folder is this one or lies in it; PostgreSQL works in its data folder."""
    inside = folder.resolve()
    return {int(process.name) for process in Path("/proc").glob("[0-9]*") if is_leftover(process, inside)}


def is_leftover(process: Path, folder: Path) -> bool:
    """Say whether a folder of /proc is that of a server process of this folder; one that just ended is none."""
    try:
        return (process / "comm").read_text().strip() in NAMES and (process / "cwd").readlink().is_relative_to(folder)
    except OSError:
        return False


def read_postmaster(server: Path) -> int:
    """Give the process that `postmaster.pid` names, 0 where there is none."""
    try:
        return int((server / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def wait_until_gone(folder: Path, seconds: float) -> bool:
    """Wait until no leftover lives; says whether that came true in time."""
    end = time.monotonic() + seconds
    while find_leftovers(folder):
        if time.monotonic() > end:
            return False
        time.sleep(POLL_SECONDS)
    return True
