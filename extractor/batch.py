"""Batches: many files one by one or several at a time, each with its own answer.

In: paths. Out: for each path, in order, its records or the one line that says why there are none.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from extractor.errors import ExtractionError
from extractor.formats import Progress, Wanted
from extractor.messages import message
from extractor.records import Records
from extractor.wordings import NOTHING_TAUGHT, Wordings


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file: its records, or `failure`, a line for the user."""

    path: Path
    records: Records | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How files are read: which of their pages, and what was taught beside the lexicons."""

    pages: Wanted = None
    wordings: Wordings = NOTHING_TAUGHT


WHOLE = Way()


def extract_file(path: Path, *, how: Way = WHOLE, progress: Progress | None = None) -> Answer:
    """Extract one file; whatever is wrong with it becomes the answer's `failure`."""
    from extractor.pipeline import extract

    try:
        return Answer(path, records=extract(path.read_bytes(), pages=how.pages, progress=progress, wordings=how.wordings))
    except (OSError, ExtractionError) as error:
        return Answer(path, failure=failure_text(path, error))


def failure_text(path: Path, error: OSError | ExtractionError) -> str:
    """Say on one line why a file gives no records."""
    match error:
        case FileNotFoundError():
            return message("file_missing")
        case IsADirectoryError():
            return message("file_is_folder", path=path)
        case OSError():
            return message("file_unreadable", reason=error.strerror)
        case _:
            return str(error)


def extract_files(paths: Sequence[Path], *, jobs: int, how: Way = WHOLE, progress: Progress | None = None) -> Iterator[Answer]:
    """Extract files, `jobs` at a time, and give the answers in the order of the paths.

    `progress` is told of each page where files are read one by one. A file that kills its process fails alone: the files
    after it get a new pool.
    """
    if jobs <= 1 or len(paths) <= 1:
        yield from (extract_file(path, how=how, progress=progress) for path in paths)
        return
    waiting = list(paths)
    while waiting:
        done = 0
        with ProcessPoolExecutor(min(jobs, len(waiting), 4 * (os.cpu_count() or 1)), mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(extract_file, path, how=how) for path in waiting]
            try:
                for future in futures:
                    answer = future.result()
                    done += 1
                    yield answer
            except BrokenProcessPool:
                pass
        if done < len(waiting):
            # Which of the running files broke the pool is not known: the first unanswered one runs alone, in a pool of its own.
            yield extract_alone(waiting[done], how)
            done += 1
        waiting = waiting[done:]


def extract_alone(path: Path, how: Way) -> Answer:
    """Extract one file in a process of its own, so that its death is only its own failure."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(extract_file, path, how=how).result()
        except BrokenProcessPool:
            return Answer(path, failure=message("worker_died"))
