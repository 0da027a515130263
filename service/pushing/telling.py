"""Telling: what a person sees of files on their way.

In: what becomes of each file. Out: bars and a table on a terminal, a line for each file elsewhere; complaints on standard error.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn
from rich.table import Table
from rich.text import Text

from service.client import ServiceFault
from service.messages import message
from service.pushing.sending import Sent

# Rows of a table that a person still reads; of more files only those are listed that need something.
MOST_ROWS = 50
# Seconds between two complaints about the same service.
COMPLAINT_SECONDS = 5.0
# Bytes from which a file has a bar of its own: smaller ones are sent before it is seen.
BAR_BYTES = 1_000_000
COLUMNS = ("push_column_file", "push_column_outcome", "push_column_document")


class Telling:
    """What is shown of some files, as long as its `with` lasts."""

    def __init__(self, server: str) -> None:
        """Keep the service's address, where its documents are looked at."""
        self.server = server
        self.answers = Console(soft_wrap=True)
        self.complaints = Console(stderr=True, soft_wrap=True)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
        self.bars = Progress(*columns, console=self.complaints, disable=not self.complaints.is_terminal, transient=True)
        self.lock = threading.Lock()
        self.tasks: dict[Path, TaskID] = {}
        self.whole: TaskID | None = None
        self.complained = 0.0

    def __enter__(self) -> Self:
        """Show the bars."""
        self.bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bars away."""
        self.bars.stop()

    def begin(self, code: str, total: int) -> None:
        """Begin to count something, named by a message."""
        if self.whole is not None:
            self.bars.remove_task(self.whole)
        self.whole = self.bars.add_task(message(code, count=total), total=total)

    def progress(self, path: Path, sent: int, size: int) -> None:
        """Show how much of a file is sent; called by the threads that send."""
        with self.lock:
            if size >= BAR_BYTES and path not in self.tasks:
                self.tasks[path] = self.bars.add_task(path.name, total=size)
            if path in self.tasks:
                self.bars.update(self.tasks[path], completed=sent)
                if sent >= size:
                    self.bars.remove_task(self.tasks.pop(path))

    def tell(self, sent: Sent) -> None:
        """Tell what became of a file: on a terminal at once only where something is wrong, as the table follows."""
        if self.whole is not None:
            self.bars.advance(self.whole)
        if not self.answers.is_terminal:
            self.answers.print(Text(line_of(sent, self.server)), highlight=False)
        elif not sent.is_good:
            self.complain(line_of(sent, self.server))

    def complain(self, text: str) -> None:
        """Say what is wrong."""
        self.complaints.print(Text(text), highlight=False)

    def pause(self, fault: ServiceFault, seconds: float) -> None:
        """Say now and then why nothing is sent at the moment; called by the threads that send."""
        with self.lock:
            if monotonic() - self.complained >= COMPLAINT_SECONDS:
                self.complained = monotonic()
                self.complain(message("push_pause", reason=fault, seconds=max(1, round(seconds))))

    def summarise(self, results: Sequence[Sent], left: int) -> None:
        """Show the table on a terminal, in place of the bars, and the numbers."""
        self.bars.stop()
        rows = results if len(results) <= MOST_ROWS else [sent for sent in results if not sent.is_good]
        if self.answers.is_terminal and rows:
            table = Table(*map(message, COLUMNS))
            for sent in rows:
                table.add_row(Text(sent.name), Text(outcome_of(sent)), Text(page_of(sent, self.server)))
            self.answers.print(table)
        numbers = Counter(sent.outcome for sent in results)
        named = {outcome: numbers[outcome] for outcome in ("sent", "known", "refused", "failed")}
        self.complain(message("push_summary", **named, left=left))
        if left or numbers["failed"]:
            self.complain(message("push_again"))


def line_of(sent: Sent, server: str) -> str:
    """Give what became of a file as a line."""
    page = page_of(sent, server)
    return f"{sent.name}: {outcome_of(sent)}{f' → {page}' if page else ''}"


def page_of(sent: Sent, server: str) -> str:
    """Give the address at which the document of a file is read in a browser, if there is one."""
    return f"{server}/documents/{sent.document}" if sent.document else ""


def outcome_of(sent: Sent) -> str:
    """Say what became of a file and of its document."""
    parts = [message(f"push_{sent.outcome}")]
    if sent.status and sent.status != "queued":
        parts.append(message(f"push_status_{sent.status}"))
    text = ", ".join(parts)
    return f"{text}: {sent.reason}" if sent.reason else text
