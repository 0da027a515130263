"""Benchmark: CPU time and peak memory of the extractor beside plain readers of the same file, in one run.

In: files, or sizes for which plans are synthesized. Out: a table per format: seconds of CPU, peak memory, the ratio to the floor, and
how time grows with size (1.00 is linear). Every reading runs in a process of its own; the contestants take turns in each round, so
that a slow minute of the machine hits all of them; the median counts.

    python -m corpora.benchmark [FILE …] [--sizes 250,500,1000] [--rounds 3]

To add a contestant, write a function `path → anything` and add it to `CONTESTANTS`.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# Seconds that must lie between the smallest and the largest size: below that, growth is the clock's noise.
LEAST_STEP = 0.1


def pdf_floor(path: Path) -> int:
    """Raw text of all pages by pypdfium2: no reader of PDF does less."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return sum(len(page.get_textpage().get_text_bounded()) for page in document)


def docx_floor(path: Path) -> int:
    """Unzip and iterate over the XML's elements with lxml: no reader of DOCX does less."""
    import zipfile

    from lxml import etree

    with zipfile.ZipFile(path) as package, package.open("word/document.xml") as stream:
        return sum(len(element.text or "") for _, element in etree.iterparse(stream))


def pdfplumber_tables(path: Path) -> int:
    """All tables of all pages by pdfplumber, as its documentation shows."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return sum(len(table) for page in document.pages for table in page.extract_tables())


def docx_rows(path: Path) -> int:
    """All rows' cell texts by python-docx."""
    import docx

    tables = docx.Document(str(path)).tables
    return sum(len(cell.text) for table in tables for row in table.rows for cell in row.cells)


def extraction(path: Path) -> int:
    """The full extraction."""
    from extractor.pipeline import extract

    return sum(len(plan.measures) for plan in extract(path.read_bytes()).plans)


def warm_up(path: Path) -> int:
    """The extraction's fixed cost: imports and dictionaries, on a line of text."""
    from extractor.pipeline import extract

    return len(extract(f"ПЛАН\n{path.name}\n".encode()).plans)


# Format → name → reader; the first is the floor.
CONTESTANTS: Mapping[str, Mapping[str, Callable[[Path], int]]] = {
    "pdf": {
        "floor (pypdfium2 text)": pdf_floor,
        "pdfplumber tables": pdfplumber_tables,
        "extraction": extraction,
        "start-up alone": warm_up,
    },
    "docx": {
        "floor (zip + iterparse)": docx_floor,
        "python-docx rows": docx_rows,
        "extraction": extraction,
        "start-up alone": warm_up,
    },
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of a whole process: seconds of CPU (user and system), peak memory in megabytes, what the contestant counted."""

    seconds: float
    megabytes: float
    counted: int


def measure(path: Path, contestant: str) -> Reading:
    """Run a contestant in a process of its own; raises RuntimeError with what it said where it fails."""
    command = [sys.executable, "-m", "corpora.benchmark", "--run", contestant, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and arguments
    if run.returncode:
        raise RuntimeError(f"{contestant} failed on {path.name}: {run.stderr.strip().splitlines()[-1]}")
    seconds, megabytes, counted = run.stdout.split()[-3:]
    return Reading(float(seconds), float(megabytes), int(counted))


def run_one(path: Path, contestant: str) -> None:
    """Run a contestant in this process and print seconds of CPU, peak megabytes and the contestant's count."""
    import resource

    counted = CONTESTANTS[path.suffix[1:]][contestant](path)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, peak_megabytes(used.ru_maxrss), counted)


def peak_megabytes(resident: int) -> float:
    """Give this process's peak memory; `resident` is what getrusage counts, in kilobytes (in bytes on macOS).

    On Linux getrusage hands the parent's size down to a child, so the kernel's own mark for this program is read there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii", errors="replace").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resident / (1024 * 1024 if sys.platform == "darwin" else 1024)


def run_rounds(paths: Iterable[Path], rounds: int) -> dict[tuple[Path, str], Reading]:
    """Give the median reading per file and contestant; in each round all take turns."""
    readings: dict[tuple[Path, str], list[Reading]] = {}
    turns = [(path, name) for path in paths for name in CONTESTANTS[path.suffix[1:]]]
    for _ in range(rounds):
        for path, name in turns:
            readings.setdefault((path, name), []).append(measure(path, name))
    return {
        turn: Reading(median(run.seconds for run in several), median(run.megabytes for run in several), several[0].counted)
        for turn, several in readings.items()
    }


def growth(sizes: list[int], seconds: list[float]) -> float | None:
    """Give the price of a unit of size in the last step by its price in the first; None where it can't be told."""
    if len(set(sizes)) < 3 or seconds[-1] - seconds[0] < LEAST_STEP or seconds[1] <= seconds[0]:
        return None
    first = (seconds[1] - seconds[0]) / (sizes[1] - sizes[0])
    return (seconds[-1] - seconds[-2]) / (sizes[-1] - sizes[-2]) / first


def print_readings(paths: list[Path], readings: Mapping[tuple[Path, str], Reading]) -> None:
    """Print a table per format: a row per contestant, a group of columns per file."""
    from rich.console import Console
    from rich.table import Table

    for extension, contestants in CONTESTANTS.items():
        files = sorted((path for path in paths if path.suffix == f".{extension}"), key=lambda path: path.stat().st_size)
        if not files:
            continue
        floor = next(iter(contestants))
        sizes = [readings[path, floor].counted for path in files]
        heads = (f"{path.stem}\n{size} characters\nCPU s · MB · × floor" for path, size in zip(files, sizes, strict=True))
        table = Table("contestant", *heads, "growth", title=extension.upper())
        for name in contestants:
            row = [readings[path, name] for path in files]
            cells = [describe(reading, readings[path, floor]) for path, reading in zip(files, row, strict=True)]
            grown = growth(sizes, [reading.seconds for reading in row])
            table.add_row(name, *cells, "" if grown is None else f"{grown:.2f}")
        Console(width=160).print(table)


def describe(reading: Reading, floor: Reading) -> str:
    """Give a reading with its ratio to the floor."""
    return f"{reading.seconds:.2f} · {reading.megabytes:.0f} · {reading.seconds / floor.seconds:.1f}"


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="CPU time and memory of the extractor beside plain readers")
    parser.add_argument("files", type=Path, nargs="*", help="PDF and DOCX files; default: plans synthesized at the sizes")
    parser.add_argument("--sizes", default="250,500,1000", help="numbers of measures")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        run_one(arguments.files[0], arguments.run)
        return
    from corpora.synthesize import write_plan

    with tempfile.TemporaryDirectory() as folder:
        sizes = [int(size) for size in arguments.sizes.split(",")]
        paths = arguments.files or [path for size in sizes for path in write_plan(Path(folder), size, seed=1)]
        print_readings(paths, run_rounds(paths, arguments.rounds))


if __name__ == "__main__":
    main()
