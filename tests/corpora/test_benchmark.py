"""The benchmark's arithmetic, and that every contestant reads a real file."""

import shutil
from pathlib import Path

import pytest

from corpora import compare_benchmark
from corpora.benchmark import CONTESTANTS, OFFICE, growth, kind_of
from corpora.synthesize import write_plan

PROGRAMS = {"scan.pdf": "tesseract"} | dict.fromkeys(OFFICE, "soffice")
EXTENSIONS = [pytest.param(extension, marks=pytest.mark.slow) if extension in PROGRAMS else extension for extension in CONTESTANTS]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_contestant_finds_something_to_count(extension: str, tmp_path: Path) -> None:
    program = PROGRAMS.get(extension)
    if program and shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (make installs it)")
    (plan,) = write_plan(tmp_path, 12, seed=1, formats=(extension,))
    assert kind_of(plan) == extension
    readers = {name: read for name, read in CONTESTANTS[extension].items() if name != "start-up alone"}
    assert [name for name, read in readers.items() if read(plan) == 0] == []


def test_time_that_doubles_with_size_grows_by_one_whatever_the_fixed_cost() -> None:
    assert growth([100, 200, 400], [5.0, 6.0, 8.0]) == pytest.approx(1.0)


def test_time_that_is_quadratic_grows_by_more_than_one() -> None:
    assert growth([100, 200, 400], [1.0, 4.0, 16.0]) == pytest.approx(2.0)


def test_growth_within_the_noise_of_the_clock_is_not_told() -> None:
    assert growth([100, 200, 400], [0.10, 0.11, 0.12]) is None


def test_the_growth_of_a_comparison_is_told_for_each_size(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["compare_benchmark", "--sizes", "20,40", "--rounds", "1"])
    compare_benchmark.main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| 20", "| 40"]
    assert lines[3].count("×") == 4
