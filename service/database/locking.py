"""Locks of folders: one process at a time works with what is in them.

In: a lock file's path. Out: the open file, whose lock ends with it, however the process ends.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

from service.database.faults import FolderTaken


def take_lock(path: Path) -> IO[str]:
    """Lock a file and write this process's number into it; raises FolderTaken with the number of the one that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise FolderTaken(folder=path.parent, process=holder) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
