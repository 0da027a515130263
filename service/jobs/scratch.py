"""Scratch folders: each job works in one of its own, each fork server holds a room of them.

In: nothing. Out: folders, and after a process that was killed the room is swept: whoever still works in it is killed, then it
is removed. The lock of a room is held by its fork server, and falls when that ends however it ends.
"""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

from service.jobs.processes import kill, working_in

LOCK = "lock"
# A room whose lock is not there yet is being made; nobody needs longer for that.
NEW_SECONDS = 60
# A process that was killed leaves its working folder when the kernel has torn it down.
GONE_SECONDS = 5.0
# stat(2) counts in these; an empty file takes an entry of the disk's tables, of which there are few.
BLOCK_BYTES, LEAST_BYTES = 512, 4096


def scratch_root() -> Path:
    """Give the folder of all rooms of this user, which nobody else may enter; raises PermissionError where it is not ours."""
    root = Path(tempfile.gettempdir()).resolve() / f"planovik-{os.getuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    status = root.lstat()
    if status.st_uid != os.getuid() or root.is_symlink() or status.st_mode & 0o077:
        raise PermissionError(f"{root} must be a folder of this user only")
    return root


def make_room() -> Path:
    """Make the room of a fork server that is about to start."""
    return Path(tempfile.mkdtemp(dir=scratch_root()))


def lock_room(room: Path) -> int | None:
    """Take the lock of a room until this process ends; None where another process has it."""
    lock = os.open(room / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def sweep_rooms() -> int:
    """Clear the rooms whose fork server is gone; gives how many."""
    return sum(sweep_room(room) for room in scratch_root().iterdir() if room.is_dir())


def sweep_room(room: Path) -> bool:
    """Clear one room unless its fork server lives or is just starting."""
    try:
        if not (room / LOCK).exists() and time.time() - room.stat().st_mtime < NEW_SECONDS:
            return False
        lock = lock_room(room)
    except FileNotFoundError:
        return False
    if lock is None:
        return False
    clear(room)
    os.close(lock)
    return True


def clear(folder: Path) -> None:
    """Kill whoever works in a folder and remove it."""
    deadline = time.monotonic() + GONE_SECONDS
    while (found := working_in(folder)) and time.monotonic() < deadline:
        kill(found)
        time.sleep(0.01)
    shutil.rmtree(folder, ignore_errors=True)


def held_bytes(folder: Path) -> int:
    """Give the bytes that the files of a folder take on the disk, at least `LEAST_BYTES` each, so that their number counts too."""
    total = 0
    for place, folders, names in os.walk(folder):
        total += LEAST_BYTES * len(folders)
        for name in names:
            try:
                blocks = os.lstat(os.path.join(place, name)).st_blocks  # noqa: PTH118 - a Path for each file costs more than the look
            except FileNotFoundError:
                continue
            total += max(blocks * BLOCK_BYTES, LEAST_BYTES)
    return total
