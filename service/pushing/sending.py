"""Sending: many files, several at a time, each only where its content is not there yet.

In: files and a `Client`. Out: a `Sent` for each file, and for each one in an archive. Raises a `ServiceFault` where it makes no sense to
go on with the others: nothing answers, or the key may not upload.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal
from uuid import UUID

from extractor.formats import MAX_FILE_BYTES
from service.answers import Priority, Status
from service.client import (
    Client,
    Document,
    FileChanged,
    FileContent,
    InTheWay,
    NotAccepted,
    NotAllowed,
    NotThere,
    ServiceBroken,
    ServiceFault,
    TooLarge,
    UploadedFile,
    read_content,
)
from service.client.client import MOST_DIGESTS
from service.messages import message

# Times that a file is sent which is written to meanwhile, and the seconds between: a program that saves has finished by then.
TRIES = 3
CHANGE_SECONDS = 1.0

# Called with a file, the bytes of it that were sent, and its size.
Progress = Callable[[Path, int, int], None]
# `known`: the content was there; `refused`: the service will not take this content; `failed`: it makes sense to send it again.
Outcome = Literal["sent", "known", "refused", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a file; `entry` is its name in an archive, `status` that of its document, `reason` what is wrong with either."""

    path: Path
    outcome: Outcome
    entry: str | None = None
    document: UUID | None = None
    status: Status | None = None
    reason: str | None = None

    @property
    def name(self) -> str:
        """The file as a person finds it."""
        return f"{self.path} › {self.entry}" if self.entry else str(self.path)

    @property
    def is_good(self) -> bool:
        """Whether the file is a document of the service, one that was not given up."""
        return self.outcome in ("sent", "known") and self.status not in ("failed", "cancelled", "deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How to send: how many files at a time, whom to let pass, whether to have documents that failed processed again."""

    jobs: int = 4
    priority: Priority = "bulk"
    retry: bool = False


def send_files(client: Client, paths: Sequence[Path], manner: Manner, progress: Progress | None = None) -> Iterator[Sent]:
    """Send files and yield what becomes of each as it does; contents that are there, or came a moment ago, are not sent."""
    sending = Sending(client, manner, progress)
    with ThreadPoolExecutor(manner.jobs) as pool:
        try:
            for start in range(0, len(paths), MOST_DIGESTS):
                yield from sending.send_some(paths[start : start + MOST_DIGESTS], pool)
        except (KeyboardInterrupt, GeneratorExit):
            client.close()  # threads that wait for the service stop waiting
            pool.shutdown(cancel_futures=True)
            raise


class Sending:
    """Files on their way; `first` has what became of each content when it came first."""

    def __init__(self, client: Client, manner: Manner, progress: Progress | None) -> None:
        """Begin with nothing sent."""
        self.client, self.manner, self.progress = client, manner, progress
        self.first: dict[str, Sent] = {}

    def send_some(self, paths: Sequence[Path], pool: ThreadPoolExecutor) -> Iterator[Sent]:
        """Send as many files as the service can be asked for at a time."""
        looked = [look_at(path) for path in paths]
        yield from (one for one in looked if isinstance(one, Sent))
        contents = [one for one in looked if isinstance(one, FileContent)]
        fresh = {content.sha256: content for content in reversed(contents) if content.sha256 not in self.first}
        known = self.client.find_contents(fresh)
        for sha256, document in known.items():
            self.first[sha256] = self.found(fresh[sha256].path, document)
            yield self.first[sha256]
        missing = [content for content in contents if fresh.get(content.sha256) is content and content.sha256 not in known]
        for content, sent in gather({pool.submit(self.send, content): content for content in missing}):
            self.first[content.sha256] = sent[0]
            yield from sent
        yield from (repeated(self.first[content.sha256], content.path) for content in contents if fresh.get(content.sha256) is not content)

    def found(self, path: Path, document: Document) -> Sent:
        """Give what becomes of a file whose content is there: nothing, or another attempt to read it."""
        sent = Sent(path=path, outcome="known", document=document.id, status=document.status, reason=failure_of(document))
        if not self.manner.retry or document.status not in ("failed", "cancelled"):
            return sent
        try:
            again = self.client.retry(document.id)
        except (InTheWay, NotAllowed, NotThere) as fault:
            return replace(sent, reason=str(fault))
        return replace(sent, outcome="sent", status=again.status, reason=None)

    def send(self, content: FileContent) -> list[Sent]:
        """Send one file and give what became of it, or of each file in an archive; a file that changes meanwhile is sent as it is then."""
        try:
            for left in reversed(range(TRIES)):
                try:
                    return [sent_as(content.path, one) for one in self.upload(content)]
                except FileChanged:
                    if not left:
                        raise
                time.sleep(CHANGE_SECONDS)
                content = read_content(content.path)
        except (NotAccepted, TooLarge) as refusal:
            return [Sent(path=content.path, outcome="refused", reason=str(refusal))]
        except (FileChanged, ServiceBroken, OSError) as trouble:
            return [Sent(path=content.path, outcome="failed", reason=reason_of(trouble))]
        raise AssertionError  # the last attempt returns or raises

    def upload(self, content: FileContent) -> list[UploadedFile]:
        """Upload a file."""
        progress = partial(self.progress, content.path) if self.progress else None
        return self.client.upload(content, priority=self.manner.priority, progress=progress)


def look_at(path: Path) -> FileContent | Sent:
    """Look at a file; one that is larger than a document may be is not even read."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            reason = message("push_too_large", limit=MAX_FILE_BYTES // 1_000_000)
            return Sent(path=path, outcome="refused", reason=reason)
        return read_content(path)
    except OSError as error:
        return Sent(path=path, outcome="failed", reason=reason_of(error))


def gather(futures: dict[Future[list[Sent]], FileContent]) -> Iterator[tuple[FileContent, list[Sent]]]:
    """Yield what is sent as it is; after a fault what was not begun is given up, and what is under way still told of."""
    fault: ServiceFault | None = None
    for future in as_completed(futures):
        try:
            yield futures[future], future.result()
        except CancelledError:
            continue
        except ServiceFault as error:
            fault = fault or error
            for other in futures:
                other.cancel()
    if fault:
        raise fault


def repeated(first: Sent, path: Path) -> Sent:
    """Give what becomes of a file whose content came before under another name."""
    return replace(first, path=path, outcome="known" if first.outcome == "sent" else first.outcome)


def sent_as(path: Path, file: UploadedFile) -> Sent:
    """Give what became of an uploaded file."""
    entry = file.name if file.archive else None
    if file.document is None:
        return Sent(path=path, entry=entry, outcome="refused", reason=(file.problem or {}).get("detail"))
    outcome: Outcome = "sent" if file.outcome == "accepted" else "known"
    document = file.document
    return Sent(path=path, entry=entry, outcome=outcome, document=document.id, status=document.status, reason=failure_of(document))


def failure_of(document: Document) -> str | None:
    """Say why a document has no records."""
    return document.problem.message if document.problem else None


def reason_of(trouble: Exception) -> str:
    """Say what is the trouble with a file."""
    return trouble.strerror or str(trouble) if isinstance(trouble, OSError) else str(trouble)


def wait_for(client: Client, sent: Sent) -> Sent:
    """Give what became of a file when its document is finished."""
    if sent.document is None:
        return sent
    try:
        status = client.wait(sent.document)
    except NotThere:
        return replace(sent, status="deleted")
    return replace(sent, status=status.status, reason=status.problem.message if status.problem else None)
