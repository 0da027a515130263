"""Watching: what comes into a folder is brought into the service.

In: a folder, a `Client`, a `Journal`. Out: documents, lines in the journal, and what there is to tell. The folder is looked at again and
again, as only so the changes are seen that other machines make in a network folder.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count, groupby, islice
from pathlib import Path
from threading import Event
from time import monotonic

from service.answers import FINISHED
from service.client import Client, NotAllowed, NotSignedIn, NotThere, ServiceFault
from service.pushing.finding import is_document, walk
from service.pushing.journal import Journal
from service.pushing.sending import Manner, Sent, send_files
from service.pushing.settling import Look, Settling

# Seconds between two attempts while the service or the folder is away, at most, and before a file that failed is tried again.
LONGEST_PAUSE = 60.0
# Files sent between two looks at the wish to stop.
SENT_AT_A_TIME = 8
# Documents asked for at each look: at one a second a quarter of the requests that a key may make.
FOLLOWED_AT_A_TIME = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Whom to tell: of a file that was sent, of one that is no document, of the finished document of a file, of trouble and its pause."""

    sent: Callable[[Sent], None]
    passed_over: Callable[[Path], None]
    finished: Callable[[str, str, str | None], None]
    trouble: Callable[[Exception, float], None]


@dataclass(slots=True, kw_only=True)
class Watching:
    """A folder that is watched; `every` is the seconds between looks, files that were brought in are moved to `move_to`."""

    client: Client
    folder: Path
    journal: Journal
    settling: Settling
    told: Told
    every: float
    move_to: Path | None = None
    # When a file that failed is tried again, and files that are no documents.
    again: dict[Path, float] = field(default_factory=dict)
    strange: set[Path] = field(default_factory=set)

    def run(self, stopping: Event) -> None:
        """Watch until somebody wants to stop; raises `NotSignedIn` or `NotAllowed` where the key is of no use."""
        troubles = 0
        while not stopping.is_set():
            pause = self.every
            try:
                self.bring_in(stopping)
                self.follow()
                troubles = 0
            except (NotSignedIn, NotAllowed):
                raise
            except (ServiceFault, OSError) as trouble:
                pause = min(2.0**troubles, LONGEST_PAUSE)
                troubles = min(troubles + 1, 10)
                self.told.trouble(trouble, pause)
            stopping.wait(pause)

    def bring_in(self, stopping: Event) -> None:
        """Send the files that are whole, some at a time."""
        looks = self.look()
        ready = self.settling.settled(looks, monotonic())
        for start in range(0, len(ready), SENT_AT_A_TIME):
            if stopping.is_set():
                return
            sent = send_files(self.client, ready[start : start + SENT_AT_A_TIME], Manner())
            for path, outcomes in groupby(sent, lambda one: one.path):
                self.note(path, looks[path], list(outcomes))

    def look(self) -> dict[Path, Look]:
        """Look at the folder: give the documents that are not done, and tell once of other files; raises OSError where it is away."""
        os.stat(self.folder)  # noqa: PTH116 - a walk through a folder that is away finds nothing, and says nothing
        looks: dict[Path, Look] = {}
        for path in walk(self.folder, without=self.move_to):
            if path in (self.journal.path, *self.strange) or self.again.get(path, 0.0) > monotonic():
                continue
            if not is_document(path):
                self.strange.add(path)
                self.told.passed_over(path)
            elif (look := look_at(path)) and not self.journal.is_done(self.name_of(path), look):
                looks[path] = look
        return looks

    def name_of(self, path: Path) -> str:
        """Give the place of a file in the folder."""
        return path.relative_to(self.folder).as_posix()

    def note(self, path: Path, look: Look, outcomes: Iterable[Sent]) -> None:
        """Note what became of a file, and move it away where that is wanted and all went well."""
        is_good = True
        for sent in outcomes:
            self.journal.note(self.name_of(path), look, sent)
            self.told.sent(sent)
            is_good = is_good and sent.is_good
            if sent.outcome == "failed":
                self.again[path] = monotonic() + LONGEST_PAUSE
        if is_good and self.move_to and look_at(path) == look:
            move(path, self.move_to / path.relative_to(self.folder))

    def follow(self) -> None:
        """Ask how far the documents are, and tell of those that are finished."""
        for document in list(islice(self.journal.unfinished, FOLLOWED_AT_A_TIME)):
            try:
                found = self.client.status(document)
            except NotThere:
                self.finish(self.journal.note_status(document, "deleted", None), "deleted", None)
                continue
            if found.status in FINISHED:
                reason = found.problem.message if found.problem else None
                self.finish(self.journal.note_status(document, found.status, reason), found.status, reason)

    def finish(self, file: str, status: str, reason: str | None) -> None:
        """Tell of a finished document."""
        self.told.finished(file, status, reason)


def look_at(path: Path) -> Look | None:
    """Give how a file looks; None where it is gone."""
    try:
        return Look.of(path.stat())
    except FileNotFoundError:
        return None


def move(path: Path, target: Path) -> None:
    """Move a file; one that is there stays, and the new one gets a number."""
    target.parent.mkdir(parents=True, exist_ok=True)
    names = (target.with_stem(f"{target.stem} ({number})") for number in count(2))
    shutil.move(path, target if not target.exists() else next(name for name in names if not name.exists()))
