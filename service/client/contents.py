"""Contents: files as they are sent, each exactly as it was when it was looked at.

In: a path. Out: its `FileContent`, and a `SteadyFile` to send, which breaks the upload off where the file is not the same any more: the
service takes nothing of a form that is cut off, so a half-written or changed file never becomes a document.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.messages import message

# Called with the bytes that were sent of a file and its size.
Progress = Callable[[int, int], None]


class FileChanged(Exception):  # noqa: N818 - the name says what happened
    """The file was written to while it was sent."""

    def __init__(self, path: Path) -> None:
        """Keep the file."""
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        """Give the message in the user's language."""
        return message("client_file_changed")


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file held when it was looked at."""

    path: Path
    size: int
    sha256: str


def read_content(path: Path) -> FileContent:
    """Look at a file; raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return FileContent(path, file.tell(), digest.hexdigest())


class SteadyFile(io.BufferedReader):
    """A file that is read to its end only as what it was; raises `FileChanged` otherwise, `OSError` where it can't be read."""

    def __init__(self, content: FileContent, progress: Progress | None = None) -> None:
        """Open the file."""
        super().__init__(io.FileIO(content.path))
        self.content = content
        self.progress = progress
        self.digest = hashlib.sha256()
        self.sent = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Give the next bytes."""
        piece = super().read(size)
        self.digest.update(piece)
        self.sent += len(piece)
        if self.sent > self.content.size or (not piece and self.digest.hexdigest() != self.content.sha256):
            raise FileChanged(self.content.path)
        if self.progress and piece:
            self.progress(self.sent, self.content.size)
        return piece
