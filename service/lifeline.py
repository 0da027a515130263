"""The lifeline: a child process is told by the kernel when its parent is gone.

In: a signal. Out: a function for `preexec_fn`. Linux only; elsewhere a supervisor that is killed leaves children, which the next
start of the database finds by itself.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

# prctl(2): the signal that the kernel sends when the thread that started this process ends. It is cleared when the user changes, so
# it has to be set after that; subprocess runs preexec_fn after setuid.
PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Give a function that a new child runs before its program; start such children from a thread that lives as long as they should."""
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def hold() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died before prctl was called
            os._exit(1)

    return hold
