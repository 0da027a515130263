"""The child: one task over one hostile file, in a process that owns nothing.

In: a request in the scratch folder (written by `guard.py`), the limits, the pipe for the answer. Out: frames (`frames.py`). It has
a session of its own, the scratch folder as its only place to write, no descriptor but the pipe, and it ends with the fork server.
"""

import json
import os
import pickle
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from extractor.errors import ExtractionError
from service.jobs.confinement import confine
from service.jobs.frames import Kind, write_frame
from service.jobs.limits import Limits
from service.jobs.processes import adopt_orphans, die_with_parent, give_up_capabilities

REQUEST = "request"
# The pipe's number in the child, after standard input, output and errors.
ANSWER = 3
# A trace says where an error arose in its last lines.
MAX_TRACE = 8_000
# The kernel ends what goes on this much longer than the processor seconds that the watcher allows.
GRACE_SECONDS = 5
# Conversions set a limit of 4 GB on LibreOffice, which only root may raise above the one that the child passes on.
PASSED_ON_BYTES = 4_000_000_000


def run_child(folder: Path, answer: int, limits: Limits, server: int) -> NoReturn:
    """Be the child: take the limits, answer the request and end. Never returns, whatever happens."""
    try:
        settle(folder, answer, server)
        set_limits(limits)
        give_up_capabilities()
        confine(folder)
        answer_request(folder)
    finally:
        os._exit(0 if sys.exc_info()[0] is None else 1)


def settle(folder: Path, answer: int, server: int) -> None:
    """Leave everything of the fork server behind but its memory."""
    os.setsid()
    die_with_parent(server)
    adopt_orphans()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGXFSZ, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.dup2(answer, ANSWER)
    os.closerange(ANSWER + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.chdir(folder)
    os.environ.update(TMPDIR=str(folder), HOME=str(folder))
    tempfile.tempdir = str(folder)


def set_limits(limits: Limits) -> None:
    """Set what the kernel holds for each process; what the job takes as a whole is watched by the fork server."""
    seconds = round(limits.seconds) + GRACE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + GRACE_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, max(limits.memory_bytes, PASSED_ON_BYTES)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_request(folder: Path) -> None:
    """Run the request's task and write what it gives or raises."""
    task, arguments, has_progress = read_request(folder)
    try:
        write_result(task(*arguments, progress=tell_progress) if has_progress else task(*arguments))
    except ExtractionError as error:
        write_json(Kind.REFUSED, {"code": error.code, "detail": error.detail, "values": {k: str(v) for k, v in error.values.items()}})
    except MemoryError:
        write_json(Kind.ERROR, {"memory": True, "trace": ""})
    except Exception:  # noqa: BLE001 - whatever a parser raises over a hostile file is this file's answer and nobody else's
        write_json(Kind.ERROR, {"memory": False, "trace": traceback.format_exc()[-MAX_TRACE:]})


def read_request(folder: Path) -> tuple[Callable[..., Any], tuple[Any, ...], bool]:
    """Read the task, its arguments and whether it tells its progress; the file goes, so that the disk holds no copy of the source."""
    path = folder / REQUEST
    with path.open("rb") as request:
        path.unlink()
        task, arguments, has_progress = pickle.load(request)  # noqa: S301 - written by the service itself
    return task, arguments, has_progress


def write_result(result: Any) -> None:
    """Write what the task gave: bytes as they are, anything else as JSON."""
    if isinstance(result, bytes):
        write_frame(ANSWER, Kind.BYTES, result)
    else:
        write_json(Kind.JSON, result)


def write_json(kind: Kind, value: Any) -> None:
    """Write a value as JSON; NaN is no JSON, so it is an error here and not in the store."""
    write_frame(ANSWER, kind, json.dumps(value, allow_nan=False).encode())


def tell_progress(stage: str, page: int | None = None, pages: int | None = None) -> None:
    """Tell the worker how far the task is."""
    write_json(Kind.PROGRESS, [stage, page, pages])


def page_progress(stage: str, progress: Callable[..., None]) -> Callable[[int, int], None]:
    """Give a progress report for the extractor's readers, which count pages."""
    return partial(progress, stage)
