"""Signals of a supervisor: to stop, and that a child ended.

In: the process's signals. Out: `Signals`, which counts the wishes to stop and wakes the one that waits.
"""

import select
import signal
import socket
from types import FrameType
from typing import Self

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """The signals, as long as its `with` lasts; a second wish to stop asks for haste."""

    def __init__(self) -> None:
        """Make the pair of sockets that Python writes to when a signal arrives."""
        self.wishes = 0
        self.reader, self.writer = socket.socketpair()
        for end in (self.reader, self.writer):
            end.setblocking(False)

    def __enter__(self) -> Self:
        """Take over the signals."""
        signal.set_wakeup_fd(self.writer.fileno(), warn_on_full_buffer=False)
        for number in (*STOPPING, signal.SIGCHLD):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
                signal.signal(number, self.note)
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(-1)
        for number in (*STOPPING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        self.reader.close()
        self.writer.close()

    def note(self, number: int, _: FrameType | None) -> None:
        """Count a wish to stop; the end of a child only wakes."""
        if number in STOPPING:
            self.wishes += 1

    def is_stopping(self) -> bool:
        """Say whether someone wants the supervisor to stop."""
        return self.wishes > 0

    def is_hasty(self) -> bool:
        """Say whether someone wants it a second time."""
        return self.wishes > 1

    def wait(self, seconds: float | None) -> None:
        """Wait for a signal, that long at most."""
        if select.select([self.reader], [], [], seconds)[0]:
            self.reader.recv(4096)
