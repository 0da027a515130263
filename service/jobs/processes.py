"""Processes: who descends from whom, what they hold, and how they are ended. By Linux's /proc.

In: process ids and folders. Out: process ids and bytes; a process that ends meanwhile is left out.
"""

import contextlib
import ctypes
import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
# Numbers of prctl(2) and unshare(2), from linux/prctl.h and linux/sched.h.
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
CLONE_NEWNET = 0x40000000
# The form of capset(2)'s arguments, from linux/capability.h: two sets of three words.
CAPABILITY_VERSION_3 = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """End this process when its parent ends; a parent that is gone already ends it now."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none gets out of sight."""
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def give_up_privileges() -> None:
    """Never gain rights through set-user-id programs, for good."""
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def give_up_capabilities() -> None:
    """Keep no right that root has beyond other users, also after an exec (which needs `give_up_privileges`)."""
    header, nothing = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    libc.capset(header, nothing)


def leave_network() -> bool:
    """Move to a network without any interface; False where the system does not permit it."""
    return int(libc.unshare(CLONE_NEWNET)) == 0


def all_processes() -> Iterator[int]:
    """Yield the ids of all processes."""
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def parents() -> dict[int, int]:
    """Give for each process that is not a zombie its parent."""
    found: dict[int, int] = {}
    for pid in all_processes():
        with contextlib.suppress(OSError):
            # The name in brackets may hold anything, spaces and brackets too.
            state, parent = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()[:2]
            if state != b"Z":
                found[pid] = int(parent)
    return found


def descendants(root: int, known: dict[int, int]) -> list[int]:
    """Give the process and all below it, by what `parents` gave."""
    children: dict[int, list[int]] = {}
    for pid, parent in known.items():
        children.setdefault(parent, []).append(pid)
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def resident_bytes(processes: Iterable[int]) -> int:
    """Give the memory that the processes hold and do not share with files or with the fork server's own."""
    total = 0
    for pid in processes:
        with contextlib.suppress(OSError):
            _, resident, shared = (PROC / str(pid) / "statm").read_bytes().split()[:3]
            total += (int(resident) - int(shared)) * PAGE_BYTES
    return total


def working_in(folder: Path) -> list[int]:
    """Give the other processes whose working folder is the folder, or is or was inside it."""
    found = []
    for pid in set(all_processes()) - {os.getpid()}:
        with contextlib.suppress(OSError):
            place = Path(str((PROC / str(pid) / "cwd").readlink()).removesuffix(" (deleted)"))
            if place == folder or folder in place.parents:
                found.append(pid)
    return found


def kill(processes: Iterable[int]) -> None:
    """Kill the processes and whoever is in their process groups, but never this process's own group."""
    own = os.getpgrp()
    for pid in processes:
        with contextlib.suppress(OSError):
            group = os.getpgid(pid)
            if group != own:
                os.killpg(group, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
