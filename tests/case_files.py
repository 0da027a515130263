"""Case files (`tests/cases/*.txt`): title / input / expected, readable as text.

Blocks of lines parted by empty lines give `Case`s; lines of parts between bars give rows. Lines that begin with # are
remarks. A leading "!" marks a known gap: the case must fail until the gap is closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """A case: its title and its lines; `after` gives the lines that a mark opens, without it."""

    title: str
    lines: tuple[str, ...]
    known_gap: bool

    def after(self, mark: str) -> tuple[str, ...]:
        return tuple(line.removeprefix(mark) for line in self.lines if line.startswith(mark))

    def without(self, *marks: str) -> tuple[str, ...]:
        return tuple(line for line in self.lines if not line.startswith(marks))

    @property
    def printed(self) -> tuple[str, ...]:
        return self.after("> ")


def read_lines(name: str) -> list[str]:
    return [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def read_cases(name: str) -> list[Case]:
    blocks = (list(lines) for filled, lines in groupby(read_lines(name), key=lambda line: bool(line.strip())) if filled)
    return [Case(title.lstrip("!"), tuple(lines), title.startswith("!")) for title, *lines in blocks]


def read_rows(name: str, *, mark: str = "|") -> list[tuple[str, ...]]:
    """Give the parts of each line; a known gap keeps its "!"."""
    return [tuple(part.strip() for part in line.split(mark)) for line in read_lines(name) if line.strip()]


def marked(cases: Iterable[Case]) -> list[Any]:
    """Give the cases as parameters of a test, known gaps as strict expected failures."""
    return [pytest.param(case, id=case.title, marks=[pytest.mark.xfail(strict=True)] if case.known_gap else []) for case in cases]


def marked_rows(rows: Iterable[tuple[str, ...]]) -> list[Any]:
    return [
        pytest.param(first.lstrip("!"), *rest, marks=[pytest.mark.xfail(strict=True)] if first.startswith("!") else [])
        for first, *rest in rows
    ]
