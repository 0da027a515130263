"""Confinement: what files a child may touch, held by the kernel (Landlock, Linux 5.13 and newer).

In: the scratch folder. Out: a process that reads programs, libraries, fonts and dictionaries, writes in its scratch folder, and sees
nothing else: not the database's password, not other documents, not the keys of other processes; whatever it starts is confined too. A
kernel without Landlock leaves the child with the limits alone. To let a program read one more place, add it to `READABLE`.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from service.jobs.processes import libc

# Numbers of the system calls, the same on all architectures (linux/unistd.h), and of landlock.h.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_FILE, MAKE_SOCKET = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 9
# How many kinds of access to files each version of Landlock knows, the first being version 1.
FILE_ACCESSES = (13, 14, 15, 15, 16, 16, 16)
# Version 4 holds TCP, version 6 signals and abstract sockets to processes outside.
ALL_TCP, TCP_SINCE = 0b11, 4
ALL_SCOPES, SCOPES_SINCE = 0b11, 6
FILE_ONLY = READ_FILE | WRITE_FILE | EXECUTE | 1 << 14 | 1 << 15

READ = EXECUTE | READ_FILE | READ_DIR
READABLE = (
    "/usr", "/lib", "/lib64", "/bin", "/proc", "/sys", "/dev/urandom", "/dev/random", "/dev/zero", "/etc/fonts", "/etc/ld.so.cache",
    "/etc/localtime", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/libreoffice", "/etc/alternatives", "/etc/mime.types",
    "/etc/locale.alias", "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice",
)  # fmt: skip
WRITABLE = ("/dev/null",)
# LibreOffice makes a socket here, whatever TMPDIR says.
SOCKETS = ("/tmp",)  # noqa: S108 - the place is LibreOffice's


class RulesetAttributes(ctypes.Structure):
    """`struct landlock_ruleset_attr`; older versions know its beginning."""

    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class PathBeneath(ctypes.Structure):
    """`struct landlock_path_beneath_attr`."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def landlock_version() -> int:
    """Give the version of Landlock that the kernel has, 0 where it has none."""
    return max(0, int(libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), CREATE_RULESET_VERSION)))


def confine(folder: Path) -> bool:
    """Confine this process, and all that it will start, for good; False where the kernel can't. It must have given up privileges."""
    version = landlock_version()
    if not version:
        return False
    handled = (1 << FILE_ACCESSES[min(version, len(FILE_ACCESSES)) - 1]) - 1
    ruleset = create_ruleset(version, handled)
    for path, allowed in (*rules(), (str(folder), handled)):
        allow(ruleset, path, allowed & handled)
    held = libc.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(held)


def create_ruleset(version: int, handled: int) -> int:
    """Make a set of rules that refuses all it handles and no rule allows; gives its descriptor."""
    net = ALL_TCP if version >= TCP_SINCE else 0
    scoped = ALL_SCOPES if version >= SCOPES_SINCE else 0
    attributes = RulesetAttributes(handled, net, scoped)
    size = 24 if version >= SCOPES_SINCE else 16 if version >= TCP_SINCE else 8
    return int(libc.syscall(CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), 0))


def rules() -> Iterator[tuple[str, int]]:
    """Yield what may be accessed how, besides the scratch folder."""
    own = Path(__file__).parents[2]
    packages = (str(own / name) for name in ("extractor", "service"))
    yield from ((path, READ) for path in (*READABLE, sys.prefix, sys.base_prefix, *packages))
    yield from ((path, READ_FILE | WRITE_FILE) for path in WRITABLE)
    yield from ((path, MAKE_SOCKET | REMOVE_FILE | READ_DIR) for path in SOCKETS)


def allow(ruleset: int, path: str, allowed: int) -> None:
    """Allow accesses beneath a path; one that does not exist needs no rule."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not Path(path).is_dir():
        allowed &= FILE_ONLY
    rule = PathBeneath(allowed, opened)
    libc.syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(opened)
