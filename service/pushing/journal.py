"""The journal of a watched folder: which file became which document, one line of JSON each.

In: what became of files. Out: which ones need nothing more. It is only added to; a line that a crash has cut is passed over, and its file
looked up at the service again.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from service.pushing.sending import Sent
from service.pushing.settling import Look


@dataclass(slots=True)
class Journal:
    """The lines that hold, by the files' places in the folder; those of another service don't."""

    path: Path
    server: str
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Documents that were not finished when last asked for, with the line of each.
    unfinished: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what was noted before."""
        for line in self.read():
            self.take(line)

    def read(self) -> Iterator[dict[str, Any]]:
        """Yield the lines of this service."""
        if not self.path.exists():
            return
        for text in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict) and line.get("server") == self.server:
                yield line

    def take(self, line: dict[str, Any]) -> None:
        """Let a line hold."""
        self.lines[line["file"]] = line
        if line["document"]:
            document = UUID(line["document"])
            if line["status"] in ("queued", "processing"):
                self.unfinished[document] = line
            else:
                self.unfinished.pop(document, None)

    def is_done(self, file: str, look: Look) -> bool:
        """Tell whether a file that looks so needs nothing more: it was sent, or it was refused, as it is."""
        line = self.lines.get(file)
        return line is not None and line["outcome"] != "failed" and (line["size"], line["written"]) == (look.size, look.written)

    def note(self, file: str, look: Look, sent: Sent) -> None:
        """Note what became of a file."""
        self.add({
            "file": file,
            "size": look.size,
            "written": look.written,
            "entry": sent.entry,
            "outcome": sent.outcome,
            "document": str(sent.document) if sent.document else None,
            "status": sent.status,
            "reason": sent.reason,
            "server": self.server,
        })  # fmt: skip

    def note_status(self, document: UUID, status: str, reason: str | None) -> str:
        """Note how far the document of a file is; gives the file."""
        line = self.unfinished[document] | {"status": status, "reason": reason}
        self.add(line)
        return str(line["file"])

    def add(self, line: dict[str, Any]) -> None:
        """Write a line so that it outlives a power cut."""
        line = {"at": datetime.now(UTC).isoformat(timespec="seconds")} | line
        with self.path.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(line) + "\n")
            journal.flush()
            os.fsync(journal.fileno())
        self.take(line)
