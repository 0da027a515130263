"""Benchmark: CPU time and peak memory of the extractor beside plain readers of the same file, in one run.

In: files, or sizes for which plans are synthesized. Out: a table per format: seconds of CPU, peak memory, the ratio to the floor, and
how time grows with size (1.00 is linear). Every reading runs in a process of its own; the contestants take turns in each round, so
that a slow minute of the machine hits all of them; the median counts.

    python -m corpora.benchmark [FILE …] [--sizes 250,500,1000] [--rounds 3]
    python -m corpora.benchmark --formats scan.pdf,odt,rtf,doc --sizes 20,60,120      beside Tesseract and LibreOffice alone

Time counts the programs that a contestant starts, memory does not. To add a contestant, write a function
`path → anything` and add it to `CONTESTANTS`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
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


def page_pictures(path: Path) -> list[Path]:
    """Give the files of a scan's page pictures, made before the rounds at the resolution that the extractor reads."""
    folder = path.with_suffix(".pages")
    if not folder.exists():
        import pypdfium2

        folder.mkdir()
        with pypdfium2.PdfDocument(path) as document:
            for number, page in enumerate(document):
                page.render(scale=300 / 72).to_pil().convert("L").save(folder / f"{number:04}.png", compress_level=1)
    return sorted(folder.iterdir())


def tesseract_alone(path: Path) -> int:
    """Tesseract on the page pictures, one run of the program for all: no reader of scans that uses it does less."""
    pages = page_pictures(path)
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "pages.txt")
        listed.write_text("".join(f"{page}\n" for page in pages), encoding="utf-8")
        command = ["tesseract", str(listed), "-", "-l", "rus", "--oem", "1", "--dpi", "300", "hocr"]
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        run = subprocess.run(command, capture_output=True, check=True, env=environment)  # noqa: S603 - our own arguments
    return len(run.stdout)


def conversion_alone(path: Path) -> int:
    """LibreOffice's conversion to DOCX."""
    from extractor.formats.office.conversion import convert

    return len(convert(path.read_bytes(), path.suffix[1:], "docx"))


def reading(path: Path) -> int:
    """The reader alone: bytes to a document."""
    from extractor.formats import read_document

    return len(read_document(path.read_bytes()).blocks)


def warm_up(path: Path) -> int:
    """The extraction's fixed cost: imports and dictionaries, on a line of text."""
    from extractor.pipeline import extract

    return len(extract(f"ПЛАН\n{path.name}\n".encode()).plans)


# Formats that LibreOffice converts.
OFFICE = ("odt", "rtf", "doc")
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
    "scan.pdf": {"floor (Tesseract alone)": tesseract_alone, "reading": reading, "extraction": extraction, "start-up alone": warm_up},
    **{
        kind: {"floor (LibreOffice alone)": conversion_alone, "reading": reading, "extraction": extraction, "start-up alone": warm_up}
        for kind in OFFICE
    },
}


def kind_of(path: Path) -> str:
    """Give the key of a file's contestants: `scan.pdf` for a scan."""
    return "scan.pdf" if path.name.endswith(".scan.pdf") else path.suffix[1:]


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of a whole process: seconds of CPU and of the clock, peak memory in megabytes, what the contestant counted.

    CPU is user and system time, with the programs that the contestant starts.
    """

    seconds: float
    elapsed: float
    megabytes: float
    counted: int


def measure(path: Path, contestant: str) -> Reading:
    """Run a contestant in a process of its own; raises RuntimeError with what it said where it fails."""
    command = [sys.executable, "-m", "corpora.benchmark", "--run", contestant, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and arguments
    if run.returncode:
        raise RuntimeError(f"{contestant} failed on {path.name}: {run.stderr.strip().splitlines()[-1]}")
    seconds, elapsed, megabytes, counted = run.stdout.split()[-4:]
    return Reading(float(seconds), float(elapsed), float(megabytes), int(counted))


def run_one(path: Path, contestant: str) -> None:
    """Run a contestant in this process and print seconds of CPU and of the clock, peak megabytes and the contestant's count."""
    import resource

    begun = time.monotonic()
    counted = CONTESTANTS[kind_of(path)][contestant](path)
    elapsed = time.monotonic() - begun
    used, programs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime + programs.ru_utime + programs.ru_stime
    print(seconds, elapsed, peak_megabytes(used.ru_maxrss), counted)


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
    turns = [(path, name) for path in paths for name in CONTESTANTS[kind_of(path)]]
    for _ in range(rounds):
        for path, name in turns:
            readings.setdefault((path, name), []).append(measure(path, name))
    return {
        turn: Reading(
            median(run.seconds for run in several),
            median(run.elapsed for run in several),
            median(run.megabytes for run in several),
            several[0].counted,
        )
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
        files = sorted((path for path in paths if kind_of(path) == extension), key=lambda path: path.stat().st_size)
        if not files:
            continue
        floor = next(iter(contestants))
        sizes = [readings[path, floor].counted for path in files]
        heads = (f"{path.stem}\n{size} counted\nCPU s · clock s · MB · × floor" for path, size in zip(files, sizes, strict=True))
        table = Table("contestant", *heads, "growth", title=extension.upper())
        for name in contestants:
            row = [readings[path, name] for path in files]
            cells = [describe(reading, readings[path, floor]) for path, reading in zip(files, row, strict=True)]
            grown = growth(sizes, [reading.seconds for reading in row])
            table.add_row(name, *cells, "" if grown is None else f"{grown:.2f}")
        Console(width=160).print(table)


def describe(reading: Reading, floor: Reading) -> str:
    """Give a reading with its ratio to the floor."""
    ratio = reading.seconds / floor.seconds
    return f"{reading.seconds:.2f} · {reading.elapsed:.2f} · {reading.megabytes:.0f} · {ratio:.2f}"


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="CPU time and memory of the extractor beside plain readers")
    parser.add_argument("files", type=Path, nargs="*", help="PDF and DOCX files; default: plans synthesized at the sizes")
    parser.add_argument("--sizes", default="250,500,1000", help="numbers of measures")
    parser.add_argument("--formats", default="pdf,docx", help=f"formats of the synthesized plans: some of {','.join(CONTESTANTS)}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        run_one(arguments.files[0], arguments.run)
        return
    from corpora.synthesize import write_plan

    with tempfile.TemporaryDirectory() as folder:
        sizes = [int(size) for size in arguments.sizes.split(",")]
        formats = tuple(arguments.formats.split(","))
        paths = arguments.files or [path for size in sizes for path in write_plan(Path(folder), size, seed=1, formats=formats)]
        for path in paths:
            if kind_of(path) == "scan.pdf":
                page_pictures(path)
        print_readings(paths, run_rounds(paths, arguments.rounds))


if __name__ == "__main__":
    main()
