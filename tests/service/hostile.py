"""What hostile files do to a parser, as tasks that run in real children; `parse` does what a file's first word says."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractor.errors import EncryptedFile, TooLarge
from extractor.wordings import Wordings
from service.jobs.child import ANSWER
from service.jobs.extraction import extract_content
from service.jobs.frames import HEAD

# What a fork server loads so that its confined children know these tasks.
MODULES = ("service.jobs.extraction", "service.jobs.rendering", "service.jobs.consolidation", "tests.service.hostile")
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
# The process that has read this module: of a child it is the fork server.
READER = os.getpid()


def loop() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)


def allocate() -> int:
    return len(bytearray(10_000_000_000))


def allocate_in_pieces() -> None:
    """Take memory in many processes, each within the limit of one."""
    for _ in range(8):
        if os.fork() == 0:
            held = bytearray(60_000_000)
            time.sleep(600)
            del held
    time.sleep(600)


def crash() -> bytes:
    return ctypes.string_at(0)


def fork_many() -> None:
    """Fork without end, half of the processes in sessions of their own."""
    while True:
        if os.fork() == 0:
            if os.getpid() % 2:
                os.setsid()
            time.sleep(600)


def write_without_end() -> None:
    with Path("endless").open("wb") as target:
        while True:
            target.write(bytes(1_000_000))


def write_many() -> None:
    for number in range(10_000):
        Path(str(number)).write_bytes(bytes(1_000_000))
        time.sleep(0.002)


def ignore_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    loop()


def leave_grandchild(*, and_hide: bool = False) -> int:
    """Start a program in a session of its own, as LibreOffice is, and end before it does."""
    process = subprocess.Popen(SLEEPER, start_new_session=True, cwd="/" if and_hide else None)
    return process.pid


def leave_hidden_grandchild() -> int:
    return leave_grandchild(and_hide=True)


def answer_garbage() -> None:
    os.write(ANSWER, os.urandom(100_000))
    sleep()


def answer_pickle() -> None:
    os.write(ANSWER, HEAD.pack(b"J", 5) + b"\x80\x04N.\n")


def answer_without_end() -> None:
    os.write(ANSWER, HEAD.pack(b"J", 4_000_000_000))
    while True:
        os.write(ANSWER, bytes(1_000_000))


def answer_twice() -> None:
    for _ in range(2):
        os.write(ANSWER, HEAD.pack(b"J", 2) + b"{}")


def flood_progress(*, progress: Callable[..., None]) -> str:
    for page in range(1, 100_001):
        progress("reading", page, 100_000)
    return "done"


def tell_nonsense(*, progress: Callable[..., None]) -> None:
    os.write(ANSWER, HEAD.pack(b"P", 8) + b'["a", 1]')
    sleep()


def end_quietly() -> None:
    os._exit(0)


def raise_bug() -> None:
    raise KeyError("no such column")


def raise_encrypted() -> None:
    raise EncryptedFile


def raise_too_large() -> None:
    raise TooLarge("too_many_pages", limit=3000)


def tell_reader() -> int:
    """Tell which process has loaded what the child works with."""
    return READER


def see_surroundings() -> dict[str, Any]:
    """Tell what a parser finds around itself."""
    return {
        "environment": dict(os.environ),
        "descriptors": [int(entry.name) for entry in Path("/proc/self/fd").iterdir()],
        "folder": str(Path.cwd()),
        "files": [str(path) for path in Path().iterdir()],
        "main": sys.modules["__main__"].__spec__.name if sys.modules["__main__"].__spec__ else None,
        "interfaces": Path("/proc/net/dev").read_text(),
        "parent": os.getppid(),
    }


def crash_once(path: bytes) -> None:
    """Crash on the first try. A socket is all that a confined child can leave behind, and only where LibreOffice makes its own."""
    if not Path(os.fsdecode(path)).exists():
        socket.socket(socket.AF_UNIX).bind(path)
        crash()


DEEDS: dict[bytes, Callable[[], Any]] = {
    name.encode(): deed
    for name, deed in globals().items()
    if callable(deed) and getattr(deed, "__module__", None) == __name__ and name not in ("crash_once",)
}


def parse(content: bytes, wordings: Wordings, *, progress: Callable[..., None]) -> Any:
    """Do what the file says, or read it where it says nothing."""
    word, _, rest = content.partition(b" ")
    if word == b"crash_once":
        path, _, content = rest.partition(b"\n")
        crash_once(path)
    elif word in DEEDS:
        progress("reading", 1, 2)
        return DEEDS[word]()
    return extract_content(content, wordings, progress=progress)


def leave_and_wait() -> None:
    """Start a program in a session of its own, tell its number without a frame, and hang."""
    os.write(ANSWER, str(leave_grandchild()).encode())
    sleep()


def read_elsewhere(path: str) -> str:
    """Read a file that is none of the job's business."""
    return Path(path).read_text(encoding="utf-8")


def write_elsewhere(path: str) -> None:
    """Leave a file outside of the scratch folder."""
    Path(path).write_text("x", encoding="utf-8")


def read_neighbours_environment(pid: int) -> int:
    """Look for credentials in the environment of the process that serves."""
    return len(Path(f"/proc/{pid}/environ").read_bytes())


def kill_neighbour(pid: int) -> None:
    """Send a signal to a process outside."""
    os.kill(pid, 0)
