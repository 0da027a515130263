"""The sandbox: a task over a hostile file runs in a child that can neither harm nor hang the service.

In: a function at the top of a module, its arguments, limits. Out: what it returned (bytes, or what JSON can hold), or an error
that says how the child ended. Blocking: asynchronous callers use a thread. To run something else in it, write the function; it takes
a keyword `progress` where the caller wants to be told of it.
"""

import json
import os
import select
import time
from collections.abc import Callable
from typing import Any

from extractor import errors
from extractor.errors import ExtractionError
from service.jobs.frames import BadFrame, FrameReader, Kind
from service.jobs.guard import Guard, Running, start_guard
from service.jobs.limits import Limits

# Called with the stage, the page and the number of pages.
Progress = Callable[[str, int | None, int | None], None]

# Seconds between looks at whether the job was cancelled, and between reports of progress.
LOOK_SECONDS = 0.1
READ_BYTES = 1_000_000
STAGES = ("reading", "extracting", "saving")


class ChildEnded(Exception):  # noqa: N818 - the names below say how
    """The child gave no answer; `detail` is for the log."""

    def __init__(self, detail: str = "") -> None:
        """Keep the detail."""
        super().__init__(detail)
        self.detail = detail


class ChildTimedOut(ChildEnded):
    """The time limit, of the clock or of the processor, was passed."""


class ChildOutOfMemory(ChildEnded):
    """The memory limit was passed."""


class ChildCrashed(ChildEnded):
    """The child was ended by a signal, or ended without an answer: a fault of a library, or the machine's want of memory."""


class ChildOverstepped(ChildCrashed):
    """The child started too many processes, filled its folder, or answered what is no answer."""


class ChildFailed(ChildCrashed):
    """The task raised an error that is none of the extractor's; the same file would raise it again."""


class ChildCancelled(ChildEnded):
    """The caller wanted it no more."""


# Why the fork server killed a child, and signals (negative) that the kernel ends a process with at a limit.
ENDS: dict[str | int, type[ChildEnded]] = {
    "time": ChildTimedOut,
    "memory": ChildOutOfMemory,
    "cancelled": ChildCancelled,
    "processes": ChildOverstepped,
    "disk": ChildOverstepped,
    -24: ChildTimedOut,  # SIGXCPU
    -25: ChildOverstepped,  # SIGXFSZ
}


def run_in_child(
    task: Callable[..., Any],
    *arguments: Any,
    limits: Limits | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Any:
    """Run a task in a child and give its result; raises a `ChildEnded`, or the `ExtractionError` that the task raised.

    Everything that the child started is gone when this returns.
    """
    limits = limits or Limits()
    try:
        guard = start_guard()
        with guard.child(task, arguments, limits, progress is not None) as running:
            return Conversation(guard, running, limits, progress, is_cancelled or (lambda: False)).result()
    except ConnectionError as error:
        raise ChildCrashed("the fork server ended") from error


class Conversation:
    """What is heard from one child until it has ended."""

    def __init__(self, guard: Guard, running: Running, limits: Limits, progress: Progress | None, is_cancelled: Callable[[], bool]) -> None:
        """Begin with nothing heard."""
        self.guard, self.running, self.progress, self.is_cancelled = guard, running, progress, is_cancelled
        self.reader = FrameReader(limits.answer_bytes)
        self.answer: tuple[Kind, bytes] | None = None
        self.latest: bytes | None = None
        self.due = 0.0
        os.set_blocking(running.answer, False)

    def result(self) -> Any:
        """Listen until the child has ended, and make of its answer a value or an error."""
        try:
            end = self.listen()
        except BadFrame as error:
            self.guard.kill(self.running.number)
            read_end(self.running.status)
            raise ChildOverstepped(str(error)) from None
        if self.answer is not None and end["reason"] is None:
            return read_answer(*self.answer)
        kind = ENDS.get(end["reason"] or end["code"], ChildCrashed)
        raise kind(f"reason {end['reason']}, exit code {end['code']}")

    def listen(self) -> dict[str, Any]:
        """Read frames until the fork server tells how the child ended."""
        poll = select.poll()
        poll.register(self.running.answer, select.POLLIN)
        poll.register(self.running.status, select.POLLIN)
        while True:
            ready = dict(poll.poll(LOOK_SECONDS * 1000))
            if self.running.answer in ready and not self.read():
                poll.unregister(self.running.answer)
            self.report()
            if self.running.status in ready:
                while self.read():
                    pass
                self.due = 0.0
                self.report()
                return read_end(self.running.status)
            if self.is_cancelled():
                self.guard.kill(self.running.number)

    def read(self) -> bool:
        """Take what is in the answer's pipe; False at its end."""
        try:
            part = os.read(self.running.answer, READ_BYTES)
        except BlockingIOError:
            return False
        for kind, content in self.reader.feed(part):
            if kind is Kind.PROGRESS:
                self.latest = content
            elif self.answer is not None:
                raise BadFrame("two answers")
            else:
                self.answer = kind, content
        return bool(part)

    def report(self) -> None:
        """Hand on the newest progress now and then; those that it overtook are dropped, so that a flood costs little."""
        if self.latest is None or time.monotonic() < self.due:
            return
        if self.progress is not None:
            self.progress(*read_progress(self.latest))
        self.latest, self.due = None, time.monotonic() + LOOK_SECONDS


def read_end(status: int) -> dict[str, Any]:
    """Read how the child ended, as the fork server told; it tells nothing where it died itself."""
    line = os.read(status, READ_BYTES)
    if not line:
        raise ConnectionResetError
    end: dict[str, Any] = json.loads(line)
    return end


def read_progress(content: bytes) -> tuple[str, int | None, int | None]:
    """Read a progress report; raises `BadFrame` where it is none."""
    match read_json(content):
        case [str(stage), int() | None as page, int() | None as pages] if stage in STAGES:
            return stage, page, pages
    raise BadFrame("bad progress")


def read_answer(kind: Kind, content: bytes) -> Any:
    """Give the value of an answer, or raise what it tells of."""
    try:
        if kind is Kind.BYTES:
            return content
        value = read_json(content)
        if kind is Kind.JSON:
            return value
        raise read_refusal(value) if kind is Kind.REFUSED else read_error(value)
    except BadFrame as error:
        raise ChildOverstepped(str(error)) from None


def read_json(content: bytes) -> Any:
    """Read JSON; raises `BadFrame` where it is none, or nested beyond reason."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise BadFrame("no JSON") from None


def read_refusal(value: Any) -> ExtractionError:
    """Give the extractor's error that a child tells of."""
    match value:
        case {"code": str(code), "detail": str() | None as detail, "values": dict(values)}:
            kinds = {kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ExtractionError)}
            if code in kinds:
                return kinds[code](*([] if detail is None else [detail]), **values)
    raise BadFrame("bad refusal")


def read_error(value: Any) -> ChildEnded:
    """Give the error for a task that raised one of its own."""
    match value:
        case {"memory": True}:
            return ChildOutOfMemory("MemoryError")
        case {"trace": str(trace)}:
            return ChildFailed(trace)
    raise BadFrame("bad error")
