"""Frames: how a child's answer travels through its pipe.

In: a kind of one byte and bytes. Out: the same on the other side, as they become whole. Nothing of it is unpickled: what a
child writes is as hostile as the file that it read. To add a kind, add it to `Kind` and read it in `sandbox.py`.
"""

import os
import struct
from collections.abc import Iterator
from enum import Enum

HEAD = struct.Struct(">cI")
# A progress report or an error with its trace is a few kilobytes; only a result is long.
MAX_SHORT_BYTES = 64_000


class Kind(Enum):
    """What a frame holds: progress, a result as JSON or as bytes, an error of the extractor, any other error."""

    PROGRESS = b"P"
    JSON = b"J"
    BYTES = b"B"
    REFUSED = b"R"
    ERROR = b"E"


class BadFrame(ValueError):  # noqa: N818 - the name says what is wrong
    """The pipe holds no frame, or one that passes its limit."""


def write_frame(pipe: int, kind: Kind, content: bytes) -> None:
    """Write one frame to a pipe, whole."""
    for part in (HEAD.pack(kind.value, len(content)), content):
        view = memoryview(part)
        while view:
            view = view[os.write(pipe, view) :]


class FrameReader:
    """Frames out of the bytes that arrive; `answer_bytes` bounds the whole stream but its progress reports."""

    def __init__(self, answer_bytes: int) -> None:
        """Begin with nothing read."""
        self.buffer = bytearray()
        self.left = answer_bytes

    def feed(self, part: bytes) -> Iterator[tuple[Kind, bytes]]:
        """Take what was read and yield the frames that are whole; raises `BadFrame`."""
        self.buffer += part
        while len(self.buffer) >= HEAD.size:
            kind, size = self.read_head()
            if len(self.buffer) < HEAD.size + size:
                return
            content = bytes(self.buffer[HEAD.size : HEAD.size + size])
            del self.buffer[: HEAD.size + size]
            self.left -= 0 if kind is Kind.PROGRESS else size
            yield kind, content

    def read_head(self) -> tuple[Kind, int]:
        """Read the head of the frame that the buffer begins with."""
        letter, size = HEAD.unpack_from(self.buffer)
        try:
            kind = Kind(letter)
        except ValueError:
            raise BadFrame("unknown frame") from None
        if size > (self.left if kind in (Kind.JSON, Kind.BYTES) else MAX_SHORT_BYTES):
            raise BadFrame("frame too long")
        return kind, size
